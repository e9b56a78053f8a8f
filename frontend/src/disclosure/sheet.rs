//! The sheet for an office or a conference: whom it is about, what it is for, and of the file the kinds of data that were chosen,
//! as they stand there now. Nothing else of the file comes onto it, and never an address that is locked.

use shared::device::ShownCase;
use shared::disclosure::{DataClass, DisclosureDraft};
use shared::intake::{FactDraft, Lane};
use shared::kernel::{Day, ImpreciseDate};
use shared::organisation::Organisation;
use yew::AttrValue;

use super::words::{class_name, offices_in_words};
use crate::case::state::fact_label;
use crate::intake::handout::{Contact, Sheet};
use crate::ui::date_in_words;
use crate::{i18n, t};

/// What stands on the sheet, each with its heading.
pub(super) fn lines(
    shown: &ShownCase,
    draft: &DisclosureDraft,
    day: Day,
) -> Vec<(AttrValue, AttrValue)> {
    let mut lines = vec![(t!("disclosure-sheet-person"), person(shown))];
    let of_classes = draft.classes.iter().map(|class| {
        let told = match class.lane() {
            Some(lane) => of_lane(shown, lane, day),
            None => contact(shown),
        };
        let told = if told.is_empty() {
            t!("disclosure-sheet-nothing")
        } else {
            AttrValue::from(told)
        };
        (class_name(*class), told)
    });
    lines.extend(of_classes);
    lines
}

/// The sheet of a disclosure, for the printer.
pub(super) fn sheet(
    shown: &ShownCase,
    draft: &DisclosureDraft,
    town: &Organisation,
    day: Day,
) -> Sheet {
    let responsible = shown.head.responsible.as_ref();
    let from = responsible.map(|who| Contact::of_responsible(who, town, day));
    let mut said = vec![
        (
            t!("disclosure-sheet-for"),
            AttrValue::from(offices_in_words(draft, town, day)),
        ),
        (
            t!("disclosure-purpose"),
            AttrValue::from(draft.purpose.clone()),
        ),
    ];
    if let Some(on) = draft.conference_on {
        said.push((t!("disclosure-conference-on"), i18n::day(on)));
    }
    said.extend(lines(shown, draft, day));
    if !draft.message.trim().is_empty() {
        said.push((
            t!("disclosure-message"),
            AttrValue::from(draft.message.clone()),
        ));
    }
    said.push((
        t!("disclosure-sheet-basis"),
        t!("disclosure-sheet-consented"),
    ));
    Sheet {
        title: Some(t!(
            "disclosure-sheet-title",
            day = i18n::day(day).to_string()
        )),
        from: from.clone().unwrap_or_default(),
        day,
        said,
        to: from.map(|from| (t!("disclosure-sheet-answer-to"), from)),
    }
}

fn person(shown: &ShownCase) -> AttrValue {
    let name = shown.head.name.clone();
    match shown.person.draft.born {
        Some(born) => t!(
            "disclosure-sheet-born",
            name = name,
            born = date_in_words(born).to_string()
        ),
        None => AttrValue::from(name),
    }
}

fn contact(shown: &ShownCase) -> String {
    let draft = &shown.person.draft;
    let address = &draft.address;
    // Who is not to be found is not told of by a sheet of paper.
    let place = if address.is_locked {
        t!("disclosure-sheet-locked").to_string()
    } else {
        let town = [address.post_code.as_str(), address.town.as_str()].join(" ");
        joined(
            [address.street.trim(), town.trim(), address.place.trim()],
            ", ",
        )
    };
    let ways = [
        place.as_str(),
        draft.contact.telephone.trim(),
        draft.contact.email.trim(),
    ];
    joined(ways, " · ")
}

fn joined<const N: usize>(parts: [&str; N], by: &str) -> String {
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(by)
}

/// What holds on a lane on a day, in words.
fn of_lane(shown: &ShownCase, lane: Lane, day: Day) -> String {
    let facts = || shown.person.facts.iter().map(|fact| &fact.value);
    let holding = facts()
        .filter(|fact| fact.draft.lane == lane && !fact.is_corrected_by(facts()))
        .map(|fact| &fact.draft)
        .filter(|draft| draft.ends.is_none_or(|ends| ends >= day))
        .map(|draft| in_words(draft).to_string());
    holding.collect::<Vec<_>>().join("; ")
}

fn in_words(draft: &FactDraft) -> AttrValue {
    let what = fact_label(draft).to_string();
    let from = draft.begins.map(ImpreciseDate::shown);
    let until = draft.ends.map(|ends| i18n::day(ends).to_string());
    match (from, until) {
        (None, None) => AttrValue::from(what),
        (Some(from), None) => t!("disclosure-sheet-since", what = what, from = from),
        (None, Some(until)) => t!("disclosure-sheet-until", what = what, until = until),
        (Some(from), Some(until)) => t!(
            "disclosure-sheet-from-until",
            what = what,
            from = from,
            until = until
        ),
    }
}

/// What can be told, with its word.
pub(super) fn classes() -> impl Iterator<Item = (DataClass, AttrValue)> {
    <DataClass as strum::IntoEnumIterator>::iter().map(|class| (class, class_name(class)))
}
