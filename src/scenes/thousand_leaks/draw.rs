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
    // From the middle of a row to both sides, so that the last one stands in the middle as well.
    let (row, number) = (slot / ROW, slot % ROW);
    let place = if number % 2 == 0 { ROW / 2 + number / 2 } else { ROW / 2 - number.div_ceil(2) };
    format!("M{} {}h0", left(pile) + place * APART, level(row))
}

/// The whole rows of a pile of so many dots: lines, of which dashes make dots.
pub fn rows(pile: usize, dots: u32) -> String {
    let line = |row| format!("M{} {}h{}", left(pile), level(row), (ROW - 1) * APART);
    (0..dots / ROW).map(line).collect()
}

/// Its last row, which is not whole.
pub fn rest(pile: usize, dots: u32) -> String {
    (dots / ROW * ROW..dots).map(|slot| dot(pile, slot)).collect()
}

fn left(pile: usize) -> u32 {
    PILE * pile as u32 + 6
}

fn level(row: u32) -> u32 {
    HEIGHT - 3 - row * APART
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
        let mut places: Vec<_> = (0..1000).map(|slot| place(&dot(3, slot))).collect();
        assert!(places.iter().all(|(x, y)| *x < WIDTH && (1..HEIGHT).contains(y)));
        places.sort_unstable();
        places.dedup();
        assert_eq!(places.len(), 1000);
    }

    #[test]
    fn a_pile_is_where_its_dots_are() {
        for dots in [0, 1, ROW - 1, ROW, 5 * ROW + 3] {
            let mut apart: Vec<_> = (0..dots).map(|slot| place(&dot(2, slot))).collect();
            let (rows, rest) = (rows(2, dots), rest(2, dots));
            let whole = rows.split('M').skip(1).map(place);
            let whole = whole.flat_map(|(x, y)| (0..ROW).map(move |number| (x + number * APART, y)));
            let mut drawn: Vec<_> = whole.chain(rest.split('M').skip(1).map(place)).collect();
            apart.sort_unstable();
            drawn.sort_unstable();
            assert_eq!(drawn, apart, "{dots}");
        }
    }

    /// Where a line of a path begins.
    fn place(line: &str) -> (u32, u32) {
        let (x, y) = line.trim_start_matches('M').split_once(' ').unwrap();
        (x.parse().unwrap(), y.split('h').next().unwrap().parse().unwrap())
    }

    #[test]
    fn a_dot_begins_above_the_drawing_and_ends_in_its_place() {
        assert_eq!((above(0), above(FALL_MS), above(FALL_MS + 9)), (u64::from(HEIGHT), 0, 0));
        assert!((1..FALL_MS).all(|ms| above(ms) <= above(ms - 1)));
    }
}
