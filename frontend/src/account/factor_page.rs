//! What stands in the place of every page while a second factor has to be set up.

use yew::prelude::*;

use super::factor::SecondFactor;
use crate::signin::use_signin;
use crate::t;
use crate::ui::{Button, ButtonKind, Card, Page};

/// Setting it up, and then on to the work.
#[component]
pub(crate) fn FactorPage() -> Html {
    let signin = use_signin();
    let on_done = {
        let signin = signin.clone();
        Callback::from(move |()| signin.ask_surely())
    };
    let leave = Callback::from(move |()| signin.leave());
    html! {
        <Page title={t!("factor-title")} lead={t!("factor-page-lead")} class="narrow">
            <Card><SecondFactor {on_done} /></Card>
            <div class="actions">
                <Button kind={ButtonKind::Quiet} on_press={leave}>{ t!("account-leave") }</Button>
            </div>
        </Page>
    }
}
