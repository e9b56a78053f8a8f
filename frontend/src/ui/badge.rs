//! A word or two in a coloured shape. The word says it; the colour only helps.

use yew::prelude::*;

/// What a colour stands for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Tone {
    /// A fact.
    #[default]
    Neutral,
    /// Something to know.
    Info,
    /// As it should be.
    Success,
    /// Look at it soon.
    Warning,
    /// Needs somebody now.
    Danger,
}

impl Tone {
    /// The end of the class name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Info => "info",
            Self::Success => "success",
            Self::Warning => "warning",
            Self::Danger => "danger",
        }
    }
}

/// Properties of [`Badge`].
#[derive(Debug, PartialEq, Properties)]
pub struct BadgeProps {
    /// The words.
    pub children: Children,
    /// The tone.
    #[prop_or_default]
    pub tone: Tone,
    /// Whether a check mark stands before it.
    #[prop_or_default]
    pub is_checked: bool,
}

/// A small label on a record.
#[function_component]
pub fn Badge(props: &BadgeProps) -> Html {
    html! {
        <span class={classes!("badge", format!("badge--{}", props.tone.name()))}>
            <span class="badge__check" aria-hidden="true" hidden={!props.is_checked}>{ "✓ " }</span>
            <span>{ props.children.clone() }</span>
        </span>
    }
}
