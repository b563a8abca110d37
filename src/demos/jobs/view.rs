//! The demo on the screen.

use super::fields::Setup;
use super::model::{Choices, Jobs, Told};
use super::{draw, words};
use crate::fields::Named;
use crate::ui::credential::both;
use crate::ui::format;
use crate::ui::handle::{Handle, handler};
use crate::ui::header::{Complaints, Header};
use crate::ui::keys::KeyHelp;
use crate::ui::lane::LaneStrip;
use crate::ui::predict::Asks;
use crate::ui::rich::{Rich, pieces, plain};
use crate::ui::signs::Sign;
use crate::ui::slice::Slice;
use crate::ui::state::State;
use crate::ui::table::DataTable;
use crate::ui::timeline::Move;
use crate::ui::transport::Transport;
use crate::ui::wire::{Carried, Wire};
use leptos::prelude::*;
use sim::stories::jobs::Job;
use sim::stories::world::Credential;

/// What the view holds of the state.
type Demo = Handle<Jobs>;

impl State for Jobs {
    type Setup = Setup;
    const ASKS: Option<Asks> = Some(words::PREDICT);

    fn view(demo: Demo) -> AnyView {
        let unpicked = demo.slice(|s| s.pick().is_none());
        let choices = demo.slice(Jobs::choices);
        view! {
            <Header title=words::TITLE share=words::SHARE look_for=words::LOOK_FOR/>
            <Complaints/>
            <List demo=demo choices=choices/>
            <Brief demo=demo/>
            <div class="month" hidden=move || unpicked.get()>
                <Transport step="day" paced=false/>
                <div class="month-lanes">
                    {both(|credential| view! { <Lane demo=demo choices=choices credential=credential/> })}
                    <p class="hint">{words::STRIPS}</p>
                </div>
                <p class="judged"><span><Rich text=demo.slice(Jobs::sentence)/></span></p>
                <div class="month-told">
                    <Turns demo=demo choices=choices/>
                    <Numbers demo=demo/>
                </div>
                <Verdict demo=demo choices=choices/>
                <div class="wires">{both(|credential| view! { <Sent demo=demo credential=credential/> })}</div>
            </div>
            <div class="demo-footer">
                <div class="months-table" hidden=move || unpicked.get()>
                    <DataTable caption=words::TABLE head=&words::TABLE_HEAD rows=Signal::derive(move || demo.with_slice(choices, rows))/>
                </div>
                <KeyHelp keys=&words::HELP/>
                <p class="private">{words::PRIVATE}</p>
            </div>
        }
        .into_any()
    }

    fn chosen(&mut self, field: &'static str, setup: Setup) {
        match (field, setup) {
            ("job", Setup { job: Some(job), .. }) => self.choose(job),
            ("pick", Setup { pick: Some(pick), .. }) => self.give(pick),
            (_, Setup { seed, .. }) => self.reseed(seed),
        }
    }

    fn spoken(&self) -> String {
        match self.pick() {
            None => [words::name(self.job), ". ", words::brief(self.job), " ", words::PICK].concat(),
            Some(_) => plain(&self.sentence()),
        }
    }

    /// It is judged once the month is over.
    fn prediction(&self) -> String {
        if self.is_over() { words::verdict(self) } else { String::new() }
    }
}

impl Jobs {
    fn sentence(&self) -> String {
        if self.is_over() { words::verdict(self) } else { words::so_far(self) }
    }

    /// What went well and what went wrong; nothing before the month is over.
    fn went(&self, credential: Credential) -> Vec<String> {
        if !self.is_over() {
            return vec![String::new(); 2];
        }
        words::well_and_ill(self.job, credential, &self.months[credential as usize]).into()
    }

    /// What the month has come to by now, a row each.
    fn numbers(&self, credential: Credential) -> Vec<String> {
        let tally = self.tally(credential);
        (0..words::ROWS.len()).map(|row| words::row(&tally, row)).collect()
    }
}

