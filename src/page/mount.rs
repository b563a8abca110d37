//! What `public/boot/figures.js` calls. It decides when a demo is mounted and what happens when one fails; the module
//! makes and mounts, and remembers who is at work.

use crate::demos::{self, View};
use crate::ui::figure::Figure;
use any_spawner::Executor;
use leptos::{mount::mount_to, prelude::*, web_sys::HtmlElement};
use std::{any::Any, cell::RefCell};
use wasm_bindgen::prelude::wasm_bindgen;

struct Made {
    figure: Figure,
    // Dropped in this order: what runs first, then what it hung on.
    _mounted: Option<Box<dyn Any>>,
    /// Until its view is made.
    begun: Option<View>,
    /// Until it is mounted.
    view: Option<AnyView>,
    root: Owner,
}

thread_local! {
    static MADE: RefCell<Vec<Made>> = const { RefCell::new(Vec::new()) };
}

/// Takes from what there is of the figure's demo, or puts into it.
fn with<T>(figure: Figure, take: impl FnOnce(&mut Made) -> Option<T>) -> Option<T> {
    MADE.with_borrow_mut(|made| made.iter_mut().find(|made| made.figure == figure).and_then(take))
}

/// Begins the demo called `name` for the figure with this number: makes its state.
/// A name that no demo bears leaves the picture still; the article's tests see to it that there is none.
#[wasm_bindgen]
pub fn begin(name: &str, figure: u32) {
    let Some(demo) = demos::ALL.iter().find(|demo| demo.name == name) else { return };
    let figure = Figure(figure);
    figure.works();
    // A root of its own: after a trap, Leptos may still hold the failed demo's owner for the current one.
    let root = Owner::new_root(None);
    let begun = Some(root.with(|| {
        provide_context(figure);
        (demo.begin)()
    }));
    MADE.with_borrow_mut(|made| made.push(Made { figure, _mounted: None, begun, view: None, root }));
}

/// Makes the view of what was begun. It is not on the page yet.
#[wasm_bindgen]
pub fn make(figure: u32) {
    let figure = Figure(figure);
    let Some((begun, root)) = with(figure, |made| Some((made.begun.take()?, made.root.clone()))) else { return };
    figure.works();
    // Mounting would do it, and the view has effects before.
    let _ = Executor::init_wasm_bindgen();
    let view = root.with(begun);
    with(figure, |made| made.view.replace(view));
}

/// Puts what was made for this figure on the page, in the place of its still picture, which is what `body` holds: the same
/// elements, made anew. A lab's figure holds none.
#[wasm_bindgen]
pub fn mount(body: HtmlElement, figure: u32) {
    let figure = Figure(figure);
    let Some((view, root)) = with(figure, |made| Some((made.view.take()?, made.root.clone()))) else { return };
    figure.works();
    let picture = body.first_element_child();
    let mounted = root.with(|| mount_to(body, || view));
    if let Some(picture) = picture {
        picture.remove();
    }
    with(figure, |made| made._mounted.replace(Box::new(mounted)));
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
