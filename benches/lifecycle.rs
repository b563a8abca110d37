//! How fast a 30-day history of the time machine is run, and how fast any moment of it is there again.
//! `cargo bench --bench lifecycle`.

use criterion::{Criterion, criterion_group, criterion_main};
use key_vs_token::demos::lifecycle::lessons::PLAIN;
use key_vs_token::demos::lifecycle::model::Lifecycle;
use key_vs_token::ui::live::Demo;
use key_vs_token::ui::timeline::Move;
use sim::stories::lifecycle::history::History;
use sim::stories::lifecycle::plan::{Events, Happening, Settings};
use sim::wire::rng::Rng;
use sim::wire::time::Duration;
use std::hint::black_box;

const MONTH: Settings = Settings { length: Duration::days(30), ..PLAIN };

fn events() -> Events {
    let mut events = Events::default();
    for (day, what) in [(3, Happening::RefreshStolen), (10, Happening::KeyRotated), (20, Happening::RefreshRevoked)] {
        events.add(Duration::days(day), what);
    }
    events
}

fn history(c: &mut Criterion) {
    let steps = History::run(MONTH, events()).marks().len();
    let mut group = c.benchmark_group("lifecycle");
    group.sample_size(20);
    group.bench_function(format!("run 30 days, {steps} steps"), |b| b.iter(|| History::run(MONTH, events())));
    group.bench_function("change a setting of 30 days, picture and all", |b| {
        b.iter(|| Lifecycle::new(MONTH, events(), Duration::days(11)))
    });
    group.finish();
    let mut rng = Rng::new(1);
    let mut demo = Lifecycle::new(MONTH, events(), Duration::ZERO);
    c.bench_function("lifecycle/drag to any moment of 30 days", |b| {
        b.iter(|| {
            demo.act(black_box(Move::Scrub(rng.below(1001))));
            demo.page.window
        });
    });
}

criterion_group!(benches, history);
criterion_main!(benches);
