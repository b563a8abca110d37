//! Which APIs a token is for (RFC 8707).

use super::AUDIENCES;
use crate::provider::reject::Reject;
use crate::wire::form::Form;

/// The one parameter that a request may carry more than once.
pub(super) const PARAMETER: &str = "resource";

/// Some of the [`AUDIENCES`]: what a token is asked for, or was granted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Resources(u8);

impl Resources {
    /// What a client gets that names no API.
    pub(super) const DEFAULT: Self = Self(1);

    /// This one of the audiences.
    pub(super) fn of(audience: &str) -> Option<Self> {
        AUDIENCES.iter().position(|known| *known == audience).map(|place| Self(1 << place))
    }

    /// What a request asks for. RFC 8707 §2: the parameter may be repeated, each time with one more API that the token
    /// is to work at, and `invalid_target` is for a value that the server does not know, or will not give a token for.
    pub(super) fn asked(form: &Form) -> Result<Option<Self>, Reject> {
        let mut asked = None;
        for name in form.values(PARAMETER) {
            let Self(more) = Self::of(name).ok_or(Reject::AudienceUnknown)?;
            asked = Some(Self(asked.map_or(0, |Self(set)| set) | more));
        }
        Ok(asked)
    }

    /// What a token request may have of what was granted: all of it, or the part that it names. RFC 8707 §2.2: a client
    /// may name fewer APIs, for a token that works at those alone; never another one, which would leave the client with
    /// a token for something else than it asked for.
    pub(super) fn asked_of(self, form: &Form) -> Result<Self, Reject> {
        let asked = Self::asked(form)?.unwrap_or(self);
        if asked.0 & !self.0 == 0 { Ok(asked) } else { Err(Reject::AudienceUnknown) }
    }

    /// The `aud` of a token for these.
    pub(super) fn names(self) -> Vec<String> {
        let of = |(place, name): (usize, &&str)| (self.0 & (1 << place) != 0).then(|| (*name).to_owned());
        AUDIENCES.iter().enumerate().filter_map(of).collect()
    }
}
