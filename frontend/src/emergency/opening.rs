//! Opening somebody else's file: what kind of emergency, why, for how long, and who is told. Nothing is opened by one press.

use std::rc::Rc;

use shared::command::Command;
use shared::emergency::{EmergencyKind, HOURS, OpenInEmergency as Opening};
use shared::exchange::Subject;
use shared::kernel::{EmergencyId, FieldProblems, PersonId, ProblemCode};
use strum::IntoEnumIterator;
use yew::prelude::*;

use crate::forms::{Change, OnChange, set};
use crate::offline::use_sending;
use crate::ui::{
    Button, ButtonKind, Card, Choice, Notice, RadioGroup, SelectField, TextField, Tone, use_toasts,
};
use crate::{platform, t};

/// Properties of [`OpenInEmergency`].
#[derive(Debug, PartialEq, Properties)]
pub struct OpenInEmergencyProps {
    /// Whose file.
    pub person: PersonId,
    /// Who is responsible and will be told; empty: nobody, then the coordinator is.
    pub responsible: AttrValue,
}

/// What was chosen and typed.
#[derive(Debug, Clone, PartialEq)]
struct Typed {
    kind: Option<EmergencyKind>,
    reason: String,
    hours: u8,
}

impl Typed {
    /// As a command, or what is missing.
    fn opening(&self) -> Result<Opening, FieldProblems> {
        let call = Opening {
            emergency: EmergencyId::born(platform::now(), platform::random()),
            kind: self.kind.unwrap_or(EmergencyKind::Other),
            reason: self.reason.trim().to_owned(),
            hours: self.hours,
        };
        let mut problems = call.check().err().unwrap_or_default();
        if self.kind.is_none() {
            problems.add("kind", ProblemCode::Missing);
        }
        problems.or(call)
    }
}

/// The way to it, and the form.
#[component]
pub fn OpenInEmergency(props: &OpenInEmergencyProps) -> Html {
    let is_open = use_state_eq(|| false);
    let is_tried = use_state_eq(|| false);
    let typed = use_state_eq(|| Typed {
        kind: None,
        reason: String::new(),
        hours: HOURS[0],
    });
    let toasts = use_toasts();
    let sending = use_sending({
        let (is_open, toasts) = (is_open.clone(), toasts.clone());
        Callback::from(move |()| {
            is_open.set(false);
            toasts.say(t!("emergency-opened"));
        })
    });
    let outcome = typed.opening();
    let problems = outcome
        .as_ref()
        .err()
        .filter(|_| *is_tried)
        .cloned()
        .unwrap_or_default();
    let show = {
        let is_open = is_open.clone();
        Callback::from(move |()| {
            is_open.set(true);
            platform::focus_soon("emergency-title");
        })
    };
    let leave = {
        let is_open = is_open.clone();
        Callback::from(move |()| {
            is_open.set(false);
            platform::focus_soon("emergency-show");
        })
    };
    let onsubmit = {
        let (is_tried, on_send) = (is_tried.clone(), sending.on_send.clone());
        let person = props.person;
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            is_tried.set(true);
            match &outcome {
                Ok(call) => on_send.emit((
                    Subject::Person(person),
                    Command::OpenInEmergency(call.clone()),
                )),
                Err(problems) => {
                    let first = ["kind", "reason", "hours"]
                        .into_iter()
                        .find(|path| !problems.of(path).is_empty())
                        .unwrap_or("kind");
                    platform::focus(&format!("emergency-{first}"));
                }
            }
        })
    };
    let on_change: OnChange<Typed> = {
        let typed = typed.clone();
        Callback::from(move |change: Change<Typed>| {
            let mut after = (*typed).clone();
            change.apply(&mut after);
            typed.set(after);
        })
    };
    let kinds: Rc<[Choice]> = EmergencyKind::iter()
        .map(|kind| {
            let code: &'static str = kind.into();
            Choice::new(code, t!(format!("emergency-kind-{code}")))
        })
        .collect();
    let hours: Rc<[Choice]> = HOURS
        .into_iter()
        .map(|hours| Choice::new(hours.to_string(), t!("emergency-hours-of", hours = hours)))
        .collect();
    let told = if props.responsible.is_empty() {
        t!("emergency-told-coordination")
    } else {
        t!("emergency-told", name = props.responsible.to_string())
    };
    html! {
        <div class="stack">
            <div hidden={*is_open}>
                <p class="muted">{ t!("emergency-lead") }</p>
                <Button id="emergency-show" on_press={show}>{ t!("emergency-show") }</Button>
            </div>
            <div hidden={!*is_open}>
                <Card>
                    <h2 id="emergency-title" tabindex="-1" class="card__title">{ t!("emergency-title") }</h2>
                    <Notice tone={Tone::Warning} text={told} />
                    <Notice tone={Tone::Danger} text={sending.failed.clone()} />
                    <form class="form" {onsubmit} novalidate=true>
                        <SelectField
                            id="emergency-kind"
                            label={t!("emergency-kind")}
                            choices={kinds}
                            value={typed.kind.map(|kind| AttrValue::from(<&'static str>::from(kind)))}
                            problems={problems.of("kind").to_vec()}
                            is_required=true
                            on_choose={set(&on_change, |typed: &mut Typed, value: Option<AttrValue>| typed.kind = value.and_then(|value| value.parse().ok()))}
                        />
                        <TextField
                            id="emergency-reason"
                            label={t!("emergency-reason")}
                            hint={t!("emergency-reason-hint")}
                            value={AttrValue::from(typed.reason.clone())}
                            problems={problems.of("reason").to_vec()}
                            is_required=true
                            on_input={set(&on_change, |typed: &mut Typed, reason| typed.reason = reason)}
                        />
                        <RadioGroup
                            id="emergency-hours"
                            label={t!("emergency-hours")}
                            choices={hours}
                            value={AttrValue::from(typed.hours.to_string())}
                            problems={problems.of("hours").to_vec()}
                            on_choose={set(&on_change, |typed: &mut Typed, value: AttrValue| typed.hours = value.parse().unwrap_or(HOURS[0]))}
                        />
                        <div class="actions">
                            <Button id="emergency-open" kind={ButtonKind::Danger} is_submit=true is_waiting={sending.is_busy}>{ t!("emergency-open") }</Button>
                            <Button kind={ButtonKind::Quiet} on_press={leave}>{ t!("emergency-leave") }</Button>
                        </div>
                    </form>
                </Card>
            </div>
        </div>
    }
}
