//! What in the log of reads is out of the ordinary, alarms on top, each with the way to its lines.

use shared::audit::calls::{AnomalyLine, ReadingSearch};
use yew::prelude::*;

use super::page::to_readings;
use super::state::use_anomalies;
use super::words;
use crate::assignment::state::use_organisation;
use crate::intake::desk::use_unit_name;
use crate::routes::Go;
use crate::ui::{Badge, Card, EmptyState, Tone};
use crate::{i18n, t};

/// The list.
#[component]
pub(super) fn Anomalies() -> Html {
    let loaded = use_anomalies();
    let organisation = use_organisation();
    let unit = use_unit_name(&organisation);
    let Some(found) = loaded.ready() else {
        return loaded.instead();
    };
    let since = t!(
        "log-anomalies-since",
        day = i18n::day(found.since).to_string(),
        lines = found.lines
    );
    html! {
        <Card title={t!("log-anomalies-title")} aside={since}>
            <p>{ t!("log-anomalies-lead") }</p>
            <div hidden={!found.anomalies.is_empty()}><EmptyState text={t!("log-anomalies-none")} /></div>
            <ul class="needs" id="log-anomalies">
                { for found.anomalies.iter().map(|one| line(one, &unit)) }
            </ul>
        </Card>
    }
}

fn line(one: &AnomalyLine, unit: &Callback<String, AttrValue>) -> Html {
    let kind: &'static str = one.kind.into();
    let is_alarm = one.kind.is_alarm();
    let search = ReadingSearch {
        account: Some(one.who.account),
        from: Some(one.day),
        until: Some(one.day),
        ..ReadingSearch::default()
    };
    let when = t!(
        "log-anomaly-when",
        day = i18n::full_day(one.day).to_string(),
        from = i18n::clock_time(one.first_at).to_string(),
        until = i18n::clock_time(one.last_at).to_string()
    );
    let who = words::who(&one.who);
    html! {
        <li key={format!("{kind} {} {}", one.day, one.who.account)} class={classes!("need", if is_alarm { "need--danger" } else { "need--warning" })}>
            <div class="need__words">
                <span>
                    <strong>{ t!(format!("anomaly-{kind}"), count = one.count) }</strong>{ " " }
                    <span hidden={!is_alarm}><Badge tone={Tone::Danger}>{ t!("log-alarm") }</Badge></span>
                </span>
                <span>{ who.clone() }{ " " }<span class="muted">{ words::what_they_are(&one.who, unit) }</span></span>
                <span class="muted">{ when }{ " · " }{ t!("log-anomaly-limit", limit = one.limit) }</span>
            </div>
            <div class="need__action">
                <Go to={to_readings(&search)} class="button button--secondary">
                    { t!("log-anomaly-lines") }
                    <span class="visually-hidden">{ format!(": {who}, {}", i18n::day(one.day)) }</span>
                </Go>
            </div>
        </li>
    }
}
