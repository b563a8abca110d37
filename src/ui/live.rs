//! A demo alive in the browser: its state behind one signal, its clock, its address, its voice.

use core::any::Any;
use core::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use leptos::html::Div;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{self, Element, HtmlElement, KeyboardEvent};

use super::figure::Figure;
use super::handle::{AnyHandle, Handle, Kept, handler};
use super::state::{Common, State};
use super::timeline::{CALM_STEP_MS, Clock, LONGEST_FRAME_MS, Move};
use super::{address, grid, keys};
use crate::fields::{Fields, Setup, Slot};
use crate::link::{Complaint, Link};
use sim::wire::time::Duration;

/// After how long without a change the reader has come to rest, in milliseconds. The address waits for it, and what is
/// out of sight.
const REST_DELAY_MS: u32 = 300;
/// How long work may take of a frame, in milliseconds. A frame has 16.
const WORK_MS: u64 = 6;
/// What stands for the same thing however a list moves: a node may show another one after each change.
const KEY: &str = "data-key";
/// A screen reader hears of a running demo this often, in milliseconds.
const SPOKEN_EVERY_MS: u64 = 4000;

/// What a demo's state can do. All of it is pure: the same on the host, in a test, in the browser.
pub trait Demo: Copied + Send + Sync + 'static {
    /// Its picture as HTML.
    #[cfg(feature = "ssr")]
    fn picture(&self) -> String;
    /// What its link says, and its fields.
    fn setup(&self) -> Box<dyn Fields>;
    /// What every demo has.
    fn common(&self) -> &Common;
    /// Where its clock stands.
    fn clock(&self) -> Clock;
    /// Whether its clock runs over work: then it ticks as often as the page stays smooth, and each tick is a piece of
    /// it, a fraction of a millisecond long. Off screen, the work waits.
    fn works(&self) -> bool {
        false
    }
    /// Moves its clock, or brings everything back.
    fn act(&mut self, to: Move);
    /// The reader guesses.
    fn guess(&mut self, guess: usize);
    /// Shows or hides the list of keys.
    fn help(&mut self);
    /// The control of a field was used: the field's name, and the control's value. A slider's is its stop, a box's is
    /// `on` or `off`. Gives whether there is such a field, and it can be that; if not, nothing has changed.
    fn control(&mut self, name: &str, value: &str) -> bool;
    /// Its name in a link.
    fn name(&self) -> &'static str;
    /// The link to this moment.
    fn link(&self) -> Link;
    /// Becomes what a link to it says.
    fn read(&mut self, link: &Link);
    /// What in the reader's link could not be read.
    fn complaints(&mut self) -> &mut Vec<Complaint>;
    /// What happened, in a sentence for those who hear the page: short, since it is read out at once, and another one
    /// only when something else has happened. Empty while nothing has.
    fn spoken(&self) -> String;

    /// The seed that it shows.
    fn seed(&self) -> u64 {
        match self.setup().named("seed") {
            Some((_, Slot::Seed(seed))) => *seed,
            _ => 0,
        }
    }
    /// Shows what it shows where nobody can act; gives its state before.
    fn still(&mut self) -> Box<dyn Any>;
    /// Shows again what it showed before: what [`Self::still`] gave.
    fn alive(&mut self, before: Box<dyn Any>);
    /// The fragment that leads to this moment.
    fn fragment(&self) -> String {
        self.link().fragment()
    }
    /// Whether a fragment is for this demo.
    fn is_meant(&self, fragment: &str) -> bool {
        fragment.starts_with(&["#", self.name(), "?"].concat())
    }
    /// Takes over what a fragment says, if it is for this demo and says anything; gives whether it is for it.
    fn follow(&mut self, fragment: &str) -> bool {
        let is_ours = self.is_meant(fragment);
        match Link::parse(fragment) {
            _ if !is_ours => {}
            Ok(link) if link.fields.is_empty() => {}
            Ok(link) => self.read(&link),
            Err(complaint) => *self.complaints() = vec![complaint],
        }
        is_ours
    }
}

