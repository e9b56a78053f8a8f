//! The rows of cases.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use diesel::backend::Backend;
use diesel::expression::{
    AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate,
};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::serialize::ToSql;
use diesel::sql_types::{BigInt, Bool, HasSqlType, Integer, Text};
use serde::{Deserialize, Serialize};
use shared::case::{
    AppointmentDraft, AppointmentEnd, AppointmentView, CaseState, ChoiceReason, NextDate, PostKept,
};
use shared::exchange::Subject;
use shared::kernel::{
    AppointmentId, CaseId, Day, DistrictCode, Moment, PersonId, PostCode, UnitCode,
};

use super::{Case, history};
use crate::db::schema::{appointment, case_counter, case_post, integration_case, person, worklist};
use crate::db::{Failure, day, on_either, one, one_of, parse};
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
        /// Why, if the district would have given it to another.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        because: Option<ChoiceReason>,
        /// The same in words.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        reason: String,
    },
    /// The person moved to another district.
    Moved {
        /// The case.
        case: CaseId,
        /// Where they live now; absent if no district can be derived.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        district: Option<DistrictCode>,
        /// The first day there.
        on: Day,
        /// Until when somebody looks whether the case stays.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        check_by: Option<Day>,
    },
    /// Somebody looked after a move, and the case stays.
    PostKept {
        /// The case.
        case: CaseId,
        /// Who, when, why.
        kept: PostKept,
    },
    /// The responsible worker opened it.
    Seen {
        /// The case.
        case: CaseId,
        /// When.
        at: Moment,
    },
    /// The next date was set.
    NextDateSet {
        /// The case.
        case: CaseId,
        /// The date, or why there is none.
        next: NextDate,
    },
    /// An appointment was planned.
    AppointmentPlanned {
        /// The appointment.
        appointment: AppointmentId,
        /// The case.
        case: CaseId,
        /// When, where, with whom.
        draft: Box<AppointmentDraft>,
    },
    /// An appointment ended.
    AppointmentEnded {
        /// The appointment.
        appointment: AppointmentId,
        /// How.
        end: AppointmentEnd,
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
            history::live_in(tx, *case, district.as_ref(), *opened_on)?;
        }
        CaseEffect::Assigned {
            case,
            post,
            unit,
            at,
            because,
            reason,
        } => {
            let why = history::why(tx, subject, (*case, post, *at), *because, reason)?;
            let municipality = tx.municipality().to_owned();
            diesel::update(
                case_post::table
                    .filter(case_post::municipality.eq(&municipality))
                    .filter(case_post::case_id.eq(case.to_string()))
                    .filter(case_post::until.is_null()),
            )
            .set(case_post::until.eq(at.millis()))
            .execute(tx.conn())?;
            // One offer may give a case to the same post twice, in the same moment.
            let again = diesel::update(case_post::table.find((
                &municipality,
                case.to_string(),
                post.as_str(),
                at.millis(),
            )))
            .set((
                case_post::until.eq(None::<i64>),
                case_post::reason.eq(why.clone()),
            ))
            .execute(tx.conn())?;
            if again == 0 {
                diesel::insert_into(case_post::table)
                    .values((
                        case_post::municipality.eq(&municipality),
                        case_post::case_id.eq(case.to_string()),
                        case_post::post.eq(post.as_str()),
                        case_post::since.eq(at.millis()),
                        case_post::reason.eq(why),
                    ))
                    .execute(tx.conn())?;
            }
            one(
                diesel::update(integration_case::table.find((municipality, case.to_string())))
                    .set((
                        integration_case::post.eq(post.as_str()),
                        integration_case::unit.eq(unit.as_str()),
                        integration_case::assigned_at.eq(at.millis()),
                        integration_case::seen_at.eq(None::<i64>),
                        integration_case::check_by.eq(None::<String>),
                    ))
                    .execute(tx.conn())?,
            )?;
        }
        CaseEffect::Moved {
            case,
            district,
            on,
            check_by,
        } => {
            history::live_in(tx, *case, district.as_ref(), *on)?;
            one(diesel::update(row(tx, *case))
                .set((
                    integration_case::district.eq(district.as_ref().map(DistrictCode::as_str)),
                    integration_case::check_by.eq(check_by.map(|by| by.to_string())),
                ))
                .execute(tx.conn())?)?;
        }
        CaseEffect::PostKept { case, kept } => {
            history::keep(tx, subject, *case, kept)?;
            one(diesel::update(row(tx, *case))
                .set(integration_case::check_by.eq(None::<String>))
                .execute(tx.conn())?)?;
        }
        CaseEffect::Seen { case, at } => {
            one(diesel::update(row(tx, *case))
                .set(integration_case::seen_at.eq(at.millis()))
                .execute(tx.conn())?)?;
        }
        CaseEffect::NextDateSet { case, next } => {
            let sealed = tx.seal(
                subject,
                "integration_case.next_date",
                &case.to_string(),
                next,
            )?;
            one(diesel::update(row(tx, *case))
                .set((
                    integration_case::next_on.eq(next.on().to_string()),
                    integration_case::next_date.eq(sealed),
                ))
                .execute(tx.conn())?)?;
        }
        CaseEffect::AppointmentPlanned {
            appointment: id,
            case,
            draft,
        } => {
            let sealed = tx.seal(subject, "appointment.draft", &id.to_string(), draft)?;
            let (Some(starts_at), Some(contact)) = (draft.starts_at, &draft.contact) else {
                return Err(Failure::Broken("an appointment without moment or kind"));
            };
            diesel::insert_into(appointment::table)
                .values((
                    appointment::municipality.eq(tx.municipality().to_owned()),
                    appointment::appointment_id.eq(id.to_string()),
                    appointment::case_id.eq(case.to_string()),
                    appointment::person_id.eq(person.to_string()),
                    appointment::starts_at.eq(starts_at.millis()),
                    appointment::contact.eq(contact.as_str()),
                    appointment::draft.eq(sealed),
                ))
                .execute(tx.conn())?;
        }
        CaseEffect::AppointmentEnded {
            appointment: id,
            end,
        } => {
            one(diesel::update(
                appointment::table.find((tx.municipality().to_owned(), id.to_string())),
            )
            .set(appointment::ended.eq(<&'static str>::from(end)))
            .execute(tx.conn())?)?;
        }
    }
    Ok(())
}

