//! The demo's words. Numbers come in as values; a second language is a second file like this one.

use super::model::{Fate, Jobs, Told};
use crate::ui::format::{count, moment, span};
use crate::ui::predict::Asks;
use sim::stories::jobs::{Job, MONTH, Month, Tally, Turn};
use sim::stories::world::Credential;
use sim::wire::time::Duration;

pub const TITLE: &str = "Six jobs: which would you pick?";
pub const LOOK_FOR: &str = "Choose a job, and guess which serves it better, a [key|key] or a [token|token]. The provider then plays a month with each, and the same things go wrong in both. The first job is played already.";
pub const SHARE: &str = "Share this moment";
pub const JOBS: &str = "The job";
pub const PICK: &str = "Predict: which would you pick?";
pub const PICKS: [&str; 2] = ["A key", "A token"];
pub const PREDICT: Asks = Asks { question: "which would you pick?", answers: &PICKS };
pub const LANES: [&str; 2] = ["With the key", "With the token"];
pub const NAMES: [&str; 2] = ["Key", "Token"];
pub const STRIPS: &str = "A dot is a day. A cross: one request in ten or more failed. Filled: somebody else got data. Hatching: the job stood still.";
pub const TURNS: &str = "Turning points";
pub const WELL: &str = "What went well: ";
pub const ILL: &str = "What went wrong: ";
pub const TALLY: &str = "The month in numbers";
pub const TALLY_HEAD: &str = "Up to now";
pub const ROWS: [&str; 6] = [
    "Requests answered",
    "Refused, or not possible",
    "Records that went to somebody else",
    "Time it stood still",
    "Things a person had to do",
    "Requests for tokens",
];
pub const TABLE: &str = "Turning points, and what each month had come to";
pub const TABLE_HEAD: [&str; 6] =
    ["Time", "What happened", "Key: answered", "Key: records lost", "Token: answered", "Token: records lost"];
pub const WIRE_EMPTY: &str = "Nothing has been sent yet.";
pub const PRIVATE: &str =
    "All of this is made in this tab and sent nowhere. How long people and thieves take is a guess of this model.";
pub const HELP: [(&str, &str); 6] = [
    ("Space", "play or pause"),
    ("← →", "one day back or on"),
    ("Shift ← →", "one turning point back or on"),
    ("Home End", "start or end"),
    ("R", "reset everything"),
    ("?", "show or hide this list"),
];

pub const fn name(job: Job) -> &'static str {
    match job {
        Job::Widget => "IP look-up on a public page",
        Job::Batch => "Nightly server batch",
        Job::Mobile => "Mobile app for its user",
        Job::Partner => "Partner, orders only",
        Job::Sensor => "Sensor in the field",
        Job::Deploy => "CI job that deploys",
    }
}

pub const fn brief(job: Job) -> &'static str {
    match job {
        Job::Widget => {
            "A page tells each visitor which city their address is in. The data is public, but only 60 look-ups an hour are allowed."
        }
        Job::Batch => "Each night at two, the shop’s server reads forty pages of orders from the shop’s own API.",
        Job::Mobile => {
            "Ada and Bo have the shop’s app. It shows who is signed in, and in the evening it orders for them."
        }
        Job::Partner => {
            "Another company’s server reads the shop’s orders, every two hours. The contract runs for twenty days."
        }
        Job::Sensor => {
            "A sensor in the field asks once an hour for its limits. Its radio is weak, and it has no screen."
        }
        Job::Deploy => "A build deploys four times a day: it reads the settings and places a test order.",
    }
}

/// The four questions that tell more than *how secure?*.
pub const QUESTIONS: [&str; 4] = ["Who holds it", "For whom", "For how long", "Where it is kept"];

pub const fn answers(job: Job) -> [&'static str; 4] {
    match job {
        Job::Widget => ["every visitor", "the page", "as long as the page is up", "in the page’s source"],
        Job::Batch => ["one server", "its owner, who has the API too", "every night, for years", "in a secret store"],
        Job::Mobile => ["all who install the app", "the person at the phone", "until they sign out", "on the phone"],
        Job::Partner => ["another company", "the shop, which agreed", "while the contract runs", "out of your sight"],
        Job::Sensor => ["one device", "its owner", "for years, alone", "in its memory"],
        Job::Deploy => {
            ["a new machine each time", "the team", "for minutes", "in the build’s environment, near a public log"]
        }
    }
}

