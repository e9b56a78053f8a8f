//! The coordinator's exceptions from the target group: what the rule said, why an exception was asked for, by which unit
//! and when. No name of a client stands here; the answer needs a reason.

use std::rc::Rc;

use shared::intake::calls::{ExceptionRequest, RefusedException};
use shared::intake::{DecideIntake, IntakeDecision};
use shared::kernel::{CaseId, FieldProblems, IntakeId};
use shared::organisation::Organisation;
use yew::prelude::*;

use super::desk::use_unit_name;
use super::exceptions_state::{Answer, Exceptions, decision, use_exceptions, use_number};
use super::target::{reason_words, result_words, rule_year, tone};
use crate::assignment::Waits;
use crate::assignment::state::use_organisation;
use crate::case::state::district_name;
use crate::routes::{Go, Route};
use crate::ui::{
    Badge, Button, ButtonKind, Card, EmptyState, Notice, Page, TextField, Tone, use_toasts,
};
use crate::{i18n, platform, t};

/// On the coordinator's first page: how many wait. Nothing is seen while none does.
#[function_component]
pub fn ExceptionsWaiting() -> Html {
    let exceptions = use_exceptions();
    let count = exceptions
        .loaded
        .ready()
        .map_or(0, |waiting| waiting.requests.len());
    html! { <Waits {count} text={t!("exceptions-waiting", count = count)} to={Route::Exceptions} open={t!("exceptions-open")} /> }
}

/// The page.
#[function_component]
pub fn ExceptionsPage() -> Html {
    let exceptions = use_exceptions();
    let organisation = use_organisation();
    let granted = use_state_eq(Vec::<CaseId>::new);
    let title = t!("exceptions-title");
    let on_granted = {
        let granted = granted.clone();
        Callback::from(move |case| {
            let mut all = (*granted).clone();
            all.push(case);
            granted.set(all);
            platform::focus_soon("page-heading");
        })
    };
    let Some(waiting) = exceptions.loaded.ready() else {
        return html! { <Page {title}>{ exceptions.loaded.instead() }</Page> };
    };
    html! {
        <Page {title} lead={t!("exceptions-lead")}>
            <div class="stack">{ for granted.iter().map(|case| html! { <Granted key={case.to_string()} case={*case} /> }) }</div>
            <div hidden={!waiting.requests.is_empty()}><EmptyState text={t!("exceptions-none")} /></div>
            <ul class="cards">
                { for waiting.requests.iter().map(|request| html! {
                    <li key={request.intake.to_string()}>
                        <Request
                            request={Rc::new(request.clone())}
                            exceptions={exceptions.clone()}
                            organisation={Rc::clone(&organisation)}
                            on_granted={on_granted.clone()}
                        />
                    </li>
                }) }
            </ul>
            <section class="stack" aria-labelledby="exceptions-refused" hidden={waiting.refused.is_empty()}>
                <h2 id="exceptions-refused">{ t!("exceptions-refused-title") }</h2>
                <p class="muted">{ t!("exceptions-refused-lead") }</p>
                <ul class="needs exceptions__refused">
                    { for waiting.refused.iter().map(|refused| html! {
                        <Refused
                            key={refused.request.intake.to_string()}
                            refused={Rc::new(refused.clone())}
                            exceptions={exceptions.clone()}
                            organisation={Rc::clone(&organisation)}
                        />
                    }) }
                </ul>
            </section>
        </Page>
    }
}

#[derive(Debug, PartialEq, Properties)]
struct GrantedProps {
    case: CaseId,
}

/// What a granted exception became: the case, with its number as soon as the server gave one, and the way to the pool.
#[function_component]
fn Granted(props: &GrantedProps) -> Html {
    let number = use_number(props.case);
    let text = if number.is_empty() {
        t!("exceptions-granted")
    } else {
        t!("exceptions-granted-as", number = number.to_string())
    };
    html! {
        <Notice tone={Tone::Success} {text}>
            <Go to={Route::Pool} class="button button--secondary">{ t!("exceptions-to-pool") }</Go>
        </Notice>
    }
}

#[derive(Debug, PartialEq, Properties)]
struct RefusedProps {
    refused: Rc<RefusedException>,
    exceptions: Exceptions,
    organisation: Rc<Organisation>,
}

/// An answer that can be taken back, because nothing else followed it.
#[function_component]
fn Refused(props: &RefusedProps) -> Html {
    let refused = &props.refused;
    let unit_name = use_unit_name(&props.organisation);
    let unit = unit_name.emit(refused.request.unit.to_string());
    let take_back = {
        let (exceptions, refused) = (props.exceptions.clone(), Rc::clone(refused));
        Callback::from(move |()| exceptions.take_back(&refused.request))
    };
    html! {
        <li class="need">
            <div class="need__words">
                <strong>{ unit.clone() }</strong>
                <span><bdi>{ t!("exceptions-asked-because", reason = refused.request.reason.clone()) }</bdi></span>
                <span class="muted"><bdi>{ t!("exceptions-refused-because", reason = refused.refusal.clone()) }</bdi></span>
            </div>
            <div class="need__action">
                <Button on_press={take_back} aria_label={t!("exceptions-take-back-of", unit = unit.to_string())}>
                    { t!("exceptions-take-back") }
                </Button>
            </div>
        </li>
    }
}

