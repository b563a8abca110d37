//! A demo's clock: where it stands, how fast it runs, what moves it.

use sim::wire::time::Duration;

/// How long the whole picture plays at the first pace, in milliseconds.
const WHOLE_MS: u64 = 20_000;
/// The longest stretch one frame may cover, in milliseconds: after a stall the demo goes on where
/// it was.
pub const LONGEST_FRAME_MS: u64 = 100;
/// With reduced motion time moves in steps of this many milliseconds.
pub const CALM_STEP_MS: u64 = 700;

/// How many steps a scrubber has.
pub const SCRUB_STEPS: u64 = 1000;

/// How fast time runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// The whole picture in twenty seconds.
    Whole,
    /// So much a second.
    PerSecond(Duration),
}

/// The paces that a reader can choose.
pub const PACES: [Pace; 6] = [
    Pace::Whole,
    Pace::PerSecond(Duration::minutes(1)),
    Pace::PerSecond(Duration::minutes(10)),
    Pace::PerSecond(Duration::hours(1)),
    Pace::PerSecond(Duration::hours(6)),
    Pace::PerSecond(Duration::days(1)),
];

/// A demo's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    /// The moment, from the start.
    pub now: Duration,
    /// The length of the picture.
    pub length: Duration,
    /// Whether time runs.
    pub playing: bool,
    /// Which of [`PACES`].
    pub pace: usize,
    /// Whether the reader has touched the demo. Until then it shows its first picture, and *play*
    /// starts at the beginning.
    pub touched: bool,
}

/// What a reader, or time itself, does to a demo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// Starts or stops the clock.
    Toggle,
    /// Stops, and goes to a moment.
    Go(Duration),
    /// Stops, and goes to so many [`SCRUB_STEPS`]th parts of the picture.
    Scrub(u64),
    /// One step on.
    Forward,
    /// One step back.
    Back,
    /// On to the next turning point.
    NextTurn,
    /// Back to the turning point before.
    PreviousTurn,
    /// So many milliseconds of the reader's time have passed.
    Tick(u64),
    /// Stops, where it is.
    Stop,
    /// Chooses one of [`PACES`].
    Pace(usize),
    /// Brings everything back.
    Reset,
}

impl Clock {
    /// A clock that stands at `now` and has not been touched.
    pub fn new(now: Duration, length: Duration) -> Self {
        Self { now: now.min(length), length, playing: false, pace: 0, touched: false }
    }

    /// Stops, and goes to a moment; past the end is the end.
    pub fn go(&mut self, to: Duration) {
        (self.playing, self.touched) = (false, true);
        self.now = to.min(self.length);
    }

    /// Stops, and goes to so many [`SCRUB_STEPS`]th parts of the picture.
    pub fn scrub(&mut self, steps: u64) {
        self.go(Duration::milliseconds(self.length.as_ms() * steps.min(SCRUB_STEPS) / SCRUB_STEPS));
    }

    /// Stops, and goes on to the next of these moments, or to the end.
    pub fn go_on(&mut self, moments: impl IntoIterator<Item = Duration>) {
        self.go(after(moments, self.now).unwrap_or(self.length));
    }

    /// Stops, and goes back to the last of these moments before this one, or to the start.
    pub fn go_back(&mut self, moments: impl IntoIterator<Item = Duration>) {
        self.go(before(moments, self.now).unwrap_or_default());
    }

    /// Starts or stops. At the end, and from the first picture, it starts at the beginning.
    pub fn toggle(&mut self) {
        if !self.playing && (!self.touched || self.now >= self.length) {
            self.now = Duration::ZERO;
        }
        (self.playing, self.touched) = (!self.playing, true);
    }

    /// Lets so many milliseconds of the reader's time pass. It stops at the end.
    pub fn tick(&mut self, real_ms: u64) {
        let passed_ms = match PACES[self.pace] {
            Pace::Whole => self.length.as_ms() * real_ms / WHOLE_MS,
            Pace::PerSecond(span) => span.as_ms() * real_ms / 1000,
        };
        self.now = (self.now + Duration::milliseconds(passed_ms)).min(self.length);
        self.playing &= self.now < self.length;
    }

    /// Does what a clock can do by itself. Steps and turning points are the demo's, and so is what reset brings back.
    pub fn act(&mut self, to: Move) {
        match to {
            Move::Toggle => self.toggle(),
            Move::Go(moment) => self.go(moment),
            Move::Scrub(steps) => self.scrub(steps),
            Move::Tick(real_ms) => self.tick(real_ms),
            Move::Stop => self.playing = false,
            Move::Pace(pace) => self.pace = pace.min(PACES.len() - 1),
            Move::Forward | Move::Back | Move::NextTurn | Move::PreviousTurn | Move::Reset => {}
        }
    }

    /// The picture has another length now; the moment stays, if it reaches that far.
    pub fn resize(&mut self, length: Duration) {
        self.length = length;
        self.now = self.now.min(length);
    }
}

/// The first of these moments that comes after `now`.
pub fn after(moments: impl IntoIterator<Item = Duration>, now: Duration) -> Option<Duration> {
    moments.into_iter().filter(|moment| *moment > now).min()
}

/// The last of these moments that comes before `now`.
pub fn before(moments: impl IntoIterator<Item = Duration>, now: Duration) -> Option<Duration> {
    moments.into_iter().filter(|moment| *moment < now).max()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clock() -> Clock {
        Clock::new(Duration::hours(10), Duration::hours(20))
    }

    #[test]
    fn play_starts_at_the_beginning_from_the_first_picture_and_from_the_end() {
        let mut clock = clock();
        clock.toggle();
        assert_eq!((clock.now, clock.playing), (Duration::ZERO, true));
        clock.go(Duration::hours(5));
        clock.toggle();
        assert_eq!((clock.now, clock.playing), (Duration::hours(5), true));
        clock.go(Duration::hours(99));
        assert_eq!((clock.now, clock.playing), (Duration::hours(20), false));
        clock.toggle();
        assert_eq!((clock.now, clock.playing), (Duration::ZERO, true));
    }

    #[test]
    fn the_whole_picture_takes_twenty_seconds_and_then_it_stops() {
        let mut clock = clock();
        clock.toggle();
        clock.tick(10_000);
        assert_eq!((clock.now, clock.playing), (Duration::hours(10), true));
        clock.tick(10_000);
        assert_eq!((clock.now, clock.playing), (Duration::hours(20), false));
    }

    #[test]
    fn a_pace_is_so_much_a_second() {
        let mut clock = clock();
        (clock.now, clock.pace) = (Duration::ZERO, 3);
        clock.tick(2500);
        assert_eq!(clock.now, Duration::minutes(150));
    }
}
