//! The scene's state: a token that a thief changes, what the provider answers to it, and the moment. Pure; the view
//! shows what it says.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

use crate::demos::workbench::edit::WRONG_SECRET;
use crate::ui::scene::state::{Play, Scene};
use crate::ui::stage::road::Place;
use crate::ui::stage::stretch::{CLOCK, Stretch};
use sim::provider::check::Check;
use sim::stories::workbench::bench::{Answered, Held, Mint, key_of};
use sim::stories::workbench::tour::{self, Step};
use sim::wire::time::Duration;

/// How long the letters change, in milliseconds.
const CHANGING_MS: u64 = 1000;
/// How long the token travels.
const WAY_MS: u64 = 700;
/// How long each group of checks takes.
const CHECK_MS: u64 = 360;
/// How long it stands before the next act.
const REST_MS: u64 = 200;
/// How many parts a token has.
pub const PARTS: usize = 3;
/// The last of them.
const SIGNATURE: usize = PARTS - 1;
/// How many groups of checks are shown.
pub const GROUPS: usize = 6;

/// What the thief changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Whose it is.
    Bo,
    /// When it ends.
    Longer,
    /// What it may do.
    More,
}

impl Change {
    /// The step of the workbench's tour that makes this change, and asks for what it should open.
    const fn step(self) -> Step {
        match self {
            Self::Bo => Step(1, 1),
            Self::Longer => Step(2, 1),
            Self::More => Step(1, 0),
        }
    }

    /// The step that signs the changed token with a guess, where the tour has one.
    const fn guess(self) -> Step {
        match self {
            Self::More => Step(4, 0),
            _ => self.step(),
        }
    }
}

/// A token that was sent, and what came of it.
#[derive(Clone, Debug)]
pub struct Sent {
    /// Its parts.
    pub parts: [String; PARTS],
    /// What the provider answered.
    pub answer: Answered,
    /// Which group of checks stopped it.
    pub stopped: Option<usize>,
}

impl Sent {
    fn new(held: &Held, token: &str, step: Step) -> Self {
        let answer = held.send(token, step.call(), tour::at(step.moment()));
        let stopped = answer.exchange.reject.as_ref().and(answer.trail.check).map(group);
        Self { parts: parts(token), answer, stopped }
    }

    /// How many groups of checks were made.
    fn made(&self) -> usize {
        self.stopped.map_or(GROUPS, |stopped| stopped + 1)
    }

    fn takes_ms(&self) -> u64 {
        CHANGING_MS + WAY_MS + CHECK_MS * self.made() as u64 + REST_MS
    }
}

fn parts(token: &str) -> [String; PARTS] {
    let mut parts = token.split('.');
    core::array::from_fn(|_| parts.next().unwrap_or_default().to_owned())
}

/// The group that a check belongs to.
const fn group(check: Check) -> usize {
    match check {
        Check::Length | Check::Shape | Check::Encoding | Check::Header => 0,
        Check::Algorithm => 1,
        Check::Type | Check::Extension => 2,
        Check::Signature => 3,
        Check::Claims | Check::Claim | Check::Issuer | Check::Audience | Check::Client => 4,
        Check::Expiry | Check::Beginning | Check::Revocation => 5,
    }
}

/// Ada's token, and what the thief makes of it.
#[derive(Debug)]
pub struct Run {
    /// The token as the provider made it.
    pub before: [String; PARTS],
    /// The longest that any change makes of it.
    pub room: [String; PARTS],
    /// The changed token with its old signature, and the same with a guessed one.
    pub sent: [Sent; 2],
    stretch: Stretch,
}

/// The scene's state.
pub type ChangeALetter = Scene<Run>;

impl Play for Run {
    type Choice = Change;
    const FIRST: Change = Change::Bo;

    /// A provider of this seed makes Ada's token, and answers both tries.
    fn new(change: Change, seed: u64) -> Self {
        let held = Held::new(seed, Mint::default(), false, false);
        let step = change.step();
        let edited = step.token(&held);
        let guessed = edited.rsplit_once('.').and_then(|(signed, _)| {
            let tag = key_of(WRONG_SECRET.as_bytes())?.sign(signed.as_bytes());
            Some([signed, ".", &URL_SAFE_NO_PAD.encode(tag)].concat())
        });
        let sent = [edited, guessed.unwrap_or_default()].map(|token| Sent::new(&held, &token, step));
        let stretch = Stretch::of_play(sent.each_ref().map(Sent::takes_ms));
        let room = parts(&Change::More.step().token(&held));
        Self { before: parts(&held.base), room, sent, stretch }
    }

    fn stretch(&self) -> &Stretch {
        &self.stretch
    }

    fn acts(&self) -> &[Duration] {
        core::slice::from_ref(&self.stretch.legs()[0].until)
    }

    fn told(&self) -> Duration {
        self.acts()[0]
    }
}

/// What a group of checks came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Light {
    /// It was not made, or not yet.
    Off,
    /// It was passed.
    Passed,
    /// It stopped the token.
    Failed,
}

