//! How much memory a provider takes that is asked for a long time, and what a new one in its place gives back. Counted
//! at the allocator, so that nothing is left out which no list counts.

use sim::provider::sandbox::{Sandbox, get};
use sim::provider::{api, oauth};
use sim::wire::http::Request;
use std::{
    alloc::{GlobalAlloc, Layout, System},
    sync::atomic::{AtomicUsize, Ordering::Relaxed},
};

struct Counting;

static LIVE: AtomicUsize = AtomicUsize::new(0);

// SAFETY: the system's allocator does all of it; beside it, sizes are added up.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        LIVE.fetch_add(layout.size(), Relaxed);
        // SAFETY: the caller keeps to the contract of `GlobalAlloc`, and the layout is passed on as it came.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        LIVE.fetch_sub(layout.size(), Relaxed);
        // SAFETY: as above.
        unsafe { System.dealloc(at, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Requests that bring much along, in every place where it could be kept.
fn flood(sandbox: &mut Sandbox) {
    let long = |length: usize| "a+".repeat(length / 2);
    let state = |length: usize| {
        "response_type=code&client_id=shop-app&redirect_uri=https%3A%2F%2Fshop.example%2Fcallback&\
         code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256&state="
            .to_owned()
            + &long(length)
    };
    let (short, longer, huge) = (long(7000), long(60_000), long(1_000_000));
    for n in 0..1000 {
        sandbox.handle(&Request::get(oauth::HOST, "/authorize").query(state(7000)));
        if n % 2 == 0 {
            continue;
        }
        sandbox.handle(&get(api::HOST, &format!("/v1/{n}?{longer}")));
        sandbox.handle(&get(api::HOST, &format!("/v1/orders?page={n}&{short}")).header("X-API-Key", short.clone()));
        let device = [("client_id", "shop-tv"), ("x", &longer)];
        sandbox.handle(&Request::post_form(oauth::HOST, "/device_authorization", &device));
        let token = format!("Bearer {}", "eyJ".repeat(2500));
        sandbox.handle(&get(api::HOST, "/v1/orders").header("Authorization", token));
    }
    for _ in 0..5 {
        sandbox.handle(&get(api::HOST, &format!("/{huge}?{huge}")));
    }
}

/// 500 addresses of 60 KB and 1,500 of 7 KB are 40 MB. What may stay is the log (4 MiB) and a thousand questions
/// that wait for their users' answer.
#[test]
fn a_flood_leaves_the_memory_bounded_and_a_new_provider_gives_it_back() {
    const MOST: usize = 16 << 20;
    let before = LIVE.load(Relaxed);
    let mut sandbox = Sandbox::new(7);
    let empty = LIVE.load(Relaxed);
    flood(&mut sandbox);
    let first = LIVE.load(Relaxed) - empty;
    assert!(first < MOST, "a flood left {first} bytes");
    flood(&mut sandbox);
    let second = LIVE.load(Relaxed) - empty;
    // Nothing but what is counted in numbers (a grant, a device) may differ.
    assert!(second < first + first / 8, "two floods left {second} bytes, one left {first}");
    drop(core::mem::replace(&mut sandbox, Sandbox::new(7)));
    let reset = LIVE.load(Relaxed).abs_diff(empty);
    assert!(reset < 1024, "a new provider is {reset} bytes larger or smaller than the first");
    drop(sandbox);
    let after = LIVE.load(Relaxed).abs_diff(before);
    assert!(after < 1024, "{after} bytes stay behind");
}
