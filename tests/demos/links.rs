//! Links that are almost right, 60,000 of them, the same in each run: none does harm, and a moment that is read is
//! written as it is read.

#[path = "../../sim/tests/parsers/mutate.rs"]
mod mutate;

use key_vs_token::link::{Link, parse_moment, print_moment};
use mutate::spoilt;
use sim::wire::rng::Rng;

const CASES: u32 = 60_000;

#[test]
fn a_link_is_read_without_harm_and_a_moment_reads_as_it_is_written() {
    let good = [
        "#security?hole=log&leak=2h&noticed=3d&ttl=5m&speed=60&scope=orders:read,profile&refresh=on&t=1d02:03:04&seed=9",
        "#security?t=09:51:12&seed=7",
        "security?%74=00%3a00&x=%E2%82%AC+",
        "#security",
    ]
    .map(str::to_owned);
    let mut rng = Rng::stream(1, "links");
    let (mut refused, mut moments) = (0, 0);
    for _ in 0..CASES {
        let text = spoilt(&good, &mut rng);
        let Ok(link) = Link::parse(&text) else {
            assert!(text.len() > 1000, "only length is a fault: {text:?}");
            refused += 1;
            continue;
        };
        for moment in link.fields.iter().filter(|(name, _)| name == "t").filter_map(|(_, value)| parse_moment(value)) {
            assert_eq!(parse_moment(&print_moment(moment)), Some(moment), "{text:?}");
            moments += 1;
        }
    }
    // Both come up often, or the strings would prove nothing.
    assert!(refused > 10 && moments > CASES / 10, "{refused} links were refused, {moments} moments were read");
}
