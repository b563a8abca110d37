//! The demo's moment ⇄ its link: `#twenty-seconds?did=send,wait,leak&seed=7`.

use super::model::{Act, FIRST_ACTS, FIRST_SEED, MOST_ACTS, TwentySeconds};
use crate::link::{self, Complaint, Link};

/// The fields of its link, by name.
pub const FIELDS: &[&str] = &["did", "seed"];

/// What a link says of a pair to which nothing was done.
const NOTHING: &str = "nothing";

/// The link to this moment. What was taken back is not in it.
pub fn link(state: &TwentySeconds) -> Link {
    let mut link = Link::to(super::DEMO.name);
    let names: Vec<&str> = state.done().iter().map(|act| act.name()).collect();
    link.push("did", if names.is_empty() { NOTHING.into() } else { names.join(",") });
    link.push("seed", state.pair.seed.to_string());
    link
}

/// The demo as the link says; it keeps what in the link could not be read.
pub fn read(link: &Link) -> TwentySeconds {
    let (mut seed, mut acts) = (FIRST_SEED, Vec::from(FIRST_ACTS));
    let complaints = link.read(FIELDS, |name, value| {
        match name {
            "did" => acts = read_acts(value).ok_or_else(|| Complaint::value("did", value, did_takes()))?,
            "seed" => seed = link::seed(value)?,
            _ => return Err(Complaint::unknown(name)),
        }
        Ok(())
    });
    TwentySeconds { touched: true, complaints, ..TwentySeconds::new(seed, acts) }
}

fn read_acts(value: &str) -> Option<Vec<Act>> {
    if value == NOTHING {
        return Some(Vec::new());
    }
    let acts: Vec<Act> = value.split(',').map(Act::named).collect::<Option<_>>()?;
    (acts.len() <= MOST_ACTS).then_some(acts)
}

fn did_takes() -> String {
    let [send, wait, leak] = Act::ALL.map(Act::name);
    format!("up to {MOST_ACTS} of {send}, {wait} and {leak} with commas between, or {NOTHING}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn there_and_back(fragment: &str) -> String {
        let state = read(&Link::parse(fragment).unwrap());
        assert_eq!(state.complaints, [], "{fragment}");
        super::link(&state).fragment()
    }

    #[test]
    fn every_moment_survives_the_trip() {
        let day = format!("#twenty-seconds?did={}wait&seed=999999", "wait,".repeat(MOST_ACTS - 1));
        for fragment in
            ["#twenty-seconds?did=nothing&seed=0", "#twenty-seconds?did=send,wait,leak,leak,send&seed=7", day.as_str()]
        {
            assert_eq!(there_and_back(fragment), fragment);
        }
    }

    #[test]
    fn a_bare_anchor_is_the_first_picture() {
        assert_eq!(there_and_back("#twenty-seconds"), "#twenty-seconds?did=wait,wait&seed=7");
    }

    #[test]
    fn a_bad_field_is_named_and_leaves_the_others_alone() {
        let state = read(&Link::parse("#twenty-seconds?did=send,steal&colour=red&seed=41").unwrap());
        assert_eq!((state.done(), state.pair.seed), (&FIRST_ACTS[..], 41));
        let said: Vec<String> = state.complaints.iter().map(crate::ui::header::complaint_html).collect();
        assert!(said[0].contains("did=send,steal") && said[0].contains("send, wait and leak"), "{}", said[0]);
        assert!(said[1].contains("colour"), "{}", said[1]);
        let state = read(&Link::parse("#twenty-seconds?did=leak&seed=-1").unwrap());
        assert_eq!((state.done(), state.pair.seed, state.complaints.len()), (&[Act::Leak][..], FIRST_SEED, 1));
        for bad in ["", "x", "1.5", "1000000", "99999999999999999999"] {
            assert!(link::seed(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn more_than_a_day_of_acts_is_refused() {
        let many = format!("#twenty-seconds?did={}wait", "wait,".repeat(MOST_ACTS));
        assert_eq!(read(&Link::parse(&many).unwrap()).complaints.len(), 1);
        for bad in ["", ",", "send,", "Send", "send;wait", "nothing,wait"] {
            assert_eq!(read_acts(bad), None, "{bad}");
        }
    }
}
