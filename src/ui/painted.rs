//! A painted demo in the browser: what changed is put into the document, events are led to it by name.

use std::rc::Rc;

use gloo_timers::callback::Timeout;
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::{JsCast, JsValue};
use leptos::web_sys::{self, Element, Event, HtmlElement, HtmlTextAreaElement};

use super::copy::{COPIED_FOR_MS, NOT_COPIED, write};
use super::live::{Demo, KEY, Stage, Voice, focus, has_focus, on_screen};
use super::paint::{Attribute, Live, MARK, Paint};
use super::timeline::Move;
use super::{address, export};

/// The kind of a field that is dragged.
const SLIDER: &str = "range";

/// What a button leads to: the `name` of a field.
const LEADS_TO: &str = "data-to";
/// What the page says of these buttons is said elsewhere: by the button itself, or in a place of its own.
const SAYS_ITSELF: [&str; 4] = ["help", "dismiss", "guess", "open"];

/// The root of a demo's still picture, as it stands in the page.
#[derive(Clone, Copy)]
pub struct Still(pub NodeRef<leptos::html::Div>);

/// The view of a painted demo: its picture on the host. In the browser that picture comes alive as it stands, so its
/// view there has nothing to put into the page.
pub fn painted(demo: Box<dyn Demo>, class: &'static str) -> AnyView {
    if cfg!(feature = "ssr") {
        let html = picture(&*demo) + "<p class=\"visually-hidden\" role=\"status\"></p>";
        return view! { <div class=class tabindex="-1" inner_html=html></div> }.into_any();
    }
    let Some(Still(root)) = use_context() else { return ().into_any() };
    let mut paint = Paint::first();
    demo.paint(&mut paint);
    let shown = Shown { painted: paint.done().1, elements: Vec::new() };
    let stage = Rc::new(Stage::new(Rc::new(RwSignal::new(demo)), root, Voice::LastElement, Some(shown)));
    if let Some(root) = root.get_untracked() {
        stage.listen(&root);
    }
    stage.start();
    ().into_any()
}

/// Its picture as HTML.
pub fn picture(demo: &dyn Demo) -> String {
    let mut paint = Paint::first();
    demo.paint(&mut paint);
    paint.done().0
}

/// What stands in the document.
pub(super) struct Shown {
    painted: Vec<Live>,
    elements: Vec<Element>,
}

impl Stage {
    fn listen(self: &Rc<Self>, root: &Element) {
        let (click, change, drop, key) = (self.clone(), self.clone(), self.clone(), self.clone());
        // Kept as long as the demo: whoever lets go of one ends it.
        StoredValue::new_local([
            ev::on(ev::click, move |event| click.clicked(&event)).attach(root),
            ev::on(ev::input, move |event| change.changed(&event)).attach(root),
            ev::on(ev::change, move |event| drop.dropped(&event)).attach(root),
            ev::on(ev::keydown, move |event| key.keyed(&event)).attach(root),
        ]);
    }

    /// Puts what has changed into the document. In haste only what is in sight: most of a demo's height is out of it,
    /// and to lay it out costs a third of a frame (`tests/bench/drag.mjs`). The others follow when the hand rests, or
    /// lets go.
    pub(super) fn show(&self, root: &Element, demo: &dyn Demo, hasty: bool) {
        let Some(shown) = &self.shown else { return };
        let mut paint = Paint::again();
        demo.paint(&mut paint);
        let (_, painted) = paint.done();
        let mut shown = shown.borrow_mut();
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

    fn clicked(self: &Rc<Self>, event: &web_sys::MouseEvent) {
        let Some(target) = element_of(event) else { return };
        if self.led(&target) {
            return;
        }
        if let Some(button) = closest(&target, "[data-copy]") {
            self.copy(button);
        } else if let Some(button) = closest(&target, "[data-save]") {
            let name = button.get_attribute("data-save").unwrap_or_default();
            if let Some(text) = self.ask(|demo| demo.copy(&name)) {
                export::save(&name, &text);
            }
        } else if let Some(button) = closest(&target, "button[name]") {
            let value = button.get_attribute("value").unwrap_or_default();
            let name = button.get_attribute("name").unwrap_or_default();
            if !SAYS_ITSELF.contains(&name.as_str()) {
                self.pressed();
            }
            if name == "next-seed" {
                self.reseeds();
            }
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
        focus(&root, &["[name=\"", &name, "\"]"].concat());
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
            self.update(&mut |_| {});
        }
    }

    fn control(&self, element: &Element, value: &str) {
        let Some(name) = element.get_attribute("name") else { return };
        let Some(demo) = self.ask(|demo| demo.name()) else { return };
        // Radio buttons are called after their demo, too: names of others on the page would be of one group with theirs.
        let name = name.strip_prefix(&[demo, "-"].concat()).unwrap_or(&name).to_owned();
        match Move::named(&name, value) {
            Some(to) => self.update(&mut |demo| demo.act(to)),
            None => self.update(&mut |demo| _ = demo.control(&name, value)),
        }
    }

    /// Copies; where the browser refuses, the text itself appears, to be copied by hand.
    fn copy(self: &Rc<Self>, button: Element) {
        let name = button.get_attribute("data-copy").unwrap_or_default();
        let Some(mut text) = self.ask(|demo| demo.copy(&name)) else { return };
        if text.starts_with('#') {
            text = address::with_fragment(&text);
        }
        let stage = self.clone();
        spawn_local(async move {
            let copied = write(&text).await;
            stage.say(if copied { "Copied." } else { NOT_COPIED });
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

/// Has the verdict on a guess that is made again heard again: it stands in a place of its own.
fn say_again(guess: &Element) {
    let predict = closest(guess, ".predict");
    let Some(verdict) = predict.and_then(|predict| predict.last_element_child()) else { return };
    let html = verdict.inner_html();
    match html.strip_suffix("&nbsp;") {
        Some(without) => verdict.set_inner_html(without),
        None => verdict.set_inner_html(&(html + "&nbsp;")),
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

/// Whether an element would be seen: it is on the screen, or has no size yet and might be anywhere.
fn in_sight(element: &Element) -> bool {
    let place = element.get_bounding_client_rect();
    place.height() == 0.0 || on_screen(&place)
}
