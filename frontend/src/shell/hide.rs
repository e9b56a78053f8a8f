//! Hides the work at a press: somebody looks over the shoulder, somebody comes in.

use yew::prelude::*;

use crate::offline::use_offline;
use crate::t;
use crate::ui::{Button, ButtonKind, IconName};

/// The button. A device asks for PIN or words afterwards; any other browser is only covered.
#[function_component]
pub(super) fn Hide() -> Html {
    let offline = use_offline();
    let hide = Callback::from(move |()| offline.hide());
    html! {
        <Button id="hide" kind={ButtonKind::Quiet} icon={IconName::Lock} on_press={hide} class="hide">
            <span class="hide__text">{ t!("shell-hide") }</span>
        </Button>
    }
}