/// What the job would get.
pub const fn offer(job: Job, credential: Credential) -> &'static str {
    match (job, credential) {
        (Job::Widget, Credential::Key) => "publishable, in the page’s source",
        (Job::Widget, Credential::Token) => "fetched hourly by the page’s server, and put into the page",
        (Job::Batch, Credential::Key) => "restricted to orders:read",
        (Job::Batch, Credential::Token) => "fetched each night with the client’s secret: orders:read",
        (Job::Mobile, Credential::Key) => "the app’s, the same in every copy",
        (Job::Mobile, Credential::Token) => "each user’s own, by signing in: profile, orders:write",
        (Job::Partner, Credential::Key) => "restricted to orders:read, and handed over",
        (Job::Partner, Credential::Token) => "Bo agrees in the browser, for ten days: orders:read",
        (Job::Sensor, Credential::Key) => "its own, restricted to settings:read",
        (Job::Sensor, Credential::Token) => "Ada signs it in, and then it refreshes: settings:read",
        (Job::Deploy, Credential::Key) => "restricted to settings:read, orders:write",
        (Job::Deploy, Credential::Token) => "fetched for each build, good for ten minutes",
    }
}

/// A turning point, in words.
pub fn turn(job: Job, told: &Told) -> String {
    let token = told.lanes[1];
    match (told.turn, job) {
        (Turn::Issued, _) if told.lanes == [true, true] => {
            "The owner makes the [key|key], and gives the client its secret"
        }
        (Turn::Issued, Job::Partner) => "The owner makes a [key|key] and hands it over",
        (Turn::Issued, _) => "The owner makes the [key|key]",
        (Turn::SignedIn, Job::Mobile) if told.nth == 0 => "Ada and Bo sign in, each on their own phone",
        (Turn::SignedIn, Job::Mobile) => "Ada signs in on a new phone",
        (Turn::SignedIn, _) if told.nth == 0 => "Ada signs the sensor in, at the workshop",
        (Turn::SignedIn, _) => "Somebody has driven out, and signs it in again",
        (Turn::Consented, _) => "Bo agrees in the browser: orders",
        (Turn::Widened, _) if told.lanes == [true, true] => {
            "Products too, from now on: a new [key|key], or Bo agrees again"
        }
        (Turn::Widened, _) if token => "Products too, from now on: Bo agrees again",
        (Turn::Widened, _) => "Products too, from now on: the owner makes a new [key|key]",
        (Turn::First, _) => "The first answer",
        (Turn::Asked, _) => "The app asks who is signed in",
        (Turn::Tried, _) => "The partner tries the customers as well",
        (Turn::Leaked, Job::Mobile) => "Ada’s phone is lost",
        (Turn::Leaked, Job::Deploy) => "A build prints the header of a request, into a public log",
        (Turn::Leaked, _) => "A debug line writes the header of a request into the log",
        (Turn::Found, Job::Widget) => "A copycat takes it off the page, and looks up in bulk",
        (Turn::Found, Job::Mobile) => "The finder is a [thief|thief], and takes what the phone opens",
        (Turn::Found, Job::Partner) => "The partner’s server goes on asking",
        (Turn::Found, _) => "A [thief|thief] has read the log, and tries it",
        (Turn::Stopped, Job::Partner) => "The partner’s server is refused",
        (Turn::Stopped, _) => "The [thief|thief] is refused",
        (Turn::LostInterest, _) => "The copycat has lost interest",
        (Turn::TurnedAway, _) => "The copycat has spent the quota: a visitor is turned away",
        (Turn::Stale, _) => "A page left open calls with an expired [token|token], and has to be loaded again",
        (Turn::Scanned, _) => "The log’s scanner reports the line to the provider",
        (Turn::Revoked, Job::Mobile) => "Ada reports it, and it is revoked",
        (Turn::Revoked, Job::Partner) if told.nth == 0 => "The old [key|key] is revoked",
        (Turn::Revoked, Job::Partner) => "Somebody remembers, and revokes the [key|key]",
        (Turn::Revoked, _) => "Somebody notices, and revokes the [key|key]",
        (Turn::Replaced, Job::Mobile) => "An update with a new [key|key] has reached every phone",
        (Turn::Replaced, Job::Partner) => "The partner has put the new [key|key] in",
        (Turn::Replaced, _) => "A new [key|key] is in place",
        (Turn::Down, _) => "The authorization server goes down",
        (Turn::Up, _) => "The authorization server is back",
        (Turn::AnswerLost, _) => "The radio loses an answer",
        (Turn::Replayed, _) => "It asks again, with the same [key|key], and is answered",
        (Turn::LockedOut, Job::Batch) => "The batch gets no [token|token], and waits",
        (Turn::LockedOut, Job::Sensor) => {
            "It sends its used refresh token again, as a thief would, and the family ends"
        }
        (Turn::LockedOut, _) => "Every copy of the app is locked out",
        (Turn::ContractOver, _) => "The contract is over",
    }
    .into()
}

