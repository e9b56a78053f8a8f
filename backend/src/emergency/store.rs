//! The rows of accesses in an emergency and of checks of files: both are one thing here, a file opened on a reason for a time.

use std::collections::HashSet;

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use shared::emergency::calls::EmergencyAnswered;
use shared::emergency::{AccessCause, EmergencyKind, EmergencyVerdict};
use shared::exchange::Subject;
use shared::kernel::{AccountId, CaseId, EmergencyId, Moment, PersonId, UnitCode};
use strum::IntoEnumIterator;

use crate::db::schema::{emergency_access, integration_case};
use crate::db::{Failure, one, parse};
use crate::tx::Tx;

/// What can change about accesses in an emergency and checks of files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "with", rename_all = "snake_case")]
pub enum EmergencyEffect {
    /// A file was opened.
    Opened {
        /// The access.
        emergency: EmergencyId,
        /// The case.
        case: CaseId,
        /// Who opened it.
        account: AccountId,
        /// Of which unit.
        unit: UnitCode,
        /// Their name.
        by_name: String,
        /// What kind of emergency it is, or what is checked.
        why: AccessCause,
        /// Why, in words.
        reason: String,
        /// When.
        at: Moment,
        /// When it ends by itself.
        ends_at: Moment,
    },
    /// It was ended before its time.
    Ended {
        /// The access.
        emergency: EmergencyId,
        /// When.
        at: Moment,
    },
    /// The responsible worker said what they think.
    Answered {
        /// The access.
        emergency: EmergencyId,
        /// What they think.
        verdict: EmergencyVerdict,
        /// In words.
        note: String,
        /// Their name.
        by_name: String,
        /// When.
        at: Moment,
    },
}

/// What is sealed of an access.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Content {
    pub(super) by_name: String,
    pub(super) reason: String,
}

/// What is sealed of the answer to it.
#[derive(Debug, Serialize, Deserialize)]
struct Answer {
    by_name: String,
    note: String,
}

/// Applies an effect.
///
/// # Errors
/// If a statement fails.
pub fn apply(tx: &mut Tx<'_>, subject: &Subject, effect: &EmergencyEffect) -> Result<(), Failure> {
    let person = subject
        .person()
        .ok_or(Failure::Broken("an emergency of another subject"))?;
    match effect {
        EmergencyEffect::Opened {
            emergency,
            case,
            account,
            unit,
            by_name,
            why,
            reason,
            at,
            ends_at,
        } => {
            let id = emergency.to_string();
            let content = Content {
                by_name: by_name.clone(),
                reason: reason.clone(),
            };
            let content = tx.seal(subject, "emergency_access.content", &id, &content)?;
            diesel::insert_into(emergency_access::table)
                .values((
                    emergency_access::municipality.eq(tx.municipality().to_owned()),
                    emergency_access::emergency_id.eq(id),
                    emergency_access::person_id.eq(person.to_string()),
                    emergency_access::case_id.eq(case.to_string()),
                    emergency_access::account_id.eq(account.to_string()),
                    emergency_access::unit.eq(unit.as_str()),
                    emergency_access::kind.eq(why.code()),
                    emergency_access::opened_at.eq(at.millis()),
                    emergency_access::ends_at.eq(ends_at.millis()),
                    emergency_access::asked_until.eq(ends_at.millis()),
                    emergency_access::content.eq(content),
                ))
                .execute(tx.conn())?;
        }
        EmergencyEffect::Ended { emergency, at } => {
            one(diesel::update(row(tx, *emergency))
                .set(emergency_access::ends_at.eq(at.millis()))
                .execute(tx.conn())?)?;
        }
        EmergencyEffect::Answered {
            emergency,
            verdict,
            note,
            by_name,
            at,
        } => {
            let id = emergency.to_string();
            let answer = Answer {
                by_name: by_name.clone(),
                note: note.clone(),
            };
            let answer = tx.seal(subject, "emergency_access.answer", &id, &answer)?;
            one(diesel::update(row(tx, *emergency))
                .set((
                    emergency_access::verdict.eq(<&'static str>::from(verdict)),
                    emergency_access::answered_at.eq(at.millis()),
                    emergency_access::answer.eq(answer),
                ))
                .execute(tx.conn())?)?;
        }
    }
    Ok(())
}

type Key = diesel::dsl::Find<emergency_access::table, (String, String)>;

fn row(tx: &Tx<'_>, emergency: EmergencyId) -> Key {
    emergency_access::table.find((tx.municipality().to_owned(), emergency.to_string()))
}

/// One access, as far as it stands in clear.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Emergency {
    pub(super) id: EmergencyId,
    pub(super) person: PersonId,
    pub(super) case: CaseId,
    pub(super) account: AccountId,
    pub(super) unit: UnitCode,
    pub(super) cause: AccessCause,
    pub(super) opened_at: Moment,
    pub(super) ends_at: Moment,
    pub(super) asked_until: Moment,
    pub(super) answered: Option<EmergencyAnswered>,
    content: Vec<u8>,
}

