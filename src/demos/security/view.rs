//! The demo on the screen. It calls the model and shows what the model says.

use leptos::prelude::*;

use super::address;
use super::draw;
use super::model::{DEFAULT, LanePicture, Loser, Picture, Security as State, stops};
use super::words;
use crate::link::Link;
use crate::sim::scope::Scope;
use crate::sim::time::Duration;
use crate::sim::world::{Credential, Hole, Settings};
use crate::ui::chart::Chart;
use crate::ui::controls::{Chips, Slider, Switch};
use crate::ui::copy::Copy;
use crate::ui::keys::{self, KeyHelp};
use crate::ui::lane::LaneStrip;
use crate::ui::predict::Predict;
use crate::ui::read::{Read, act, read, text};
use crate::ui::rich::{plain, rich};
use crate::ui::signs::sign_html;
use crate::ui::table::DataTable;
use crate::ui::timeline::{Move, Timeline};
use crate::ui::transport::Transport;
use crate::ui::wire::{Message, Wire};
use crate::ui::{address as browser, format};

/// How long the address waits for the reader to come to rest.
const ADDRESS_DELAY: core::time::Duration = core::time::Duration::from_millis(300);
/// A screen reader hears of a running demo this often.
const SPOKEN_EVERY: core::time::Duration = core::time::Duration::from_secs(4);
const HOLES: [Hole; 3] = [Hole::Repository, Hole::Log, Hole::PageSource];
const LANES: [Credential; 2] = [Credential::Key, Credential::Token];

/// The demo's one signal, and the two ways to it.
#[derive(Clone, Copy)]
struct Demo(RwSignal<State>);

impl Demo {
    fn read<T>(self, f: impl Fn(&State) -> T + Send + Sync + 'static) -> Read<T> {
        read(move || f(&self.0.get()))
    }

    fn lane<T>(self, credential: Credential, f: impl Fn(&LanePicture) -> T + Send + Sync + 'static) -> Read<T> {
        self.read(move |state| f(lane_of(&state.picture, credential)))
    }

    fn update(self, change: &dyn Fn(&mut State)) {
        let mut state = self.0.get_untracked();
        change(&mut state);
        self.0.set(state);
    }

    fn set(self, change: &dyn Fn(&mut Settings)) {
        self.update(&|state| state.set(change));
    }

    fn timeline(self) -> Timeline {
        Timeline {
            clock: self.read(|state| state.clock),
            act: act(move |to| self.update(&|state| state.act(to))),
        }
    }

    /// Where the clock stands, in hundredths of a percent of the picture.
    fn position(self) -> Read<u64> {
        self.read(|state| state.scene.position(state.clock.now))
    }

    /// Takes over what a fragment says, if it is for this demo and says anything.
    fn follow(self, fragment: &str) {
        match Link::parse(fragment) {
            Ok(link) if link.demo == super::DEMO.name && !link.fields.is_empty() => self.0.set(address::read(&link)),
            Err(complaint) if fragment.starts_with(&["#", super::DEMO.name, "?"].concat()) => {
                self.update(&|state| state.complaints = vec![complaint.clone()]);
            }
            _ => {}
        }
    }

    /// Keeps the address in step, once the reader has touched the demo and it rests.
    fn keep_address(self) {
        Effect::new(move || {
            let state = self.0.get();
            if state.clock.touched && !state.clock.playing {
                let fragment = address::link(&state).fragment();
                // The next change comes before the delay is over while a slider is dragged.
                if let Ok(write) = set_timeout_with_handle(move || browser::replace(&fragment), ADDRESS_DELAY) {
                    on_cleanup(move || write.clear());
                }
            }
        });
    }
}

const fn lane_of(picture: &Picture, credential: Credential) -> &LanePicture {
    match credential {
        Credential::Key => &picture.key,
        Credential::Token => &picture.token,
    }
}

/// `key` or `token`: the sign, the colour, the class.
const fn kind(credential: Credential) -> &'static str {
    match credential {
        Credential::Key => "key",
        Credential::Token => "token",
    }
}

