//! Appointments of a case: planning one, moving or cancelling it before its day, saying how it ended.

use std::rc::Rc;

use jiff::civil::Time;
use shared::case::{AppointmentDraft, AppointmentEnd, AppointmentView, can_be_planned};
use shared::device::{Shown, Standing};
use shared::kernel::date::Nearest;
use shared::kernel::lists::List;
use shared::kernel::{AppointmentId, Code, Day, FieldProblem, Moment, ProblemCode};
use strum::IntoEnumIterator;
use yew::prelude::*;

use super::StandingMark;
use super::state::{choices, contact_choices, contact_label};
use crate::ui::{
    Button, ButtonKind, ChipsOne, Choice, DayField, EmptyState, InputKind, SelectField, TextField,
};
use crate::{i18n, platform, t};

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
    /// What stands there, if it is to be changed.
    #[prop_or_default]
    pub planned: Option<AppointmentDraft>,
    /// What was planned.
    pub on_plan: Callback<AppointmentDraft>,
    /// The form was left.
    pub on_cancel: Callback<()>,
}

/// The kinds of contact that can be planned.
fn kinds_to_plan(today: Day) -> Rc<[Choice]> {
    let can = |choice: &&Choice| choice.value.parse().is_ok_and(|kind| can_be_planned(&kind));
    contact_choices(today).iter().filter(can).cloned().collect()
}

/// The form for a new appointment, or for one that is moved.
#[component]
pub(super) fn AppointmentForm(props: &AppointmentFormProps) -> Html {
    let before = props.planned.clone().unwrap_or_default();
    let is_change = props.planned.is_some();
    let value = |code: Option<&Code>| code.map(|code| AttrValue::from(code.to_string()));
    let day = use_state(|| before.starts_at.map(Moment::day));
    let time = use_state(|| {
        let begins = before.starts_at.map(i18n::clock_time);
        begins.map_or_else(String::new, |begins| begins.to_string())
    });
    let contact = use_state(|| {
        value(before.contact.as_ref()).or_else(|| Some(AttrValue::from("PERS_BUERO")))
    });
    let place = use_state(|| before.place.clone());
    let about = use_state(|| before.about.clone());
    let interpreter = use_state(|| value(before.interpreter.as_ref()));
    use_effect_with((), |()| {
        platform::focus("appointment-day");
    });
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
    let found = typed
        .check(props.today, props.today)
        .err()
        .unwrap_or_default();
    // What is not there yet is asked for after the first try.
    let at = |path: &str| -> Vec<FieldProblem> {
        let is_said = |one: &&FieldProblem| *is_tried || one.code != ProblemCode::Missing;
        found.of(path).iter().filter(is_said).cloned().collect()
    };
    let time_problems = match typed_time(&time) {
        None if !time.trim().is_empty() => vec![ProblemCode::Invalid.into()],
        found => missing(found.is_none()),
    };
    let day_problems = if typed_time(&time).is_some() {
        at("starts_at")
    } else if let Some(day) = *day {
        // The day is looked at before the time is there.
        let noon = day.to_datetime(Time::constant(12, 0, 0, 0));
        let alone = AppointmentDraft {
            starts_at: Moment::in_berlin(noon),
            ..AppointmentDraft::default()
        };
        let found = alone.check(props.today, props.today).err();
        found.map_or_else(Vec::new, |found| found.of("starts_at").to_vec())
    } else {
        missing(true)
    };
    let on_submit = {
        let (is_tried, on_plan) = (is_tried.clone(), props.on_plan.clone());
        let first_wrong = if !day_problems.is_empty() || day.is_none() {
            Some("appointment-day")
        } else if typed_time(&time).is_none() {
            Some("appointment-time")
        } else {
            [
                ("contact", "appointment-contact"),
                ("place", "appointment-place"),
                ("about", "appointment-about"),
            ]
            .iter()
            .find(|(path, _)| !found.of(path).is_empty())
            .map(|(_, id)| *id)
        };
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            is_tried.set(true);
            match first_wrong {
                Some(id) => platform::focus_soon(id),
                None => on_plan.emit(typed.clone()),
            }
        })
    };
    let text = |state: &UseStateHandle<String>| {
        let state = state.clone();
        Callback::from(move |typed| state.set(typed))
    };
    html! {
        <form class="stack" onsubmit={on_submit} novalidate=true>
            <div class="pair">
                <DayField
                    id="appointment-day"
                    label={t!("appointment-day")}
                    hint={t!("appointment-day-hint")}
                    nearest={Nearest::Coming}
                    today={Some(props.today)}
                    value={*day}
                    on_change={let day = day.clone(); Callback::from(move |typed| day.set(typed))}
                    problems={day_problems}
                    is_required=true
                />
                <TextField
                    id="appointment-time"
                    label={t!("appointment-time")}
                    placeholder={t!("appointment-time-hint")}
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
                choices={kinds_to_plan(props.today)}
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
                <Button kind={ButtonKind::Primary} is_submit=true>
                    { if is_change { t!("appointment-move-save") } else { t!("appointment-save") } }
                </Button>
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
    /// One is to be changed that lies ahead.
    pub on_change: Callback<AppointmentId>,
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
    let when = draft.starts_at.map(i18n::appointed).unwrap_or_default();
    let kind = draft.contact.as_ref().map(contact_label);
    let kind = kind.unwrap_or_default();
    let details: Vec<_> = [kind.as_str(), draft.about.as_str(), draft.place.as_str()]
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect();
    let has_begun = draft.starts_at.is_some_and(|begins| begins <= props.now);
    html! {
        <li key={appointment.to_string()} class="need need--tall">
            <div class="need__words">
                <strong>{ when.clone() }</strong>
                <span class="muted">{ details.join(" · ") }</span>
                <span hidden={shown.standing == Standing::Confirmed}><StandingMark standing={shown.standing} /></span>
            </div>
            <div class="need__action">
                if let Some(end) = end {
                    <span class="muted">{ end_in_words(*end) }</span>
                } else if has_begun {
                    <Settle appointment={*appointment} {when} on_settle={props.on_settle.clone()} />
                } else {
                    <Ahead appointment={*appointment} {when} on_settle={props.on_settle.clone()} on_change={props.on_change.clone()} />
                }
            </div>
        </li>
    }
}

