//! Requests to erase somebody, for the coordinator, without a name: what waits, with confirming and declining, and what was
//! carried out.

use std::rc::Rc;

use shared::calls::Nothing;
use shared::case::CaseState;
use shared::command::Command;
use shared::erasure::calls::{DoneErasure, ListErasures, OpenErasure};
use shared::erasure::{ConfirmErasure, DeclineErasure};
use shared::exchange::Subject;
use shared::kernel::UnitCode;
use yew::prelude::*;

use super::page::reason_in_words;
use super::state::{SAID, use_read};
use crate::assignment::state::use_organisation;
use crate::case::state::district_name;
use crate::intake::desk::use_unit_name;
use crate::ui::{Badge, Button, ButtonKind, Card, EmptyState, Notice, Page, TextField, Tone};
use crate::{i18n, platform, t};

/// The page.
#[function_component]
pub fn ErasuresPage() -> Html {
    let handle = use_read::<ListErasures>(Nothing {});
    let organisation = use_organisation();
    let unit_name = use_unit_name(&organisation);
    let title = t!("nav-erasures");
    let Some(known) = handle.known.ready() else {
        return html! { <Page {title}>{ handle.known.instead() }</Page> };
    };
    let said = handle.done.key().map(|key| t!(key)).unwrap_or_default();
    html! {
        <Page {title} lead={t!("erasures-lead")}>
            <div id={SAID} tabindex="-1"><Notice tone={Tone::Warning} text={said} /></div>
            <div hidden={!known.open.is_empty()}><EmptyState text={t!("erasures-none")} /></div>
            <ul class="cards">
                { for known.open.iter().map(|open| html! {
                    <OpenLine
                        key={open.erasure.to_string()}
                        open={Rc::new(open.clone())}
                        unit={unit_of(&unit_name, &open.unit)}
                        is_busy={handle.is_busy}
                        on_do={handle.on_do.clone()}
                    />
                }) }
            </ul>
            <Card title={t!("erasures-done-title")}>
                <div hidden={!known.done.is_empty()}><p class="muted">{ t!("erasures-done-none") }</p></div>
                <ul class="entries">
                    { for known.done.iter().map(|done| done_line(done, &unit_name)) }
                </ul>
            </Card>
        </Page>
    }
}

fn unit_of(unit_name: &Callback<String, AttrValue>, unit: &UnitCode) -> AttrValue {
    unit_name.emit(unit.to_string())
}

fn done_line(done: &DoneErasure, unit_name: &Callback<String, AttrValue>) -> Html {
    let who = t!(
        "erasures-done-by",
        asked = done.asked_by_name.clone(),
        unit = unit_of(unit_name, &done.unit).to_string(),
        when = i18n::moment(done.asked_at).to_string(),
        confirmed = done.confirmed_by_name.clone()
    );
    html! {
        <li key={done.erasure.to_string()} class="entry">
            <p class="entry__head"><strong>{ t!("erasures-erased", when = i18n::moment(done.erased_at).to_string()) }</strong></p>
            <p>{ reason_in_words(done.reason) }</p>
            <p class="muted">{ who }</p>
        </li>
    }
}

/// What is open below a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Deciding {
    Nothing,
    Confirming,
    Declining,
}

#[derive(Debug, PartialEq, Properties)]
struct OpenLineProps {
    open: Rc<OpenErasure>,
    unit: AttrValue,
    is_busy: bool,
    on_do: Callback<(Subject, Command)>,
}

