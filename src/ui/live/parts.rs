//! The parts of a view that wait while they are out of sight and a hand drags.

use core::cell::{Cell, RefCell};

use leptos::html::Div;
use leptos::prelude::*;
use leptos::web_sys::DomRect;

/// A part of a view that is often out of sight.
struct Part {
    root: NodeRef<Div>,
    /// How often it was to follow the state.
    turn: RwSignal<u32>,
    is_in_sight: bool,
}

/// Those of a view.
#[derive(Default)]
pub struct Parts {
    parts: RefCell<Vec<Part>>,
    /// Whether a hand that drags made the last change: the next one may come with the next frame.
    dragged: Cell<bool>,
}

impl Parts {
    /// One more, in this element: gives what changes when it is to follow the state.
    pub fn add(&self, root: NodeRef<Div>) -> RwSignal<u32> {
        let turn = RwSignal::new(0);
        self.parts.borrow_mut().push(Part { root, turn, is_in_sight: true });
        turn
    }

    /// A hand drags: the change that follows is put into what is in sight alone. Asked before the change, when the
    /// browser still knows where everything is: after it, it would have to lay out the page for the answer.
    pub fn drags(&self) {
        self.dragged.set(true);
        for part in self.parts.borrow_mut().iter_mut() {
            let root = part.root.get_untracked();
            part.is_in_sight = root.is_none_or(|root| on_screen(&root.get_bounding_client_rect()));
        }
    }

    /// The hand has let go: a change follows that is put in everywhere.
    pub fn drops(&self) {
        self.dragged.set(false);
    }

    /// Whether a hand that drags made the last change. It is asked once for each.
    pub fn take_dragged(&self) -> bool {
        self.dragged.take()
    }

    /// Has the parts follow the state: in haste, those in sight. Most of a demo's height is out of it, and to lay it out
    /// costs a third of a frame (`tests/bench/drag.mjs`). The others follow when the hand rests, or lets go.
    pub fn show(&self, hasty: bool) {
        for part in self.parts.borrow().iter().filter(|part| !hasty || part.is_in_sight) {
            part.turn.update(|turn| *turn += 1);
        }
    }
}

/// Whether some of it is in the window.
pub fn on_screen(place: &DomRect) -> bool {
    let height = window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or(f64::MAX);
    place.bottom() > 0.0 && place.top() < height
}
