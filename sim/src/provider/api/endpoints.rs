//! What can be asked for: each endpoint with the scope that it needs.

use crate::provider::reject::Reject;
use crate::provider::scope::{Scope, Scopes};
use crate::provider::shop::Collection;
use crate::wire::http::{Method, Request};

/// A resource of the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resource {
    /// A collection of the shop's records.
    Records(Collection),
    /// The signed-in user.
    Me,
    /// A new order.
    NewOrder,
    /// Where an IP address is: public data, counted by key.
    Geo,
    /// The made-up records that test keys open.
    TestRecords,
    /// The app's keys.
    Keys,
    /// A new key.
    NewKey,
    /// A new key in the place of one.
    Rotation,
    /// One key.
    Key,
    /// One order.
    Order,
}

/// A method on a path of the API and what it takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Endpoint {
    /// The method. HEAD goes with GET.
    pub method: Method,
    /// The path; `*` stands for one segment of any text.
    pub path: &'static str,
    /// The scope that a token, or a restricted key, needs.
    pub scope: Scope,
    /// What it answers with.
    pub resource: Resource,
    /// Every method of this path, as `Allow` lists them.
    allow: &'static str,
}

const fn read(path: &'static str, scope: Scope, resource: Resource) -> Endpoint {
    Endpoint { method: Method::Get, path, scope, resource, allow: "GET, HEAD" }
}

/// The endpoints with data worth stealing. All are read with GET.
pub const READS: [Endpoint; 6] = [
    Endpoint {
        allow: "GET, HEAD, POST",
        ..read("/v1/orders", Scope::OrdersRead, Resource::Records(Collection::Orders))
    },
    read("/v1/customers", Scope::CustomersRead, Resource::Records(Collection::Customers)),
    read("/v1/products", Scope::ProductsRead, Resource::Records(Collection::Products)),
    read("/v1/reports", Scope::ReportsRead, Resource::Records(Collection::Reports)),
    read("/v1/settings", Scope::SettingsRead, Resource::Records(Collection::Settings)),
    read("/v1/me", Scope::Profile, Resource::Me),
];

/// Every endpoint that asks for a credential, but for a single order.
pub const ENDPOINTS: [Endpoint; 13] = [
    READS[0],
    READS[1],
    READS[2],
    READS[3],
    READS[4],
    READS[5],
    Endpoint { method: Method::Post, scope: Scope::OrdersWrite, resource: Resource::NewOrder, ..READS[0] },
    read("/v1/geo", Scope::GeoRead, Resource::Geo),
    read("/v1/test/orders", Scope::OrdersRead, Resource::TestRecords),
    Endpoint { allow: "GET, HEAD, POST", ..read("/v1/keys", Scope::KeysManage, Resource::Keys) },
    Endpoint {
        method: Method::Post,
        path: "/v1/keys",
        scope: Scope::KeysManage,
        resource: Resource::NewKey,
        allow: "GET, HEAD, POST",
    },
    Endpoint {
        method: Method::Post,
        path: "/v1/keys/*/rotate",
        scope: Scope::KeysManage,
        resource: Resource::Rotation,
        allow: "POST",
    },
    Endpoint {
        method: Method::Delete,
        path: "/v1/keys/*",
        scope: Scope::KeysManage,
        resource: Resource::Key,
        allow: "DELETE",
    },
];

/// One order, where the `Location` of a new one points to (RFC 9110 §10.2.2). It is not among the [`ENDPOINTS`], which
/// are the rows of the access matrix: what opens it is what opens the list of orders.
const ONE_ORDER: Endpoint = read("/v1/orders/*", Scope::OrdersRead, Resource::Order);

/// What an unrestricted key may read: everything but what belongs to one user.
pub const KEY_SCOPES: Scopes = Scopes::of(&[
    Scope::OrdersRead,
    Scope::CustomersRead,
    Scope::ProductsRead,
    Scope::ReportsRead,
    Scope::SettingsRead,
]);

/// Finds the endpoint of a request: first the path, then the method.
pub(super) fn route(request: &Request) -> Result<&'static Endpoint, Reject> {
    let method = request.method.answered_as();
    let endpoints = ENDPOINTS.iter().chain(core::iter::once(&ONE_ORDER));
    let mut of_path = endpoints.filter(|endpoint| matches(endpoint.path, &request.path)).peekable();
    let allow = of_path.peek().ok_or(Reject::NotFound)?.allow;
    of_path.find(|endpoint| endpoint.method == method).ok_or(Reject::MethodNotAllowed(allow))
}

/// Whether the path is of this form. Nothing is decoded and case counts: `//v1`, `/V1` and `/%761` are other paths.
fn matches(form: &str, path: &str) -> bool {
    form == path || {
        let segments = |text: &str| text.split('/').count();
        let fits = |(form, segment): (&str, &str)| form == segment || (form == "*" && !segment.is_empty());
        segments(form) == segments(path) && form.split('/').zip(path.split('/')).all(fits)
    }
}
