//! How fast the access matrix is asked for anew, and how fast a job's month is played.
//! `cargo bench --bench matrix`.

use criterion::{Criterion, criterion_group, criterion_main};
use key_vs_token::demos::access_matrix::model::{FIRST_SCOPE, FIRST_SEED};
use sim::provider::api::{ENDPOINTS, HOST, READS};
use sim::stories::jobs::{Job, Month};
use sim::stories::matrix::{COLUMNS, Desk, request};
use sim::stories::world::Credential;
use sim::wire::http::{Method, Request};

/// What a matrix of 20 rows asks: every endpoint, the reads with HEAD as well, and what is open to all.
fn twenty() -> Vec<Request> {
    let heads = READS.iter().map(|endpoint| Request::new(Method::Head, HOST, endpoint.path));
    let open = Request::get(HOST, "/.well-known/oauth-protected-resource");
    ENDPOINTS.iter().map(request).chain(heads).chain([open]).collect()
}

fn matrix(c: &mut Criterion) {
    let requests = twenty();
    assert_eq!((requests.len(), COLUMNS), (20, 6));
    let desk = Desk::new(FIRST_SEED, FIRST_SCOPE);
    c.bench_function("matrix/ask 20 endpoints with 6 credentials", |b| b.iter(|| desk.matrix(&requests)));
    c.bench_function("matrix/a new provider with its credentials, and ask", |b| {
        b.iter(|| Desk::new(FIRST_SEED, FIRST_SCOPE).matrix(&requests));
    });
}

fn jobs(c: &mut Criterion) {
    let mut group = c.benchmark_group("jobs");
    group.sample_size(20);
    for (name, job) in [("a visitor every half an hour", Job::Widget), ("a sensor that refreshes hourly", Job::Sensor)]
    {
        group.bench_function(format!("a month of {name}"), |b| b.iter(|| Month::of(job, Credential::Token, 7)));
    }
    group.finish();
}

criterion_group!(benches, matrix, jobs);
criterion_main!(benches);
