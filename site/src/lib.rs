//! What is made on the host: the article and the class out of their Markdown, each demo's still picture, the pages
//! around, the one file. `main.rs` is the hook of Trunk's build that puts it all together.

pub mod alone;
pub mod article;
pub mod assets;
pub mod builder;
pub mod bundle;
pub mod classroom;
pub mod glossary;
mod module;
pub mod one_file;
pub mod panics;
pub mod parts;
pub mod preview;
pub mod scene;
pub mod shell;
pub mod tools;
