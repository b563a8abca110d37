//! The link builder: choose a scene, set it, see it in a post, copy what brings it there. The form is made of each demo's
//! own fields, and `public/builder.js` works it.

use key_vs_token::{
    demos::{self, Demo},
    fields::form::{Ask, Item, Offer, items},
    ui::rich::escape,
};
use std::path::Path;

/// A way to take a demo along: a tab, and what is copied from it.
struct Way {
    /// Its name, in the markup alone.
    id: &'static str,
    /// What its tab says.
    tab: &'static str,
    /// What there is to copy.
    texts: &'static [Text],
}

/// A text to copy.
struct Text {
    /// Its name, in the markup and in the script.
    id: &'static str,
    /// What it is called.
    name: &'static str,
    /// When to take it.
    when: &'static str,
    /// How many lines of it are in sight.
    rows: usize,
    /// What stands there before the script writes.
    content: &'static str,
}

const fn text(id: &'static str, name: &'static str, rows: usize, when: &'static str) -> Text {
    Text { id, name, when, rows, content: "" }
}

/// The recipe for Hugo, handed out as it is tried; the script sets the address in it.
const HUGO: &str = include_str!("../../docs/recipes/hugo/key-vs-token.html");

/// Every way.
const WAYS: [Way; 7] = [
    Way {
        id: "element",
        tab: "Element",
        texts: &[text(
            "snippet",
            "Element",
            6,
            "Best, where your page may load a script: the frame is always as high as what is in it, and as light or \
             dark as the text around. In a feed or a mail, a picture and a link stand in its place.",
        )],
    },
    Way {
        id: "frame",
        tab: "Plain frame",
        texts: &[text(
            "iframe",
            "Plain frame",
            6,
            "Where no script is allowed. It is as high as what is in it now, and as light or dark as the reader’s \
             system.",
        )],
    },
    Way {
        id: "wordpress",
        tab: "WordPress",
        texts: &[
            text("wordpress", "Block for WordPress", 6, "Paste it into your post: it becomes a block of Custom HTML."),
            text(
                "wordpress-code",
                "Shortcode for WordPress",
                1,
                "Shorter, where the plugin of docs/embed.md is installed.",
            ),
        ],
    },
    Way {
        id: "hugo",
        tab: "Hugo",
        texts: &[
            text("hugo", "Shortcode for Hugo", 3, "In the Markdown of your post."),
            Text {
                content: HUGO,
                ..text(
                    "hugo-file",
                    "File for Hugo",
                    8,
                    "Once, as layouts/shortcodes/key-vs-token.html of your site. Hugo cuts HTML out of Markdown, unless a \
                     shortcode writes it.",
                )
            },
        ],
    },
    Way {
        id: "markdown",
        tab: "Markdown",
        texts: &[
            text(
                "markdown",
                "HTML in Markdown",
                6,
                "For Jekyll, Eleventy, Zola, mdBook, Ghost, and whatever else lets HTML through.",
            ),
            text(
                "markdown-picture",
                "Picture in Markdown",
                3,
                "Where HTML is cut out, as in a README: its picture, which leads to it.",
            ),
        ],
    },
    Way {
        id: "link",
        tab: "Link",
        texts: &[text(
            "link",
            "Link",
            2,
            "For a chat, a mail, or a class: it opens alone, in a window of its own, and everybody finds the same \
             state.",
        )],
    },
    Way { id: "qr", tab: "QR code", texts: &[] },
];

const THEMES: [(&str, &str); 3] = [("auto", "as the post"), ("light", "always light"), ("dark", "always dark")];
const CONTROLS: [(&str, &str); 2] = [("full", "everything"), ("min", "to play and watch, without settings")];
const WIDTHS: [(&str, &str); 3] = [("column", "a column of text"), ("phone", "a phone"), ("wide", "a wide page")];
const LOOKS: [(&str, &str); 3] = [("auto", "as my system"), ("light", "light"), ("dark", "dark")];

