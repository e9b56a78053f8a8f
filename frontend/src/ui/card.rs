//! Areas that belong together, and what they show while they are empty.

use yew::prelude::*;

/// Properties of [`Card`].
#[derive(Debug, PartialEq, Properties)]
pub struct CardProps {
    /// The heading; without one the card is a plain area.
    #[prop_or_default]
    pub title: AttrValue,
    /// Quiet words beside the heading.
    #[prop_or_default]
    pub aside: AttrValue,
    /// What it holds.
    pub children: Children,
    /// Further classes.
    #[prop_or_default]
    pub class: Classes,
}

/// A white area on the grey page.
#[function_component]
pub fn Card(props: &CardProps) -> Html {
    html! {
        <section class={classes!("card", props.class.clone())}>
            <header class="card__head" hidden={props.title.is_empty()}>
                <h2 class="card__title">{ props.title.clone() }</h2>
                <p class="card__aside muted">{ props.aside.clone() }</p>
            </header>
            <div class="card__body">{ props.children.clone() }</div>
        </section>
    }
}

/// Properties of [`EmptyState`].
#[derive(Debug, PartialEq, Properties)]
pub struct EmptyStateProps {
    /// What belongs here.
    pub text: AttrValue,
    /// The next action.
    #[prop_or_default]
    pub children: Children,
}

/// What a list shows while it has nothing: what belongs here, and what to do next.
#[function_component]
pub fn EmptyState(props: &EmptyStateProps) -> Html {
    html! {
        <div class="empty">
            <p>{ props.text.clone() }</p>
            <div class="empty__action">{ props.children.clone() }</div>
        </div>
    }
}
