//! The sequence: who talks to whom, message by message.

use super::model::Protocols;
use super::run::{Act, Flow, Party, Run, Said, Step, WAITING};
use super::words;
use crate::fields::Named;
use crate::ui::paint::{Paint, flag, text};
use crate::ui::rich::{escape, rich};
use crate::ui::signs::sign_html;
use sim::wire::http::Response;

/// Paints the lifelines and the steps between them. There are always as many places, so that a button which was
/// pressed keeps its focus.
pub fn sequence(paint: &mut Paint, state: &Protocols) {
    let run = &*state.run;
    let parties: Vec<Party> = Party::ALL.into_iter().filter(|party| run.has(*party)).collect();
    let of = ["sequence of-", &parties.len().to_string()].concat();
    paint.start(&["div"], &[text("class", of)]).put("<div class=\"parties\" aria-hidden=\"true\">");
    for party in Party::ALL {
        let sign = if party == Party::Thief { sign_html("thief") } else { String::new() };
        let name = sign + &words::party(state.set.flow, party).replace("Authorization", "Authoriza&shy;tion");
        paint.live(&["span"], &[flag("hidden", !parties.contains(&party))], name);
    }
    paint.put("</div><ol aria-label=\"").put(words::STEPS).put("\">");
    for number in 1..=super::run::MOST_STEPS {
        let step = run.steps.get(number - 1);
        let class = step.map_or_else(String::new, |step| class(state, run, &parties, number, step));
        let face = step.map_or_else(String::new, |step| face(state, number, step));
        let current = if number == state.step() { "step" } else { "false" };
        let name = number.to_string();
        paint
            .start(&["li"], &[text("class", class), flag("hidden", step.is_none())])
            .live(
                &["button type=\"button\" name=\"look\" value=\"", &name, "\""],
                &[text("aria-current", current)],
                face,
            )
            .put("</li>");
    }
    let other = super::model::other_way(state.set.flow);
    let kind = if other == Flow::Key { "key" } else { "token" };
    paint
        .put("</ol>")
        .live(
            &["button type=\"button\" name=\"flow\""],
            &[text("class", ["beside ", kind].concat()), text("value", other.name_in_link())],
            ["<span>", &sign_html(kind), "</span><span>", &rich(&words::beside(state)), "</span>"].concat(),
        )
        .put("</div>");
}

/// Where the arrow stands and which way it goes; whether the step is over, in view or ahead; how it was answered.
fn class(state: &Protocols, run: &Run, parties: &[Party], number: usize, step: &Step) -> String {
    let place = |party| parties.iter().position(|known| *known == party).unwrap_or_default();
    let (from, to) = (place(step.from), place(step.to));
    let (left, span) = (from.min(to) + 1, from.abs_diff(to) + 1);
    let mut class = format!("at-{left} over-{span}");
    class += if from > to { " leftward" } else { "" };
    class += match number.cmp(&state.step()) {
        core::cmp::Ordering::Less => " over",
        core::cmp::Ordering::Equal => " now",
        core::cmp::Ordering::Greater => " ahead",
    };
    class += match &step.said {
        Said::Aside(_) => " aside",
        Said::Exchange(exchange) => answer_class(step, &exchange.1),
    };
    class += if step.act == Act::KeyCall { " keyed" } else { "" };
    class += if step.from == Party::Thief || matches!(step.said, Said::Aside(_)) { " thiefs" } else { "" };
    class + if number == run.telling && state.set.sabotage.is_some() { " telling" } else { "" }
}

/// Whether the answer is what was hoped for. A device that is told to wait is answered as it should be.
fn answer_class(step: &Step, response: &Response) -> &'static str {
    let location = response.headers.value("Location").unwrap_or_default();
    let waits = step.stop.as_ref().is_some_and(|stop| stop.check == WAITING);
    if waits || (response.status.0 < 400 && !location.contains("error=")) { " ok" } else { " no" }
}

fn face(state: &Protocols, number: usize, step: &Step) -> String {
    let party = |party| words::party(state.set.flow, party);
    let refused = step.exchange().is_some_and(|(_, response)| answer_class(step, response) == " no");
    let sign = match &step.said {
        Said::Aside(_) => sign_html("thief"),
        Said::Exchange(_) if refused => sign_html("no"),
        Said::Exchange(_) => String::new(),
    };
    let came_back = words::came_back(step);
    let come = match came_back.is_empty() {
        true => String::new(),
        false => ["<span class=\"come\"><b>", &sign, &escape(&came_back), "</b></span>"].concat(),
    };
    let go_sign = if step.from == Party::Thief { sign_html("thief") } else { String::new() };
    [
        "<span class=\"number\">",
        &number.to_string(),
        "</span><span class=\"ends\"><span>",
        party(step.from),
        "</span> → <span>",
        party(step.to),
        "</span></span><span class=\"arrows\"><span class=\"go\"><b>",
        if matches!(step.said, Said::Aside(_)) { &sign } else { &go_sign },
        &escape(&words::sent(step)),
        "</b></span>",
        &come,
        "</span>",
    ]
    .concat()
}
