//! Asking that a person be erased: what goes, why, and what became of it. Whoever asks has read what goes first.

use std::rc::Rc;

use shared::command::Command;
use shared::erasure::calls::{
    AskedErasure, DeclinedErasure, ErasedAlong, ReadErasure, WhoseErasure,
};
use shared::erasure::{AskErasure, ErasureReason, TakeBackErasure};
use shared::exchange::Subject;
use shared::kernel::{ErasureId, FieldProblem, PersonId, ProblemCode};
use strum::IntoEnumIterator;
use yew::prelude::*;

use super::state::{SAID, use_read};
use crate::ui::{AreaField, Button, ButtonKind, Card, Choice, Notice, Page, RadioGroup, Tone};
use crate::{i18n, platform, t};

/// Properties of [`ErasurePage`].
#[derive(Debug, PartialEq, Properties)]
pub struct ErasurePageProps {
    /// Who is to be erased.
    pub person: PersonId,
}

/// The page.
#[function_component]
pub fn ErasurePage(props: &ErasurePageProps) -> Html {
    let person = props.person;
    let handle = use_read::<ReadErasure>(WhoseErasure {
        person: Some(person),
        case: None,
    });
    let title = t!("erasure-title");
    let Some(told) = handle.known.ready() else {
        return html! { <Page {title}>{ handle.known.instead() }</Page> };
    };
    let said = handle.done.key().map(|key| t!(key)).unwrap_or_default();
    let send = {
        let on_do = handle.on_do.clone();
        Callback::from(move |command| on_do.emit((Subject::Person(person), command)))
    };
    let done = told
        .erased_on
        .map(|day| t!("erasure-done-on", day = i18n::day(day).to_string()))
        .unwrap_or_default();
    let may_ask = told.open.is_none() && told.erased_on.is_none();
    // The title of the window names nobody; the page says whom it is about.
    let whose = [told.name.clone(), told.number.clone().unwrap_or_default()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" · ");
    let heading = (!whose.is_empty()).then(|| t!("erasure-of", whose = whose));
    html! {
        <Page {title} {heading} lead={t!("erasure-lead")} class="narrow">
            <div id={SAID} tabindex="-1"><Notice tone={Tone::Warning} text={said} /></div>
            <Notice tone={Tone::Success} text={done} />
            { for told.open.as_ref().map(|open| waiting(open, handle.is_busy, &send)) }
            { for told.declined.as_ref().map(declined) }
            { for told.goes.as_ref().map(along) }
            { for may_ask.then(|| html! { <AskForm is_busy={handle.is_busy} on_ask={send.clone()} /> }) }
        </Page>
    }
}

/// The request that waits, and the way back.
fn waiting(open: &AskedErasure, is_busy: bool, send: &Callback<Command>) -> Html {
    let erasure = open.erasure;
    let take_back = send.reform(move |()| Command::TakeBackErasure(TakeBackErasure { erasure }));
    let by = t!(
        "erasure-asked-by",
        name = open.by_name.clone(),
        when = i18n::moment(open.asked_at).to_string()
    );
    html! {
        <Card title={t!("erasure-open-title")}>
            <p>{ by }</p>
            <p><strong>{ reason_in_words(open.reason) }</strong></p>
            <p class="note__text" dir="auto" hidden={open.remark.is_empty()}>{ &open.remark }</p>
            <p class="muted">{ t!("erasure-open-hint") }</p>
            <div class="actions">
                <Button id="erasure-take-back" on_press={take_back} is_waiting={is_busy}>{ t!("erasure-take-back") }</Button>
            </div>
        </Card>
    }
}

fn declined(declined: &DeclinedErasure) -> Html {
    let by = t!(
        "erasure-declined-by",
        name = declined.by_name.clone(),
        when = i18n::moment(declined.at).to_string()
    );
    html! {
        <Card title={t!("erasure-declined-title")}>
            <p>{ by }</p>
            <p class="note__text" dir="auto">{ &declined.reason }</p>
        </Card>
    }
}

