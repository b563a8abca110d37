//! The classroom: every screen has its notes, every mark its screen, every plan its minutes.

use key_vs_token::demos;
use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use site::{
    article::{SECTIONS, comment, options},
    classroom::{self, NOTES, Question, Screen, VIEWS},
    shell,
};
use std::collections::BTreeSet;

fn screens() -> Vec<Screen> {
    classroom::screens().unwrap()
}

fn demo_names() -> Vec<&'static str> {
    demos::ALL.iter().map(|demo| demo.name).collect()
}

#[test]
fn every_screen_has_its_notes() {
    let mut faults = Vec::new();
    for Screen { id, notes, minutes, .. } in screens() {
        let items = items(&notes);
        for name in NOTES {
            let said = items.iter().find_map(|item| item.strip_prefix(name)).unwrap_or_default();
            if said.trim().is_empty() {
                faults.push(format!("{id} says nothing about **{name}**"));
            }
        }
        if minutes == 0 || minutes > 10 {
            faults.push(format!("{id} takes {minutes} minutes"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn is_scene(name: &str) -> bool {
    demos::ALL.iter().any(|demo| demo.name == name && shell::figure(demo).contains("class=\"scene\""))
}

#[test]
fn every_scene_and_every_demo_of_the_text_has_a_screen_of_its_own() {
    // A lab is there for who asks for it; a class is shown one only where its notes say so.
    let labs = site::article::labs().unwrap();
    for name in demos::ALL.iter().map(|demo| demo.name).filter(|name| !labs.iter().any(|(lab, _)| lab == name)) {
        let shown = screens().iter().any(|screen| screen.demo.as_ref().is_some_and(|(demo, _)| demo == name));
        assert!(
            shown,
            "no screen shows the demo {name}. Write its notes in the file of its section in site/classroom: `## Headline \
             {{#id}}`, then `<!-- demo: {name} | .part, .part -->` with the parts that one screen has room for."
        );
    }
}

#[test]
fn every_screen_shows_something_that_is_there() {
    let mut faults = Vec::new();
    let marks = marks();
    for Screen { id, section, demo, .. } in screens() {
        let there = match demo {
            Some((demo, parts)) => demo_names().contains(&demo.as_str()) && !parts.is_empty(),
            None => id == section || marks.contains(&(section, id.clone())),
        };
        if !there {
            faults
                .push(format!("{id}: neither a demo, nor a section's title, nor `<!-- screen: {id} -->` in {section}"));
        }
    }
    for (section, id) in marks {
        if !screens().iter().any(|screen| screen.id == id && screen.section == section) {
            faults.push(format!("`<!-- screen: {id} -->` in {section} has no notes"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn screens_have_addresses_of_their_own() {
    let mut ids = BTreeSet::new();
    let routes: Vec<String> = classroom::routes().unwrap().into_iter().map(|route| route.name).collect();
    for Screen { id, .. } in screens() {
        assert!(!routes.contains(&id), "?classroom={id} is a plan");
        assert!(id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'), "{id} cannot be typed");
        assert!(!VIEWS.contains(&id.as_str()), "?classroom={id} is no screen");
        assert!(ids.insert(id.clone()), "two screens are called {id}");
    }
}

/// The deck follows a plan by what its table names.
#[test]
fn each_plan_is_a_route_through_screens_that_are_there() {
    let routes = classroom::routes().unwrap();
    assert_eq!(routes.iter().map(|route| route.name.as_str()).collect::<Vec<_>>(), ["20", "45"]);
    let ids: BTreeSet<String> = screens().into_iter().map(|screen| screen.id).collect();
    for route in routes {
        let unknown: Vec<_> = route.screens.iter().filter(|id| !ids.contains(*id)).collect();
        assert!(unknown.is_empty(), "the plan of {} minutes names no such screens: {unknown:?}", route.name);
        let once: BTreeSet<_> = route.screens.iter().collect();
        assert_eq!(once.len(), route.screens.len(), "the plan of {} minutes names a screen twice", route.name);
        assert!(route.screens.len() > 5, "{route:?}");
    }
}

/// Each table row of a plan begins with its minutes and names its screens: all that the route has, and no others.
#[test]
fn the_plans_take_the_time_they_say() {
    let lesson = std::fs::read_to_string("classroom/lesson.md").unwrap();
    for route in classroom::routes().unwrap() {
        let minutes: u32 = route.name.parse().unwrap();
        let plan = lesson.split(&format!("\n## {minutes} minutes\n")).nth(1).expect("the plan is there");
        let plan = plan.split("\n## ").next().unwrap_or_default();
        let (mut sum, mut named) = (0, Vec::new());
        for row in plan.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| Minutes")) {
            let cells: Vec<&str> = row.split('|').map(str::trim).collect();
            sum += cells[1].parse::<u32>().expect(row);
            named.extend(cells[2].split(", ").map(|id| id.trim_matches('`').to_owned()));
        }
        assert_eq!(sum, minutes);
        assert_eq!(named, route.screens);
    }
}

/// What the worksheet's answers say of the picture stands in the picture.
#[test]
fn the_worksheets_answers_are_those_of_its_figure() {
    let still = shell::figure_for("security").unwrap();
    let worksheet = std::fs::read_to_string("classroom/worksheet.md").unwrap();
    let answers = worksheet.split("\n## Answers\n").nth(1).expect("there are answers");
    for (said, drawn) in [
        ("55 530", "55\u{202f}530"),
        ("2 420", "2\u{202f}420"),
        ("At 01:00:00, by itself", "01:00:00"),
        ("one endpoint where the key opened five", "5\u{a0}endpoints"),
    ] {
        assert!(answers.contains(said), "the answers no longer say {said}");
        assert!(still.contains(drawn), "the picture no longer shows {drawn}");
    }
}

#[test]
fn what_is_written_can_be_drawn() {
    let content = classroom::content(&demo_names()).unwrap();
    assert!(!content.contains("<!--"), "a comment was not understood: {content}");
    let list = std::fs::read_to_string("../xtask/characters.txt").unwrap();
    // The no-break spaces stand in the list by their numbers.
    let strange: BTreeSet<char> = content
        .chars()
        .filter(|c| !c.is_ascii() && !matches!(c, '\u{a0}' | '\u{202f}') && !list.contains(*c))
        .collect();
    assert!(strange.is_empty(), "{strange:?} are in no font: xtask/characters.txt");
}

#[test]
fn a_question_has_its_answers() {
    let predictions: Vec<_> = screens().into_iter().filter_map(|screen| screen.predict).collect();
    assert!(!predictions.is_empty());
    for Question { text, answers, .. } in predictions {
        assert!(text.ends_with('?'), "{text}");
        // The teacher counts them by the keys 1 to 9.
        assert!((2..=9).contains(&answers.len()), "{text}");
    }
}

/// What the class has predicted is answered: by the demo on the screen, or, where none is, by the notes.
#[test]
fn a_question_has_its_verdict() {
    for Screen { id, demo, predict, .. } in screens() {
        let Some(Question { right, answers, .. }) = predict else { continue };
        let Some((right, why)) = right else { panic!("{id}: no answer is in bold") };
        // A scene asks nothing that is answered by a button: its notes ask, and its play shows whether they are right.
        let asks = demo.is_some_and(|(demo, _)| !is_scene(&demo));
        assert!(!asks, "{id}: the demo's own question has its verdict from the provider");
        assert!(right < answers.len(), "{id}");
        // It stands in the deck's foot, behind the tally.
        assert!((20..=110).contains(&why.len()) && why.ends_with('.'), "{id}: {why}");
    }
}

/// The words of each list item, in plain text.
fn items(markdown: &str) -> Vec<String> {
    let mut items: Vec<String> = Vec::new();
    let mut depth = 0;
    for event in Parser::new_ext(markdown, options()) {
        match event {
            Event::Start(Tag::Item) => {
                depth += 1;
                items.push(String::new());
            }
            Event::End(TagEnd::Item) => depth -= 1,
            Event::Text(text) | Event::Code(text) if depth > 0 => items.last_mut().unwrap().push_str(&text),
            Event::SoftBreak if depth > 0 => items.last_mut().unwrap().push(' '),
            _ => {}
        }
    }
    items
}

/// The screens that the article marks, with their sections.
fn marks() -> BTreeSet<(&'static str, String)> {
    let mut marks = BTreeSet::new();
    for section in &SECTIONS {
        for event in Parser::new_ext(&section.markdown().unwrap(), options()) {
            if let Event::Html(html) | Event::InlineHtml(html) = event
                && let Some(("screen", id)) = comment(&html)
            {
                marks.insert((section.anchor, id.to_owned()));
            }
        }
    }
    marks
}
