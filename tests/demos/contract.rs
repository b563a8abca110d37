//! What is true of every demo, by its fields: a link leads back to where it was made, what a link gets wrong is named
//! and does no harm, every control is answered, and reset brings everything back.

use key_vs_token::demos::{self, Demo};
use key_vs_token::fields::Slot;
use key_vs_token::link::{Complaint, Link, SEEDS, print_moment};
use key_vs_token::ui::live;
use key_vs_token::ui::timeline::{Move, SCRUB_STEPS};
use proptest::{collection::vec, prelude::*, test_runner::TestRunner};
use sim::wire::time::Duration;

/// What is written in a way of its own: no value follows from the kind of such a field.
const WRITTEN: &[(&str, &[&str])] = &[
    ("twenty-seconds did", &["nothing", "send", "wait,leak,send"]),
    ("purpose to", &["/v1/orders", "/v1/keys/*", "/v1/geo"]),
    ("purpose did", &["nothing", "none:GET:/v1/me:1", "key:POST:/v1/orders:101,wait:15s,ada:GET:/v1/me:1"]),
    ("workbench tour", &["1.1", "3.2", "10.3"]),
    ("workbench tab", &["read", "change", "forge"]),
    ("lifecycle events", &["none", "key-rotated@24h", "refresh-stolen@3h,refresh-revoked@5h"]),
    ("protocols grant", &["none", "refused", "orders:read,profile", "profile,refused"]),
    ("protocols off", &["pkce", "pkce,state,exact,iss", "reuse"]),
];

/// Which words no field can hold.
const GARBAGE: [&str; 6] = ["", "x][thief|y", "-1x", "99999999999999999999", "\u{1f4a5}", "on,off"];

/// Links that people may have kept, with every field and every way to write one: they lead where they led.
const KEPT: &[&str] = &[
    "#twenty-seconds?did=nothing&seed=0",
    "#twenty-seconds?did=send,wait,leak,leak,send&seed=7",
    "#purpose?with=bo&method=GET&to=/v1/me&did=none:GET:/v1/me:1,ada:GET:/v1/me:1,bo:GET:/v1/me:1&seed=7",
    "#purpose?with=key&method=POST&to=/v1/orders&did=key:POST:/v1/orders:101,wait:15s&seed=999999",
    "#purpose?with=cut&method=DELETE&to=/v1/keys/*&did=ada:DELETE:/v1/keys/*:1,key:GET:/v1/geo:2,key:HEAD:/v1/geo:2&step=1&check=1&seed=0",
    "#purpose?with=none&method=PATCH&to=/v1/keys/*/rotate&did=nothing&seed=1",
    "#security?t=09:51:12&seed=7",
    "#security?hole=log&leak=2h&noticed=3d&ttl=5m&speed=60&scope=orders:read,profile&refresh=on&check=on&t=1d02:03:04&seed=999999",
    "#security?hole=page&leak=0s&noticed=1m30s&ttl=365d&speed=1&scope=none&t=00:00:00&seed=0",
    "#security?noticed=1m7s&ttl=7d&until=31d34m&t=31d00:34:00&seed=7",
    "#leaks?seed=7",
    "#leaks?leaks=100000&source=own&half=4h&hole=log&ttl=5m&speed=60&scope=orders:read,profile&refresh=on&check=on&seed=999999",
    "#leaks?leaks=1001&source=removed&half=365d&hole=page&ttl=365d&speed=1&scope=none&seed=0",
    "#workbench?user=ada&scope=orders:read,profile&ttl=1h&aud=api&to=/v1/orders&t=00:20:00&seed=7",
    "#workbench?user=bo&scope=none&ttl=2d&aud=billing&to=/v1/me&check=on&revoked=on&asked=on&t=2d00:10:00&seed=999999",
    "#workbench?user=ada&scope=orders:read,profile&ttl=5m&aud=api&to=/v1/orders&tour=3.2&t=01:11:00&seed=7",
    "#access-matrix?ask=new-order&with=ada&seed=7",
    "#access-matrix?scope=orders:read,orders:write,keys:manage&ask=delete-key&with=server&seed=999999",
    "#jobs?job=widget&pick=key&t=29d23:59:59&seed=7",
    "#jobs?job=sensor&seed=0",
    "#jobs?job=deploy&pick=token&t=9d14:03:09&seed=999999",
    "#lifecycle?events=refresh-stolen@4h,key-rotated@6h&t=06:12:00&seed=7",
    "#lifecycle?length=3d&access=2h&family=2d&idle=6h&early=30s&grace=10s&leeway=5m&overlap=15m&deploy=10m&signin=2h&ahead=-5m&kind=opaque&first=thief&events=none&zoom=6h&log=token&open=3&beside=1&t=1d00:00:01&seed=9",
    "#opening?seed=7",
    "#opening?t=02:00:00&seed=999999",
    "#lifetime?seed=7",
    "#lifetime?ttl=7d&t=02:03:04&seed=0",
    "#read-a-token?seed=7",
    "#read-a-token?open=payload&t=00:01:40&seed=0",
    "#change-a-letter?seed=7",
    "#change-a-letter?change=more&t=00:03:20&seed=0",
    "#scope?seed=7",
    "#scope?opens=4&t=00:00:30&seed=0",
    "#thousand-leaks?seed=7",
    "#thousand-leaks?who=day&t=00:05:00&seed=0",
    "#leak?seed=7",
    "#leak?noticed=3d&ttl=5m&t=1d02:03:04&seed=0",
    "#protocols?flow=code&step=6&seed=7",
    "#protocols?flow=device&step=4&grant=none&seed=7",
    "#protocols?flow=code&step=7&grant=profile&break=stolen&off=pkce,state,exact,iss&seed=3",
    "#protocols?flow=refresh&step=4&break=replay&off=reuse&seed=7",
];