impl Emergency {
    /// Who opened the file, by name, and why in words.
    pub(super) fn content(&self, tx: &mut Tx<'_>) -> Result<Content, Failure> {
        tx.open(
            &Subject::Person(self.person),
            "emergency_access.content",
            &self.id.to_string(),
            &self.content,
        )
    }
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = emergency_access)]
struct Row {
    emergency_id: String,
    person_id: String,
    case_id: String,
    account_id: String,
    unit: String,
    kind: String,
    opened_at: i64,
    ends_at: i64,
    asked_until: Option<i64>,
    verdict: Option<String>,
    answered_at: Option<i64>,
    content: Vec<u8>,
}

impl TryFrom<Row> for Emergency {
    type Error = Failure;

    fn try_from(row: Row) -> Result<Self, Failure> {
        let verdict: Option<EmergencyVerdict> = row
            .verdict
            .map(|verdict| parse(&verdict, "emergency_access.verdict"))
            .transpose()?;
        Ok(Self {
            id: parse(&row.emergency_id, "emergency_access.emergency_id")?,
            person: parse(&row.person_id, "emergency_access.person_id")?,
            case: parse(&row.case_id, "emergency_access.case_id")?,
            account: parse(&row.account_id, "emergency_access.account_id")?,
            unit: parse(&row.unit, "emergency_access.unit")?,
            cause: parse(&row.kind, "emergency_access.kind")?,
            opened_at: Moment::from_millis(row.opened_at),
            ends_at: Moment::from_millis(row.ends_at),
            // Of the oldest accesses it was not kept: they count as run out.
            asked_until: Moment::from_millis(row.asked_until.unwrap_or(row.ends_at)),
            answered: verdict
                .zip(row.answered_at)
                .map(|(verdict, at)| EmergencyAnswered {
                    at: Moment::from_millis(at),
                    verdict,
                }),
            content: row.content,
        })
    }
}

fn read(rows: Vec<Row>) -> Result<Vec<Emergency>, Failure> {
    rows.into_iter().map(Emergency::try_from).collect()
}

/// Looks for an access.
pub(super) fn find(tx: &mut Tx<'_>, id: EmergencyId) -> Result<Option<Emergency>, Failure> {
    let found: Option<Row> = row(tx, id)
        .select(Row::as_select())
        .first(tx.conn())
        .optional()?;
    found.map(Emergency::try_from).transpose()
}

/// What an account has open now: in an emergency all that is about a person, for a check the file of one case.
#[derive(Debug, Default)]
pub struct Opened {
    /// Whose files, in an emergency.
    pub in_emergency: HashSet<PersonId>,
    /// The files of which cases, to check them.
    pub for_check: HashSet<CaseId>,
}

