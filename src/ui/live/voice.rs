//! What those who hear the page are told.

use core::cell::{Cell, RefCell};

use leptos::prelude::*;

use super::{Demo, milliseconds};

/// A screen reader hears of a running demo this often, in milliseconds.
const SPOKEN_EVERY_MS: u64 = 4000;

/// A demo's voice.
pub struct Voice {
    /// What is told now.
    said: RwSignal<String>,
    spoken_at_ms: Cell<u64>,
    /// What was said last.
    spoken: RefCell<String>,
    /// Whether the reader has pressed something since.
    acted: Cell<bool>,
    /// Whether that was the button of the next seed.
    reseeded: Cell<bool>,
}

impl Voice {
    /// It speaks through this signal.
    pub fn new(said: RwSignal<String>) -> Self {
        let (spoken_at_ms, spoken) = (Cell::new(0), RefCell::default());
        Self { said, spoken_at_ms, spoken, acted: Cell::new(false), reseeded: Cell::new(false) }
    }

    /// Says what happened: at once when the demo rests, now and then while it runs. The same again is said when the
    /// reader has pressed something, who would take silence for a button that does nothing.
    pub fn speak(&self, demo: &dyn Demo) {
        let now_ms = milliseconds();
        if demo.clock().playing && now_ms < self.spoken_at_ms.get() + SPOKEN_EVERY_MS {
            return;
        }
        self.spoken_at_ms.set(now_ms);
        let spoken = demo.spoken();
        // What is on its way is heard of when it has arrived.
        if spoken.is_empty() || !self.acted.take() && *self.spoken.borrow() == spoken {
            return;
        }
        let seed =
            if self.reseeded.take() { ["Seed ", &demo.seed().to_string(), ". "].concat() } else { String::new() };
        self.say(&(seed + &spoken));
        self.spoken.replace(spoken);
    }

    /// Says a sentence to those who hear the page. A screen reader is told of changes alone, so the same sentence again
    /// has a no-break space at its end, or has it no more.
    pub fn say(&self, sentence: &str) {
        self.said.try_update(|said| *said = [sentence, if said == sentence { "\u{a0}" } else { "" }].concat());
    }

    /// The reader has pressed something that this demo answers in a sentence.
    pub fn pressed(&self) {
        self.acted.set(true);
        self.reseeded.set(false);
    }

    /// That was the button of the next seed.
    pub fn reseeds(&self) {
        self.reseeded.set(true);
    }
}