/// What goes with the person, plainly.
fn along(goes: &ErasedAlong) -> Html {
    let rows = [
        ("erasure-goes-cases", goes.cases),
        ("erasure-goes-intakes", goes.intakes),
        ("erasure-goes-notes", goes.notes),
        ("erasure-goes-appointments", goes.appointments),
        ("erasure-goes-consents", goes.consents),
        ("erasure-goes-facts", goes.facts),
        ("erasure-goes-slips", goes.slips),
    ];
    let open_case = if goes.has_open_case {
        t!("erasure-open-case")
    } else {
        AttrValue::default()
    };
    html! {
        <Card title={t!("erasure-goes-title")}>
            <Notice tone={Tone::Warning} text={open_case} />
            <p>{ t!("erasure-goes-person") }</p>
            <dl class="facts">
                { for rows.into_iter().map(|(label, count)| html! {
                    <div key={label} class="facts__row"><dt>{ t!(label) }</dt><dd>{ count }</dd></div>
                }) }
            </dl>
            <p class="muted">{ t!("erasure-stays") }</p>
        </Card>
    }
}

/// A reason, as it is chosen and read.
pub(super) fn reason_in_words(reason: ErasureReason) -> AttrValue {
    t!(format!("erasure-reason-{}", <&str>::from(reason)))
}

#[derive(Debug, PartialEq, Properties)]
struct AskFormProps {
    is_busy: bool,
    on_ask: Callback<Command>,
}

#[function_component]
fn AskForm(props: &AskFormProps) -> Html {
    let reason = use_state_eq(|| None::<ErasureReason>);
    let remark = use_state_eq(String::new);
    let is_asked = use_state_eq(|| false);
    let choices: Rc<[Choice]> = ErasureReason::iter()
        .map(|reason| Choice::new(<&'static str>::from(reason), reason_in_words(reason)))
        .collect();
    let missing = reason.is_none() && *is_asked;
    let reason_problems: Vec<FieldProblem> = missing
        .then(|| FieldProblem::from(ProblemCode::Missing))
        .into_iter()
        .collect();
    let remark_problems = AskErasure::remark_problems(&remark);
    let on_choose = {
        let reason = reason.clone();
        Callback::from(move |chosen: AttrValue| reason.set(chosen.parse().ok()))
    };
    let onsubmit = {
        let (reason, remark) = (reason.clone(), (*remark).clone());
        let (is_asked, on_ask) = (is_asked.clone(), props.on_ask.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            is_asked.set(true);
            let Some(reason) = *reason else {
                platform::focus("erasure-reason");
                return;
            };
            let call = AskErasure {
                erasure: ErasureId::born(platform::now(), platform::random()),
                reason,
                remark: remark.trim().to_owned(),
            };
            if call.check().is_err() {
                platform::focus("erasure-remark");
                return;
            }
            on_ask.emit(Command::AskErasure(call));
        })
    };
    html! {
        <Card title={t!("erasure-ask-title")}>
            <form class="form" {onsubmit} novalidate=true>
                <RadioGroup
                    id="erasure-reason"
                    label={t!("erasure-reason")}
                    {choices}
                    value={reason.map(|reason| AttrValue::from(<&'static str>::from(reason)))}
                    {on_choose}
                    problems={reason_problems}
                    is_required=true
                />
                <AreaField
                    id="erasure-remark"
                    label={t!("erasure-remark")}
                    hint={t!("erasure-remark-hint")}
                    value={AttrValue::from((*remark).clone())}
                    on_input={let remark = remark.clone(); Callback::from(move |text| remark.set(text))}
                    problems={remark_problems}
                />
                <p class="muted">{ t!("erasure-two") }</p>
                <Button kind={ButtonKind::Danger} is_submit=true is_waiting={props.is_busy}>{ t!("erasure-ask") }</Button>
            </form>
        </Card>
    }
}
