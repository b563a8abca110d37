//! The scenes: one idea each, in a few seconds. A scene is an entry of the same contract as a demo (see
//! [`crate::demos`]), in the frame of [`crate::ui::scene`] and with the parts of [`crate::ui::stage`].

pub mod change_a_letter;
pub mod leak;
pub mod lifetime;
pub mod opening;
pub mod read_a_token;
pub mod scope;
pub mod thousand_leaks;
