//! The demo on the screen.

use leptos::prelude::*;

use super::fields::Setup;
use super::model::{FIRST_PLACE, Matrix, Place};
use super::words;
use crate::ui::controls::Field;
use crate::ui::handle::Handle;
use crate::ui::lab::Lab;
use crate::ui::predict::Asks;
use crate::ui::rich::{Rich, plain};
use crate::ui::signs::Sign;
use crate::ui::slice::Slice;
use crate::ui::state::State;
use crate::ui::transport::Reset;
use crate::ui::wire::{Carried, Wire};
use sim::provider::api::{ENDPOINTS, Resource};
use sim::stories::matrix::{COLUMNS, Desk, ROWS, is_answer};

/// What the view holds of the state.
type Demo = Handle<Matrix>;

impl State for Matrix {
    type Setup = Setup;
    const ASKS: Option<Asks> = Some(words::PREDICT);

    fn view(demo: Demo) -> AnyView {
        let foot = view! { <Reset class="button small"/> }.into_any();
        view! {
            <Lab words=&words::LAB foot=foot>
                <div class="matrix-stage">
                    <div class="matrix-switches">
                        <Field name="scope"/>
                        <p class="hint">{words::SCOPES_NOTE}</p>
                    </div>
                    <Table demo=demo/>
                    <Answer demo=demo/>
                    <Aside demo=demo/>
                </div>
                <div class="matrix-sum" data-part="sum">
                    <p>
                        <span><Rich text=Signal::derive(move || demo.with(words::sum))/></span>
                        " "
                        <span class="changes"><Rich text=Signal::derive(move || demo.with(words::changes))/></span>
                    </p>
                </div>
            </Lab>
        }
        .into_any()
    }

    fn chosen(&mut self, field: &'static str, setup: Setup) {
        match field {
            "ask" | "with" => self.look(setup.place),
            _ => self.renew(setup.seed, setup.scope),
        }
    }

    fn spoken(&self) -> String {
        if self.looked {
            let why =
                self.exchange.reject.as_ref().map(|reject| [" ", &reject.sentence()].concat()).unwrap_or_default();
            [&words::cell(self.place, self.status(self.place), None), ".", &why].concat()
        } else {
            let changes = plain(&words::changes(self));
            let gap = if changes.is_empty() { "" } else { " " };
            [&changes, gap, &plain(&words::sum(self))].concat()
        }
    }

    fn prediction(&self) -> String {
        self.common.guess.map_or_else(String::new, |guess| words::prediction(guess, self))
    }
}

#[component]
fn Table(demo: Demo) -> AnyView {
    let group = |(kind, words): (&'static str, &'static str)| {
        view! { <th colspan="3" scope="colgroup" class=kind><span><Sign name=kind/>{words}</span></th> }
    };
    let head = |(column, words): (usize, &&'static str)| view! { <th scope="col" class=kind(column)>{*words}</th> };
    let row = |row| {
        let cell = |column| view! { <td><Cell demo=demo place=Place { row, column }/></td> };
        view! { <tr>{row_head(row)}{(0..COLUMNS).map(cell).map(IntoAny::into_any).collect::<Vec<_>>()}</tr> }
    };
    view! {
        <table class="matrix" role="grid" data-grid="" aria-label=words::MATRIX>
            <thead>
                <tr class="groups"><td></td>{["key", "token"].into_iter().zip(words::GROUPS).map(group).map(IntoAny::into_any).collect::<Vec<_>>()}</tr>
                <tr class="heads">
                    <th scope="col" class="endpoint">{words::ENDPOINT}</th>
                    {words::COLUMN_HEADS.iter().enumerate().map(head).map(IntoAny::into_any).collect::<Vec<_>>()}
                </tr>
            </thead>
            <tbody>{(0..ROWS).map(row).map(IntoAny::into_any).collect::<Vec<_>>()}</tbody>
        </table>
    }
    .into_any()
}

/// The name of a row's endpoint, and the scope that it needs.
fn row_head(row: usize) -> AnyView {
    let endpoint = &ENDPOINTS[row];
    let needs = match endpoint.resource {
        Resource::TestRecords => words::TESTS_SCOPE,
        _ => endpoint.scope.name(),
    };
    view! {
        <th scope="row">
            <span><b>{endpoint.method.name()}</b>" "<code translate="no">{endpoint.path}</code></span>
            " "
            <small>{needs}</small>
        </th>
    }
    .into_any()
}

/// What a cell shows.
#[derive(Clone, Copy, PartialEq)]
struct Face {
    status: u16,
    /// The status before the last switch, where it was another, and whether that was a switch of an even number.
    was: Option<(u16, bool)>,
    is_looked_at: bool,
}

impl Face {
    fn of(matrix: &Matrix, place: Place) -> Self {
        Self {
            status: matrix.status(place),
            was: matrix.was(place).map(|was| (was, matrix.round.is_multiple_of(2))),
            is_looked_at: place == matrix.place,
        }
    }

    /// The status before, if it was another.
    fn before(self) -> Option<u16> {
        self.was.map(|(status, _)| status)
    }

    const fn class(self) -> &'static str {
        match (is_answer(self.status), self.was) {
            (true, None) => "ok",
            (false, None) => "no",
            // Two names for one thing: an animation starts anew only under another name.
            (true, Some((_, true))) => "ok changed even",
            (true, Some((_, false))) => "ok changed",
            (false, Some((_, true))) => "no changed even",
            (false, Some((_, false))) => "no changed",
        }
    }
}

