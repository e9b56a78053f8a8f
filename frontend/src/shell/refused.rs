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

/// Properties of [`NotAllowedPage`].
#[derive(Debug, PartialEq, Properties)]
pub struct NotAllowedPageProps {
    /// The code of the reason, see `shared::access::Reason`.
    pub because: AttrValue,
}

/// Seen, but not to be done by this person: why, and whom to ask.
#[function_component]
pub fn NotAllowedPage(props: &NotAllowedPageProps) -> Html {
    html! {
        <Page title={t!("not-allowed-title")} class="narrow">
            <p>{ t!(format!("reason-{}", props.because)) }</p>
            <p class="muted">{ t!(format!("reason-{}-ask", props.because)) }</p>
            <p><Go to={Route::Home} class="button button--primary">{ t!("not-found-home") }</Go></p>
        </Page>
    }
}
