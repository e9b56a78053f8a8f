//! Erasing again: what the journal says and the database does not show. A database that was restored from an older copy, by
//! whatever means, shows none of what was erased since; one whose commit was cut off lacks the last.

use anyhow::{Context, bail};
use shared::command::Command;
use shared::erasure::ConfirmErasure;
use shared::exchange::{Envelope, FORMAT, Offer, Outcome, Subject};
use shared::kernel::{Actor, DeviceId, EnvelopeId};

use super::journal::Verdict;
use super::store;
use crate::db::Failure;
use crate::exchange;
use crate::replay;
use crate::tx::{KeyState, Town, Tx};

/// Before anybody is let in: makes the journal if there is none, writes into it what the database has and it lacks, and
/// carries out what it has and the database lacks.
///
/// # Errors
/// If the journal is damaged, or the database does not do its part.
pub fn prepare(town: &Town) -> anyhow::Result<()> {
    town.journal().make()?;
    for municipality in replay::municipalities(town.db())? {
        let done = town.read_blocking(&municipality, store::list_all_done)?;
        let known = town.journal().list()?;
        let lacking: Vec<Verdict> = done
            .into_iter()
            .filter(|done| known.iter().all(|known| known.erasure != done.erasure))
            .collect();
        town.journal().append(&lacking)?;
    }
    let again = carry_out(town)?;
    if again > 0 {
        tracing::warn!(
            persons = again,
            "erased again: the database did not show it"
        );
    }
    // What was erased is not left behind in the log of writes either.
    town.wash();
    Ok(())
}

/// Carries out what the journal says and the database does not show; answers for how many persons.
///
/// # Errors
/// If the journal is missing or damaged, or the database does not do its part.
pub fn carry_out(town: &Town) -> anyhow::Result<usize> {
    let mut again = 0;
    for verdict in town.journal().list()? {
        let municipality = verdict.municipality.clone();
        if town.read_blocking(&municipality, |tx| is_done(tx, &verdict))? {
            continue;
        }
        order(town, &verdict)
            .with_context(|| format!("erasing again what erasure {} says", verdict.erasure))?;
        again += 1;
    }
    Ok(again)
}

/// Whether the erasure stands in the database and nothing of its subjects is left.
fn is_done(tx: &mut Tx<'_>, verdict: &Verdict) -> Result<bool, Failure> {
    if store::find_done(tx, verdict.erasure)?.is_none() {
        return Ok(false);
    }
    for subject in verdict.subjects() {
        if tx.key_state(&subject)? != KeyState::Erased {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The envelope of the service itself by which an erasure is carried out again.
fn order(town: &Town, verdict: &Verdict) -> anyhow::Result<()> {
    let now = town.surroundings().now();
    let system = Actor::system(verdict.municipality.clone(), verdict.unit.clone());
    let envelope = Envelope {
        id: EnvelopeId::born(now, town.surroundings().random()?),
        format: FORMAT,
        subject: Subject::Erasure(verdict.erasure),
        based_on: None,
        authored_at: now,
        device: DeviceId::from_uuid(uuid::Uuid::nil()),
        command: Command::ConfirmErasure(ConfirmErasure {
            person: verdict.person,
        }),
    };
    let offer = Offer {
        groups: vec![vec![envelope]],
        ..Offer::default()
    };
    let answer = exchange::offer_blocking(town, &system, &offer)?;
    match answer.outcomes.first().map(|one| &one.answer) {
        Some(Outcome::Applied) => Ok(()),
        _ => bail!("the database does not take it"),
    }
}
