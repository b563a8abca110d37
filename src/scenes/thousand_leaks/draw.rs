//! Where dots are drawn: piles of rows, four beside one another.

use super::model::{FALL_MS, PILES};

/// How many dots a row of a pile has.
const ROW: u32 = 28;
/// How far apart dots are, in units of the drawing.
const APART: u32 = 4;
/// How wide the room of a pile is.
const PILE: u32 = ROW * APART + 8;
/// The size of the drawing.
pub const WIDTH: u32 = PILE * PILES as u32;
/// The same.
pub const HEIGHT: u32 = 1000_u32.div_ceil(ROW) * APART + 4;

/// A dot on a pile, by how many lie below and before it.
pub fn dot(pile: usize, slot: u32) -> String {
    let row = slot / ROW;
    // Those that fall together lie apart: 11 and 28 have no divisor in common.
    let x = PILE * pile as u32 + 6 + (slot * 11 + row * 5) % ROW * APART;
    let y = HEIGHT - 3 - row * APART;
    format!("M{x} {y}h0")
}

/// A pile of so many dots.
pub fn pile(pile: usize, dots: u32) -> String {
    (0..dots).map(|slot| dot(pile, slot)).collect()
}

/// How far above its place a dot is after so many milliseconds: it falls faster and faster.
pub fn above(fallen_ms: u64) -> u64 {
    let fallen = fallen_ms.min(FALL_MS);
    u64::from(HEIGHT) * (FALL_MS * FALL_MS - fallen * fallen) / (FALL_MS * FALL_MS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thousand_dots_have_room_on_one_pile_and_each_its_place() {
        let mut places: Vec<String> = (0..1000).map(|slot| dot(3, slot)).collect();
        assert_eq!(pile(3, 1000), places.concat());
        for place in &places {
            let (x, y) = place[1..].split_once(' ').unwrap();
            assert!(x.parse::<u32>().unwrap() < WIDTH && y.trim_end_matches("h0").parse::<u32>().unwrap() > 1);
        }
        places.sort_unstable();
        places.dedup();
        assert_eq!(places.len(), 1000);
    }

    #[test]
    fn a_dot_begins_above_the_drawing_and_ends_in_its_place() {
        assert_eq!((above(0), above(FALL_MS), above(FALL_MS + 9)), (u64::from(HEIGHT), 0, 0));
        assert!((1..FALL_MS).all(|ms| above(ms) <= above(ms - 1)));
    }
}