/// A demo that can be copied, whatever its kind. [`Clone`] alone does not go together with `dyn`.
pub trait Copied {
    /// The same demo again.
    fn copied(&self) -> Box<dyn Demo>;
}

impl<D: Demo + Clone> Copied for D {
    fn copied(&self) -> Box<dyn Demo> {
        Box::new(self.clone())
    }
}

impl Clone for Box<dyn Demo> {
    fn clone(&self) -> Self {
        (**self).copied()
    }
}

/// A demo's view in Leptos: its picture on the host, and in the browser what brings that picture to life.
pub fn view<S: State>(state: S) -> AnyView {
    let handle = Handle::new(state);
    provide_context(handle.any());
    let inner = S::view(handle);
    framed(<S::Setup as Setup>::DEMO, handle.any(), inner)
}

/// What is around every demo's view. One for demos of every kind: compiled anew for each, it would weigh 4 KB a demo.
fn framed(class: &'static str, demo: AnyHandle, inner: AnyView) -> AnyView {
    let root = NodeRef::new();
    let said = RwSignal::new(String::new());
    if cfg!(feature = "csr") {
        let stage = Rc::new(Stage::new(demo.kept(), root, said));
        demo.put_on(stage.clone());
        stage.start();
    }
    let keyed = handler(move |event: KeyboardEvent| {
        if let Some(stage) = demo.stage() {
            stage.keyed(&event);
        }
    });
    view! {
        <div class=class tabindex="-1" node_ref=root on:keydown=keyed>
            {inner}
            <p class="visually-hidden" role="status">{move || said.get()}</p>
        </div>
    }
    .into_any()
}

/// What keeps a demo going in the browser.
pub(super) struct Stage {
    demo: Rc<dyn Kept>,
    root: NodeRef<Div>,
    /// What those who hear the page are told.
    said: RwSignal<String>,
    figure: Option<Figure>,
    spoken_at_ms: Cell<u64>,
    /// What was said last.
    spoken: RefCell<String>,
    /// Whether the reader has pressed something since.
    acted: Cell<bool>,
    /// Whether that was the button of the next seed.
    reseeded: Cell<bool>,
    running: Cell<bool>,
    /// Whether the reader has ever touched the demo: until then it leaves address and ears alone.
    awake: Cell<bool>,
    /// Whether the page has stopped the clock, and may let it run on.
    held: Cell<bool>,
    /// Whether a hand that drags made the last change: the next one may come with the next frame.
    dragged: Cell<bool>,
    /// What had the focus before the first change that is not shown yet, and its thing.
    focused: RefCell<Option<(Element, Option<String>)>>,
    /// The parts of the view that wait while they are out of sight and a hand drags.
    parts: RefCell<Vec<Part>>,
    /// While the page is printed: the state that comes back after it.
    printed: RefCell<Option<Box<dyn Any>>>,
}

/// A part of a view that is often out of sight.
struct Part {
    root: NodeRef<Div>,
    /// How often it was to follow the state.
    turn: RwSignal<u32>,
    is_in_sight: bool,
}

impl Stage {
    fn new(demo: Rc<dyn Kept>, root: NodeRef<Div>, said: RwSignal<String>) -> Self {
        Self {
            demo,
            root,
            said,
            figure: Figure::of_this_view(),
            spoken_at_ms: Cell::new(0),
            spoken: RefCell::default(),
            acted: Cell::new(false),
            reseeded: Cell::new(false),
            running: Cell::new(false),
            awake: Cell::new(false),
            held: Cell::new(false),
            dragged: Cell::new(false),
            focused: RefCell::default(),
            parts: RefCell::default(),
            printed: RefCell::default(),
        }
    }

