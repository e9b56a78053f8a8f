//! Opening somebody else's file: what kind of emergency or which cause, why, for how long, and who is told. Nothing is opened by
//! one press. Both ways to it are one form with other words.

use std::rc::Rc;

use shared::command::Command;
use shared::emergency::{
    CheckCause, DAYS, EmergencyKind, HOURS, OpenForCheck as Checking, OpenInEmergency as Opening,
};
use shared::exchange::Subject;
use shared::kernel::{CaseId, EmergencyId, FieldProblems, PersonId, ProblemCode};
use strum::IntoEnumIterator;
use yew::prelude::*;

use super::in_words;
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

/// The way into a file in an emergency.
#[component]
pub fn OpenInEmergency(props: &OpenInEmergencyProps) -> Html {
    let kinds = EmergencyKind::iter().map(|kind| {
        let code: &'static str = kind.into();
        Choice::new(code, t!(format!("emergency-kind-{code}")))
    });
    let hours = HOURS.map(|hours| (hours, t!("emergency-hours-of", hours = hours)));
    html! {
        <Reasons
            words={IN_EMERGENCY}
            opens={Opens::InEmergency}
            person={props.person}
            responsible={props.responsible.clone()}
            kinds={kinds.collect::<Rc<[Choice]>>()}
            spans={spans(hours)}
        />
    }
}

/// Properties of [`OpenForCheck`].
#[derive(Debug, PartialEq, Properties)]
pub struct OpenForCheckProps {
    /// The case.
    pub case: CaseId,
    /// Whose it is.
    pub person: PersonId,
    /// Who is responsible and will be told; empty: nobody, then the coordinator is.
    pub responsible: AttrValue,
}

/// The way into a file of the own body, to check it on cause.
#[component]
pub fn OpenForCheck(props: &OpenForCheckProps) -> Html {
    let causes = CheckCause::iter()
        .map(|cause| Choice::new(<&'static str>::from(cause), in_words(cause.into())));
    let days = DAYS.map(|days| (days, t!("file-check-days-of", days = days)));
    html! {
        <Reasons
            words={FOR_CHECK}
            opens={Opens::ForCheck(props.case)}
            person={props.person}
            responsible={props.responsible.clone()}
            kinds={causes.collect::<Rc<[Choice]>>()}
            spans={spans(days)}
        />
    }
}

/// The times to choose from, by the number that stands in the command.
fn spans(times: [(u8, AttrValue); 3]) -> Rc<[Choice]> {
    times
        .into_iter()
        .map(|(number, words)| Choice::new(number.to_string(), words))
        .collect()
}

/// The texts of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Words {
    lead: &'static str,
    show: &'static str,
    title: &'static str,
    kind: &'static str,
    reason: &'static str,
    reason_hint: &'static str,
    span: &'static str,
    open: &'static str,
    opened: &'static str,
}

const IN_EMERGENCY: Words = Words {
    lead: "emergency-lead",
    show: "emergency-show",
    title: "emergency-title",
    kind: "emergency-kind",
    reason: "emergency-reason",
    reason_hint: "emergency-reason-hint",
    span: "emergency-hours",
    open: "emergency-open",
    opened: "emergency-opened",
};

const FOR_CHECK: Words = Words {
    lead: "file-check-lead",
    show: "file-check-show",
    title: "file-check-title",
    kind: "file-check-cause",
    reason: "file-check-reason",
    reason_hint: "file-check-reason-hint",
    span: "file-check-days",
    open: "file-check-open",
    opened: "file-check-opened",
};

/// What the form opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Opens {
    /// The file of the person's case, in an emergency.
    InEmergency,
    /// The file of this case, to check it.
    ForCheck(CaseId),
}

impl Opens {
    /// What is proposed for how long.
    const fn proposed(self) -> u8 {
        match self {
            Self::InEmergency => HOURS[0],
            Self::ForCheck(_) => DAYS[0],
        }
    }

    /// How the button looks that opens it: an emergency is no everyday thing.
    const fn press(self) -> ButtonKind {
        match self {
            Self::InEmergency => ButtonKind::Danger,
            Self::ForCheck(_) => ButtonKind::Primary,
        }
    }

    /// The names of the command's fields, in the order in which the form shows them.
    const fn fields(self) -> [&'static str; 3] {
        match self {
            Self::InEmergency => ["kind", "reason", "hours"],
            Self::ForCheck(_) => ["cause", "reason", "days"],
        }
    }

    /// The id of the control for one of them.
    fn control(self, field: &str) -> String {
        match self {
            Self::InEmergency => format!("emergency-{field}"),
            Self::ForCheck(_) => format!("file-check-{field}"),
        }
    }

