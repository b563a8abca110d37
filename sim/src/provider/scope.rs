//! What a credential may be allowed to do (RFC 6749 §3.3).

use core::fmt;

/// One permission of the shop's API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Scope {
    /// Read orders.
    OrdersRead,
    /// Read customers.
    CustomersRead,
    /// Read products.
    ProductsRead,
    /// Read reports.
    ReportsRead,
    /// Read the shop's settings.
    SettingsRead,
    /// Read who the signed-in user is.
    Profile,
    /// Create orders.
    OrdersWrite,
    /// Ask where an IP address is.
    GeoRead,
    /// Make, list, rotate and revoke the app's keys.
    KeysManage,
}

impl Scope {
    /// Every scope, in the order they are shown.
    pub const ALL: [Self; 9] = [
        Self::OrdersRead,
        Self::CustomersRead,
        Self::ProductsRead,
        Self::ReportsRead,
        Self::SettingsRead,
        Self::Profile,
        Self::OrdersWrite,
        Self::GeoRead,
        Self::KeysManage,
    ];

    /// Its name on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::OrdersRead => "orders:read",
            Self::CustomersRead => "customers:read",
            Self::ProductsRead => "products:read",
            Self::ReportsRead => "reports:read",
            Self::SettingsRead => "settings:read",
            Self::Profile => "profile",
            Self::OrdersWrite => "orders:write",
            Self::GeoRead => "geo:read",
            Self::KeysManage => "keys:manage",
        }
    }

    /// The scope of that exact name; names are case-sensitive.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.name() == name)
    }
}

/// A set of scopes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Scopes(u16);

impl Scopes {
    /// The empty set.
    pub const NONE: Self = Self(0);

    /// The set of these.
    pub const fn of(scopes: &[Scope]) -> Self {
        let mut set = 0;
        let mut i = 0;
        while i < scopes.len() {
            set |= 1 << scopes[i] as u8;
            i += 1;
        }
        Self(set)
    }

    /// Every scope there is.
    pub const ALL: Self = Self::of(&Scope::ALL);

    /// Reads the space-separated list of a `scope` parameter. `None` if a name in it is not known.
    pub fn parse(list: &str) -> Option<Self> {
        let mut names = list.split(' ').filter(|name| !name.is_empty());
        names.try_fold(Self::NONE, |set, name| Some(set.with(Scope::parse(name)?, true)))
    }

    /// Reads the list of a request. RFC 6749 §3.3: a scope is one name or more with spaces between, so that a list of
    /// spaces alone asks for nothing that could be granted. `None` for that, and as for [`Scopes::parse`].
    pub fn asked(list: &str) -> Option<Self> {
        Self::parse(list).filter(|asked| !asked.is_empty())
    }

    /// Reads the space-separated list of a `scope` claim. Names that the shop does not know grant nothing.
    pub fn granting(list: &str) -> Self {
        list.split(' ').filter_map(Scope::parse).fold(Self::NONE, |set, scope| set.with(scope, true))
    }

    /// Whether the set holds this scope.
    pub const fn contains(self, scope: Scope) -> bool {
        self.0 & (1 << scope as u8) != 0
    }

    /// Whether every scope of `other` is in this set.
    pub const fn covers(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// The scopes in both sets.
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// The set with this scope put in or taken out.
    pub const fn with(self, scope: Scope, present: bool) -> Self {
        let bit = 1 << scope as u8;
        Self(if present { self.0 | bit } else { self.0 & !bit })
    }

    /// How many scopes it holds.
    pub const fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    /// Whether it holds none.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Its scopes, in the order of [`Scope::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Scope> {
        Scope::ALL.into_iter().filter(move |&scope| self.contains(scope))
    }
}

/// Space-separated, as on the wire.
impl fmt::Display for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, scope) in self.iter().enumerate() {
            if i > 0 {
                f.write_str(" ")?;
            }
            f.write_str(scope.name())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_reads_what_it_writes() {
        let set = Scopes::of(&[Scope::Profile, Scope::OrdersRead]);
        assert_eq!(set.to_string(), "orders:read profile");
        assert_eq!(Scopes::granting(&set.to_string()), set);
        assert_eq!(Scopes::parse(&set.to_string()), Some(set));
    }

    #[test]
    fn an_unknown_name_is_told_from_none() {
        assert_eq!(Scopes::parse("orders:read admin"), None);
        assert_eq!(Scopes::parse(" "), Some(Scopes::NONE));
        assert_eq!((Scopes::asked(" "), Scopes::asked("profile")), (None, Scopes::parse("profile")));
    }

    #[test]
    fn case_and_substrings_grant_nothing() {
        assert!(Scopes::granting("ORDERS:READ orders orders:readx order:read,profile").is_empty());
    }
}
