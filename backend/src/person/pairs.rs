//! The rows of pairs of persons who resemble each other. What is found and who is told is `doubles`'s.

use diesel::prelude::*;
use shared::case::CaseState;
use shared::kernel::{Actor, Moment, PersonId};
use shared::person::matching::Verdict;
use strum::IntoEnumIterator;

use crate::db::schema::{integration_case, person, person_double};
use crate::db::{Failure, one, parse};
use crate::tx::Tx;

/// Pairs that are looked at for one start page; some are of persons who are linked since.
const LIMIT: i64 = 60;

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

/// Pairs nobody has answered, of which the first is one of the actor's persons; latest first. The statement only narrows
/// down: who may see a pair is decided for each.
pub(super) fn list_open(
    tx: &mut Tx<'_>,
    actor: &Actor,
) -> Result<Vec<(PersonId, PersonId, Moment)>, Failure> {
    let municipality = tx.municipality().to_owned();
    let post = actor.post.as_ref().map(ToString::to_string);
    let is_open_case = integration_case::municipality
        .eq(person::municipality)
        .and(integration_case::person_id.eq(person::person_id))
        .and(integration_case::state.ne(<&'static str>::from(CaseState::Closed)));
    let is_one = person::municipality.eq(person_double::municipality).and(
        person::person_id
            .eq(person_double::one_id)
            .or(person::person_id.eq(person_double::other_id)),
    );
    let rows: Vec<(String, String, String, i64)> = person_double::table
        .inner_join(person::table.on(is_one))
        .left_join(integration_case::table.on(is_open_case))
        .filter(person_double::municipality.eq(municipality))
        .filter(person_double::apart_at.is_null())
        .filter(
            integration_case::post
                .nullable()
                .is_not_null()
                .and(integration_case::post.nullable().eq(post))
                .or(integration_case::post
                    .nullable()
                    .is_null()
                    .and(person::recorded_by_unit.eq(actor.unit.to_string()))),
        )
        .order((
            person_double::found_at.desc(),
            person_double::one_id,
            person_double::other_id,
            person::person_id,
        ))
        .limit(LIMIT)
        .select((
            person::person_id,
            person_double::one_id,
            person_double::other_id,
            person_double::found_at,
        ))
        .load(tx.conn())?;
    rows.into_iter()
        .map(|(mine, one, other, found_at)| {
            let other = if one == mine { other } else { one };
            Ok((
                parse(&mine, "person.person_id")?,
                parse(&other, "person_double.other_id")?,
                Moment::from_millis(found_at),
            ))
        })
        .collect()
}
