//! The rows of pairs of persons who resemble each other. What is found and who is told is `doubles`'s.

use diesel::prelude::*;
use shared::kernel::{Actor, Moment, PersonId, PostCode, UnitCode};
use shared::person::matching::Verdict;
use strum::IntoEnumIterator;

use crate::case::IsOpen;
use crate::db::schema::{integration_case, person, person_double};
use crate::db::{Failure, on_either, one, one_of, parse};
use crate::tx::Tx;

/// Pairs that are looked at for one start page; some are of persons who are linked since.
const LIMIT: usize = 60;

/// A pair from the side of one of the two.
pub(super) struct Pair {
    /// The other of the two.
    pub(super) other: PersonId,
    /// How sure it is that they are one.
    pub(super) verdict: Verdict,
    /// Whether somebody said that they are two.
    pub(super) is_told_apart: bool,
}

/// The key of a pair: the same whichever of the two is named first.
fn key(tx: &Tx<'_>, a: PersonId, b: PersonId) -> (String, String, String) {
    let (one, other) = (a.min(b), a.max(b));
    (
        tx.municipality().to_owned(),
        one.to_string(),
        other.to_string(),
    )
}

/// Keeps that two resemble each other.
pub(super) fn put(
    tx: &mut Tx<'_>,
    a: PersonId,
    b: PersonId,
    verdict: Verdict,
    at: Moment,
) -> Result<(), Failure> {
    let key = key(tx, a, b);
    let changed = diesel::update(person_double::table.find(key.clone()))
        .set((
            person_double::verdict.eq(<&'static str>::from(verdict)),
            person_double::found_at.eq(at.millis()),
        ))
        .execute(tx.conn())?;
    if changed == 0 {
        insert(tx, key, verdict, at, None)?;
    }
    Ok(())
}

/// Takes a pair away.
pub(super) fn take_away(tx: &mut Tx<'_>, a: PersonId, b: PersonId) -> Result<(), Failure> {
    let key = key(tx, a, b);
    one(diesel::delete(person_double::table.find(key)).execute(tx.conn())?)
}

/// Keeps that two are two, also where nobody had found that they resemble each other.
pub(super) fn tell_apart(
    tx: &mut Tx<'_>,
    a: PersonId,
    b: PersonId,
    at: Moment,
) -> Result<(), Failure> {
    let key = key(tx, a, b);
    let changed = diesel::update(person_double::table.find(key.clone()))
        .set(person_double::apart_at.eq(at.millis()))
        .execute(tx.conn())?;
    if changed == 0 {
        insert(tx, key, Verdict::Different, at, Some(at))?;
    }
    Ok(())
}

fn insert(
    tx: &mut Tx<'_>,
    (municipality, one, other): (String, String, String),
    verdict: Verdict,
    found_at: Moment,
    apart_at: Option<Moment>,
) -> Result<(), Failure> {
    diesel::insert_into(person_double::table)
        .values((
            person_double::municipality.eq(municipality),
            person_double::one_id.eq(one),
            person_double::other_id.eq(other),
            person_double::verdict.eq(<&'static str>::from(verdict)),
            person_double::found_at.eq(found_at.millis()),
            person_double::apart_at.eq(apart_at.map(Moment::millis)),
        ))
        .execute(tx.conn())?;
    Ok(())
}

type PairRow = (String, String, String, Option<i64>, i64);

/// The pairs that a person stands in, also those that were answered, latest first. They are few, and sorted here.
pub(super) fn list_of(tx: &mut Tx<'_>, id: PersonId) -> Result<Vec<Pair>, Failure> {
    let own = id.to_string();
    let pairs = person_double::table
        .filter(person_double::municipality.eq(tx.municipality().to_owned()))
        .select((
            person_double::one_id,
            person_double::other_id,
            person_double::verdict,
            person_double::apart_at,
            person_double::found_at,
        ));
    // One statement per side: with `or`, SQLite reads all pairs of the municipality.
    let mut rows: Vec<PairRow> = pairs
        .clone()
        .filter(person_double::one_id.eq(&own))
        .load(tx.conn())?;
    rows.extend(
        pairs
            .filter(person_double::other_id.eq(&own))
            .load::<PairRow>(tx.conn())?,
    );
    rows.sort_by(|(a, .., a_found_at), (b, .., b_found_at)| {
        b_found_at.cmp(a_found_at).then_with(|| a.cmp(b))
    });
    rows.into_iter()
        .map(|(one, other, verdict, apart_at, _)| {
            let other = if one == own { other } else { one };
            Ok(Pair {
                other: parse(&other, "person_double.other_id")?,
                verdict: verdict_of(&verdict)?,
                is_told_apart: apart_at.is_some(),
            })
        })
        .collect()
}

fn verdict_of(text: &str) -> Result<Verdict, Failure> {
    Verdict::iter()
        .find(|verdict| <&'static str>::from(verdict) == text)
        .ok_or(Failure::Unreadable("person_double.verdict"))
}

/// A pair with one of the two in front.
type OpenRow = (String, String, i64);

/// Pairs nobody has answered, of which the first is one of the actor's persons; latest first. Their persons are those of
/// their post's open cases, and those whom their unit took in while nobody is responsible. The statements only narrow
/// down: who may see a pair is decided for each.
pub(super) fn list_open(
    tx: &mut Tx<'_>,
    actor: &Actor,
) -> Result<Vec<(PersonId, PersonId, Moment)>, Failure> {
    let mut rows = match &actor.post {
        Some(post) => list_of_post(tx, post)?,
        None => Vec::new(),
    };
    rows.extend(list_of_unit(tx, &actor.unit)?);
    rows.sort_by(|(mine, other, found_at), (a, b, a_found_at)| {
        (a_found_at, mine, other).cmp(&(found_at, a, b))
    });
    rows.truncate(LIMIT);
    rows.into_iter()
        .map(|(mine, other, found_at)| {
            Ok((
                parse(&mine, "person_double.one_id")?,
                parse(&other, "person_double.other_id")?,
                Moment::from_millis(found_at),
            ))
        })
        .collect()
}

/// The pairs of those whom a post is responsible for: as many statements and look-ups as it has cases, however many pairs
/// the town has.
fn list_of_post(tx: &mut Tx<'_>, post: &PostCode) -> Result<Vec<OpenRow>, Failure> {
    let municipality = tx.municipality().to_owned();
    let persons: Vec<String> = integration_case::table
        .filter(integration_case::municipality.eq(&municipality))
        .filter(integration_case::post.eq(post.as_str()))
        .filter(IsOpen)
        .select(integration_case::person_id)
        .load(tx.conn())?;
    if persons.is_empty() {
        return Ok(Vec::new());
    }
    let (one, other) = (person_double::one_id, person_double::other_id);
    let (found_at, apart_at) = (person_double::found_at, person_double::apart_at);
    // Whether a pair was answered is looked at here: asked for in SQL, it would lead SQLite to all open pairs of the town.
    type Answered = (OpenRow, Option<i64>);
    let mut rows: Vec<Answered> = on_either!(tx.conn(), conn => person_double::table
        .filter(person_double::municipality.eq(municipality.clone()))
        .filter(one_of(one, persons.clone()))
        .select(((one, other, found_at), apart_at))
        .load(conn))?;
    rows.extend(on_either!(tx.conn(), conn => person_double::table
        .filter(person_double::municipality.eq(municipality))
        .filter(one_of(other, persons))
        .select(((other, one, found_at), apart_at))
        .load::<Answered>(conn))?);
    Ok(rows
        .into_iter()
        .filter(|(_, apart_at)| apart_at.is_none())
        .map(|(row, _)| row)
        .collect())
}

/// The pairs of those whom a unit took in and nobody is responsible for: latest first, until there are enough.
fn list_of_unit(tx: &mut Tx<'_>, unit: &UnitCode) -> Result<Vec<OpenRow>, Failure> {
    let municipality = tx.municipality().to_owned();
    let limit = i64::try_from(LIMIT).unwrap_or(i64::MAX);
    // One statement per side: with `or`, one index cannot lead to the person.
    macro_rules! of_side {
        ($mine:expr, $theirs:expr) => {{
            let is_open_case = integration_case::municipality
                .eq(person::municipality)
                .and(integration_case::person_id.eq(person::person_id))
                .and(IsOpen);
            let is_mine = person::municipality
                .eq(person_double::municipality)
                .and(person::person_id.eq($mine));
            person_double::table
                .inner_join(person::table.on(is_mine))
                .left_join(integration_case::table.on(is_open_case))
                .filter(person_double::municipality.eq(&municipality))
                .filter(person_double::apart_at.is_null())
                .filter(person::recorded_by_unit.eq(unit.as_str()))
                .filter(integration_case::post.nullable().is_null())
                .order((
                    person_double::apart_at.desc(),
                    person_double::found_at.desc(),
                ))
                .limit(limit)
                .select(($mine, $theirs, person_double::found_at))
        }};
    }
    let (one, other) = (person_double::one_id, person_double::other_id);
    let mut rows: Vec<OpenRow> = of_side!(one, other).load(tx.conn())?;
    rows.extend(of_side!(other, one).load::<OpenRow>(tx.conn())?);
    Ok(rows)
}
