//! The rows of cases.

use diesel::prelude::*;
use diesel::sql_types::{Integer, Text};
use serde::{Deserialize, Serialize};
use shared::case::CaseState;
use shared::exchange::Subject;
use shared::kernel::{CaseId, Day, DistrictCode, Moment, PersonId, PostCode, UnitCode};

use super::Case;
use crate::db::schema::{case_counter, case_post, integration_case};
use crate::db::{Failure, day, parse};
use crate::tx::Tx;

/// What can change about a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum CaseEffect {
    /// A case was opened; it stands in the coordinator's pool.
    Opened {
        /// The case.
        case: CaseId,
        /// The year of its number.
        year: i16,
        /// The running part of its number.
        running: i32,
        /// The district.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        district: Option<DistrictCode>,
        /// The day.
        opened_on: Day,
    },
    /// A case was given to a post.
    Assigned {
        /// The case.
        case: CaseId,
        /// The post that is responsible now.
        post: PostCode,
        /// Its unit.
        unit: UnitCode,
        /// Since when.
        at: Moment,
    },
}

/// Applies an effect.
///
/// # Errors
/// If a statement fails.
pub fn apply(tx: &mut Tx<'_>, subject: &Subject, effect: &CaseEffect) -> Result<(), Failure> {
    let person = subject
        .person()
        .ok_or(Failure::Broken("a case's effect on another subject"))?;
    match effect {
        CaseEffect::Opened {
            case,
            year,
            running,
            district,
            opened_on,
        } => {
            count(tx, *year, *running)?;
            diesel::insert_into(integration_case::table)
                .values((
                    integration_case::municipality.eq(tx.municipality().to_owned()),
                    integration_case::case_id.eq(case.to_string()),
                    integration_case::number.eq(format!("LEV-{year:04}-{running:04}")),
                    integration_case::person_id.eq(person.to_string()),
                    integration_case::district.eq(district.as_ref().map(DistrictCode::as_str)),
                    integration_case::state.eq(<&'static str>::from(CaseState::Open)),
                    integration_case::opened_on.eq(opened_on.to_string()),
                ))
                .execute(tx.conn())?;
        }
        CaseEffect::Assigned {
            case,
            post,
            unit,
            at,
        } => {
            let municipality = tx.municipality().to_owned();
            diesel::update(
                case_post::table
                    .filter(case_post::municipality.eq(&municipality))
                    .filter(case_post::case_id.eq(case.to_string()))
                    .filter(case_post::until.is_null()),
            )
            .set(case_post::until.eq(at.millis()))
            .execute(tx.conn())?;
            diesel::insert_into(case_post::table)
                .values((
                    case_post::municipality.eq(&municipality),
                    case_post::case_id.eq(case.to_string()),
                    case_post::post.eq(post.as_str()),
                    case_post::since.eq(at.millis()),
                ))
                .execute(tx.conn())?;
            one(
                diesel::update(integration_case::table.find((municipality, case.to_string())))
                    .set((
                        integration_case::post.eq(post.as_str()),
                        integration_case::unit.eq(unit.as_str()),
                        integration_case::assigned_at.eq(at.millis()),
                        integration_case::seen_at.eq(None::<i64>),
                    ))
                    .execute(tx.conn())?,
            )?;
        }
    }
    Ok(())
}

/// An effect changes exactly the row it names.
fn one(rows: usize) -> Result<(), Failure> {
    if rows == 1 {
        Ok(())
    } else {
        Err(Failure::Broken("an effect on a row that is not there"))
    }
}

fn count(tx: &mut Tx<'_>, year: i16, running: i32) -> Result<(), Failure> {
    let municipality = tx.municipality().to_owned();
    diesel::sql_query(
        "INSERT INTO case_counter (municipality, year, last) VALUES ($1, $2, $3)
         ON CONFLICT (municipality, year) DO UPDATE SET last = excluded.last",
    )
    .bind::<Text, _>(municipality)
    .bind::<Integer, _>(i32::from(year))
    .bind::<Integer, _>(running)
    .execute(tx.conn())?;
    Ok(())
}

/// The last running number of a year.
pub(super) fn last_number(tx: &mut Tx<'_>, year: i16) -> Result<i32, Failure> {
    Ok(case_counter::table
        .find((tx.municipality().to_owned(), i32::from(year)))
        .select(case_counter::last)
        .first(tx.conn())
        .optional()?
        .unwrap_or(0))
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = integration_case)]
struct CaseRow {
    case_id: String,
    number: String,
    person_id: String,
    unit: Option<String>,
    post: Option<String>,
    district: Option<String>,
    state: String,
    opened_on: String,
    assigned_at: Option<i64>,
    seen_at: Option<i64>,
    next_on: Option<String>,
}

impl TryFrom<CaseRow> for Case {
    type Error = Failure;

    fn try_from(row: CaseRow) -> Result<Self, Failure> {
        Ok(Self {
            id: parse(&row.case_id, "integration_case.case_id")?,
            number: row.number,
            person: parse(&row.person_id, "integration_case.person_id")?,
            unit: row
                .unit
                .map(|code| parse(&code, "integration_case.unit"))
                .transpose()?,
            post: row
                .post
                .map(|code| parse(&code, "integration_case.post"))
                .transpose()?,
            district: row
                .district
                .map(|code| parse(&code, "integration_case.district"))
                .transpose()?,
            state: parse(&row.state, "integration_case.state")?,
            opened_on: day(&row.opened_on, "integration_case.opened_on")?,
            assigned_at: row.assigned_at.map(Moment::from_millis),
            seen_at: row.seen_at.map(Moment::from_millis),
            next_on: row
                .next_on
                .map(|on| day(&on, "integration_case.next_on"))
                .transpose()?,
        })
    }
}

/// Looks for what stands in clear about a case.
pub(super) fn find(tx: &mut Tx<'_>, id: CaseId) -> Result<Option<Case>, Failure> {
    integration_case::table
        .find((tx.municipality().to_owned(), id.to_string()))
        .select(CaseRow::as_select())
        .first(tx.conn())
        .optional()?
        .map(Case::try_from)
        .transpose()
}

/// The case of a person that is not closed, if there is one.
///
/// # Errors
/// If the database cannot answer.
pub fn find_current(tx: &mut Tx<'_>, person: PersonId) -> Result<Option<Case>, Failure> {
    integration_case::table
        .filter(integration_case::municipality.eq(tx.municipality().to_owned()))
        .filter(integration_case::person_id.eq(person.to_string()))
        .filter(integration_case::state.ne(<&'static str>::from(CaseState::Closed)))
        .order(integration_case::opened_on.desc())
        .select(CaseRow::as_select())
        .first(tx.conn())
        .optional()?
        .map(Case::try_from)
        .transpose()
}

/// Whether the post ever had the case.
pub(super) fn was_ever_at(
    tx: &mut Tx<'_>,
    case: CaseId,
    post: Option<&PostCode>,
) -> Result<bool, Failure> {
    let Some(post) = post else {
        return Ok(false);
    };
    let found: Option<String> = case_post::table
        .filter(case_post::municipality.eq(tx.municipality().to_owned()))
        .filter(case_post::case_id.eq(case.to_string()))
        .filter(case_post::post.eq(post.as_str()))
        .select(case_post::post)
        .first(tx.conn())
        .optional()?;
    Ok(found.is_some())
}
