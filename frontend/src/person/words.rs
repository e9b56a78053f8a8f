//! What is known of a person, in words: births with their precision, the next appointment, why a
//! search hit.

use shared::kernel::{Day, ImpreciseDate};
use shared::person::calls::DeskHit;
use shared::person::matching::{MatchKind, MatchReason, Verdict};
use yew::AttrValue;

use super::typed::is_latin;
use crate::ui::{Tone, date_in_words};
use crate::{i18n, t};

/// A birth as it stands behind a name.
#[must_use]
pub fn born(date: Option<ImpreciseDate>) -> AttrValue {
    date.map_or_else(
        || t!("person-date-unknown"),
        |date| t!("person-born", date = date_in_words(date).to_string()),
    )
}

/// A name in its original script, where it is one: Latin letters there are the name once more and say nothing new.
#[must_use]
pub fn script(name: &str) -> AttrValue {
    if is_latin(name) {
        AttrValue::default()
    } else {
        AttrValue::from(name.to_owned())
    }
}

/// The birth of a hit; where only the line of the worklist is on this device, that.
#[must_use]
pub fn birth(hit: &DeskHit, is_left: bool) -> AttrValue {
    if is_left {
        t!("person-hit-left")
    } else {
        born(hit.born)
    }
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

/// That the case stands at a record that was linked with this one; empty where it does not.
#[must_use]
pub fn through(hit: &DeskHit) -> AttrValue {
    hit.through
        .as_ref()
        .map_or_else(AttrValue::default, |through| {
            t!(
                "person-through",
                name = through.name.clone(),
                number = through.number.clone()
            )
        })
}

/// Why a record hit, as short as a chip.
#[must_use]
pub fn reason(reason: &MatchReason) -> AttrValue {
    let kind: &'static str = reason.kind.into();
    // A whole name that stands in a longer one is more than a beginning.
    let is_within = reason.kind == MatchKind::NameBeginning
        && reason
            .found
            .split_whitespace()
            .any(|part| part == reason.typed);
    let kind = if is_within { "name_within" } else { kind };
    t!(
        format!("match-{kind}"),
        typed = reason.typed.clone(),
        found = reason.found.clone()
    )
}

/// The colour of a verdict, the same wherever it stands.
#[must_use]
pub const fn tone(verdict: Verdict) -> Tone {
    match verdict {
        Verdict::Likely => Tone::Success,
        Verdict::Possible => Tone::Warning,
        Verdict::Different => Tone::Neutral,
    }
}

/// How sure a hit is.
#[must_use]
pub fn verdict(verdict: Verdict) -> AttrValue {
    let code: &'static str = verdict.into();
    t!(format!("verdict-{code}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(typed: &str, found: &str) -> String {
        reason(&MatchReason {
            kind: MatchKind::NameBeginning,
            typed: typed.to_owned(),
            found: found.to_owned(),
        })
        .replace(['\u{2068}', '\u{2069}'], "")
    }

    #[test]
    fn latin_letters_are_no_other_script() {
        assert_eq!(script("Ghulam Rassuli"), "");
        assert_eq!(script("غلام رسولی"), "غلام رسولی");
    }

    #[test]
    fn a_whole_name_in_a_longer_one_is_no_beginning() {
        assert_eq!(said("محمد", "محمد الحسن"), "محمد im Namen enthalten");
        assert_eq!(said("warsam", "Warsame"), "warsam …: beginnt wie Warsame");
    }
}