/// A value that the field can hold, for any number.
fn value(demo: &str, field: &str, slot: &Slot<'_>, number: u64) -> String {
    let within = |least: u64, most: u64| least + number % (most - least + 1);
    let of = |names: &[&str]| names[number as usize % names.len()].to_owned();
    match slot {
        Slot::Seed(_) => (number % SEEDS).to_string(),
        Slot::Number(_, range) => within(range.least, range.most).to_string(),
        Slot::Span(_, range) => Duration::seconds(within(range.least.as_s(), range.most.as_s())).to_string(),
        Slot::Offset(_, range) => {
            let seconds = within(0, 2 * range.most.unsigned_abs());
            let sign = if number.is_multiple_of(2) && seconds > 0 { "-" } else { "" };
            format!("{sign}{}", Duration::seconds(seconds / 2))
        }
        Slot::Moment(_) => print_moment(Duration::seconds(number % (40 * 86_400))),
        Slot::Switch(_) => of(&["on", "off"]),
        Slot::OneOf { names, .. } => of(names),
        Slot::Scopes(_, offered) => {
            let some = offered.iter().enumerate().filter(|(i, _)| number >> i & 1 == 1);
            let names: Vec<&str> = some.map(|(_, scope)| scope.name()).collect();
            if names.is_empty() { "none".into() } else { names.join(",") }
        }
        Slot::Written(_) => {
            let known = WRITTEN.iter().find(|(name, _)| *name == [demo, " ", field].concat());
            of(known.unwrap_or_else(|| panic!("what {demo}'s {field} may hold is not known here")).1)
        }
    }
}

/// The controls of a field, with the values that each can be set to; each with what the link then says of the field.
fn controls(field: &str, slot: &Slot<'_>) -> Vec<(String, String, String)> {
    let stop = |(i, said): (usize, String)| (field.to_owned(), i.to_string(), said);
    let chip = |name: &str| (field.to_owned(), name.to_owned(), name.to_owned());
    match slot {
        Slot::Seed(_) => vec![chip("408"), (field.into(), (SEEDS + 5).to_string(), "5".into())],
        Slot::Number(_, range) => range.stops.iter().map(u64::to_string).enumerate().map(stop).collect(),
        Slot::Span(_, range) => range.stops.iter().map(Duration::to_string).enumerate().map(stop).collect(),
        Slot::Offset(_, range) => {
            let said = |seconds: &i64| {
                let sign = if *seconds < 0 { "-" } else { "" };
                [sign, &Duration::seconds(seconds.unsigned_abs()).to_string()].concat()
            };
            range.stops.iter().map(said).enumerate().map(stop).collect()
        }
        Slot::Switch(_) => vec![chip("on"), chip("off")],
        Slot::OneOf { names, .. } => names.iter().map(|name| chip(name)).collect(),
        Slot::Scopes(..) | Slot::Moment(_) | Slot::Written(_) => Vec::new(),
    }
}

