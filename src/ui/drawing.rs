//! Pictures that are data: a curve, a strip of dots. A pure function in a demo's `draw` makes one, as the innards of an
//! SVG or HTML element, and the view shows it: `<g inner_html=move || drawing.html()/>`.
//!
//! It is the only markup in a view that is made as text. It is made in this crate alone and holds no reader's words.

use std::sync::Arc;

/// The innards of an element, as markup. Two are alike if their markup is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drawing(Arc<str>);

impl Drawing {
    /// Of this markup, in which no reader's word stands.
    pub(crate) fn new(markup: impl Into<Arc<str>>) -> Self {
        Self(markup.into())
    }

    /// What `inner_html` takes.
    pub fn html(&self) -> Arc<str> {
        self.0.clone()
    }
}