#[derive(Debug, PartialEq, Properties)]
struct RequestProps {
    request: Rc<ExceptionRequest>,
    exceptions: Exceptions,
    organisation: Rc<Organisation>,
    on_granted: Callback<CaseId>,
}

/// One request and its answer.
#[function_component]
fn Request(props: &RequestProps) -> Html {
    let request = &props.request;
    let unit_name = use_unit_name(&props.organisation);
    let answering = use_state_eq(|| None::<Answer>);
    let reason = use_state_eq(String::new);
    let problems = use_state_eq(FieldProblems::default);
    let toasts = use_toasts();
    let field = field_id(request.intake);
    let begin = |answer: Answer| {
        let (answering, problems, field) = (answering.clone(), problems.clone(), field.clone());
        Callback::from(move |()| {
            problems.set(FieldProblems::default());
            answering.set(Some(answer));
            platform::focus_soon(&field);
        })
    };
    let leave = {
        let answering = answering.clone();
        Callback::from(move |()| answering.set(None))
    };
    let send = {
        let (answering, reason, problems) = (answering.clone(), reason.clone(), problems.clone());
        let (request, exceptions) = (Rc::clone(request), props.exceptions.clone());
        let (field, on_granted) = (field.clone(), props.on_granted.clone());
        Callback::from(move |()| {
            let Some(answer) = *answering else { return };
            let decision = decision(answer, reason.trim().to_owned());
            let call = DecideIntake {
                intake: request.intake,
                decision: decision.clone(),
            };
            if let Err(found) = call.check() {
                problems.set(found);
                platform::focus(&field);
                return;
            }
            let (answering, toasts) = (answering.clone(), toasts.clone());
            let on_granted = on_granted.clone();
            let granted = match &decision {
                IntakeDecision::AdmitByException { case, .. } => Some(*case),
                _ => None,
            };
            let then = Callback::from(move |is_kept: bool| {
                if is_kept {
                    answering.set(None);
                    match granted {
                        Some(case) => on_granted.emit(case),
                        None => toasts.say(t!("exceptions-refused")),
                    }
                }
            });
            exceptions.answer(&request, decision, then);
        })
    };
    let on_input = {
        let reason = reason.clone();
        Callback::from(move |text| reason.set(text))
    };
    let eligibility = &request.eligibility;
    let unit = unit_name.emit(request.unit.to_string());
    let district = request
        .district
        .as_ref()
        .map_or_else(|| t!("pool-no-district"), district_name);
    let asked = request.asked_on.map_or_else(AttrValue::default, |day| {
        t!("exceptions-asked", day = i18n::day(day).to_string())
    });
    let begun = t!(
        "exceptions-begun",
        day = i18n::day(request.started_on).to_string()
    );
    let about: Vec<String> = [asked, begun, district]
        .into_iter()
        .map(|part| part.to_string())
        .filter(|part| !part.is_empty())
        .collect();
    let (label, hint, button) = match *answering {
        Some(Answer::Refused) => (
            t!("exceptions-refuse-reason"),
            t!("exceptions-refuse-hint"),
            t!("exceptions-refuse"),
        ),
        Some(Answer::Granted) | None => (
            t!("exceptions-grant-reason"),
            t!("exceptions-grant-hint"),
            t!("exceptions-grant"),
        ),
    };
    let lacks = if request.has_consent {
        AttrValue::default()
    } else {
        t!("exceptions-no-consent")
    };
    html! {
        <Card title={unit.clone()} aside={about.join(" · ")} class="exception">
            <p>
                <Badge tone={tone(eligibility.result)}>{ result_words(eligibility.result) }</Badge>
                { " " }
                <span class="muted">
                    { t!("intake-target-final", day = i18n::day(eligibility.decided_for).to_string(), year = rule_year(&eligibility.rule_version)) }
                </span>
            </p>
            <ul class="target__reasons">
                { for eligibility.reasons.iter().enumerate().map(|(at, reason)| html! {
                    <li key={at}>{ reason_words(reason) }</li>
                }) }
            </ul>
            <p class="exception__reason"><strong>{ t!("exceptions-because") }</strong>{ " " }<bdi>{ request.reason.clone() }</bdi></p>
            <Notice tone={Tone::Warning} text={lacks} />
            <div class="row" hidden={answering.is_some()}>
                <Button kind={ButtonKind::Primary} on_press={begin(Answer::Granted)} is_disabled={!request.has_consent} aria_label={t!("exceptions-grant-of", unit = unit.to_string())}>
                    { t!("exceptions-grant") }
                </Button>
                <Button on_press={begin(Answer::Refused)} aria_label={t!("exceptions-refuse-of", unit = unit.to_string())}>
                    { t!("exceptions-refuse") }
                </Button>
            </div>
            <div class="form" hidden={answering.is_none()}>
                <TextField
                    id={field}
                    {label}
                    {hint}
                    value={AttrValue::from((*reason).clone())}
                    problems={problems.of("decision.reason").to_vec()}
                    {on_input}
                    is_required=true
                />
                <div class="row">
                    <Button kind={ButtonKind::Primary} on_press={send}>{ button }</Button>
                    <Button kind={ButtonKind::Quiet} on_press={leave}>{ t!("intake-target-cancel") }</Button>
                </div>
            </div>
        </Card>
    }
}

fn field_id(intake: IntakeId) -> String {
    format!("exception-{intake}")
}