/// `name=value` for each of these fields, by their numbers.
fn values(demo: &Demo, numbers: &[Option<u64>]) -> Vec<String> {
    let mut setup = (demo.setup)();
    let mut values = Vec::new();
    for (field, number) in demo.fields().iter().zip(numbers) {
        let (_, slot) = setup.named(field).unwrap();
        values.extend(number.map(|number| [field, "=", &value(demo.name, field, &slot, number)].concat()));
    }
    values
}

fn all_controls(demo: &Demo) -> Vec<(String, String, String)> {
    let mut setup = (demo.setup)();
    demo.fields().iter().flat_map(|field| controls(field, &setup.named(field).unwrap().1)).collect()
}

/// The demo that such a link leads to.
fn follow(first: &dyn live::Demo, fields: &str) -> Box<dyn live::Demo> {
    let mut state = first.copied();
    assert!(state.follow(&["#", first.name(), "?", fields].concat()));
    state
}

/// The link that leads here leads to what says the same.
fn leads_back(first: &dyn live::Demo, state: &dyn live::Demo) -> Result<(), TestCaseError> {
    let fragment = state.fragment();
    let mut again = first.copied();
    prop_assert!(again.follow(&fragment));
    prop_assert_eq!(&*again.complaints(), &[][..], "{}", fragment);
    prop_assert_eq!(again.fragment(), fragment);
    Ok(())
}

#[test]
fn a_bare_link_is_the_first_picture_and_its_link_leads_back_to_it() {
    for demo in demos::ALL {
        let first = (demo.make)();
        assert_eq!(first.name(), demo.name);
        leads_back(&*first, &*first).unwrap();
        // The seed of the first picture, and nothing else.
        let seed = first.link().fields.into_iter().find(|(name, _)| name == "seed").expect("every demo has a seed");
        assert_eq!(follow(&*first, &["seed=", &seed.1].concat()).fragment(), first.fragment());
    }
}

#[test]
fn a_kept_link_leads_where_it_led() {
    for demo in demos::ALL {
        let first = (demo.make)();
        let of_demo = |link: &&&str| link.starts_with(&["#", demo.name, "?"].concat());
        let kept: Vec<&str> = KEPT.iter().filter(of_demo).copied().collect();
        assert!(kept.len() > 1, "{}", demo.name);
        for link in kept {
            let mut state = first.clone();
            assert!(state.follow(link));
            assert_eq!((state.fragment().as_str(), &**state.complaints()), (link, &[][..]));
        }
    }
}

#[test]
fn a_link_to_the_end_of_the_play_leads_to_its_end() {
    for demo in demos::ALL {
        let first = (demo.make)();
        let mut end = first.clone();
        end.act(Move::Scrub(SCRUB_STEPS));
        let mut led = first.clone();
        led.follow(&end.fragment());
        while led.works() {
            led.act(Move::Tick(0));
        }
        assert_eq!(led.spoken(), end.spoken(), "{}", demo.name);
    }
}

#[test]
fn every_setting_survives_the_trip() {
    for demo in demos::ALL {
        let first = (demo.make)();
        let numbers = vec(proptest::option::of(any::<u64>()), demo.fields().len());
        let config = ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() };
        let tried = TestRunner::new(config).run(&numbers, |numbers| {
            let mut state = follow(&*first, &values(demo, &numbers).join("&"));
            // A value that a field can hold may not go together with another's; nothing else is complained of.
            let together =
                |complaint: &Complaint| matches!(complaint, Complaint::Value { field: "break" | "step", .. });
            prop_assert!(state.complaints().iter().all(together), "{:?}", state.complaints());
            state.complaints().clear();
            leads_back(&*first, &*state)
        });
        tried.unwrap_or_else(|fault| panic!("{}: {fault}", demo.name));
    }
}

