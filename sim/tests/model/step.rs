//! What can happen in a history. A step prints as the Rust that makes it, so that a list of steps from a failure can
//! be pasted into a test.

use core::fmt;
use sim::provider::scope::Scopes;

/// What a step makes is known by the step's number. The keys that the sandbox begins with have the first numbers.
pub type Name = u32;

/// The sandbox's `live` key.
pub const LIVE: Name = 0;
/// Its `restricted` key.
pub const RESTRICTED: Name = 1;
/// Its `test` key.
pub const TEST: Name = 2;
/// Its `publishable` key.
pub const PUBLISHABLE: Name = 3;
/// The first number that a step can have.
pub const FIRST: Name = 10;

/// A moment of a history at which something is sent, done, or waited for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// Its number, and the name of what it makes.
    pub number: Name,
    /// Where the request comes from.
    pub from: Place,
    /// What happens.
    pub act: Act,
}

/// A step, as it prints.
pub const fn step(number: Name, from: Place, act: Act) -> Step {
    Step { number, from, act }
}

/// A network address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Where honest clients are.
    Home,
    /// Where a thief is, with copies of all that was ever on the wire.
    Away,
}

/// A registered client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    ShopApp,
    ShopServer,
    ShopTv,
    PartnerApp,
    OrdersApi,
    BillingApi,
}

/// How a client says who it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// As it should: HTTP Basic with its secret, or its name alone if it has none.
    Own,
    /// With its secret in the body; its name alone if it has none.
    InBody,
    /// With a secret that is not its own.
    WrongSecret,
    /// By its name alone, though it has a secret.
    NameOnly,
    /// By its name alone, in HTTP Basic: nothing behind the colon.
    NameInBasic,
}

/// Somebody with an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum User {
    Ada,
    Bo,
}

/// Anything that a thief might think is a credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    Access(Name),
    Refresh(Name),
    Code(Name),
    DeviceCode(Name),
    Key(Name),
    /// A string that was never issued.
    Nonsense,
}

/// How a credential is sent to the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sent {
    /// A key in `X-API-Key`, anything else in `Authorization: Bearer`.
    Right,
    /// The other way round.
    Swapped,
    /// In the query: `key=` or `access_token=`.
    InQuery,
    /// As it should be, and in the query too.
    Twice,
}

/// Where a call to the API goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    Orders,
    HeadOrders,
    Customers,
    Products,
    Reports,
    Settings,
    Me,
    Geo,
    TestOrders,
    NewOrder,
    /// A method that the path does not take.
    DeleteOrders,
    /// A path that is not there.
    Nowhere,
}

/// What a token is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resource {
    Unsaid,
    Api,
    Billing,
    /// The API, said twice.
    Twice,
    Both,
    Unknown,
    /// The API, and one that nobody knows.
    OneUnknown,
}

/// What is wrong with an authorization request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AskedWith {
    /// Nothing.
    S256,
    NoChallenge,
    PlainChallenge,
    OtherRedirect,
    OtherResponseType,
}

/// Whose consent cookie comes along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cookie {
    Own,
    None,
    Of(Name),
}

/// What is wrong with a code exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExchangedWith {
    /// Nothing.
    ItsVerifier,
    OtherVerifier,
    NoVerifier,
    TheChallenge,
    OtherRedirect,
}

/// The kind of a key to be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Live,
    Test,
    Publishable,
    Restricted,
}

/// A set of scopes that prints as it is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Set(pub Scopes);

/// The set of these scopes, as a printed history writes it.
#[allow(dead_code)] // only a history that was pasted in calls it
pub fn set(list: &str) -> Set {
    Set(Scopes::granting(list))
}

impl fmt::Debug for Set {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "set({:?})", self.0.to_string())
    }
}

/// What happens in a step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Act {
    /// A browser opens the authorization page. Makes a ticket and a cookie.
    Authorize { client: Who, scope: Option<Set>, resource: Resource, with: AskedWith },
    /// A user answers on that page. Makes a code.
    Consent { ticket: Name, user: User, approve: bool, granted: Set, cookie: Cookie },
    /// A client exchanges a code. Makes tokens.
    Exchange { code: Held, by: Who, proof: Proof, with: ExchangedWith },
    /// A client refreshes. Makes tokens.
    Refresh { token: Held, by: Who, proof: Proof, scope: Option<Set> },
    /// A client gets a token for itself. Makes a token.
    ClientCredentials { by: Who, proof: Proof, scope: Option<Set>, resource: Resource },
    /// A device asks for a code to be entered elsewhere. Makes a device code and a user code.
    StartDevice { by: Who, proof: Proof, scope: Option<Set> },
    /// A browser opens the page to enter a user code. Makes a ticket and a cookie.
    DevicePage { device: Name },
    /// Somebody enters a user code that nobody was given.
    GuessUserCode,
    /// A user answers on the device page.
    DeviceAnswer { ticket: Name, user: User, approve: bool, granted: Set, cookie: Cookie },
    /// A device asks for its tokens. Makes tokens.
    Poll { device: Held, by: Who },
    /// A client revokes a token.
    Revoke { token: Held, by: Who, proof: Proof },
    /// A client asks about a token.
    Introspect { token: Held, by: Who, proof: Proof },
    /// A call to the API.
    Call { with: Held, sent: Sent, door: Door },
    /// A call to the API without any credential.
    CallBare { door: Door },
    /// The API makes a key. Makes a key.
    CreateKey { with: Held, kind: Kind, scope: Set, expires_in_s: Option<u64> },
    /// The API replaces a key. Makes a key.
    RotateKey { with: Held, key: Name, overlap_s: Option<u64> },
    /// The API ends a key.
    DeleteKey { with: Held, key: Name },
    /// The API lists the keys.
    ListKeys { with: Held },
    /// A secret scanner found something that looks like a key.
    Report { found: Held },
    /// The owner ends a key.
    OwnerRevokesKey { key: Name },
    /// The owner replaces a key. Makes a key.
    OwnerRotatesKey { key: Name, overlap_s: u64 },
    /// The owner removes a user.
    DeleteUser { user: User },
    /// The owner puts an end to a client.
    DisableClient { client: Who },
    /// Time passes.
    Wait { ms: u64 },
    /// A snapshot is taken.
    Keep,
    /// The provider goes on from the snapshot, and so does everybody else.
    GoBack,
    /// The provider goes on from a snapshot of now.
    Restart,
}