/// Some letters, and whether they are not what they were.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letters {
    /// The letters.
    pub text: String,
    /// Whether each of them is another one than in the token that the provider made.
    pub is_changed: bool,
}

impl ChangeALetter {
    /// Which try the clock is in, 0 or 1, and how far, in milliseconds of the play. The first lasts until it rests.
    pub fn moment(&self) -> (usize, u64) {
        let first = self.run.told();
        let is_second = self.clock.now > first;
        let from = if is_second { first } else { Duration::ZERO };
        (usize::from(is_second), (self.clock.now - from).as_ms() / CLOCK)
    }

    /// Whether the first act is over.
    pub fn is_told(&self) -> bool {
        self.clock.now >= self.run.told()
    }

    /// A part as it stands on the stage. All from the first letter that is another one to the last counts as changed:
    /// where a letter in between is the same, it is so by accident. Of a signature all counts.
    pub fn letters(&self, part: usize) -> Vec<Letters> {
        let (act, ms) = self.moment();
        let old = if act == 0 { &self.run.before[part] } else { &self.run.sent[0].parts[part] };
        let new = &self.run.sent[act].parts[part];
        let text = written(old, new, ms.min(CHANGING_MS));
        let before = self.run.before[part].as_bytes();
        let is_new = |at: usize| before.get(at) != text.as_bytes().get(at);
        let Some(first) = (0..text.len()).find(|at| is_new(*at)) else {
            return vec![Letters { text, is_changed: false }];
        };
        // Of a signature nothing stays.
        let (first, last) = match part {
            SIGNATURE => (0, text.len() - 1),
            _ => (first, (first..text.len()).rfind(|at| is_new(*at)).unwrap_or(first)),
        };
        let pieces = [(&text[..first], false), (&text[first..=last], true), (&text[last + 1..], false)];
        let pieces = pieces.into_iter().filter(|(text, _)| !text.is_empty());
        pieces.map(|(text, is_changed)| Letters { text: text.to_owned(), is_changed }).collect()
    }

    /// Whether the claim that is changed says something else by now.
    pub fn is_changed(&self) -> bool {
        let (act, ms) = self.moment();
        act > 0 || ms >= CHANGING_MS
    }

    /// Where the token is on the road.
    pub fn place(&self) -> Place {
        let (act, ms) = self.moment();
        match ms.checked_sub(CHANGING_MS) {
            None | Some(0) => Place::Off,
            Some(gone) if gone < WAY_MS => Place::Out(gone * Place::DOOR / WAY_MS),
            _ if self.is_refused() => Place::Stopped,
            _ if self.run.sent[act].stopped.is_none() && self.lit() >= GROUPS => Place::Off,
            _ => Place::Out(Place::DOOR),
        }
    }

    /// How many groups of checks have been made.
    fn lit(&self) -> usize {
        let (act, ms) = self.moment();
        let checking_ms = ms.saturating_sub(CHANGING_MS + WAY_MS);
        self.run.sent[act].made().min((checking_ms / CHECK_MS) as usize)
    }

    /// What each group of checks came to.
    pub fn lights(&self) -> [Light; GROUPS] {
        let (act, lit) = (self.moment().0, self.lit());
        core::array::from_fn(|group| match self.run.sent[act].stopped {
            _ if group >= lit => Light::Off,
            Some(stopped) if stopped == group => Light::Failed,
            _ => Light::Passed,
        })
    }

    /// The same try in its lab.
    pub fn lab(&self) -> String {
        let (change, is_first) = (self.choice, self.moment().0 == 0);
        let step = if is_first { change.step() } else { change.guess() };
        format!("#workbench?tour={}&seed={}", step.name(), self.seed)
    }

    /// Whether the door has refused the token.
    pub fn is_refused(&self) -> bool {
        self.lights().contains(&Light::Failed)
    }
}

