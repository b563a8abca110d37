//! Says which builds are parted (src/parts.rs): a release for the browser. Parting needs the linker's list of what refers to
//! what. What tests/bench measures stays whole.

use std::env;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rustc-check-cfg=cfg(parted)");
    let is = |name, value: &str| env::var(name).is_ok_and(|is| is == value);
    let is_bench = env::var_os("CARGO_FEATURE_BENCH").is_some();
    if is("CARGO_CFG_TARGET_FAMILY", "wasm") && is("PROFILE", "release") && !is_bench {
        println!("cargo::rustc-cfg=parted");
        println!("cargo::rustc-link-arg-bin=browser=--emit-relocs");
    }
}
