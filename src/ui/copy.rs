//! A button that copies a text.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;

use super::read::{Read, read, text};
use super::signs::sign_html;

/// Copies what `what` gives at the moment of the press. Where the browser refuses the clipboard,
/// the text itself appears, to be copied by hand.
#[component]
pub fn Copy(
    /// What the button says.
    label: &'static str,
    /// The sign before it.
    #[prop(default = "copy")]
    sign: &'static str,
    /// The text to copy.
    what: Read<String>,
) -> impl IntoView {
    // The button's words, and the text to copy by hand: empty unless the browser said no.
    let words = RwSignal::new(label.to_owned());
    let by_hand = RwSignal::new(String::new());
    let press = move |_| {
        let text = untrack(|| what());
        spawn_local(async move {
            let copied = write(&text).await;
            by_hand.set(if copied { String::new() } else { text });
            words.set(if copied { "Copied".into() } else { label.into() });
        });
    };
    let refused = move || by_hand.get().is_empty();
    view! {
        <span class="copy">
            <button type="button" class="button small" on:click=press on:blur=move |_| words.set(label.into())>
                <span inner_html=sign_html(sign)></span>
                <span role="status">{text(read(move || words.get()))}</span>
            </button>
            <textarea
                class="copy-by-hand"
                readonly
                rows="2"
                hidden=refused
                aria-label="The browser did not allow copying. Copy this text by hand."
                prop:value=move || by_hand.get()
            ></textarea>
        </span>
    }
}

/// Whether the browser took the text.
async fn write(text: &str) -> bool {
    let navigator = window().navigator();
    // Where there is no clipboard (an insecure page, some frames), the property is missing.
    let present = js_sys::Reflect::get(&navigator, &"clipboard".into()).is_ok_and(|clipboard| clipboard.is_object());
    present && JsFuture::from(navigator.clipboard().write_text(text)).await.is_ok()
}
