//! The demo's longer words, a line each: what each step is about, and what there is to learn from each way to break a
//! flow.

use sim::stories::protocols::run::{Act, Sabotage};

/// In the order of [`Act`]: a step's title, and what to see in it.
const ACTS: &str = include_str!("acts.txt");
/// In the order of [`Sabotage`]: what there is to learn if it is stopped, and if it succeeds.
const SABOTAGES: &str = include_str!("sabotages.txt");

/// The cells of a line.
fn cells<const N: usize>(table: &'static str, line: usize) -> [&'static str; N] {
    let mut cells = table.lines().nth(line).unwrap_or_default().split(" |").map(str::trim);
    core::array::from_fn(|_| cells.next().unwrap_or_default())
}

/// A step's title, and what to see in it.
pub fn act(act: Act) -> [&'static str; 2] {
    cells(ACTS, act as usize)
}

/// A way to break a flow: what there is to learn if it is stopped, and if it succeeds.
pub fn broken(sabotage: Sabotage) -> [&'static str; 2] {
    cells(SABOTAGES, sabotage as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_a_line_for_each() {
        for (table, lines, cells) in [(ACTS, Act::ThiefPoll as usize + 1, 2), (SABOTAGES, Sabotage::ALL.len(), 2)] {
            assert_eq!(table.lines().count(), lines);
            assert!(table.lines().all(|line| line.split(" |").count() == cells));
        }
    }
}