#[component]
pub fn Security() -> impl IntoView {
    let demo = Demo(RwSignal::new(State::default()));
    let stage = NodeRef::<leptos::html::Div>::new();
    let timeline = demo.timeline();
    let toggle_help = act(move |()| demo.update(&|state| state.help = !state.help));
    if cfg!(feature = "csr") {
        demo.follow(&browser::fragment());
        browser::on_change(move |fragment| demo.follow(&fragment));
        demo.keep_address();
        timeline.clone().run(stage);
    }
    let on_key = {
        let (timeline, toggle_help) = (timeline.clone(), toggle_help.clone());
        move |event| keys::press(&event, &timeline, &toggle_help)
    };
    let digest = demo.read(|state| format!("{:016x}", state.scene.digest()));
    view! {
        <div class="security" tabindex="-1" node_ref=stage data-digest=move || digest() on:keydown=on_key>
            {header(demo)}
            {complaints(demo)}
            <Transport timeline step="request"/>
            <div class="stage">
                <div class="pictures">
                    {Vec::from(LANES.map(|credential| lane(demo, credential)))}
                    {chart(demo)}
                    {turns(demo)}
                </div>
                {controls(demo)}
            </div>
            {verdict(demo)}
            <div class="wires">{Vec::from(LANES.map(|credential| wire(demo, credential)))}</div>
            {prediction(demo)}
            <div class="demo-footer">
                <DataTable caption=words::TABLE head=&words::TABLE_HEAD rows=demo.read(|state| state.drawings.table.clone())/>
                <KeyHelp shown=demo.read(|state| state.help) toggle=toggle_help/>
                <p class="private">{words::PRIVATE}</p>
            </div>
            {spoken(demo)}
        </div>
    }
}

fn header(demo: Demo) -> AnyView {
    let seed = demo.read(|state| state.settings().seed.to_string());
    let set_seed = move |seed: u64| demo.set(&|settings| settings.seed = seed % 1_000_000);
    let next_seed = move |_| set_seed(demo.0.get_untracked().settings().seed + 1);
    let link = demo.read(|state| browser::with_fragment(&address::link(state).fragment()));
    let first = DEFAULT.seed.to_string();
    view! {
        <header class="demo-header">
            <h3>{words::TITLE}</h3>
            <div class="demo-tools">
                <label class="seed">
                    {words::SEED}
                    <input type="number" min="0" max="999999" inputmode="numeric"
                        value=first prop:value=move || seed()
                        on:change=move |event| set_seed(event_target_value(&event).parse().unwrap_or(DEFAULT.seed))/>
                </label>
                <button type="button" class="button small icon" title=words::NEXT_SEED aria-label=words::NEXT_SEED
                    inner_html=sign_html("seed") on:click=next_seed></button>
                <Copy label=words::SHARE sign="link" what=link/>
            </div>
            <p class="look-for" inner_html=rich(words::LOOK_FOR)></p>
        </header>
    }
    .into_any()
}

fn complaints(demo: Demo) -> AnyView {
    let list = demo.read(|state| {
        let item = |complaint| ["<li>", &rich(&words::complaint(complaint)), "</li>"].concat();
        state.complaints.iter().map(item).collect::<String>()
    });
    let none = demo.read(|state| state.complaints.is_empty());
    let dismiss = move |_| demo.update(&|state| state.complaints.clear());
    view! {
        <div class="complaints" role="alert" hidden=move || none()>
            <ul inner_html=move || list()></ul>
            <button type="button" class="button small" on:click=dismiss>{words::UNDERSTOOD}</button>
        </div>
    }
    .into_any()
}

fn lane(demo: Demo, credential: Credential) -> AnyView {
    let index = credential as usize;
    let name = words::LANES[index];
    let drawing = move |part: fn(&draw::LaneDrawing) -> &std::sync::Arc<str>| {
        demo.read(move |state| part(&state.drawings.lanes[index]).clone())
    };
    let secret = drawing(|lane| &lane.credential);
    let opens = demo.read(move |state| words::opens(&state.settings(), credential));
    let fate_class = demo.lane(credential, |lane| ["fate ", words::fate_class(lane.fate)].concat());
    let fate = demo.read(move |state| words::fate(lane_of(&state.picture, credential).fate, state.clock.now));
    let spoken =
        demo.read(move |state| words::strip(name, lane_of(&state.picture, credential), state.clock.now));
    view! {
        <div class=["lane ", kind(credential)].concat()>
            <div class="lane-head">
                <h4 inner_html=sign_html(kind(credential)) + name></h4>
                <code class="credential" inner_html=move || secret()></code>
                <span class="scope">{text(opens)}</span>
                <span class=move || fate_class()>{text(fate)}</span>
            </div>
            <LaneStrip kind=kind(credential) strip=drawing(|lane| &lane.strip) badges=drawing(|lane| &lane.badges)
                now=demo.position() words=spoken/>
        </div>
    }
    .into_any()
}