/// How a job fares.
pub const fn fate(fate: Fate) -> &'static str {
    match fate {
        Fate::Works => "works",
        Fate::Shared => "somebody else uses it too",
        Fate::StandsStill => "stands still",
        Fate::OpenAfterTheEnd => "over, and still let in",
        Fate::Ended => "over",
    }
}

/// Good news or bad, as a class.
pub const fn fate_class(fate: Fate) -> &'static str {
    match fate {
        Fate::Works => "ok",
        Fate::Shared => "warn",
        Fate::StandsStill | Fate::OpenAfterTheEnd => "no",
        Fate::Ended => "calm",
    }
}

/// A lane in words.
pub fn strip(jobs: &Jobs, credential: Credential) -> String {
    let tally = jobs.tally(credential);
    format!(
        "{}, at {}: {}, {} answered, {} refused or not possible, {} to somebody else.",
        LANES[credential as usize],
        moment(jobs.clock.now),
        fate(jobs.fate(credential)),
        count(tally.answered.into()),
        count(tally.failed.into()),
        records(tally.records),
    )
}

/// The rows of [`ROWS`].
pub fn row(tally: &Tally, row: usize) -> String {
    let number = |n: u32| count(n.into());
    match row {
        0 => number(tally.answered),
        1 => number(tally.failed),
        2 => number(tally.records),
        3 if tally.outage == Duration::ZERO => "0".into(),
        3 => span(tally.outage),
        4 => number(tally.acts),
        _ => number(tally.for_tokens),
    }
}

fn records(n: u32) -> String {
    match n {
        1 => "1\u{a0}record".into(),
        _ => format!("{}\u{a0}records", count(n.into())),
    }
}

/// What went well, and what went wrong, over the whole month.
pub fn well_and_ill(job: Job, credential: Credential, month: &Month) -> [String; 2] {
    let tally = month.tally(MONTH);
    let answered = count(tally.answered.into());
    let (still, lost) = (span(tally.outage), records(tally.records));
    let (failed, asked) = (count(tally.failed.into()), count(tally.for_tokens.into()));
    let (theirs, away) = (count(tally.strangers.into()), count(tally.over_quota.into()));
    let used = month.strangers_time().map_or(Duration::ZERO, |(from, to)| to - from);
    let used = span(used);
    match (job, credential) {
        (Job::Widget, Credential::Key) => [
            format!("{answered} look-ups answered, and one string in the page was all it took."),
            format!(
                "A copycat used it for {theirs} look-ups. The quota stopped the copycat each hour, but it also turned {away} visitors away."
            ),
        ],
        (Job::Widget, Credential::Token) => {
            let stale = count(u64::from(tally.failed - tally.over_quota));
            [
                format!("{answered} look-ups answered."),
                format!(
                    "The copycat read each new token off the page: {theirs} look-ups, and {away} visitors turned away. {asked} requests went for tokens, and {stale} pages had to be loaded anew."
                ),
            ]
        }
        (Job::Batch, Credential::Key) => [
            format!(
                "{answered} pages read. The scanner knew the key by its prefix, so it was revoked before the thief came: {lost} lost."
            ),
            format!("That night the batch stood still for {still}, until a person had put a new key in."),
        ],
        (Job::Batch, Credential::Token) => [
            format!("{answered} pages read. The logged token had expired when the thief came: {lost} lost, and nobody had to do anything."),
            format!(
                "One night the batch waited {still} for the authorization server. The client’s secret has to be guarded as the key would be."
            ),
        ],
        (Job::Mobile, Credential::Key) => [
            format!("{answered} orders went through."),
            format!(
                "{failed} requests were refused: a key cannot say who is signed in. The finder took {lost} of other people in {used}. When the key was revoked, Bo’s phone stopped too, for {still}."
            ),
        ],
        (Job::Mobile, Credential::Token) => [
            format!("{answered} requests answered, each for its own user. The finder saw {lost}, all of them Ada’s. Bo’s phone worked on."),
            format!("People had {} things to do, and most of them were sign-ins.", count(tally.acts.into())),
        ],
        (Job::Partner, Credential::Key) => [
            format!("{answered} requests answered, and customers stayed out of reach, because a key can be restricted, too."),
            format!(
                "For more access, a new key had to be made, handed over and put in. After the contract the key still worked until somebody remembered it: {lost}."
            ),
        ],
        (Job::Partner, Credential::Token) => [
            format!("{answered} requests answered, and customers stayed out of reach. Bo’s consent ended by itself with the contract: {lost} after it."),
            format!("{asked} requests for new tokens, and Bo had to agree again after ten days."),
        ],
        (Job::Sensor, Credential::Key) => [
            format!("{answered} questions answered. A lost answer did no harm, because the sensor asked again."),
            "Nothing, this month. But whoever takes the device apart has a key without an end. So each device needs a key of its own that opens little.".into(),
        ],
        (Job::Sensor, Credential::Token) => [
            format!("{answered} questions answered, each with a token that would have ended within the hour."),
            format!(
                "The lost answer held its next refresh token. It sent the used one again, which looked like theft. {failed} questions could not be asked, and it stood still for {still}, until somebody had driven out."
            ),
        ],
        (Job::Deploy, Credential::Key) => [
            format!("{answered} requests answered."),
            format!(
                "The printed key worked until somebody revoked it the next morning: {lost}, which is all settings there are. A person had to put in a new key."
            ),
        ],
        (Job::Deploy, Credential::Token) => [
            format!("{answered} requests answered. The printed token ended by itself, and nobody had to do anything."),
            format!(
                "The thief was quick: {lost} in {used}. If the build had printed the client’s secret, that would have been as bad as the key."
            ),
        ],
    }
}

