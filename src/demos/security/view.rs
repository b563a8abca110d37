//! The demo on the screen.

use std::sync::Arc;

use leptos::prelude::*;

use super::fields::Setup;
use super::model::{LanePicture, Security};
use super::settings::LeakSettings;
use super::{draw, log, words};
use crate::fields::Setup as _;
use crate::ui::chart::Chart;
use crate::ui::controls::Field;
use crate::ui::copy::Copy;
use crate::ui::credential::{both, key_parts, token_parts};
use crate::ui::export::Save;
use crate::ui::format;
use crate::ui::handle::Handle;
use crate::ui::lab::Lab;
use crate::ui::lane::LaneStrip;
use crate::ui::predict::Asks;
use crate::ui::rich::{Rich, pieces, plain};
use crate::ui::seed::Run;
use crate::ui::signs::Sign;
use crate::ui::slice::Slice;
use crate::ui::state::{Model, State};
use crate::ui::table::Table;
use crate::ui::tabs::{Tab, Tabs};
use crate::ui::timeline::Move;
use crate::ui::transport::Transport;
use crate::ui::wire::{Carried, Wire};
use sim::stories::leak::{Course, Loser};
use sim::stories::thief::Loot;
use sim::stories::world::Credential;

/// How many turning points a history has at most: each kind once.
const MOST_TURNS: usize = 8;

/// What the view holds of the state.
#[derive(Clone, Copy)]
struct Demo {
    state: Handle<Security>,
    /// What the settings decide.
    course: Slice<Arc<Course>>,
    /// Where the clock stands, in hundredths of a percent of the picture.
    position: Slice<u64>,
}

impl Demo {
    fn new(state: Handle<Security>) -> Self {
        let course = state.slice(|s| s.course.clone());
        let position = state.slice(|s| s.course.position(s.clock.now));
        Self { state, course, position }
    }

    /// What the state says.
    fn text(self, say: impl Fn(&Security) -> String + Send + Sync + 'static) -> Signal<String> {
        Signal::derive(move || self.state.with(&say))
    }
}

impl State for Security {
    type Setup = Setup;
    const ASKS: Option<Asks> = Some(words::PREDICT);

    fn view(state: Handle<Self>) -> AnyView {
        let demo = Demo::new(state);
        let digest = Signal::derive(move || format!("{:016x}", demo.course.read().digest()));
        let run = Run { digest, note: words::RUN_NOTE };
        let shown = RwSignal::new(0);
        let tabs = vec![
            Tab { name: "wire", label: words::WIRE, panel: view! { <Wires demo=demo/> }.into_any() },
            Tab { name: "log", label: words::LOG, panel: view! { <Log demo=demo/> }.into_any() },
            Tab { name: "table", label: words::TABLE_TAB, panel: view! { <Figures demo=demo/> }.into_any() },
        ];
        view! {
            <Lab words=&words::LAB folded=true run=run>
                <div class="pictures">
                    {both(|credential| view! { <Lane demo=demo credential=credential/> })}
                    <Records demo=demo/>
                </div>
                <Transport step="request"/>
                <Verdict demo=demo/>
                <div class="settings">
                    <div class="controls" role="group" aria-label=words::SETTINGS>
                        <Field name="leak"/>
                        <Field name="noticed"/>
                        <LeakSettings settings=Signal::derive(move || demo.course.read().settings)/>
                    </div>
                </div>
                <Tabs of=Setup::DEMO label=words::MORE tabs=tabs shown=shown choose=Callback::new(move |tab| shown.set(tab))/>
            </Lab>
        }
        .into_any()
    }

    fn chosen(&mut self, _: &'static str, setup: Setup) {
        self.set(&|settings| *settings = setup.settings);
    }

    fn spoken(&self) -> String {
        // While it runs, the turning points are what happens; the figures change all the time.
        if self.clock.playing {
            let so_far = self.course.moments.iter().rfind(|turn| turn.at <= self.clock.now);
            return so_far.map_or_else(String::new, |turn| {
                [&format::moment(turn.at), ". ", &plain(&words::turn(turn.what, &self.settings())), "."].concat()
            });
        }
        let (ratio, sentence) = words::verdict(&self.picture);
        [&format::moment(self.clock.now), ". ", &format::with_figure(&ratio, &plain(&sentence))].concat()
    }

    fn prediction(&self) -> String {
        match self.common.guess {
            None => String::new(),
            Some(_) if self.clock.now < self.clock.length => words::RUNNING.into(),
            Some(guess) => words::prediction(guess, &self.course),
        }
    }
}

/// One of the two lanes: what leaked, what it opens, how it fares.
#[component]
fn Lane(demo: Demo, credential: Credential) -> AnyView {
    let (kind, name) = (credential.name(), words::LANES[credential as usize]);
    let fate = Slice::new(move || demo.state.with(|s| s.picture.lane(credential).fate));
    let drawn = Slice::new(move || draw::lane(&demo.course.read(), credential));
    let spoken = demo.text(move |s| words::strip(name, s.picture.lane(credential), s.clock.now));
    view! {
        <div class=["lane ", kind].concat()>
            <div class="lane-head">
                <h4><Sign name=kind/>{name}</h4>
                <code class="credential" translate="no">
                    {move || leaked(&demo.course.read(), credential)}
                </code>
                <span class="scope">{move || words::opens(&demo.course.read().settings, credential)}</span>
                <span class=move || ["fate ", words::fate_class(fate.get())].concat()>
                    {move || demo.state.with(|s| words::fate(fate.get(), s.clock.now))}
                </span>
            </div>
            <LaneStrip kind=kind drawn=drawn now=demo.position words=spoken/>
        </div>
    }
    .into_any()
}

