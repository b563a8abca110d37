//! How fast a month of simulated requests is run, and how fast any moment of it is there again.
//! `cargo bench --bench history`.

use criterion::{Criterion, criterion_group, criterion_main};
use key_vs_token::demos::security::model::{DEFAULT, Security};
use key_vs_token::ui::live::Demo;
use key_vs_token::ui::timeline::Move;
use sim::provider::api::KEY_SCOPES;
use sim::stories::history::History;
use sim::stories::world::{Credential, Settings};
use sim::wire::rng::Rng;
use sim::wire::time::{Duration, START};
use std::hint::black_box;

const MONTH: Duration = Duration::days(30);

/// The most that a reader can ask for: a leak that nobody notices for a month, and a quick thief.
const BUSY: Settings = Settings {
    noticed_after: MONTH,
    token_lifetime: Duration::days(365),
    token_scope: KEY_SCOPES,
    requests_per_minute: 60,
    ..DEFAULT
};

fn history(c: &mut Criterion) {
    let run = || History::run(BUSY, Credential::Token, START + DEFAULT.leak_at + MONTH);
    let month = run();
    let steps = month.marks().len();
    let mut group = c.benchmark_group("history");
    group.sample_size(10);
    group.bench_function(format!("run a month, {steps} steps"), |b| b.iter(run));
    group.finish();
    let mut rng = Rng::new(1);
    c.bench_function("history/jump to any moment", |b| {
        b.iter(|| black_box(month.world_after(rng.below(steps as u64) as usize)));
    });
}

fn demo(c: &mut Criterion) {
    let mut demo = Security::new(BUSY, Duration::ZERO);
    let steps = demo.course.key.history.marks().len() + demo.course.token.history.marks().len();
    let mut rng = Rng::new(1);
    c.bench_function(&format!("leak demo/scrub to any moment of a month, {steps} steps"), |b| {
        b.iter(|| demo.act(black_box(Move::Scrub(rng.below(1001)))));
    });
    let mut seed = 0;
    c.bench_function("leak demo/change a setting of the first picture", |b| {
        b.iter(|| {
            seed += 1;
            Security::new(Settings { seed, ..DEFAULT }, Duration::hours(10))
        });
    });
}

criterion_group!(benches, history, demo);
criterion_main!(benches);
