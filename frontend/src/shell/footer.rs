//! Below every page: accessibility, contact, version.

use yew::prelude::*;

use crate::routes::{Go, Route};
use crate::t;

/// What the law and good manners ask for below every page.
#[function_component]
pub(super) fn Footer() -> Html {
    html! {
        <footer class="footer muted">
            <ul class="footer__links">
                <li><Go to={Route::Accessibility}>{ t!("footer-accessibility") }</Go></li>
                <li><Go to={Route::Contact}>{ t!("footer-contact") }</Go></li>
                <li><a href="/licences.txt">{ t!("footer-licences") }</a></li>
            </ul>
            <p class="footer__version">{ t!("footer-version", version = env!("CARGO_PKG_VERSION")) }</p>
        </footer>
    }
}
