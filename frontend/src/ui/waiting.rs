//! Something is on its way.

use yew::prelude::*;

use crate::t;

/// Says that something is being loaded, to eyes and ears.
#[function_component]
pub fn Waiting() -> Html {
    html! {
        <div class="waiting" role="status">
            <span class="waiting__ring" aria-hidden="true" />
            <span>{ t!("ui-waiting") }</span>
        </div>
    }
}
