//! What is known of a person, in words: births with their precision, why a search hit.

use shared::kernel::ImpreciseDate;
use shared::person::matching::{MatchReason, Verdict};
use yew::AttrValue;

use crate::t;
use crate::ui::date_in_words;

/// A birth as it stands behind a name.
#[must_use]
pub fn born(date: Option<ImpreciseDate>) -> AttrValue {
    date.map_or_else(
        || t!("person-date-unknown"),
        |date| t!("person-born", date = date_in_words(date).to_string()),
    )
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
