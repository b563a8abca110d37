//! How long owners take: the delay until a leak is noticed, drawn from a distribution.
//!
//! Integers only, logarithms too: the standard library's differ from machine to machine in the last digit, and the
//! same seed has to give the same leaks everywhere.

use crate::stories::loss::FOLLOWED;
use crate::wire::rng::Rng;
use crate::wire::time::Duration;

/// Where the delays come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// Secrets that still worked after a month (Truffle Security, 2024).
    Revoked,
    /// Secrets that still stood in their repository after 16 days (Meli, McNiece, Reaves, NDSS 2019).
    Removed,
    /// A provider's own scanner (Xebia, 2023): one measurement.
    Scanner,
    /// A figure of one's own.
    Own,
}

/// Every source, in the order of the choice.
pub const SOURCES: [Source; 4] = [Source::Revoked, Source::Removed, Source::Scanner, Source::Own];

/// What a source says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure {
    /// So many of a hundred leaks were still open after a span. Made into a distribution by the least that can be
    /// added: at every moment, the same chance to be noticed.
    StillOpen(u32, Duration),
    /// Every leak is noticed after this span.
    Always(Duration),
}

impl Source {
    /// What it says; `half_within` is the figure of [`Source::Own`].
    pub const fn figure(self, half_within: Duration) -> Figure {
        match self {
            Self::Revoked => Figure::StillOpen(74, Duration::days(31)),
            Self::Removed => Figure::StillOpen(81, Duration::days(16)),
            Self::Scanner => Figure::Always(Duration::seconds(67)),
            Self::Own => Figure::StillOpen(50, half_within),
        }
    }
}

/// Nobody notices sooner: the quickest thief needs as long to find it.
const SOONEST: Duration = Duration::minutes(1);

impl Figure {
    /// Draws a delay in whole seconds. One that is longer than leaks are followed is cut off there.
    pub fn draw(self, rng: &mut Rng) -> Duration {
        match self {
            Self::StillOpen(percent, span) => {
                // With the same chance at every moment, a share of `percent` is open after one span, its square after
                // two. So a share drawn evenly is reached after as many spans as its logarithm has of `percent`'s.
                let share = rng.below(1 << 32) + 1;
                let spans = (32 << BITS) - log2(share);
                let delay_s = span.as_s() * spans / (log2(100) - log2(u64::from(percent)));
                Duration::seconds(delay_s).max(SOONEST).min(FOLLOWED)
            }
            Self::Always(span) => span,
        }
    }
}

/// Binary digits after the point.
const BITS: u32 = 24;

/// The binary logarithm of a number that is not 0, as a whole number of 2⁻²⁴, by squaring: each square doubles the
/// logarithm, and so brings out its next digit.
pub const fn log2(n: u64) -> u64 {
    let whole = n.ilog2();
    let mut digits = whole as u64;
    // Between 1 and 2, with 31 binary digits after the point.
    let mut mantissa = (n << (63 - whole)) >> 32;
    let mut i = 0;
    while i < BITS {
        mantissa = (mantissa * mantissa) >> 31;
        let digit = mantissa >> 32;
        mantissa >>= digit;
        digits = (digits << 1) | digit;
        i += 1;
    }
    digits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_logarithm_is_the_logarithm() {
        for n in [1, 2, 3, 10, 74, 81, 100, 1023, 1024, 460_000, u64::from(u32::MAX), 1 << 32, u64::MAX] {
            let (ours, theirs) = (log2(n) as f64 / f64::from(1 << BITS), (n as f64).log2());
            assert!((ours - theirs).abs() < 1e-6, "{n}: {ours} {theirs}");
        }
        assert_eq!((log2(1), log2(2), log2(1 << 32)), (0, 1 << BITS, 32 << BITS));
    }

    #[test]
    fn as_many_are_open_after_the_span_as_the_source_says() {
        let hour = Duration::hours(1);
        for (source, half_within) in SOURCES.map(|source| (source, hour)).into_iter().chain([(Source::Own, FOLLOWED)]) {
            let mut rng = Rng::new(1);
            let figure = source.figure(half_within);
            let drawn: Vec<Duration> = (0..100_000).map(|_| figure.draw(&mut rng)).collect();
            assert!(drawn.iter().all(|delay| (SOONEST..=FOLLOWED).contains(delay)));
            match figure {
                Figure::Always(span) => assert!(drawn.iter().all(|delay| *delay == span)),
                Figure::StillOpen(percent, span) => {
                    let open = drawn.iter().filter(|delay| **delay >= span).count();
                    // Four standard deviations of a count of 100,000 are 632 at most.
                    assert!(open.abs_diff(percent as usize * 1000) < 640, "{source:?}: {open} of 100,000");
                    // The same chance at every moment: after half the span, the square root of that share is open.
                    let half = drawn.iter().filter(|delay| delay.as_ms() * 2 >= span.as_ms()).count() as u64;
                    assert!((half * half / 1000).abs_diff(u64::from(percent) * 100_000) < 150_000, "{half}");
                }
            }
        }
    }
}
