//! How fast leaks are computed, by the shortcut and in full. `cargo bench --bench leaks`.

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use key_vs_token::demos::leaks::batch::{Batch, Plan};
use key_vs_token::demos::leaks::model::{FIRST, SUPPOSED};
use key_vs_token::demos::leaks::picture::Picture;
use sim::stories::delay::Source;
use sim::stories::loss::Replay;
use sim::stories::world::Credential;
use sim::wire::time::Duration;

const LEAKS: u32 = 1_000;

fn done(plan: Plan) -> Batch {
    let mut batch = Batch::new(plan);
    while batch.done() < plan.leaks {
        batch.work();
    }
    batch
}

fn batches(c: &mut Criterion) {
    let mut group = c.benchmark_group("leaks");
    group.throughput(Throughput::Elements(LEAKS.into())).sample_size(20);
    let day = Plan { source: Source::Own, half_within: Duration::days(1), ..FIRST };
    for (name, plan) in [
        ("as in the first picture", FIRST),
        ("half noticed within an hour", SUPPOSED),
        ("half noticed within a day", day),
    ] {
        group.bench_function(format!("both credentials, {name}"), |b| b.iter(|| done(plan)));
    }
    group.finish();
}

fn full(c: &mut Criterion) {
    let leak = SUPPOSED.leak(0);
    let mut group = c.benchmark_group("leaks");
    group.throughput(Throughput::Elements(1)).sample_size(10);
    group.bench_function("both credentials, one leak in full", |b| {
        b.iter(|| {
            for lane in Credential::BOTH {
                let mut replay = Replay::new(leak, lane);
                while replay.play(1_000) {}
            }
        });
    });
    group.finish();
    let batch = done(Plan { leaks: 100_000, ..SUPPOSED });
    c.bench_function("leaks/a picture of 100,000", |b| {
        b.iter_batched(|| (), |()| Picture::new(&batch), BatchSize::LargeInput)
    });
}

criterion_group!(benches, batches, full);
criterion_main!(benches);
