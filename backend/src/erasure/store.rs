//! The rows of requests and erasures, and which rows of all tables go with a person.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Integer, Text};
use serde::{Deserialize, Serialize};
use shared::case::CaseState;
use shared::erasure::calls::{
    AskedErasure, DeclinedErasure, DoneErasure, ErasedAlong, OpenErasure,
};
use shared::erasure::{ErasureReason, ErasureState};
use shared::exchange::Subject;
use shared::kernel::{
    AccountId, CaseId, Day, DistrictCode, ErasureId, Moment, PersonId, SlipId, UnitCode,
};

use super::journal::Verdict;
use crate::db::schema::{erasure, erasure_request, integration_case, log_entry, person, slip};
use crate::db::{Conn, Failure, on_either, one, one_of, parse};
use crate::signin::schema::signin_account;
use crate::tx::Tx;

/// How many requests, and how many erasures, are listed.
const LISTED_MAX: i64 = 100;

/// Whose rows a condition finds. `$1` is the municipality, `$2` the id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// Those of the person with this id.
    Person,
    /// Those of the contact slip with this id.
    Slip,
    /// Those of an inquiry that may have meant the person.
    Inquiry,
    /// Those of the content subject with this name.
    Subject,
}

/// The rows that go with a person, in the order in which they can: whose, the table, and which rows of it. Where a table
/// stands twice, an index leads to each of the two.
pub const REACHED: [(Whose, &str, &str); 25] = [
    (Whose::Subject, "held_envelope", "subject = $2"),
    (Whose::Slip, "slip_field", "slip_id = $2"),
    (Whose::Slip, "slip", "slip_id = $2"),
    (Whose::Inquiry, "inquiry_person", "inquiry_id = $2"),
    (Whose::Inquiry, "inquiry", "inquiry_id = $2"),
    (Whose::Person, "emergency_access", "person_id = $2"),
    (Whose::Person, "erasure_request", "person_id = $2"),
    (Whose::Person, "person_token", "person_id = $2"),
    (Whose::Person, "person_conflict", "person_id = $2"),
    (Whose::Person, "person_link", "person_id = $2"),
    (Whose::Person, "person_link", "other_id = $2"),
    (Whose::Person, "person_double", "one_id = $2"),
    (Whose::Person, "person_double", "other_id = $2"),
    (Whose::Person, "attachment", "person_id = $2"),
    (Whose::Person, "consent", "person_id = $2"),
    (Whose::Person, "lane_fact", "person_id = $2"),
    (Whose::Person, "intake", "person_id = $2"),
    (Whose::Person, "note", OF_CASES),
    (Whose::Person, "disclosure", OF_CASES),
    (Whose::Person, "appointment", OF_CASES),
    (Whose::Person, "case_post", OF_CASES),
    (Whose::Person, "case_district", OF_CASES),
    (Whose::Person, "held_envelope", "subject = 'person:' || $2"),
    (Whose::Person, "integration_case", "person_id = $2"),
    (Whose::Person, "person", "person_id = $2"),
];

/// The rows of the person's cases.
const OF_CASES: &str =
    "case_id IN (SELECT case_id FROM integration_case WHERE municipality = $1 AND person_id = $2)";

/// The tables of which no row goes, each with the reason: `name: reason`. With [`REACHED`] they are all tables there are;
/// a test compares both with the catalogue, so that nobody adds a table and forgets this.
pub const KEPT: &str = include_str!("kept.txt");

/// What can change about requests and erasures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ErasureEffect {
    /// Somebody asked that the person who is the subject be erased.
    Asked {
        /// The request.
        erasure: ErasureId,
        /// The unit of the one who asked.
        unit: UnitCode,
        /// Who asked.
        by: AccountId,
        /// Their name, as it was.
        by_name: String,
        /// When.
        at: Moment,
        /// Why.
        reason: ErasureReason,
        /// Their remark.
        remark: String,
    },
    /// The request was taken back or declined.
    Settled {
        /// The request.
        erasure: ErasureId,
        /// What became of it.
        state: ErasureState,
        /// By whom.
        by_name: String,
        /// When.
        at: Moment,
        /// Why it was declined.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
    /// The person was erased; the subject is the erasure.
    Erased {
        /// What was decided.
        verdict: Box<Verdict>,
        /// Year and running part of the numbers that their cases had: they are not given again.
        numbers: Vec<(i32, i32)>,
    },
}