/// Whether a case is not closed, in the very words of the index over open cases: neither database takes an index over a
/// part of the rows when the condition comes as a parameter.
#[derive(Debug, Clone, Copy, QueryId)]
pub struct IsOpen;

impl Expression for IsOpen {
    type SqlType = Bool;
}

impl<T> AppearsOnTable<T> for IsOpen {}

impl<G> ValidGrouping<G> for IsOpen {
    type IsAggregate = is_aggregate::No;
}

impl<DB: Backend> QueryFragment<DB> for IsOpen {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("(\"integration_case\".\"state\" <> 'closed')");
        Ok(())
    }
}

/// How many open cases a post has, beside the rows of the list itself: it is counted once per statement, and spares a
/// statement of its own.
#[derive(Debug, Clone, QueryId)]
struct OpenOfPost {
    municipality: String,
    post: String,
}

impl Expression for OpenOfPost {
    type SqlType = BigInt;
}

impl<T> AppearsOnTable<T> for OpenOfPost {}

impl<T> SelectableExpression<T> for OpenOfPost {}

impl<G> ValidGrouping<G> for OpenOfPost {
    type IsAggregate = is_aggregate::No;
}

impl<DB> QueryFragment<DB> for OpenOfPost
where
    DB: Backend + HasSqlType<Text>,
    String: ToSql<Text, DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql(
            "(SELECT COUNT(*) FROM \"integration_case\" AS \"counted\" WHERE \"counted\".\"municipality\" = ",
        );
        out.push_bind_param::<Text, _>(&self.municipality)?;
        out.push_sql(" AND \"counted\".\"post\" = ");
        out.push_bind_param::<Text, _>(&self.post)?;
        out.push_sql(" AND \"counted\".\"state\" <> 'closed')");
        Ok(())
    }
}

/// Those nobody has opened yet first, then by next date: the order of the index that holds open cases only.
#[diesel::dsl::auto_type]
fn in_order_of_worklist() -> _ {
    (
        integration_case::seen_at.is_not_null().asc(),
        integration_case::next_on.is_null().asc(),
        integration_case::next_on.asc(),
        integration_case::case_id.asc(),
    )
}

