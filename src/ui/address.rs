//! The page's fragment, as the browser has it.

use core::cell::Cell;

use js_sys::{Object, Reflect};
use leptos::prelude::*;
use leptos::wasm_bindgen::{JsCast, JsValue};
use leptos::{ev, web_sys};
use web_sys::{CustomEvent, CustomEventInit};

/// The fragment, `#` and all. Empty on the host, where there is no page yet.
pub fn fragment() -> String {
    if cfg!(feature = "ssr") {
        return String::new();
    }
    window().location().hash().unwrap_or_default()
}

/// The page's whole address with this fragment.
pub fn with_fragment(fragment: &str) -> String {
    let href = window().location().href().unwrap_or_default();
    let page = href.split('#').next().unwrap_or_default();
    [page, fragment].concat()
}

/// What leads from this page to the article's: nothing, where this is the article.
pub fn way_to_article() -> &'static str {
    let path = window().location().pathname().unwrap_or_default();
    let mode = document().document_element().and_then(|page| page.get_attribute("data-mode"));
    match mode.as_deref() {
        Some("embed") if path.contains("/embed/") => "../",
        Some("embed") => "./",
        _ => "",
    }
}

/// Whether this page is the one file, beside which no other page stands.
pub fn is_one_file() -> bool {
    Reflect::has(&window(), &"packed".into()).unwrap_or_default()
}

/// What the browser's history keeps with an address that a demo has written, and the event that says so.
const MOMENT: &str = "moment";

/// Puts this fragment in the address bar, without a step in the browser's history, and says so on the window by the
/// event `moment`: the browser itself tells nobody. `history.state` is `moment` as long as the address is a demo's own
/// and not one that somebody has brought. Where a page may not (in some frames), the address stays as it is.
pub fn replace(fragment: &str) {
    let Ok(history) = window().history() else { return };
    let done = history.replace_state_with_url(&JsValue::from_str(MOMENT), "", Some(fragment));
    if done.is_ok() {
        announce(MOMENT);
    }
}

/// Says on the window, by an event of this name, what a demo has done.
pub fn announce(what: &str) {
    if let Ok(event) = web_sys::Event::new(what) {
        let _ = window().dispatch_event(&event);
    }
}

/// Says on the window, by the event `demo-state`, where a demo stands: its name, the fragment that leads there, which is
/// empty while nobody has touched it, and what it says to the reader's guess, which is empty while there is none.
pub fn tell(demo: &str, fragment: &str, verdict: &str) {
    let detail = Object::new();
    for (name, value) in [("demo", demo), ("fragment", fragment), ("verdict", verdict)] {
        let _ = Reflect::set(&detail, &name.into(), &value.into());
    }
    let init = CustomEventInit::new();
    init.set_detail(&detail);
    if let Ok(event) = CustomEvent::new_with_event_init_dict("demo-state", &init) {
        let _ = window().dispatch_event(&event);
    }
}

/// The demo that the event `demo-guess` is for, and the number of the answer that is guessed; where none is, the number of
/// no answer.
pub fn guessed(event: &web_sys::Event) -> Option<(String, usize)> {
    let detail = event.dyn_ref::<CustomEvent>()?.detail();
    let field = |name: &str| Reflect::get(&detail, &name.into()).ok();
    Some((field("demo")?.as_string()?, field("answer")?.as_f64().unwrap_or(f64::MAX) as usize))
}

/// Calls back with each new fragment that a reader brings: a link followed, an address pasted. (The address itself may
/// be a demo's own by the time the event comes.) The fragment `known` is there already. Where a frame has no origin, its
/// settings have just been put there (public/mode.js), and the event of that may come when its reader has acted since.
pub fn on_change(known: String, heard: impl Fn(String) + 'static) {
    let known = Cell::new(Some(known));
    let listener = window_event_listener(ev::hashchange, move |event: web_sys::HashChangeEvent| {
        let (before, url) = (event.old_url(), event.new_url());
        let fragment = url.find('#').map_or("", |at| &url[at..]);
        let is_known = known.take().is_some_and(|known| known == fragment) && !before.contains('#');
        if !is_known {
            heard(fragment.to_owned());
        }
    });
    on_cleanup(move || listener.remove());
}
