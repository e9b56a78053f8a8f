//! Intakes, facts on the lanes and contact slips: their rows and queries.

use diesel::dsl::{count_star, min};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use shared::case::LatestIntake;
use shared::exchange::Subject;
use shared::intake::state::{IntakeState, IntakeStateName};
use shared::intake::{IntakeDraft, RecordFact, SlipDraft, SlipView};
use shared::kernel::{
    AccountId, Code, Day, DistrictCode, FieldPath, IntakeId, Moment, PersonId, SlipId, UnitCode,
    edit,
};
use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::db::schema::{intake, lane_fact, person, slip, slip_field};
use crate::db::{Failure, on_either, one_of, parse};
use crate::tx::Tx;

const INTAKE_DRAFT: &str = "intake.draft";
const INTAKE_STANDING: &str = "intake.standing";
const FACT: &str = "lane_fact.content";
const SLIP: &str = "slip.draft";

/// The stored word of a value that is a code.
fn code(value: impl Into<&'static str>) -> &'static str {
    value.into()
}

/// What a command changed in intakes, facts and slips.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum IntakeEffect {
    /// An intake of the subject began.
    Started {
        /// The intake.
        intake: IntakeId,
        /// The unit that took the person in.
        unit: UnitCode,
        /// When, by the author's clock.
        at: Moment,
        /// What was known.
        draft: Box<IntakeDraft>,
    },
    /// Fields of an intake got new values.
    Edited {
        /// The intake.
        intake: IntakeId,
        /// The fields with their values.
        fields: BTreeMap<FieldPath, Value>,
    },
    /// An intake moved on.
    Moved {
        /// The intake.
        intake: IntakeId,
        /// Where it stands now.
        state: Box<IntakeState>,
        /// Since when, by the author's clock; absent in what was decided before this was written down.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        on: Option<Day>,
    },
    /// A fact was added on a lane of the subject.
    FactRecorded {
        /// When, by the author's clock.
        at: Moment,
        /// The fact.
        record: Box<RecordFact>,
    },
    /// The slip that is the subject was written.
    SlipRecorded {
        /// The unit that wrote it.
        unit: UnitCode,
        /// Who wrote it.
        author: AccountId,
        /// When, by their clock.
        at: Moment,
        /// What it says.
        draft: Box<SlipDraft>,
    },
    /// The slip that is the subject was attached to a person.
    SlipAttached {
        /// The person.
        person: PersonId,
    },
    /// The slip that is the subject was taken away from its person.
    SlipDetached,
}

/// An intake as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Intake {
    /// The intake.
    pub id: IntakeId,
    /// The unit that took the person in.
    pub unit: UnitCode,
    /// What was typed.
    pub draft: IntakeDraft,
    /// Where it stands.
    pub state: IntakeState,
    /// The day it came to stand there, if that was written down.
    pub moved_on: Option<Day>,
}

/// Applies an effect.
///
/// # Errors
/// If a statement fails.
pub fn apply(tx: &mut Tx<'_>, subject: &Subject, effect: &IntakeEffect) -> Result<(), Failure> {
    match effect {
        IntakeEffect::Started {
            intake,
            unit,
            at,
            draft,
        } => insert_intake(tx, subject, *intake, unit, *at, draft),
        IntakeEffect::Edited { intake, fields } => {
            let current = get(tx, subject, *intake)?;
            let draft = edit::set_fields(&current.draft, fields)
                .map_err(|_| Failure::Unreadable("an intake's edit"))?;
            let sealed = tx.seal(subject, INTAKE_DRAFT, &intake.to_string(), &draft)?;
            let key = (tx.municipality().to_owned(), intake.to_string());
            diesel::update(intake::table.find(key))
                .set(intake::draft.eq(sealed))
                .execute(tx.conn())?;
            Ok(())
        }
        IntakeEffect::Moved { intake, state, on } => {
            let sealed = tx.seal(subject, INTAKE_STANDING, &intake.to_string(), state)?;
            let key = (tx.municipality().to_owned(), intake.to_string());
            diesel::update(intake::table.find(key))
                .set((
                    intake::state.eq(code(state.name())),
                    intake::result.eq(state
                        .eligibility()
                        .map(|eligibility| code(eligibility.result))),
                    intake::rule_version.eq(state
                        .eligibility()
                        .map(|eligibility| eligibility.rule_version.clone())),
                    intake::standing.eq(sealed),
                    intake::moved_on.eq(on.map(|day| day.to_string())),
                ))
                .execute(tx.conn())?;
            Ok(())
        }
        IntakeEffect::FactRecorded { at, record } => insert_fact(tx, subject, *at, record),
        IntakeEffect::SlipRecorded {
            unit,
            author,
            at,
            draft,
        } => insert_slip(tx, subject, unit, *author, *at, draft),
        IntakeEffect::SlipAttached { person } => put_at(tx, subject, Some(*person)),
        IntakeEffect::SlipDetached => put_at(tx, subject, None),
    }
}

