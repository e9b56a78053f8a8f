//! Fields on which two people wrote differently: who wrote what, and what an edit decides.

mod store;

pub use store::{Disagreements, list};
pub(super) use store::{insert, settle};

use std::collections::BTreeMap;

use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::exchange::Envelope;
use shared::kernel::{Actor, Edits, FieldConflict, FieldEdit, FieldPath, Settlement, Wrote, merge};

use super::PersonEffect;
use super::service::subject_of;
use crate::db::Failure;
use crate::decision::Stop;
use crate::effect::Effect;
use crate::log;
use crate::signin::store::find_name;
use crate::tx::Tx;

/// How far back it is looked for who wrote what stands in a field. A number, so that a long history costs no more.
const LOOK_BACK: i64 = 100;

/// Says of conflicts who wrote what waits and who wrote what is there. `wrote` tells whether an effect put a value into
/// a field. Only read where there is a conflict: the log is the one place that knows (design 3.5).
///
/// # Errors
/// If the database cannot answer.
pub fn name_writers(
    tx: &mut Tx<'_>,
    actor: &Actor,
    envelope: &Envelope,
    conflicts: &mut [FieldConflict],
    wrote: impl Fn(&Effect, &str) -> bool,
) -> Result<(), Failure> {
    if conflicts.is_empty() {
        return Ok(());
    }
    for conflict in &mut *conflicts {
        conflict.wrote_by = Some(written(actor, envelope));
    }
    for entry in log::list_latest_of(tx, &envelope.subject, LOOK_BACK)? {
        if conflicts.iter().all(|one| one.current_by.is_some()) {
            break;
        }
        let effects = log::open(tx, &entry)?.effects;
        let put = |path: &str| effects.iter().any(|effect| wrote(effect, path));
        if !conflicts
            .iter()
            .any(|one| one.current_by.is_none() && put(&one.path))
        {
            continue;
        }
        let municipality = tx.ags().clone();
        let author = find_name(tx.conn(), &municipality, entry.head.author)?;
        let by = Wrote {
            by_name: author.unwrap_or_default(),
            at: entry.head.authored_at,
        };
        for conflict in &mut *conflicts {
            if conflict.current_by.is_none() && put(&conflict.path) {
                conflict.current_by = Some(by.clone());
            }
        }
    }
    Ok(())
}

/// Whether one of these fields is this field, holds it, or lies in it.
#[must_use]
pub fn touches<'a>(mut fields: impl Iterator<Item = &'a FieldPath>, path: &str) -> bool {
    fields.any(|field| field == path || lies_under(field, path) || lies_under(path, field))
}

fn lies_under(path: &str, parent: &str) -> bool {
    path.strip_prefix(parent)
        .is_some_and(|rest| rest.starts_with('.'))
}

/// What an edit of another form about the person leaves to be decided, and what it decides. Fields stand under
/// `prefix`, the name of that form.
///
/// # Errors
/// If the database cannot answer.
pub fn disagreed<F: Serialize + DeserializeOwned>(
    tx: &mut Tx<'_>,
    actor: &Actor,
    envelope: &Envelope,
    prefix: &str,
    (edits, current): (&Edits, &F),
    conflicts: &[FieldConflict],
) -> Result<Option<Effect>, Stop> {
    let settlements = settled(tx, actor, envelope, prefix, (edits, current))?;
    let conflicts: Vec<_> = conflicts
        .iter()
        .map(|conflict| FieldConflict {
            path: format!("{prefix}{}", conflict.path),
            ..conflict.clone()
        })
        .collect();
    let is_needed = !conflicts.is_empty() || !settlements.is_empty();
    Ok(is_needed.then(|| {
        Effect::Person(PersonEffect::Disagreed {
            envelope: envelope.id,
            conflicts,
            settled: settlements.keys().cloned().collect(),
            settlements,
        })
    }))
}

/// Whoever saw what is there now and left it or wrote over it has decided what waited at that field.
///
/// # Errors
/// If the database cannot answer.
pub(super) fn settled<F: Serialize + DeserializeOwned>(
    tx: &mut Tx<'_>,
    actor: &Actor,
    envelope: &Envelope,
    prefix: &str,
    (edits, current): (&Edits, &F),
) -> Result<BTreeMap<FieldPath, Settlement>, Stop> {
    let waiting = list(tx, subject_of(envelope)?)?.waiting;
    Ok(waiting
        .into_iter()
        .filter_map(|conflict| {
            let field = conflict.path.strip_prefix(prefix)?;
            let edit = edits.0.get(field)?;
            let settlement = Settlement {
                value: edit.wrote.clone(),
                by: written(actor, envelope),
            };
            saw_what_is_there(edit, field, current).then_some((conflict.path, settlement))
        })
        .collect())
}

fn written(actor: &Actor, envelope: &Envelope) -> Wrote {
    Wrote {
        by_name: actor.name.clone(),
        at: envelope.authored_at,
    }
}

fn saw_what_is_there<F: Serialize + DeserializeOwned>(
    edit: &FieldEdit,
    path: &str,
    current: &F,
) -> bool {
    let saw = Edits(
        [(
            path.to_owned(),
            FieldEdit {
                saw: edit.saw.clone(),
                wrote: serde_json::Value::Null,
            },
        )]
        .into(),
    );
    merge(current, &saw).map_or(true, |merged| merged.conflicts.is_empty())
}