fn chart(demo: Demo) -> AnyView {
    let labels = demo.read(|state| {
        let values = [state.picture.key.copied, state.picture.token.copied];
        let now = state.scene.position(state.clock.now);
        crate::ui::chart::labels_svg(values, state.drawings.chart_top, now, words::NAMES)
    });
    let spoken = demo.read(|state| words::chart(&state.picture, state.scene.length));
    view! {
        <h4 class="chart-title">{words::CHART}</h4>
        <Chart drawing=demo.read(|state| state.drawings.chart.clone()) now=demo.position() labels words=spoken/>
    }
    .into_any()
}

/// The turning points: what each letter means, and a way to go there.
fn turns(demo: Demo) -> AnyView {
    // Made anew only when the list changes: a button that was pressed keeps its focus.
    let list = Memo::new(move |_| demo.0.with(|state| state.scene.clone()));
    let items = move || {
        let scene = list.get();
        let item = |(moment, letter): (&super::scene::Moment, char)| {
            let at = moment.at;
            let face = [
                "<b class=\"badge\">",
                letter.encode_utf8(&mut [0; 4]),
                "</b><span class=\"when\">",
                &format::moment(at),
                "</span><span>",
                &rich(&words::turn(moment.what, &scene.settings)),
                "</span>",
            ]
            .concat();
            let class = demo.read(move |state| if state.clock.now < at { "ahead".into() } else { String::new() });
            let go = move |_| demo.update(&|state| state.act(Move::Go(at)));
            view! { <li class=move || class()><button type="button" inner_html=face on:click=go></button></li> }.into_any()
        };
        scene.moments.iter().zip('A'..).map(item).collect::<Vec<_>>()
    };
    view! { <ol class="turns" aria-label=words::TURNS>{items}</ol> }.into_any()
}

fn controls(demo: Demo) -> AnyView {
    let hole = demo.read(|state| words::hole_note(state.settings().hole).to_owned());
    let no_refresh = demo.read(|state| match state.settings().hole.shows_refresh_token() {
        true => String::new(),
        false => words::NOT_IN_A_URL.to_owned(),
    });
    let holes = HOLES.map(|hole| demo.read(move |state| state.settings().hole == hole));
    let scopes = Scope::ALL.map(|scope| demo.read(move |state| state.settings().token_scope.contains(scope)));
    let speed = demo.read(|state| stop_of(&stops::SPEED, state.settings().requests_per_minute));
    let set_speed = act(move |index: usize| {
        let speed = *stops::SPEED.get(index).unwrap_or(&DEFAULT.requests_per_minute);
        demo.set(&|settings| settings.requests_per_minute = speed);
    });
    let set_hole = act(move |(index, _): (usize, bool)| demo.set(&|settings| settings.hole = HOLES[index]));
    let set_scope = act(move |(index, on): (usize, bool)| {
        demo.set(&|settings| settings.token_scope = settings.token_scope.with(Scope::ALL[index], on));
    });
    view! {
        <form class="controls" aria-label=words::SETTINGS on:submit=|event| event.prevent_default()>
            {span_slider(demo, words::LEAKS_AT, &stops::LEAK, |s| s.leak_at, |s, value| s.leak_at = value)}
            {span_slider(demo, words::NOTICED, &stops::NOTICED, |s| s.noticed_after, |s, value| s.noticed_after = value)}
            {span_slider(demo, words::LIFETIME, &stops::LIFETIME, |s| s.token_lifetime, |s, value| s.token_lifetime = value)}
            <Slider label=words::SPEED stops=stops::SPEED.len() index=speed
                value=demo.read(|state| words::speed(state.settings().requests_per_minute)) set=set_speed/>
            <Chips label=words::HOLE one_of="security-hole" options=words::HOLES.to_vec() on=holes.to_vec() set=set_hole/>
            <p class="hint">{text(hole)}</p>
            <Chips label=words::SCOPE options=Scope::ALL.map(Scope::name).to_vec() on=scopes.to_vec() set=set_scope/>
            <Switch label=words::REFRESH_LEAKS off_because=no_refresh
                on=demo.read(|state| state.settings().refresh_leaks && state.settings().hole.shows_refresh_token())
                set=act(move |on| demo.set(&|settings| settings.refresh_leaks = on))/>
            <Switch label=words::API_ASKS off_because=read(String::new)
                on=demo.read(|state| state.settings().api_asks)
                set=act(move |on| demo.set(&|settings| settings.api_asks = on))/>
        </form>
    }
    .into_any()
}

