//! The rows of disclosures.

use std::collections::HashMap;

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use shared::disclosure::{DisclosureDraft, DisclosureEnd, DisclosureEnded, DisclosureView};
use shared::exchange::Subject;
use shared::kernel::{CaseId, Day, DisclosureId, Moment, PersonId};

use crate::db::schema::disclosure;
use crate::db::{Failure, day, on_either, one, one_of, parse};
use crate::tx::Tx;

/// What can change about disclosures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "with", rename_all = "snake_case")]
pub enum DisclosureEffect {
    /// Something was told.
    Disclosed {
        /// The disclosure.
        disclosure: DisclosureId,
        /// The case.
        case: CaseId,
        /// Who told it, by name.
        by_name: String,
        /// When, by their device's clock.
        at: Moment,
        /// Since when it lacks the client's consent; absent: it has it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        revoked_on: Option<Day>,
        /// To whom, what and what for.
        draft: Box<DisclosureDraft>,
    },
    /// The client took back what it stands on, or gave it again.
    Revoked {
        /// The disclosure.
        disclosure: DisclosureId,
        /// Since when it lacks their consent; absent: it has it again.
        on: Option<Day>,
    },
    /// It ended.
    Ended {
        /// The disclosure.
        disclosure: DisclosureId,
        /// What was done.
        end: DisclosureEnd,
        /// By whom.
        by_name: String,
        /// When, by their device's clock.
        at: Moment,
    },
}

/// What is sealed of a disclosure.
#[derive(Debug, Serialize, Deserialize)]
struct Content {
    by_name: String,
    draft: DisclosureDraft,
}

/// Applies an effect.
///
/// # Errors
/// If a statement fails.
pub fn apply(tx: &mut Tx<'_>, subject: &Subject, effect: &DisclosureEffect) -> Result<(), Failure> {
    let person = subject
        .person()
        .ok_or(Failure::Broken("a disclosure of another subject"))?;
    match effect {
        DisclosureEffect::Disclosed {
            disclosure: id,
            case,
            by_name,
            at,
            revoked_on,
            draft,
        } => {
            let id = id.to_string();
            let content = Content {
                by_name: by_name.clone(),
                draft: (**draft).clone(),
            };
            let content = tx.seal(subject, "disclosure.content", &id, &content)?;
            diesel::insert_into(disclosure::table)
                .values((
                    disclosure::municipality.eq(tx.municipality().to_owned()),
                    disclosure::disclosure_id.eq(id),
                    disclosure::person_id.eq(person.to_string()),
                    disclosure::case_id.eq(case.to_string()),
                    disclosure::disclosed_at.eq(at.millis()),
                    disclosure::revoked_on.eq(revoked_on.map(|on| on.to_string())),
                    disclosure::content.eq(content),
                ))
                .execute(tx.conn())?;
        }
        DisclosureEffect::Revoked { disclosure: id, on } => {
            one(diesel::update(row(tx, *id))
                .set(disclosure::revoked_on.eq(on.map(|on| on.to_string())))
                .execute(tx.conn())?)?;
        }
        DisclosureEffect::Ended {
            disclosure: id,
            end,
            by_name,
            at,
        } => {
            let ended = DisclosureEnded {
                end: *end,
                by_name: by_name.clone(),
                at: *at,
            };
            let ending = tx.seal(subject, "disclosure.ending", &id.to_string(), &ended)?;
            one(diesel::update(row(tx, *id))
                .set((
                    disclosure::ended_at.eq(at.millis()),
                    disclosure::ending.eq(ending),
                ))
                .execute(tx.conn())?)?;
        }
    }
    Ok(())
}

type Key = diesel::dsl::Find<disclosure::table, (String, String)>;

fn row(tx: &Tx<'_>, id: DisclosureId) -> Key {
    disclosure::table.find((tx.municipality().to_owned(), id.to_string()))
}

/// A disclosure, as far as it stands in clear.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) case: CaseId,
    pub(super) revoked_on: Option<Day>,
    pub(super) is_ended: bool,
}

/// Looks for a disclosure.
pub(super) fn find(tx: &mut Tx<'_>, id: DisclosureId) -> Result<Option<Found>, Failure> {
    let found: Option<(String, Option<String>, Option<i64>)> = row(tx, id)
        .select((
            disclosure::case_id,
            disclosure::revoked_on,
            disclosure::ended_at,
        ))
        .first(tx.conn())
        .optional()?;
    found
        .map(|(case, revoked_on, ended_at)| {
            Ok(Found {
                case: parse(&case, "disclosure.case_id")?,
                revoked_on: day_of(revoked_on)?,
                is_ended: ended_at.is_some(),
            })
        })
        .transpose()
}

