//! What `public/boot/figures.js` calls. It decides when a demo is mounted and what happens when one fails; the module
//! makes and mounts, and remembers who is at work.

use crate::{demos, ui::figure::Figure};
use any_spawner::Executor;
use leptos::{mount::mount_to, prelude::*, web_sys::HtmlElement};
use std::{any::Any, cell::RefCell};
use wasm_bindgen::prelude::wasm_bindgen;

struct Made {
    figure: Figure,
    // Dropped in this order: what runs first, then what it hung on.
    _mounted: Option<Box<dyn Any>>,
    /// Until it is mounted.
    view: Option<AnyView>,
    root: Owner,
}

thread_local! {
    static MADE: RefCell<Vec<Made>> = const { RefCell::new(Vec::new()) };
}

/// Makes the demo called `name` for the figure with this number: its state, and its view, which is not on the page yet.
/// A name that no demo bears leaves the picture still; the article's tests see to it that there is none.
#[wasm_bindgen]
pub fn make(name: &str, figure: u32) {
    let Some(demo) = demos::ALL.iter().find(|demo| demo.name == name) else { return };
    let figure = Figure(figure);
    figure.works();
    // Mounting would do it, and the view has effects before.
    let _ = Executor::init_wasm_bindgen();
    // A root of its own: after a trap, Leptos may still hold the failed demo's owner for the current one.
    let root = Owner::new_root(None);
    let view = root.with(|| {
        provide_context(figure);
        (demo.view)()
    });
    MADE.with_borrow_mut(|made| made.push(Made { figure, _mounted: None, view: Some(view), root }));
}

/// Puts the demo that was made for this figure on the page, in the place of its still picture, which is what `body`
/// holds: the same elements, made anew. A lab's figure holds none.
#[wasm_bindgen]
pub fn mount(body: HtmlElement, figure: u32) {
    let figure = Figure(figure);
    let waiting = MADE.with_borrow_mut(|made| {
        let made = made.iter_mut().find(|made| made.figure == figure)?;
        Some((made.view.take()?, made.root.clone()))
    });
    let Some((view, root)) = waiting else { return };
    let picture = body.first_element_child();
    figure.works();
    let mounted = root.with(|| mount_to(body, || view));
    if let Some(picture) = picture {
        picture.remove();
    }
    MADE.with_borrow_mut(|made| {
        if let Some(made) = made.iter_mut().find(|made| made.figure == figure) {
            made._mounted = Some(Box::new(mounted));
        }
    });
}

/// Takes a demo off its figure and ends its effects and timers.
#[wasm_bindgen]
pub fn unmount(figure: u32) {
    let gone: Vec<_> = MADE.with_borrow_mut(|made| made.extract_if(.., |made| made.figure == Figure(figure)).collect());
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
