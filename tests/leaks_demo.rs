//! A thousand leaks: the shortcut against full runs of the provider, the draws, the distribution, the demo's state.

use key_vs_token::{
    demos::security::model::TOKEN_SCOPES,
    sim::{
        loss::{Costs, Loss, Replay},
        rng::Rng,
        scope::Scopes,
        time::Duration,
        world::{Credential, Hole, Settings},
    },
};

/// Settings of every kind, the corners among them: what happens at the same moment, and what just does not.
fn any_leak(rng: &mut Rng) -> Settings {
    let mut one_of = |values: &[u64]| values[rng.below(values.len() as u64) as usize];
    let hole = [Hole::Repository, Hole::Log, Hole::PageSource][one_of(&[0, 1, 2]) as usize];
    let ten_minutes = one_of(&[0, 600, 3000, 3600, 7200, 86_400 / 2]);
    let noticed_s = one_of(&[60, 61, 67, 120, 900, 3540, 3600, 7200, 7201, 86_400, 259_200, 2_678_399, 2_678_400]);
    let lifetime_s = one_of(&[60, 90, 300, 599, 600, 601, 660, 900, 3600, 4000, 86_400, 604_800, 31_536_000]);
    let requests_per_minute = one_of(&[1, 1, 2, 5, 7, 10, 60]) as u32;
    let (refresh_leaks, api_asks) = (one_of(&[0, 1]) == 1, one_of(&[0, 1]) == 1);
    let leak_s = one_of(&[0, 1, 59, 540, 599, 601]) + ten_minutes;
    let loose = rng.below(3);
    let loosen = |value_s: u64, rng: &mut Rng| if loose == 0 { value_s + rng.below(value_s / 2 + 1) } else { value_s };
    let scope = TOKEN_SCOPES.into_iter().fold(Scopes::NONE, |set, scope| set.with(scope, rng.below(3) == 0));
    Settings {
        seed: rng.below(1_000_000),
        leak_at: Duration::seconds(loosen(leak_s, rng)),
        hole,
        noticed_after: Duration::seconds(loosen(noticed_s, rng).min(2_678_400)),
        token_lifetime: Duration::seconds(loosen(lifetime_s, rng)),
        token_scope: scope,
        requests_per_minute,
        refresh_leaks,
        api_asks,
    }
}

fn in_full(leak: Settings, credential: Credential) -> u32 {
    let mut replay = Replay::new(leak, credential);
    while replay.play(1000) {}
    replay.records
}

/// The page says that this is so. `LEAKS=100000 cargo test --release --test leaks_demo shortcut` tries more of them.
#[test]
fn the_shortcut_comes_to_the_number_of_the_full_run() {
    let tries = std::env::var("LEAKS").map_or(400, |tries| tries.parse().expect("a number of leaks"));
    let mut rng = Rng::new(2026);
    let (mut cheap, mut nothing, mut refreshed) = (0, 0, 0);
    for i in 0..tries {
        let leak = any_leak(&mut rng);
        let costs = Costs::new(leak.token_scope);
        // The key's lane knows none of what makes the token's lane hard.
        let credential = if i % 4 == 0 { Credential::Key } else { Credential::Token };
        let Loss { records, draws } = costs.of(&leak, credential);
        assert_eq!(records, in_full(leak, credential), "{credential:?} of leak {i}: {leak:?}");
        cheap += u32::from(draws == 0);
        nothing += u32::from(records == 0);
        refreshed += u32::from(leak.refresh_leaks && leak.hole.shows_refresh_token());
    }
    // What was tried is of every kind.
    assert!([cheap, nothing, refreshed].iter().all(|&kind| kind > tries / 20), "{cheap} {nothing} {refreshed}");
}

mod scratch {
    use key_vs_token::demos::leaks::model::*;
    #[test]
    fn look() {
        let start = std::time::Instant::now();
        let demo = Leaks::default();
        println!("{:?}", start.elapsed());
        println!("{:?} {:?} {:016x}", demo.picture.marks, demo.picture.unhurt, demo.picture.digest);
        let mut demo = demo;
        for plan in [SUPPOSED, batch_plan(100_000)] {
            let start = std::time::Instant::now();
            demo = Leaks::new(plan);
            while demo.works() {
                demo.work();
            }
            println!("{:?}", start.elapsed());
            println!("{:?} {:?} {:016x}", demo.picture.marks, demo.picture.unhurt, demo.picture.digest);
        }
    }
    fn batch_plan(leaks: u32) -> key_vs_token::demos::leaks::batch::Plan {
        key_vs_token::demos::leaks::batch::Plan { leaks, ..FIRST }
    }
}