fn end_in_words(end: AppointmentEnd) -> AttrValue {
    t!(format!("appointment-{}", <&str>::from(end)))
}

#[derive(Debug, PartialEq, Properties)]
struct AheadProps {
    appointment: AppointmentId,
    when: AttrValue,
    on_settle: Callback<(AppointmentId, AppointmentEnd)>,
    on_change: Callback<AppointmentId>,
}

/// What can be done before the day has come: change it, or say who cancelled.
#[component]
fn Ahead(props: &AheadProps) -> Html {
    let is_open = use_state(|| false);
    let toggle = {
        let is_open = is_open.clone();
        Callback::from(move |()| is_open.set(!*is_open))
    };
    let appointment = props.appointment;
    let ends = [
        AppointmentEnd::CancelledByClient,
        AppointmentEnd::CancelledByWorker,
    ];
    html! {
        <div class="stack">
            <div class="row">
                <Button
                    on_press={props.on_change.reform(move |()| appointment)}
                    aria_label={t!("appointment-change-of", when = props.when.to_string())}
                >{ t!("appointment-change") }</Button>
                <Button
                    kind={ButtonKind::Quiet}
                    on_press={toggle}
                    is_expanded={Some(*is_open)}
                    aria_label={t!("appointment-call-off-of", when = props.when.to_string())}
                >{ t!("appointment-call-off") }</Button>
            </div>
            <div class="stack" hidden={!*is_open}>
                { for ends.into_iter().map(|end| html! {
                    <Button
                        key={<&str>::from(end)}
                        on_press={props.on_settle.reform(move |()| (appointment, end))}
                    >{ end_in_words(end) }</Button>
                }) }
            </div>
        </div>
    }
}

#[derive(Debug, PartialEq, Properties)]
struct SettleProps {
    appointment: AppointmentId,
    when: AttrValue,
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
            <Button on_press={toggle} is_expanded={Some(*is_open)} aria_label={t!("appointment-settle-of", when = props.when.to_string())}>
                { t!("appointment-settle") }
            </Button>
            <div class="stack" hidden={!*is_open}>
                { for AppointmentEnd::iter().filter(|end| *end != AppointmentEnd::Moved).map(|end| {
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
    fn what_says_how_a_try_ended_is_not_offered_to_plan() {
        let kinds = kinds_to_plan(jiff::civil::date(2026, 11, 26));
        let has = |code: &str| kinds.iter().any(|kind| kind.value.as_str() == code);
        assert!(has("HAUSBESUCH") && has("FALLKONF"));
        assert!(!has("NICHT_ERSCHIENEN") && !has("ABGESAGT_KL") && !has("VERSUCH_ERFOLGLOS"));
    }

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
