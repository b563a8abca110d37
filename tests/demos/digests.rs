//! The host's half of the promise that browser and host agree to the byte; `tests/browser/digests.spec.ts` is
//! the other. Both read `tests/digests.txt`.

use key_vs_token::{
    demos::{leaks::model::Leaks, lifecycle::model::Lifecycle, security::model::Security},
    ui::live::Demo,
};

#[test]
fn the_hosts_runs_have_the_digests_on_record() {
    let record = include_str!("../digests.txt");
    let runs: Vec<_> = record
        .lines()
        .filter(|line| line.starts_with("#security") || line.starts_with("#lifecycle"))
        .filter_map(|line| line.split_once(' '))
        .collect();
    assert!(runs.len() >= 8, "the record is too short to say much");
    let mut wrong = Vec::new();
    for (fragment, digest) in runs {
        let digest_of = || {
            if fragment.starts_with("#lifecycle") {
                let mut demo = Lifecycle::default();
                demo.follow(fragment);
                return demo.course.history.digest();
            }
            let mut demo = Security::default();
            demo.follow(fragment);
            demo.course.digest()
        };
        let is = format!("{:016x}", digest_of());
        if is != digest {
            wrong.push(format!("{fragment} {is}"));
        }
    }
    assert!(wrong.is_empty(), "these differ from tests/digests.txt:\n{}", wrong.join("\n"));
}

#[test]
fn the_hosts_batches_of_leaks_have_the_digests_on_record() {
    let record = include_str!("../digests.txt");
    let batches: Vec<_> =
        record.lines().filter(|line| line.starts_with("#leaks")).filter_map(|line| line.split_once(' ')).collect();
    assert!(batches.len() >= 5, "the record is too short to say much");
    let mut wrong = Vec::new();
    for (fragment, digest) in batches {
        let mut demo = Leaks::default();
        demo.follow(fragment);
        while demo.works() {
            demo.work();
        }
        let is = format!("{:016x}", demo.picture.digest);
        if is != digest {
            wrong.push(format!("{fragment} {is}"));
        }
    }
    assert!(wrong.is_empty(), "these differ from tests/digests.txt:\n{}", wrong.join("\n"));
}
