//! The signs: small stroke drawings on a 24 × 24 grid that go with a word or a colour, so that colour never
//! stands alone. They are drawn once a page, as symbols; each use refers to one.

use leptos::prelude::*;

/// One sign, as tall as the text around it and in its colour. It is decoration: the word beside it, or the label of the
/// button around it, says the same.
#[component]
pub fn Sign(
    /// One of [`NAMES`].
    #[prop(into)]
    name: Signal<&'static str>,
) -> AnyView {
    view! { <svg class="sign" aria-hidden="true"><use_ href=move || ["#sign-", name.get()].concat()></use_></svg> }
        .into_any()
}

/// One sign, as tall as the text around it and in its colour: one of [`NAMES`]. It is decoration: the word beside
/// it, or the label of the button around it, says the same.
pub fn sign_html(name: &str) -> String {
    format!(r##"<svg class="sign" aria-hidden="true"><use href="#sign-{name}"></use></svg>"##)
}

macro_rules! signs {
    ($($name:literal: $drawing:literal,)*) => {
        /// Every sign's name.
        pub const NAMES: &[&str] = &[$($name),*];

        /// The symbols, and the hatch of what is refused, for the top of the page.
        pub const SPRITE: &str = concat!(
            r#"<svg class="sprite" aria-hidden="true" width="0" height="0"><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path d="M0 0v6"/></pattern>"#,
            $(r#"<symbol id="sign-"#, $name, r#"" viewBox="0 0 24 24">"#, $drawing, "</symbol>",)*
            "</svg>",
        );
    };
}

signs! {
    "key": r#"<circle cx="7" cy="12" r="4"/><path d="M11 12h11v4M17 12v3"/>"#,
    "token": r#"<path d="M2.5 6.5h19v3a2.5 2.5 0 0 0 0 5v3h-19v-3a2.5 2.5 0 0 0 0-5z"/><path d="M14.5 7v1.5m0 2.5v2m0 2.5V17"/>"#,
    "thief": r#"<path d="M2 8.5C5 6 9 6.5 12 8.5c3-2 7-2.5 10 0 .5 4.5-1.5 8.5-5 8.5-2.5 0-3.5-2-5-3-1.5 1-2.5 3-5 3-3.5 0-5.5-4-5-8.5z"/><path d="M6.5 11.5h2.5M15 11.5h2.5"/>"#,
    "ok": r#"<path d="M4.5 13l5 5L19.5 6.5"/>"#,
    "no": r#"<path d="M6 6l12 12M18 6L6 18"/>"#,
    "play": r#"<path fill="currentColor" d="M7 4.5v15l12-7.5z"/>"#,
    "pause": r#"<path fill="currentColor" d="M6.5 5h3v14h-3zM14.5 5h3v14h-3z"/>"#,
    "step": r#"<path fill="currentColor" d="M5 5v14l9-7z"/><path d="M18.5 5v14"/>"#,
    "back": r#"<path fill="currentColor" d="M19 5v14l-9-7z"/><path d="M5.5 5v14"/>"#,
    "reset": r#"<path d="M4 4v5.5h5.5"/><path d="M4.5 9.5A8 8 0 1 1 4 13"/>"#,
    "link": r#"<path d="M10 14a4.5 4.5 0 0 0 6.5 0l3-3A4.6 4.6 0 0 0 13 4.5l-1.2 1.2"/><path d="M14 10a4.5 4.5 0 0 0-6.5 0l-3 3a4.6 4.6 0 0 0 6.5 6.5l1.2-1.2"/>"#,
    "copy": r#"<rect x="8.5" y="8.5" width="12" height="12" rx="2"/><path d="M15.5 8.5v-3a2 2 0 0 0-2-2h-8a2 2 0 0 0-2 2v8a2 2 0 0 0 2 2h3"/>"#,
    "save": r#"<path d="M12 3.5v11M7 10l5 5 5-5M4 16.5v4h16v-4"/>"#,
    "seed": r#"<rect x="3.5" y="3.5" width="17" height="17" rx="3.5"/><path stroke-width="2.8" d="M8.5 8.5h.01M15.5 8.5h.01M12 12h.01M8.5 15.5h.01M15.5 15.5h.01"/>"#,
    "noticed": r#"<path d="M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 1.5h-15z"/><path d="M10 21h4M12 3v2"/>"#,
    "theme": r#"<circle cx="12" cy="12" r="8.5"/><path fill="currentColor" d="M12 3.5a8.5 8.5 0 0 1 0 17z"/>"#,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_has_its_symbol() {
        for name in NAMES {
            assert!(SPRITE.contains(&format!(r#"id="sign-{name}""#)), "{name}");
        }
    }
}
