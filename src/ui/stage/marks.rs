//! Marks: what the thief's tries came to, one by one.

use leptos::prelude::*;

use crate::ui::signs::Sign;
use crate::ui::slice::Slice;

/// What is shown of a try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// It is still to come.
    Ahead,
    /// The thief was let in.
    LetIn,
    /// The thief was refused.
    Refused,
}

/// A row of marks. There are as many places for them from the start.
#[component]
pub fn Marks(
    /// The marks, in order.
    marks: Slice<Vec<Mark>>,
) -> AnyView {
    let places = marks.read_untracked().len();
    let place = |place: usize| {
        let mark = Slice::new(move || marks.read()[place]);
        let class = move || match mark.get() {
            Mark::Ahead => "ahead",
            Mark::LetIn => "let-in",
            Mark::Refused => "refused",
        };
        let sign = Signal::derive(move || if mark.get() == Mark::Refused { "no" } else { "ok" });
        view! { <span class=class><Sign name=sign/></span> }.into_any()
    };
    view! { <span class="scene-marks">{(0..places).map(place).collect::<Vec<_>>()}</span> }.into_any()
}