/// What stands in the page's main part. A scene's picture is shown where the build has one, in `stage`.
pub fn main(stage: &Path) -> String {
    let (mut cards, mut labs, mut fields) = (String::new(), String::new(), String::new());
    for demo in demos::ALL {
        let radio = radio("demo", demo.name, false);
        let title = escape(demo.question.unwrap_or(demo.title));
        if demo.question.is_some() {
            let file = format!("embed/{}.png", demo.name);
            let picture = if stage.join(&file).is_file() {
                format!("<img src=\"./{file}\" width=\"1200\" height=\"630\" alt=\"\">")
            } else {
                "<span class=\"no-picture\"></span>".to_owned()
            };
            cards += &format!("<label class=\"scene-card\">{radio}{picture}<span>{title}</span></label>\n");
        } else {
            labs += &format!("<label>{radio}<span>{title}</span></label>\n");
        }
        fields += &form(demo);
    }
    let tabs: String = WAYS.iter().map(tab).collect();
    let panels: String = WAYS.iter().map(panel).collect();
    format!(
        r##"<h1>Put a scene into your page</h1>
<p class="lead">Choose it, set it, see it in a post, and copy what brings it there. Nothing is stored, here or there.</p>
<noscript><p class="mode-notice no-scripts">The link builder needs JavaScript, which is off in this browser: nothing can be set or copied here. By hand, a link is <code>embed/NAME.html</code> beside this page, such as <code>embed/leak.html</code>; <code>docs/embed.md</code> of the source lists the settings.</p></noscript>
<form class="builder" aria-label="What you get">
<fieldset class="choose">
<legend><h2>{one}Choose</h2></legend>
<div class="cards">
{cards}</div>
<div class="labs" role="group" aria-labelledby="labs-title">
<p id="labs-title">Labs, with every setting: larger, for the curious</p>
{labs}</div>
</fieldset>
<fieldset class="set">
<legend><h2>{two}Set</h2></legend>
<p class="hint" id="left-out" role="status"></p>
{fields}{themes}
{controls}
</fieldset>
<section class="see" aria-labelledby="see-title">
<h2 id="see-title">{three}See it in a post</h2>
<div class="looks">{widths}{looks}</div>
<div class="stand" tabindex="0" role="group" aria-label="A post"><div class="post">
<p class="post-title" aria-hidden="true">A post of yours</p>
<p class="words" aria-hidden="true"></p>
<api-key-vs-token></api-key-vs-token>
<p class="words" aria-hidden="true"></p>
</div></div>
</section>
<section class="copy" aria-labelledby="copy-title">
<h2 id="copy-title">{four}Copy</h2>
<div class="copy-tabs" role="tablist" aria-label="For what">{tabs}</div>
<p class="hint" id="here-only" hidden>This page stands on your own computer, and so does what you copy: nobody else can open it. Take it from where others reach it.</p>
{panels}
<p class="visually-hidden" role="status"></p>
</section>
</form>
<p class="fine">All that you set is in what you copy. The parameters, and the messages between a page and its frame, are in <code>docs/embed.md</code> of the source.</p>"##,
        one = number(1),
        two = number(2),
        three = number(3),
        four = number(4),
        themes = chips("Light or dark", "theme", &THEMES),
        controls = chips("What is shown", "controls", &CONTROLS),
        widths = chips("As wide as", "width", &WIDTHS),
        looks = chips("The post is", "look", &LOOKS),
    )
}

fn number(n: usize) -> String {
    format!("<span class=\"step\">{n}</span> ")
}

fn radio(name: &str, value: &str, is_on: bool) -> String {
    let checked = if is_on { " checked" } else { "" };
    format!("<input type=\"radio\" name=\"{name}\" value=\"{value}\"{checked}>")
}

/// One of some, the first of them chosen.
fn chips(legend: &str, name: &str, choices: &[(&str, &str)]) -> String {
    let chip = |(i, (value, words)): (usize, &(&str, &str))| {
        format!("<label class=\"chip\">{}<span>{words}</span></label>", radio(name, value, i == 0))
    };
    let chips: String = choices.iter().enumerate().map(chip).collect();
    format!("<fieldset class=\"chips\"><legend>{legend}</legend>{chips}</fieldset>")
}

/// What can be set of a demo. It counts only while its demo is chosen.
fn form(demo: &Demo) -> String {
    let (mut plain, mut more) = (String::new(), String::new());
    let items = items(demo.setup);
    for item in &items {
        let place = if matches!(item.ask, Ask::Seed | Ask::Moment) { &mut more } else { &mut plain };
        *place += &field(demo, item);
    }
    let hint = match plain.is_empty() {
        true => "This scene has nothing of its own to set.",
        false => "What you set in the preview comes here, too.",
    };
    let has_moments = items.iter().any(|item| item.ask == Ask::Moment);
    let summary = if has_moments { "Beginning and seed" } else { "Seed" };
    let name = demo.name;
    format!(
        "<fieldset class=\"fields\" data-of=\"{name}\" hidden disabled>\n{plain}<p class=\"hint\">{hint}</p>\n<details>\
         <summary>{summary}</summary>\n{more}</details>\n</fieldset>\n"
    )
}

