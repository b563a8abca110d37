//! The log: its lines on the page, as text and as JSON to take along, and as a table.

use super::words;
use crate::ui::format::moment;
use crate::ui::rich::plain;
use sim::stories::lifecycle::course::{Course, Line, Told};
use sim::wire::json::Value;
use sim::wire::time::START;

/// The most rows the table has: more would be no view but a burden. All of them are in the files.
const MOST_ROWS: usize = 400;

/// Whose line it is: the sign that it bears, and a word in the files.
pub fn kind(course: &Course, line: &Line) -> &'static str {
    match course.mark(line) {
        Some(mark) if mark.is_of_thief() => "thief",
        Some(mark) if !mark.is_of_key() => "token",
        _ => "key",
    }
}

/// The lines as text.
pub fn text<'a>(course: &Course, lines: impl Iterator<Item = &'a Line>) -> String {
    let mut text = String::new();
    for line in lines {
        text += &[moment(line.at).as_str(), "\t", kind(course, line), "\t", &plain(&words::line(course, line)), "\n"]
            .concat();
    }
    text.replace('\u{a0}', " ")
}

/// The lines as JSON.
pub fn json<'a>(course: &Course, lines: impl Iterator<Item = &'a Line>) -> String {
    let line = |line: &Line| {
        let mark = course.mark(line);
        let status = mark.map(|mark| mark.status).filter(|status| *status > 0);
        let number = |n: Option<u32>| n.map_or(Value::Null, |n| u64::from(n + 1).into());
        Value::object([
            ("time", (START + line.at).to_string().into()),
            ("of", kind(course, line).into()),
            ("status", status.map_or(Value::Null, |status| u64::from(status).into())),
            ("check", mark.and_then(|mark| mark.check).map_or(Value::Null, Value::from)),
            ("presented", number(mark.and_then(|mark| mark.token))),
            ("issued", number(mark.and_then(|mark| mark.issued))),
            ("key", if let Told::KeyEnded(key) = line.told { number(Some(key)) } else { Value::Null }),
            ("sentence", plain(&words::line(course, line)).replace('\u{a0}', " ").into()),
        ])
    };
    // A line each: a log is read by eyes and by `grep`, too.
    let lines: Vec<String> = lines.map(|one| line(one).to_string()).collect();
    ["[\n", &lines.join(",\n"), "\n]\n"].concat()
}

/// The lines as rows of a table.
pub fn rows<'a>(course: &Course, lines: impl Iterator<Item = &'a Line>) -> Vec<Vec<String>> {
    let row = |line: &Line| {
        let status = course.mark(line).map(|mark| mark.status).filter(|status| *status > 0);
        vec![
            moment(line.at),
            kind(course, line).into(),
            status.map(|status| status.to_string()).unwrap_or_default(),
            plain(&words::line(course, line)),
        ]
    };
    lines.take(MOST_ROWS).map(row).collect()
}