type Row = diesel::dsl::Find<integration_case::table, (String, String)>;

fn row(tx: &Tx<'_>, case: CaseId) -> Row {
    integration_case::table.find((tx.municipality().to_owned(), case.to_string()))
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
    check_by: Option<String>,
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
            check_by: row
                .check_by
                .map(|by| day(&by, "integration_case.check_by"))
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
    let rows: Vec<CaseRow> = integration_case::table
        .filter(integration_case::municipality.eq(tx.municipality().to_owned()))
        .filter(integration_case::person_id.eq(person.to_string()))
        .filter(IsOpen)
        .select(CaseRow::as_select())
        .load(tx.conn())?;
    Ok(current_of(rows)?.remove(&person))
}

/// As [`find_current`], for many persons at once; who has no open case is left out.
///
/// # Errors
/// If the database cannot answer.
pub fn list_current(
    tx: &mut Tx<'_>,
    persons: &[PersonId],
) -> Result<HashMap<PersonId, Case>, Failure> {
    if persons.is_empty() {
        return Ok(HashMap::new());
    }
    let municipality = tx.municipality().to_owned();
    let persons: Vec<String> = persons.iter().map(ToString::to_string).collect();
    let rows: Vec<CaseRow> = on_either!(tx.conn(), conn => integration_case::table
        .filter(integration_case::municipality.eq(municipality))
        .filter(one_of(integration_case::person_id, persons))
        .filter(IsOpen)
        .select(CaseRow::as_select())
        .load(conn))?;
    current_of(rows)
}

/// The open case of each person. Nobody has two; where damage says otherwise, the one that was opened last counts
/// everywhere.
fn current_of(rows: Vec<CaseRow>) -> Result<HashMap<PersonId, Case>, Failure> {
    let mut current: HashMap<PersonId, Case> = HashMap::with_capacity(rows.len());
    for row in rows {
        let case = Case::try_from(row)?;
        let is_later = current
            .get(&case.person)
            .is_none_or(|known| known.opened_on < case.opened_on);
        if is_later {
            current.insert(case.person, case);
        }
    }
    Ok(current)
}

/// The open cases that nobody is responsible for, oldest first.
///
/// # Errors
/// If the database cannot answer.
pub fn list_pool(tx: &mut Tx<'_>) -> Result<Vec<Case>, Failure> {
    integration_case::table
        .filter(integration_case::municipality.eq(tx.municipality().to_owned()))
        .filter(integration_case::post.is_null())
        .filter(IsOpen)
        .order((integration_case::opened_on, integration_case::case_id))
        .select(CaseRow::as_select())
        .load(tx.conn())?
        .into_iter()
        .map(Case::try_from)
        .collect()
}

/// The open cases whose person moved, by the day until which somebody looks whether they stay.
///
/// # Errors
/// If the database cannot answer.
pub fn list_to_check(tx: &mut Tx<'_>, limit: i64) -> Result<Vec<Case>, Failure> {
    integration_case::table
        .filter(integration_case::municipality.eq(tx.municipality().to_owned()))
        .filter(integration_case::check_by.is_not_null())
        .filter(IsOpen)
        .order((integration_case::check_by, integration_case::case_id))
        .limit(limit)
        .select(CaseRow::as_select())
        .load(tx.conn())?
        .into_iter()
        .map(Case::try_from)
        .collect()
}

/// The open cases of some posts that somebody may have to look at, in the order of a worklist, at most `limit`: never opened
/// by whoever has them, without a next date, or with a day before `today`. What follows from that is decided elsewhere.
///
/// # Errors
/// If the database cannot answer.
pub fn list_to_look_at(
    tx: &mut Tx<'_>,
    posts: &BTreeSet<PostCode>,
    today: Day,
    limit: i64,
) -> Result<Vec<Case>, Failure> {
    let municipality = tx.municipality().to_owned();
    let posts: Vec<String> = posts.iter().map(ToString::to_string).collect();
    let today = today.to_string();
    let rows: Vec<CaseRow> = on_either!(tx.conn(), conn => integration_case::table
        .filter(integration_case::municipality.eq(municipality))
        .filter(one_of(integration_case::post, posts))
        .filter(IsOpen)
        .filter(
            integration_case::seen_at
                .is_null()
                .or(integration_case::next_on.is_null())
                .or(integration_case::next_on.lt(today.clone()))
                .or(integration_case::check_by.lt(today)),
        )
        .order(in_order_of_worklist())
        .limit(limit)
        .select(CaseRow::as_select())
        .load(conn))?;
    rows.into_iter().map(Case::try_from).collect()
}

