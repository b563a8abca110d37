//! Which figure is at work.
//!
//! When code fails, the page puts the still picture back on the figure that failed, and on no other.
//! A trap tells where in the module it happened, not for whom; so whoever starts to work says it here.
//! Events and mounting say it by themselves; only what runs later of its own accord (a frame, a timer)
//! must: take [`Figure::of_this_view`] while the view is built and call [`Figure::works`] each time.

use leptos::prelude::use_context;
use std::cell::Cell;

thread_local! {
    static AT_WORK: Cell<Figure> = const { Cell::new(Figure(0)) };
}

/// A figure on the page, by its place among them, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figure(pub u32);

impl Figure {
    /// The figure whose view is being built; `None` on the host, where pictures stand still.
    pub fn of_this_view() -> Option<Self> {
        use_context()
    }

    /// From now on this figure is at work, until another one is.
    pub fn works(self) {
        AT_WORK.set(self);
    }

    /// The figure that worked last.
    pub fn at_work() -> Self {
        AT_WORK.get()
    }
}
