//! A road: requests travel from the thief to a door; what is let in comes back with loot, and what is refused is stopped
//! at the door.

use leptos::html::Span;
use leptos::prelude::*;

use super::transform::set_transform;

use crate::ui::slice::Slice;

/// How long a request travels, in microseconds of playing time.
const WAY_US: u64 = 520_000;
/// How long its answer travels back, or a refused request is seen at the door.
const BACK_US: u64 = 380_000;
/// How far apart requests are at least, in microseconds of playing time. Where the thief sends more, some of them stand
/// for all.
pub const APART_US: u64 = 160_000;
/// How far ahead requests have to be known, in microseconds of playing time: those on the road, and whether another one
/// stands for them.
pub const AHEAD_US: u64 = WAY_US + APART_US;
/// How many are on the road at once at most.
pub const PLACES: usize = ((WAY_US + BACK_US) / APART_US) as usize + 2;

/// A request that is seen on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shot {
    /// When it arrives, in microseconds of playing time.
    pub arrives_us: u64,
    /// Whether it is let in.
    pub is_let_in: bool,
}

/// One more of a thief's requests, which come in order. Of all that arrive within [`APART_US`] the last is seen.
pub fn see(seen: &mut Vec<Shot>, shot: Shot) {
    match seen.last_mut() {
        Some(last) if last.arrives_us / APART_US == shot.arrives_us / APART_US => *last = shot,
        _ => seen.push(shot),
    }
}

/// Where something on the road is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Place {
    /// Nowhere.
    #[default]
    Off,
    /// On its way to the door, so far, in hundredths of a percent.
    Out(u64),
    /// On its way back with loot.
    Back(u64),
    /// Stopped at the door.
    Stopped,
}

impl Place {
    /// Where the door is, in hundredths of a percent of the road.
    pub const DOOR: u64 = 9_600;

    const fn class(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Out(_) => "out",
            Self::Back(_) => "back",
            Self::Stopped => "stopped",
        }
    }

    fn transform(self) -> String {
        let at = match self {
            Self::Off => 0,
            Self::Out(at) | Self::Back(at) => at,
            Self::Stopped => Self::DOOR,
        };
        format!("translateX({}.{:02}cqi)", at / 100, at % 100)
    }
}

/// A road with nothing on it but what is at this place.
pub fn alone(place: Place) -> [Place; PLACES] {
    let mut places = [Place::Off; PLACES];
    places[0] = place;
    places
}

/// Everything on the road at a moment of playing time. What is on its way keeps its place in the list.
pub fn places(shots: &[Shot], played_us: u64) -> [Place; PLACES] {
    let mut places = [Place::Off; PLACES];
    for (number, shot) in shots.iter().enumerate() {
        let sent_us = shot.arrives_us.saturating_sub(WAY_US);
        let place = &mut places[number % PLACES];
        if sent_us < played_us && played_us < shot.arrives_us {
            *place = Place::Out((played_us - sent_us) * Place::DOOR / (shot.arrives_us - sent_us));
        } else if (shot.arrives_us..shot.arrives_us + BACK_US).contains(&played_us) {
            let gone = (played_us - shot.arrives_us) * Place::DOOR / BACK_US;
            *place = if shot.is_let_in { Place::Back(Place::DOOR - gone) } else { Place::Stopped };
        }
    }
    places
}

/// A road with what is on it.
#[component]
pub fn Road(
    /// What is where.
    places: Slice<[Place; PLACES]>,
) -> AnyView {
    let travellers = [(); PLACES].map(|()| NodeRef::<Span>::new());
    // One effect for all: each frame calls it, and a call costs more than what it does.
    Effect::new(move |before: Option<[Place; PLACES]>| {
        let now = places.get();
        for (number, traveller) in travellers.iter().enumerate() {
            if before.is_none_or(|before| before[number] != now[number])
                && let Some(traveller) = traveller.get_untracked()
            {
                traveller.set_class_name(now[number].class());
                set_transform(&traveller, &now[number].transform());
            }
        }
        now
    });
    let first = places.get_untracked();
    let span =
        |(place, traveller): (Place, NodeRef<Span>)| view! { <span class=place.class() node_ref=traveller></span> };
    let spans: Vec<_> = first.into_iter().zip(travellers).map(span).collect();
    view! { <span class="scene-road">{spans}</span> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn shot(arrives_us: u64, is_let_in: bool) -> Shot {
        Shot { arrives_us, is_let_in }
    }

    #[test]
    fn of_many_the_last_is_seen() {
        let many = [shot(1, true), shot(APART_US - 1, false), shot(APART_US, true), shot(5 * APART_US, true)];
        let mut seen = Vec::new();
        many.into_iter().for_each(|shot| see(&mut seen, shot));
        assert_eq!(seen, many[1..]);
    }

    #[test]
    fn one_goes_out_and_back_and_a_refused_one_is_stopped() {
        let at = |is_let_in, us| places(&[shot(WAY_US, is_let_in)], us)[0];
        assert_eq!([at(true, 0), at(true, WAY_US / 2)], [Place::Off, Place::Out(Place::DOOR / 2)]);
        assert_eq!([at(true, WAY_US), at(false, WAY_US)], [Place::Back(Place::DOOR), Place::Stopped]);
        assert_eq!([at(true, WAY_US + BACK_US), at(false, WAY_US + BACK_US)], [Place::Off; 2]);
    }

    #[test]
    fn there_is_room_for_all_that_are_on_the_road() {
        let shots: Vec<_> = (0..40).map(|number| shot((number + 1) * APART_US - 1, number % 3 == 0)).collect();
        for us in (0..7_000_000).step_by(10_007) {
            let alone = shots.iter().filter(|one| places(&[**one], us)[0] != Place::Off).count();
            assert_eq!(places(&shots, us).iter().filter(|place| **place != Place::Off).count(), alone);
        }
    }
}