/// Puts the slip that is the subject at a person, or at none.
fn put_at(tx: &mut Tx<'_>, subject: &Subject, person: Option<PersonId>) -> Result<(), Failure> {
    let slip_id = subject
        .slip()
        .ok_or(Failure::Broken("a slip's effect on another subject"))?;
    let key = (tx.municipality().to_owned(), slip_id.to_string());
    diesel::update(slip::table.find(key))
        .set(slip::person_id.eq(person.map(|person| person.to_string())))
        .execute(tx.conn())?;
    Ok(())
}

fn insert_intake(
    tx: &mut Tx<'_>,
    subject: &Subject,
    id: IntakeId,
    unit: &UnitCode,
    at: Moment,
    draft: &IntakeDraft,
) -> Result<(), Failure> {
    let person = subject
        .person()
        .ok_or(Failure::Broken("an intake of another subject"))?;
    let sealed_draft = tx.seal(subject, INTAKE_DRAFT, &id.to_string(), draft)?;
    let standing = tx.seal(
        subject,
        INTAKE_STANDING,
        &id.to_string(),
        &IntakeState::Open,
    )?;
    let municipality = tx.municipality().to_owned();
    diesel::insert_into(intake::table)
        .values((
            intake::municipality.eq(municipality),
            intake::intake_id.eq(id.to_string()),
            intake::person_id.eq(person.to_string()),
            intake::unit.eq(unit.as_str()),
            intake::started_at.eq(at.millis()),
            intake::started_on.eq(at.day().to_string()),
            intake::state.eq(code(IntakeStateName::Open)),
            intake::draft.eq(sealed_draft),
            intake::standing.eq(standing),
        ))
        .execute(tx.conn())?;
    Ok(())
}

fn insert_fact(
    tx: &mut Tx<'_>,
    subject: &Subject,
    at: Moment,
    record: &RecordFact,
) -> Result<(), Failure> {
    let person = subject
        .person()
        .ok_or(Failure::Broken("a fact about another subject"))?;
    let sealed = tx.seal(subject, FACT, &record.fact.to_string(), record)?;
    let municipality = tx.municipality().to_owned();
    diesel::insert_into(lane_fact::table)
        .values((
            lane_fact::municipality.eq(municipality),
            lane_fact::fact_id.eq(record.fact.to_string()),
            lane_fact::person_id.eq(person.to_string()),
            lane_fact::recorded_at.eq(at.millis()),
            lane_fact::lane.eq(code(record.draft.lane)),
            lane_fact::ends_on.eq(record.draft.ends.map(|day| day.to_string())),
            lane_fact::content.eq(sealed),
        ))
        .execute(tx.conn())?;
    Ok(())
}

fn insert_slip(
    tx: &mut Tx<'_>,
    subject: &Subject,
    unit: &UnitCode,
    author: AccountId,
    at: Moment,
    draft: &SlipDraft,
) -> Result<(), Failure> {
    let id = subject
        .slip()
        .ok_or(Failure::Broken("a slip's effect on another subject"))?
        .to_string();
    let sealed = tx.seal(subject, SLIP, &id, draft)?;
    let municipality = tx.municipality().to_owned();
    let text = |code: Option<&str>| code.unwrap_or_default().to_owned();
    diesel::insert_into(slip::table)
        .values((
            slip::municipality.eq(&municipality),
            slip::slip_id.eq(&id),
            slip::unit.eq(unit.as_str()),
            slip::author.eq(author.to_string()),
            slip::authored_at.eq(at.millis()),
            slip::authored_on.eq(at.day().to_string()),
            slip::channel.eq(text(draft.channel.as_ref().map(AsRef::as_ref))),
            slip::urgency.eq(text(draft.urgency.as_ref().map(AsRef::as_ref))),
            slip::outcome.eq(draft.outcome.map_or("", code)),
            slip::office.eq(draft.office.as_ref().map(ToString::to_string)),
            slip::language.eq(draft.language.as_ref().map(ToString::to_string)),
            slip::draft.eq(sealed),
        ))
        .execute(tx.conn())?;
    for field in &draft.fields_of_action {
        diesel::insert_into(slip_field::table)
            .values((
                slip_field::municipality.eq(&municipality),
                slip_field::slip_id.eq(&id),
                slip_field::field_of_action.eq(field.as_str()),
            ))
            .execute(tx.conn())?;
    }
    Ok(())
}

