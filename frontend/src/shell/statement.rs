//! The accessibility statement that the law of North Rhine-Westphalia asks for (BGG NRW § 10b, BITVNRW). The form that it
//! leads to is `contact`'s.

use yew::prelude::*;

use crate::routes::{Go, Route};
use crate::t;
use crate::ui::{Card, Page};

/// The known gaps, as text keys. A gap that was closed leaves the list, a new one is added with its texts.
const GAPS: [&str; 3] = [
    "accessibility-gap-plain-language",
    "accessibility-gap-sign-language",
    "accessibility-gap-test",
];

/// State, date, known gaps, contact, Ombudsstelle.
#[function_component]
pub(crate) fn AccessibilityPage() -> Html {
    html! {
        <Page title={t!("accessibility-title")} class="narrow prose">
            <p>{ t!("accessibility-lead") }</p>
            <Card title={t!("accessibility-state-title")}>
                <p>{ t!("accessibility-state") }</p>
                <p class="muted">{ t!("accessibility-date") }</p>
            </Card>
            <Card title={t!("accessibility-gaps-title")}>
                <ul>{ for GAPS.iter().map(|gap| html! { <li key={*gap}>{ t!(*gap) }</li> }) }</ul>
            </Card>
            <Card title={t!("accessibility-report-title")}>
                <p>{ t!("accessibility-report") }</p>
                <p><Go to={Route::Contact} class="button button--secondary">{ t!("accessibility-report-go") }</Go></p>
            </Card>
            <Card title={t!("accessibility-ombud-title")}>
                <p>{ t!("accessibility-ombud") }</p>
                <address class="address">
                    { t!("accessibility-ombud-name") }<br />
                    { t!("accessibility-ombud-at") }<br />
                    <a href="https://www.lbbp.nrw.de/ombudsstelle" rel="noreferrer">{ "www.lbbp.nrw.de/ombudsstelle" }</a><br />
                    <a href="mailto:ombudsstelle-barrierefreie-it@mags.nrw.de">{ "ombudsstelle-barrierefreie-it@mags.nrw.de" }</a>
                </address>
            </Card>
        </Page>
    }
}
