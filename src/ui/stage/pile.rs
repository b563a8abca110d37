//! A pile of loot: bars in stacks, each bar worth as much.

use leptos::prelude::*;

/// How many bars a stack has.
const STACK: u32 = 6;
/// How many bars there are at most.
pub const MOST: u32 = 36;
/// The size of a bar, and how far apart bars are, in units of the drawing.
const BAR: (u32, u32) = (22, 4);
const GAP: (u32, u32) = (3, 2);
/// The size of the whole pile, in the same.
const WIDTH: u32 = (BAR.0 + GAP.0) * MOST / STACK;
const HEIGHT: u32 = (BAR.1 + GAP.1) * STACK;

/// What a bar is worth, so that the largest of some piles has room: a round number.
pub fn worth(largest: u32) -> u32 {
    let round = [1, 2, 4, 5].map(|digit| move |power: u32| digit * 10_u32.pow(power));
    let mut all = (0..8).flat_map(|power| round.map(|of| of(power)));
    all.find(|worth| worth.saturating_mul(MOST) >= largest).unwrap_or(u32::MAX)
}

/// How many bars so many make: one at least, where there is anything.
pub const fn bars(count: u32, worth: u32) -> u32 {
    if count == 0 {
        0
    } else if count < worth {
        1
    } else {
        count / worth
    }
}

/// A pile of so many bars.
#[component]
pub fn Pile(
    /// How many.
    bars: Memo<u32>,
) -> AnyView {
    view! {
        <svg class="scene-pile" aria-hidden="true" viewBox=format!("0 0 {WIDTH} {HEIGHT}")>
            <path d=move || outline(bars.get())></path>
        </svg>
    }
    .into_any()
}

/// The bars, from the lowest of the first stack.
fn outline(bars: u32) -> String {
    let mut path = String::new();
    for number in 0..bars.min(MOST) {
        let (x, y) = (number / STACK * (BAR.0 + GAP.0), HEIGHT - (number % STACK + 1) * (BAR.1 + GAP.1));
        path += &format!("M{x} {y}h{}v{}h-{}z", BAR.0, BAR.1, BAR.0);
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
            assert!(bars(largest, worth) <= MOST, "{largest}");
            assert_eq!(bars(1, worth), 1);
        }
        assert_eq!((worth(143_990), bars(143_990, worth(143_990)), bars(0, 4_000)), (4_000, 35, 0));
    }

    #[test]
    fn a_bar_more_is_a_bar_more_drawn() {
        for n in 0..=MOST {
            assert_eq!(outline(n).matches('M').count() as u32, n);
        }
    }
}