/// The open cases that nobody is responsible for and whose persons some units recorded, oldest first, at most `limit`.
///
/// # Errors
/// If the database cannot answer.
pub fn list_pool_of(
    tx: &mut Tx<'_>,
    units: &BTreeSet<UnitCode>,
    limit: i64,
) -> Result<Vec<Case>, Failure> {
    let municipality = tx.municipality().to_owned();
    let units: Vec<String> = units.iter().map(ToString::to_string).collect();
    let rows: Vec<CaseRow> = on_either!(tx.conn(), conn => integration_case::table
        .inner_join(
            person::table.on(person::municipality
                .eq(integration_case::municipality)
                .and(person::person_id.eq(integration_case::person_id))),
        )
        .filter(integration_case::municipality.eq(municipality))
        .filter(integration_case::post.is_null())
        .filter(IsOpen)
        .filter(one_of(person::recorded_by_unit, units))
        .order((integration_case::opened_on, integration_case::case_id))
        .limit(limit)
        .select(CaseRow::as_select())
        .load(conn))?;
    rows.into_iter().map(Case::try_from).collect()
}

/// The open cases of a post in the order of a worklist, at most `limit`, and how many there are in all.
///
/// # Errors
/// If the database cannot answer.
pub fn list_at_post(
    tx: &mut Tx<'_>,
    post: &PostCode,
    limit: i64,
) -> Result<(Vec<Case>, u32), Failure> {
    let municipality = tx.municipality().to_owned();
    let all = OpenOfPost {
        municipality: municipality.clone(),
        post: post.as_str().to_owned(),
    };
    let rows: Vec<(CaseRow, i64)> = integration_case::table
        .filter(integration_case::municipality.eq(municipality))
        .filter(integration_case::post.eq(post.as_str()))
        .filter(IsOpen)
        .order(in_order_of_worklist())
        .limit(limit)
        .select((CaseRow::as_select(), all))
        .load(tx.conn())?;
    let total = rows.first().map_or(0, |(_, all)| *all);
    let cases = rows.into_iter().map(|(row, _)| Case::try_from(row));
    Ok((
        cases.collect::<Result<_, Failure>>()?,
        u32::try_from(total).unwrap_or(u32::MAX),
    ))
}

/// The case with a number.
///
/// # Errors
/// If the database cannot answer.
pub fn find_by_number(tx: &mut Tx<'_>, number: &str) -> Result<Option<Case>, Failure> {
    integration_case::table
        .filter(integration_case::municipality.eq(tx.municipality().to_owned()))
        .filter(integration_case::number.eq(number.to_owned()))
        .select(CaseRow::as_select())
        .first(tx.conn())
        .optional()?
        .map(Case::try_from)
        .transpose()
}

/// The numbers under which these persons are spoken of; who has no case is left out, and of several cases the latest counts.
///
/// # Errors
/// If the database cannot answer.
pub fn list_numbers(
    tx: &mut Tx<'_>,
    persons: &BTreeSet<PersonId>,
) -> Result<BTreeMap<PersonId, String>, Failure> {
    if persons.is_empty() {
        return Ok(BTreeMap::new());
    }
    let municipality = tx.municipality().to_owned();
    let persons: Vec<String> = persons.iter().map(ToString::to_string).collect();
    let rows: Vec<(String, String)> = on_either!(tx.conn(), conn => integration_case::table
        .filter(integration_case::municipality.eq(municipality))
        .filter(one_of(integration_case::person_id, persons))
        .order((integration_case::opened_on, integration_case::case_id))
        .select((integration_case::person_id, integration_case::number))
        .load(conn))?;
    rows.into_iter()
        .map(|(person, number)| Ok((parse(&person, "integration_case.person_id")?, number)))
        .collect()
}