/// An intake of the subject.
///
/// # Errors
/// If it is not there, or the database cannot answer.
pub(super) fn get(tx: &mut Tx<'_>, subject: &Subject, id: IntakeId) -> Result<Intake, Failure> {
    find(tx, subject, id)?.ok_or(Failure::Broken("an intake that is not there"))
}

/// An intake of the subject, if it has one under this id.
///
/// # Errors
/// If the database cannot answer.
pub(super) fn find(
    tx: &mut Tx<'_>,
    subject: &Subject,
    id: IntakeId,
) -> Result<Option<Intake>, Failure> {
    Ok(list_by(tx, subject, Some(id))?.pop())
}

/// An intake as it stands in a list that shows nobody's content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Waiting {
    /// The intake.
    pub(super) id: IntakeId,
    /// Whose it is.
    pub(super) person: PersonId,
    /// The unit that took the person in.
    pub(super) unit: UnitCode,
    /// The district of the person.
    pub(super) district: Option<DistrictCode>,
    /// The day it was begun.
    pub(super) started_on: Day,
    /// The day it came to its state.
    pub(super) moved_on: Option<Day>,
    /// Where it stands.
    pub(super) state: IntakeState,
}

type WaitingRow = (
    String,
    String,
    String,
    Option<String>,
    String,
    Option<String>,
    Vec<u8>,
);

/// Which of the intakes in a state come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum First {
    /// Those that have been there longest.
    Oldest,
    /// Those that came there last.
    Latest,
}

/// The intakes in a state.
///
/// # Errors
/// If the database cannot answer.
pub(super) fn list_in_state(
    tx: &mut Tx<'_>,
    state: IntakeStateName,
    first: First,
    limit: i64,
) -> Result<Vec<Waiting>, Failure> {
    let is_theirs = person::municipality
        .eq(intake::municipality)
        .and(person::person_id.eq(intake::person_id));
    let in_state = intake::table
        .inner_join(person::table.on(is_theirs))
        .filter(intake::municipality.eq(tx.municipality().to_owned()))
        .filter(intake::state.eq(code(state)))
        .limit(limit)
        .select((
            intake::intake_id,
            intake::person_id,
            intake::unit,
            person::district,
            intake::started_on,
            intake::moved_on,
            intake::standing,
        ))
        .into_boxed();
    let ordered = match first {
        First::Oldest => in_state.order((intake::moved_on, intake::started_at, intake::intake_id)),
        First::Latest => in_state.order((
            intake::moved_on.desc(),
            intake::started_at.desc(),
            intake::intake_id.desc(),
        )),
    };
    let rows: Vec<WaitingRow> = ordered.load(tx.conn())?;
    rows.into_iter()
        .map(|(id, of, unit, district, started_on, moved_on, standing)| {
            let of: PersonId = parse(&of, "intake.person_id")?;
            Ok(Waiting {
                state: tx.open(&Subject::Person(of), INTAKE_STANDING, &id, &standing)?,
                id: parse(&id, "intake.intake_id")?,
                person: of,
                unit: parse(&unit, "intake.unit")?,
                district: district
                    .map(|district| parse(&district, "person.district"))
                    .transpose()?,
                started_on: parse(&started_on, "intake.started_on")?,
                moved_on: moved_on
                    .map(|day| parse(&day, "intake.moved_on"))
                    .transpose()?,
            })
        })
        .collect()
}

/// An intake that was begun and not decided, without what stands in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unfinished {
    /// The intake.
    pub(super) id: IntakeId,
    /// Whose it is.
    pub(super) person: PersonId,
    /// The day it was begun.
    pub(super) started_on: Day,
    /// Where it stands.
    pub(super) state: IntakeStateName,
}

