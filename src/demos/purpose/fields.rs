//! The demo's fields: what is composed, what was done, and how far the request in view has come.

use super::model::{FIRST, FIRST_SEED, Purpose, STATION_MS};
use super::words;
use crate::fields::{self, Field, Named, Range, Slot, Written, one_of};
use crate::link::Complaint;
use sim::stories::purpose::call::{Call, METHODS, With, paths};
use sim::stories::purpose::run::{Act, LONGEST_WAIT, MOST_ACTS, MOST_TIMES};
use sim::wire::http::Method;
use sim::wire::time::Duration;

/// What a link says of a list to which nothing was added.
const NOTHING: &str = "nothing";
/// A line of the list, from 0: nothing done.
const STEP: Range<u64> = Range::between(0, MOST_ACTS as u64);
/// A station, from 0.
const CHECK: Range<u64> = Range::between(0, 5);

impl Named for With {
    const ALL: &'static [Self] = &Self::ALL;
    const NAMES: &'static [&'static str] =
        &["none", "key", "restricted", "typo", "ada", "bo", "server", "other", "expired", "cut"];
}

impl Named for Method {
    const ALL: &'static [Self] = &METHODS;
    const NAMES: &'static [&'static str] = &["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];
}

/// What a link says.
#[derive(Clone, Debug)]
pub struct Setup {
    /// What is composed: the credential,
    pub with: With,
    /// the method,
    pub method: Method,
    /// and the path.
    pub to: Path,
    /// What was done.
    pub did: Vec<Act>,
    /// Which line of that is in view, if not the last.
    pub step: Option<u64>,
    /// How far its request has come, if it is on its way.
    pub check: Option<u64>,
    /// Every secret comes from it.
    pub seed: u64,
}

/// A path of the API.
#[derive(Clone, Copy, Debug)]
pub struct Path(pub &'static str);

impl fields::Setup for Setup {
    type State = Purpose;
    const DEMO: &'static str = "purpose";
    const FIELDS: &'static [Field<Self>] = &[
        Field::always("with", words::SENT_WITH, |s| one_of(&mut s.with, With::NAMES, &words::WITH)),
        Field::always("method", words::METHOD, |s| one_of(&mut s.method, Method::NAMES, &[])),
        Field::always("to", words::PATH, |s| Slot::Written(&mut s.to)),
        Field::always("did", words::DONE, |s| Slot::Written(&mut s.did)),
        Field::new("step", words::STEP, |s| Slot::Number(&mut s.step, &STEP)),
        Field::new("check", words::STATION, |s| Slot::Number(&mut s.check, &CHECK)),
        Field::always("seed", "", |s| Slot::Seed(&mut s.seed)),
    ];

    fn blank() -> Self {
        Self {
            with: With::Bo,
            method: Method::Get,
            to: Path("/v1/me"),
            did: FIRST.into(),
            step: None,
            check: None,
            seed: FIRST_SEED,
        }
    }

    fn of(state: &Purpose) -> Self {
        Self {
            with: state.with,
            method: state.call.method,
            to: Path(state.call.path),
            did: state.acts().iter().map(|frame| frame.act).collect(),
            step: (state.step < state.acts().len()).then_some(state.step as u64),
            check: (!state.arrived()).then(|| state.reached() as u64),
            seed: state.seed,
        }
    }

    fn state(self, _: &mut Vec<Complaint>) -> Purpose {
        let mut state = Purpose::new(self.seed);
        state.redo(&self.did);
        (state.with, state.call) = (self.with, Call { method: self.method, path: self.to.0 });
        if let Some(step) = self.step {
            state.look_at(step as usize);
        }
        if let Some(check) = self.check {
            state.clock.go(Duration::milliseconds(check * STATION_MS));
        }
        state.clock.touched = true;
        state
    }
}

impl Written for Path {
    fn read(&mut self, text: &str) -> bool {
        paths().into_iter().find(|path| *path == text).map(|path| self.0 = path).is_some()
    }

    fn write(&self) -> Option<String> {
        Some(self.0.to_owned())
    }

    fn takes(&self) -> String {
        "a path of this API, like /v1/orders".into()
    }
}

/// `ada:GET:/v1/me:100,wait:60s`.
impl Written for Vec<Act> {
    fn read(&mut self, text: &str) -> bool {
        let acts = match text {
            NOTHING => Some(Self::new()),
            _ if text.split(',').count() > MOST_ACTS => None,
            _ => text.split(',').map(act).collect(),
        };
        acts.map(|acts| *self = acts).is_some()
    }

    fn write(&self) -> Option<String> {
        let acts: Vec<String> = self.iter().map(|act| act_name(*act)).collect();
        Some(if acts.is_empty() { NOTHING.to_owned() } else { acts.join(",") })
    }

    fn takes(&self) -> String {
        "requests and waits with commas between, like ada:GET:/v1/me:100,wait:60s, or nothing".into()
    }
}

fn act_name(act: Act) -> String {
    match act {
        Act::Wait(time) => ["wait:", &time.to_string()].concat(),
        Act::Send { with, call, times } => {
            [with.name_in_link(), call.method.name(), call.path, &times.to_string()].join(":")
        }
    }
}

fn act(text: &str) -> Option<Act> {
    let mut parts = text.split(':');
    let (first, second) = (parts.next()?, parts.next()?);
    let act = if first == "wait" {
        let time = Duration::parse(second).filter(|time| (Duration::seconds(1)..=LONGEST_WAIT).contains(time))?;
        Act::Wait(time)
    } else {
        let mut path = Path("");
        let (method, known) = (Method::of_name(second)?, path.read(parts.next()?));
        let times = fields::whole(parts.next()?).filter(|times| (1..=MOST_TIMES.into()).contains(times))? as u32;
        Act::Send { with: With::of_name(first).filter(|_| known)?, call: Call { method, path: path.0 }, times }
    };
    parts.next().is_none().then_some(act)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::live::Demo;

    #[test]
    fn the_longest_list_still_fits_a_link() {
        let longest = vec!["restricted:DELETE:/v1/keys/*/rotate:998"; MOST_ACTS];
        let other = longest.join(",").replacen("restricted", "expired", 1);
        assert!(["#purpose?did=", &other].concat().len() < 1200);
    }

    #[test]
    fn a_moment_on_the_way_survives_the_trip() {
        let fragment = "#purpose?with=cut&method=DELETE&to=/v1/keys/*&did=ada:DELETE:/v1/keys/*:1,key:GET:/v1/geo:2,key:HEAD:/v1/geo:2&step=1&check=1&seed=0";
        let mut state = Purpose::default();
        state.follow(fragment);
        assert_eq!((state.fragment().as_str(), &*state.common.complaints), (fragment, &[][..]));
    }

    #[test]
    fn no_list_of_acts_is_read_that_would_not_be_written() {
        for did in [
            "",
            "ada",
            "ada:GET",
            "ada:GET:/v1/me",
            "ada:GET:/v1/me:0",
            "ada:GET:/v1/me:1:1",
            "ada:GET:/v1/me:1000",
            "ada:GET:/v2:1",
            "wait:3h",
            "wait:0s",
            ",",
            "ada:get:/v1/me:1",
        ] {
            assert!(!Vec::<Act>::new().read(did), "{did}");
        }
    }
}
