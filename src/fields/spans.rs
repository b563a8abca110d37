//! Spans in short, for tables of them.

use sim::wire::time::Duration;

/// So many seconds.
pub const fn s(n: u64) -> Duration {
    Duration::seconds(n)
}

/// So many minutes.
pub const fn m(n: u64) -> Duration {
    Duration::minutes(n)
}

/// So many hours.
pub const fn h(n: u64) -> Duration {
    Duration::hours(n)
}

/// So many days.
pub const fn d(n: u64) -> Duration {
    Duration::days(n)
}