/// A case that left a post, with what is told of it.
#[derive(Debug, Clone)]
pub struct Left {
    /// The case, as it is now.
    pub case: Case,
    /// When it left.
    pub at: Moment,
    /// The person's form, as sealed.
    pub draft: Vec<u8>,
}

/// The open cases that left a post since a moment and have not come back, latest first, at most `limit`.
///
/// # Errors
/// If the database cannot answer.
pub fn list_left(
    tx: &mut Tx<'_>,
    post: &PostCode,
    since: Moment,
    limit: i64,
) -> Result<Vec<Left>, Failure> {
    let rows: Vec<(CaseRow, Option<i64>, Vec<u8>)> = case_post::table
        .inner_join(
            integration_case::table.on(integration_case::municipality
                .eq(case_post::municipality)
                .and(integration_case::case_id.eq(case_post::case_id))),
        )
        .inner_join(
            person::table.on(person::municipality
                .eq(integration_case::municipality)
                .and(person::person_id.eq(integration_case::person_id))),
        )
        .filter(case_post::municipality.eq(tx.municipality().to_owned()))
        .filter(case_post::post.eq(post.as_str()))
        .filter(case_post::until.ge(since.millis()))
        .filter(
            integration_case::post
                .is_null()
                .or(integration_case::post.ne(post.as_str())),
        )
        .filter(IsOpen)
        .order((case_post::until.desc(), case_post::case_id))
        .limit(limit)
        .select((CaseRow::as_select(), case_post::until, person::draft))
        .load(tx.conn())?;
    let mut seen = HashSet::new();
    rows.into_iter()
        .filter_map(|(row, until, draft)| Some((row, Moment::from_millis(until?), draft)))
        .map(|(row, at, draft)| {
            let case = Case::try_from(row)?;
            Ok(Left { case, at, draft })
        })
        // One that left twice is told of once, as it left last.
        .filter(|left: &Result<Left, Failure>| {
            left.as_ref().map_or(true, |left| seen.insert(left.case.id))
        })
        .collect()
}

/// The posts that ever had the case.
pub(super) fn list_posts(tx: &mut Tx<'_>, case: CaseId) -> Result<Vec<PostCode>, Failure> {
    let posts: Vec<String> = case_post::table
        .filter(case_post::municipality.eq(tx.municipality().to_owned()))
        .filter(case_post::case_id.eq(case.to_string()))
        .select(case_post::post)
        .load(tx.conn())?;
    posts
        .iter()
        .map(|post| parse(post, "case_post.post"))
        .collect()
}

/// What stands in clear about an appointment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Appointment {
    /// The case it belongs to.
    pub(super) case: CaseId,
    /// When it begins.
    pub(super) starts_at: Moment,
    /// How it ended.
    pub(super) end: Option<AppointmentEnd>,
}

/// Looks for an appointment.
pub(super) fn find_appointment(
    tx: &mut Tx<'_>,
    id: AppointmentId,
) -> Result<Option<Appointment>, Failure> {
    let row: Option<(String, i64, Option<String>)> = appointment::table
        .find((tx.municipality().to_owned(), id.to_string()))
        .select((
            appointment::case_id,
            appointment::starts_at,
            appointment::ended,
        ))
        .first(tx.conn())
        .optional()?;
    row.map(|(case, starts_at, ended)| {
        Ok(Appointment {
            case: parse(&case, "appointment.case_id")?,
            starts_at: Moment::from_millis(starts_at),
            end: ended
                .map(|end| parse(&end, "appointment.ended"))
                .transpose()?,
        })
    })
    .transpose()
}

/// The appointments of a case, by beginning.
pub(super) fn list_appointments(
    tx: &mut Tx<'_>,
    person: PersonId,
    case: CaseId,
) -> Result<Vec<AppointmentView>, Failure> {
    let rows: Vec<AppointmentRow> = appointment::table
        .filter(appointment::municipality.eq(tx.municipality().to_owned()))
        .filter(appointment::case_id.eq(case.to_string()))
        .order((appointment::starts_at, appointment::appointment_id))
        .select((
            appointment::appointment_id,
            appointment::ended,
            appointment::draft,
        ))
        .load(tx.conn())?;
    rows.into_iter()
        .map(|row| view_of(tx, person, row))
        .collect()
}

type AppointmentRow = (String, Option<String>, Vec<u8>);