/// Which files an account has open now.
///
/// # Errors
/// If the database cannot answer.
pub fn list_opened(tx: &mut Tx<'_>, account: AccountId) -> Result<Opened, Failure> {
    let mut opened = Opened::default();
    for access in list_open_by(tx, account)? {
        match access.cause {
            AccessCause::Emergency(_) => opened.in_emergency.insert(access.person),
            AccessCause::Check(_) => opened.for_check.insert(access.case),
        };
    }
    Ok(opened)
}

/// What an account has open now.
pub(super) fn list_open_by(tx: &mut Tx<'_>, account: AccountId) -> Result<Vec<Emergency>, Failure> {
    let rows: Vec<Row> = emergency_access::table
        .filter(emergency_access::municipality.eq(tx.municipality().to_owned()))
        .filter(emergency_access::account_id.eq(account.to_string()))
        .filter(emergency_access::ends_at.gt(tx.now().millis()))
        .order((emergency_access::ends_at, emergency_access::emergency_id))
        .select(Row::as_select())
        .load(tx.conn())?;
    read(rows)
}

/// Who has a person's file open now.
pub(super) fn list_open_of(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Emergency>, Failure> {
    let rows: Vec<Row> = emergency_access::table
        .filter(emergency_access::municipality.eq(tx.municipality().to_owned()))
        .filter(emergency_access::person_id.eq(person.to_string()))
        .filter(emergency_access::ends_at.gt(tx.now().millis()))
        .order((emergency_access::ends_at, emergency_access::emergency_id))
        .select(Row::as_select())
        .load(tx.conn())?;
    read(rows)
}

/// Whether an account ever opened a person's file in an emergency: what they wrote then is held for whoever has the case. Who
/// checks a file writes nothing.
///
/// # Errors
/// If the database cannot answer.
pub fn was_opened_in_emergency(
    tx: &mut Tx<'_>,
    person: PersonId,
    account: AccountId,
) -> Result<bool, Failure> {
    let found: Option<String> = emergency_access::table
        .filter(emergency_access::municipality.eq(tx.municipality().to_owned()))
        .filter(emergency_access::person_id.eq(person.to_string()))
        .filter(emergency_access::account_id.eq(account.to_string()))
        .filter(emergency_access::kind.eq_any(EmergencyKind::iter().map(<&'static str>::from)))
        .select(emergency_access::emergency_id)
        .first(tx.conn())
        .optional()?;
    Ok(found.is_some())
}

/// Those that nobody has answered, the latest first.
pub(super) fn list_unanswered(tx: &mut Tx<'_>, most: i64) -> Result<Vec<Emergency>, Failure> {
    let rows: Vec<Row> = emergency_access::table
        .filter(emergency_access::municipality.eq(tx.municipality().to_owned()))
        .filter(emergency_access::answered_at.is_null())
        .order((
            emergency_access::opened_at.desc(),
            emergency_access::emergency_id,
        ))
        .limit(most)
        .select(Row::as_select())
        .load(tx.conn())?;
    read(rows)
}

/// All of them with the numbers of their cases, the latest first.
pub(super) fn list(tx: &mut Tx<'_>, most: i64) -> Result<Vec<(Emergency, String)>, Failure> {
    let of_case = integration_case::municipality
        .eq(emergency_access::municipality)
        .and(integration_case::case_id.eq(emergency_access::case_id));
    let rows: Vec<(Row, String)> = emergency_access::table
        .inner_join(integration_case::table.on(of_case))
        .filter(emergency_access::municipality.eq(tx.municipality().to_owned()))
        .order((
            emergency_access::opened_at.desc(),
            emergency_access::emergency_id,
        ))
        .limit(most)
        .select((Row::as_select(), integration_case::number))
        .load(tx.conn())?;
    rows.into_iter()
        .map(|(row, number)| Ok((row.try_into()?, number)))
        .collect()
}
