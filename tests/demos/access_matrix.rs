//! The access matrix: its answers are the provider's, asking changes nothing, and a scope changes what it should.

use key_vs_token::demos::access_matrix::model::{FIRST_PLACE, FIRST_SCOPE, Matrix, Place};
use key_vs_token::ui::live::Demo;
use key_vs_token::ui::timeline::Move;
use proptest::prelude::*;
use sim::provider::api::{ENDPOINTS, Resource};
use sim::provider::reject::Reject;
use sim::provider::scope::{Scope, Scopes};
use sim::stories::matrix::{COLUMNS, CREDENTIALS, Credential, Desk, ROWS, is_answer, request};

fn statuses(matrix: &Matrix, credential: Credential) -> [u16; ROWS] {
    core::array::from_fn(|row| matrix.status(Place { row, column: credential as usize }))
}

#[test]
fn the_first_picture_answers_as_the_provider_does() {
    let matrix = Matrix::default();
    for (credential, expected) in [
        (Credential::AppKey, [200, 200, 200, 200, 200, 403, 201, 200, 403, 403, 403, 403, 403]),
        (Credential::RestrictedKey, [403, 403, 200, 403, 403, 403, 403, 403, 403, 403, 403, 403, 403]),
        (Credential::PublishableKey, [403, 403, 403, 403, 403, 403, 403, 200, 403, 403, 403, 403, 403]),
        (Credential::Ada, [200, 403, 403, 403, 403, 200, 403, 403, 403, 403, 403, 403, 403]),
        (Credential::Partner, [200, 403, 403, 403, 403, 403, 403, 403, 403, 403, 403, 403, 403]),
        (Credential::Server, [200, 403, 403, 200, 403, 403, 403, 403, 403, 403, 403, 403, 403]),
    ] {
        assert_eq!(statuses(&matrix, credential), expected, "{credential:?}");
    }
    assert_eq!(matrix.exchange.reject, Some(Reject::InsufficientScope(Scope::OrdersWrite)));
}

#[test]
fn all_that_there_is_to_grant_opens_all_but_test_data() {
    let mut matrix = Matrix::default();
    matrix.guess(2);
    assert_eq!(statuses(&matrix, Credential::Ada), [200, 200, 200, 200, 200, 200, 201, 200, 403, 200, 201, 201, 204]);
    // The numbers in the question.
    assert_eq!((matrix.opens(Credential::AppKey), ROWS, Scope::ALL.len()), (7, 13, 9));
    assert!(matrix.opens(Credential::Ada) > matrix.opens(Credential::AppKey));
}

#[test]
fn each_scope_opens_its_endpoints_and_no_others() {
    for scope in Scope::ALL {
        let matrix = Matrix::new(7, Scopes::of(&[scope]), FIRST_PLACE);
        for (row, endpoint) in ENDPOINTS.iter().enumerate() {
            let opens = endpoint.scope == scope && endpoint.resource != Resource::TestRecords;
            let status = matrix.status(Place { row, column: Credential::Ada as usize });
            assert_eq!(is_answer(status), opens, "{} at {}", scope.name(), endpoint.path);
        }
    }
}

#[test]
fn a_switch_marks_what_it_changed_and_nothing_else() {
    let mut matrix = Matrix::default();
    assert_eq!(matrix.changed().count(), 0);
    matrix.control("scope.keys:manage", "on");
    let changed: Vec<Place> = matrix.changed().collect();
    assert_eq!(changed.iter().map(|place| place.row).collect::<Vec<_>>(), [9, 10, 11, 12]);
    assert!(changed.iter().all(|place| CREDENTIALS[place.column] == Credential::Ada));
    assert_eq!(matrix.was(changed[0]), Some(403));
    assert!(matrix.spoken().starts_with("4 answers changed."), "{}", matrix.spoken());
    matrix.control("scope.orders:read", "off");
    assert!(
        matrix.spoken().starts_with("1 answer changed: GET /v1/orders 200\u{a0}→\u{a0}403."),
        "{}",
        matrix.spoken()
    );
    matrix.control("scope.orders:read", "off");
    assert!(matrix.spoken().starts_with("No answer changed."), "{}", matrix.spoken());
}

#[test]
fn asking_changes_nothing_and_spends_no_quota() {
    let desk = Desk::new(7, Scopes::ALL);
    let requests = ENDPOINTS.each_ref().map(request);
    let first = desk.matrix(&requests);
    // Far more than a minute's quota, and each round deletes a key and makes two.
    for _ in 0..30 {
        assert_eq!(desk.matrix(&requests), first);
    }
}

#[test]
fn every_refusal_is_the_check_that_it_says() {
    let desk = Desk::new(7, FIRST_SCOPE);
    for (row, endpoint) in ENDPOINTS.iter().enumerate() {
        for column in 0..COLUMNS {
            let exchange = desk.ask(request(endpoint), column);
            let expected = exchange.reject.as_ref().map(Reject::status);
            assert_eq!(expected.is_none(), exchange.response.status.is_success(), "{row}.{column}");
            assert!(expected.is_none_or(|status| status == exchange.response.status.0));
        }
    }
}

#[test]
fn reset_brings_everything_back() {
    let mut matrix = Matrix::default();
    matrix.look(Place { row: 12, column: 5 });
    matrix.control("scope.profile", "off");
    matrix.control("seed", "99");
    matrix.guess(0);
    matrix.act(Move::Reset);
    assert_eq!((matrix.seed, matrix.scope, matrix.place, matrix.common.guess), (7, FIRST_SCOPE, FIRST_PLACE, None));
    assert_eq!(matrix.fragment(), Matrix::default().fragment());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_link_leads_back(bits in 0..512_usize, cell in 0..ROWS * COLUMNS, seed in 0..1_000_000_u64) {
        let scopes = Scope::ALL.into_iter().enumerate().filter(|(i, _)| bits >> i & 1 == 1);
        let scope = scopes.fold(Scopes::NONE, |set, (_, scope)| set.with(scope, true));
        let matrix = Matrix::new(seed, scope, Place { row: cell / COLUMNS, column: cell % COLUMNS });
        let mut other = Matrix::default();
        other.follow(&matrix.fragment());
        prop_assert!(other.common.complaints.is_empty());
        prop_assert_eq!((other.seed, other.scope, other.place), (matrix.seed, matrix.scope, matrix.place));
        prop_assert_eq!(&other.statuses, &matrix.statuses);
        prop_assert_eq!(&*other.exchange, &*matrix.exchange);
    }

    #[test]
    fn no_fragment_no_control_and_no_cell_does_harm(
        fragment in prop_oneof!["\\PC{0,60}", "#access-matrix\\?[a-z&=%:,0-9-]{0,60}"],
        name in "[a-z.:-]{0,14}",
        value in "\\PC{0,8}",
        row in 0..2 * ROWS,
        column in 0..2 * COLUMNS,
    ) {
        let mut matrix = Matrix::default();
        matrix.follow(&fragment);
        matrix.control(&name, &value);
        matrix.look(Place { row, column });
        matrix.control("seed", &value);
        prop_assert!(matrix.place.row < ROWS && matrix.place.column < COLUMNS);
        prop_assert_eq!(matrix.statuses.len(), ROWS * COLUMNS);
    }
}