fn view_of(
    tx: &mut Tx<'_>,
    person: PersonId,
    (id, ended, draft): AppointmentRow,
) -> Result<AppointmentView, Failure> {
    Ok(AppointmentView {
        draft: tx.open(&Subject::Person(person), "appointment.draft", &id, &draft)?,
        appointment: parse(&id, "appointment.appointment_id")?,
        end: ended
            .map(|end| parse(&end, "appointment.ended"))
            .transpose()?,
    })
}

/// When the next appointment of each case begins, from a moment on and in one statement; a case without one is left out.
///
/// # Errors
/// If the database cannot answer.
pub fn list_next_beginnings(
    tx: &mut Tx<'_>,
    cases: &[CaseId],
    from: Moment,
) -> Result<HashMap<CaseId, Moment>, Failure> {
    if cases.is_empty() {
        return Ok(HashMap::new());
    }
    let municipality = tx.municipality().to_owned();
    let cases: Vec<String> = cases.iter().map(ToString::to_string).collect();
    let rows: Vec<(String, i64)> = on_either!(tx.conn(), conn => appointment::table
        .filter(appointment::municipality.eq(municipality))
        .filter(one_of(appointment::case_id, cases))
        .filter(appointment::ended.is_null())
        .filter(appointment::starts_at.ge(from.millis()))
        .select((appointment::case_id, appointment::starts_at))
        .load(conn))?;
    let mut first: HashMap<CaseId, Moment> = HashMap::new();
    for (case, starts_at) in rows {
        let starts_at = Moment::from_millis(starts_at);
        first
            .entry(parse(&case, "appointment.case_id")?)
            .and_modify(|known| *known = starts_at.min(*known))
            .or_insert(starts_at);
    }
    Ok(first)
}

/// The next appointments of cases, from a moment on; a case without one is left out.
pub(super) fn list_next_appointments(
    tx: &mut Tx<'_>,
    cases: &[CaseId],
    from: Moment,
) -> Result<HashMap<CaseId, AppointmentView>, Failure> {
    if cases.is_empty() {
        return Ok(HashMap::new());
    }
    let municipality = tx.municipality().to_owned();
    let cases: Vec<String> = cases.iter().map(ToString::to_string).collect();
    type Row = (String, String, i64, AppointmentRow);
    let rows: Vec<Row> = on_either!(tx.conn(), conn => appointment::table
        .filter(appointment::municipality.eq(municipality))
        .filter(one_of(appointment::case_id, cases))
        .filter(appointment::ended.is_null())
        .filter(appointment::starts_at.ge(from.millis()))
        .select((
            appointment::case_id,
            appointment::person_id,
            appointment::starts_at,
            (
                appointment::appointment_id,
                appointment::ended,
                appointment::draft,
            ),
        ))
        .load(conn))?;
    let mut first: HashMap<String, (String, i64, AppointmentRow)> = HashMap::new();
    for (case, person, starts_at, row) in rows {
        let is_first = first
            .get(&case)
            .is_none_or(|(_, known, (id, ..))| (starts_at, &row.0) < (*known, id));
        if is_first {
            first.insert(case, (person, starts_at, row));
        }
    }
    first
        .into_iter()
        .map(|(case, (person, _, row))| {
            let person = parse(&person, "appointment.person_id")?;
            Ok((
                parse(&case, "appointment.case_id")?,
                view_of(tx, person, row)?,
            ))
        })
        .collect()
}

/// The next appointment of a case that has not ended, from a moment on.
pub(super) fn find_next_appointment(
    tx: &mut Tx<'_>,
    person: PersonId,
    case: CaseId,
    from: Moment,
) -> Result<Option<AppointmentView>, Failure> {
    let row: Option<AppointmentRow> = appointment::table
        .filter(appointment::municipality.eq(tx.municipality().to_owned()))
        .filter(appointment::case_id.eq(case.to_string()))
        .filter(appointment::ended.is_null())
        .filter(appointment::starts_at.ge(from.millis()))
        .order((appointment::starts_at, appointment::appointment_id))
        .select((
            appointment::appointment_id,
            appointment::ended,
            appointment::draft,
        ))
        .first(tx.conn())
        .optional()?;
    row.map(|row| view_of(tx, person, row)).transpose()
}

