//! The scene's state: a token that a provider made, which part of it is opened, and the moment. Pure; the view shows
//! what it says.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

use crate::demos::workbench::model::moment_of;
use crate::link::print_moment;
use crate::ui::scene::state::{Play, Scene};
use crate::ui::stage::stretch::Stretch;
use sim::stories::workbench::bench::{Held, Mint};
use sim::stories::workbench::text;
use sim::wire::json::Value;
use sim::wire::time::{Duration, Instant, START};

/// How many parts a token has: header, payload, signature.
pub const PARTS: usize = 3;
/// How long each part is opened where all are, in milliseconds, and how long where it is the only one.
const PARTS_MS: [u64; PARTS] = [1300, 2700, 1300];
const ALONE_MS: u64 = 2400;
/// How much of that time its letters turn, in percent. In the rest one sees what they have turned into.
const TURNING: u64 = 75;

/// Which part is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Open {
    /// All, one after the other.
    All,
    /// The header.
    Header,
    /// The payload.
    Payload,
    /// The signature.
    Signature,
}

impl Open {
    /// The parts that are opened, in order.
    fn parts(self) -> impl Iterator<Item = usize> {
        (0..PARTS).filter(move |part| matches!(self, Self::All) || *part + 1 == self as usize)
    }
}

/// How a part is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    /// As letters.
    Letters,
    /// Turning: of its groups of four letters, so many have turned into the three bytes that they stand for.
    Turning(usize),
    /// As what it says.
    Open,
}

/// A token, and what it says.
#[derive(Debug)]
pub struct Run {
    /// The parts as letters.
    pub letters: [String; PARTS],
    /// What the header and the payload say, as JSON, and the signature's bytes in hexadecimal digits.
    pub says: [String; PARTS],
    /// When it is read.
    pub now: Instant,
    stretch: Stretch,
}

/// The scene's state.
pub type ReadAToken = Scene<Run>;

impl Play for Run {
    type Choice = Open;
    const FIRST: Open = Open::All;

    /// A provider of this seed makes Ada's token. It is read some minutes later.
    fn new(open: Open, seed: u64) -> Self {
        let mint = Mint::default();
        let held = Held::new(seed, mint, false, false);
        let mut parts = held.token.split('.');
        let letters = core::array::from_fn(|_| parts.next().unwrap_or_default().to_owned());
        let [header, payload, signature] =
            letters.each_ref().map(|part| URL_SAFE_NO_PAD.decode(part).unwrap_or_default());
        let json = |bytes| String::from_utf8(bytes).unwrap_or_default();
        let says = [json(header), json(payload), signature.iter().map(|byte| format!("{byte:02x}")).collect()];
        // A leg for each part that is opened.
        let takes_ms = |part| if open == Open::All { PARTS_MS[part] } else { ALONE_MS };
        let stretch = Stretch::of_play(open.parts().map(takes_ms));
        Self { letters, says, now: START + moment_of(mint), stretch }
    }

    fn stretch(&self) -> &Stretch {
        &self.stretch
    }

    fn turns(&self) -> Vec<Duration> {
        self.stretch.legs().iter().map(|leg| leg.until).collect()
    }

    /// It is opened at once.
    fn chosen(scene: &mut ReadAToken, _: &ReadAToken) {
        scene.clock.playing = true;
    }
}

impl Run {
    /// What the member of that name says, in the header (0) or the payload (1), as text.
    pub fn member(&self, part: usize, name: &str) -> String {
        let value = text::value(&self.says[part], name).unwrap_or_default();
        let text = Value::parse(value).ok().and_then(|value| value.as_text().map(str::to_owned));
        text.unwrap_or_else(|| value.to_owned())
    }

    /// The moment that a claim says.
    pub fn date(&self, name: &str) -> Instant {
        Instant::from_unix_s(self.member(1, name).parse().unwrap_or_default())
    }

    /// The names of all members of the header (0) or the payload (1), with what they say.
    pub fn members(&self, part: usize) -> Vec<[String; 2]> {
        let json = &self.says[part];
        let name = |member: &text::Member| json[member.name.clone()].trim_matches('"').to_owned();
        let members = text::members(json).unwrap_or_default();
        members
            .iter()
            .map(name)
            .map(|name| [self.member(part, &name), name])
            .map(|[value, name]| [name, value])
            .collect()
    }

