//! Taking something along as a file. It is made in the tab: nothing is fetched, and nothing is sent.

use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use leptos::wasm_bindgen::{JsCast, JsValue};
use leptos::web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

use super::handle::handler;

/// By when the browser has surely taken the file over, in milliseconds.
const TAKEN_OVER_MS: u32 = 10_000;

/// A button that saves a text as a file.
#[component]
pub fn Save(
    /// The file's name; its ending says what it is.
    file: &'static str,
    /// What it is called, where what stands on it does not say it.
    #[prop(optional)]
    label: Option<String>,
    /// What is in it.
    text: Callback<(), String>,
    /// What stands on it.
    children: Children,
) -> AnyView {
    view! {
        <button type="button" class="button small" name="save" value=file aria-label=label on:click=handler(move |_| save(file, &text.run(())))>
            {children()}
        </button>
    }
    .into_any()
}

/// Lets the browser save this text under this name; its ending says what it is.
pub fn save(name: &str, text: &str) {
    // Where a page may not save files (some frames), the browser does nothing.
    let _ = try_save(name, text);
}

fn try_save(name: &str, text: &str) -> Result<(), JsValue> {
    let kind = match name.rsplit_once('.') {
        Some((_, "csv")) => "text/csv;charset=utf-8",
        Some((_, "json" | "har")) => "application/json",
        _ => "text/plain;charset=utf-8",
    };
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let blob = Blob::new_with_str_sequence_and_options(&js_sys::Array::of1(&text.into()), &options)?;
    let url = Url::create_object_url_with_blob(&blob)?;
    let link: HtmlAnchorElement = document().create_element("a")?.unchecked_into();
    link.set_href(&url);
    link.set_download(name);
    link.click();
    Timeout::new(TAKEN_OVER_MS, move || drop(Url::revoke_object_url(&url))).forget();
    Ok(())
}
