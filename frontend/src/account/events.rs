//! What was changed about accounts lately, in words.

use shared::signin::events::{AccountEvent, AccountEventLine};
use yew::prelude::*;

use super::state::{AccountsHandle, Units};
use crate::ui::Card;
use crate::{i18n, t};

/// Properties of [`EventsCard`].
#[derive(Debug, PartialEq, Properties)]
pub(super) struct EventsCardProps {
    pub(super) handle: AccountsHandle,
    pub(super) units: Units,
}

/// The latest changes, latest first.
#[component]
pub(super) fn EventsCard(props: &EventsCardProps) -> Html {
    let list = match props.handle.events.ready() {
        None => props.handle.events.instead(),
        Some(lines) if lines.events.is_empty() => html! { <p>{ t!("events-none") }</p> },
        Some(lines) => html! {
            <ul class="rows">
                { for lines.events.iter().map(|line| html! {
                    <li key={line.number} class="rows__row">{ words(line, &props.handle, &props.units) }</li>
                }) }
            </ul>
        },
    };
    html! { <Card title={t!("events-title")}><div>{ list }</div></Card> }
}

fn words(line: &AccountEventLine, handle: &AccountsHandle, units: &Units) -> Html {
    let nobody = || t!("events-somebody");
    let whose = handle.name(line.account).unwrap_or_else(nobody);
    let by = handle.name(line.by).unwrap_or_else(nobody);
    let what: &'static str = (&line.event).into();
    let more = match &line.event {
        AccountEvent::RoleGranted {
            role,
            unit,
            valid_from,
            valid_until,
            ..
        } => {
            let until = valid_until
                .map(|day| format!(" – {}", i18n::day(day)))
                .unwrap_or_default();
            format!(
                "{}, {}, {}{until}",
                t!(format!("role-{role}")),
                units.unit(unit),
                i18n::day(*valid_from)
            )
        }
        AccountEvent::RoleEnded { from, .. } => i18n::day(*from).to_string(),
        _ => String::new(),
    };
    html! {
        <div>
            <p><strong><bdi>{ whose }</bdi></strong>{ ": " }{ t!(format!("event-{what}")) }{ if more.is_empty() { String::new() } else { format!(" ({more})") } }</p>
            <p class="muted">{ t!("events-by", when = i18n::moment(line.at).to_string(), name = by.to_string()) }</p>
        </div>
    }
}
