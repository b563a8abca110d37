//! What a reader does to the text on the bench: pastes, changes and signs it.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

use super::model::Workbench;
use sim::stories::workbench::bench::key_of;
use sim::stories::workbench::text::{compact, members, pretty, value, with};
use sim::stories::workbench::tour::Step;

/// The secret that everybody tries first.
pub const WRONG_SECRET: &str = "secret";

/// Where the text on the bench came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// From the mint.
    Minted,
    /// From the tour.
    Tour(Step),
    /// The reader changed or signed what lay there.
    Edited,
    /// The reader typed or pasted it.
    Pasted,
}

/// How a token is signed anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// With what stands in the field for the secret.
    Field,
    /// With the provider's secret.
    Right,
    /// With another one.
    Wrong,
    /// Not at all: `alg` says so, and the third part is empty.
    None,
}

impl Workbench {
    /// The reader typed or pasted a text.
    pub fn paste(&mut self, text: &str) {
        self.common.guess = None;
        self.lay(text.to_owned(), Source::Pasted, String::new());
    }

    /// Lays the token on the bench that stands in the reader's text.
    pub fn take_inside(&mut self) {
        if let Some(token) = self.reading.inside.clone() {
            self.keep();
            self.lay(token, Source::Pasted, String::new());
        }
    }

    /// Gives the reader's own text back.
    pub fn give_back(&mut self) {
        let text = core::mem::take(&mut self.kept);
        self.lay(text, Source::Pasted, String::new());
        self.common.guess = None;
    }

    /// What was changed is shown against what lay there before the first change.
    fn changed(&mut self, text: String) {
        if self.source != Source::Edited {
            self.compare_with(self.text.clone());
        }
        self.source = Source::Edited;
        self.common.guess = None;
        self.text = text;
        self.read();
    }

    /// The reader changed the header (0) or the payload (1). The signature stays what it was.
    pub fn edit(&mut self, part: usize, typed: &str) {
        if !self.reading.is_token() {
            return;
        }
        let field = if part == 0 { &mut self.header } else { &mut self.payload };
        typed.clone_into(field);
        let encoded = URL_SAFE_NO_PAD.encode(compact(typed));
        let mut parts: Vec<&str> = self.text.trim().split('.').collect();
        if let Some(place) = parts.get_mut(part) {
            *place = &encoded;
        }
        let text = parts.join(".");
        self.changed(text);
    }

    /// The bytes that the field for the secret stands for: 43 characters of base64url are 32 bytes, as the provider's
    /// secret is written; anything else is its own bytes.
    fn secret_bytes(&self) -> Vec<u8> {
        let decoded = URL_SAFE_NO_PAD.decode(&self.secret).ok();
        decoded.filter(|bytes| bytes.len() == 32).unwrap_or_else(|| self.secret.as_bytes().to_vec())
    }

    /// Whether the secret in the field is the provider's.
    pub fn has_right_secret(&self) -> bool {
        self.secret_bytes() == self.held.secret
    }

    /// The signature that the secret in the field gives the first two parts.
    pub fn signature(&self) -> Option<String> {
        let (signed, _) = self.split()?;
        Some(URL_SAFE_NO_PAD.encode(key_of(&self.secret_bytes())?.sign(signed.as_bytes())))
    }

    /// The first two parts, and the third.
    pub fn split(&self) -> Option<(&str, &str)> {
        let text = self.text.trim();
        if !self.reading.is_token() {
            return None;
        }
        Some(if self.reading.parts.len() == 2 { (text, "") } else { text.rsplit_once('.')? })
    }

    /// The reader changed the secret: the token is signed with it.
    pub fn edit_secret(&mut self, typed: &str) {
        typed.clone_into(&mut self.secret);
        self.sign(Sign::Field);
    }

    /// Signs what lies on the bench.
    pub fn sign(&mut self, how: Sign) {
        if !self.reading.is_token() {
            return;
        }
        match how {
            Sign::Right => self.secret = URL_SAFE_NO_PAD.encode(self.held.secret),
            Sign::Wrong => self.secret = WRONG_SECRET.to_owned(),
            Sign::Field | Sign::None => {}
        }
        // Who signs says so, and who does not says that.
        let says_none = value(&self.header, "alg").is_some_and(|alg| alg.eq_ignore_ascii_case("\"none\""));
        if (how == Sign::None) != says_none && members(&self.header).is_some() {
            let alg = if how == Sign::None { "\"none\"" } else { "\"HS256\"" };
            let header = pretty(&with(&self.header, "alg", alg));
            self.edit(0, &header);
        }
        let signature = if how == Sign::None { Some(String::new()) } else { self.signature() };
        if let (Some((signed, _)), Some(signature)) = (self.split(), signature) {
            let text = [signed, ".", &signature].concat();
            self.changed(text);
        }
    }
}
