//! The data protection officer's list of all accesses in an emergency and all checks of files: who, when, why as a code, and what
//! the responsible worker thinks. No name of a client and no words about one.

use shared::audit::calls::ReadingSearch;
use shared::emergency::EmergencyVerdict;
use shared::emergency::calls::EmergencyLine;
use yew::prelude::*;

use super::state::use_review;
use super::{in_words, times};
use crate::assignment::state::use_organisation;
use crate::audit::{to_readings, what_they_are, who};
use crate::intake::desk::use_unit_name;
use crate::routes::Go;
use crate::t;
use crate::ui::{Badge, Card, EmptyState, Tone};

/// The list.
#[component]
pub(crate) fn Review() -> Html {
    let loaded = use_review();
    let organisation = use_organisation();
    let unit = use_unit_name(&organisation);
    let Some(found) = loaded.ready() else {
        return loaded.instead();
    };
    html! {
        <Card title={t!("log-emergencies-title")}>
            <p>{ t!("log-emergencies-lead") }</p>
            <div hidden={!found.lines.is_empty()}><EmptyState text={t!("log-emergencies-none")} /></div>
            <ul class="needs" id="log-emergencies">{ for found.lines.iter().map(|one| line(one, &unit)) }</ul>
        </Card>
    }
}

fn line(one: &EmergencyLine, unit: &Callback<String, AttrValue>) -> Html {
    let (class, tone, answered) = match one.answered.as_ref().map(|answered| answered.verdict) {
        None => ("need--warning", Tone::Warning, t!("log-emergency-waits")),
        Some(EmergencyVerdict::Understood) => {
            ("need--info", Tone::Success, t!("log-emergency-understood"))
        }
        Some(EmergencyVerdict::Questioned) => {
            ("need--danger", Tone::Danger, t!("log-emergency-questioned"))
        }
    };
    let what = if one.cause.is_check() {
        t!("log-file-check", cause = in_words(one.cause).to_string())
    } else {
        in_words(one.cause)
    };
    let when = times(one.opened_at, one.ends_at, one.asked_until);
    let search = ReadingSearch {
        whom: one.person.to_string(),
        account: Some(one.who.account),
        from: Some(one.opened_at.day()),
        ..ReadingSearch::default()
    };
    html! {
        <li key={one.emergency.to_string()} class={classes!("need", class)}>
            <div class="need__words">
                <span><strong>{ what }</strong>{ " " }<Badge {tone}>{ answered }</Badge></span>
                <span>{ who(&one.who) }{ " " }<span class="muted">{ what_they_are(&one.who, unit) }</span></span>
                <span class="muted">{ when }{ " · " }{ one.number.clone() }</span>
            </div>
            <div class="need__action">
                <Go to={to_readings(&search)} class="button button--secondary">
                    { t!("log-anomaly-lines") }
                    <span class="visually-hidden">{ format!(": {}", one.number) }</span>
                </Go>
            </div>
        </li>
    }
}
