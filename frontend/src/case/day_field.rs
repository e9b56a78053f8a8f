//! A field for a day that is named in a hurry: `26.11.`, `26.11.2026`, `morgen`. The next such day is meant.

use jiff::civil::Date;
use shared::kernel::{Day, FieldProblem, ImpreciseDate, ProblemCode};
use yew::prelude::*;

use crate::i18n;
use crate::ui::{InputKind, TextField};

/// What was typed as a day. Without a year, the next one from today on; `heute`, `morgen`, `today`, `tomorrow` count.
///
/// # Errors
/// `ImpossibleDate` or `Invalid`; an empty text is no day and no problem.
pub(super) fn typed_day(text: &str, today: Day) -> Result<Option<Day>, ProblemCode> {
    let text = text.trim();
    match text.to_lowercase().as_str() {
        "" => return Ok(None),
        "heute" | "today" => return Ok(Some(today)),
        "morgen" | "tomorrow" => return Ok(today.tomorrow().ok()),
        _ => {}
    }
    if let Some((day, month)) = without_year(text) {
        let in_year = |year| Date::new(year, month, day).map_err(|_| ProblemCode::ImpossibleDate);
        let this_year = in_year(today.year());
        return match this_year {
            Ok(date) if date >= today => Ok(Some(date)),
            // 29 February has its year too, but perhaps not this one.
            Ok(_) | Err(_) => in_year(today.year() + 1).map(Some),
        };
    }
    match ImpreciseDate::typed(text, today)? {
        Some(date) => date.day().map(Some).ok_or(ProblemCode::Invalid),
        None => Ok(None),
    }
}

fn without_year(text: &str) -> Option<(i8, i8)> {
    let (day, month) = text.strip_suffix('.').unwrap_or(text).split_once('.')?;
    let number = |part: &str| part.trim().parse().ok().filter(|_| part.trim().len() <= 2);
    Some((number(day)?, number(month)?))
}

/// Properties of [`DayField`].
#[derive(Debug, PartialEq, Properties)]
pub struct DayFieldProps {
    /// The id of the control.
    pub id: AttrValue,
    /// The label.
    pub label: AttrValue,
    /// Said before the field.
    #[prop_or_default]
    pub hint: AttrValue,
    /// Today, from which a day without a year is counted.
    pub today: Day,
    /// The day that stands there at first.
    #[prop_or_default]
    pub value: Option<Day>,
    /// The day after every change; none while there is none.
    pub on_change: Callback<Option<Day>>,
    /// What is wrong with the day.
    #[prop_or_default]
    pub problems: Vec<FieldProblem>,
    /// Whether the form cannot be completed without it.
    #[prop_or_default]
    pub is_required: bool,
}

/// A field for a day.
#[component]
pub fn DayField(props: &DayFieldProps) -> Html {
    let text = use_state(|| props.value.map(i18n::day).unwrap_or_default());
    let own = typed_day(&text, props.today);
    let problems = match own {
        Err(code) => vec![FieldProblem::from(code)],
        Ok(_) => props.problems.clone(),
    };
    let on_input = {
        let (text, on_change, today) = (text.clone(), props.on_change.clone(), props.today);
        Callback::from(move |typed: String| {
            on_change.emit(typed_day(&typed, today).ok().flatten());
            text.set(typed.into());
        })
    };
    let on_leave = {
        let text = text.clone();
        Callback::from(move |()| {
            if let Ok(Some(day)) = own {
                text.set(i18n::day(day));
            }
        })
    };
    html! {
        <TextField
            id={props.id.clone()}
            label={props.label.clone()}
            hint={props.hint.clone()}
            value={(*text).clone()}
            kind={InputKind::Digits}
            is_required={props.is_required}
            {problems}
            {on_input}
            {on_leave}
        />
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const TODAY: Day = date(2026, 11, 23);

    #[test]
    fn a_day_without_a_year_is_the_next_one() {
        assert_eq!(typed_day("26.11.", TODAY), Ok(Some(date(2026, 11, 26))));
        assert_eq!(typed_day("23.11", TODAY), Ok(Some(TODAY)));
        assert_eq!(typed_day("1.3.", TODAY), Ok(Some(date(2027, 3, 1))));
    }

    #[test]
    fn words_and_whole_dates_are_understood() {
        assert_eq!(typed_day("Morgen", TODAY), Ok(Some(date(2026, 11, 24))));
        assert_eq!(typed_day(" heute ", TODAY), Ok(Some(TODAY)));
        assert_eq!(typed_day("01.03.2027", TODAY), Ok(Some(date(2027, 3, 1))));
        assert_eq!(typed_day("", TODAY), Ok(None));
    }

    #[test]
    fn what_is_no_day_is_said() {
        assert_eq!(typed_day("31.2.", TODAY), Err(ProblemCode::ImpossibleDate));
        assert_eq!(typed_day("2027", TODAY), Err(ProblemCode::Invalid));
        assert!(typed_day("bald", TODAY).is_err());
    }
}