/// How many intakes of some units are begun and not decided, and when the oldest was begun; by unit, none where there are
/// none.
///
/// # Errors
/// If the database cannot answer.
pub fn count_undecided(
    tx: &mut Tx<'_>,
    units: &BTreeSet<UnitCode>,
) -> Result<BTreeMap<UnitCode, (u32, Day)>, Failure> {
    let municipality = tx.municipality().to_owned();
    let units: Vec<String> = units.iter().map(ToString::to_string).collect();
    let states = IntakeStateName::UNDECIDED.map(code).to_vec();
    let rows: Vec<(String, i64, Option<String>)> = on_either!(tx.conn(), conn => intake::table
        .filter(intake::municipality.eq(municipality))
        .filter(one_of(intake::unit, units))
        .filter(one_of(intake::state, states))
        .group_by(intake::unit)
        .select((intake::unit, count_star(), min(intake::started_on)))
        .load(conn))?;
    rows.into_iter()
        .filter_map(|(unit, count, oldest)| Some((unit, count, oldest?)))
        .map(|(unit, count, oldest)| {
            let count = u32::try_from(count).unwrap_or(u32::MAX);
            let oldest = parse(&oldest, "intake.started_on")?;
            Ok((parse(&unit, "intake.unit")?, (count, oldest)))
        })
        .collect()
}

/// The undecided intakes of a unit, latest first, at most `limit`.
///
/// # Errors
/// If the database cannot answer.
pub(super) fn list_unfinished(
    tx: &mut Tx<'_>,
    unit: &UnitCode,
    limit: i64,
) -> Result<Vec<Unfinished>, Failure> {
    let municipality = tx.municipality().to_owned();
    let states = IntakeStateName::UNDECIDED.map(code).to_vec();
    let rows: Vec<(String, String, String, String)> = on_either!(tx.conn(), conn => intake::table
        .filter(intake::municipality.eq(municipality))
        .filter(intake::unit.eq(unit.as_str()))
        .filter(one_of(intake::state, states))
        .order((intake::started_at.desc(), intake::intake_id.desc()))
        .limit(limit)
        .select((
            intake::intake_id,
            intake::person_id,
            intake::started_on,
            intake::state,
        ))
        .load(conn))?;
    rows.into_iter()
        .map(|(id, person, started_on, state)| {
            Ok(Unfinished {
                id: parse(&id, "intake.intake_id")?,
                person: parse(&person, "intake.person_id")?,
                started_on: parse(&started_on, "intake.started_on")?,
                state: parse(&state, "intake.state")?,
            })
        })
        .collect()
}

/// How the latest intake of each person stands, in one statement; who has none is left out.
///
/// # Errors
/// If the database cannot answer.
pub fn list_latest(
    tx: &mut Tx<'_>,
    persons: &[PersonId],
) -> Result<HashMap<PersonId, LatestIntake>, Failure> {
    if persons.is_empty() {
        return Ok(HashMap::new());
    }
    let municipality = tx.municipality().to_owned();
    let persons: Vec<String> = persons.iter().map(ToString::to_string).collect();
    type Row = (String, i64, String, String, Option<String>);
    let rows: Vec<Row> = on_either!(tx.conn(), conn => intake::table
        .filter(intake::municipality.eq(municipality))
        .filter(one_of(intake::person_id, persons))
        .select((
            intake::person_id,
            intake::started_at,
            intake::intake_id,
            intake::state,
            intake::moved_on,
        ))
        .load(conn))?;
    let mut latest: HashMap<String, Row> = HashMap::new();
    for row in rows {
        let is_later = latest
            .get(&row.0)
            .is_none_or(|known| (known.1, &known.2) < (row.1, &row.2));
        if is_later {
            latest.insert(row.0.clone(), row);
        }
    }
    latest
        .into_values()
        .map(|(person, _, _, state, on)| {
            let latest = LatestIntake {
                state: parse(&state, "intake.state")?,
                on: on.map(|day| parse(&day, "intake.moved_on")).transpose()?,
                office: None,
                reason: String::new(),
            };
            Ok((parse(&person, "intake.person_id")?, latest))
        })
        .collect()
}

/// Whether an intake exists under this id, whoever's it is.
///
/// # Errors
/// If the database cannot answer.
pub(super) fn exists(tx: &mut Tx<'_>, id: IntakeId) -> Result<bool, Failure> {
    let key = (tx.municipality().to_owned(), id.to_string());
    Ok(intake::table
        .find(key)
        .select(intake::intake_id)
        .first::<String>(tx.conn())
        .optional()?
        .is_some())
}

