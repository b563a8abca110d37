//! What `public/boot/figures.js` calls. It decides when a demo is mounted and what happens when one fails; the module
//! makes and mounts, and remembers who is at work.

use crate::demos::{self, View};
use crate::ui::figure::Figure;
use any_spawner::Executor;
use leptos::tachys::view::{Mountable, Render, any_view::AnyViewState};
use leptos::{prelude::*, web_sys::HtmlElement};
use std::cell::RefCell;
use wasm_bindgen::prelude::wasm_bindgen;

/// How far a demo has come. In somebody's post each step is a task of its own, so that the post answers its reader in
/// between.
enum Step {
    /// Its state is made.
    Begun(View),
    /// Its view, too.
    Made(AnyView),
    /// Its elements, too. From now on they follow the state, whether they are on the page or not.
    Built(AnyViewState),
}

struct Coming {
    figure: Figure,
    // Dropped in this order: what runs first, then what it hangs on.
    /// None while the next one is taken, and for ever where that ended in a trap.
    step: Option<Step>,
    root: Owner,
}

thread_local! {
    static DEMOS: RefCell<Vec<Coming>> = const { RefCell::new(Vec::new()) };
}

/// Takes from what there is of the figure's demo, or puts into it.
fn with<T>(figure: Figure, change: impl FnOnce(&mut Coming) -> Option<T>) -> Option<T> {
    DEMOS.with_borrow_mut(|demos| demos.iter_mut().find(|demo| demo.figure == figure).and_then(change))
}

/// Takes the figure's demo a step on.
fn advance(figure: u32, take: impl FnOnce(Step) -> Step) {
    let figure = Figure(figure);
    let Some((step, root)) = with(figure, |demo| Some((demo.step.take()?, demo.root.clone()))) else { return };
    figure.works();
    let step = root.with(|| take(step));
    with(figure, |demo| demo.step.replace(step));
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
    let step = root.with(|| {
        provide_context(figure);
        Step::Begun((demo.begin)())
    });
    DEMOS.with_borrow_mut(|demos| demos.push(Coming { figure, step: Some(step), root }));
}

/// Makes the view of what was begun.
#[wasm_bindgen]
pub fn make(figure: u32) {
    // The view has effects.
    let _ = Executor::init_wasm_bindgen();
    advance(figure, |step| if let Step::Begun(view) = step { Step::Made(view()) } else { step });
}

/// Makes the elements of the view that was made. They are not on the page yet.
#[wasm_bindgen]
pub fn build(figure: u32) {
    advance(figure, |step| if let Step::Made(view) = step { Step::Built(view.build()) } else { step });
}

/// Puts what was built for this figure on the page, in the place of its still picture, which is what `body` holds: the
/// same elements, made anew. A lab's figure holds none.
#[wasm_bindgen]
pub fn mount(body: HtmlElement, figure: u32) {
    advance(figure, |mut step| {
        if let Step::Built(elements) = &mut step {
            let picture = body.first_element_child();
            elements.mount(&body, None);
            if let Some(picture) = picture {
                picture.remove();
            }
        }
        step
    });
}

/// Takes a demo off its figure and ends its effects and timers.
#[wasm_bindgen]
pub fn unmount(figure: u32) {
    let gone: Vec<_> =
        DEMOS.with_borrow_mut(|demos| demos.extract_if(.., |demo| demo.figure == Figure(figure)).collect());
    for demo in gone {
        if let Some(Step::Built(mut elements)) = demo.step {
            elements.unmount();
        }
    }
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
