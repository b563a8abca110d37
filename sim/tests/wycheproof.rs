//! Project Wycheproof's cases for HMAC-SHA256: tags that are right, tags that are nearly right, tags cut to half.

use sim::provider::jwt::SigningKey;
use wycheproof::{
    TestResult,
    mac::{TestName, TestSet},
};

#[test]
fn every_hmac_sha256_case_of_wycheproof() {
    let set = TestSet::load(TestName::HmacSha256).unwrap();
    let (mut whole, mut cut, mut refused) = (0, 0, 0);
    for group in &set.test_groups {
        let tag_length = group.tag_size / 8;
        for test in &group.tests {
            let case = format!("case {}, {}", test.tc_id, test.comment);
            // The provider takes no key under 32 bytes. RFC 2104 §2 fills a short one with zeros: the tag is the same.
            let mut bytes = test.key.to_vec();
            bytes.resize(bytes.len().max(64), 0);
            let key = SigningKey::new(&bytes).expect("64 bytes are enough");
            let right = match test.result {
                TestResult::Valid => true,
                TestResult::Invalid => false,
                TestResult::Acceptable => panic!("{case}: HMAC leaves nothing to taste"),
            };
            refused += usize::from(!right);

            let made = key.sign(&test.msg);
            assert_eq!(made.get(..tag_length) == Some(&test.tag[..]), right, "{case}");
            if tag_length == made.len() {
                whole += 1;
                assert_eq!(key.verifies(&test.msg, &test.tag), right, "{case}");
            } else {
                // RFC 7518 §3.2 has no short tags: the provider takes not even those that this set calls valid.
                cut += 1;
                assert!(!key.verifies(&test.msg, &test.tag), "{case}");
            }
        }
    }
    assert_eq!((whole, cut, refused), (87, 87, 108), "none was skipped, and invalid ones were among them");
    assert_eq!(whole + cut, 174);
}