#[test]
fn garbage_is_named_keeps_the_first_value_and_leaves_the_others_alone() {
    for demo in demos::ALL {
        let first = (demo.make)();
        for (at, field) in demo.fields().into_iter().enumerate() {
            let mut others = vec![None; demo.fields().len()];
            others[if field == "seed" { at.checked_sub(1).unwrap() } else { demo.fields().len() - 1 }] = Some(1);
            let other = values(demo, &others).concat();
            let expected = follow(&*first, &other).fragment();
            for garbage in GARBAGE {
                let mut state = follow(&*first, &[field, "=", garbage, "&", &other].concat());
                let complaints = state.complaints();
                assert!(
                    matches!(&**complaints, [Complaint::Value { field: named, .. }] if *named == field),
                    "{}: {field}={garbage}: {complaints:?}",
                    demo.name
                );
                assert_eq!(state.fragment(), expected, "{}: {field}={garbage}", demo.name);
            }
        }
    }
}

#[test]
fn a_field_that_there_is_not_is_named_and_leaves_the_others_alone() {
    for demo in demos::ALL {
        let first = (demo.make)();
        let mut state = follow(&*first, "colour=red&seed=41");
        assert_eq!(*state.complaints(), [Complaint::unknown("colour")], "{}", demo.name);
        assert_eq!(state.fragment(), follow(&*first, "seed=41").fragment());
        let mut state = follow(&*first, &"x".repeat(3000));
        assert_eq!(*state.complaints(), [Complaint::TooLong], "{}", demo.name);
        assert!(!state.follow("#another?seed=1"));
    }
}

#[test]
fn a_control_of_a_field_sets_what_the_link_says() {
    for demo in demos::ALL {
        let first = (demo.make)();
        for (name, value, said) in all_controls(demo) {
            let mut state = first.clone();
            assert!(state.control(&name, &value), "{}: {name}={value}", demo.name);
            let of = |link: &Link| link.fields.iter().find(|(field, _)| *field == name).map(|(_, value)| value.clone());
            // What is as in a link that says nothing goes without saying.
            let blank = (demo.setup)().named(&name).and_then(|(_, slot)| slot.write());
            assert_eq!(of(&state.link()).or(blank), Some(said), "{}: {name}={value}", demo.name);
            leads_back(&*first, &*state).unwrap();
        }
    }
}

#[test]
fn no_other_control_and_no_other_value_changes_anything() {
    for demo in demos::ALL {
        let first = (demo.make)();
        let picture = first.picture();
        let mut names: Vec<String> = ["", "colour", "x.y", "seed.x"].map(str::to_owned).into();
        names.extend(all_controls(demo).into_iter().map(|(name, ..)| name));
        names.extend(demo.fields().iter().map(|name| [name, ".colour"].concat()));
        names.dedup();
        for name in names {
            for value in GARBAGE {
                let mut state = first.clone();
                // Whether it is answered or not: `open` and others of a demo's own take what they can.
                state.control(&name, value);
                assert_eq!(state.picture(), picture, "{}: {name}={value}", demo.name);
            }
        }
    }
}

#[test]
fn reset_brings_everything_back() {
    for demo in demos::ALL {
        let first = (demo.make)();
        let mut state = follow(&*first, "colour=red&seed=41");
        // Of each field, its first value: a history is short then, and quickly made anew.
        let mut controls = all_controls(demo);
        controls.dedup_by(|later, earlier| later.0 == earlier.0);
        for (name, value, _) in controls {
            state.control(&name, &value);
        }
        state.guess(0);
        state.help();
        state.act(Move::Reset);
        assert_eq!((state.fragment(), &**state.complaints()), (first.fragment(), &[][..]), "{}", demo.name);
        // No guess is left.
        let pressed = |state: &dyn live::Demo| state.picture().matches("aria-pressed=\"true\"").count();
        assert_eq!(pressed(&*state), pressed(&*first), "{}", demo.name);
    }
}