    fn start(self: Rc<Self>) {
        // What a link says comes after the first picture: that one has to be as the host made it.
        let (first, brought) = (self.clone(), address::fragment());
        spawn_local(async move { first.follow(&brought) });
        let heard = self.clone();
        address::on_change(move |fragment| heard.follow(&fragment));
        for (event, hold) in [("demo-pause", true), ("demo-resume", false)] {
            let stage = self.clone();
            let listener = window_event_listener_untyped(event, move |_| stage.hold(hold));
            on_cleanup(move || listener.remove());
        }
        for (event, begins) in [("beforeprint", true), ("afterprint", false)] {
            let stage = self.clone();
            let listener = window_event_listener_untyped(event, move |_| stage.print(begins));
            on_cleanup(move || listener.remove());
        }
        Effect::new(move || {
            self.demo.heed();
            self.demo.look(&mut |demo| self.clone().follow_up(demo));
        });
    }

    /// The state has changed.
    fn follow_up(self: Rc<Self>, demo: &dyn Demo) {
        let clock = demo.clock();
        let awake = clock.touched || self.awake.get();
        let hasty = awake && self.dragged.take();
        self.show_parts(hasty);
        // After all that follows the state, which may be later in the queue.
        let stage = self.clone();
        spawn_local(async move { stage.keep_focus() });
        if !awake || self.printed.borrow().is_some() {
            return;
        }
        self.awake.set(true);
        self.speak(demo);
        if clock.playing && !self.running.replace(true) {
            self.held.set(false);
            self.clone().frame(milliseconds(), 0);
        }
        if !clock.playing {
            let (stage, before) = (self, address::fragment());
            let rest = move || stage.rest(&before, hasty);
            // While a slider is dragged, the next change comes before the delay is over. The timer is the effect's:
            // it is dropped, and with that cancelled, when the effect runs again or the demo is taken off.
            StoredValue::new_local(Timeout::new(REST_DELAY_MS, rest));
        }
    }

    /// The reader has come to rest. `before` is the address when the last change was made.
    fn rest(&self, before: &str, hasty: bool) {
        self.demo.look(&mut |demo| {
            if hasty {
                self.show_parts(false);
            }
            // Another demo's that the reader has brought since stays.
            let now = address::fragment();
            if now.is_empty() || now == before {
                address::replace(&demo.fragment());
            }
        });
    }

    /// A part that waits while it is out of sight and a hand drags: gives what changes when it is to follow the state.
    pub(super) fn add_part(&self, root: NodeRef<Div>) -> RwSignal<u32> {
        let turn = RwSignal::new(0);
        self.parts.borrow_mut().push(Part { root, turn, is_in_sight: true });
        turn
    }

    /// A hand drags: the change that follows is put into what is in sight alone. Asked before the change, when the
    /// browser still knows where everything is: after it, it would have to lay out the page for the answer.
    pub(super) fn drags(&self) {
        self.dragged.set(true);
        for part in self.parts.borrow_mut().iter_mut() {
            let root = part.root.get_untracked();
            part.is_in_sight = root.is_none_or(|root| on_screen(&root.get_bounding_client_rect()));
        }
    }

    /// The hand has let go: a change follows that is put in everywhere.
    pub(super) fn drops(&self) {
        self.dragged.set(false);
    }

    /// Has the parts follow the state: in haste, those in sight. Most of a demo's height is out of it, and to lay it out
    /// costs a third of a frame (`tests/bench/drag.mjs`). The others follow when the hand rests, or lets go.
    fn show_parts(&self, hasty: bool) {
        for part in self.parts.borrow().iter().filter(|part| !hasty || part.is_in_sight) {
            part.turn.update(|turn| *turn += 1);
        }
    }

    fn update(&self, change: &mut dyn FnMut(&mut dyn Demo)) {
        self.note_focus();
        self.demo.change(change);
    }

    /// What the state says; `None` after the view has ended.
    fn ask<T>(&self, look: impl Fn(&dyn Demo) -> T) -> Option<T> {
        let mut seen = None;
        self.demo.look(&mut |demo| seen = Some(look(demo)));
        seen
    }