/// The next date of a case, if one is set.
pub(super) fn find_next_date(
    tx: &mut Tx<'_>,
    person: PersonId,
    case: CaseId,
) -> Result<Option<NextDate>, Failure> {
    let sealed: Option<Vec<u8>> = row(tx, case)
        .select(integration_case::next_date)
        .first(tx.conn())?;
    sealed
        .map(|sealed| {
            tx.open(
                &Subject::Person(person),
                "integration_case.next_date",
                &case.to_string(),
                &sealed,
            )
        })
        .transpose()
}

/// A case of a worklist, with what its line shows of the person and of the next date, as sealed.
pub(super) struct Listed {
    pub(super) case: Case,
    pub(super) draft: Vec<u8>,
    pub(super) next_date: Option<Vec<u8>>,
}

/// The open cases of a post in the order of a worklist, at most `limit`, and how many there are in all, in one statement.
pub(super) fn list_of_post(
    tx: &mut Tx<'_>,
    post: &PostCode,
    limit: i64,
) -> Result<(Vec<Listed>, u32), Failure> {
    let municipality = tx.municipality().to_owned();
    let all = OpenOfPost {
        municipality: municipality.clone(),
        post: post.as_str().to_owned(),
    };
    type Row = (CaseRow, Vec<u8>, Option<Vec<u8>>, i64);
    let rows: Vec<Row> = integration_case::table
        .filter(integration_case::municipality.eq(municipality))
        .filter(integration_case::post.eq(post.as_str()))
        .filter(IsOpen)
        .inner_join(
            person::table.on(person::municipality
                .eq(integration_case::municipality)
                .and(person::person_id.eq(integration_case::person_id))),
        )
        .order(in_order_of_worklist())
        .limit(limit)
        .select((
            CaseRow::as_select(),
            person::draft,
            integration_case::next_date,
            all,
        ))
        .load(tx.conn())?;
    let total = rows.first().map_or(0, |(_, _, _, all)| *all);
    let cases = rows
        .into_iter()
        .map(|(row, draft, next_date, _)| {
            Ok(Listed {
                case: Case::try_from(row)?,
                draft,
                next_date,
            })
        })
        .collect::<Result<_, Failure>>()?;
    Ok((cases, u32::try_from(total).unwrap_or(u32::MAX)))
}

/// Names the state that the list of a post is in; absent if the post never had a case. The database gives the list another
/// name whenever it changes anything that a line shows (migration `case_worklist`).
pub(super) fn find_state_of_list(
    tx: &mut Tx<'_>,
    post: &PostCode,
) -> Result<Option<String>, Failure> {
    Ok(worklist::table
        .find((tx.municipality().to_owned(), post.as_str()))
        .select(worklist::state)
        .first(tx.conn())
        .optional()?)
}

/// Opens the next date of a case as it was read with it.
pub(super) fn open_next_date(
    tx: &mut Tx<'_>,
    case: &Case,
    sealed: Option<&[u8]>,
) -> Result<Option<NextDate>, Failure> {
    sealed
        .map(|sealed| {
            tx.open(
                &Subject::Person(case.person),
                "integration_case.next_date",
                &case.id.to_string(),
                sealed,
            )
        })
        .transpose()
}

/// The open cases of a post that have an appointment between two moments, by its beginning.
pub(super) fn list_with_appointment(
    tx: &mut Tx<'_>,
    post: &PostCode,
    from: Moment,
    until: Moment,
) -> Result<Vec<CaseId>, Failure> {
    let rows: Vec<String> = appointment::table
        .inner_join(
            integration_case::table.on(integration_case::municipality
                .eq(appointment::municipality)
                .and(integration_case::case_id.eq(appointment::case_id))),
        )
        .filter(integration_case::municipality.eq(tx.municipality().to_owned()))
        .filter(integration_case::post.eq(post.as_str()))
        .filter(integration_case::state.ne(<&'static str>::from(CaseState::Closed)))
        .filter(appointment::ended.is_null())
        .filter(appointment::starts_at.ge(from.millis()))
        .filter(appointment::starts_at.lt(until.millis()))
        .order(appointment::starts_at)
        .select(integration_case::case_id)
        .load(tx.conn())?;
    rows.iter()
        .map(|id| parse(id, "integration_case.case_id"))
        .collect()
}