#[function_component]
fn OpenLine(props: &OpenLineProps) -> Html {
    let open = &props.open;
    let deciding = use_state_eq(|| Deciding::Nothing);
    let (erasure, person) = (open.erasure, open.person);
    let name = open
        .number
        .clone()
        .map_or_else(|| t!("erasures-no-case"), AttrValue::from);
    let go = |to: Deciding, field: String| {
        let deciding = deciding.clone();
        Callback::from(move |()| {
            deciding.set(to);
            platform::focus_soon(&field);
        })
    };
    let back = go(Deciding::Nothing, format!("erasure-{erasure}"));
    let confirm = {
        let on_do = props.on_do.clone();
        Callback::from(move |()| {
            let command = Command::ConfirmErasure(ConfirmErasure { person });
            on_do.emit((Subject::Erasure(erasure), command));
        })
    };
    let decline = {
        let on_do = props.on_do.clone();
        Callback::from(move |call: DeclineErasure| {
            on_do.emit((Subject::Person(person), Command::DeclineErasure(call)));
        })
    };
    let asked = t!(
        "erasures-asked",
        unit = props.unit.to_string(),
        when = i18n::moment(open.asked_at).to_string()
    );
    let district = open
        .district
        .as_ref()
        .map_or_else(|| t!("pool-no-district"), district_name);
    let since = open
        .opened_on
        .map(|day| t!("case-since", day = i18n::day(day).to_string()))
        .unwrap_or_default();
    let is_case_open = open.state.is_some_and(|state| state != CaseState::Closed);
    let is_undecided = *deciding == Deciding::Nothing;
    html! {
        <li class="card" id={format!("erasure-{erasure}")} tabindex="-1">
            <p class="entry__head">
                <strong>{ name.clone() }</strong>{ " · " }<span class="muted">{ district }{ " · " }{ since }</span>{ " " }
                <span hidden={!is_case_open}><Badge tone={Tone::Warning}>{ t!("erasures-case-open") }</Badge></span>
            </p>
            <p>{ reason_in_words(open.reason) }</p>
            <p class="note__text" dir="auto" hidden={open.remark.is_empty()}>{ &open.remark }</p>
            <p class="muted">{ asked }</p>
            <p hidden={!open.is_own}>{ t!("erasures-own") }</p>
            <div class="actions" hidden={open.is_own || !is_undecided}>
                <Button kind={ButtonKind::Danger} on_press={go(Deciding::Confirming, format!("leave-{erasure}"))}
                    aria_label={t!("erasures-confirm-what", what = name.to_string())}>{ t!("erasures-confirm") }</Button>
                <Button on_press={go(Deciding::Declining, format!("decline-{erasure}"))}
                    aria_label={t!("erasures-decline-what", what = name.to_string())}>{ t!("erasures-decline") }</Button>
            </div>
            <div class="stack" role="group" aria-label={t!("erasures-confirm-what", what = name.to_string())} hidden={*deciding != Deciding::Confirming}>
                <p><strong>{ t!("erasures-sure") }</strong>{ " " }{ t!("erasures-sure-text") }</p>
                // The way back first: the second tap of a hasty double tap must not be the answer.
                <div class="row">
                    <Button id={format!("leave-{erasure}")} on_press={back.clone()}>{ t!("erasures-back") }</Button>
                    <Button id={format!("confirm-{erasure}")} kind={ButtonKind::Danger} on_press={confirm} is_waiting={props.is_busy}>{ t!("erasures-confirm-yes") }</Button>
                </div>
            </div>
            <div hidden={*deciding != Deciding::Declining}>
                <DeclineForm {erasure} is_busy={props.is_busy} on_decline={decline} on_leave={back} />
            </div>
        </li>
    }
}

#[derive(Debug, PartialEq, Properties)]
struct DeclineFormProps {
    erasure: shared::kernel::ErasureId,
    is_busy: bool,
    on_decline: Callback<DeclineErasure>,
    on_leave: Callback<()>,
}

/// Declining asks why, because whoever asked reads that.
#[function_component]
fn DeclineForm(props: &DeclineFormProps) -> Html {
    let reason = use_state_eq(String::new);
    let is_asked = use_state_eq(|| false);
    let field = format!("decline-{}", props.erasure);
    let call = DeclineErasure {
        erasure: props.erasure,
        reason: reason.trim().to_owned(),
    };
    let wrong = call.check().err().unwrap_or_default();
    // Nobody is told that something is missing before they were asked for it.
    let problems = if *is_asked || !call.reason.is_empty() {
        wrong.of("reason").to_vec()
    } else {
        Vec::new()
    };
    let onsubmit = {
        let (is_asked, on_decline) = (is_asked.clone(), props.on_decline.clone());
        let field = field.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            is_asked.set(true);
            if !wrong.is_empty() {
                platform::focus(&field);
                return;
            }
            on_decline.emit(call.clone());
        })
    };
    html! {
        <form class="form" {onsubmit} novalidate=true>
            <TextField
                id={field}
                label={t!("erasures-reason")}
                hint={t!("erasures-reason-hint")}
                value={AttrValue::from((*reason).clone())}
                on_input={let reason = reason.clone(); Callback::from(move |text| reason.set(text))}
                {problems}
                is_required=true
            />
            <div class="actions">
                <Button kind={ButtonKind::Danger} is_submit=true is_waiting={props.is_busy}>{ t!("erasures-decline") }</Button>
                <Button kind={ButtonKind::Quiet} on_press={props.on_leave.clone()}>{ t!("erasures-back") }</Button>
            </div>
        </form>
    }
}
