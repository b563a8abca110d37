//! The demo's state: what it is made from, where its clock stands, what is opened. Pure; the view calls these methods
//! and shows what they say.

use std::sync::Arc;

use super::bands;
use super::draw::Window;
use super::lessons::LESSONS;
use super::log;
use crate::ui::drawing::Drawing;
use crate::ui::state::{Common, Model};
use crate::ui::timeline::{Clock, Move};
use sim::stories::lifecycle::course::{Course, Filter, Line};
use sim::stories::lifecycle::picture::Picture;
use sim::stories::lifecycle::plan::{Events, Happening, Settings};
use sim::wire::time::{Duration, START};

/// How many lines of the log are shown, and by how many they move on.
pub const LOG_LINES: usize = 13;
const LOG_PAGE: usize = 7;
/// How many pairs the tree shows, and by how many it moves on.
pub const TREE_NODES: usize = 8;
const TREE_PAGE: usize = 4;

/// The demo's state.
#[derive(Clone, Debug)]
pub struct Lifecycle {
    /// What settings and events decide.
    pub course: Arc<Course>,
    /// Where the clock stands.
    pub clock: Clock,
    /// How much is shown at once; zero is all.
    pub zoom: Duration,
    /// What is true at this moment.
    pub picture: Arc<Picture>,
    /// The page that is shown, drawn.
    pub page: Arc<Page>,
    /// Which lines of the log are shown.
    pub filter: Filter,
    /// Those lines, by their numbers.
    pub lines: Arc<Vec<u32>>,
    /// Those lines as rows of a table.
    pub table: Arc<Vec<Vec<String>>>,
    /// The pairs of tokens that the reader has opened: the last one, and the one before. Without, the app's own.
    pub opened: [Option<u32>; 2],
    /// What would be added.
    pub adding: Happening,
    /// What every demo has.
    pub common: Common,
}

/// A page of the picture.
#[derive(Debug)]
pub struct Page {
    /// What it shows.
    pub window: Window,
    /// What fills the bands, and their lines and words.
    pub bands: [Drawing; 2],
    /// The flags of what the reader wanted to happen.
    pub flags: Drawing,
    /// What ended a family, in words, each with its moment.
    pub notes: Vec<(Duration, String)>,
}

impl Page {
    fn new(course: &Course, window: Window) -> Self {
        let bands = bands::layers(course, window);
        Self {
            window,
            bands: [bands.fills, bands.lines].map(Drawing::new),
            flags: Drawing::new(bands::flags(course, window)),
            notes: bands::notes(course, window),
        }
    }
}

impl Default for Lifecycle {
    fn default() -> Self {
        Self::of_lesson(0)
    }
}

impl Lifecycle {
    /// The demo with these settings and events at this moment.
    pub fn new(settings: Settings, events: Events, now: Duration) -> Self {
        let course = Arc::new(Course::new(settings, events));
        let clock = Clock::new(now, settings.length);
        let window = Window::at(clock.now, settings.length, Duration::ZERO);
        let page = Arc::new(Page::new(&course, window));
        let picture = Arc::new(Picture::new(&course, clock.now, [None; 2]));
        let mut state = Self {
            course,
            clock,
            zoom: Duration::ZERO,
            picture,
            page,
            filter: Filter::All,
            lines: Arc::default(),
            table: Arc::default(),
            opened: [None; 2],
            adding: Happening::RefreshStolen,
            common: Common::default(),
        };
        state.look(true);
        state
    }

    /// A lesson at its telling moment.
    pub fn of_lesson(number: usize) -> Self {
        let lesson = &LESSONS[number.min(LESSONS.len() - 1)];
        Self::new(lesson.settings, lesson.plan(), lesson.moment)
    }

    /// The lesson that this is, if it is one to the letter.
    pub fn lesson(&self) -> Option<usize> {
        let same = |lesson: &super::lessons::Lesson| {
            let settings = Settings { seed: lesson.settings.seed, ..self.course.settings };
            settings == lesson.settings && self.course.events == lesson.plan()
        };
        LESSONS.iter().position(same)
    }

    /// Its settings.
    pub fn settings(&self) -> Settings {
        self.course.settings
    }

    /// Changes the settings and recomputes everything. The moment stays, if the new history reaches that far.
    pub fn set(&mut self, change: &dyn Fn(&mut Settings)) {
        let mut settings = self.settings();
        change(&mut settings);
        self.rerun(settings, self.course.events);
    }

    /// Changes what happens, and recomputes everything after it.
    pub fn plan(&mut self, change: &dyn Fn(&mut Events)) {
        let mut events = self.course.events;
        change(&mut events);
        self.rerun(self.settings(), events);
    }

    fn rerun(&mut self, settings: Settings, events: Events) {
        self.clock.touched = true;
        if settings != self.course.settings || events != self.course.events {
            self.course = Arc::new(Course::new(settings, events));
            self.clock.resize(settings.length);
            let there = |number: &u32| (*number as usize) < self.course.history.issues().len();
            self.opened = self.opened.map(|number| number.filter(there));
            self.look(true);
        }
    }

    /// Takes over a lesson.
    pub fn take_lesson(&mut self, number: usize) {
        if number < LESSONS.len() {
            self.replace(Self { filter: self.filter, ..Self::of_lesson(number) });
            self.clock.touched = true;
            self.look(true);
        }
    }

    /// Lets what is chosen happen at this moment.
    pub fn add_here(&mut self) {
        let (now, adding) = (self.whole_second(), self.adding);
        self.plan(&|events| {
            events.add(now, adding);
        });
    }

