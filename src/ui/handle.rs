//! A demo's state as its view holds it: one signal, behind two kinds of handle.
//!
//! A demo's own view has a [`Handle`], which knows the state's type. The parts that all demos share (`ui`) find an
//! [`AnyHandle`] in their context: they are compiled once, for every demo.

use std::rc::Rc;

use leptos::ev::MouseEvent;
use leptos::html::Div;
use leptos::prelude::*;

use super::live::Demo;
use super::live::keeper::Keeper;
use super::slice::Slice;
use super::state::State;
use super::timeline::Move;

/// What is done on an event. One type for all: Leptos compiles what attaches it anew for each type.
pub type Handler<E> = Box<dyn Fn(E)>;

/// A handler that does this.
pub fn handler<E>(what: impl Fn(E) + 'static) -> Handler<E> {
    Box::new(what)
}

/// A demo's state in a view, as a signal.
pub struct Handle<S: 'static> {
    state: RwSignal<S>,
    any: AnyHandle,
}

impl<S> Clone for Handle<S> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S> Copy for Handle<S> {}

impl<S: State> Handle<S> {
    /// For this state, in the keeper that the page has for it.
    pub(super) fn new(state: S) -> Self {
        let state = RwSignal::new(state);
        Self {
            state,
            any: AnyHandle { kept: StoredValue::new_local(Rc::new(state)), keeper: StoredValue::new_local(None) },
        }
    }

    /// The handle for what is the same in every demo.
    pub const fn any(self) -> AnyHandle {
        self.any
    }

    /// Looks at the state. What looks is run again when the state has changed.
    pub fn with<T>(self, look: impl FnOnce(&S) -> T) -> T {
        self.state.with(look)
    }

    /// Looks at the state, once.
    pub fn with_untracked<T>(self, look: impl FnOnce(&S) -> T) -> T {
        self.state.with_untracked(look)
    }

    /// A slice of the state: what looks at it is run again only when the slice has changed.
    pub fn slice<T: PartialEq + Send + Sync + 'static>(self, slice: fn(&S) -> T) -> Slice<T> {
        Slice::new(move || self.state.with(slice))
    }

    /// Looks at the state. What looks is run again only when this slice of it has changed.
    pub fn with_slice<T: PartialEq + Send + Sync + 'static, U>(self, slice: Slice<T>, look: impl FnOnce(&S) -> U) -> U {
        // Read, not only tracked: a memo that nobody reads looks at nothing, and so never changes.
        slice.with(|_| {});
        self.state.with_untracked(look)
    }

    /// A slice of the state as this part shows it.
    pub fn slice_in<T: PartialEq + Send + Sync + 'static>(
        self,
        part: Part,
        slice: impl Fn(&S) -> T + Send + Sync + 'static,
    ) -> Slice<T> {
        Slice::new(move || {
            part.heed();
            self.state.with_untracked(&slice)
        })
    }

    /// Changes the state.
    pub fn update(self, change: impl FnOnce(&mut S)) {
        self.any.changes();
        self.state.try_update(change);
    }

    /// Changes the state for a reader who has pressed something, and hears what came of it.
    pub fn press(self, change: impl FnOnce(&mut S)) {
        self.any.pressed();
        self.update(change);
    }

    /// What a button does: see [`Self::press`].
    pub fn on_press(self, change: impl Fn(&mut S) + 'static) -> Handler<MouseEvent> {
        handler(move |_| self.press(&change))
    }
}

/// The same for a demo of any kind.
#[derive(Clone, Copy)]
pub struct AnyHandle {
    kept: StoredValue<Rc<dyn Kept>, LocalStorage>,
    /// None on the host.
    keeper: StoredValue<Option<Rc<Keeper>>, LocalStorage>,
}

impl AnyHandle {
    /// The handle of the demo whose view is being built.
    pub fn here() -> Self {
        expect_context()
    }

    /// Looks at the state. What looks is run again when the state has changed.
    pub fn with<T>(self, look: impl FnOnce(&dyn Demo) -> T) -> T {
        self.kept.with_value(|kept| kept.heed());
        self.with_untracked(look)
    }

