//! What a demo is to the rest: its state, its setup, and what only it can do. Everything else is the same for all.

use core::any::Any;

use leptos::prelude::*;

use super::handle::Handle;
use super::live::Demo;
use super::predict::Asks;
use super::timeline::{Clock, Move};
use crate::fields::{self, Fields, Setup};
use crate::link::{Complaint, Link};

/// What every demo's state holds that no link says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Common {
    /// What in the reader's link could not be read.
    pub complaints: Vec<Complaint>,
    /// The reader's guess, if there is one and its run is in view.
    pub guess: Option<usize>,
    /// Whether the list of keys is shown.
    pub help: bool,
}

/// A demo's state, without its looks and its fields. All of it is pure: the same on the host, in a test, in the browser.
pub trait Model: Clone + Default + Send + Sync + 'static {
    /// Where its clock stands, and what every demo has.
    fn common(&self) -> (Clock, &Common);
    /// What every demo has, to be changed.
    fn common_mut(&mut self) -> &mut Common;
    /// Whether its clock runs over work; see [`Demo::works`].
    fn works(&self) -> bool {
        false
    }
    /// Moves its clock. It is not asked for [`Move::Reset`].
    fn move_to(&mut self, to: Move);
    /// Brings everything back.
    fn reset(&mut self) {
        self.replace(Self::default());
    }
    /// Moves its clock, or brings everything back.
    fn act(&mut self, to: Move) {
        match to {
            Move::Reset => self.reset(),
            _ => self.move_to(to),
        }
    }
    /// Becomes another one. The list of keys stays as it is.
    fn replace(&mut self, anew: Self) {
        let help = self.common_mut().help;
        *self = anew;
        self.common_mut().help = help;
    }
    /// The reader guesses.
    fn predict(&mut self, guess: usize) {
        let _ = guess;
    }
}

/// A demo's state with its looks and its fields.
pub trait State: Model {
    /// What a link to it says, and its fields.
    type Setup: Setup<State = Self>;
    /// What it asks before the run, if it asks. The answer that is guessed comes by [`Model::predict`].
    const ASKS: Option<Asks> = None;

    /// Its view. It must not touch the browser while it is built: the host builds it, too.
    fn view(demo: Handle<Self>) -> AnyView;
    /// The control of this field was used, and this is the setup that the reader asks for with it.
    fn chosen(&mut self, field: &'static str, setup: Self::Setup);
    /// What it shows where nobody can act: on paper, without scripts, until the program comes. A demo shows the moment
    /// where it stands. A scene, which begins with a question, shows the answer there.
    fn still(&self) -> Self {
        self.clone()
    }
    /// Takes over what no link says from the state that a link has replaced.
    fn keep(&mut self, replaced: Self) {
        let _ = replaced;
    }
    /// What happened, in a sentence; see [`Demo::spoken`].
    fn spoken(&self) -> String;
    /// What the run says to the reader's guess; empty before there is one.
    fn prediction(&self) -> String {
        String::new()
    }
}

impl<S: State> Demo for S {
    #[cfg(feature = "ssr")]
    fn picture(&self) -> String {
        let owner = Owner::new_root(None);
        // Marks for hydration: nothing is hydrated.
        owner.with(|| super::live::view(self.clone()).to_html()).replace("<!>", "")
    }

    fn setup(&self) -> Box<dyn Fields> {
        Box::new(S::Setup::of(self))
    }

    fn common(&self) -> &Common {
        Model::common(self).1
    }

    fn asks(&self) -> Option<Asks> {
        S::ASKS
    }

    fn guess(&mut self, guess: usize) {
        if S::ASKS.is_some_and(|asks| guess < asks.answers.len()) {
            self.predict(guess);
        }
    }

    fn prediction(&self) -> String {
        State::prediction(self)
    }

    fn help(&mut self) {
        let common = self.common_mut();
        common.help = !common.help;
    }

    fn clock(&self) -> Clock {
        Model::common(self).0
    }

    fn works(&self) -> bool {
        Model::works(self)
    }

    fn act(&mut self, to: Move) {
        Model::act(self, to);
    }

    fn control(&mut self, name: &str, value: &str) -> bool {
        let mut setup = S::Setup::of(self);
        let field = fields::choose(&mut setup, name, value);
        field.map(|field| self.chosen(field, setup)).is_some()
    }

    fn name(&self) -> &'static str {
        S::Setup::DEMO
    }

    fn link(&self) -> Link {
        fields::link(S::Setup::of(self))
    }

    fn read(&mut self, link: &Link) {
        let mut setup = S::Setup::blank();
        let mut complaints = fields::read(link, &mut setup);
        let state = setup.state(&mut complaints);
        let replaced = self.clone();
        self.replace(state);
        self.common_mut().complaints = complaints;
        self.keep(replaced);
    }

    fn still(&mut self) -> Box<dyn Any> {
        let still = State::still(self);
        Box::new(core::mem::replace(self, still))
    }

    fn alive(&mut self, before: Box<dyn Any>) {
        if let Ok(before) = before.downcast() {
            *self = *before;
        }
    }

    fn complaints(&mut self) -> &mut Vec<Complaint> {
        &mut self.common_mut().complaints
    }

    fn spoken(&self) -> String {
        State::spoken(self)
    }
}