/// The jobs to choose from, each with what was picked for it.
#[component]
fn List(demo: Demo, choices: Slice<Choices>) -> AnyView {
    let job = |(name, job): (&&'static str, Job)| {
        view! {
            <label class="job">
                <input
                    type="radio"
                    name="jobs-job"
                    value=*name
                    checked=job == demo.with_untracked(|s| s.job)
                    prop:checked=move || job == demo.with(|s| s.job)
                    on:input=handler(move |_| demo.update(|s| s.choose(job)))
                />
                <span>{words::name(job)}</span>
                <span class="picked">{move || demo.with_slice(choices, |s| s.picks[job as usize].map(|pick| picked(job, pick)))}</span>
            </label>
        }
    };
    view! {
        <fieldset class="job-list" data-part="lead">
            <legend class="visually-hidden">{words::JOBS}</legend>
            {Job::NAMES.iter().zip(Job::ALL).map(job).map(IntoAny::into_any).collect::<Vec<_>>()}
        </fieldset>
    }
    .into_any()
}

/// What was picked for a job, and whether it serves it.
fn picked(job: Job, pick: Credential) -> AnyView {
    let good = if pick == job.better() || job.takes_either() { "ok" } else { "no" };
    view! { <i class=good><Sign name=good/></i><Sign name=pick.name()/> }.into_any()
}

/// What there is to know of the job, and the two to pick from.
#[component]
fn Brief(demo: Demo) -> AnyView {
    let question = |(i, question): (usize, &&'static str)| {
        view! { <div><dt>{*question}</dt><dd>{move || demo.with(|s| words::answers(s.job)[i])}</dd></div> }
    };
    let pick = |credential: Credential| {
        let name = credential.name();
        view! {
            <button
                type="button"
                class=["button pick ", name].concat()
                name="pick"
                value=name
                aria-pressed=move || if demo.with(Jobs::pick) == Some(credential) { "true" } else { "false" }
                on:click=demo.on_press(move |s| s.give(credential))
            >
                <b><Sign name=name/>{words::PICKS[credential as usize]}</b>
                <small>{move || demo.with(|s| words::offer(s.job, credential))}</small>
            </button>
        }
    };
    view! {
        <div class="brief">
            <div class="brief-text">
                <h4>{move || demo.with(|s| words::name(s.job))}</h4>
                <p>{move || demo.with(|s| words::brief(s.job))}</p>
                <dl>{words::QUESTIONS.iter().enumerate().map(question).map(IntoAny::into_any).collect::<Vec<_>>()}</dl>
            </div>
            <div class="picks" role="group" aria-label=words::PICK>
                <p><b>{words::PICK}</b></p>
                {both(pick)}
            </div>
        </div>
    }
    .into_any()
}

/// One of the two months: how the job fares, and the month as a strip.
#[component]
fn Lane(demo: Demo, choices: Slice<Choices>, credential: Credential) -> AnyView {
    let drawn = Slice::new(move || demo.with_slice(choices, |s| draw::lane(s, credential)));
    view! {
        <div class=["lane ", credential.name()].concat()>
            <div class="lane-head">
                <LaneTitle credential=credential/>
                <span class="scope">{move || demo.with(|s| words::offer(s.job, credential))}</span>
                <span class=move || demo.with(|s| ["fate ", words::fate_class(s.fate(credential))].concat())>
                    {move || demo.with(|s| words::fate(s.fate(credential)))}
                </span>
            </div>
            <LaneStrip
                kind=credential.name()
                drawn=drawn
                now=demo.slice(|s| draw::position(s.clock.now))
                words=Signal::derive(move || demo.with(|s| words::strip(s, credential)))
            />
        </div>
    }
    .into_any()
}

#[component]
fn LaneTitle(credential: Credential) -> AnyView {
    view! { <h4><Sign name=credential.name()/>{words::LANES[credential as usize]}</h4> }.into_any()
}

/// What happened in the two months, each with the way to its moment.
#[component]
fn Turns(demo: Demo, choices: Slice<Choices>) -> AnyView {
    let turns = move |s: &Jobs| -> Vec<AnyView> {
        s.told.iter().zip('A'..).map(|(told, letter)| turn(demo, s.job, told, letter)).collect()
    };
    view! { <ol class="turns" aria-label=words::TURNS>{move || demo.with_slice(choices, turns)}</ol> }.into_any()
}