/// The month in one sentence, once it is over: what serves the job better, and by which numbers.
pub fn verdict(jobs: &Jobs) -> String {
    let [key, token] = [0, 1].map(|lane| jobs.months[lane].tally(MONTH));
    let opening = match jobs.pick() {
        Some(pick) if pick == jobs.job.better() => "[ok|A good pick.] ",
        Some(_) if jobs.job.takes_either() => "[ok|That will do.] ",
        _ => "[no|The other one serves this job better.] ",
    };
    let sentence = match jobs.job {
        Job::Widget => format!(
            "Nothing on a public page stays secret, so only the quota protects it, and a [key|key] is enough to count by. It brought as many look-ups as the [token|token] with {} requests fewer, and nobody lost a record.",
            count(token.for_tokens.into())
        ),
        Job::Batch => format!(
            "One owner has both ends, so either is sound. The [key|key] cost {} and somebody’s work to replace it, the [token|token] {}. The [key|key] is simpler, as long as it opens little and somebody watches the logs.",
            span(key.outage),
            span(token.outage)
        ),
        Job::Mobile => format!(
            "An app that acts for a person needs a credential of that person. The finder got [token|{}] with Ada’s token, and [key|{}] with the key that all copies share.",
            records(token.records),
            records(key.records)
        ),
        Job::Partner => format!(
            "Both opened little, but only the [token|token] ended by itself: [token|{}] after the contract, against [key|{}]. A key with an end date would have served as well.",
            records(token.records),
            records(key.records)
        ),
        Job::Sensor => format!(
            "A device that cannot sign in again should not have to. One lost answer cost the [token|token] {}, and the [key|key] nothing. (A provider that still accepts the last refresh token for a moment would have prevented that.)",
            span(token.outage)
        ),
        Job::Deploy => format!(
            "The same line stood in the same log. It cost [key|{}] with the key, and [token|{}] with a token that lived for ten minutes.",
            records(key.records),
            records(token.records)
        ),
    };
    [opening, &sentence].concat()
}

/// Where the month stands, while it is played.
pub fn so_far(jobs: &Jobs) -> String {
    let day = jobs.clock.now.as_s() / 86_400 + 1;
    let lane = |credential| {
        let tally = jobs.tally(credential);
        format!("{}\u{a0}answered, {} lost", count(tally.answered.into()), records(tally.records))
    };
    format!("Day [b|{day}] of 30. [key|Key]: {}. [token|Token]: {}.", lane(Credential::Key), lane(Credential::Token))
}

/// The article's claim that the month shows, in our words, and the section that makes it.
pub const fn claim(job: Job) -> (&'static str, &'static str, &'static str) {
    match job {
        Job::Widget => ("A key suits simple, public APIs, and it needs no sign-in.", "#use-cases", "Use cases"),
        Job::Batch => ("A key is straightforward, as long as it is kept secret.", "#security", "Security"),
        Job::Mobile => ("Permissions that differ from user to user call for a token.", "#use-cases", "Use cases"),
        Job::Partner => ("A token gives finer control, and access for a while.", "#use-cases", "Use cases"),
        Job::Sensor => {
            ("A token must be fetched again and again, and a key stays as it is.", "#lifecycle", "Lifecycle")
        }
        Job::Deploy => ("A credential that ends soon can be misused for less time.", "#differences", "Key differences"),
    }
}

pub const SHOWS: &str = "This shows: ";

/// The title of a lane's last exchange.
pub fn wire_title(credential: Credential, at: Option<Duration>) -> String {
    let lane = LANES[credential as usize];
    at.map_or_else(|| lane.into(), |at| [&moment(at), " · ", lane].concat())
}

/// What an answer carried.
pub fn wire_note(n: u32) -> String {
    if n == 0 { String::new() } else { records(n) }
}
