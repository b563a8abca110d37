//! Copying.

use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::web_sys::HtmlTextAreaElement;
use wasm_bindgen_futures::JsFuture;

use super::address;
use super::handle::{AnyHandle, handler};
use super::signs::Sign;

/// How long a button says that it has copied, in milliseconds.
const COPIED_FOR_MS: u32 = 2000;

const NOT_COPIED: &str = "The browser did not allow copying. The text is in the field, chosen: copy it from there.";

/// A button that copies a text. Where the browser refuses, the text itself appears, to be copied by hand.
#[component]
pub fn Copy(
    /// Its name, for the style sheet.
    name: &'static str,
    /// Its sign.
    #[prop(default = "copy")]
    sign: &'static str,
    /// What it is called, where what stands on it does not say it.
    #[prop(optional)]
    label: Option<String>,
    /// What it copies.
    text: Callback<(), String>,
    /// What stands on it.
    children: Children,
) -> AnyView {
    let (demo, copied, refused) = (AnyHandle::here(), RwSignal::new(false), RwSignal::new(None));
    let by_hand = NodeRef::new();
    let copy = handler(move |_| {
        let text = text.run(());
        spawn_local(async move {
            let taken = write(&text).await;
            if let Some(keeper) = demo.keeper() {
                keeper.voice.say(if taken { "Copied." } else { NOT_COPIED });
            }
            copied.try_set(taken);
            refused.try_set((!taken).then_some(text));
            if taken {
                // The style sheet shows it on the button.
                Timeout::new(COPIED_FOR_MS, move || _ = copied.try_set(false)).forget();
            }
        });
    });
    // Chosen, ready to be copied. The text must be there first: a property in the view is set later.
    Effect::new(move || {
        if let (Some(text), Some(field)) = (refused.get(), by_hand.get()) {
            let field: HtmlTextAreaElement = field;
            field.set_value(&text);
            field.select();
        }
    });
    view! {
        <button type="button" class="button small" name=name aria-label=label data-copied=move || copied.get().then_some("") on:click=copy>
            <Sign name=sign/>
            {children()}
        </button>
        {move || refused.get().map(|_| {
            view! { <textarea class="by-hand" readonly aria-label="Text to copy" node_ref=by_hand></textarea> }.into_any()
        })}
    }
    .into_any()
}

/// A button that copies the link to the moment that the demo shows.
#[component]
pub fn Share(
    /// What stands on it.
    children: Children,
) -> AnyView {
    let demo = AnyHandle::here();
    let link = move |()| address::with_fragment(&demo.with_untracked(|demo| demo.fragment()));
    view! { <Copy name="share" sign="link" text=Callback::new(link)>{children()}</Copy> }.into_any()
}

/// Whether the browser took the text.
async fn write(text: &str) -> bool {
    let navigator = window().navigator();
    // Where there is no clipboard (an insecure page, some frames), the property is missing.
    let present = js_sys::Reflect::get(&navigator, &"clipboard".into()).is_ok_and(|clipboard| clipboard.is_object());
    present && JsFuture::from(navigator.clipboard().write_text(text)).await.is_ok()
}
