//! Numbers, spans and moments as the page shows them.

use sim::wire::time::Duration;

/// A whole number with its digits in groups of three, apart by a narrow space: `143 990`.
pub fn count(n: u64) -> String {
    let digits = n.to_string();
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    text
}

/// A span in its two largest units: `9 h 17 min`, `26 min`, `2 days 3 h`.
pub fn span(span: Duration) -> String {
    let s = span.as_s();
    // A no-break space keeps a number with its unit.
    let join = |large: u64, unit: &str, small: u64, small_unit: &str| match (large, small) {
        (_, 0) => format!("{large}\u{a0}{unit}"),
        _ => format!("{large}\u{a0}{unit} {small}\u{a0}{small_unit}"),
    };
    match s {
        0..60 => format!("{s}\u{a0}s"),
        60..3600 => join(s / 60, "min", if s < 600 { s % 60 } else { 0 }, "s"),
        3600..172_800 => join(s / 3600, "h", s / 60 % 60, "min"),
        _ => join(s / 86_400, "days", s / 3600 % 24, "h"),
    }
}

/// A moment on the demo's clock: `09:51:12`, and from the second day on `day 2, 03:00:00`.
pub fn moment(since_start: Duration) -> String {
    let s = since_start.as_s();
    let clock = format!("{:02}:{:02}:{:02}", s / 3600 % 24, s / 60 % 60, s % 60);
    match s / 86_400 {
        0 => clock,
        days => format!("day\u{a0}{}, {clock}", days + 1),
    }
}

/// How many times as much, to a tenth under ten.
pub fn ratio(more: u32, less: u32) -> String {
    let (more, less) = (u64::from(more), u64::from(less));
    let tenths = more * 10 / less;
    match tenths {
        0..100 => format!("{}.{}×", tenths / 10, tenths % 10),
        _ => format!("{}×", count(tenths / 10)),
    }
}

/// Whether two numbers are so near that [`ratio`] would say `1.0×`: then nothing worth telling differs.
pub fn is_near(a: u32, b: u32) -> bool {
    let (more, less) = (u64::from(a.max(b)), u64::from(a.min(b)));
    less > 0 && more * 10 / less == 10
}

/// A figure and the sentence beside it, as one to be heard. Where the sentence does not go on from the figure, it says
/// all by itself.
pub fn with_figure(figure: &str, sentence: &str) -> String {
    let goes_on = sentence.as_bytes().first().is_some_and(u8::is_ascii_lowercase);
    if goes_on { [figure, " ", sentence].concat() } else { sentence.to_owned() }
}

/// So many hundredths of a percent, as SVG takes them: `12.34%`. Integers, since the code that
/// prints floats weighs 9 KB.
pub fn percent(hundredths: u64) -> String {
    format!("{}.{:02}%", hundredths / 100, hundredths % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_stand_in_groups() {
        assert_eq!(
            [0, 999, 1000, 143_990, 1_000_000].map(count),
            ["0", "999", "1\u{202f}000", "143\u{202f}990", "1\u{202f}000\u{202f}000"]
        );
    }

    #[test]
    fn near_is_what_a_ratio_cannot_tell_apart() {
        assert!(is_near(70, 70) && is_near(1099, 1000) && is_near(1000, 1099));
        assert!(!is_near(1100, 1000) && !is_near(0, 0) && !is_near(5, 0));
        assert_eq!([ratio(1099, 1000), ratio(1100, 1000)], ["1.0×", "1.1×"]);
    }

    #[test]
    fn spans_read_in_two_units() {
        let read = |s| span(Duration::seconds(s)).replace('\u{a0}', " ");
        assert_eq!(read(0), "0 s");
        assert_eq!(read(26 * 60), "26 min");
        assert_eq!(read(125), "2 min 5 s");
        assert_eq!(read(9 * 3600 + 17 * 60 + 5), "9 h 17 min");
        assert_eq!(read(24 * 3600), "24 h");
        assert_eq!(read(51 * 3600), "2 days 3 h");
    }

    #[test]
    fn a_figure_is_heard_where_the_sentence_goes_on_from_it() {
        assert_eq!(with_figure("2.5×", "less was lost."), "2.5× less was lost.");
        assert_eq!(with_figure("…", "No leak is computed yet."), "No leak is computed yet.");
    }

    #[test]
    fn moments_name_their_day_from_the_second_on() {
        assert_eq!(moment(Duration::seconds(35_472)), "09:51:12");
        assert_eq!(moment(Duration::hours(25)).replace('\u{a0}', " "), "day 2, 01:00:00");
    }
}
