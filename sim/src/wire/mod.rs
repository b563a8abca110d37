//! What goes over the line, and the values that both ends share: requests and responses, JSON, forms, time, random
//! bytes, secrets.

pub mod form;
pub(crate) mod html;
pub mod http;
pub mod json;
pub mod rng;
pub mod secret;
pub mod time;