    /// What was chosen and typed as a command, or what is missing.
    fn command(self, typed: &Typed) -> Result<Command, FieldProblems> {
        let emergency = EmergencyId::born(platform::now(), platform::random());
        let reason = typed.reason.trim().to_owned();
        let (checked, command) = match self {
            Self::InEmergency => {
                let call = Opening {
                    emergency,
                    kind: typed.chosen().unwrap_or(EmergencyKind::Other),
                    reason,
                    hours: typed.span,
                };
                (call.check(), Command::OpenInEmergency(call))
            }
            Self::ForCheck(case) => {
                let call = Checking {
                    emergency,
                    case,
                    cause: typed.chosen().unwrap_or(CheckCause::Supervision),
                    reason,
                    days: typed.span,
                };
                (call.check(), Command::OpenForCheck(call))
            }
        };
        let mut problems = checked.err().unwrap_or_default();
        if typed.kind.is_none() {
            let [kind, ..] = self.fields();
            problems.add(kind, ProblemCode::Missing);
        }
        problems.or(command)
    }
}

/// What was chosen and typed.
#[derive(Debug, Clone, PartialEq)]
struct Typed {
    kind: Option<AttrValue>,
    reason: String,
    span: u8,
}

impl Typed {
    /// What was chosen, as the command has it.
    fn chosen<T: std::str::FromStr>(&self) -> Option<T> {
        self.kind.as_ref().and_then(|code| code.parse().ok())
    }
}

#[derive(Debug, PartialEq, Properties)]
struct ReasonsProps {
    words: Words,
    opens: Opens,
    person: PersonId,
    responsible: AttrValue,
    kinds: Rc<[Choice]>,
    spans: Rc<[Choice]>,
}

/// The way to it, and the form.
#[component]
fn Reasons(props: &ReasonsProps) -> Html {
    let (words, opens) = (props.words, props.opens);
    let id = |field: &str| opens.control(field);
    let is_open = use_state_eq(|| false);
    let is_tried = use_state_eq(|| false);
    let typed = use_state_eq(|| Typed {
        kind: None,
        reason: String::new(),
        span: opens.proposed(),
    });
    let toasts = use_toasts();
    let sending = use_sending({
        let (is_open, toasts) = (is_open.clone(), toasts.clone());
        Callback::from(move |()| {
            is_open.set(false);
            toasts.say(t!(words.opened));
        })
    });
    let outcome = opens.command(&typed);
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
            platform::focus_soon(&opens.control("title"));
        })
    };
    let leave = {
        let is_open = is_open.clone();
        Callback::from(move |()| {
            is_open.set(false);
            platform::focus_soon(&opens.control("show"));
        })
    };
    let onsubmit = {
        let (is_tried, on_send) = (is_tried.clone(), sending.on_send.clone());
        let person = props.person;
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            is_tried.set(true);
            match &outcome {
                Ok(command) => on_send.emit((Subject::Person(person), command.clone())),
                Err(problems) => {
                    let mut fields = opens.fields().into_iter();
                    let wrong = fields.find(|field| !problems.of(field).is_empty());
                    platform::focus(&opens.control(wrong.unwrap_or("reason")));
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
    let [kind, reason, span] = opens.fields();
    let told = if props.responsible.is_empty() {
        t!("emergency-told-coordination")
    } else {
        t!("emergency-told", name = props.responsible.to_string())
    };
    html! {
        <div class="stack">
            <div hidden={*is_open}>
                <p class="muted">{ t!(words.lead) }</p>
                <Button id={id("show")} on_press={show}>{ t!(words.show) }</Button>
            </div>
            <div hidden={!*is_open}>
                <Card>
                    <h2 id={id("title")} tabindex="-1" class="card__title">{ t!(words.title) }</h2>
                    <Notice tone={Tone::Warning} text={told} />
                    <Notice tone={Tone::Danger} text={sending.failed.clone()} />
                    <form class="form" {onsubmit} novalidate=true>
                        <SelectField
                            id={id(kind)}
                            label={t!(words.kind)}
                            choices={Rc::clone(&props.kinds)}
                            value={typed.kind.clone()}
                            problems={problems.of(kind).to_vec()}
                            is_required=true
                            on_choose={set(&on_change, |typed: &mut Typed, value: Option<AttrValue>| typed.kind = value)}
                        />
                        <TextField
                            id={id(reason)}
                            label={t!(words.reason)}
                            hint={t!(words.reason_hint)}
                            value={AttrValue::from(typed.reason.clone())}
                            problems={problems.of(reason).to_vec()}
                            is_required=true
                            on_input={set(&on_change, |typed: &mut Typed, reason| typed.reason = reason)}
                        />
                        <RadioGroup
                            id={id(span)}
                            label={t!(words.span)}
                            choices={Rc::clone(&props.spans)}
                            value={AttrValue::from(typed.span.to_string())}
                            problems={problems.of(span).to_vec()}
                            on_choose={set(&on_change, |typed: &mut Typed, value: AttrValue| typed.span = value.parse().unwrap_or(typed.span))}
                        />
                        <div class="actions">
                            <Button id={id("open")} kind={opens.press()} is_submit=true is_waiting={sending.is_busy}>{ t!(words.open) }</Button>
                            <Button kind={ButtonKind::Quiet} on_press={leave}>{ t!("emergency-leave") }</Button>
                        </div>
                    </form>
                </Card>
            </div>
        </div>
    }
}