/// A cell. Of the many, a switch changes a few: each follows its own face alone.
#[component]
fn Cell(demo: Demo, place: Place) -> AnyView {
    let face = Slice::new(move || demo.with(|s| Face::of(s, place)));
    let name = [place.row.to_string(), ".".into(), place.column.to_string()].concat();
    view! {
        <button
            type="button"
            name="cell"
            value=name.clone()
            data-cell=name
            tabindex=if place == FIRST_PLACE { "0" } else { "-1" }
            class=move || face.get().class()
            aria-label=move || words::cell(place, face.get().status, face.get().before())
            // The style sheet draws what was there before.
            data-was=move || face.get().before().map_or_else(String::new, |was| was.to_string())
            aria-current=move || if face.get().is_looked_at { "true" } else { "false" }
            on:click=demo.on_press(move |s| s.look(place))
        >
            <Sign name=Signal::derive(move || sign(face.get().status))/>
            <b>{move || face.get().status.to_string()}</b>
        </button>
    }
    .into_any()
}

/// The answer in short. On a narrow screen it stays in sight while the matrix is.
#[component]
fn Answer(demo: Demo) -> AnyView {
    let status = demo.slice(|s| s.status(s.place));
    let why = move || demo.with(|s| s.exchange.reject.as_ref().map(|reject| reject.sentence()).unwrap_or_default());
    view! {
        <p aria-hidden="true" class=move || ["matrix-answer ", sign(status.get())].concat()>
            <b><Sign name=Signal::derive(move || sign(status.get()))/>{move || status.get().to_string()}</b>
            " "
            <span>{move || demo.with(|s| words::asked(s.place))}</span>
            " "
            <small>{why}</small>
        </p>
    }
    .into_any()
}

/// The exchange of the cell that is looked at, and who is who.
#[component]
fn Aside(demo: Demo) -> AnyView {
    let carried = |exchange| Carried { exchange, note: String::new() };
    let message = Slice::new(move || Some(carried(demo.with(|s| s.exchange.as_ref().clone()))));
    let asked = Signal::derive(move || demo.with(|s| words::asked(s.place)));
    let who = |(column, (name, what)): (usize, (&'static str, &'static str))| {
        view! { <div><dt class=kind(column)><Sign name=kind(column)/>{name}</dt><dd>{what}</dd></div> }
    };
    view! {
        <div class="matrix-aside">
            <Wire kind="cell" title=asked message=message empty=""/>
            <section class="matrix-legend">
                <h4>{words::LEGEND_TITLE}</h4>
                <dl>{words::LEGEND.into_iter().enumerate().map(who).map(IntoAny::into_any).collect::<Vec<_>>()}</dl>
            </section>
        </div>
    }
    .into_any()
}

/// `key` or `token`: the sign, the colour, the class.
fn kind(column: usize) -> &'static str {
    if Desk::is_key(column) { "key" } else { "token" }
}

/// `ok` or `no`: the sign, and the class of a status.
const fn sign(status: u16) -> &'static str {
    if is_answer(status) { "ok" } else { "no" }
}
