//! How a demo's view is written: static HTML with live elements in it.
//!
//! A view is a pure function that paints its state. Painted the first time, it gives HTML: the
//! still picture on the host and the first picture in the browser. Painted again, only the values
//! of its live elements count; [`super::live`] puts those that changed into the document.
//!
//! The browser's program does not carry the static HTML: it is in the page already, in the still
//! picture. So [`Paint::put`] does nothing there.
//!
//! Why not `view!` throughout: each element with an attribute that changes is compiled as a type
//! of its own. The leak demo weighed twice as much that way; and a painted view can be tested
//! without a browser.

use std::sync::Arc;

/// A view in the making.
#[derive(Debug, Default)]
pub struct Paint {
    html: String,
    live: Vec<Live>,
    again: bool,
}

/// The values of one live element.
#[derive(Clone, Debug, PartialEq)]
pub struct Live {
    /// Its attributes that change.
    pub attributes: Vec<(Attribute, String)>,
    /// What is in it, as HTML; `None` for an element that holds nothing of its own that changes.
    pub inner: Option<Arc<str>>,
}

/// An attribute that changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attribute {
    /// A plain one.
    Text(&'static str),
    /// One that is there or not: there if its value is not empty.
    Flag(&'static str),
    /// `value`: what a field shows, whatever the reader has typed.
    Value,
    /// `checked`: whether a box is ticked, whatever the reader has clicked.
    Checked,
}

/// Marks a live element in the document.
pub const MARK: &str = "data-live";

impl Paint {
    /// For the first picture.
    pub fn first() -> Self {
        Self::default()
    }

    /// For the values alone.
    pub fn again() -> Self {
        Self { again: true, ..Self::default() }
    }

    /// The HTML, and the values of its live elements in the order of the document.
    pub fn done(self) -> (String, Vec<Live>) {
        (self.html, self.live)
    }

    /// Writes HTML that does not change.
    pub fn put(&mut self, html: &str) -> &mut Self {
        self.put_with(|| html)
    }

    /// Writes HTML that does not change and takes some making.
    pub fn put_with<T: AsRef<str>>(&mut self, html: impl FnOnce() -> T) -> &mut Self {
        if cfg!(feature = "ssr") && !self.again {
            self.html += html().as_ref();
        }
        self
    }

    /// Writes a whole live element. `head` is its tag and the attributes that do not change, in
    /// pieces (`span class="clock"`); `inner` is HTML and holds no live elements.
    pub fn live(&mut self, head: &[&str], attributes: &[(Attribute, String)], inner: impl Into<Arc<str>>) -> &mut Self {
        let inner = inner.into();
        self.open(head, attributes, Some(inner.clone()));
        let tag = || head[0].split(' ').next().unwrap_or_default();
        self.put(&inner).put("</").put_with(tag).put(">")
    }

    /// Writes the start of a live element whose content is written after it, or that has none
    /// (`input`). Its end, if it has one, is for the caller to write.
    pub fn start(&mut self, head: &[&str], attributes: &[(Attribute, String)]) -> &mut Self {
        self.open(head, attributes, None);
        self
    }

    /// Writes a live `select`: its start, its options as HTML, its end. A `select` has no attribute for its value, and
    /// in the still picture no script sets it, so there the chosen option says that it is.
    pub fn select(&mut self, head: &[&str], chosen: &str, options: impl FnOnce() -> String) -> &mut Self {
        self.start(head, &[value(chosen)]);
        self.put_with(|| {
            let option = ["value=\"", &super::rich::escape(chosen), "\""].concat();
            options().replacen(&option, &[&option, " selected"].concat(), 1)
        });
        self.put("</select>")
    }

    fn open(&mut self, head: &[&str], attributes: &[(Attribute, String)], inner: Option<Arc<str>>) {
        self.put("<").put_with(|| head.concat()).put(" ").put(MARK);
        for (attribute, value) in attributes.iter().filter(|_| cfg!(feature = "ssr")) {
            match attribute {
                Attribute::Text(name) => self.attribute(name, value),
                Attribute::Flag(_) if value.is_empty() => {}
                Attribute::Flag(name) => self.attribute(name, ""),
                // A text area's first value is its text, which the caller writes; a list's is its chosen option.
                Attribute::Value if ["textarea", "select"].iter().any(|tag| head[0].starts_with(tag)) => {}
                Attribute::Value => self.attribute("value", value),
                Attribute::Checked if value.is_empty() => {}
                Attribute::Checked => self.attribute("checked", ""),
            }
        }
        self.put(">");
        self.live.push(Live { attributes: attributes.to_vec(), inner });
    }

    fn attribute(&mut self, name: &str, value: &str) {
        self.put(" ").put(name).put("=\"").put_with(|| super::rich::escape(value)).put("\"");
    }
}

/// A plain attribute that changes.
pub fn text(name: &'static str, value: impl Into<String>) -> (Attribute, String) {
    (Attribute::Text(name), value.into())
}

/// An attribute that is there or not.
pub fn flag(name: &'static str, there: bool) -> (Attribute, String) {
    (Attribute::Flag(name), truth(there))
}

/// What a field shows.
pub fn value(value: impl Into<String>) -> (Attribute, String) {
    (Attribute::Value, value.into())
}

/// Whether a box is ticked.
pub fn checked(ticked: bool) -> (Attribute, String) {
    (Attribute::Checked, truth(ticked))
}

fn truth(is: bool) -> String {
    if is { "true".into() } else { String::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn painted(mut paint: Paint, n: u32) -> (String, Vec<Live>) {
        paint.put("<p>").live(&["b class=\"n\""], &[flag("hidden", n == 0)], n.to_string()).put("</p>");
        paint.start(&["input"], &[value(format!("\"{n}"))]);
        paint.done()
    }

    #[test]
    fn the_first_painting_is_html() {
        let (html, _) = painted(Paint::first(), 0);
        assert_eq!(html, r#"<p><b class="n" data-live hidden="">0</b></p><input data-live value="&quot;0">"#);
    }

    #[test]
    fn a_list_marks_its_chosen_option() {
        let options = || "<option value=\"1\">one</option><option value=\"2\">two</option>".to_owned();
        let mut paint = Paint::first();
        paint.select(&["select name=\"n\""], "2", options);
        let (html, live) = paint.done();
        assert_eq!(
            html,
            "<select name=\"n\" data-live><option value=\"1\">one</option><option value=\"2\" selected>two</option></select>"
        );
        assert_eq!(live[0].attributes, [value("2")]);
    }

    #[test]
    fn painting_again_gives_the_same_elements_with_other_values() {
        let (_, first) = painted(Paint::first(), 0);
        let (html, again) = painted(Paint::again(), 1);
        assert_eq!((html.as_str(), again.len()), ("", first.len()));
        assert_eq!(again[0].inner.as_deref(), Some("1"));
        assert_eq!(again[0].attributes, [flag("hidden", false)]);
    }
}
