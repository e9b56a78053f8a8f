//! A sentence that concerns the whole area: what went wrong, what was done.

use yew::prelude::*;

use super::Tone;

/// Properties of [`Notice`].
#[derive(Debug, PartialEq, Properties)]
pub struct NoticeProps {
    /// The sentence; while it is empty nothing is seen, but the place is there and is read when it fills.
    pub text: AttrValue,
    /// The tone.
    #[prop_or_default]
    pub tone: Tone,
    /// What can be done about it.
    #[prop_or_default]
    pub children: Children,
}

/// A sentence in a coloured area; read aloud when it appears.
#[function_component]
pub fn Notice(props: &NoticeProps) -> Html {
    let is_urgent = props.tone == Tone::Danger;
    html! {
        <div role={if is_urgent { "alert" } else { "status" }} class="notice-place">
            <div class={classes!("notice", format!("notice--{}", props.tone.name()))} hidden={props.text.is_empty()}>
                <p>{ props.text.clone() }</p>
                <div class="notice__action">{ props.children.clone() }</div>
            </div>
        </div>
    }
}
