//! Appointments of a case: planning one, saying how it ended.

use jiff::civil::Time;
use shared::case::{AppointmentDraft, AppointmentEnd, AppointmentView};
use shared::device::{Shown, Standing};
use shared::kernel::date::Nearest;
use shared::kernel::lists::List;
use shared::kernel::{AppointmentId, Code, Day, FieldProblem, Moment, ProblemCode};
use strum::IntoEnumIterator;
use yew::prelude::*;

use super::StandingMark;
use super::state::{choices, contact_choices};
use crate::ui::{
    Button, ButtonKind, ChipsOne, DayField, EmptyState, InputKind, SelectField, TextField,
};
use crate::{i18n, t};

/// What was typed as a time of day: `9`, `9:30`, `09.30`, `930`.
#[must_use]
pub(super) fn typed_time(text: &str) -> Option<Time> {
    let text = text.trim();
    let (hour, minute) = match text.split_once([':', '.']) {
        Some(parts) => parts,
        None if text.len() <= 2 => (text, "0"),
        None => text.split_at_checked(text.len() - 2)?,
    };
    Time::new(hour.trim().parse().ok()?, minute.trim().parse().ok()?, 0, 0).ok()
}

/// Properties of [`AppointmentForm`].
#[derive(Debug, PartialEq, Properties)]
pub(super) struct AppointmentFormProps {
    /// Today.
    pub today: Day,
    /// What was planned.
    pub on_plan: Callback<AppointmentDraft>,
    /// The form was left.
    pub on_cancel: Callback<()>,
}

/// The form for a new appointment.
#[component]
pub(super) fn AppointmentForm(props: &AppointmentFormProps) -> Html {
    let day = use_state(|| None::<Day>);
    let time = use_state(String::new);
    let contact = use_state(|| Some(AttrValue::from("PERS_BUERO")));
    let place = use_state(String::new);
    let about = use_state(String::new);
    let interpreter = use_state(|| None::<AttrValue>);
    let is_tried = use_state(|| false);

    let missing = |is_missing: bool| -> Vec<FieldProblem> {
        if *is_tried && is_missing {
            vec![ProblemCode::Missing.into()]
        } else {
            Vec::new()
        }
    };
    let code =
        |value: &Option<AttrValue>| value.as_ref().and_then(|value| value.parse::<Code>().ok());
    let typed = AppointmentDraft {
        starts_at: day
            .zip(typed_time(&time))
            .and_then(|(day, time)| Moment::in_berlin(day.to_datetime(time))),
        contact: code(&contact),
        place: place.trim().to_owned(),
        about: about.trim().to_owned(),
        interpreter: code(&interpreter),
    };
    let found = typed.check().err().unwrap_or_default();
    // What is not there yet is asked for after the first try.
    let at = |path: &str| -> Vec<FieldProblem> {
        let is_said = |one: &&FieldProblem| *is_tried || one.code != ProblemCode::Missing;
        found.of(path).iter().filter(is_said).cloned().collect()
    };
    let time_problems = match typed_time(&time) {
        None if !time.trim().is_empty() => vec![ProblemCode::Invalid.into()],
        found => missing(found.is_none()),
    };
    let on_submit = {
        let (is_tried, on_plan) = (is_tried.clone(), props.on_plan.clone());
        let is_right = found.is_empty();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            is_tried.set(true);
            if is_right {
                on_plan.emit(typed.clone());
            }
        })
    };
    let text = |state: &UseStateHandle<String>| {
        let state = state.clone();
        Callback::from(move |typed| state.set(typed))
    };
    html! {
        <form class="stack" onsubmit={on_submit} novalidate=true>
            <div class="row">
                <DayField
                    id="appointment-day"
                    label={t!("appointment-day")}
                    hint={t!("next-on-hint")}
                    nearest={Nearest::Coming}
                    today={Some(props.today)}
                    value={*day}
                    on_change={let day = day.clone(); Callback::from(move |typed| day.set(typed))}
                    problems={if typed_time(&time).is_some() { at("starts_at") } else { missing(day.is_none()) }}
                    is_required=true
                />
                <TextField
                    id="appointment-time"
                    label={t!("appointment-time")}
                    hint={t!("appointment-time-hint")}
                    value={AttrValue::from((*time).clone())}
                    kind={InputKind::Digits}
                    on_input={text(&time)}
                    problems={time_problems}
                    is_required=true
                />
            </div>
            <SelectField
                id="appointment-contact"
                label={t!("appointment-contact")}
                choices={contact_choices(props.today)}
                value={(*contact).clone()}
                on_choose={let contact = contact.clone(); Callback::from(move |chosen| contact.set(chosen))}
                problems={at("contact")}
                is_required=true
            />
            <TextField
                id="appointment-place"
                label={t!("appointment-place")}
                hint={t!("appointment-place-hint")}
                value={AttrValue::from((*place).clone())}
                on_input={text(&place)}
                problems={at("place")}
            />
            <TextField
                id="appointment-about"
                label={t!("appointment-about")}
                value={AttrValue::from((*about).clone())}
                on_input={text(&about)}
                problems={at("about")}
            />
            <ChipsOne
                id="appointment-interpreter"
                label={t!("appointment-interpreter")}
                choices={choices(List::Interpreter, props.today)}
                problems={at("interpreter")}
                value={(*interpreter).clone()}
                on_choose={let interpreter = interpreter.clone(); Callback::from(move |chosen| interpreter.set(Some(chosen)))}
            />
            <div class="actions">
                <Button kind={ButtonKind::Primary} is_submit=true>{ t!("appointment-save") }</Button>
                <Button kind={ButtonKind::Quiet} on_press={props.on_cancel.clone()}>{ t!("appointment-cancel") }</Button>
            </div>
        </form>
    }
}