fn turn(demo: Demo, job: Job, told: &Told, letter: char) -> AnyView {
    let at = told.at;
    let ahead = Slice::new(move || demo.with(|s| s.clock.now < at));
    let whose = Credential::BOTH.map(|credential| {
        let sign = || view! { <Sign name=credential.name()/> };
        told.lanes[credential as usize].then(sign)
    });
    view! {
        <li class=move || if ahead.get() { "ahead" } else { "" }>
            <button type="button" name="go" value=at.as_ms().to_string() on:click=demo.any().on_move(Move::Go(at))>
                <b class="badge">{letter.to_string()}</b>
                <span class="when">{format::moment(at)}</span>
                <span>{pieces(&words::turn(job, told))}<span class="whose">{whose.into_iter().map(IntoAny::into_any).collect::<Vec<_>>()}</span></span>
            </button>
        </li>
    }
    .into_any()
}

/// What the months have come to by now.
#[component]
fn Numbers(demo: Demo) -> AnyView {
    let numbers = Credential::BOTH.map(|credential| Slice::new(move || demo.with(|s| s.numbers(credential))));
    let head = |credential: Credential| {
        let (name, words) = (credential.name(), words::NAMES[credential as usize]);
        view! { <th scope="col" class=name><span><Sign name=name/>{words}</span></th> }
    };
    let row = |(row, name): (usize, &&'static str)| {
        let cell = |numbers: Slice<Vec<String>>| view! { <td>{move || numbers.read()[row].clone()}</td> };
        view! { <tr><th scope="row">{*name}</th>{numbers.map(cell).into_iter().map(IntoAny::into_any).collect::<Vec<_>>()}</tr> }
    };
    view! {
        <div class="tally">
            <table>
                <caption class="visually-hidden">{words::TALLY}</caption>
                <thead><tr><th scope="col">{words::TALLY_HEAD}</th>{both(head)}</tr></thead>
                <tbody>{words::ROWS.iter().enumerate().map(row).map(IntoAny::into_any).collect::<Vec<_>>()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// What went well and what went wrong, once the months are over; and what of the article they show.
#[component]
fn Verdict(demo: Demo, choices: Slice<Choices>) -> AnyView {
    let over = demo.slice(Jobs::is_over);
    let went = |credential: Credential| {
        let told = Slice::new(move || demo.with(|s| s.went(credential)));
        let line = |(i, (class, label)): (usize, (&'static str, &'static str))| {
            view! {
                <p class=class>
                    <Sign name=class/>
                    <span class="visually-hidden">{label}</span>
                    <span>{move || told.read()[i].clone()}</span>
                </p>
            }
        };
        let lines = [("ok", words::WELL), ("no", words::ILL)]
            .into_iter()
            .enumerate()
            .map(line)
            .map(IntoAny::into_any)
            .collect::<Vec<_>>();
        view! { <div class=["went ", credential.name()].concat()><LaneTitle credential=credential/>{lines}</div> }
    };
    let claim = move || {
        let (claim, link, section) = demo.with_slice(choices, |s| words::claim(s.job));
        view! { {claim}" "<a href=link>{section}</a> }.into_any()
    };
    view! {
        <div class="judgement" hidden=move || !over.get()>
            <div class="both">{both(went)}</div>
            <p class="claim"><b>{words::SHOWS}</b>{claim}</p>
        </div>
    }
    .into_any()
}

/// The last exchange of a month.
#[component]
fn Sent(demo: Demo, credential: Credential) -> AnyView {
    let message = Slice::new(move || {
        demo.with(|s| {
            let (_, exchange) = s.last_exchange(credential)?;
            Some(Carried { exchange: exchange.clone(), note: words::wire_note(exchange.records) })
        })
    });
    let title = move || demo.with(|s| words::wire_title(credential, s.last_exchange(credential).map(|(at, _)| at)));
    view! { <Wire kind=credential.name() title=Signal::derive(title) message=message empty=words::WIRE_EMPTY/> }
        .into_any()
}

/// The turning points in figures.
fn rows(state: &Jobs) -> Vec<Vec<String>> {
    let row = |told: &Told| {
        let mut row = vec![format::moment(told.at), plain(&words::turn(state.job, told))];
        for (month, is_in) in state.months.iter().zip(told.lanes) {
            let tally = month.tally(told.at);
            let cells = [tally.answered, tally.records];
            row.extend(cells.map(|n| if is_in { format::count(n.into()) } else { String::new() }));
        }
        row
    };
    state.told.iter().map(row).collect()
}
