//! A demo alive in the browser: its state behind one signal, its view painted from it, its events
//! led to it by name.

use core::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::{JsCast, JsValue};
use leptos::web_sys::{self, Element, Event, HtmlElement, HtmlTextAreaElement};
use wasm_bindgen_futures::JsFuture;

use super::figure::Figure;
use super::paint::{Attribute, Live, MARK, Paint};
use super::timeline::{CALM_STEP_MS, Clock, LONGEST_FRAME_MS, Move};
use super::{address, export, grid, keys};
use crate::link::{Complaint, Link};
use sim::wire::time::Duration;

/// After how long without a change the reader has come to rest, in milliseconds. The address waits for it, and what is
/// out of sight.
const REST_DELAY_MS: u32 = 300;
/// How long a button says that it has copied, in milliseconds.
const COPIED_FOR_MS: u32 = 2000;
/// How long work may take of a frame, in milliseconds. A frame has 16.
const WORK_MS: u64 = 6;
/// A screen reader hears of a running demo this often, in milliseconds.
const SPOKEN_EVERY_MS: u64 = 4000;

/// The kind of a field that is dragged.
const SLIDER: &str = "range";

/// What stands for the same thing however a list moves: a node may show another one after each change.
const KEY: &str = "data-key";
/// What a button leads to: the `data-do` of a field.
const LEADS_TO: &str = "data-to";
/// What the page says of these buttons is said elsewhere: by the button itself, or in a place of its own.
const SAYS_ITSELF: [&str; 4] = ["help", "dismiss", "guess", "open"];

const NOT_COPIED: &str = "The browser did not allow copying. The text is in the field, chosen: copy it from there.";

