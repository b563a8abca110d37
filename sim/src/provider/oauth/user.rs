//! The users who can sign in. Signing in itself is not modelled: a consent form says who sits at the browser.

/// A user's place in the list of [`UserId::ALL`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UserId(u8);

impl UserId {
    /// Ada.
    pub const ADA: Self = Self(0);
    /// Bo.
    pub const BO: Self = Self(1);
    /// Every user.
    pub const ALL: [Self; 2] = [Self::ADA, Self::BO];

    /// The name of the person.
    pub const fn name(self) -> &'static str {
        ["Ada", "Bo"][self.0 as usize]
    }

    /// What a consent form calls the user.
    pub const fn login(self) -> &'static str {
        ["ada", "bo"][self.0 as usize]
    }

    /// The `sub` of the user's tokens. No client can have such a name.
    pub const fn subject(self) -> &'static str {
        ["user:ada", "user:bo"][self.0 as usize]
    }

    /// The user of that login.
    pub fn of_login(login: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|user| user.login() == login)
    }

    /// The user of that `sub`.
    pub fn of_subject(subject: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|user| user.subject() == subject)
    }
}
