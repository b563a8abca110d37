//! The demos on a page: mounting them, and the console's door to a provider. In the browser alone.

pub mod door;
pub mod mount;