    /// Looks at the state, once.
    pub fn with_untracked<T>(self, look: impl FnOnce(&dyn Demo) -> T) -> T {
        let mut look = Some(look);
        let mut seen = None;
        let mut once = |demo: &dyn Demo| seen = look.take().map(|look| look(demo));
        self.kept.with_value(|kept| kept.look(&mut once));
        seen.expect("a view ends before its state does")
    }

    /// Changes the state.
    pub fn update(self, change: impl FnOnce(&mut dyn Demo)) {
        self.changes();
        let mut change = Some(change);
        let mut once = |demo: &mut dyn Demo| {
            if let Some(change) = change.take() {
                change(demo);
            }
        };
        // Taken out first: what hears of the change looks at the state, and with it at what is kept here.
        if let Some(kept) = self.kept.try_get_value() {
            kept.change(&mut once);
        }
    }

    /// Changes the state for a reader who has pressed something, and hears what came of it.
    pub fn press(self, change: impl FnOnce(&mut dyn Demo)) {
        self.pressed();
        self.update(change);
    }

    /// What a button does that moves the demo's clock.
    pub fn on_move(self, to: Move) -> Handler<MouseEvent> {
        handler(move |_| self.press(|demo| demo.act(to)))
    }

    /// Changes the state while a hand is dragging: the next change may come with the next frame.
    pub fn drag(self, change: impl FnOnce(&mut dyn Demo)) {
        self.drags();
        self.update(change);
    }

    /// A hand is dragging, and a change follows.
    pub fn drags(self) {
        if let Some(keeper) = self.keeper() {
            keeper.parts.drags();
        }
    }

    /// The hand has let go.
    pub fn dropped(self) {
        if let Some(keeper) = self.keeper() {
            keeper.parts.drops();
        }
        self.update(|_| {});
    }

    /// A part of the view, in this element, that is often out of sight: it waits then while a hand drags.
    pub fn part(self, root: NodeRef<Div>) -> Part {
        Part { demo: self, turn: self.keeper().map(|keeper| keeper.parts.add(root)) }
    }

    pub(super) fn kept(self) -> Rc<dyn Kept> {
        self.kept.get_value()
    }

    /// The keeper, in the browser.
    pub(super) fn keeper(self) -> Option<Rc<Keeper>> {
        self.keeper.try_get_value().flatten()
    }

    pub(super) fn put_on(self, keeper: Rc<Keeper>) {
        self.keeper.set_value(Some(keeper));
    }

    fn changes(self) {
        if let Some(keeper) = self.keeper() {
            keeper.note_focus();
        }
    }

    fn pressed(self) {
        if let Some(keeper) = self.keeper() {
            keeper.voice.pressed();
        }
    }
}

/// A part of a view: see [`AnyHandle::part`].
#[derive(Clone, Copy)]
pub struct Part {
    demo: AnyHandle,
    /// None on the host.
    turn: Option<RwSignal<u32>>,
}

impl Part {
    /// Has what runs now run again when this part is to follow the state.
    fn heed(self) {
        match self.turn {
            Some(turn) => turn.track(),
            None => self.demo.with(|_| {}),
        }
    }
}

/// A signal that keeps a demo's state, whatever its type. After the view has ended, nothing happens.
pub(super) trait Kept {
    /// Has what runs now run again when the state has changed.
    fn heed(&self);
    /// Looks at the state.
    fn look(&self, look: &mut dyn FnMut(&dyn Demo));
    /// Changes the state.
    fn change(&self, change: &mut dyn FnMut(&mut dyn Demo));
}

impl<S: Demo> Kept for RwSignal<S> {
    fn heed(&self) {
        self.track();
    }

    fn look(&self, look: &mut dyn FnMut(&dyn Demo)) {
        self.try_with_untracked(|state| look(state));
    }

    fn change(&self, change: &mut dyn FnMut(&mut dyn Demo)) {
        self.try_update(|state| change(state));
    }
}
