//! Virtual time: integer milliseconds, handed in by whoever runs the world.

use core::fmt;
use core::ops::{Add, AddAssign, Sub};

/// A moment on the virtual clock: milliseconds since the Unix epoch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(u64);

/// A span of virtual time, in milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Duration(u64);

/// Where every simulation begins: Monday, 2 March 2026, 00:00 UTC. Ada signs in, the key is made.
pub const START: Instant = Instant::from_unix_s(1_772_409_600);

impl Instant {
    /// The moment `seconds` after the Unix epoch.
    pub const fn from_unix_s(seconds: u64) -> Self {
        Self(seconds * 1000)
    }

    /// The moment so many milliseconds after the Unix epoch.
    pub const fn from_unix_ms(ms: u64) -> Self {
        Self(ms)
    }

    /// Whole seconds since the Unix epoch, the `NumericDate` of RFC 7519 §2.
    pub const fn unix_s(self) -> u64 {
        self.0 / 1000
    }

    /// Milliseconds since the Unix epoch.
    pub const fn unix_ms(self) -> u64 {
        self.0
    }

    /// How long after `earlier` this is; zero if it is not after it.
    pub const fn since(self, earlier: Self) -> Duration {
        Duration(self.0.saturating_sub(earlier.0))
    }

    /// The calendar date (year, month, day), by Howard Hinnant's days-to-civil reckoning.
    pub const fn date(self) -> (u64, u64, u64) {
        let days = self.0 / 86_400_000 + 719_468;
        let era = days / 146_097;
        let day_of_era = days % 146_097;
        let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
        let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
        let year = year_of_era + era * 400 + (month <= 2) as u64;
        (year, month, day)
    }

    /// The time of day in UTC, `hh:mm:ss`.
    pub fn time_of_day(self) -> String {
        let s = self.unix_s() % 86_400;
        format!("{:02}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60)
    }
}

/// RFC 3339 in UTC, to the second: `2026-03-02T09:51:12Z`.
impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.date();
        write!(f, "{year:04}-{month:02}-{day:02}T{}Z", self.time_of_day())
    }
}

impl Add<Duration> for Instant {
    type Output = Self;
    fn add(self, span: Duration) -> Self {
        Self(self.0.saturating_add(span.0))
    }
}

impl AddAssign<Duration> for Instant {
    fn add_assign(&mut self, span: Duration) {
        *self = *self + span;
    }
}

impl Sub<Duration> for Instant {
    type Output = Self;
    fn sub(self, span: Duration) -> Self {
        Self(self.0.saturating_sub(span.0))
    }
}

impl Duration {
    /// No time at all.
    pub const ZERO: Self = Self(0);

    /// A span of so many milliseconds.
    pub const fn milliseconds(n: u64) -> Self {
        Self(n)
    }
    /// A span of so many seconds.
    pub const fn seconds(n: u64) -> Self {
        Self(n * 1000)
    }
    /// A span of so many minutes.
    pub const fn minutes(n: u64) -> Self {
        Self::seconds(n * 60)
    }
    /// A span of so many hours.
    pub const fn hours(n: u64) -> Self {
        Self::minutes(n * 60)
    }
    /// A span of so many days of 24 hours.
    pub const fn days(n: u64) -> Self {
        Self::hours(n * 24)
    }

    /// In whole seconds, rounded up: what `Retry-After` has to say.
    pub const fn as_s_up(self) -> u64 {
        self.0.div_ceil(1000)
    }
    /// In milliseconds.
    pub const fn as_ms(self) -> u64 {
        self.0
    }
    /// In whole seconds, rounded down.
    pub const fn as_s(self) -> u64 {
        self.0 / 1000
    }

    /// The larger of the two.
    pub fn max(self, other: Self) -> Self {
        Ord::max(self, other)
    }

    /// Reads a span as people write it in a link: whole numbers with `d`, `h`, `m`, `s`, largest
    /// first, each once: `24h`, `1h30m`, `2d`. `None` for anything else, and past 100 years.
    pub fn parse(text: &str) -> Option<Self> {
        let mut rest = text;
        let mut total_s: u64 = 0;
        for (unit, seconds) in UNITS {
            let Some((digits, after)) = rest.split_once(unit) else { continue };
            if digits.is_empty() || digits.len() > 10 || !digits.bytes().all(|b| b.is_ascii_digit()) {
                return None;
            }
            total_s += digits.parse::<u64>().ok()? * seconds;
            rest = after;
        }
        let whole = rest.is_empty() && !text.is_empty() && total_s <= 100 * 366 * 86_400;
        whole.then_some(Self::seconds(total_s))
    }
}

const UNITS: [(char, u64); 4] = [('d', 86_400), ('h', 3600), ('m', 60), ('s', 1)];

/// The form that [`Duration::parse`] reads: `24h`, `1h30m`; days from two on (`2d`).
impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut left = self.as_s();
        if left == 0 {
            return f.write_str("0s");
        }
        for (unit, seconds) in UNITS {
            let n = left / seconds;
            if n == 0 || (unit == 'd' && n < 2) {
                continue;
            }
            write!(f, "{n}{unit}")?;
            left %= seconds;
        }
        Ok(())
    }
}

impl Add for Duration {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sub for Duration {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_reads_as_rfc_3339() {
        assert_eq!(Instant::from_unix_s(0).to_string(), "1970-01-01T00:00:00Z");
        assert_eq!(Instant::from_unix_s(951_782_400).to_string(), "2000-02-29T00:00:00Z");
        assert_eq!(Instant::from_unix_s(1_772_445_072).to_string(), "2026-03-02T09:51:12Z");
        assert_eq!(Instant::from_unix_s(4_107_542_399).to_string(), "2100-02-28T23:59:59Z");
    }

    #[test]
    fn a_span_is_written_as_it_is_read() {
        for text in ["0s", "5m", "1h", "24h", "1h30m", "26h", "2d", "30d", "2d3h4m5s"] {
            let span = Duration::parse(text).expect(text);
            assert_eq!(Duration::parse(&span.to_string()), Some(span), "{text}");
        }
        assert_eq!(Duration::parse("24h"), Some(Duration::days(1)));
        assert_eq!(Duration::days(1).to_string(), "24h");
        assert_eq!(Duration::parse("2d"), Some(Duration::hours(48)));
    }

    #[test]
    fn nonsense_is_no_span() {
        for text in ["", "1", "h", "1x", "-1h", "1.5h", "1m1h", "1h1h", " 1h", "99999999999h", "٣h", "9999999999d"] {
            assert_eq!(Duration::parse(text), None, "{text}");
        }
    }
}