impl Cookie {
    /// Whether it is the cookie of this page's browser.
    pub fn is_of(self, page: Name) -> bool {
        self == Self::Own || self == Self::Of(page)
    }
}

impl Held {
    fn rename(&mut self, old: Name, new: Name) {
        match self {
            Self::Access(name) | Self::Refresh(name) | Self::Code(name) | Self::DeviceCode(name) | Self::Key(name) => {
                rename(name, old, new);
            }
            Self::Nonsense => {}
        }
    }

    /// The step that made it.
    pub const fn name(self) -> Option<Name> {
        match self {
            Self::Access(name) | Self::Refresh(name) | Self::Code(name) | Self::DeviceCode(name) | Self::Key(name) => {
                Some(name)
            }
            Self::Nonsense => None,
        }
    }
}

fn rename(name: &mut Name, old: Name, new: Name) {
    if *name == old {
        *name = new;
    }
}

impl Act {
    /// The same with what another step made, where it speaks of what this one made.
    pub fn rename(&mut self, old: Name, new: Name) {
        match self {
            Self::Consent { ticket, .. } | Self::DeviceAnswer { ticket, .. } => rename(ticket, old, new),
            Self::Exchange { code: held, .. }
            | Self::Refresh { token: held, .. }
            | Self::Poll { device: held, .. }
            | Self::Revoke { token: held, .. }
            | Self::Introspect { token: held, .. }
            | Self::Call { with: held, .. }
            | Self::CreateKey { with: held, .. }
            | Self::ListKeys { with: held }
            | Self::Report { found: held } => held.rename(old, new),
            Self::RotateKey { with, key, .. } | Self::DeleteKey { with, key } => {
                with.rename(old, new);
                rename(key, old, new);
            }
            Self::DevicePage { device: name }
            | Self::OwnerRevokesKey { key: name }
            | Self::OwnerRotatesKey { key: name, .. } => rename(name, old, new),
            Self::Authorize { .. }
            | Self::ClientCredentials { .. }
            | Self::StartDevice { .. }
            | Self::GuessUserCode
            | Self::CallBare { .. }
            | Self::DeleteUser { .. }
            | Self::DisableClient { .. }
            | Self::Wait { .. }
            | Self::Keep
            | Self::GoBack
            | Self::Restart => {}
        }
    }

    /// What it makes one of the same kind from: a refresh token from a refresh token, a key from a key.
    pub const fn made_from(&self) -> Option<Name> {
        match self {
            Self::Refresh { token, .. } => token.name(),
            Self::RotateKey { key, .. } | Self::OwnerRotatesKey { key, .. } => Some(*key),
            _ => None,
        }
    }

    /// Its kind, for counting.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Authorize { .. } => "Authorize",
            Self::Consent { .. } => "Consent",
            Self::Exchange { .. } => "Exchange",
            Self::Refresh { .. } => "Refresh",
            Self::ClientCredentials { .. } => "ClientCredentials",
            Self::StartDevice { .. } => "StartDevice",
            Self::DevicePage { .. } => "DevicePage",
            Self::GuessUserCode => "GuessUserCode",
            Self::DeviceAnswer { .. } => "DeviceAnswer",
            Self::Poll { .. } => "Poll",
            Self::Revoke { .. } => "Revoke",
            Self::Introspect { .. } => "Introspect",
            Self::Call { .. } => "Call",
            Self::CallBare { .. } => "CallBare",
            Self::CreateKey { .. } => "CreateKey",
            Self::RotateKey { .. } => "RotateKey",
            Self::DeleteKey { .. } => "DeleteKey",
            Self::ListKeys { .. } => "ListKeys",
            Self::Report { .. } => "Report",
            Self::OwnerRevokesKey { .. } => "OwnerRevokesKey",
            Self::OwnerRotatesKey { .. } => "OwnerRotatesKey",
            Self::DeleteUser { .. } => "DeleteUser",
            Self::DisableClient { .. } => "DisableClient",
            Self::Wait { .. } => "Wait",
            Self::Keep => "Keep",
            Self::GoBack => "GoBack",
            Self::Restart => "Restart",
        }
    }
}
