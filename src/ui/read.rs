//! How views read and act.
//!
//! A demo's state is one value behind one signal. Views read it through [`Read`] and change it
//! through [`Act`]: two types for the whole page, since every further kind of signal or closure
//! that meets Leptos is compiled anew and travels with the page.

use std::sync::Arc;

/// A value that changes with the demo. Reading it inside a view tracks the change.
pub type Read<T> = Arc<dyn Fn() -> T + Send + Sync>;

/// Something to do to the demo.
pub type Act<T> = Arc<dyn Fn(T) + Send + Sync>;

/// Makes a [`Read`].
pub fn read<T>(f: impl Fn() -> T + Send + Sync + 'static) -> Read<T> {
    Arc::new(f)
}

/// Makes an [`Act`].
pub fn act<T>(f: impl Fn(T) + Send + Sync + 'static) -> Act<T> {
    Arc::new(f)
}

/// A text that changes, as a child of an element.
pub fn text(read: Read<String>) -> Box<dyn FnMut() -> String + Send> {
    Box::new(move || read())
}
