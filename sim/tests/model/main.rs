//! A model beside the machine. Random histories are played against the real provider, over its requests and answers,
//! and beside it against a model of it that is plain enough to be read and believed: for each step it says what has
//! to be answered. An onlooker, who knows only the rules, watches both.
//!
//! `cargo test --package sim --test model` plays ten thousand histories of two hundred steps. A million:
//!
//! ```sh
//! MODEL_HISTORIES=1000000 cargo test --release --package sim --test model
//! ```
//!
//! `MODEL_SEED=42` plays that one history, as a failure names it; `MODEL_STEPS=1000` makes them longer. A failure is
//! printed as a list of steps, made as short as can be, which is Rust: paste it into a test here, and it plays again.

mod draw;
mod drive;
mod facts;
mod model;
mod onlooker;
mod shrink;
mod step;

use model::Setup;
use shrink::{play, print, shrink};
use sim::wire::rng::Rng;
use std::{
    collections::BTreeMap,
    env, panic,
    sync::{
        Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread,
};
use step::Step;

const HISTORIES: u64 = 10_000;
const STEPS: usize = 200;

fn setting(name: &str) -> Option<u64> {
    env::var(name).ok().map(|text| text.parse().expect("a whole number"))
}

/// How often each check refused something, and each kind of step was answered.
type Seen = BTreeMap<&'static str, u64>;

/// Draws and plays the history of this seed.
fn history(seed: u64, length: usize) -> Result<Seen, String> {
    let setup = draw::setup(seed);
    let mut rng = Rng::stream(seed, "steps");
    let mut steps = Vec::with_capacity(length);
    let mut history = drive::History::new(setup);
    for index in 0..length {
        let step = draw::next(draw::number(index), history.model(), steps.last(), &mut rng);
        steps.push(step);
        if let Err(fault) = history.take(&step) {
            return Err(report(setup, &steps, &fault));
        }
    }
    Ok(history.seen)
}

/// A failure in words: its seed, and the shortest list of steps that still fails.
fn report(setup: Setup, steps: &[Step], fault: &str) -> String {
    // A step that panics would do so a thousand times on the way, so panics are kept quiet here; in one thread at a
    // time, or one would take the other's quiet for what has to be put back.
    static QUIET: Mutex<()> = Mutex::new(());
    let quiet = QUIET.lock();
    let hook = panic::take_hook();
    panic::set_hook(Box::new(|_| {}));
    let shortest = shrink(setup, steps);
    panic::set_hook(hook);
    drop(quiet);
    let whole = steps.len();
    let fault = match play(setup, &shortest) {
        Err((_, fault)) => fault,
        Ok(_) => format!("{fault} (and not again when played again)"),
    };
    let (seed, left) = (setup.seed, shortest.len());
    let steps = print(setup, &shortest, &fault);
    format!("the history of MODEL_SEED={seed} fails at its step {whole}; {left} steps are enough:\n\n{steps}")
}

/// Plays a list of steps as a failure prints it.
#[track_caller]
#[allow(dead_code)] // until there is a failure to keep
fn replay(setup: Setup, steps: &[Step]) {
    if let Err((index, fault)) = play(setup, steps) {
        panic!("at {:?}:\n{fault}", steps[index]);
    }
}

#[test]
fn every_history_is_answered_as_the_model_says() {
    let length = setting("MODEL_STEPS").map_or(STEPS, |steps| steps as usize);
    if let Some(seed) = setting("MODEL_SEED") {
        history(seed, length).unwrap_or_else(|fault| panic!("{fault}"));
        return;
    }
    let (next, failed) = (AtomicU64::new(0), AtomicBool::new(false));
    let (seen, faults) = (Mutex::new(Seen::new()), Mutex::new(Vec::new()));
    let histories = setting("MODEL_HISTORIES").unwrap_or(HISTORIES);
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                let mut mine = Seen::new();
                while !failed.load(Ordering::Relaxed) {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= histories {
                        break;
                    }
                    match history(seed, length) {
                        Ok(seen) => seen.into_iter().for_each(|(what, times)| *mine.entry(what).or_default() += times),
                        Err(fault) => {
                            failed.store(true, Ordering::Relaxed);
                            faults.lock().unwrap().push(fault);
                        }
                    }
                }
                let mut all = seen.lock().unwrap();
                mine.into_iter().for_each(|(what, times)| *all.entry(what).or_default() += times);
            });
        }
    });
    let faults = faults.into_inner().unwrap();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    let seen = seen.into_inner().unwrap();
    if env::var_os("MODEL_COUNTS").is_some() {
        seen.iter().for_each(|(what, times)| println!("{times:>9} {what}"));
    }
    let seldom: Vec<_> = MUST_BE_SEEN.iter().filter(|what| seen.get(**what).is_none_or(|times| *times < 20)).collect();
    assert!(seldom.is_empty() || histories < HISTORIES, "too seldom to prove anything: {seldom:?}");
}

/// Each kind of request has to be answered, and each check that depends on what happened before has to refuse, or the
/// histories prove less than they claim. (Malformed requests are refused in other tests.)
const MUST_BE_SEEN: [&str; 75] = [
    "Authorize",
    "Call",
    "ClientCredentials",
    "Consent",
    "CreateKey",
    "DeleteKey",
    "DeviceAnswer",
    "DevicePage",
    "Exchange",
    "Introspect",
    "ListKeys",
    "Poll",
    "Refresh",
    "Report",
    "Revoke",
    "RotateKey",
    "StartDevice",
    "audience-unknown",
    "authorize-client",
    "body",
    "challenge-method",
    "challenge-missing",
    "client-disabled",
    "client-secret-missing",
    "client-secret-wrong",
    "code-expired",
    "code-other-client",
    "code-redirect-uri",
    "code-unknown",
    "code-used",
    "consent-expired",
    "consent-forged",
    "consent-form",
    "device-code-unknown",
    "device-denied",
    "device-expired",
    "device-pending",
    "device-slow-down",
    "failures",
    "grant-not-allowed",
    "guesses",
    "key-ended",
    "key-format",
    "key-in-query",
    "key-mode",
    "key-owner-disabled",
    "key-permission",
    "key-revoked",
    "method",
    "no-credential",
    "not-found",
    "quota",
    "redirect-uri",
    "refresh-expired",
    "refresh-other-client",
    "refresh-reused",
    "refresh-revoked",
    "refresh-unknown",
    "response-type",
    "revoke-other-client",
    "scope",
    "scope-exceeded",
    "scope-unknown",
    "token-audience",
    "token-expired",
    "token-in-query",
    "token-revoked",
    "token-shape",
    "two-credentials",
    "user-code-unknown",
    "user-denied",
    "user-required",
    "verifier-missing",
    "verifier-unexpected",
    "verifier-wrong",
];
