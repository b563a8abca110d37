//! The frame of a lab: what it is and what to look for, the lab itself, a guess before the run, and the foot.

use leptos::prelude::*;

use super::header::{Complaints, Header};
use super::keys::KeyHelp;
use super::predict::Predict;
use super::seed::Run;

/// What a lab says around what only it has.
pub struct Words {
    /// Its title.
    pub title: &'static str,
    /// What to look for.
    pub look_for: &'static str,
    /// What the button says that copies the link.
    pub share: &'static str,
    /// Each shortcut and what it does: keys with spaces between.
    pub keys: &'static [(&'static str, &'static str)],
    /// Where all of it is made.
    pub private: &'static str,
}

/// What most labs say of where it is made.
pub const PRIVATE: &str = "All of this is made in this tab and sent nowhere.";

/// A lab.
#[component]
pub fn Lab(
    /// Its words.
    words: &'static Words,
    /// Whether the seed is folded away.
    #[prop(optional)]
    folded: bool,
    /// The run that is told with the seed.
    #[prop(optional, into)]
    run: Option<Run>,
    /// What stands first at the foot.
    #[prop(optional, into)]
    foot: Option<AnyView>,
    /// The lab itself.
    children: Children,
) -> AnyView {
    view! {
        <Header title=words.title share=words.share look_for=words.look_for folded=folded run=run/>
        <Complaints/>
        {children()}
        <Predict/>
        <div class="demo-footer">
            {foot}
            <KeyHelp keys=words.keys/>
            <p class="private">{words.private}</p>
        </div>
    }
    .into_any()
}