    /// A fragment for another demo changes nothing here: least of all the address, which is that demo's now.
    fn follow(&self, fragment: &str) {
        if self.ask(|demo| demo.is_meant(fragment)) == Some(true) {
            self.update(&mut |demo| _ = demo.follow(fragment));
        }
    }

    /// The page asks the demo to stand still and to say where, or to go on where it stopped for the page's sake. What
    /// the reader stopped, only the reader starts.
    fn hold(&self, hold: bool) {
        let Some((clock, link)) = self.ask(|demo| (demo.clock(), demo.link())) else { return };
        if let Some(figure) = self.figure {
            figure.works();
        }
        if hold && clock.playing {
            self.held.set(true);
            // A link says the moment in whole seconds: so the demo stands at one.
            let has_moment = link.fields.iter().any(|(name, _)| name == "t");
            let second = Move::Go(Duration::seconds(clock.now.as_s()));
            self.update(&mut |demo| demo.act(if has_moment { second } else { Move::Stop }));
        } else if !hold && self.held.replace(false) && !clock.playing {
            self.update(&mut |demo| demo.act(Move::Toggle));
        }
        if hold {
            self.tell();
        }
    }

    /// The page is about to be printed, or has been.
    fn print(&self, begins: bool) {
        let mut before = self.printed.take();
        if begins != before.is_some() {
            self.update(&mut |demo| match before.take() {
                None => before = Some(demo.still()),
                Some(state) => demo.alive(state),
            });
        }
        self.printed.replace(before);
    }

    /// Says at once where the demo stands, in an attribute of its root: the address waits for the reader to rest, and
    /// in some frames it stays as it is.
    fn tell(&self) {
        let Some(root) = self.root.try_get_untracked().flatten() else { return };
        let Some((touched, fragment)) = self.ask(|demo| (demo.clock().touched, demo.fragment())) else { return };
        if touched || self.awake.get() {
            let _ = root.set_attribute("data-address", &fragment);
        }
    }

    /// Says what happened: at once when the demo rests, now and then while it runs. The same again is said when the
    /// reader has pressed something, who would take silence for a button that does nothing.
    fn speak(&self, demo: &dyn Demo) {
        let now_ms = milliseconds();
        if demo.clock().playing && now_ms < self.spoken_at_ms.get() + SPOKEN_EVERY_MS {
            return;
        }
        self.spoken_at_ms.set(now_ms);
        let spoken = demo.spoken();
        // What is on its way is heard of when it has arrived.
        if spoken.is_empty() || !self.acted.take() && *self.spoken.borrow() == spoken {
            return;
        }
        let seed =
            if self.reseeded.take() { ["Seed ", &demo.seed().to_string(), ". "].concat() } else { String::new() };
        self.say(&(seed + &spoken));
        self.spoken.replace(spoken);
    }

    /// Says a sentence to those who hear the page. A screen reader is told of changes alone, so the same sentence again
    /// has a no-break space at its end, or has it no more.
    pub(super) fn say(&self, sentence: &str) {
        self.said.try_update(|said| *said = [sentence, if said == sentence { "\u{a0}" } else { "" }].concat());
    }

    /// The reader has pressed something that this demo answers in a sentence.
    pub(super) fn pressed(&self) {
        self.acted.set(true);
        self.reseeded.set(false);
    }

    /// That was the button of the next seed.
    pub(super) fn reseeds(&self) {
        self.reseeded.set(true);
    }