/// Properties of [`Appointments`].
#[derive(Debug, PartialEq, Properties)]
pub(super) struct AppointmentsProps {
    /// The appointments, by beginning.
    pub appointments: Vec<Shown<AppointmentView>>,
    /// Now; what began before it can be settled.
    pub now: Moment,
    /// How one ended.
    pub on_settle: Callback<(AppointmentId, AppointmentEnd)>,
}

/// The appointments: those that wait for their end or lie ahead first, then the past ones.
#[component]
pub(super) fn Appointments(props: &AppointmentsProps) -> Html {
    let (past, open): (Vec<_>, Vec<_>) = props
        .appointments
        .iter()
        .partition(|shown| shown.value.end.is_some());
    html! {
        <div class="stack">
            if props.appointments.is_empty() {
                <EmptyState text={t!("appointment-none")} />
            } else {
                <ul class="needs">{ for open.into_iter().map(|shown| line(shown, props)) }</ul>
            }
            <div hidden={past.is_empty()}>
                <h3>{ t!("appointment-past") }</h3>
                <ul class="needs">{ for past.into_iter().rev().map(|shown| line(shown, props)) }</ul>
            </div>
        </div>
    }
}

fn line(shown: &Shown<AppointmentView>, props: &AppointmentsProps) -> Html {
    let AppointmentView {
        appointment,
        draft,
        end,
    } = &shown.value;
    let when = draft.starts_at.map(i18n::moment).unwrap_or_default();
    let details: Vec<_> = [draft.about.as_str(), draft.place.as_str()]
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect();
    let has_begun = draft.starts_at.is_some_and(|begins| begins <= props.now);
    html! {
        <li key={appointment.to_string()} class="need">
            <div class="need__words">
                <strong>{ when }</strong>
                <span class="muted">{ details.join(" · ") }</span>
                <span hidden={shown.standing == Standing::Confirmed}><StandingMark standing={shown.standing} /></span>
            </div>
            <div class="need__action">
                if let Some(end) = end {
                    <span class="muted">{ end_in_words(*end) }</span>
                } else if has_begun {
                    <Settle appointment={*appointment} on_settle={props.on_settle.clone()} />
                } else {
                    <span />
                }
            </div>
        </li>
    }
}

fn end_in_words(end: AppointmentEnd) -> AttrValue {
    t!(format!("appointment-{}", <&str>::from(end)))
}

#[derive(Debug, PartialEq, Properties)]
struct SettleProps {
    appointment: AppointmentId,
    on_settle: Callback<(AppointmentId, AppointmentEnd)>,
}

/// Two taps: open, choose how it ended.
#[component]
fn Settle(props: &SettleProps) -> Html {
    let is_open = use_state(|| false);
    let toggle = {
        let is_open = is_open.clone();
        Callback::from(move |()| is_open.set(!*is_open))
    };
    html! {
        <div class="stack">
            <Button on_press={toggle} is_expanded={Some(*is_open)}>{ t!("appointment-settle") }</Button>
            <div class="stack" hidden={!*is_open}>
                { for AppointmentEnd::iter().map(|end| {
                    let (on_settle, appointment) = (props.on_settle.clone(), props.appointment);
                    html! {
                        <Button
                            key={<&str>::from(end)}
                            on_press={Callback::from(move |()| on_settle.emit((appointment, end)))}
                        >{ end_in_words(end) }</Button>
                    }
                }) }
            </div>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::time;

    use super::*;

    #[test]
    fn a_time_is_understood_as_people_type_it() {
        for text in ["9:30", "09.30", "930", " 9:30 "] {
            assert_eq!(typed_time(text), Some(time(9, 30, 0, 0)), "{text}");
        }
        assert_eq!(typed_time("14"), Some(time(14, 0, 0, 0)));
        for text in ["", "25", "9:75", "bald", "ü"] {
            assert_eq!(typed_time(text), None, "{text}");
        }
    }
}
