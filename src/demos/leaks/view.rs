//! The demo on the screen.

use super::batch::Plan;
use super::draw::HEIGHT;
use super::fields::single;
use super::model::{Leaks, MARKS, Rest};
use super::picture::MARKED;
use super::words;
use crate::demos::security::settings::LeakSettings;
use crate::fields::Setup as _;
use crate::ui::controls::Field;
use crate::ui::export::Save;
use crate::ui::format::with_figure;
use crate::ui::handle::Handle;
use crate::ui::lab::Lab;
use crate::ui::predict::Asks;
use crate::ui::rich::{Rich, plain};
use crate::ui::seed::Run;
use crate::ui::signs::Sign;
use crate::ui::slice::Slice;
use crate::ui::state::{Model, State};
use crate::ui::table::Table;
use crate::ui::tabs::{Tab, Tabs};
use crate::ui::timeline::Move;
use crate::ui::transport::Reset;
use leptos::prelude::*;
use sim::stories::delay::Source;

const KINDS: [&str; 2] = ["key", "token"];

/// What the view holds of the state.
type Demo = Handle<Leaks>;

impl State for Leaks {
    type Setup = Plan;
    const ASKS: Option<Asks> = Some(words::PREDICT);

    fn view(demo: Demo) -> AnyView {
        let drawn = demo.slice(Leaks::shown);
        let digest = move || demo.with_slice(drawn, |s| format!("{:016x}", s.picture.digest));
        let run = Run { digest: Signal::derive(digest), note: words::RUN_NOTE };
        let shown = RwSignal::new(0);
        let tabs = vec![
            Tab { name: "marked", label: words::MARKED, panel: view! { <Marks demo=demo/> }.into_any() },
            Tab { name: "table", label: words::TABLE_TAB, panel: view! { <Figures demo=demo/> }.into_any() },
            Tab { name: "how", label: words::HOW, panel: view! { <How/> }.into_any() },
        ];
        view! {
            <Lab words=&words::LAB folded=true run=run>
                <div class="pictures"><Chart demo=demo/></div>
                <Bar demo=demo/>
                <Verdict demo=demo/>
                <div class="settings">
                    <Sources demo=demo/>
                    <div class="controls" role="group" aria-label=words::SETTINGS>
                        <Field name="leaks"/>
                        <LeakSettings settings=demo.slice(|s| s.plan.settings)/>
                    </div>
                </div>
                <Tabs of=Plan::DEMO label=words::MORE tabs=tabs shown=shown choose=Callback::new(move |tab| shown.set(tab))/>
            </Lab>
        }
        .into_any()
    }

    fn chosen(&mut self, _: &'static str, setup: Plan) {
        self.set(&|plan| *plan = setup);
    }

    fn spoken(&self) -> String {
        let progress = words::progress(self);
        if self.works() || self.rest != Rest::None {
            return progress;
        }
        let (figure, sentence) = words::verdict(&self.picture);
        let proofs = words::proofs(self);
        let gap = if proofs.is_empty() { "" } else { " " };
        [&progress, ". ", &with_figure(&figure, &plain(&sentence)), gap, &proofs].concat()
    }

    fn prediction(&self) -> String {
        match (self.common.guess, self.before, self.picture.medians()) {
            (Some(guess), Some(before), Some(now)) if self.is_done() && self.picture.plan == self.plan => {
                words::prediction(guess, before, now)
            }
            (Some(_), ..) => words::WAIT.into(),
            _ => String::new(),
        }
    }
}

impl Leaks {
    /// What the first button would do: its sign and its word.
    fn next(&self) -> (&'static str, &'static str) {
        match (self.batch_works(), self.rest) {
            (true, _) => ("pause", words::PAUSE),
            (false, Rest::Paused) => ("play", words::CONTINUE),
            (false, _) => ("play", words::RUN),
        }
    }

    /// How much of how much is done.
    fn done(&self) -> (usize, usize) {
        match self.proof_works() {
            true => (self.proof.records.len(), MARKS),
            false => (self.batch.done() as usize, self.plan.leaks as usize),
        }
    }
}

/// Run, pause, cancel, reset, and how far it is.
#[component]
fn Bar(demo: Demo) -> AnyView {
    let next = demo.slice(Leaks::next);
    let done = demo.slice(Leaks::done);
    let idle = demo.slice(|s| !s.works() && s.rest != Rest::Paused);
    // Not `disabled`: a button that was pressed keeps its focus.
    view! {
        <div class="transport" role="group" aria-label=words::WORK>
            <button type="button" class="button primary play" name="toggle" on:click=demo.any().on_move(Move::Toggle)>
                <Sign name=Signal::derive(move || next.get().0)/>
                {move || next.get().1}
            </button>
            <button
                type="button"
                class="button"
                name="cancel"
                aria-disabled=move || if idle.get() { "true" } else { "false" }
                on:click=demo.on_press(Leaks::cancel)
            >
                <Sign name="no"/>
                {words::CANCEL}
            </button>
            <Reset class="button"/>
            <progress
                aria-label=words::PROGRESS
                max=move || done.get().1.to_string()
                value=move || done.get().0.to_string()
            ></progress>
            <span class="clock">{move || demo.with(words::progress)}</span>
        </div>
    }
    .into_any()
}

