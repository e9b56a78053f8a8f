//! The rows of consents.

use std::collections::{HashMap, HashSet};

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use shared::consent::{
    ConsentAnswer, ConsentKind, Receiver, RecordConsent, special, withheld_since,
};
use shared::exchange::Subject;
use shared::kernel::{AttachmentId, ConsentId, Day, PersonId, UnitCode};

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
    let last: Option<i64> = consent::table
        .filter(consent::municipality.eq(tx.municipality().to_owned()))
        .filter(consent::person_id.eq(person.to_string()))
        .select(diesel::dsl::max(consent::place))
        .first(tx.conn())?;
    diesel::insert_into(consent::table)
        .values((
            consent::municipality.eq(tx.municipality().to_owned()),
            consent::consent_id.eq(id),
            consent::person_id.eq(person.to_string()),
            consent::kind.eq(<&'static str>::from(answer.kind)),
            consent::answer.eq(<&'static str>::from(answer.answer)),
            consent::answered_on.eq(answer.answered_on.to_string()),
            consent::content.eq(content),
            consent::receiver_unit.eq(match &answer.receiver {
                Some(Receiver::Unit(unit)) => Some(unit.as_str()),
                Some(Receiver::Office(_)) | None => None,
            }),
            consent::valid_until.eq(answer.until.map(|until| until.to_string())),
            consent::place.eq(last.unwrap_or_default() + 1),
        ))
        .execute(tx.conn())?;
    Ok(())
}

/// The order in which answers count: of one day the one that was recorded last.
const ORDER: (consent::answered_on, consent::place) = (consent::answered_on, consent::place);

/// Whether there is an answer under this id.
pub(super) fn exists(tx: &mut Tx<'_>, id: ConsentId) -> Result<bool, Failure> {
    let found: Option<String> = consent::table
        .find((tx.municipality().to_owned(), id.to_string()))
        .select(consent::consent_id)
        .first(tx.conn())
        .optional()?;
    Ok(found.is_some())
}

/// Those of these persons whose answer that counts is yes, in one statement; for a question that intake asks.
///
/// # Errors
/// If the database cannot answer or an answer is unreadable.
pub fn list_given(
    tx: &mut Tx<'_>,
    persons: &[PersonId],
    kind: ConsentKind,
) -> Result<HashSet<PersonId>, Failure> {
    let latest = list_latest(tx, persons, &[kind])?.into_iter();
    Ok(latest
        .filter(|(_, latest)| latest.answer == ConsentAnswer::Given)
        .map(|((person, ..), _)| person)
        .collect())
}

/// Those of these persons who agreed that a unit deputises (E5), as it holds on a day, in one statement.
///
/// # Errors
/// If the database cannot answer or an answer is unreadable.
pub fn list_agreed_to_deputy(
    tx: &mut Tx<'_>,
    persons: &[PersonId],
    unit: &UnitCode,
    day: Day,
) -> Result<HashSet<PersonId>, Failure> {
    let latest = list_latest(tx, persons, &[ConsentKind::Deputy])?.into_iter();
    Ok(latest
        .filter(|((_, _, receiver), latest)| {
            receiver.as_ref() == Some(unit)
                && latest.answer == ConsentAnswer::Given
                && latest.until.is_none_or(|until| day <= until)
        })
        .map(|((person, ..), _)| person)
        .collect())
}

/// Whether a person ever agreed that a unit deputises (E5), whatever they said since.
///
/// # Errors
/// If the database cannot answer.
pub fn was_ever_agreed_to_deputy(
    tx: &mut Tx<'_>,
    person: PersonId,
    unit: &UnitCode,
) -> Result<bool, Failure> {
    let found: Option<String> = consent::table
        .filter(consent::municipality.eq(tx.municipality().to_owned()))
        .filter(consent::person_id.eq(person.to_string()))
        .filter(consent::kind.eq(<&'static str>::from(ConsentKind::Deputy)))
        .filter(consent::receiver_unit.eq(unit.as_str()))
        .filter(consent::answer.eq(<&'static str>::from(ConsentAnswer::Given)))
        .select(consent::consent_id)
        .first(tx.conn())
        .optional()?;
    Ok(found.is_some())
}

/// What these persons withhold ([`withheld_since`]), each question with the day since when, in one statement.
///
/// # Errors
/// If the database cannot answer or an answer is unreadable.
pub fn list_withheld(
    tx: &mut Tx<'_>,
    persons: &[PersonId],
    kinds: &[ConsentKind],
    today: Day,
) -> Result<HashMap<Question, Day>, Failure> {
    let latest = list_latest(tx, persons, kinds)?.into_iter();
    Ok(latest
        .filter_map(|(question, latest)| {
            let answer = (latest.answer, latest.on, latest.until);
            let since = withheld_since(question.1, answer, today)?;
            Some((question, since))
        })
        .collect())
}

/// Since when a person does not allow that special categories are written down, by what they had answered until a day.
///
/// # Errors
/// If the database cannot answer or an answer is unreadable.
pub fn unwritten_since(
    tx: &mut Tx<'_>,
    person: PersonId,
    day: Day,
) -> Result<Option<Day>, Failure> {
    let answers = list_of_person(tx, person)?;
    Ok(special::unwritten_since(&answers, day))
}

/// What one person is asked: for which purpose, and which unit receives where the purpose names one.
pub type Question = (PersonId, ConsentKind, Option<UnitCode>);

/// The answer that counts, as far as it stands in clear.
struct Latest {
    answer: ConsentAnswer,
    on: Day,
    until: Option<Day>,
}

/// The answer that counts to each question of these persons. For purposes whose receiver stands sealed, it is the latest
/// whoever receives.
fn list_latest(
    tx: &mut Tx<'_>,
    persons: &[PersonId],
    kinds: &[ConsentKind],
) -> Result<HashMap<Question, Latest>, Failure> {
    if persons.is_empty() {
        return Ok(HashMap::new());
    }
    let municipality = tx.municipality().to_owned();
    let persons: Vec<String> = persons.iter().map(ToString::to_string).collect();
    let kinds: Vec<&'static str> = kinds.iter().map(Into::into).collect();
    let rows: Vec<Row> = on_either!(tx.conn(), conn => consent::table
        .filter(consent::municipality.eq(municipality))
        .filter(one_of(consent::person_id, persons))
        .filter(one_of(consent::kind, kinds))
        .select(Row::as_select())
        .load(conn))?;
    // They are few for each person: the one that counts is found here, in the order of `ORDER`.
    let mut latest: HashMap<(String, String, Option<String>), Row> = HashMap::new();
    for row in rows {
        let question = (
            row.person_id.clone(),
            row.kind.clone(),
            row.receiver_unit.clone(),
        );
        let counts = latest
            .get(&question)
            .is_none_or(|known| (&known.answered_on, known.place) < (&row.answered_on, row.place));
        if counts {
            latest.insert(question, row);
        }
    }
    latest
        .into_iter()
        .map(|((person, kind, unit), row)| {
            let unit = unit.map(|unit| parse(&unit, "consent.receiver_unit"));
            let question = (
                parse(&person, "consent.person_id")?,
                parse(&kind, "consent.kind")?,
                unit.transpose()?,
            );
            let until = row
                .valid_until
                .map(|until| day(&until, "consent.valid_until"));
            let latest = Latest {
                answer: parse(&row.answer, "consent.answer")?,
                on: day(&row.answered_on, "consent.answered_on")?,
                until: until.transpose()?,
            };
            Ok((question, latest))
        })
        .collect()
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = consent)]
struct Row {
    person_id: String,
    kind: String,
    answer: String,
    answered_on: String,
    receiver_unit: Option<String>,
    valid_until: Option<String>,
    place: i64,
}

/// The scans that the answers of everybody name, by whose they are. What cannot be read is passed over.
///
/// # Errors
/// If the database cannot answer.
pub fn list_scans(tx: &mut Tx<'_>) -> Result<Vec<(PersonId, Vec<AttachmentId>)>, Failure> {
    let persons: Vec<String> = consent::table
        .filter(consent::municipality.eq(tx.municipality().to_owned()))
        .select(consent::person_id)
        .distinct()
        .order(consent::person_id)
        .load(tx.conn())?;
    let mut listed = Vec::new();
    for person in persons {
        let Ok(person) = person.parse::<PersonId>() else {
            continue;
        };
        let answers = match list_of_person(tx, person) {
            Err(Failure::Unreadable(_)) => continue,
            answers => answers?,
        };
        listed.push((
            person,
            answers.iter().filter_map(RecordConsent::scan).collect(),
        ));
    }
    Ok(listed)
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