    /// What so many groups of a part's letters have turned into, and the letters that are left.
    pub fn turned(&self, part: usize, groups: usize) -> (&str, &str) {
        let (says, letters) = (&self.says[part], &self.letters[part]);
        // Three bytes; of the signature each is two digits.
        let length = groups * if part == PARTS - 1 { 6 } else { 3 };
        (says.get(..length).unwrap_or(says), letters.get(groups * 4..).unwrap_or_default())
    }
}

impl ReadAToken {
    /// The same token in its lab.
    pub fn lab(&self) -> String {
        let now = print_moment(self.run.now.since(START));
        format!("#workbench?t={now}&seed={}", self.seed)
    }

    /// How a part is seen.
    pub fn seen(&self, part: usize) -> Seen {
        let (legs, now) = (self.run.stretch.legs(), self.clock.now);
        let Some(number) = self.choice.parts().position(|opened| opened == part) else { return Seen::Letters };
        let from = number.checked_sub(1).map_or(Duration::ZERO, |before| legs[before].until);
        let until = legs[number].until;
        if now <= from {
            Seen::Letters
        } else if now >= until {
            Seen::Open
        } else {
            let groups = self.run.letters[part].len().div_ceil(4);
            let turning_ms = (until - from).as_ms() * TURNING / 100;
            Seen::Turning(groups.min((groups as u64 * (now - from).as_ms() / turning_ms) as usize))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::scene::state::play_on;
    use crate::ui::state::Model;
    use crate::ui::timeline::Move;

    fn at(open: Open, percent: u64) -> ReadAToken {
        let mut state = ReadAToken::new(open, 7);
        state.act(Move::Scrub(percent * 10));
        state
    }

    fn seen(state: &ReadAToken) -> [Seen; PARTS] {
        core::array::from_fn(|part| state.seen(part))
    }

    #[test]
    fn letters_turn_group_by_group_into_what_the_provider_wrote() {
        let run = Run::new(Open::All, 7);
        for part in 0..PARTS {
            let (letters, says) = (&run.letters[part], &run.says[part]);
            assert_eq!(run.turned(part, 0), ("", letters.as_str()));
            assert_eq!(run.turned(part, letters.len().div_ceil(4)), (says.as_str(), ""));
        }
        for groups in 1..run.letters[1].len() / 4 {
            let (says, letters) = run.turned(1, groups);
            assert_eq!([URL_SAFE_NO_PAD.encode(says), letters.to_owned()].concat(), run.letters[1]);
        }
    }

    #[test]
    fn no_secret_is_needed_to_read_who_what_and_until_when() {
        let run = Run::new(Open::All, 7);
        assert_eq!((run.member(0, "alg"), run.member(1, "sub")), ("HS256".into(), "user:ada".into()));
        assert_eq!(run.member(1, "scope"), "orders:read profile");
        assert_eq!(run.date("exp").since(run.date("iat")), Duration::hours(1));
        let names: Vec<_> = run.members(1).into_iter().map(|[name, _]| name).collect();
        assert_eq!(names, ["iss", "sub", "aud", "client_id", "scope", "iat", "exp", "jti"]);
    }

    #[test]
    fn the_parts_open_one_after_the_other_or_one_alone() {
        use Seen::{Letters, Open as Opened};
        assert_eq!(seen(&at(Open::All, 0)), [Letters; PARTS]);
        assert!(matches!(seen(&at(Open::All, 10)), [Seen::Turning(_), Letters, Letters]));
        assert!(matches!(seen(&at(Open::All, 60)), [Opened, Seen::Turning(_), Letters]));
        assert_eq!(seen(&at(Open::All, 100)), [Opened; PARTS]);
        assert_eq!(seen(&at(Open::Payload, 100)), [Letters, Opened, Letters]);
    }

    #[test]
    fn each_play_takes_two_to_six_seconds() {
        for open in [Open::All, Open::Header, Open::Payload, Open::Signature] {
            let mut state = ReadAToken::default();
            state.choose(open, 7);
            let ms = play_on(&mut state);
            assert!(state.is_at_end() && (2000..6000).contains(&ms), "{open:?}: {ms}");
        }
    }

    #[test]
    fn the_lab_opens_on_the_same_token() {
        use crate::demos::workbench::model::Workbench;
        use crate::ui::live::Demo;
        let state = ReadAToken::new(Open::All, 41);
        let mut lab = Workbench::default();
        assert!(lab.follow(&state.lab()));
        assert_eq!((lab.text.clone(), lab.now()), (state.run.letters.join("."), state.run.now));
        assert!(lab.common.complaints.is_empty());
    }
}
