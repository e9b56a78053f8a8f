//! What is known of a person, in words: births with their precision, the next appointment, why a
//! search hit.

use shared::kernel::{Day, ImpreciseDate};
use shared::person::calls::DeskHit;
use shared::person::matching::{MatchReason, Verdict};
use yew::AttrValue;

use crate::ui::date_in_words;
use crate::{i18n, t};

/// A birth as it stands behind a name.
#[must_use]
pub fn born(date: Option<ImpreciseDate>) -> AttrValue {
    date.map_or_else(
        || t!("person-date-unknown"),
        |date| t!("person-born", date = date_in_words(date).to_string()),
    )
}

/// The next appointment, with its time: what a person at the counter asks for.
#[must_use]
pub fn appointment(hit: &DeskHit) -> AttrValue {
    hit.appointment_at.map_or_else(
        || t!("person-hit-no-appointment"),
        |at| {
            t!(
                "person-hit-appointment",
                day = i18n::weekday_and_day(at.day()).to_string(),
                time = i18n::clock_time(at).to_string()
            )
        },
    )
}

/// By when the worker takes the next step; nobody is expected anywhere on that day.
#[must_use]
pub fn step(hit: &DeskHit, today: Day) -> AttrValue {
    let Some(on) = hit.next_on else {
        return AttrValue::default();
    };
    let key = if on < today {
        "person-hit-step-past"
    } else {
        "person-hit-step"
    };
    t!(key, day = i18n::weekday_and_day(on).to_string())
}

/// What happened to somebody without a case, as far as this reader may know it.
#[must_use]
pub fn intake(hit: &DeskHit) -> AttrValue {
    let Some(latest) = &hit.intake else {
        return t!(if hit.may_open {
            "person-intake-none"
        } else {
            "person-intake-elsewhere"
        });
    };
    let state: &'static str = latest.state.into();
    match latest.on {
        Some(day) if !latest.state.is_undecided() => t!(
            format!("person-intake-{state}-on"),
            day = i18n::day(day).to_string()
        ),
        _ => t!(format!("person-intake-{state}")),
    }
}

/// Why a record hit, as short as a chip.
#[must_use]
pub fn reason(reason: &MatchReason) -> AttrValue {
    let kind: &'static str = reason.kind.into();
    t!(
        format!("match-{kind}"),
        typed = reason.typed.clone(),
        found = reason.found.clone()
    )
}

/// How sure a hit is.
#[must_use]
pub fn verdict(verdict: Verdict) -> AttrValue {
    let code: &'static str = verdict.into();
    t!(format!("verdict-{code}"))
}
