//! A pile of loot: bars in stacks, each bar worth as much. The last one may be a part of a bar.

use leptos::prelude::*;

use crate::ui::slice::Slice;

/// How many bars a stack has.
const STACK: u32 = 9;
/// How many bars there are at most.
pub const MOST: u32 = 36;
/// The size of a bar, and how far apart bars are, in units of the drawing.
const BAR: (u32, u32) = (24, 4);
const GAP: (u32, u32) = (3, 2);
/// The size of the whole pile, in the same.
const WIDTH: u32 = (BAR.0 + GAP.0) * MOST / STACK;
const HEIGHT: u32 = (BAR.1 + GAP.1) * STACK + FLOOR;
/// What it stands on.
const FLOOR: u32 = 2;

/// What a bar is worth, so that the largest of some piles has room: a round number.
pub fn worth(largest: u32) -> u32 {
    let round = [1, 2, 4, 5].map(|digit| move |power: u32| digit * 10_u32.pow(power));
    let mut all = (0..8).flat_map(|power| round.map(|of| of(power)));
    all.find(|worth| worth.saturating_mul(MOST) >= largest).unwrap_or(u32::MAX)
}

/// How many quarters of a bar so many make: one at least, where there is anything.
pub const fn quarters(count: u32, worth: u32) -> u32 {
    let quarters = (count as u64 * 4 / worth as u64) as u32;
    if quarters == 0 && count > 0 { 1 } else { quarters }
}

/// A pile of so many quarters of a bar.
#[component]
pub fn Pile(
    /// How many.
    quarters: Slice<u32>,
) -> AnyView {
    view! {
        <svg class="scene-pile" aria-hidden="true" viewBox=format!("0 0 {WIDTH} {HEIGHT}")>
            <path class="floor" d=format!("M0 {}h{WIDTH}v{FLOOR}h-{WIDTH}z", HEIGHT - FLOOR)></path>
            <path d=move || outline(quarters.get())></path>
        </svg>
    }
    .into_any()
}

/// The bars, from the lowest of the first stack.
fn outline(quarters: u32) -> String {
    let mut path = String::new();
    for number in 0..quarters.div_ceil(4).min(MOST) {
        let (x, y) = (number / STACK * (BAR.0 + GAP.0), HEIGHT - FLOOR - (number % STACK + 1) * (BAR.1 + GAP.1));
        let width = (quarters - number * 4).min(4) * BAR.0 / 4;
        path += &format!("M{x} {y}h{width}v{}h-{width}z", BAR.1);
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_pile_has_room_and_the_least_is_seen() {
        for largest in [0, 1, 36, 37, 143_990, 360_000, 460_000] {
            let worth = worth(largest);
            assert!(quarters(largest, worth) <= 4 * MOST, "{largest}");
            assert!(quarters(1, worth) > 0);
        }
        assert_eq!((worth(143_990), quarters(143_990, 4_000), quarters(0, 4_000)), (4_000, 4 * 36 - 1, 0));
        assert_eq!([1, 1_000, 4_000, 15_000].map(|count| quarters(count, 10_000)), [1, 1, 1, 6]);
    }

    #[test]
    fn a_bar_more_is_a_bar_more_drawn_and_a_part_is_a_narrow_one() {
        for n in 0..=MOST {
            assert_eq!(outline(4 * n).matches('M').count() as u32, n);
        }
        assert_eq!(
            outline(5),
            [outline(4), outline(1).replace(&format!(" {}", HEIGHT - 8), &format!(" {}", HEIGHT - 14))].concat()
        );
    }
}