/// What a demo's state can do. All of it is pure: the same on the host, in a test, in the browser.
pub trait Demo: Copied + Send + Sync + 'static {
    /// Paints the view.
    fn paint(&self, paint: &mut Paint);
    /// Where its clock stands.
    fn clock(&self) -> Clock;
    /// Whether its clock runs over work: then it ticks as often as the page stays smooth, and each tick is a piece of
    /// it, a fraction of a millisecond long. Off screen, the work waits.
    fn works(&self) -> bool {
        false
    }
    /// Moves its clock, or brings everything back.
    fn act(&mut self, to: Move);
    /// A control was used: the `data-do` of its element, and its value. A box's value is `on` or
    /// `off`, a button's is its `data-value`. Gives whether there is such a control; if not, nothing has changed.
    fn control(&mut self, name: &str, value: &str) -> bool;
    /// The text that a button with this `data-copy` copies, or saves as the file of this name where it is `data-save`;
    /// a link is the fragment alone.
    fn copy(&self, name: &str) -> String;
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

    /// The fragment that leads to this moment.
    fn fragment(&self) -> String {
        self.link().fragment()
    }
    /// Takes over what a fragment says, if it is for this demo and says anything; gives whether it is for it.
    fn follow(&mut self, fragment: &str) -> bool {
        let is_ours = fragment.starts_with(&["#", self.name(), "?"].concat());
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

/// The root of a demo's still picture, as it stands in the page.
#[derive(Clone, Copy)]
pub struct Still(pub NodeRef<leptos::html::Div>);

/// The view of a demo: its picture on the host. In the browser that picture comes alive as it stands, so its view
/// there has nothing to put into the page.
///
/// One for demos of every kind: compiled anew for each, it weighed 4 KB a demo.
pub fn live(demo: Box<dyn Demo>, class: &'static str) -> AnyView {
    let mut paint = Paint::first();
    demo.paint(&mut paint);
    let (html, painted) = paint.done();
    if cfg!(feature = "ssr") {
        let html = html + "<p class=\"visually-hidden\" role=\"status\"></p>";
        return view! { <div class=class tabindex="-1" inner_html=html></div> }.into_any();
    }
    let Some(Still(root)) = use_context() else { return ().into_any() };
    let stage = Stage {
        state: RwSignal::new(demo),
        root,
        shown: Rc::new(RefCell::new(Shown { painted, elements: Vec::new() })),
        figure: Figure::of_this_view(),
        spoken_at_ms: Rc::new(Cell::new(0)),
        spoken: Rc::default(),
        acted: Rc::default(),
        reseeded: Rc::default(),
        running: Rc::new(Cell::new(false)),
        awake: Rc::new(Cell::new(false)),
        held: Rc::new(Cell::new(false)),
        dragged: Rc::new(Cell::new(false)),
    };
    if let Some(root) = root.get_untracked() {
        stage.listen(&root);
    }
    stage.start();
    ().into_any()
}

/// What stands in the document.
struct Shown {
    painted: Vec<Live>,
    elements: Vec<Element>,
}

#[derive(Clone)]
struct Stage {
    state: RwSignal<Box<dyn Demo>>,
    root: NodeRef<leptos::html::Div>,
    shown: Rc<RefCell<Shown>>,
    figure: Option<Figure>,
    spoken_at_ms: Rc<Cell<u64>>,
    /// What was said last.
    spoken: Rc<RefCell<String>>,
    /// Whether the reader has pressed something since.
    acted: Rc<Cell<bool>>,
    /// Whether that was the button of the next seed.
    reseeded: Rc<Cell<bool>>,
    running: Rc<Cell<bool>>,
    /// Whether the reader has ever touched the demo: until then it leaves address and ears alone.
    awake: Rc<Cell<bool>>,
    /// Whether the page has stopped the clock, and may let it run on.
    held: Rc<Cell<bool>>,
    /// Whether a hand on a slider made the last change: the next one may come with the next frame.
    dragged: Rc<Cell<bool>>,
}

impl Stage {
    fn listen(&self, root: &Element) {
        let (click, change, drop, key) = (self.clone(), self.clone(), self.clone(), self.clone());
        // Kept as long as the demo: whoever lets go of one ends it.
        StoredValue::new_local([
            ev::on(ev::click, move |event| click.clicked(&event)).attach(root),
            ev::on(ev::input, move |event| change.changed(&event)).attach(root),
            ev::on(ev::change, move |event| drop.dropped(&event)).attach(root),
            ev::on(ev::keydown, move |event| key.pressed(&event)).attach(root),
        ]);
    }

    fn start(self) {
        self.follow(&address::fragment());
        let heard = self.clone();
        address::on_change(move |fragment| heard.follow(&fragment));
        for (event, hold) in [("demo-pause", true), ("demo-resume", false)] {
            let stage = self.clone();
            let listener = window_event_listener_untyped(event, move |_| stage.hold(hold));
            on_cleanup(move || listener.remove());
        }
        Effect::new(move || {
            let demo = self.state.get();
            let Some(root) = self.root.get() else { return };
            let clock = demo.clock();
            let awake = clock.touched || self.awake.get();
            let hasty = awake && self.dragged.take();
            self.show(&root, &*demo, hasty);
            if !awake {
                return;
            }
            self.awake.set(true);
            self.speak(&root, &*demo);
            if clock.playing && !self.running.replace(true) {
                self.held.set(false);
                self.clone().frame(milliseconds(), 0);
            }
            if !clock.playing {
                let (stage, before) = (self.clone(), address::fragment());
                let rest = move || {
                    if hasty {
                        stage.show(&root, &*demo, false);
                    }
                    // Another demo's that the reader has brought since stays.
                    let now = address::fragment();
                    if now.is_empty() || now == before {
                        address::replace(&demo.fragment());
                    }
                };
                // While a slider is dragged, the next change comes before the delay is over. The timer is the effect's:
                // it is dropped, and with that cancelled, when the effect runs again or the demo is taken off.
                StoredValue::new_local(Timeout::new(REST_DELAY_MS, rest));
            }
        });
    }

    fn update(&self, change: &dyn Fn(&mut dyn Demo)) {
        if let Some(mut demo) = self.state.try_get_untracked() {
            change(&mut *demo);
            self.state.set(demo);
        }
    }

    /// A fragment for another demo changes nothing here: least of all the address, which is that demo's now.
    fn follow(&self, fragment: &str) {
        if let Some(mut demo) = self.state.try_get_untracked()
            && demo.follow(fragment)
        {
            self.state.set(demo);
        }
    }

    /// The page asks the demo to stand still and to say where, or to go on where it stopped for the page's sake. What
    /// the reader stopped, only the reader starts.
    fn hold(&self, hold: bool) {
        let Some(demo) = self.state.try_get_untracked() else { return };
        if let Some(figure) = self.figure {
            figure.works();
        }
        if hold && demo.clock().playing {
            self.held.set(true);
            // A link says the moment in whole seconds: so the demo stands at one.
            let has_moment = demo.link().fields.iter().any(|(name, _)| name == "t");
            let second = Move::Go(Duration::seconds(demo.clock().now.as_s()));
            self.update(&|demo| demo.act(if has_moment { second } else { Move::Stop }));
        } else if !hold && self.held.replace(false) && !demo.clock().playing {
            self.update(&|demo| demo.act(Move::Toggle));
        }
        if hold {
            self.tell();
        }
    }

    /// Says at once where the demo stands, in an attribute of its root: the address waits for the reader to rest, and
    /// in some frames it stays as it is.
    fn tell(&self) {
        let (Some(demo), Some(root)) = (self.state.try_get_untracked(), self.root.try_get_untracked().flatten()) else {
            return;
        };
        if demo.clock().touched || self.awake.get() {
            let _ = root.set_attribute("data-address", &demo.fragment());
        }
    }

    /// Puts what has changed into the document. In haste only what is in sight: most of a demo's height is out of it,
    /// and to lay it out costs a third of a frame (`tests/bench/drag.mjs`). The others follow when the hand rests, or
    /// lets go.
    fn show(&self, root: &Element, demo: &dyn Demo, hasty: bool) {
        let mut paint = Paint::again();
        demo.paint(&mut paint);
        let (_, painted) = paint.done();
        let mut shown = self.shown.borrow_mut();
        if shown.elements.is_empty() {
            shown.elements = live_elements(root);
        }
        let had_focus = has_focus(root);
        let focused = document().active_element().filter(|_| had_focus);
        let key = focused.as_ref().and_then(|focused| focused.get_attribute(KEY));
        let Shown { painted: before, elements } = &mut *shown;
        let mut changes: Vec<_> = elements.iter().zip(before).zip(painted).collect();
        if hasty {
            // All is asked before anything is put: asked in between, the browser would lay out the page each time.
            changes.retain(|((element, before), now)| *before == now || in_sight(element));
        }
        for ((element, before), now) in changes {
            put(element, before, &now);
            *before = now;
        }
        // A list that moves shows other things in the same nodes: the focus goes with its thing.
        if let (Some(focused), Some(key)) = (focused, key)
            && focused.get_attribute(KEY).as_deref() != Some(&key)
        {
            focus(root, &["[", KEY, "=\"", &key, "\"]"].concat());
        }
        // What had the focus may be gone or hidden now. The demo keeps it, and the keys with it.
        if had_focus
            && !has_focus(root)
            && let Some(root) = root.dyn_ref::<HtmlElement>()
        {
            let _ = root.focus();
        }
    }

    /// Says what happened: at once when the demo rests, now and then while it runs. The same again is said when the
    /// reader has pressed something, who would take silence for a button that does nothing.
    fn speak(&self, root: &Element, demo: &dyn Demo) {
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
        let seed = if self.reseeded.take() { seed(root) } else { String::new() };
        say(root, &(seed + &spoken));
        self.spoken.replace(spoken);
    }

    /// Runs the clock while it plays. It stops when the demo has left the screen; a hidden tab
    /// gets no frames. With reduced motion, time moves in steps.
    fn frame(self, last_ms: u64, waited_ms: u64) {
        request_animation_frame(move || {
            // A demo that was taken off the page has no state left.
            let Some(demo) = self.state.try_get_untracked() else { return };
            let Some(root) = self.root.try_get_untracked().flatten() else { return };
            if let Some(figure) = self.figure {
                figure.works();
            }
            if !demo.clock().playing {
                return self.running.set(false);
            }
            let now_ms = milliseconds();
            let mut waited_ms = waited_ms + now_ms.saturating_sub(last_ms).min(LONGEST_FRAME_MS);
            if demo.works() {
                if on_screen(&root.get_bounding_client_rect()) {
                    self.update(&|demo| work(demo, now_ms + WORK_MS));
                }
            } else if !on_screen(&root.get_bounding_client_rect()) {
                self.update(&|demo| demo.act(Move::Stop));
            } else if waited_ms >= CALM_STEP_MS || !prefers_calm() {
                self.update(&|demo| demo.act(Move::Tick(waited_ms)));
                waited_ms = 0;
            }
            self.frame(now_ms, waited_ms);
        });
    }

    fn clicked(&self, event: &web_sys::MouseEvent) {
        let Some(target) = element_of(event) else { return };
        if self.led(&target) {
            return;
        }
        if let Some(button) = closest(&target, "[data-copy]") {
            self.copy(button);
        } else if let Some(button) = closest(&target, "[data-save]") {
            let name = button.get_attribute("data-save").unwrap_or_default();
            if let Some(demo) = self.state.try_get_untracked() {
                export::save(&name, &demo.copy(&name));
            }
        } else if let Some(button) = closest(&target, "button[data-do]") {
            let value = button.get_attribute("data-value").unwrap_or_default();
            let name = button.get_attribute("data-do").unwrap_or_default();
            self.acted.set(self.acted.get() || !SAYS_ITSELF.contains(&name.as_str()));
            self.reseeded.set(name == "next-seed");
            if name == "guess" && button.get_attribute("aria-pressed").as_deref() == Some("true") {
                say_again(&button);
            }
            self.control(&button, &value);
        }
    }

    /// Whether this leads to a field. If so, the focus is there now.
    fn led(&self, target: &Element) -> bool {
        let name = closest(target, &["[", LEADS_TO, "]"].concat()).and_then(|button| button.get_attribute(LEADS_TO));
        let root = self.root.get_untracked();
        let (Some(name), Some(root)) = (name, root) else { return false };
        focus(&root, &["[data-do=\"", &name, "\"]"].concat());
        true
    }

    fn changed(&self, event: &Event) {
        let Some(field) = element_of(event) else { return };
        let property = |name: &str| js_sys::Reflect::get(&field, &name.into()).unwrap_or(JsValue::NULL);
        let kind = kind(&field);
        self.dragged.set(kind == SLIDER);
        let value = match kind.as_str() {
            "checkbox" if property("checked").is_truthy() => "on".to_owned(),
            "checkbox" => "off".to_owned(),
            _ => property("value").as_string().unwrap_or_default(),
        };
        self.control(&field, &value);
    }

    /// A hand lets go of a slider. (Other fields were shown whole at their last input.)
    fn dropped(&self, event: &Event) {
        if element_of(event).is_some_and(|field| kind(&field) == SLIDER) {
            self.dragged.set(false);
            self.update(&|_| {});
        }
    }

    fn control(&self, element: &Element, value: &str) {
        let Some(name) = element.get_attribute("data-do") else { return };
        match Move::named(&name, value) {
            Some(to) => self.update(&|demo| demo.act(to)),
            None => self.update(&|demo| _ = demo.control(&name, value)),
        }
    }

    fn pressed(&self, event: &web_sys::KeyboardEvent) {
        if grid::moved(event) {
            return event.prevent_default();
        }
        let Some(demo) = self.state.try_get_untracked() else { return };
        match keys::meaning(event, &demo.clock()) {
            Some(keys::Meaning::Move(to)) => {
                self.acted.set(true);
                self.update(&|demo| demo.act(to));
            }
            Some(keys::Meaning::Help) => self.update(&|demo| _ = demo.control("help", "")),
            None => return,
        }
        event.prevent_default();
    }

    /// Copies; where the browser refuses, the text itself appears, to be copied by hand.
    fn copy(&self, button: Element) {
        let name = button.get_attribute("data-copy").unwrap_or_default();
        let Some(demo) = self.state.try_get_untracked() else { return };
        let mut text = demo.copy(&name);
        if text.starts_with('#') {
            text = address::with_fragment(&text);
        }
        let root = self.root.get_untracked();
        spawn_local(async move {
            let copied = write(&text).await;
            if let Some(root) = root {
                say(&root, if copied { "Copied." } else { NOT_COPIED });
            }
            if copied {
                // The style sheet shows it on the button.
                let _ = button.set_attribute("data-copied", "");
                Timeout::new(COPIED_FOR_MS, move || drop(button.remove_attribute("data-copied"))).forget();
            } else {
                show_to_copy(&button, &text);
            }
        });
    }
}

/// Whether the focus is in there, on something that is shown.
fn has_focus(root: &Element) -> bool {
    let focused = document().active_element();
    focused.is_some_and(|focused| root.contains(Some(&focused)) && closest(&focused, "[hidden]").is_none())
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

/// The live elements in a root, in the order of the document.
fn live_elements(root: &Element) -> Vec<Element> {
    let Ok(list) = root.query_selector_all(&["[", MARK, "]"].concat()) else { return Vec::new() };
    (0..list.length()).filter_map(|i| list.item(i)?.dyn_into().ok()).collect()
}

fn put(element: &Element, old: &Live, new: &Live) {
    if let Some(inner) = &new.inner
        && old.inner.as_ref() != Some(inner)
    {
        element.set_inner_html(inner);
    }
    for ((attribute, value), (_, before)) in new.attributes.iter().zip(&old.attributes) {
        if value == before && !matches!(attribute, Attribute::Value | Attribute::Checked) {
            continue;
        }
        let _ = match attribute {
            Attribute::Text(name) => element.set_attribute(name, value),
            Attribute::Flag(name) if value.is_empty() => element.remove_attribute(name),
            Attribute::Flag(name) => element.set_attribute(name, ""),
            Attribute::Checked => {
                js_sys::Reflect::set(element, &"checked".into(), &(!value.is_empty()).into()).map(|_| ())
            }
            Attribute::Value => show_value(element, value),
        };
    }
}

/// A field's value, if it shows another one: setting it anew would move the reader's cursor.
fn show_value(element: &Element, value: &str) -> Result<(), JsValue> {
    let shown = js_sys::Reflect::get(element, &"value".into())?;
    if shown.as_string().as_deref() != Some(value) {
        js_sys::Reflect::set(element, &"value".into(), &value.into())?;
    }
    Ok(())
}

/// Says a sentence to those who hear the page. A screen reader is told of changes alone, so the same sentence again has
/// a no-break space at its end, or has it no more.
fn say(root: &Element, sentence: &str) {
    let Some(region) = root.last_element_child() else { return };
    let again = region.text_content().as_deref() == Some(sentence);
    region.set_text_content(Some(&[sentence, if again { "\u{a0}" } else { "" }].concat()));
}

/// The same for the verdict on a guess that is made again: it stands in a place of its own.
fn say_again(guess: &Element) {
    let predict = closest(guess, ".predict");
    let Some(verdict) = predict.and_then(|predict| predict.last_element_child()) else { return };
    let html = verdict.inner_html();
    match html.strip_suffix("&nbsp;") {
        Some(without) => verdict.set_inner_html(without),
        None => verdict.set_inner_html(&(html + "&nbsp;")),
    }
}

/// The seed that a demo shows, as a sentence.
fn seed(root: &Element) -> String {
    let field = root.query_selector("[data-do=seed]").ok().flatten();
    let value = field.and_then(|field| js_sys::Reflect::get(&field, &"value".into()).ok()?.as_string());
    value.map_or_else(String::new, |value| ["Seed ", &value, ". "].concat())
}

/// Gives the focus to the first element that the selector finds, if there is one.
fn focus(root: &Element, selector: &str) {
    if let Ok(Some(element)) = root.query_selector(selector)
        && let Some(element) = element.dyn_ref::<HtmlElement>()
    {
        let _ = element.focus();
    }
}

/// Puts the text into a field after the button, chosen, ready to be copied by hand.
fn show_to_copy(button: &Element, text: &str) {
    let next = || button.next_element_sibling().filter(|next| next.class_name() == "by-hand");
    if next().is_none() {
        let field = "<textarea class=\"by-hand\" readonly aria-label=\"Text to copy\"></textarea>";
        let _ = button.insert_adjacent_html("afterend", field);
    }
    if let Some(field) = next().and_then(|next| next.dyn_into::<HtmlTextAreaElement>().ok()) {
        field.set_value(text);
        field.select();
    }
}

/// Whether the browser took the text.
async fn write(text: &str) -> bool {
    let navigator = window().navigator();
    // Where there is no clipboard (an insecure page, some frames), the property is missing.
    let present = js_sys::Reflect::get(&navigator, &"clipboard".into()).is_ok_and(|clipboard| clipboard.is_object());
    present && JsFuture::from(navigator.clipboard().write_text(text)).await.is_ok()
}

fn element_of(event: &Event) -> Option<Element> {
    event.target()?.dyn_into().ok()
}

/// What kind of field an `input` is.
fn kind(field: &Element) -> String {
    field.get_attribute("type").unwrap_or_default()
}

fn closest(element: &Element, selector: &str) -> Option<Element> {
    element.closest(selector).ok().flatten()
}

fn milliseconds() -> u64 {
    window().performance().map_or(0, |performance| performance.now() as u64)
}

fn prefers_calm() -> bool {
    window().match_media("(prefers-reduced-motion: reduce)").ok().flatten().is_some_and(|query| query.matches())
}

/// Whether an element would be seen: it is on the screen, or has no size yet and might be anywhere.
fn in_sight(element: &Element) -> bool {
    let place = element.get_bounding_client_rect();
    place.height() == 0.0 || on_screen(&place)
}

fn on_screen(place: &web_sys::DomRect) -> bool {
    let height = window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or(f64::MAX);
    place.bottom() > 0.0 && place.top() < height
}
