//! What is known of a person, in words: births with their precision, the next date, why a
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

/// When the next date of a hit is, or was: one that has passed is not called the next.
#[must_use]
pub fn next(hit: &DeskHit, today: Day) -> AttrValue {
    let Some(on) = hit.next_on else {
        return t!("person-hit-no-next");
    };
    let key = if on < today {
        "person-hit-past"
    } else {
        "person-hit-next"
    };
    t!(key, day = i18n::weekday_and_day(on).to_string())
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
