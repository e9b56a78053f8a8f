//! The reports: which quarter, its tables, printing and saving; for the coordinator, issuing one that is due.

use std::rc::Rc;

use shared::kernel::Ags;
use shared::reporting::{LEAST, Quarter};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::sheet::{quarter_in_words, save, tables};
use super::state::{issue, use_reports};
use crate::assignment::state::use_organisation;
use crate::offline::use_offline;
use crate::signin::use_signin;
use crate::ui::{
    Button, ButtonKind, Card, Choice, EmptyState, IconName, Notice, Page, SelectField, Tone,
};
use crate::{i18n, platform, t};

/// The page.
#[function_component]
pub fn ReportsPage() -> Html {
    let loaded = use_reports();
    let organisation = use_organisation();
    let chosen = use_state_eq(|| None::<Quarter>);
    let on_choose = {
        let chosen = chosen.setter();
        Callback::from(move |value: Option<AttrValue>| {
            chosen.set(value.and_then(|value| value.parse().ok()));
        })
    };
    let title = t!("nav-reports");
    let Some(known) = loaded.ready() else {
        return html! { <Page {title}>{ loaded.instead() }</Page> };
    };
    let issued = &known.issued;
    let report = issued
        .iter()
        .find(|report| Some(report.quarter) == *chosen)
        .or_else(|| issued.first());
    let choices: Rc<[Choice]> = issued
        .iter()
        .map(|report| Choice::new(report.quarter.to_string(), quarter_in_words(report.quarter)))
        .collect();
    let on_save = {
        let (report, organisation) = (report.cloned(), Rc::clone(&organisation));
        Callback::from(move |()| {
            if let Some(report) = &report {
                save(report, &organisation);
            }
        })
    };
    let heading = report.map(|report| quarter_in_words(report.quarter));
    let lead = report.map_or_else(AttrValue::default, |report| {
        t!(
            "reports-lead",
            day = i18n::day(report.issued_on).to_string()
        )
    });
    html! {
        <Page {title} heading={heading.map(|quarter| t!("reports-heading", quarter = quarter.to_string()))} {lead}>
            <div class="no-print stack">
                <div class="stack" hidden={known.due.is_empty()}>
                    { for known.due.iter().map(|quarter| html! { <Due key={quarter.to_string()} quarter={*quarter} /> }) }
                </div>
                <div class="report__choose" hidden={report.is_none()}>
                    <SelectField
                        id="report-quarter"
                        label={t!("reports-choose")}
                        {choices}
                        value={report.map(|report| AttrValue::from(report.quarter.to_string()))}
                        {on_choose}
                    />
                    <Button id="report-print" kind={ButtonKind::Primary} icon={IconName::Printer} on_press={Callback::from(|()| platform::print())}>{ t!("reports-print") }</Button>
                    <Button id="report-save" on_press={on_save}>{ t!("reports-save") }</Button>
                </div>
            </div>
            <div hidden={report.is_some()}><EmptyState text={t!("reports-none")} /></div>
            <div class="stack" hidden={report.is_none()}>
                <div class="stack">{ for report.map(|report| tables(report, &organisation)) }</div>
                <p class="muted" id="report-rule">{ t!("reports-rule", least = LEAST) }</p>
            </div>
        </Page>
    }
}

#[derive(Debug, PartialEq, Properties)]
struct DueProps {
    quarter: Quarter,
}

/// A report that could be issued.
#[function_component]
fn Due(props: &DueProps) -> Html {
    let offline = use_offline();
    let signin = use_signin();
    let town: Option<Ags> = signin.actor().map(|actor| actor.municipality.clone());
    let is_sending = use_state_eq(|| false);
    let said = use_state_eq(|| None::<&'static str>);
    let quarter = props.quarter;
    let on_press = {
        let (is_sending, said) = (is_sending.clone(), said.clone());
        Callback::from(move |()| {
            let Some(town) = town.clone().filter(|_| !*is_sending) else {
                return;
            };
            let (offline, is_sending, said) = (offline.clone(), is_sending.clone(), said.clone());
            is_sending.set(true);
            spawn_local(async move {
                said.set(Some(issue(&offline, town, quarter).await));
                is_sending.set(false);
            });
        })
    };
    let words = quarter_in_words(quarter);
    html! {
        <Card title={t!("reports-due", quarter = words.to_string())}>
            <p>{ t!("reports-due-lead") }</p>
            <Notice tone={Tone::Warning} text={said.map(|key| t!(key)).unwrap_or_default()} />
            <Button on_press={on_press} is_waiting={*is_sending}>{ t!("reports-issue", quarter = words.to_string()) }</Button>
        </Card>
    }
}
