//! The data protection officer's page: what is out of the ordinary, who read, who changed. It shows no content, and what is
//! asked here is logged like every other reading.

use yew::prelude::*;

use super::anomalies::Anomalies;
use super::filter;
use super::readings::Readings;
use super::writings::Writings;
use crate::emergency::Review;
use crate::routes::{Go, Route};
use crate::t;
use crate::ui::{Page, Tab, Tabs};

/// The sides of the page, as they stand in the address.
const SIDES: [(&str, &str); 4] = [
    ("auffaellig", "log-tab-anomalies"),
    ("notzugriffe", "log-tab-emergencies"),
    ("gelesen", "log-tab-readings"),
    ("geaendert", "log-tab-writings"),
];

/// Properties of [`LogPage`].
#[derive(Debug, PartialEq, Properties)]
pub struct LogPageProps {
    /// The side; anything else is the first.
    #[prop_or_default]
    pub side: AttrValue,
    /// The search in the address.
    #[prop_or_default]
    pub filter: AttrValue,
}

/// The page.
#[component]
pub fn LogPage(props: &LogPageProps) -> Html {
    let side = SIDES
        .iter()
        .map(|(side, _)| *side)
        .find(|side| *side == props.side.as_str())
        .unwrap_or("auffaellig");
    let tabs = SIDES
        .iter()
        .map(|(one, words)| Tab {
            key: AttrValue::from(*one),
            link: html! {
                <Go to={Route::LogSide { side: (*one).to_owned() }} class="tab" is_current={*one == side}>{ t!(*words) }</Go>
            },
        })
        .collect::<Vec<_>>();
    let search = filter::from_address(&props.filter);
    html! {
        <Page title={t!("nav-log")} lead={t!("log-lead")}>
            <Tabs label={t!("nav-log")} {tabs} />
            { match side {
                "notzugriffe" => html! { <Review key="emergencies" /> },
                "gelesen" => html! { <Readings key="readings" {search} /> },
                "geaendert" => html! { <Writings key="writings" whom={search.whom} account={search.account} /> },
                _ => html! { <Anomalies key="anomalies" /> },
            } }
        </Page>
    }
}

/// Leads to a search in the log of reads.
pub(crate) fn to_readings(search: &shared::audit::calls::ReadingSearch) -> Route {
    let side = "gelesen".to_owned();
    match filter::to_address(search) {
        filter if filter.is_empty() => Route::LogSide { side },
        filter => Route::LogOf { side, filter },
    }
}
