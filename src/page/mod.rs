//! The shells around demos. On the host they are rendered; in the browser demos are mounted into them.

#[cfg(feature = "ssr")]
pub mod alone;
#[cfg(feature = "ssr")]
pub mod assets;
#[cfg(feature = "csr")]
pub mod door;
#[cfg(feature = "csr")]
pub mod mount;
#[cfg(feature = "ssr")]
pub mod one_file;
#[cfg(feature = "ssr")]
pub mod shell;
#[cfg(feature = "ssr")]
pub mod tools;
