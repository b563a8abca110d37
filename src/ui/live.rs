//! A demo as the page sees it, whatever its kind; and its view, which in the browser a keeper keeps going.

use core::any::Any;
use std::rc::Rc;

use leptos::html::Div;
use leptos::prelude::*;
use leptos::web_sys::KeyboardEvent;

use self::keeper::Keeper;
use super::handle::{AnyHandle, Handle, handler};
use super::predict::Asks;
use super::state::{Common, State};
use super::timeline::{Clock, Move};
use crate::fields::{Fields, Setup, Slot};
use crate::link::{Complaint, Link};

mod focus;
pub(super) mod keeper;
mod parts;
mod voice;

/// What a demo's state can do. All of it is pure: the same on the host, in a test, in the browser.
pub trait Demo: Copied + Send + Sync + 'static {
    /// Its picture as HTML.
    #[cfg(feature = "ssr")]
    fn picture(&self) -> String;
    /// What its link says, and its fields.
    fn setup(&self) -> Box<dyn Fields>;
    /// What every demo has.
    fn common(&self) -> &Common;
    /// Where its clock stands.
    fn clock(&self) -> Clock;
    /// Whether its clock runs over work: then it ticks as often as the page stays smooth, and each tick is a piece of
    /// it, a fraction of a millisecond long. Off screen, the work waits.
    fn works(&self) -> bool {
        false
    }
    /// Moves its clock, or brings everything back.
    fn act(&mut self, to: Move);
    /// What it asks before the run, if it asks.
    fn asks(&self) -> Option<Asks>;
    /// The reader guesses that the answer of this number is right. What is no answer's number changes nothing.
    fn guess(&mut self, guess: usize);
    /// What the run says to the reader's guess; empty before there is one.
    fn prediction(&self) -> String;
    /// Shows or hides the list of keys.
    fn help(&mut self);
    /// The control of a field was used: the field's name, and the control's value. A slider's is its stop, a box's is
    /// `on` or `off`. Gives whether there is such a field, and it can be that; if not, nothing has changed.
    fn control(&mut self, name: &str, value: &str) -> bool;
    /// Its name in a link.
    fn name(&self) -> &'static str;
    /// The link to this moment.
    fn link(&self) -> Link;
    /// Becomes what a link to it says.
    fn read(&mut self, link: &Link);
    /// What in the reader's link could not be read.
    fn complaints(&mut self) -> &mut Vec<Complaint>;
    /// What happened, in a sentence for those who hear the page: short, since it is read out at once, and another one
    /// only when something else has happened. Empty while nothing has.
    fn spoken(&self) -> String;

    /// The seed that it shows.
    fn seed(&self) -> u64 {
        match self.setup().named("seed") {
            Some((_, Slot::Seed(seed))) => *seed,
            _ => 0,
        }
    }
    /// Shows what it shows where nobody can act; gives its state before.
    fn still(&mut self) -> Box<dyn Any>;
    /// Shows again what it showed before: what [`Self::still`] gave.
    fn alive(&mut self, before: Box<dyn Any>);
    /// The fragment that leads to this moment.
    fn fragment(&self) -> String {
        self.link().fragment()
    }
    /// Whether a fragment is for this demo.
    fn is_meant(&self, fragment: &str) -> bool {
        fragment.starts_with(&["#", self.name(), "?"].concat())
    }
    /// Takes over what a fragment says, if it is for this demo and says anything; gives whether it is for it.
    fn follow(&mut self, fragment: &str) -> bool {
        let is_ours = self.is_meant(fragment);
        match Link::parse(fragment) {
            _ if !is_ours => {}
            Ok(link) if link.fields.is_empty() => {}
            Ok(link) => self.read(&link),
            Err(complaint) => *self.complaints() = vec![complaint],
        }
        is_ours
    }
}

/// A demo that can be copied, whatever its kind. [`Clone`] alone does not go together with `dyn`.
pub trait Copied {
    /// The same demo again.
    fn copied(&self) -> Box<dyn Demo>;
}

impl<D: Demo + Clone> Copied for D {
    fn copied(&self) -> Box<dyn Demo> {
        Box::new(self.clone())
    }
}

impl Clone for Box<dyn Demo> {
    fn clone(&self) -> Self {
        (**self).copied()
    }
}

/// A demo's view in Leptos: its picture on the host, and in the browser what brings that picture to life.
pub fn view<S: State>(state: S) -> AnyView {
    let handle = Handle::new(state);
    provide_context(handle.any());
    // Before the view: its parts ask the keeper for their turn as they are built.
    let element = keep(handle.any());
    let inner = S::view(handle);
    framed(<S::Setup as Setup>::DEMO, handle.any(), element, inner)
}

/// A demo's element, and what those who hear the page are told.
type Element = (NodeRef<Div>, RwSignal<String>);

/// Puts a demo into a keeper, in the browser.
fn keep(demo: AnyHandle) -> Element {
    let (root, said) = (NodeRef::new(), RwSignal::new(String::new()));
    if cfg!(feature = "csr") {
        demo.put_on(Rc::new(Keeper::new(demo.kept(), root, said)));
    }
    (root, said)
}

/// What is around every demo's view. One for demos of every kind: compiled anew for each, it would weigh 4 KB a demo.
fn framed(class: &'static str, demo: AnyHandle, (root, said): Element, inner: AnyView) -> AnyView {
    if let Some(keeper) = demo.keeper() {
        keeper.start();
    }
    let keyed = handler(move |event: KeyboardEvent| {
        if let Some(keeper) = demo.keeper() {
            keeper.keyed(&event);
        }
    });
    view! {
        <div class=class tabindex="-1" node_ref=root on:keydown=keyed>
            {inner}
            <p class="visually-hidden" role="status">{move || said.get()}</p>
        </div>
    }
    .into_any()
}

fn milliseconds() -> u64 {
    window().performance().map_or(0, |performance| performance.now() as u64)
}