/// The new text, written letter by letter over the old one where they differ.
fn written(old: &str, new: &str, ms: u64) -> String {
    let longest = old.len().max(new.len());
    let differs = |at: &usize| old.as_bytes().get(*at) != new.as_bytes().get(*at);
    let (Some(first), Some(last)) = ((0..longest).find(differs), (0..longest).rfind(differs)) else {
        return new.to_owned();
    };
    let until = first + ((last + 1 - first) as u64 * ms / CHANGING_MS) as usize;
    [new.get(..until.min(new.len())).unwrap_or_default(), old.get(until..).unwrap_or_default()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::scene::state::play_on;
    use sim::provider::reject::Reject;

    const ALL: [Change; 3] = [Change::Bo, Change::Longer, Change::More];

    fn at(change: Change, ms: u64) -> ChangeALetter {
        ChangeALetter::at(change, 7, Duration::milliseconds(ms * CLOCK))
    }

    fn text(state: &ChangeALetter) -> String {
        (0..PARTS).flat_map(|part| state.letters(part)).map(|letters| letters.text).collect()
    }

    #[test]
    fn both_tries_are_stopped_by_the_signature_whatever_is_changed() {
        for run in ALL.map(|change| Run::new(change, 7)) {
            for sent in &run.sent {
                let exchange = &sent.answer.exchange;
                assert_eq!((exchange.response.status.0, &exchange.reject), (401, &Some(Reject::TokenSignature)));
                assert_eq!((sent.stopped, sent.answer.exchange.records), (Some(3), 0));
            }
        }
    }

    impl Run {
        /// How many letters of a try's part are not what they were.
        fn changed(&self, act: usize, part: usize) -> usize {
            let (now, before) = (self.sent[act].parts[part].as_bytes(), self.before[part].as_bytes());
            (0..now.len()).filter(|at| now.get(*at) != before.get(*at)).count()
        }
    }

    #[test]
    fn a_change_leaves_the_signature_and_a_guess_changes_all_of_it() {
        for change in ALL {
            let run = Run::new(change, 7);
            assert_eq!((run.changed(0, 0), run.changed(0, 2)), (0, 0));
            assert!(run.changed(0, 1) > 0 && run.sent[0].parts[1] == run.sent[1].parts[1]);
            // One in sixty-four is the same by accident.
            assert!(run.changed(1, 2) >= 40, "{change:?}: {}", run.changed(1, 2));
            assert!((0..PARTS).all(|part| run.sent.iter().all(|sent| sent.parts[part].len() <= run.room[part].len())));
        }
    }

    #[test]
    fn letters_change_one_by_one_and_those_that_did_are_marked() {
        for change in ALL {
            let run = Run::new(change, 7);
            assert_eq!(text(&at(change, 0)), run.before.concat());
            assert!((0..PARTS).all(|part| at(change, 0).letters(part).iter().all(|letters| !letters.is_changed)));
            let marked = |ms| -> usize {
                let state = at(change, ms);
                let letters = (0..PARTS).flat_map(|part| state.letters(part));
                letters.filter(|letters| letters.is_changed).map(|letters| letters.text.len()).sum()
            };
            assert!(0 < marked(CHANGING_MS / 2) && marked(CHANGING_MS / 2) < marked(CHANGING_MS));
            let end = run.stretch.length().as_ms() / CLOCK;
            for (sent, ms) in run.sent.iter().zip([CHANGING_MS, end]) {
                let state = at(change, ms);
                assert_eq!(text(&state), sent.parts.concat());
                for part in 0..PARTS {
                    let letters = state.letters(part);
                    // One piece is marked: of a signature all, else from a letter that is another one to a letter that is
                    // another one.
                    let marked: Vec<_> = letters.iter().filter(|letters| letters.is_changed).collect();
                    assert_eq!(marked.len(), usize::from(sent.parts[part] != run.before[part]));
                    let Some(marked) = marked.first() else { continue };
                    if part == SIGNATURE {
                        assert_eq!(marked.text, sent.parts[part]);
                        continue;
                    }
                    let from = if letters[0].is_changed { 0 } else { letters[0].text.len() };
                    let to = from + marked.text.len() - 1;
                    let letter = |of: &str, at: usize| of.as_bytes().get(at).copied();
                    for at in [from, to] {
                        assert_ne!(letter(&sent.parts[part], at), letter(&run.before[part], at), "{part}: {at}");
                    }
                }
            }
        }
    }

    #[test]
    fn the_checks_light_up_one_by_one_until_one_fails() {
        use Light::{Failed, Off, Passed};
        let arrived = CHANGING_MS + WAY_MS;
        let lights = |ms| at(Change::Bo, ms).lights();
        assert_eq!(lights(arrived), [Off; GROUPS]);
        assert_eq!(lights(arrived + CHECK_MS), [Passed, Off, Off, Off, Off, Off]);
        assert_eq!(lights(arrived + 4 * CHECK_MS), [Passed, Passed, Passed, Failed, Off, Off]);
        let places =
            [0, CHANGING_MS + WAY_MS / 2, arrived, arrived + 4 * CHECK_MS].map(|ms| at(Change::Bo, ms).place());
        assert_eq!(places, [Place::Off, Place::Out(Place::DOOR / 2), Place::Out(Place::DOOR), Place::Stopped]);
    }

    #[test]
    fn each_act_takes_two_to_six_seconds_and_rests() {
        let mut state = ChangeALetter::default();
        for end in [state.run.told(), state.clock.length] {
            let ms = play_on(&mut state);
            assert_eq!(state.clock.now, end);
            assert!((2000..6000).contains(&ms), "{ms}");
        }
    }

    #[test]
    fn the_lab_opens_on_the_same_try() {
        use crate::demos::workbench::model::Workbench;
        use crate::ui::live::Demo;
        for (change, act) in [(Change::Bo, 0), (Change::Longer, 0), (Change::More, 0), (Change::More, 1)] {
            let mut state = ChangeALetter::new(change, 41);
            state.go(if act == 0 { state.run.told() } else { state.clock.length });
            let mut lab = Workbench::default();
            assert!(lab.follow(&state.lab()));
            let sent = &state.run.sent[act];
            assert_eq!((lab.text.as_str(), &*lab.answer), (&*sent.parts.join("."), &sent.answer));
            assert!(lab.common.complaints.is_empty());
        }
    }
}
