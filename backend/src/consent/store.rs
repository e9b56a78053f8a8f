//! The rows of consents.

use std::collections::{HashMap, HashSet};

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use shared::consent::{ConsentAnswer, ConsentKind, RecordConsent};
use shared::exchange::Subject;
use shared::kernel::{ConsentId, Day, PersonId};

use crate::db::schema::consent;
use crate::db::{Failure, day, on_either, one_of, parse};
use crate::tx::Tx;

/// What can change about consents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "with", rename_all = "snake_case")]
pub enum ConsentEffect {
    /// An answer was recorded.
    Recorded(RecordConsent),
}

/// Applies an effect.
///
/// # Errors
/// If a statement fails.
pub fn apply(tx: &mut Tx<'_>, subject: &Subject, effect: &ConsentEffect) -> Result<(), Failure> {
    let person = subject
        .person()
        .ok_or(Failure::Broken("a consent of another subject"))?;
    let ConsentEffect::Recorded(answer) = effect;
    let id = answer.consent.to_string();
    let content = tx.seal(subject, "consent.content", &id, answer)?;
    diesel::insert_into(consent::table)
        .values((
            consent::municipality.eq(tx.municipality().to_owned()),
            consent::consent_id.eq(id),
            consent::person_id.eq(person.to_string()),
            consent::kind.eq(<&'static str>::from(answer.kind)),
            consent::answer.eq(<&'static str>::from(answer.answer)),
            consent::answered_on.eq(answer.answered_on.to_string()),
            consent::content.eq(content),
        ))
        .execute(tx.conn())?;
    Ok(())
}

/// The order in which answers count: of one day the one that was given last.
const ORDER: (consent::answered_on, consent::consent_id) =
    (consent::answered_on, consent::consent_id);

/// Whether there is an answer under this id.
pub(super) fn exists(tx: &mut Tx<'_>, id: ConsentId) -> Result<bool, Failure> {
    let found: Option<String> = consent::table
        .find((tx.municipality().to_owned(), id.to_string()))
        .select(consent::consent_id)
        .first(tx.conn())
        .optional()?;
    Ok(found.is_some())
}

/// Those of these persons whose answer that counts is yes, in one statement.
///
/// # Errors
/// If the database cannot answer or an answer is unreadable.
pub fn list_given(
    tx: &mut Tx<'_>,
    persons: &[PersonId],
    kind: ConsentKind,
) -> Result<HashSet<PersonId>, Failure> {
    let is_given = |answer: &str| answer == <&'static str>::from(ConsentAnswer::Given);
    let latest = list_latest(tx, persons, kind)?.into_iter();
    Ok(latest
        .filter(|(_, (answer, _))| is_given(answer))
        .map(|(person, _)| person)
        .collect())
}

/// Those of these persons who took their consent back, and on which day, in one statement.
///
/// # Errors
/// If the database cannot answer or an answer is unreadable.
pub fn list_revoked(
    tx: &mut Tx<'_>,
    persons: &[PersonId],
    kind: ConsentKind,
) -> Result<HashMap<PersonId, Day>, Failure> {
    let is_revoked = |answer: &str| answer == <&'static str>::from(ConsentAnswer::Revoked);
    let latest = list_latest(tx, persons, kind)?.into_iter();
    latest
        .filter(|(_, (answer, _))| is_revoked(answer))
        .map(|(person, (_, on))| Ok((person, day(&on, "consent.answered_on")?)))
        .collect()
}

/// The answer that counts of each of these persons, and its day.
fn list_latest(
    tx: &mut Tx<'_>,
    persons: &[PersonId],
    kind: ConsentKind,
) -> Result<HashMap<PersonId, (String, String)>, Failure> {
    if persons.is_empty() {
        return Ok(HashMap::new());
    }
    let municipality = tx.municipality().to_owned();
    let persons: Vec<String> = persons.iter().map(ToString::to_string).collect();
    type Row = (String, String, String, String);
    let rows: Vec<Row> = on_either!(tx.conn(), conn => consent::table
        .filter(consent::municipality.eq(municipality))
        .filter(one_of(consent::person_id, persons))
        .filter(consent::kind.eq(<&'static str>::from(kind)))
        .select((
            consent::person_id,
            consent::answered_on,
            consent::consent_id,
            consent::answer,
        ))
        .load(conn))?;
    // They are few for each person: the one that counts is found here, in the order of `ORDER`.
    let mut latest: HashMap<String, (String, String, String)> = HashMap::new();
    for (person, on, id, answer) in rows {
        let known = latest.get(&person);
        if known.is_none_or(|(known_on, known_id, _)| (known_on, known_id) < (&on, &id)) {
            latest.insert(person, (on, id, answer));
        }
    }
    latest
        .into_iter()
        .map(|(person, (on, _, answer))| Ok((parse(&person, "consent.person_id")?, (answer, on))))
        .collect()
}

/// The answers of a person, oldest first.
///
/// # Errors
/// If the database cannot answer or an answer is unreadable.
pub fn list_of_person(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<RecordConsent>, Failure> {
    let rows: Vec<(String, Vec<u8>)> = consent::table
        .filter(consent::municipality.eq(tx.municipality().to_owned()))
        .filter(consent::person_id.eq(person.to_string()))
        .order(ORDER)
        .select((consent::consent_id, consent::content))
        .load(tx.conn())?;
    rows.into_iter()
        .map(|(id, content)| tx.open(&Subject::Person(person), "consent.content", &id, &content))
        .collect()
}