/// How urgent the latest intakes of these persons say that it is, in one statement; who was not asked is left out.
///
/// # Errors
/// If the database cannot answer or an intake is unreadable.
pub fn list_urgencies(
    tx: &mut Tx<'_>,
    persons: &[PersonId],
) -> Result<HashMap<PersonId, Code>, Failure> {
    if persons.is_empty() {
        return Ok(HashMap::new());
    }
    let municipality = tx.municipality().to_owned();
    let persons: Vec<String> = persons.iter().map(ToString::to_string).collect();
    let rows: Vec<(String, String, Vec<u8>)> = on_either!(tx.conn(), conn => intake::table
        .filter(intake::municipality.eq(municipality))
        .filter(one_of(intake::person_id, persons))
        .order((intake::started_at, intake::intake_id))
        .select((intake::person_id, intake::intake_id, intake::draft))
        .load(conn))?;
    let mut urgencies = HashMap::new();
    for (person, id, draft) in rows {
        let person: PersonId = parse(&person, "intake.person_id")?;
        let draft: IntakeDraft = tx.open(&Subject::Person(person), INTAKE_DRAFT, &id, &draft)?;
        // A later one that says nothing about it leaves what an earlier one said.
        if let Some(urgency) = draft.urgency {
            urgencies.insert(person, urgency);
        }
    }
    Ok(urgencies)
}

/// All intakes of the subject, latest first.
///
/// # Errors
/// If the database cannot answer.
pub fn list(tx: &mut Tx<'_>, subject: &Subject) -> Result<Vec<Intake>, Failure> {
    list_by(tx, subject, None)
}

fn list_by(
    tx: &mut Tx<'_>,
    subject: &Subject,
    id: Option<IntakeId>,
) -> Result<Vec<Intake>, Failure> {
    let Some(person) = subject.person() else {
        return Ok(Vec::new());
    };
    let municipality = tx.municipality().to_owned();
    let mut query = intake::table
        .filter(intake::municipality.eq(municipality))
        .filter(intake::person_id.eq(person.to_string()))
        .order((intake::started_at.desc(), intake::intake_id.desc()))
        .select((
            intake::intake_id,
            intake::unit,
            intake::moved_on,
            intake::draft,
            intake::standing,
        ))
        .into_boxed();
    if let Some(id) = id {
        query = query.filter(intake::intake_id.eq(id.to_string()));
    }
    type Row = (String, String, Option<String>, Vec<u8>, Vec<u8>);
    let rows: Vec<Row> = query.load(tx.conn())?;
    rows.into_iter()
        .map(|(id, unit, moved_on, draft, standing)| {
            Ok(Intake {
                moved_on: moved_on
                    .map(|day| parse(&day, "intake.moved_on"))
                    .transpose()?,
                draft: tx.open(subject, INTAKE_DRAFT, &id, &draft)?,
                state: tx.open(subject, INTAKE_STANDING, &id, &standing)?,
                id: parse(&id, "intake.intake_id")?,
                unit: parse(&unit, "intake.unit")?,
            })
        })
        .collect()
}

/// Whether a fact exists under this id, whoever's it is.
///
/// # Errors
/// If the database cannot answer.
pub(super) fn fact_exists(tx: &mut Tx<'_>, id: shared::kernel::FactId) -> Result<bool, Failure> {
    let key = (tx.municipality().to_owned(), id.to_string());
    Ok(lane_fact::table
        .find(key)
        .select(lane_fact::fact_id)
        .first::<String>(tx.conn())
        .optional()?
        .is_some())
}

/// The facts on the lanes of the subject, oldest first.
///
/// # Errors
/// If the database cannot answer.
pub fn list_facts(tx: &mut Tx<'_>, subject: &Subject) -> Result<Vec<RecordFact>, Failure> {
    let Some(person) = subject.person() else {
        return Ok(Vec::new());
    };
    let municipality = tx.municipality().to_owned();
    let rows: Vec<(String, Vec<u8>)> = lane_fact::table
        .filter(lane_fact::municipality.eq(municipality))
        .filter(lane_fact::person_id.eq(person.to_string()))
        .order((lane_fact::recorded_at, lane_fact::fact_id))
        .select((lane_fact::fact_id, lane_fact::content))
        .load(tx.conn())?;
    rows.into_iter()
        .map(|(id, sealed)| tx.open(subject, FACT, &id, &sealed))
        .collect()
}

