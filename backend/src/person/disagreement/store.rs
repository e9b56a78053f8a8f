//! The rows of what two people wrote differently. A row stays when it was decided: what was not chosen can be read.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;
use shared::exchange::Subject;
use shared::kernel::{EnvelopeId, FieldConflict, FieldPath, PersonId, SettledConflict, Settlement};

use crate::db::Failure;
use crate::db::schema::person_conflict;
use crate::tx::Tx;

const CONTENT: &str = "person_conflict.content";
const SETTLEMENT: &str = "person_conflict.settlement";

/// What two people disagree on, or did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Disagreements {
    /// What waits for a decision, by field.
    pub waiting: Vec<FieldConflict>,
    /// What was decided, the last first.
    pub settled: Vec<SettledConflict>,
}

/// The place of a conflict: two envelopes may wait at one field.
fn row(id: PersonId, field: &str, envelope: &str) -> String {
    format!("{id}:{field}:{envelope}")
}

/// Writes down what an envelope leaves to be decided.
pub(in crate::person) fn insert(
    tx: &mut Tx<'_>,
    id: PersonId,
    envelope: EnvelopeId,
    conflicts: &[FieldConflict],
) -> Result<(), Failure> {
    let envelope = envelope.to_string();
    for conflict in conflicts {
        let place = row(id, &conflict.path, &envelope);
        let content = tx.seal(&Subject::Person(id), CONTENT, &place, conflict)?;
        diesel::insert_into(person_conflict::table)
            .values((
                person_conflict::municipality.eq(tx.municipality().to_owned()),
                person_conflict::person_id.eq(id.to_string()),
                person_conflict::field.eq(&conflict.path),
                person_conflict::envelope_id.eq(&envelope),
                person_conflict::content.eq(content),
            ))
            .execute(tx.conn())?;
    }
    Ok(())
}

/// Writes down how what waited at fields was decided. An older entry of the log names the fields and nothing else; what
/// waited there is gone then, as it was when that entry was written.
pub(in crate::person) fn settle(
    tx: &mut Tx<'_>,
    id: PersonId,
    settled: &BTreeSet<FieldPath>,
    settlements: &BTreeMap<FieldPath, Settlement>,
) -> Result<(), Failure> {
    for field in settled {
        let waiting = person_conflict::table
            .filter(person_conflict::municipality.eq(tx.municipality().to_owned()))
            .filter(person_conflict::person_id.eq(id.to_string()))
            .filter(person_conflict::field.eq(field))
            .filter(person_conflict::settled_at.is_null());
        let Some(settlement) = settlements.get(field) else {
            diesel::delete(waiting).execute(tx.conn())?;
            continue;
        };
        let envelopes: Vec<String> = waiting
            .select(person_conflict::envelope_id)
            .load(tx.conn())?;
        for envelope in envelopes {
            let place = row(id, field, &envelope);
            let sealed = tx.seal(&Subject::Person(id), SETTLEMENT, &place, settlement)?;
            diesel::update(person_conflict::table.find((
                tx.municipality().to_owned(),
                id.to_string(),
                field,
                envelope,
            )))
            .set((
                person_conflict::settled_at.eq(settlement.by.at.millis()),
                person_conflict::settlement.eq(sealed),
            ))
            .execute(tx.conn())?;
        }
    }
    Ok(())
}

/// What waits for a decision, and what was decided.
///
/// # Errors
/// If the database cannot answer or something is unreadable.
pub fn list(tx: &mut Tx<'_>, id: PersonId) -> Result<Disagreements, Failure> {
    type Row = (String, String, Vec<u8>, Option<Vec<u8>>);
    let subject = Subject::Person(id);
    let rows: Vec<Row> = person_conflict::table
        .filter(person_conflict::municipality.eq(tx.municipality().to_owned()))
        .filter(person_conflict::person_id.eq(id.to_string()))
        .order((person_conflict::field, person_conflict::envelope_id))
        .select((
            person_conflict::field,
            person_conflict::envelope_id,
            person_conflict::content,
            person_conflict::settlement,
        ))
        .load(tx.conn())?;
    let mut listed = Disagreements::default();
    for (field, envelope, content, settlement) in rows {
        let place = row(id, &field, &envelope);
        let conflict: FieldConflict = tx.open(&subject, CONTENT, &place, &content)?;
        match settlement {
            None => listed.waiting.push(conflict),
            Some(sealed) => listed.settled.push(SettledConflict {
                conflict,
                settlement: tx.open(&subject, SETTLEMENT, &place, &sealed)?,
            }),
        }
    }
    listed
        .settled
        .sort_by_key(|one| std::cmp::Reverse(one.settlement.by.at));
    Ok(listed)
}