fn day_of(text: Option<String>) -> Result<Option<Day>, Failure> {
    text.map(|text| day(&text, "disclosure.revoked_on"))
        .transpose()
}

/// A disclosure that has not ended.
#[derive(Debug)]
pub(super) struct Open {
    pub(super) disclosure: DisclosureId,
    pub(super) revoked_on: Option<Day>,
    pub(super) draft: DisclosureDraft,
}

/// Those of a person that have not ended.
pub(super) fn list_open(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Open>, Failure> {
    let rows: Vec<(String, Option<String>, Vec<u8>)> = disclosure::table
        .filter(disclosure::municipality.eq(tx.municipality().to_owned()))
        .filter(disclosure::person_id.eq(person.to_string()))
        .filter(disclosure::ended_at.is_null())
        .order(disclosure::disclosure_id)
        .select((
            disclosure::disclosure_id,
            disclosure::revoked_on,
            disclosure::content,
        ))
        .load(tx.conn())?;
    rows.into_iter()
        .map(|(id, revoked_on, content)| {
            let subject = Subject::Person(person);
            let content: Content = tx.open(&subject, "disclosure.content", &id, &content)?;
            Ok(Open {
                disclosure: parse(&id, "disclosure.disclosure_id")?,
                revoked_on: day_of(revoked_on)?,
                draft: content.draft,
            })
        })
        .collect()
}

/// Since when the first disclosure of each of these cases lacks the client's consent without anybody having ended it, in one
/// statement. A case without any such is left out.
///
/// # Errors
/// If the database cannot answer or a day is unreadable.
pub fn list_revoked(tx: &mut Tx<'_>, cases: &[CaseId]) -> Result<HashMap<CaseId, Day>, Failure> {
    if cases.is_empty() {
        return Ok(HashMap::new());
    }
    let municipality = tx.municipality().to_owned();
    let cases: Vec<String> = cases.iter().map(ToString::to_string).collect();
    let rows: Vec<(String, Option<String>)> = on_either!(tx.conn(), conn => disclosure::table
        .filter(disclosure::municipality.eq(municipality))
        .filter(one_of(disclosure::case_id, cases))
        .filter(disclosure::ended_at.is_null())
        .filter(disclosure::revoked_on.is_not_null())
        .group_by(disclosure::case_id)
        .select((disclosure::case_id, diesel::dsl::min(disclosure::revoked_on)))
        .load(conn))?;
    rows.into_iter()
        .filter_map(|(case, on)| {
            let on = day_of(on).transpose()?;
            Some(on.and_then(|on| Ok((parse(&case, "disclosure.case_id")?, on))))
        })
        .collect()
}

/// The disclosures of a case, newest first.
///
/// # Errors
/// If the database cannot answer or one is unreadable.
pub fn list_of_case(
    tx: &mut Tx<'_>,
    person: PersonId,
    case: CaseId,
) -> Result<Vec<DisclosureView>, Failure> {
    let rows: Vec<Row> = disclosure::table
        .filter(disclosure::municipality.eq(tx.municipality().to_owned()))
        .filter(disclosure::case_id.eq(case.to_string()))
        .order((
            disclosure::disclosed_at.desc(),
            disclosure::disclosure_id.desc(),
        ))
        .select(Row::as_select())
        .load(tx.conn())?;
    read(tx, person, rows)
}

/// The disclosures of all cases of a person, newest first.
pub(super) fn list_of_person(
    tx: &mut Tx<'_>,
    person: PersonId,
) -> Result<Vec<DisclosureView>, Failure> {
    let rows: Vec<Row> = disclosure::table
        .filter(disclosure::municipality.eq(tx.municipality().to_owned()))
        .filter(disclosure::person_id.eq(person.to_string()))
        .order((
            disclosure::disclosed_at.desc(),
            disclosure::disclosure_id.desc(),
        ))
        .select(Row::as_select())
        .load(tx.conn())?;
    read(tx, person, rows)
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = disclosure)]
struct Row {
    disclosure_id: String,
    disclosed_at: i64,
    content: Vec<u8>,
    ending: Option<Vec<u8>>,
}

fn read(tx: &mut Tx<'_>, person: PersonId, rows: Vec<Row>) -> Result<Vec<DisclosureView>, Failure> {
    let subject = Subject::Person(person);
    rows.into_iter()
        .map(|row| {
            let id = &row.disclosure_id;
            let content: Content = tx.open(&subject, "disclosure.content", id, &row.content)?;
            let end = row
                .ending
                .map(|ending| tx.open(&subject, "disclosure.ending", id, &ending))
                .transpose()?;
            Ok(DisclosureView {
                disclosure: parse(id, "disclosure.disclosure_id")?,
                draft: content.draft,
                by_name: content.by_name,
                at: Moment::from_millis(row.disclosed_at),
                end,
            })
        })
        .collect()
}