    /// Runs the clock while it plays. It stops when the demo has left the screen; a hidden tab
    /// gets no frames. With reduced motion, time moves in steps.
    fn frame(self: Rc<Self>, last_ms: u64, waited_ms: u64) {
        request_animation_frame(move || {
            // A demo that was taken off the page has no state left.
            let Some((playing, works)) = self.ask(|demo| (demo.clock().playing, demo.works())) else { return };
            let Some(root) = self.root.try_get_untracked().flatten() else { return };
            if let Some(figure) = self.figure {
                figure.works();
            }
            if !playing {
                return self.running.set(false);
            }
            let now_ms = milliseconds();
            let mut waited_ms = waited_ms + now_ms.saturating_sub(last_ms).min(LONGEST_FRAME_MS);
            if works {
                if on_screen(&root.get_bounding_client_rect()) {
                    self.update(&mut |demo| work(demo, now_ms + WORK_MS));
                }
            } else if !on_screen(&root.get_bounding_client_rect()) {
                self.update(&mut |demo| demo.act(Move::Stop));
            } else if waited_ms >= CALM_STEP_MS || !prefers_calm() {
                self.update(&mut |demo| demo.act(Move::Tick(waited_ms)));
                waited_ms = 0;
            }
            self.frame(now_ms, waited_ms);
        });
    }

    fn keyed(&self, event: &KeyboardEvent) {
        if grid::moved(event) {
            return event.prevent_default();
        }
        let Some(clock) = self.ask(|demo| demo.clock()) else { return };
        match keys::meaning(event, &clock) {
            Some(keys::Meaning::Move(to)) => {
                self.pressed();
                self.update(&mut |demo| demo.act(to));
            }
            Some(keys::Meaning::Help) => self.update(&mut |demo| demo.help()),
            None => return,
        }
        event.prevent_default();
    }

    /// A change is about to be made. What has the focus may be gone, hidden or moved after it.
    pub(super) fn note_focus(&self) {
        let Some(root) = self.root.try_get_untracked().flatten() else { return };
        let mut noted = self.focused.borrow_mut();
        if noted.is_none() {
            let focused = document().active_element().filter(|focused| root.contains(Some(focused)));
            *noted = focused.map(|focused| (focused.clone(), focused.get_attribute(KEY)));
        }
    }

    /// Gives the focus back, if the last change has taken it away: to what had it, or to the demo, and the keys with it.
    fn keep_focus(&self) {
        let Some(root) = self.root.try_get_untracked().flatten() else { return };
        let Some((focused, key)) = self.focused.take() else { return };
        // A list that moves shows other things in the same nodes: the focus goes with its thing.
        if let Some(key) = key
            && focused.get_attribute(KEY).as_deref() != Some(&key)
        {
            focus(&root, &["[", KEY, "=\"", &key, "\"]"].concat());
        }
        if has_focus(&root) {
            return;
        }
        let is_there = root.contains(Some(&focused)) && is_shown(&focused);
        let keeps = if is_there { focused.dyn_into().ok() } else { root.dyn_into::<HtmlElement>().ok() };
        if let Some(keeps) = keeps {
            let _ = keeps.focus();
        }
    }
}

/// Gives the focus to the first element that the selector finds, if there is one.
fn focus(root: &Element, selector: &str) {
    if let Ok(Some(element)) = root.query_selector(selector)
        && let Some(element) = element.dyn_ref::<HtmlElement>()
    {
        let _ = element.focus();
    }
}

/// Whether the focus is in there, on something that is shown.
fn has_focus(root: &Element) -> bool {
    let focused = document().active_element();
    focused.is_some_and(|focused| root.contains(Some(&focused)) && is_shown(&focused))
}

/// Whether an element is neither hidden nor behind a tab.
fn is_shown(element: &Element) -> bool {
    element.closest("[hidden], .away").ok().flatten().is_none()
}

/// Lets a demo work until that moment.
fn work(demo: &mut dyn Demo, until_ms: u64) {
    while demo.works() {
        demo.act(Move::Tick(0));
        if milliseconds() >= until_ms {
            return;
        }
    }
}

fn milliseconds() -> u64 {
    window().performance().map_or(0, |performance| performance.now() as u64)
}

fn prefers_calm() -> bool {
    window().match_media("(prefers-reduced-motion: reduce)").ok().flatten().is_some_and(|query| query.matches())
}

fn on_screen(place: &web_sys::DomRect) -> bool {
    let height = window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or(f64::MAX);
    place.bottom() > 0.0 && place.top() < height
}
