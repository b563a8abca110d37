//! What keeps a demo going in the browser: it follows the address and the page's events, runs the clock, and looks after
//! address, voice and focus when the state has changed.

use core::any::Any;
use core::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use leptos::html::Div;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::web_sys::{Event, KeyboardEvent};

use super::focus::Focus;
use super::parts::{Parts, on_screen};
use super::voice::Voice;
use super::{Demo, milliseconds};
use crate::ui::figure::Figure;
use crate::ui::handle::Kept;
use crate::ui::rich::plain;
use crate::ui::timeline::{CALM_STEP_MS, LONGEST_FRAME_MS, Move};
use crate::ui::{address, grid, keys};
use sim::wire::time::Duration;

/// After how long without a change the reader has come to rest, in milliseconds. The address waits for it, and what is
/// out of sight.
const REST_DELAY_MS: u32 = 300;
/// How long work may take of a frame, in milliseconds. A frame has 16.
const WORK_MS: u64 = 6;

/// See the module.
pub struct Keeper {
    demo: Rc<dyn Kept>,
    root: NodeRef<Div>,
    figure: Option<Figure>,
    /// What those who hear the page are told.
    pub voice: Voice,
    /// The parts of the view that wait.
    pub parts: Parts,
    focus: Focus,
    running: Cell<bool>,
    /// Whether the reader has ever touched the demo: until then it leaves address and ears alone.
    awake: Cell<bool>,
    /// Whether the page has stopped the clock, and may let it run on.
    held: Cell<bool>,
    /// What it has said to the reader's guess, as the page knows it.
    judged: RefCell<String>,
    /// While the page is printed: the state that comes back after it.
    printed: RefCell<Option<Box<dyn Any>>>,
}

impl Keeper {
    /// Of this demo, in this element, with a voice through `said`.
    pub fn new(demo: Rc<dyn Kept>, root: NodeRef<Div>, said: RwSignal<String>) -> Self {
        Self {
            demo,
            root,
            figure: Figure::of_this_view(),
            voice: Voice::new(said),
            parts: Parts::default(),
            focus: Focus::default(),
            running: Cell::new(false),
            awake: Cell::new(false),
            held: Cell::new(false),
            judged: RefCell::default(),
            printed: RefCell::default(),
        }
    }

    /// Begins.
    pub fn start(self: Rc<Self>) {
        let (heard, brought) = (self.clone(), address::fragment());
        address::on_change(brought.clone(), move |fragment| heard.follow(&fragment));
        for (event, hold) in [("demo-pause", true), ("demo-resume", false)] {
            let keeper = self.clone();
            let listener = window_event_listener_untyped(event, move |_| keeper.hold(hold));
            on_cleanup(move || listener.remove());
        }
        for (event, begins) in [("beforeprint", true), ("afterprint", false)] {
            let keeper = self.clone();
            let listener = window_event_listener_untyped(event, move |_| keeper.print(begins));
            on_cleanup(move || listener.remove());
        }
        let keeper = self.clone();
        let listener = window_event_listener_untyped("demo-guess", move |event| keeper.guess(&event));
        on_cleanup(move || listener.remove());
        Effect::new(move |begun: Option<bool>| {
            // Until the view is on the page there is nothing to look after.
            let on_page = self.root.get().is_some();
            if on_page && begun != Some(true) {
                // What a link says comes after the first picture: that one has to be as the host made it.
                let (first, brought) = (self.clone(), brought.clone());
                spawn_local(async move { first.follow(&brought) });
            }
            if on_page {
                self.demo.heed();
                self.demo.look(&mut |demo| self.clone().follow_up(demo));
            }
            on_page
        });
    }

