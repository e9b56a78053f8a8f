//! The next step of a case: a day and what is due, or a dated reason why nothing is (design 3.13).

use shared::case::NextDate;
use shared::kernel::date::Nearest;
use shared::kernel::{Day, FieldProblem, ProblemCode};
use yew::prelude::*;

use crate::ui::{Button, ButtonKind, Checkbox, DayField, TextField};
use crate::{i18n, platform, t};

/// The next step in a sentence.
#[must_use]
pub(crate) fn next_in_words(next: Option<&NextDate>) -> AttrValue {
    match next {
        None => t!("next-none"),
        Some(NextDate::FirstContact { on, .. }) => t!(
            "next-first-contact",
            day = i18n::weekday_and_day(*on).to_string()
        ),
        Some(NextDate::Due { on, what }) => {
            t!(
                "next-due",
                day = i18n::weekday_and_day(*on).to_string(),
                what = what.clone()
            )
        }
        Some(NextDate::NoneBecause { reason, review_on }) => {
            t!(
                "next-nothing",
                day = i18n::weekday_and_day(*review_on).to_string(),
                reason = reason.clone()
            )
        }
    }
}

/// Properties of [`NextDateForm`].
#[derive(Debug, PartialEq, Properties)]
pub(super) struct NextDateFormProps {
    /// Today.
    pub today: Day,
    /// What holds now.
    pub next: Option<NextDate>,
    /// What was set.
    pub on_set: Callback<NextDate>,
    /// The form was left as it was.
    pub on_cancel: Callback<()>,
}

fn typed_next(day: Day, words: &str, is_nothing: bool) -> NextDate {
    let text = words.trim().to_owned();
    if is_nothing {
        NextDate::NoneBecause {
            reason: text,
            review_on: day,
        }
    } else {
        NextDate::Due {
            on: day,
            what: text,
        }
    }
}

/// The form for the next step.
#[component]
pub(super) fn NextDateForm(props: &NextDateFormProps) -> Html {
    let is_nothing = use_state(|| matches!(props.next, Some(NextDate::NoneBecause { .. })));
    let day = use_state(|| {
        props
            .next
            .as_ref()
            .map(NextDate::on)
            .filter(|day| *day >= props.today)
    });
    let words = use_state(|| match &props.next {
        Some(NextDate::Due { what, .. }) => what.clone(),
        Some(NextDate::NoneBecause { reason, .. }) => reason.clone(),
        Some(NextDate::FirstContact { .. }) | None => String::new(),
    });
    let is_tried = use_state(|| false);
    use_effect_with((), |()| {
        platform::focus("next-on");
    });

    let missing = |is_missing: bool| -> Vec<FieldProblem> {
        if *is_tried && is_missing {
            vec![ProblemCode::Missing.into()]
        } else {
            Vec::new()
        }
    };
    let typed = typed_next(day.unwrap_or(props.today), &words, *is_nothing);
    let found = typed.problems();
    let of = |paths: [&str; 2]| paths.map(|path| found.of(path).to_vec()).concat();
    let day_problems = match *day {
        None => missing(true),
        Some(day) if day < props.today => vec![ProblemCode::TooEarly.into()],
        Some(_) => of(["on", "review_on"]),
    };
    let word_problems = if words.trim().is_empty() {
        missing(true)
    } else {
        of(["what", "reason"])
    };
    let is_day_right =
        day.is_some_and(|day| day >= props.today) && of(["on", "review_on"]).is_empty();
    let is_right = day.is_some_and(|day| day >= props.today) && found.is_empty();

    let on_submit = {
        let (is_tried, on_set) = (is_tried.clone(), props.on_set.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            is_tried.set(true);
            if is_right {
                on_set.emit(typed.clone());
            } else {
                platform::focus(if is_day_right { "next-what" } else { "next-on" });
            }
        })
    };
    let (day_label, words_label) = if *is_nothing {
        (t!("next-review-on"), t!("next-reason"))
    } else {
        (t!("next-on"), t!("next-what"))
    };
    html! {
        <form class="stack" onsubmit={on_submit} novalidate=true>
            <DayField
                id="next-on"
                label={day_label}
                hint={t!("next-on-hint")}
                nearest={Nearest::Coming}
                today={Some(props.today)}
                value={*day}
                on_change={let day = day.clone(); Callback::from(move |typed| day.set(typed))}
                problems={day_problems}
                is_required=true
            />
            <TextField
                id="next-what"
                label={words_label}
                value={AttrValue::from((*words).clone())}
                on_input={let words = words.clone(); Callback::from(move |typed| words.set(typed))}
                problems={word_problems}
                is_required=true
            />
            <Checkbox
                id="next-nothing"
                label={t!("next-none-because")}
                is_checked={*is_nothing}
                on_change={let is_nothing = is_nothing.clone(); Callback::from(move |ticked| is_nothing.set(ticked))}
            />
            <div class="actions">
                <Button kind={ButtonKind::Primary} is_submit=true>{ t!("next-save") }</Button>
                <Button kind={ButtonKind::Quiet} on_press={props.on_cancel.clone()}>{ t!("next-cancel") }</Button>
            </div>
        </form>
    }
}
