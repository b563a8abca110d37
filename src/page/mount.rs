//! What `public/boot/figures.js` calls. It decides when a demo is mounted and what happens when one fails; the module
//! mounts, and remembers who is at work.

use crate::{demos, ui::figure::Figure};
use leptos::{mount::mount_to, prelude::*, web_sys::HtmlElement};
use std::{any::Any, cell::RefCell};
use wasm_bindgen::prelude::wasm_bindgen;

struct Mounted {
    figure: Figure,
    // Dropped in this order: what runs first, then what it hung on.
    _view: Box<dyn Any>,
    _root: Owner,
}

thread_local! {
    static MOUNTED: RefCell<Vec<Mounted>> = const { RefCell::new(Vec::new()) };
}

/// Mounts the demo called `name` on the figure with this number, in the place of its still picture, which is what `body`
/// holds: the same elements, made anew. A lab's figure holds none.
/// A name that no demo bears leaves the picture still; the article's tests see to it that there is none.
#[wasm_bindgen]
pub fn mount(body: HtmlElement, name: &str, figure: u32) {
    let Some(demo) = demos::ALL.iter().find(|demo| demo.name == name) else { return };
    let picture = body.first_element_child();
    let figure = Figure(figure);
    figure.works();
    // A root of its own: after a trap, Leptos may still hold the failed demo's owner for the current one.
    let root = Owner::new_root(None);
    let view = root.with(move || {
        mount_to(body, move || {
            provide_context(figure);
            (demo.view)()
        })
    });
    if let Some(picture) = picture {
        picture.remove();
    }
    MOUNTED.with_borrow_mut(|mounted| mounted.push(Mounted { figure, _view: Box::new(view), _root: root }));
}

/// Takes a demo off its figure and ends its effects and timers.
#[wasm_bindgen]
pub fn unmount(figure: u32) {
    let gone: Vec<_> =
        MOUNTED.with_borrow_mut(|mounted| mounted.extract_if(.., |mounted| mounted.figure == Figure(figure)).collect());
    drop(gone);
}

/// An event is about to reach the demo on this figure.
#[wasm_bindgen]
pub fn enter(figure: u32) {
    Figure(figure).works();
}

/// The figure that was last at work: the one an uncaught error belongs to.
#[wasm_bindgen]
pub fn at_work() -> u32 {
    Figure::at_work().0
}