    /// The state has changed.
    fn follow_up(self: Rc<Self>, demo: &dyn Demo) {
        let clock = demo.clock();
        let awake = clock.touched || self.awake.get();
        let hasty = awake && self.parts.take_dragged();
        self.parts.show(hasty);
        // After all that follows the state, which may be later in the queue.
        let keeper = self.clone();
        spawn_local(async move { keeper.keep_focus() });
        if !awake || self.printed.borrow().is_some() {
            return;
        }
        self.awake.set(true);
        self.voice.speak(demo);
        if demo.prediction() != *self.judged.borrow() {
            self.tell(demo);
        }
        if clock.playing && !self.running.replace(true) {
            self.held.set(false);
            address::announce("played");
            self.clone().frame(milliseconds(), 0);
        }
        if !clock.playing {
            let (keeper, before) = (self, address::fragment());
            let rest = move || keeper.rest(&before, hasty);
            // While a slider is dragged, the next change comes before the delay is over. The timer is the effect's:
            // it is dropped, and with that cancelled, when the effect runs again or the demo is taken off.
            StoredValue::new_local(Timeout::new(REST_DELAY_MS, rest));
        }
    }

    /// The reader has come to rest. `before` is the address when the last change was made.
    fn rest(&self, before: &str, hasty: bool) {
        self.demo.look(&mut |demo| {
            if hasty {
                self.parts.show(false);
            }
            // Another demo's that the reader has brought since stays.
            let now = address::fragment();
            if now.is_empty() || now == before {
                address::replace(&demo.fragment());
            }
        });
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
            self.demo.look(&mut |demo| self.tell(demo));
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

    /// The page hands on what a class guesses, and hears at once where the demo stands: one that was played before has
    /// its verdict already, whether anybody guessed or not.
    fn guess(&self, event: &Event) {
        let Some((name, answer)) = address::guessed(event) else { return };
        if self.ask(|demo| demo.name() == name) == Some(true) {
            if let Some(figure) = self.figure {
                figure.works();
            }
            self.update(&mut |demo| demo.guess(answer));
            self.demo.look(&mut |demo| self.tell(demo));
        }
    }

    /// Says at once where the demo stands: the address waits for the reader to rest, and in some frames it stays as it is.
    fn tell(&self, demo: &dyn Demo) {
        let verdict = demo.prediction();
        let touched = demo.clock().touched || self.awake.get();
        let fragment = if touched { demo.fragment() } else { String::new() };
        address::tell(demo.name(), &fragment, &plain(&verdict));
        self.judged.replace(verdict);
    }

    /// Runs the clock while it plays. It stops when the demo has left the screen; a hidden tab
    /// gets no frames. With reduced motion, time moves in steps.
    fn frame(self: Rc<Self>, last_ms: u64, waited_ms: u64) {
        request_animation_frame(move || {
            // A demo that was taken off the page has no state left.
            let Some((clock, works)) = self.ask(|demo| (demo.clock(), demo.works())) else { return };
            let Some(root) = self.root.try_get_untracked().flatten() else { return };
            if let Some(figure) = self.figure {
                figure.works();
            }
            if !clock.playing {
                self.running.set(false);
                if clock.now >= clock.length {
                    address::announce("finished");
                }
                return;
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

    /// A key was pressed.
    pub fn keyed(&self, event: &KeyboardEvent) {
        if grid::moved(event) {
            return event.prevent_default();
        }
        let Some(clock) = self.ask(|demo| demo.clock()) else { return };
        match keys::meaning(event, &clock) {
            Some(keys::Meaning::Move(to)) => {
                self.voice.pressed();
                self.update(&mut |demo| demo.act(to));
            }
            Some(keys::Meaning::Help) => self.update(&mut |demo| demo.help()),
            None => return,
        }
        event.prevent_default();
    }

    /// A change is about to be made. What has the focus may be gone, hidden or moved after it.
    pub fn note_focus(&self) {
        if let Some(root) = self.root.try_get_untracked().flatten() {
            self.focus.note(&root);
        }
    }

    fn keep_focus(&self) {
        if let Some(root) = self.root.try_get_untracked().flatten() {
            self.focus.keep(&root);
        }
    }
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

fn prefers_calm() -> bool {
    window().match_media("(prefers-reduced-motion: reduce)").ok().flatten().is_some_and(|query| query.matches())
}
