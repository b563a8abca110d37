//! What everybody knows beforehand: the registered clients, the keys' kinds, the API's doors. Written down here a
//! second time, from the documentation and not from the provider.

use super::step::{Door, Kind, Place, Resource, User, Who};
use sim::provider::scope::{Scope, Scopes};
use sim::wire::http::{Method, Peer};

pub const CLIENTS: [Who; 6] =
    [Who::ShopApp, Who::ShopServer, Who::ShopTv, Who::PartnerApp, Who::OrdersApi, Who::BillingApi];
pub const USERS: [User; 2] = [User::Ada, User::Bo];
pub const DOORS: [Door; 12] = [
    Door::Orders,
    Door::HeadOrders,
    Door::Customers,
    Door::Products,
    Door::Reports,
    Door::Settings,
    Door::Me,
    Door::Geo,
    Door::TestOrders,
    Door::NewOrder,
    Door::DeleteOrders,
    Door::Nowhere,
];

pub const API: &str = "https://api.demo.example";
pub const BILLING: &str = "https://billing.demo.example";

impl Who {
    pub const fn id(self) -> &'static str {
        match self {
            Self::ShopApp => "shop-app",
            Self::ShopServer => "shop-server",
            Self::ShopTv => "shop-tv",
            Self::PartnerApp => "partner-app",
            Self::OrdersApi => "orders-api",
            Self::BillingApi => "billing-api",
        }
    }

    pub const fn redirect_uri(self) -> &'static str {
        match self {
            Self::ShopApp => "https://shop.example/callback",
            Self::ShopServer => "https://server.example/callback",
            Self::PartnerApp => "https://partner.example/callback",
            Self::ShopTv | Self::OrdersApi | Self::BillingApi => "",
        }
    }

    pub const fn is_confidential(self) -> bool {
        matches!(self, Self::ShopServer | Self::OrdersApi | Self::BillingApi)
    }

    pub const fn signs_users_in(self) -> bool {
        matches!(self, Self::ShopApp | Self::ShopServer | Self::PartnerApp)
    }

    pub const fn refreshes(self) -> bool {
        self.signs_users_in() || matches!(self, Self::ShopTv)
    }

    pub const fn scope(self) -> Scopes {
        match self {
            Self::ShopApp | Self::ShopServer => Scopes::of(&Scope::ALL),
            Self::ShopTv => Scopes::of(&[Scope::OrdersRead, Scope::ProductsRead, Scope::Profile]),
            Self::PartnerApp => Scopes::of(&[Scope::OrdersRead, Scope::ProductsRead]),
            Self::OrdersApi | Self::BillingApi => Scopes::NONE,
        }
    }

    /// The API that this client is.
    pub const fn is_api(self) -> Option<&'static str> {
        match self {
            Self::OrdersApi => Some(API),
            Self::BillingApi => Some(BILLING),
            _ => None,
        }
    }
}

impl User {
    pub const fn login(self) -> &'static str {
        match self {
            Self::Ada => "ada",
            Self::Bo => "bo",
        }
    }

    pub const fn subject(self) -> &'static str {
        match self {
            Self::Ada => "user:ada",
            Self::Bo => "user:bo",
        }
    }
}

impl Place {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Home => "home",
            Self::Away => "away",
        }
    }

    pub const fn peer(self) -> Peer {
        match self {
            Self::Home => Peer([203, 0, 113, 10]),
            Self::Away => Peer([198, 51, 100, 66]),
        }
    }
}

impl Resource {
    /// The `resource` parameters.
    pub const fn parameters(self) -> &'static [&'static str] {
        match self {
            Self::Unsaid => &[""],
            Self::Api => &[API],
            Self::Billing => &[BILLING],
            Self::Twice => &[API, API],
            Self::Both => &[BILLING, API],
            Self::Unknown => &["https://elsewhere.example"],
            Self::OneUnknown => &[API, "https://elsewhere.example"],
        }
    }

    /// Whom the token is for.
    pub const fn audience(self) -> Option<&'static [&'static str]> {
        match self {
            Self::Unsaid | Self::Api | Self::Twice => Some(&[API]),
            Self::Billing => Some(&[BILLING]),
            Self::Both => Some(&[API, BILLING]),
            Self::Unknown | Self::OneUnknown => None,
        }
    }
}

impl Kind {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Test => "test",
            Self::Publishable => "publishable",
            Self::Restricted => "restricted",
        }
    }
}

impl Door {
    pub const fn method(self) -> Method {
        match self {
            Self::HeadOrders => Method::Head,
            Self::NewOrder => Method::Post,
            Self::DeleteOrders => Method::Delete,
            _ => Method::Get,
        }
    }

    pub const fn path(self) -> &'static str {
        match self {
            Self::Orders | Self::HeadOrders | Self::NewOrder | Self::DeleteOrders => "/v1/orders",
            Self::Customers => "/v1/customers",
            Self::Products => "/v1/products",
            Self::Reports => "/v1/reports",
            Self::Settings => "/v1/settings",
            Self::Me => "/v1/me",
            Self::Geo => "/v1/geo",
            Self::TestOrders => "/v1/test/orders",
            Self::Nowhere => "/v1/secrets",
        }
    }

    /// The scope that a token needs here.
    pub const fn needs(self) -> Scope {
        match self {
            Self::Orders | Self::HeadOrders | Self::TestOrders | Self::DeleteOrders | Self::Nowhere => {
                Scope::OrdersRead
            }
            Self::Customers => Scope::CustomersRead,
            Self::Products => Scope::ProductsRead,
            Self::Reports => Scope::ReportsRead,
            Self::Settings => Scope::SettingsRead,
            Self::Me => Scope::Profile,
            Self::Geo => Scope::GeoRead,
            Self::NewOrder => Scope::OrdersWrite,
        }
    }
}
