//! Fields for dates: typed as people write them (`1.3.90`, `3.1990`, `1990`, `ca. 1990`), with a line below that says
//! what was understood. What cannot be read stays in the field, with its problem; nothing typed is thrown away.

use shared::kernel::date::{Nearest, typed_day};
use shared::kernel::{Day, FieldProblem, ImpreciseDate, ProblemCode};
use yew::prelude::*;

use super::field::problem_text;
use super::{InputKind, TextInput};
use crate::platform;
use crate::{i18n, t};

/// What was typed, read for the field.
type Read<T> = Result<Option<T>, ProblemCode>;

/// A date in the words of the chosen language, with its precision.
#[must_use]
pub fn date_in_words(date: ImpreciseDate) -> AttrValue {
    match date {
        ImpreciseDate::Day { on } => i18n::full_day(on),
        ImpreciseDate::Month { year, month } => t!(
            "date-month",
            month = t!(format!("when-month-{month}")).to_string(),
            year = year.to_string()
        ),
        ImpreciseDate::Year { year } => t!("date-year", year = year.to_string()),
        ImpreciseDate::SetByAuthority { on } => {
            t!(
                "date-set-by-authority",
                day = i18n::full_day(on).to_string()
            )
        }
        ImpreciseDate::Estimated { year } => t!("date-estimated", year = year.to_string()),
    }
}

/// Properties of [`DateField`].
#[derive(Debug, PartialEq, Properties)]
pub struct DateFieldProps {
    /// The id of the control.
    pub id: AttrValue,
    /// The label.
    pub label: AttrValue,
    /// Said before the field; may be empty.
    #[prop_or_default]
    pub hint: AttrValue,
    /// What is wrong with the value; what cannot be read is said by the field itself.
    #[prop_or_default]
    pub problems: Vec<FieldProblem>,
    /// Whether the form cannot be completed without it.
    #[prop_or_default]
    pub is_required: bool,
    /// The date.
    #[prop_or_default]
    pub value: Option<ImpreciseDate>,
    /// The date after a change; none while the field is empty or cannot be read.
    pub on_change: Callback<Option<ImpreciseDate>>,
    /// What was typed here before and cannot be read, for a field that is shown again.
    #[prop_or_default]
    pub unread: AttrValue,
    /// What stands there and cannot be read; empty as soon as it can.
    #[prop_or_default]
    pub on_unread: Callback<String>,
    /// Whether a day may be marked as set by an authority.
    #[prop_or_default]
    pub may_be_set_by_authority: bool,
    /// Today, for years of two digits; absent: this device's day.
    #[prop_or_default]
    pub today: Option<Day>,
}

/// A date that may be known to the day, the month or the year only.
#[function_component]
pub fn DateField(props: &DateFieldProps) -> Html {
    let id = &props.id;
    let today = props.today.unwrap_or_else(|| platform::now().day());
    let was_set = matches!(props.value, Some(ImpreciseDate::SetByAuthority { .. }));
    let on_read = {
        let on_change = props.on_change.clone();
        Callback::from(move |read: Read<ImpreciseDate>| {
            on_change.emit(match read {
                Ok(Some(ImpreciseDate::Day { on })) if was_set => {
                    Some(ImpreciseDate::SetByAuthority { on })
                }
                Ok(date) => date,
                Err(_) => None,
            });
        })
    };
    let on_set = {
        let (on_change, value) = (props.on_change.clone(), props.value);
        Callback::from(move |_: Event| {
            on_change.emit(match value {
                Some(ImpreciseDate::Day { on }) => Some(ImpreciseDate::SetByAuthority { on }),
                Some(ImpreciseDate::SetByAuthority { on }) => Some(ImpreciseDate::Day { on }),
                other => other,
            });
        })
    };
    let may_be_set =
        props.may_be_set_by_authority && props.value.is_some_and(|date| date.day().is_some());
    html! {
        <TypedDate<ImpreciseDate>
            id={id.clone()}
            label={props.label.clone()}
            hint={props.hint.clone()}
            problems={props.problems.clone()}
            is_required={props.is_required}
            shown={props.value.map(|date| AttrValue::from(date.shown()))}
            understood={props.value.map(date_in_words)}
            read={Reader(read_imprecise)}
            {today}
            {on_read}
            unread={props.unread.clone()}
            on_unread={props.on_unread.clone()}
        >
            <label class="tick" hidden={!may_be_set}>
                <input
                    type="checkbox"
                    class="tick__box"
                    id={format!("{id}-set-by-authority")}
                    checked={was_set}
                    onchange={on_set}
                />
                <span>{ t!("date-is-set-by-authority") }</span>
            </label>
        </TypedDate<ImpreciseDate>>
    }
}

/// Properties of [`DayField`].
#[derive(Debug, PartialEq, Properties)]
pub struct DayFieldProps {
    /// The id of the control.
    pub id: AttrValue,
    /// The label.
    pub label: AttrValue,
    /// Said before the field; may be empty.
    #[prop_or_default]
    pub hint: AttrValue,
    /// What is wrong with the value; what cannot be read is said by the field itself.
    #[prop_or_default]
    pub problems: Vec<FieldProblem>,
    /// Whether the form cannot be completed without it.
    #[prop_or_default]
    pub is_required: bool,
    /// The day.
    #[prop_or_default]
    pub value: Option<Day>,
    /// The day after a change; none while the field is empty or cannot be read.
    pub on_change: Callback<Option<Day>>,
    /// Whether what stands in the field after a change cannot be read as a day, for forms in which an empty field says
    /// something.
    #[prop_or_default]
    pub on_unreadable: Callback<bool>,
    /// Which day is meant if its year is not typed: what happened lies behind, what is due lies ahead.
    #[prop_or_default]
    pub nearest: Nearest,
    /// Today, for days without a year and for "morgen"; absent: this device's day.
    #[prop_or_default]
    pub today: Option<Day>,
}

