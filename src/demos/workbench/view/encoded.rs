//! The mint, the token, and the field to paste one into.

use leptos::prelude::*;

use super::super::kinds;
use super::super::model::Workbench;
use super::super::words;
use super::parts::Parts;
use super::{Demo, PartFields, on_press};
use crate::ui::controls::{Field, TextArea};
use crate::ui::copy::Copy;
use crate::ui::rich::Rich;
use crate::ui::signs::Sign;

/// The mint.
#[component]
pub fn Mint(demo: Demo) -> AnyView {
    view! {
        <section class="mint" data-part="set">
            <h4>{words::MINT}</h4>
            <Field name="user"/>
            <Field name="aud"/>
            <Field name="scope"/>
            <Field name="ttl"/>
            <button type="button" class="button" name="mint" on:click=on_press(demo, Workbench::take_minted)>
                <Sign name="token"/>
                {words::TAKE_MINTED}
            </button>
        </section>
    }
    .into_any()
}

/// The token on the bench, and what can be done with it.
#[component]
pub fn OnBench(demo: Demo, fields: PartFields) -> AnyView {
    let text = Callback::new(move |()| demo.with_untracked(|s| s.text.clone()));
    view! {
        <section class="whole-token">
            <h4>{words::TOKEN}<small>{move || demo.with(words::source)}</small></h4>
            <Parts demo=demo fields=fields/>
            <p class="tools">
                <Copy name="copy" text=text>{words::COPY}</Copy>
                <button
                    type="button"
                    class="button small"
                    name="inside"
                    hidden=move || demo.with(|s| s.reading.inside.is_none())
                    on:click=on_press(demo, Workbench::take_inside)
                >
                    {words::TAKE_INSIDE}
                </button>
                <button
                    type="button"
                    class="button small"
                    name="give-back"
                    hidden=move || demo.with(|s| s.kept.is_empty())
                    on:click=on_press(demo, Workbench::give_back)
                >
                    {words::GIVE_BACK}
                </button>
            </p>
        </section>
    }
    .into_any()
}

/// The field to paste a token into, and what lies in it.
#[component]
pub fn Paste(demo: Demo) -> AnyView {
    let pasted = Callback::new(move |text: String| {
        demo.update(|s| {
            s.touched(false);
            s.paste(&text);
        });
    });
    view! {
        <section class="own">
            <label class="paste">
                <span>{words::PASTE}</span>
                <TextArea name="token" rows="4" text=Signal::derive(move || demo.with(|s| s.text.clone())) typed=pasted/>
            </label>
            <p class="what"><Rich text=Signal::derive(move || demo.with(kinds::what_it_is))/></p>
            <p class="hint">{words::PASTE_NOTE}</p>
        </section>
    }
    .into_any()
}
