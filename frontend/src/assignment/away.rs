//! The absence of a post in words: until when, and who deputises. Why somebody is away is nobody's business.

use shared::kernel::{Day, PostCode};
use shared::organisation::{Absence, Organisation};
use yew::AttrValue;

use crate::{i18n, t};

/// `abwesend bis 04.12.2026. Vertretung: …`; empty while the holder of the post is there.
#[must_use]
pub fn away_in_words(town: &Organisation, post: &PostCode, today: Day) -> AttrValue {
    town.absence_on(post, today)
        .map_or_else(AttrValue::default, |absence| now(town, absence, today))
}

/// As [`away_in_words`], and an absence that begins soon is announced: whoever has the case open can still hand over.
#[must_use]
pub fn away_soon_in_words(town: &Organisation, post: &PostCode, today: Day) -> AttrValue {
    match town.next_absence(post, today) {
        Some(absence) if absence.valid_from > today => {
            let from = i18n::weekday_and_day(absence.valid_from).to_string();
            let when = match absence.valid_until {
                Some(until) => t!(
                    "away-from-until",
                    from = from,
                    until = i18n::day(until).to_string()
                ),
                None => t!("away-from", from = from),
            };
            with_deputy(&when, town, absence, absence.valid_from)
        }
        Some(absence) => now(town, absence, today),
        None => AttrValue::default(),
    }
}

fn now(town: &Organisation, absence: &Absence, today: Day) -> AttrValue {
    let when = absence.valid_until.map_or_else(
        || t!("away-open"),
        |until| t!("away-until", until = i18n::day(until).to_string()),
    );
    with_deputy(&when, town, absence, today)
}

fn with_deputy(when: &str, town: &Organisation, absence: &Absence, day: Day) -> AttrValue {
    let deputy = absence.deputy.as_ref().map(|post| {
        town.holder_on(post, day).map_or_else(
            || {
                t!(
                    "away-deputy-post",
                    post = town
                        .post_on(post, day)
                        .map_or_else(|| post.to_string(), |post| post.name.clone())
                )
            },
            |holder| {
                t!(
                    "away-deputy",
                    name = holder.name.clone(),
                    telephone = holder.telephone.clone()
                )
            },
        )
    });
    AttrValue::from(format!(
        "{when} · {}",
        deputy.unwrap_or_else(|| t!("away-nobody"))
    ))
}
