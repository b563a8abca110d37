//! Makes a failing list of steps short. Steps speak of each other by name, and one that speaks of what is not there
//! is left out, so any part of a list is a list.

use super::drive::{Fault, History};
use super::model::Setup;
use super::step::{Act, Step};

/// Plays the steps. Gives the index of the one that went wrong, and how.
pub fn play(setup: Setup, steps: &[Step]) -> Result<History, (usize, Fault)> {
    let mut history = History::new(setup);
    for (index, step) in steps.iter().enumerate() {
        history.take(step).map_err(|fault| (index, fault))?;
    }
    Ok(history)
}

/// The steps without those that the fault does not need: first large parts are taken out, then smaller ones, until
/// not a single one can go.
pub fn shrink(setup: Setup, steps: &[Step]) -> Vec<Step> {
    let mut steps = steps.to_vec();
    loop {
        let before = steps.len();
        let mut part = steps.len().div_ceil(2);
        while part > 0 {
            let mut start = 0;
            while start < steps.len() {
                let mut fewer = steps.clone();
                fewer.drain(start..steps.len().min(start + part));
                match play(setup, &fewer) {
                    Err((index, _)) => {
                        fewer.truncate(index + 1);
                        steps = fewer;
                    }
                    Ok(_) => start += part,
                }
            }
            part /= 2;
        }
        join_waits(setup, &mut steps);
        cut_chains(setup, &mut steps);
        if steps.len() == before {
            return steps;
        }
    }
}

/// Two waits are one, at the place of the later one.
fn join_waits(setup: Setup, steps: &mut Vec<Step>) {
    let mut last: Option<usize> = None;
    let mut index = 0;
    while index < steps.len() {
        let Act::Wait { ms: second } = steps[index].act else {
            index += 1;
            continue;
        };
        if let Some(earlier) = last
            && let Act::Wait { ms: first } = steps[earlier].act
        {
            let mut fewer = steps.clone();
            fewer[index].act = Act::Wait { ms: first + second };
            fewer.remove(earlier);
            if play(setup, &fewer).is_err() {
                *steps = fewer;
                last = Some(index - 1);
                continue;
            }
        }
        last = Some(index);
        index += 1;
    }
}

/// A refresh or a rotation may only be there to make what the next step takes: what it took itself may do as well.
fn cut_chains(setup: Setup, steps: &mut Vec<Step>) {
    let mut index = 0;
    while index < steps.len() {
        if let Some(source) = steps[index].act.made_from() {
            let mut fewer = steps.clone();
            let gone = fewer.remove(index);
            fewer[index..].iter_mut().for_each(|step| step.act.rename(gone.number, source));
            if play(setup, &fewer).is_err() {
                *steps = fewer;
                continue;
            }
        }
        index += 1;
    }
}

/// The failure as a test that plays it again.
pub fn print(setup: Setup, steps: &[Step], fault: &str) -> String {
    let mut text = format!("    // {}\n", fault.replace('\n', "\n    // "));
    text += &format!("    replay(\n        {setup:?},\n        &[\n");
    for step in steps {
        text += &format!("            step({}, {:?}, {:?}),\n", step.number, step.from, step.act);
    }
    text + "        ],\n    );\n"
}
