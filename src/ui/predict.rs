//! Predict first: a guess before the run, and what the run said to it.

use super::paint::{Paint, text};

/// Paints a question with a few answers. Choosing one runs the demo; `verdict`, as HTML, is what
/// the run says to it, and empty before a guess.
pub fn predict(paint: &mut Paint, question: &str, guesses: &[&str], guess: Option<usize>, verdict: &str) {
    paint
        .put("<div class=\"predict\"><p><b>Predict first: </b>")
        .put(question)
        .put("</p><div class=\"predict-guesses\">");
    for (index, words) in guesses.iter().enumerate() {
        let value = index.to_string();
        let head = ["button type=\"button\" class=\"button small\" data-do=\"guess\" data-value=\"", &value, "\""];
        let pressed = if guess == Some(index) { "true" } else { "false" };
        paint.start(&head, &[text("aria-pressed", pressed)]).put(words).put("</button>");
    }
    paint.put("</div>").live(&["p class=\"predict-verdict\" role=\"status\""], &[], verdict).put("</div>");
}
