//! The frame of a scene: a question, what it is about, the stage, what the reader does, what came of it, and a quiet
//! foot.
//!
//! A scene is as high in each of its states: the words that come and go have their lines reserved
//! (`style/ui/scene.css`).

use leptos::prelude::*;

use self::state::{FIRST_SEED, Scene, Staged};
use super::address;
use super::copy::Share;
use super::handle::{AnyHandle, Handle};
use super::header::Complaints;
use super::live::Demo;
use super::rich::{Rich, pieces, plain};
use super::signs::Sign;
use super::slice::Slice;
use super::table::Table;
use super::timeline::Move;
use crate::link::Link;

pub mod state;

const OPEN_LAB: &str = "Open the lab";
const LAB_NOTE: &str = "every setting, the wire, the log";
const SHARE: &str = "Share";
const EMBED: &str = "Embed";
const TABLE: &str = "Table";
const CLOSE: &str = "Close";

/// What a scene says below its stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// The question, or what to watch: nothing of the answer.
    Asks(String),
    /// The verdict, in the numbers of the run.
    Tells(String),
}

impl Said {
    /// The words, with their marks.
    pub fn words(&self) -> &str {
        match self {
            Self::Asks(words) | Self::Tells(words) => words,
        }
    }

    /// What those who hear the page are told: the verdict, when the play has come to rest.
    pub fn spoken(&self, is_at_rest: bool) -> String {
        match self {
            Self::Tells(words) if is_at_rest => plain(words),
            _ => String::new(),
        }
    }
}

/// The view of a scene: its frame around the stage, which is a picture, so nothing in it can be pressed, and around what
/// the reader does, one big button and two more controls at most.
pub fn scene<P: Staged>(demo: Handle<Scene<P>>, stage: AnyView, acts: AnyView) -> AnyView {
    let words = P::WORDS;
    let beat = demo.slice(Scene::beat);
    let said = Slice::new(move || demo.with_slice(beat, words.said));
    // A moment of the play would be another one in each frame, and is of no use before it rests. The link has all that
    // decides the rest.
    let rest = demo.slice(|s| match s.clock.playing {
        true => (None, P::news(s).to_string()),
        false => (Some(s.clock.now), s.fragment()),
    });
    let rows = Signal::derive(move || demo.with_slice(rest, P::rows));
    let described = Signal::derive(move || demo.with_slice(rest, words.described));
    let lab = P::LAB.map(|lab| Signal::derive(move || demo.with_slice(rest, lab)));
    view! {
        <Frame question=words.question setup=words.setup described=described stage=stage acts=acts said=said>
            <Foot lab=lab caption=words.table head=words.head rows=rows/>
        </Frame>
    }
    .into_any()
}

/// What is around a stage. One for all scenes.
#[component]
fn Frame(
    question: &'static str,
    setup: &'static str,
    described: Signal<String>,
    stage: AnyView,
    acts: AnyView,
    said: Slice<Said>,
    children: Children,
) -> AnyView {
    let words = Signal::derive(move || said.read().words().to_owned());
    let tells = move || matches!(*said.read(), Said::Tells(_));
    view! {
        <Complaints/>
        <div class="scene">
            <header class="demo-header scene-head">
                <h3>{question}</h3>
                <p>{pieces(setup)}</p>
            </header>
            <div class="scene-stage" data-part="answer" role="img" aria-label=move || described.get()>{stage}</div>
            <div class="scene-acts" role="group" aria-label="What to do">{acts}</div>
            <p class=move || if tells() { "scene-said tells" } else { "scene-said" } data-part="answer"><Rich text=words/></p>
            {children()}
        </div>
    }
    .into_any()
}

/// What stands below a scene: ways on, and the table, which opens over the page.
#[component]
fn Foot(
    lab: Option<Signal<String>>,
    caption: &'static str,
    head: &'static [&'static str],
    rows: Signal<Vec<Vec<String>>>,
) -> AnyView {
    let demo = AnyHandle::here();
    let name = demo.with_untracked(|demo| demo.name());
    let settings = Slice::new(move || demo.with(|demo| settings(demo.link())));
    let rows = Slice::new(move || rows.get());
    // Where the article is, from this page, and whether a builder stands beside it: known in the browser alone. Until
    // then these lead nowhere.
    let way = RwSignal::new(None::<&str>);
    let builder = RwSignal::new(false);
    Effect::new(move || {
        way.set(Some(address::way_to_article()));
        builder.set(!address::is_one_file());
    });
    let target = move || way.get().filter(|way| !way.is_empty()).map(|_| "_blank");
    let id = [name, "-table"].concat();
    let lab = lab.map(|lab| {
        view! {
            <a class="button small" href=move || way.get().map(|way| [way, &lab.get()].concat()) target=target>{OPEN_LAB}</a>
            <span class="scene-note">{LAB_NOTE}</span>
        }
        .into_any()
    });
    let embed = move || {
        let way = way.get().filter(|_| builder.get())?;
        Some([if way.is_empty() { "./" } else { way }, "builder.html", &settings.read()].concat())
    };
    view! {
        <div class="scene-foot">
            {lab}
            <div class="scene-ways">
                <Share><span>{SHARE}</span></Share>
                <a class="button small" href=embed target=target>
                    {EMBED}
                </a>
                <button type="button" class="button small" name="table" popovertarget=id.clone()>{TABLE}</button>
            </div>
            <div class="data-table scene-table" popover="auto" id=id.clone()>
                <Table caption=caption head=head rows=rows.into()/>
                <button type="button" class="button small" popovertarget=id.clone() popovertargetaction="hide">{CLOSE}</button>
            </div>
        </div>
    }
    .into_any()
}

/// What a slider's stops are, below it. (To those who hear it, the slider says them itself.)
pub fn stops(words: impl IntoIterator<Item = String>) -> AnyView {
    let words: Vec<_> = words.into_iter().map(|word| view! { <span>{word}</span> }).collect();
    view! { <p class="scene-stops" aria-hidden="true">{words}</p> }.into_any()
}

/// The link to a scene as it is set, at its start: a post that began where its writer stands would show the answer.
fn settings(mut link: Link) -> String {
    let first = FIRST_SEED.to_string();
    link.fields.retain(|(name, value)| name != "t" && (name != "seed" || *value != first));
    link.fragment()
}

/// The button that plays a scene, stops it, and plays it again.
#[component]
pub fn PlayButton(
    /// What it says where it would play on.
    #[prop(default = Signal::stored("Play"), into)]
    does: Signal<&'static str>,
) -> AnyView {
    let demo = AnyHandle::here();
    let face = Slice::new(move || {
        demo.with(|demo| match demo.clock() {
            clock if clock.playing => ("pause", "Pause"),
            clock if clock.now >= clock.length => ("reset", "Again"),
            _ => ("play", does.get()),
        })
    });
    let sign = Signal::derive(move || face.get().0);
    // At its end a scene asks for nothing: what it has shown is read now, or something else is chosen.
    let class = move || if sign.get() == "reset" { "button play" } else { "button primary play" };
    view! {
        <button type="button" class=class name="toggle" on:click=demo.on_move(Move::Toggle)>
            <Sign name=sign/>
            {move || face.get().1}
        </button>
    }
    .into_any()
}