/// A field: what is around it says its name, how it is asked, and what it is by default.
fn field(demo: &Demo, Item { row, default, ask }: &Item) -> String {
    let label = escape(row.label);
    let kind = match ask {
        Ask::OneOf(_) => "one",
        Ask::AnyOf(_) => "any",
        Ask::Switch => "switch",
        Ask::Seed => "seed",
        Ask::Moment => "moment",
        Ask::Shown => "shown",
    };
    let by_default = default.as_ref().map_or(String::new(), |value| format!(" data-default=\"{}\"", escape(value)));
    let data = format!("data-field=\"{}\" data-kind=\"{kind}\"{by_default}", row.name);
    // One name for each group of radio buttons of the page.
    let group = [demo.name, ".", row.name].concat();
    let is_default = |offer: &Offer| default.as_ref() == Some(&offer.value);
    // A scene has few settings, and all that they can be is in sight.
    let in_sight = demo.question.is_some();
    match ask {
        Ask::OneOf(offers) if in_sight => {
            let chips: String = offers.iter().map(|offer| chip("radio", &group, offer, is_default(offer))).collect();
            let other = radio(&group, "", default.is_none());
            format!(
                "<fieldset class=\"chips\" {data}><legend>{label}</legend>{chips}<label class=\"chip\" data-other \
                 hidden>{other}<span></span></label></fieldset>\n"
            )
        }
        Ask::OneOf(offers) => {
            let option = |Offer { value, words }: &Offer, is_on: bool| {
                let (selected, note) = if is_on { (" selected", " (default)") } else { ("", "") };
                format!("<option value=\"{}\"{selected}>{}{note}</option>", escape(value), escape(words))
            };
            let mut options = String::new();
            if default.is_none() {
                options += "<option value=\"\" selected>as it comes</option>";
            }
            options.extend(offers.iter().map(|offer| option(offer, is_default(offer))));
            format!(
                "<label class=\"choice\" {data}><span>{label}</span><select>{options}<option data-other \
                 hidden>another</option></select></label>\n"
            )
        }
        Ask::AnyOf(offers) => {
            let among = default.as_deref().unwrap_or_default();
            let is_in = |offer: &Offer| among.split(',').any(|value| value == offer.value);
            let chips: String = offers.iter().map(|offer| chip("checkbox", &group, offer, is_in(offer))).collect();
            format!("<fieldset class=\"chips\" {data}><legend>{label}</legend>{chips}</fieldset>\n")
        }
        Ask::Switch => {
            let checked = if default.as_deref() == Some("on") { " checked" } else { "" };
            format!("<label class=\"switch\" {data}><input type=\"checkbox\"{checked}><span>{label}</span></label>\n")
        }
        Ask::Seed => {
            let seed = default.as_deref().unwrap_or_default();
            format!(
                "<label class=\"choice\" {data}><span>Seed</span><input type=\"number\" min=\"0\" max=\"999999\" \
                 step=\"1\" placeholder=\"{seed}\" inputmode=\"numeric\"><small>A number, {seed} by default. The same \
                 number gives the same run, everywhere.</small></label>\n"
            )
        }
        Ask::Moment => format!(
            "<label class=\"switch\" {data}><input type=\"checkbox\" disabled><span>Begin where the preview is \
             now: <code></code></span></label>\n"
        ),
        Ask::Shown => format!(
            "<label class=\"switch\" {data} hidden><input type=\"checkbox\"><span>{label}: <code></code></span></label>\n"
        ),
    }
}

fn chip(kind: &str, group: &str, Offer { value, words }: &Offer, is_on: bool) -> String {
    let (checked, note) = match (is_on, kind) {
        (true, "radio") => (" checked", " <small>default</small>"),
        (true, _) => (" checked", ""),
        _ => ("", ""),
    };
    format!(
        "<label class=\"chip\"><input type=\"{kind}\" name=\"{group}\" value=\"{}\"{checked}><span>{}{note}</span></label>",
        escape(value),
        escape(words)
    )
}

fn tab(Way { id, tab, .. }: &Way) -> String {
    format!("<button type=\"button\" role=\"tab\" id=\"tab-{id}\" aria-controls=\"panel-{id}\">{tab}</button>")
}

fn panel(Way { id, texts, .. }: &Way) -> String {
    let text = |Text { id, name, when, rows, content }: &Text| {
        format!(
            "<div class=\"output\"><p id=\"{id}-when\">{when}</p><textarea id=\"{id}\" aria-label=\"{name}\" \
             aria-describedby=\"{id}-when\" readonly spellcheck=\"false\" rows=\"{rows}\">{content}</textarea><button \
             type=\"button\" class=\"button primary\" data-copies=\"{id}\"><span>Copy</span><span \
             class=\"visually-hidden\">: {name}</span></button></div>",
            content = escape(content)
        )
    };
    let inside = if *id == "qr" {
        "<div class=\"output\"><p>For a screen in front of a class, or for paper: whoever points a phone at it finds the \
         same state.</p><div class=\"code\"></div><p><a class=\"code-link\"></a></p><a class=\"button primary\" \
         id=\"download\">Save as SVG</a></div>"
            .to_owned()
    } else {
        texts.iter().map(text).collect()
    };
    format!("<div role=\"tabpanel\" id=\"panel-{id}\" aria-labelledby=\"tab-{id}\" hidden>{inside}</div>\n")
}