    /// Moves an event to this moment.
    pub fn move_here(&mut self, index: usize) {
        let now = self.whole_second();
        self.plan(&|events| {
            if let Some((_, what)) = events.remove(index) {
                events.add(now, what);
            }
        });
    }

    /// Takes an event away.
    pub fn remove(&mut self, index: usize) {
        self.plan(&|events| {
            events.remove(index);
        });
    }

    /// What a link can say again: no parts of a second.
    fn whole_second(&self) -> Duration {
        Duration::seconds(self.clock.now.as_s())
    }

    /// Opens a pair of tokens; the one that was opened before stands beside it.
    pub fn open(&mut self, number: u32) {
        self.clock.touched = true;
        if self.opened[0] != Some(number) && (number as usize) < self.course.history.issues().len() {
            self.opened = [Some(number), self.opened[0].or_else(|| self.cards()[0].filter(|own| *own != number))];
        }
        self.look(true);
    }

    /// The pairs that stand side by side: those that were opened, or the app's own (its last, if it has none) and its
    /// parent.
    pub fn cards(&self) -> [Option<u32>; 2] {
        let now = START + self.clock.now;
        let first = self.opened[0].unwrap_or_else(|| {
            let issues = self.course.history.issues();
            let so_far = issues.partition_point(|(issue, _)| issue.at <= now);
            let own = issues[..so_far].iter().rposition(|(issue, _)| !issue.who.is_thief() && !issue.lost);
            own.unwrap_or_default() as u32
        });
        let parent = || self.course.issue(first).and_then(|issue| issue.parent);
        let before = || first.checked_sub(1);
        [Some(first), self.opened[1].or_else(parent).or_else(before)]
    }

    /// The first pair that the tree shows.
    pub fn tree_from(&self) -> u32 {
        let all = self.course.history.issues().len();
        let open = self.cards()[0].unwrap_or_default() as usize;
        let from = open.saturating_sub(TREE_PAGE / 2) / TREE_PAGE * TREE_PAGE;
        from.min(all.saturating_sub(TREE_NODES)) as u32
    }

    /// Opens the pair so many places on.
    pub fn open_on(&mut self, by: i64) {
        let last = self.course.history.issues().len().saturating_sub(1) as i64;
        let from = i64::from(self.cards()[0].unwrap_or_default());
        let to = (from + by).clamp(0, last) as u32;
        self.clock.touched = true;
        self.opened = [Some(to), None];
        self.look(true);
    }

    /// Shows these lines of the log alone.
    pub fn show(&mut self, filter: Filter) {
        self.clock.touched = true;
        self.filter = filter;
        self.look(true);
    }

    /// The lines of the log that pass the filter.
    pub fn log(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter_map(|&number| self.course.log.get(number as usize))
    }

    /// The line that stands in this place among those that are shown.
    pub fn line(&self, place: usize) -> Option<&Line> {
        self.lines.get(place).and_then(|number| self.course.log.get(*number as usize))
    }

    /// The page of the log that holds this moment: the first of its lines, and which of all is the last so far.
    pub fn log_page(&self) -> (usize, Option<usize>) {
        let line = |number: &u32| self.course.log[*number as usize].at;
        let current = self.lines.partition_point(|number| line(number) <= self.clock.now).checked_sub(1);
        let from = current.unwrap_or_default().saturating_sub(LOG_PAGE / 2) / LOG_PAGE * LOG_PAGE;
        (from.min(self.lines.len().saturating_sub(LOG_LINES)), current)
    }

    /// Goes to so many thousandths of the page that is shown.
    pub fn go_in_window(&mut self, steps: u64) {
        let window = self.page.window;
        let within = window.span.as_ms() * steps.min(1000) / 1000;
        let to = (window.from + Duration::milliseconds(within)).as_s();
        // The next page's first moment is not on this one.
        let last = if window.end() < self.clock.length { window.end().as_s().saturating_sub(1) } else { u64::MAX };
        self.clock.go(Duration::seconds(to.min(last)));
        self.look(false);
    }

    /// Shows so much at once.
    pub fn zoom_to(&mut self, zoom: Duration) {
        (self.zoom, self.clock.touched) = (zoom, true);
        self.look(true);
    }

    fn look(&mut self, anew: bool) {
        if anew {
            let passing = self.course.log.iter().enumerate().filter(|(_, line)| self.course.passes(line, self.filter));
            self.lines = Arc::new(passing.map(|(number, _)| number as u32).collect());
            self.table = Arc::new(log::rows(&self.course, self.log()));
        }
        let window = Window::at(self.clock.now, self.clock.length, self.zoom);
        if anew || window != self.page.window {
            self.page = Arc::new(Page::new(&self.course, window));
        }
        if anew || self.picture.now != self.clock.now {
            self.picture = Arc::new(Picture::new(&self.course, self.clock.now, self.cards()));
        }
    }
}

impl Model for Lifecycle {
    fn common(&self) -> (Clock, &Common) {
        (self.clock, &self.common)
    }

    fn common_mut(&mut self) -> &mut Common {
        &mut self.common
    }

    fn move_to(&mut self, to: Move) {
        let lines = self.lines.iter().map(|number| self.course.log[*number as usize].at);
        match to {
            Move::Forward => self.clock.go_on(self.course.steps()),
            Move::Back => self.clock.go_back(self.course.steps()),
            Move::NextTurn => self.clock.go_on(lines),
            Move::PreviousTurn => self.clock.go_back(lines),
            _ => self.clock.act(to),
        }
        self.look(false);
    }

    /// Runs the first lesson from its start: the question.
    fn predict(&mut self, guess: usize) {
        self.take_lesson(0);
        self.act(Move::Go(Duration::ZERO));
        (self.common.guess, self.clock.playing) = (Some(guess), true);
    }
}