/// The credential that leaked.
fn leaked(course: &Course, credential: Credential) -> Vec<AnyView> {
    match &course.lane(credential).loot {
        Some(Loot::Key(key)) => key_parts(key),
        Some(Loot::Tokens { access, .. }) => token_parts(access.reveal()),
        None => Vec::new(),
    }
}

/// The records that the thief has copied, along the clock.
#[component]
fn Records(demo: Demo) -> AnyView {
    let plot = Slice::new(move || draw::plot(&demo.course.read()));
    let values = demo.state.slice(|s| [s.picture.key.copied, s.picture.token.copied]);
    let spoken = demo.text(|s| words::chart(&s.picture, s.course.length));
    view! {
        <h4 class="chart-title">{words::CHART}</h4>
        <Chart plot=plot values=values names=words::NAMES now=demo.position words=spoken/>
    }
    .into_any()
}

/// A turning point: what its letter means, and a way to go there. There are always as many places for them, so that a
/// button which was pressed keeps its focus.
#[component]
fn Turn(demo: Demo, place: usize) -> AnyView {
    let turn = Slice::new(move || demo.course.read().moments.get(place).copied());
    let ahead = Slice::new(move || turn.get().is_some_and(|turn| demo.state.with(|s| s.clock.now < turn.at)));
    let go = demo.state.on_press(move |s| {
        if let Some(at) = s.course.moments.get(place).map(|turn| turn.at) {
            s.act(Move::Go(at));
        }
    });
    let face = move || {
        turn.get().map(|turn| {
            let words = words::turn(turn.what, &demo.course.read().settings);
            view! {
                <b class="badge">{char::from(b'A' + place as u8)}</b>
                <span class="when">{format::moment(turn.at)}</span>
                <span>{pieces(&words)}</span>
            }
            .into_any()
        })
    };
    view! {
        <li class=move || if ahead.get() { "ahead" } else { "" } hidden=move || turn.get().is_none()>
            <button type="button" name="go" value=move || turn.get().map_or(0, |turn| turn.at.as_ms()).to_string() on:click=go>{face}</button>
        </li>
    }
    .into_any()
}

/// The figure that sums it up, and the sentence beside it.
#[component]
fn Verdict(demo: Demo) -> AnyView {
    let verdict = demo.state.slice(|s| words::verdict(&s.picture));
    let loser = demo.state.slice(|s| Loser::of(s.picture.key.copied, s.picture.token.copied));
    view! {
        <div class=move || if loser.get() == Loser::Token { "verdict token-worse" } else { "verdict" }>
            <b class="ratio">{move || verdict.get().0}</b>
            <p>
                <span><Rich text=Signal::derive(move || verdict.get().1)/></span>
                " "
                <span class="aside"><Rich text=demo.text(|s| words::aside(&s.picture))/></span>
            </p>
            <button type="button" class="button" name="as-bad" on:click=demo.state.on_press(Security::make_token_as_bad_as_key)>
                {words::AS_BAD}
            </button>
        </div>
    }
    .into_any()
}

/// The thief's last request in a lane, and its answer.
#[component]
fn LastSent(demo: Demo, credential: Credential) -> AnyView {
    let carried = |lane: &LanePicture| {
        lane.last.as_ref().map(|(_, exchange)| Carried { exchange: exchange.clone(), note: words::wire_note(lane) })
    };
    let message = Slice::new(move || demo.state.with(|s| carried(s.picture.lane(credential))));
    let title = demo.text(move |s| words::wire_title(s.picture.lane(credential), credential));
    view! { <Wire kind=credential.name() title=title message=message empty=words::WIRE_EMPTY/> }.into_any()
}

/// The last request of each lane.
#[component]
fn Wires(demo: Demo) -> AnyView {
    view! {
        <div class="wires">
            {both(|credential| view! { <LastSent demo=demo credential=credential/> })}
        </div>
    }
    .into_any()
}

/// The turning points, and what can be taken along: the log, as text or JSON, and what went over the wire.
#[component]
fn Log(demo: Demo) -> AnyView {
    let of = move |write: fn(&Security) -> String| Callback::new(move |()| demo.state.with_untracked(write));
    let save = |((file, write), words): ((&'static str, log::Write), &'static str)| {
        view! { <Save file=file text=of(write)>{words}</Save> }
    };
    view! {
        <ol class="turns" aria-label=words::TURNS>
            {(0..MOST_TURNS).map(|place| view! { <Turn demo=demo place=place/> }).collect_view()}
        </ol>
        <div class="along">
            <p>
                <Copy name="log" text=of(log::text)><span>{words::COPY_LOG}</span></Copy>
                {log::FILES.into_iter().zip(words::FILES).map(save).collect_view()}
            </p>
            <p class="hint">{words::ALONG_NOTE}</p>
        </div>
    }
    .into_any()
}

/// The picture in figures.
#[component]
fn Figures(demo: Demo) -> AnyView {
    let rows = Signal::derive(move || draw::table(&demo.course.read()));
    view! { <div class="data-table"><Table caption=words::TABLE head=&words::TABLE_HEAD rows=rows/></div> }.into_any()
}
