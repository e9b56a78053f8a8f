//! Buttons. One primary button per area says what to do; the others are quieter.

use yew::prelude::*;

use super::{Icon, IconName};

/// How loud a button is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// The main action of an area; at most one.
    Primary,
    /// Another action.
    #[default]
    Secondary,
    /// An action that should not draw the eye.
    Quiet,
    /// An action that takes something away.
    Danger,
}

impl ButtonKind {
    const fn class(self) -> &'static str {
        match self {
            Self::Primary => "button--primary",
            Self::Secondary => "button--secondary",
            Self::Quiet => "button--quiet",
            Self::Danger => "button--danger",
        }
    }
}

/// Properties of [`Button`].
#[derive(Debug, PartialEq, Properties)]
pub struct ButtonProps {
    /// What it says.
    pub children: Children,
    /// What happens.
    #[prop_or_default]
    pub on_press: Callback<()>,
    /// How loud it is.
    #[prop_or_default]
    pub kind: ButtonKind,
    /// Whether it sends the form it stands in.
    #[prop_or_default]
    pub is_submit: bool,
    /// Whether it fills the width.
    #[prop_or_default]
    pub is_wide: bool,
    /// Whether what it began is still under way; it then does nothing.
    #[prop_or_default]
    pub is_waiting: bool,
    /// Whether it cannot be pressed now; it stays in the order of focus, and says so.
    #[prop_or_default]
    pub is_disabled: bool,
    /// The key that does the same (`Strg ↵`), for the eye.
    #[prop_or_default]
    pub key_hint: AttrValue,
    /// The same keys for screen readers (`Control+Enter`).
    #[prop_or_default]
    pub shortcut: Option<AttrValue>,
    /// A picture before the words.
    #[prop_or_default]
    pub icon: Option<IconName>,
    /// Name for screen readers where the words are not enough ("Antrag: Mehmet Demir").
    #[prop_or_default]
    pub aria_label: Option<AttrValue>,
    /// Id, where the focus has to find it.
    #[prop_or_default]
    pub id: Option<AttrValue>,
    /// Whether what it opens is open.
    #[prop_or_default]
    pub is_expanded: Option<bool>,
    /// Further classes.
    #[prop_or_default]
    pub class: Classes,
}

/// A button.
#[function_component]
pub fn Button(props: &ButtonProps) -> Html {
    let is_blocked = props.is_waiting || props.is_disabled;
    let onclick = {
        let (on_press, is_submit) = (props.on_press.clone(), props.is_submit);
        Callback::from(move |event: MouseEvent| {
            if is_blocked {
                event.prevent_default();
            } else {
                if !is_submit {
                    event.prevent_default();
                }
                on_press.emit(());
            }
        })
    };
    html! {
        <button
            type={if props.is_submit { "submit" } else { "button" }}
            id={props.id.clone()}
            class={classes!(
                "button",
                props.kind.class(),
                props.is_wide.then_some("button--wide"),
                props.is_waiting.then_some("button--waiting"),
                props.class.clone(),
            )}
            aria-disabled={is_blocked.then_some("true")}
            aria-busy={props.is_waiting.then_some("true")}
            aria-label={props.aria_label.clone()}
            aria-keyshortcuts={props.shortcut.clone()}
            aria-expanded={props.is_expanded.map(|is| if is { "true" } else { "false" })}
            {onclick}
        >
            <span class="button__icon" hidden={props.icon.is_none()}><Icon name={props.icon.unwrap_or_default()} /></span>
            <span class="button__words">{ props.children.clone() }</span>
            <kbd class="key" aria-hidden="true" hidden={props.key_hint.is_empty()}>{ props.key_hint.clone() }</kbd>
        </button>
    }
}