/// A day, known exactly, also as it is named in a hurry: `26.11.`, `morgen`.
#[function_component]
pub fn DayField(props: &DayFieldProps) -> Html {
    let today = props.today.unwrap_or_else(|| platform::now().day());
    let on_read = {
        let (on_change, on_unreadable) = (props.on_change.clone(), props.on_unreadable.clone());
        Callback::from(move |read: Read<Day>| {
            on_unreadable.emit(read.is_err());
            on_change.emit(read.ok().flatten());
        })
    };
    html! {
        <TypedDate<Day>
            id={props.id.clone()}
            label={props.label.clone()}
            hint={props.hint.clone()}
            problems={props.problems.clone()}
            is_required={props.is_required}
            shown={props.value.map(|on| AttrValue::from(ImpreciseDate::Day { on }.shown()))}
            understood={props.value.map(i18n::full_day)}
            read={Reader(match props.nearest {
                Nearest::Past => read_past,
                Nearest::Coming => read_coming,
            })}
            {today}
            {on_read}
        />
    }
}

fn read_imprecise(text: &str, today: Day) -> Read<ImpreciseDate> {
    ImpreciseDate::typed(text, today)
}

fn read_past(text: &str, today: Day) -> Read<Day> {
    typed_day(text, today, Nearest::Past)
}

fn read_coming(text: &str, today: Day) -> Read<Day> {
    typed_day(text, today, Nearest::Coming)
}

/// How a text becomes a date; compared by address, since it is always one of the functions above.
#[derive(Debug)]
struct Reader<T>(fn(&str, Day) -> Read<T>);

impl<T> Clone for Reader<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Reader<T> {}

impl<T> PartialEq for Reader<T> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::fn_addr_eq(self.0, other.0)
    }
}

#[derive(Debug, PartialEq, Properties)]
struct TypedDateProps<T: PartialEq + 'static> {
    id: AttrValue,
    label: AttrValue,
    hint: AttrValue,
    problems: Vec<FieldProblem>,
    is_required: bool,
    shown: Option<AttrValue>,
    understood: Option<AttrValue>,
    read: Reader<T>,
    today: Day,
    on_read: Callback<Read<T>>,
    #[prop_or_default]
    unread: AttrValue,
    #[prop_or_default]
    on_unread: Callback<String>,
    #[prop_or_default]
    children: Children,
}

/// The line that is typed into, and what was understood of it.
#[function_component]
fn TypedDate<T: PartialEq + 'static>(props: &TypedDateProps<T>) -> Html {
    let id = &props.id;
    // The text as typed, while it differs from how the value is written.
    let typed = use_state_eq(|| (!props.unread.is_empty()).then(|| props.unread.to_string()));
    let has_left = use_state_eq(|| !props.unread.is_empty());
    let hint = if props.hint.is_empty() {
        t!("date-hint")
    } else {
        props.hint.clone()
    };
    let own_problem = (*typed)
        .as_deref()
        .and_then(|text| (props.read.0)(text, props.today).err())
        .filter(|_| *has_left);
    let problem = own_problem.map_or_else(
        || problem_text(&props.problems),
        |code| match code {
            // Of a date more can be said than that it does not fit.
            ProblemCode::Invalid => t!("date-unreadable"),
            code => problem_text(&[code.into()]),
        },
    );
    let on_input = {
        let (typed, has_left) = (typed.clone(), has_left.clone());
        let (on_read, on_unread) = (props.on_read.clone(), props.on_unread.clone());
        let (read, today) = (props.read, props.today);
        Callback::from(move |text: String| {
            let found = (read.0)(&text, today);
            let is_read = found.is_ok();
            on_read.emit(found);
            on_unread.emit(if is_read { String::new() } else { text.clone() });
            has_left.set(false);
            typed.set(Some(text));
        })
    };
    let on_leave = {
        let (typed, has_left) = (typed.clone(), has_left.clone());
        let (read, today) = (props.read, props.today);
        Callback::from(move |()| {
            has_left.set(true);
            if (*typed)
                .as_deref()
                .is_some_and(|text| (read.0)(text, today).is_ok())
            {
                typed.set(None);
            }
        })
    };
    let value = (*typed)
        .clone()
        .map_or_else(|| props.shown.clone().unwrap_or_default(), AttrValue::from);
    let understood = props.understood.clone().unwrap_or_default();
    html! {
        <div class={classes!("field", "field--date", (!problem.is_empty()).then_some("field--wrong"))}>
            <label class="field__label" for={id.clone()}>
                { props.label.clone() }
                <span class="field__mark" hidden={!props.is_required} title={t!("ui-required")} aria-hidden="true">{ " *" }</span>
            </label>
            <p class="field__hint visually-hidden" id={format!("{id}-hint")}>{ hint.clone() }</p>
            <div class="field__control">
                <TextInput
                    id={id.clone()}
                    {value}
                    {on_input}
                    {on_leave}
                    kind={InputKind::Digits}
                    placeholder={hint}
                    is_wrong={!problem.is_empty()}
                    is_plain_ascii=true
                />
            </div>
            <p class="field__said" aria-live="polite" hidden={understood.is_empty()}>{ understood }</p>
            <div>{ props.children.clone() }</div>
            <p class="field__problem" id={format!("{id}-problem")} hidden={problem.is_empty()}>{ problem }</p>
        </div>
    }
}