/// A slip's clear columns: the unit that wrote it and the person it was attached to.
///
/// # Errors
/// If the database cannot answer.
pub(super) fn find_slip(
    tx: &mut Tx<'_>,
    id: SlipId,
) -> Result<Option<(UnitCode, Option<PersonId>)>, Failure> {
    let key = (tx.municipality().to_owned(), id.to_string());
    let row: Option<(String, Option<String>)> = slip::table
        .find(key)
        .select((slip::unit, slip::person_id))
        .first(tx.conn())
        .optional()?;
    row.map(|(unit, person)| {
        let person = person
            .map(|person| parse(&person, "slip.person_id"))
            .transpose()?;
        Ok((parse(&unit, "slip.unit")?, person))
    })
    .transpose()
}

/// The slips that a unit wrote since a day, latest first, at most `limit`.
///
/// # Errors
/// If the database cannot answer.
pub(super) fn list_slips(
    tx: &mut Tx<'_>,
    unit: &UnitCode,
    since: Day,
    limit: i64,
) -> Result<Vec<SlipView>, Failure> {
    let municipality = tx.municipality().to_owned();
    let rows: Vec<(String, i64, Option<String>, Vec<u8>)> = slip::table
        .filter(slip::municipality.eq(municipality))
        .filter(slip::unit.eq(unit.as_str()))
        .filter(slip::authored_on.ge(since.to_string()))
        .order((slip::authored_on.desc(), slip::authored_at.desc()))
        .limit(limit)
        .select((
            slip::slip_id,
            slip::authored_at,
            slip::person_id,
            slip::draft,
        ))
        .load(tx.conn())?;
    rows.into_iter()
        .map(|(id, authored_at, person, sealed)| {
            let slip: SlipId = parse(&id, "slip.slip_id")?;
            Ok(SlipView {
                slip,
                authored_at: Moment::from_millis(authored_at),
                unit: unit.clone(),
                person: person
                    .map(|person| parse(&person, "slip.person_id"))
                    .transpose()?,
                draft: tx.open(&Subject::Slip(slip), SLIP, &id, &sealed)?,
            })
        })
        .collect()
}

/// The slips that were put at a person, of every unit, latest first, at most `limit`.
///
/// # Errors
/// If the database cannot answer.
pub(super) fn list_slips_at(
    tx: &mut Tx<'_>,
    person: PersonId,
    limit: i64,
) -> Result<Vec<SlipView>, Failure> {
    let municipality = tx.municipality().to_owned();
    let rows: Vec<(String, i64, String, Vec<u8>)> = slip::table
        .filter(slip::municipality.eq(municipality))
        .filter(slip::person_id.eq(person.to_string()))
        .order((slip::authored_at.desc(), slip::slip_id.desc()))
        .limit(limit)
        .select((slip::slip_id, slip::authored_at, slip::unit, slip::draft))
        .load(tx.conn())?;
    rows.into_iter()
        .map(|(id, authored_at, unit, sealed)| {
            let slip: SlipId = parse(&id, "slip.slip_id")?;
            Ok(SlipView {
                slip,
                authored_at: Moment::from_millis(authored_at),
                unit: parse(&unit, "slip.unit")?,
                person: Some(person),
                draft: tx.open(&Subject::Slip(slip), SLIP, &id, &sealed)?,
            })
        })
        .collect()
}

/// How many slips and how many intakes a unit wrote on a day.
///
/// # Errors
/// If the database cannot answer.
pub fn count_on(tx: &mut Tx<'_>, unit: &UnitCode, day: Day) -> Result<(i64, i64), Failure> {
    let municipality = tx.municipality().to_owned();
    let slips = slip::table
        .filter(slip::municipality.eq(&municipality))
        .filter(slip::unit.eq(unit.as_str()))
        .filter(slip::authored_on.eq(day.to_string()))
        .count()
        .get_result(tx.conn())?;
    let intakes = intake::table
        .filter(intake::municipality.eq(&municipality))
        .filter(intake::unit.eq(unit.as_str()))
        .filter(intake::started_on.eq(day.to_string()))
        .count()
        .get_result(tx.conn())?;
    Ok((slips, intakes))
}
