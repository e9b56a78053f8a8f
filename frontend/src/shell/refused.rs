//! Pages for what is not there, and for what somebody may not do: the latter says whom to ask.

use yew::prelude::*;

use crate::routes::{Go, Route};
use crate::t;
use crate::ui::Page;

/// No such page, or not for this person: the two look alike.
#[function_component]
pub(crate) fn NotFoundPage() -> Html {
    html! {
        <Page title={t!("not-found-title")} class="narrow">
            <p>{ t!("not-found-text") }</p>
            <p><Go to={Route::Home} class="button button--primary">{ t!("not-found-home") }</Go></p>
        </Page>
    }
}

/// Seen, but not to be done in this person's role: that, and whom to ask.
#[function_component]
pub fn NotAllowedPage() -> Html {
    html! {
        <Page title={t!("not-allowed-title")} class="narrow">
            <p>{ t!("reason-role") }</p>
            <p class="muted">{ t!("reason-role-ask") }</p>
            <p><Go to={Route::Home} class="button button--primary">{ t!("not-found-home") }</Go></p>
        </Page>
    }
}