/// What is sealed of a request.
#[derive(Debug, Serialize, Deserialize)]
struct Content {
    by_name: String,
    remark: String,
}

/// What is sealed of how it was settled.
#[derive(Debug, Serialize, Deserialize)]
struct Settlement {
    by_name: String,
    reason: Option<String>,
}

const CONTENT: &str = "erasure_request.content";
const SETTLEMENT: &str = "erasure_request.settlement";

/// Applies an effect.
///
/// # Errors
/// If a statement fails.
pub fn apply(tx: &mut Tx<'_>, subject: &Subject, effect: &ErasureEffect) -> Result<(), Failure> {
    match effect {
        ErasureEffect::Asked {
            erasure,
            unit,
            by,
            by_name,
            at,
            reason,
            remark,
        } => {
            let person = subject
                .person()
                .ok_or(Failure::Broken("a request about another subject"))?;
            let content = Content {
                by_name: by_name.clone(),
                remark: remark.clone(),
            };
            let content = tx.seal(subject, CONTENT, &erasure.to_string(), &content)?;
            diesel::insert_into(erasure_request::table)
                .values((
                    erasure_request::municipality.eq(tx.municipality().to_owned()),
                    erasure_request::erasure_id.eq(erasure.to_string()),
                    erasure_request::person_id.eq(person.to_string()),
                    erasure_request::unit.eq(unit.as_str()),
                    erasure_request::asked_by.eq(by.to_string()),
                    erasure_request::asked_at.eq(at.millis()),
                    erasure_request::reason.eq(<&'static str>::from(*reason)),
                    erasure_request::state.eq(<&'static str>::from(ErasureState::Open)),
                    erasure_request::content.eq(content),
                ))
                .execute(tx.conn())?;
            Ok(())
        }
        ErasureEffect::Settled {
            erasure,
            state,
            by_name,
            at,
            reason,
        } => {
            let settlement = Settlement {
                by_name: by_name.clone(),
                reason: reason.clone(),
            };
            let id = erasure.to_string();
            let settlement = tx.seal(subject, SETTLEMENT, &id, &settlement)?;
            one(
                diesel::update(erasure_request::table.find((tx.municipality().to_owned(), id)))
                    .set((
                        erasure_request::state.eq(<&'static str>::from(*state)),
                        erasure_request::settled_at.eq(at.millis()),
                        erasure_request::settlement.eq(settlement),
                    ))
                    .execute(tx.conn())?,
            )
        }
        ErasureEffect::Erased { verdict, numbers } => erase(tx, verdict, numbers),
    }
}

/// Takes everything of the person away: rows, content of the log, keys. What stays is the tombstones and the erasure.
fn erase(tx: &mut Tx<'_>, verdict: &Verdict, numbers: &[(i32, i32)]) -> Result<(), Failure> {
    for (whose, table, which) in REACHED {
        let statement = format!("DELETE FROM {table} WHERE municipality = $1 AND {which}");
        let ids: Vec<String> = match whose {
            Whose::Person => {
                if table == "person" {
                    leave_slips(tx, verdict.person)?;
                }
                vec![verdict.person.to_string()]
            }
            Whose::Slip => verdict.slips.iter().map(ToString::to_string).collect(),
            Whose::Inquiry => verdict.inquiries.iter().map(ToString::to_string).collect(),
            Whose::Subject => verdict
                .subjects()
                .filter(|subject| subject.person().is_none())
                .map(|subject| subject.to_string())
                .collect(),
        };
        for id in ids {
            diesel::sql_query(&statement)
                .bind::<Text, _>(tx.municipality().to_owned())
                .bind::<Text, _>(id)
                .execute(tx.conn())?;
        }
    }
    for subject in verdict.subjects() {
        let of_subject = log_entry::table
            .filter(log_entry::municipality.eq(tx.municipality().to_owned()))
            .filter(log_entry::subject.eq(subject.to_string()));
        diesel::update(of_subject)
            .set(log_entry::content.eq(None::<Vec<u8>>))
            .execute(tx.conn())?;
        tx.destroy_key(&subject, verdict.at)?;
    }
    for (year, running) in numbers {
        // The greater one holds; what both databases call by different names is written out.
        diesel::sql_query(
            "INSERT INTO case_counter (municipality, year, last) VALUES ($1, $2, $3)
             ON CONFLICT (municipality, year) DO UPDATE
             SET last = CASE WHEN excluded.last > case_counter.last THEN excluded.last ELSE case_counter.last END",
        )
        .bind::<Text, _>(tx.municipality().to_owned())
        .bind::<Integer, _>(year)
        .bind::<Integer, _>(running)
        .execute(tx.conn())?;
    }
    insert(tx, verdict)
}

/// A slip that was attached when the copy was made that is restored here, and was not any more when the person was erased,
/// is somebody else's: it stays, without its person.
fn leave_slips(tx: &mut Tx<'_>, person: PersonId) -> Result<(), Failure> {
    let of_person = slip::table
        .filter(slip::municipality.eq(tx.municipality().to_owned()))
        .filter(slip::person_id.eq(person.to_string()));
    diesel::update(of_person)
        .set(slip::person_id.eq(None::<String>))
        .execute(tx.conn())?;
    Ok(())
}

fn insert(tx: &mut Tx<'_>, verdict: &Verdict) -> Result<(), Failure> {
    let slips: Vec<String> = verdict.slips.iter().map(ToString::to_string).collect();
    let inquiries: Vec<String> = verdict.inquiries.iter().map(ToString::to_string).collect();
    let key = (tx.municipality().to_owned(), verdict.erasure.to_string());
    // Carried out once more in a restored copy that knew an earlier try, the last one counts.
    diesel::delete(erasure::table.find(key.clone())).execute(tx.conn())?;
    diesel::insert_into(erasure::table)
        .values((
            erasure::municipality.eq(key.0),
            erasure::erasure_id.eq(key.1),
            erasure::person_id.eq(verdict.person.to_string()),
            erasure::case_id.eq(verdict.case.map(|case| case.to_string())),
            erasure::unit.eq(verdict.unit.as_str()),
            erasure::asked_by.eq(verdict.asked_by.to_string()),
            erasure::asked_at.eq(verdict.asked_at.millis()),
            erasure::reason.eq(<&'static str>::from(verdict.reason)),
            erasure::confirmed_by.eq(verdict.confirmed_by.to_string()),
            erasure::slips.eq(slips.join(" ")),
            erasure::inquiries.eq(inquiries.join(" ")),
            erasure::erased_at.eq(verdict.at.millis()),
        ))
        .execute(tx.conn())?;
    Ok(())
}

/// A request in its row.
pub(super) struct Request {
    pub(super) erasure: ErasureId,
    pub(super) person: PersonId,
    pub(super) unit: UnitCode,
    pub(super) asked_by: AccountId,
    pub(super) asked_at: Moment,
    pub(super) reason: ErasureReason,
    pub(super) state: ErasureState,
    settled_at: Option<Moment>,
    content: Vec<u8>,
    settlement: Option<Vec<u8>>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = erasure_request)]
struct RequestRow {
    erasure_id: String,
    person_id: String,
    unit: String,
    asked_by: String,
    asked_at: i64,
    reason: String,
    state: String,
    settled_at: Option<i64>,
    content: Vec<u8>,
    settlement: Option<Vec<u8>>,
}

impl TryFrom<RequestRow> for Request {
    type Error = Failure;

    fn try_from(row: RequestRow) -> Result<Self, Failure> {
        Ok(Self {
            erasure: parse(&row.erasure_id, "erasure_request.erasure_id")?,
            person: parse(&row.person_id, "erasure_request.person_id")?,
            unit: parse(&row.unit, "erasure_request.unit")?,
            asked_by: parse(&row.asked_by, "erasure_request.asked_by")?,
            asked_at: Moment::from_millis(row.asked_at),
            reason: parse(&row.reason, "erasure_request.reason")?,
            state: parse(&row.state, "erasure_request.state")?,
            settled_at: row.settled_at.map(Moment::from_millis),
            content: row.content,
            settlement: row.settlement,
        })
    }
}

impl Request {
    /// As those see it who work with the person.
    pub(super) fn asked(&self, tx: &mut Tx<'_>) -> Result<AskedErasure, Failure> {
        let subject = Subject::Person(self.person);
        let content: Content =
            tx.open(&subject, CONTENT, &self.erasure.to_string(), &self.content)?;
        Ok(AskedErasure {
            erasure: self.erasure,
            asked_at: self.asked_at,
            by_name: content.by_name,
            reason: self.reason,
            remark: content.remark,
        })
    }

    /// How it was declined, if it was.
    pub(super) fn declined(&self, tx: &mut Tx<'_>) -> Result<Option<DeclinedErasure>, Failure> {
        let (Some(at), Some(sealed)) = (self.settled_at, &self.settlement) else {
            return Ok(None);
        };
        let subject = Subject::Person(self.person);
        let settlement: Settlement =
            tx.open(&subject, SETTLEMENT, &self.erasure.to_string(), sealed)?;
        Ok(settlement.reason.map(|reason| DeclinedErasure {
            at,
            by_name: settlement.by_name,
            reason,
        }))
    }
}

/// Looks for a request, settled ones too.
pub(super) fn find(tx: &mut Tx<'_>, erasure: ErasureId) -> Result<Option<Request>, Failure> {
    erasure_request::table
        .find((tx.municipality().to_owned(), erasure.to_string()))
        .select(RequestRow::as_select())
        .first(tx.conn())
        .optional()?
        .map(Request::try_from)
        .transpose()
}

/// The latest request about a person.
pub(super) fn find_latest(tx: &mut Tx<'_>, person: PersonId) -> Result<Option<Request>, Failure> {
    erasure_request::table
        .filter(erasure_request::municipality.eq(tx.municipality().to_owned()))
        .filter(erasure_request::person_id.eq(person.to_string()))
        .order((
            erasure_request::asked_at.desc(),
            erasure_request::erasure_id.desc(),
        ))
        .select(RequestRow::as_select())
        .first(tx.conn())
        .optional()?
        .map(Request::try_from)
        .transpose()
}

/// Requests that wait, oldest first, as the coordinator sees them.
pub(super) fn list_open(tx: &mut Tx<'_>, reader: AccountId) -> Result<Vec<OpenErasure>, Failure> {
    let rows: Vec<(RequestRow, Option<String>)> = erasure_request::table
        .inner_join(
            person::table.on(person::municipality
                .eq(erasure_request::municipality)
                .and(person::person_id.eq(erasure_request::person_id))),
        )
        .filter(erasure_request::municipality.eq(tx.municipality().to_owned()))
        .filter(erasure_request::state.eq(<&'static str>::from(ErasureState::Open)))
        .order((
            erasure_request::asked_at.asc(),
            erasure_request::erasure_id.asc(),
        ))
        .limit(LISTED_MAX)
        .select((RequestRow::as_select(), person::district))
        .load(tx.conn())?;
    let persons = rows
        .iter()
        .map(|(row, _)| parse(&row.person_id, "erasure_request.person_id"))
        .collect::<Result<Vec<PersonId>, Failure>>()?;
    let subjects: Vec<Subject> = persons.iter().copied().map(Subject::Person).collect();
    tx.look_up_keys(&subjects)?;
    let mut latest: HashMap<PersonId, ClearCase> = cases(tx, &persons)?.into_iter().collect();
    rows.into_iter()
        .map(|(row, district)| {
            let request = Request::try_from(row)?;
            let asked = request.asked(tx)?;
            let case = latest.remove(&request.person);
            Ok(OpenErasure {
                erasure: request.erasure,
                person: request.person,
                number: case.as_ref().map(|case| case.number.clone()),
                state: case.as_ref().map(|case| case.state),
                opened_on: case.as_ref().map(|case| case.opened_on),
                district: district
                    .map(|code| parse::<DistrictCode>(&code, "person.district"))
                    .transpose()?,
                unit: request.unit,
                asked_at: request.asked_at,
                reason: request.reason,
                remark: asked.remark,
                is_own: request.asked_by == reader,
            })
        })
        .collect()
}

/// A case of a person, as far as it stands in the clear.
pub(super) struct ClearCase {
    pub(super) case: CaseId,
    pub(super) number: String,
    pub(super) state: CaseState,
    pub(super) opened_on: Day,
}

impl ClearCase {
    /// Year and running part of its number.
    pub(super) fn counted(&self) -> Option<(i32, i32)> {
        let mut parts = self.number.rsplit('-');
        let running = parts.next()?.parse().ok()?;
        let year = parts.next()?.parse().ok()?;
        Some((year, running))
    }
}

/// The cases of some persons, each with its person, the latest last.
pub(super) fn cases(
    tx: &mut Tx<'_>,
    persons: &[PersonId],
) -> Result<Vec<(PersonId, ClearCase)>, Failure> {
    let municipality = tx.municipality().to_owned();
    let persons = persons.iter().map(ToString::to_string).collect();
    type Row = (String, String, String, String, String);
    let rows: Vec<Row> = on_either!(tx.conn(), conn => integration_case::table
        .filter(integration_case::municipality.eq(municipality))
        .filter(one_of(integration_case::person_id, persons))
        .order((integration_case::opened_on, integration_case::case_id))
        .select((
            integration_case::person_id,
            integration_case::case_id,
            integration_case::number,
            integration_case::state,
            integration_case::opened_on,
        ))
        .load(conn))?;
    rows.into_iter()
        .map(|(person, case, number, state, opened_on)| {
            let case = ClearCase {
                case: parse(&case, "integration_case.case_id")?,
                number,
                state: parse(&state, "integration_case.state")?,
                opened_on: parse(&opened_on, "integration_case.opened_on")?,
            };
            Ok((parse(&person, "integration_case.person_id")?, case))
        })
        .collect()
}

/// The slips that are attached to a person.
pub(super) fn slips(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<SlipId>, Failure> {
    let ids: Vec<String> = slip::table
        .filter(slip::municipality.eq(tx.municipality().to_owned()))
        .filter(slip::person_id.eq(person.to_string()))
        .order(slip::slip_id)
        .select(slip::slip_id)
        .load(tx.conn())?;
    ids.iter().map(|id| parse(id, "slip.slip_id")).collect()
}

#[derive(QueryableByName)]
struct Along {
    #[diesel(sql_type = BigInt)]
    cases: i64,
    #[diesel(sql_type = Bool)]
    has_open_case: bool,
    #[diesel(sql_type = BigInt)]
    intakes: i64,
    #[diesel(sql_type = BigInt)]
    notes: i64,
    #[diesel(sql_type = BigInt)]
    appointments: i64,
    #[diesel(sql_type = BigInt)]
    consents: i64,
    #[diesel(sql_type = BigInt)]
    facts: i64,
    #[diesel(sql_type = BigInt)]
    slips: i64,
}

/// How much goes with a person, in one statement.
pub(super) fn count_along(tx: &mut Tx<'_>, person: PersonId) -> Result<ErasedAlong, Failure> {
    let count = |table: &str, which: &str| {
        format!("(SELECT COUNT(*) FROM {table} WHERE municipality = $1 AND {which})")
    };
    let of_person = "person_id = $2";
    let query = diesel::sql_query(format!(
        "SELECT {} AS cases, EXISTS (SELECT 1 FROM integration_case
             WHERE municipality = $1 AND person_id = $2 AND state <> 'closed') AS has_open_case,
         {} AS intakes, {} AS notes, {} AS appointments, {} AS consents, {} AS facts, {} AS slips",
        count("integration_case", of_person),
        count("intake", of_person),
        count("note", OF_CASES),
        count("appointment", OF_CASES),
        count("consent", of_person),
        count("lane_fact", of_person),
        count("slip", of_person),
    ))
    .bind::<Text, _>(tx.municipality().to_owned())
    .bind::<Text, _>(person.to_string());
    let along: Along = match tx.conn() {
        Conn::Sqlite(conn) => query.get_result(conn)?,
        Conn::Postgres(conn) => query.get_result(conn)?,
    };
    let number = |count: i64| u32::try_from(count).unwrap_or(u32::MAX);
    Ok(ErasedAlong {
        cases: number(along.cases),
        has_open_case: along.has_open_case,
        intakes: number(along.intakes),
        notes: number(along.notes),
        appointments: number(along.appointments),
        consents: number(along.consents),
        facts: number(along.facts),
        slips: number(along.slips),
    })
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = erasure)]
struct ErasureRow {
    erasure_id: String,
    person_id: String,
    case_id: Option<String>,
    unit: String,
    asked_by: String,
    asked_at: i64,
    reason: String,
    confirmed_by: String,
    slips: String,
    inquiries: String,
    erased_at: i64,
}

fn verdict_of(tx: &Tx<'_>, row: ErasureRow) -> Result<Verdict, Failure> {
    Ok(Verdict {
        erasure: parse(&row.erasure_id, "erasure.erasure_id")?,
        municipality: tx.ags().clone(),
        person: parse(&row.person_id, "erasure.person_id")?,
        slips: row
            .slips
            .split_whitespace()
            .map(|slip| parse(slip, "erasure.slips"))
            .collect::<Result<_, _>>()?,
        inquiries: row
            .inquiries
            .split_whitespace()
            .map(|inquiry| parse(inquiry, "erasure.inquiries"))
            .collect::<Result<_, _>>()?,
        case: row
            .case_id
            .map(|case| parse(&case, "erasure.case_id"))
            .transpose()?,
        reason: parse(&row.reason, "erasure.reason")?,
        unit: parse(&row.unit, "erasure.unit")?,
        asked_by: parse(&row.asked_by, "erasure.asked_by")?,
        asked_at: Moment::from_millis(row.asked_at),
        confirmed_by: parse(&row.confirmed_by, "erasure.confirmed_by")?,
        at: Moment::from_millis(row.erased_at),
    })
}

/// Looks for an erasure that was carried out.
pub(super) fn find_done(tx: &mut Tx<'_>, id: ErasureId) -> Result<Option<Verdict>, Failure> {
    let row = erasure::table
        .find((tx.municipality().to_owned(), id.to_string()))
        .select(ErasureRow::as_select())
        .first(tx.conn())
        .optional()?;
    row.map(|row| verdict_of(tx, row)).transpose()
}

/// Looks for the erasure of a person, named by themselves or by their latest case.
pub(super) fn find_done_of(
    tx: &mut Tx<'_>,
    whose: Result<PersonId, CaseId>,
) -> Result<Option<Verdict>, Failure> {
    let all = erasure::table
        .filter(erasure::municipality.eq(tx.municipality().to_owned()))
        .select(ErasureRow::as_select());
    let row = match whose {
        Ok(person) => all
            .filter(erasure::person_id.eq(person.to_string()))
            .first(tx.conn()),
        Err(case) => all
            .filter(erasure::case_id.eq(case.to_string()))
            .first(tx.conn()),
    };
    row.optional()?.map(|row| verdict_of(tx, row)).transpose()
}

/// Whether anybody was ever erased here.
///
/// # Errors
/// If the database cannot answer.
pub fn has_any(tx: &mut Tx<'_>) -> Result<bool, Failure> {
    let one: Option<String> = erasure::table
        .filter(erasure::municipality.eq(tx.municipality().to_owned()))
        .select(erasure::erasure_id)
        .first(tx.conn())
        .optional()?;
    Ok(one.is_some())
}

/// All erasures, oldest first; for the journal.
pub(super) fn list_all_done(tx: &mut Tx<'_>) -> Result<Vec<Verdict>, Failure> {
    let rows: Vec<ErasureRow> = erasure::table
        .filter(erasure::municipality.eq(tx.municipality().to_owned()))
        .order((erasure::erased_at, erasure::erasure_id))
        .select(ErasureRow::as_select())
        .load(tx.conn())?;
    rows.into_iter().map(|row| verdict_of(tx, row)).collect()
}

/// The latest erasures, with the names of those who decided.
pub(super) fn list_done(tx: &mut Tx<'_>) -> Result<Vec<DoneErasure>, Failure> {
    let rows: Vec<ErasureRow> = erasure::table
        .filter(erasure::municipality.eq(tx.municipality().to_owned()))
        .order((erasure::erased_at.desc(), erasure::erasure_id.desc()))
        .limit(LISTED_MAX)
        .select(ErasureRow::as_select())
        .load(tx.conn())?;
    let municipality = tx.municipality().to_owned();
    let accounts = rows
        .iter()
        .flat_map(|row| [row.asked_by.clone(), row.confirmed_by.clone()])
        .collect();
    let names: Vec<(String, String)> = on_either!(tx.conn(), conn => signin_account::table
        .filter(signin_account::municipality.eq(municipality))
        .filter(one_of(signin_account::account_id, accounts))
        .select((signin_account::account_id, signin_account::name))
        .load(conn))?;
    let names: HashMap<String, String> = names.into_iter().collect();
    let name_of = |account: AccountId| names.get(&account.to_string()).cloned().unwrap_or_default();
    rows.into_iter()
        .map(|row| {
            let verdict = verdict_of(tx, row)?;
            Ok(DoneErasure {
                erasure: verdict.erasure,
                erased_at: verdict.at,
                asked_at: verdict.asked_at,
                reason: verdict.reason,
                unit: verdict.unit,
                asked_by_name: name_of(verdict.asked_by),
                confirmed_by_name: name_of(verdict.confirmed_by),
            })
        })
        .collect()
}
