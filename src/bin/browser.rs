//! What the browser runs: the library, whose `page::mount` public/boot/figures.js calls. There is nothing to start.

use key_vs_token as _;

fn main() {}