/// Where the delays come from.
#[component]
fn Sources(demo: Demo) -> AnyView {
    let source = demo.slice(|s| s.plan.source);
    let hole = demo.slice(|s| s.plan.settings.hole);
    let note = move || {
        let words::Note { before, link, after } = words::source_note(source.get());
        let link = link.map(|[href, name]| view! { <a href=href rel="noopener">{name}</a> });
        view! { {before}{link}{after}{words::elsewhere(source.get(), hole.get())} }.into_any()
    };
    view! {
        <div class="sources" data-part="set lead">
            <div>
                <Field name="source"/>
                <div hidden=move || source.get() != Source::Own><Field name="half"/></div>
            </div>
            <p class="hint">{note}</p>
        </div>
    }
    .into_any()
}

#[component]
fn Chart(demo: Demo) -> AnyView {
    let shown = demo.slice(Leaks::shown);
    view! {
        <h4 class="chart-title">{words::CHART}</h4>
        <svg
            class="chart losses"
            width="100%"
            height=HEIGHT.to_string()
            role="img"
            aria-label=move || demo.with_slice(shown, |s| words::chart(&s.picture))
            inner_html=move || demo.with_slice(shown, |s| s.picture.chart.html())
        ></svg>
        <p class="axis">{words::AXIS}</p>
    }
    .into_any()
}

/// The marks: what the marked leaks cost, and where to see each of them.
#[component]
fn Marks(demo: Demo) -> AnyView {
    let head = |[name, meaning]: [&'static str; 2]| {
        view! { <th scope="col">{name}" "<small>{meaning}</small></th> }
    };
    let row = |(lane, kind): (usize, &'static str)| {
        let places = lane * MARKED.len()..(lane + 1) * MARKED.len();
        view! {
            <tr class=kind>
                <th scope="row"><Sign name=kind/>{words::LANES[lane]}</th>
                {places.map(|place| view! { <Marked demo=demo place=place/> }).map(IntoAny::into_any).collect::<Vec<_>>()}
            </tr>
        }
    };
    view! {
        <table class="marks">
            <thead><tr><td></td>{words::MARKS_HEAD.map(head).into_iter().map(IntoAny::into_any).collect::<Vec<_>>()}</tr></thead>
            <tbody>{KINDS.into_iter().enumerate().map(row).map(IntoAny::into_any).collect::<Vec<_>>()}</tbody>
        </table>
        <p class="prove">
            <button type="button" class="button small" name="prove" on:click=demo.on_press(Leaks::ask_proof)>{words::PROVE}</button>
            " "
            <span>{move || demo.with(words::proofs)}</span>
        </p>
    }
    .into_any()
}

#[component]
fn Marked(demo: Demo, place: usize) -> AnyView {
    let shown = demo.slice(Leaks::shown);
    let mark = Slice::new(move || demo.with_slice(shown, |s| s.mark(place)));
    let leak = Slice::new(move || demo.with_slice(shown, |s| s.mark(place).map(|mark| s.single(mark))));
    let proof = Slice::new(move || demo.with(|s| words::proof(s.mark(place), s.proof.records.get(place).copied())));
    view! {
        <td>
            <b>{move || words::mark(mark.get())}</b>
            <span>{move || leak.get().as_ref().map(words::story)}</span>
            <a href=move || leak.get().as_ref().map(single) hidden=move || mark.get().is_none()>
                {move || mark.get().map(words::single)}
            </a>
            <span class="proof"><Rich text=proof/></span>
        </td>
    }
    .into_any()
}

#[component]
fn Verdict(demo: Demo) -> AnyView {
    let shown = demo.slice(Leaks::shown);
    let verdict = Slice::new(move || demo.with_slice(shown, |s| words::verdict(&s.picture)));
    let worse = demo.slice(|s| s.picture.medians().is_some_and(|[key, token]| token > key));
    let figure = move || {
        let (figure, _) = verdict.get();
        // Before the first leak, dots hold the figure's place: nothing to read out.
        if demo.with_slice(shown, |s| s.picture.leaks) == 0 {
            return view! { <span aria-hidden="true">{figure}</span> }.into_any();
        }
        figure.into_any()
    };
    view! {
        <div class=move || if worse.get() { "verdict token-worse" } else { "verdict" }>
            <b class="ratio">{figure}</b>
            <p>
                <span><Rich text=Signal::derive(move || verdict.get().1)/></span>
                " "
                <span class="aside">{move || demo.with_slice(shown, |s| words::aside(&s.picture))}</span>
            </p>
            <button type="button" class="button" name="as-bad" on:click=demo.on_press(Leaks::make_token_as_bad_as_key)>
                {words::AS_BAD}
            </button>
        </div>
    }
    .into_any()
}

/// The picture in figures, and every leak as a file.
#[component]
fn Figures(demo: Demo) -> AnyView {
    let shown = demo.slice(Leaks::shown);
    let rows = move || demo.with_slice(shown, |s| s.picture.table.clone());
    let csv = move |()| demo.with_untracked(|s| s.batch.csv());
    view! {
        <div class="data-table">
            <Table caption=words::TABLE head=&words::TABLE_HEAD rows=Signal::derive(rows)/>
            <p><Save file=words::CSV_FILE text=Callback::new(csv)>{words::CSV}</Save></p>
        </div>
    }
    .into_any()
}

/// How a leak is computed.
#[component]
fn How() -> AnyView {
    let text = words::HOW_TEXT
        .map(|paragraph| view! { <p>{paragraph}</p> })
        .into_iter()
        .map(IntoAny::into_any)
        .collect::<Vec<_>>();
    view! { <div class="how">{text}</div> }.into_any()
}
