//! What else waits for the coordinator, on their first page: how many, and the way there. Nothing is seen while nothing waits.

use yew::prelude::*;

use crate::routes::{Go, Route};
use crate::ui::{Notice, Tone};

/// Properties of [`Waits`].
#[derive(Debug, PartialEq, Properties)]
pub struct WaitsProps {
    /// How many wait.
    pub count: usize,
    /// What waits, in a sentence.
    pub text: AttrValue,
    /// Where they are.
    pub to: Route,
    /// What the way there is called.
    pub open: AttrValue,
}

/// The notice.
#[function_component]
pub fn Waits(props: &WaitsProps) -> Html {
    let text = Some(props.text.clone()).filter(|_| props.count > 0);
    html! {
        <Notice tone={Tone::Info} text={text.unwrap_or_default()}>
            <Go to={props.to.clone()} class="button button--secondary">{ props.open.clone() }</Go>
        </Notice>
    }
}