/// A slider over spans of time.
fn span_slider(
    demo: Demo,
    label: &'static str,
    stops: &'static [Duration],
    get: fn(&Settings) -> Duration,
    put: fn(&mut Settings, Duration),
) -> AnyView {
    let index = demo.read(move |state| stop_of(stops, get(&state.settings())));
    let value = demo.read(move |state| words::setting(get(&state.settings())));
    let set = act(move |index: usize| {
        if let Some(&value) = stops.get(index) {
            demo.set(&|settings| put(settings, value));
        }
    });
    view! { <Slider label stops=stops.len() index value set/> }.into_any()
}

/// The last stop that is not past the value.
fn stop_of<T: PartialOrd>(stops: &[T], value: T) -> usize {
    stops.iter().rposition(|stop| *stop <= value).unwrap_or_default()
}

fn wire(demo: Demo, credential: Credential) -> AnyView {
    let title = demo.lane(credential, move |lane| words::wire_title(lane, credential));
    let message = demo.lane(credential, |lane| {
        let message = |(_, exchange): &(_, crate::sim::world::Exchange)| Message {
            exchange: exchange.clone(),
            note: words::wire_note(lane),
        };
        lane.last.as_ref().map(message)
    });
    view! { <Wire kind=kind(credential) title message empty=words::WIRE_EMPTY/> }.into_any()
}

fn verdict(demo: Demo) -> AnyView {
    let ratio = demo.read(|state| words::verdict(&state.picture).0);
    let sentence = demo.read(|state| rich(&words::verdict(&state.picture).1));
    let aside = demo.read(|state| rich(&words::aside(&state.picture)));
    let class = demo.read(|state| match Loser::of(state.picture.key.copied, state.picture.token.copied) {
        Loser::Token => "verdict token-worse".to_owned(),
        Loser::Key | Loser::Neither => "verdict".to_owned(),
    });
    view! {
        <div class=move || class()>
            <b class="ratio">{text(ratio)}</b>
            <p>
                <span inner_html=move || sentence()></span>
                <span class="aside" inner_html=move || aside()></span>
            </p>
            <button type="button" class="button" on:click=move |_| demo.update(&State::make_token_as_bad_as_key)>
                {words::AS_BAD}
            </button>
        </div>
    }
    .into_any()
}

fn prediction(demo: Demo) -> AnyView {
    let verdict = demo.read(|state| match state.guess {
        None => String::new(),
        Some(_) if state.clock.now < state.clock.length => words::RUNNING.to_owned(),
        Some(guess) => rich(&words::prediction(guess, &state.scene)),
    });
    view! {
        <Predict question=words::QUESTION guesses=&words::GUESSES guess=demo.read(|state| state.guess)
            choose=act(move |guess| demo.update(&|state| state.predict(guess))) verdict/>
    }
    .into_any()
}

/// What a screen reader hears: the verdict, at once when the demo rests, now and then when it runs.
fn spoken(demo: Demo) -> AnyView {
    let spoken = RwSignal::new(String::new());
    let say = move || {
        let state = demo.0.get_untracked();
        let (ratio, sentence) = words::verdict(&state.picture);
        spoken.set([&format::moment(state.clock.now), ". ", &ratio, " ", &plain(&sentence)].concat());
    };
    Effect::new(move |was_playing| {
        let clock = demo.0.get().clock;
        if clock.touched && (!clock.playing || was_playing == Some(false)) {
            say();
        }
        clock.playing
    });
    Effect::new(move |_| {
        if let Ok(interval) = set_interval_with_handle(
            move || {
                if demo.0.try_get_untracked().is_some_and(|state| state.clock.playing) {
                    say();
                }
            },
            SPOKEN_EVERY,
        ) {
            on_cleanup(move || interval.clear());
        }
    });
    view! { <p class="visually-hidden" role="status">{text(read(move || spoken.get()))}</p> }.into_any()
}
