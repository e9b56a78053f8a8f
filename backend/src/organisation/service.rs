//! Loading the organisation.

use shared::access::Action;
use shared::command::Command;
use shared::exchange::{Envelope, FORMAT, Offer, Outcome, Refusal, Subject};
use shared::kernel::{Actor, Ags, DeviceId, EnvelopeId};
use shared::organisation::files::shipped;
use shared::organisation::{LoadOrganisation, Organisation};

use super::store::{OrganisationEffect, current};
use crate::db::Failure;
use crate::decision::{Decided, Stop, allowed};
use crate::effect::Effect;
use crate::exchange;
use crate::log;
use crate::tx::{Town, Tx};

/// Loads the organisation as a whole. The system does it at set-up, a coordinator by an import, which says from which
/// state it starts: what a colleague imported meanwhile is not written over.
///
/// # Errors
/// If the actor may not, the envelope speaks of another municipality, the organisation changed meanwhile, or does not hang
/// together.
pub fn load(
    tx: &mut Tx<'_>,
    actor: &Actor,
    envelope: &Envelope,
    call: &LoadOrganisation,
) -> Result<Decided, Stop> {
    if envelope.subject != Subject::Organisation(tx.ags().clone()) {
        return Err(Refusal::WrongSubject.into());
    }
    allowed(actor, Action::ChangeOrganisation)?;
    if let Some(seen) = envelope.based_on
        && seen != log::last_of(tx, &envelope.subject)?
    {
        return Err(Refusal::WrongState.into());
    }
    call.check(tx.ags(), tx.now().day())?;
    let loaded = OrganisationEffect::Loaded {
        at: tx.now(),
        organisation: Box::new(call.organisation.clone()),
    };
    Ok(Decided {
        outcome: Outcome::Applied,
        effects: vec![Effect::Organisation(loaded)],
    })
}

/// Loads an organisation in the name of the service itself, at set-up.
///
/// # Errors
/// If the database cannot answer.
pub fn load_as_system(
    town: &Town,
    municipality: &Ags,
    organisation: Organisation,
) -> Result<(), Failure> {
    let unit = "ki"
        .parse()
        .map_err(|_| Failure::Broken("the unit of the system"))?;
    let actor = Actor::system(municipality.clone(), unit);
    let now = town.surroundings().now();
    let envelope = Envelope {
        id: EnvelopeId::born(now, town.surroundings().random()?),
        format: FORMAT,
        subject: Subject::Organisation(municipality.clone()),
        based_on: None,
        authored_at: now,
        device: DeviceId::from_uuid(uuid::Uuid::nil()),
        command: Command::LoadOrganisation(LoadOrganisation { organisation }),
    };
    let offer = Offer {
        groups: vec![vec![envelope]],
        ..Offer::default()
    };
    let answer = exchange::offer_blocking(town, &actor, &offer)?;
    match answer.outcomes.first().map(|answered| &answered.answer) {
        Some(Outcome::Applied) => Ok(()),
        _ => Err(Failure::Broken("an organisation that was not loaded")),
    }
}

/// Loads the shipped organisation into a town that has none, so that a fresh installation knows its districts and posts.
/// Answers whether it did.
///
/// # Errors
/// If the database cannot answer.
pub fn load_shipped(town: &Town, municipality: &Ags) -> Result<bool, Failure> {
    let present = town.read_blocking(municipality, current)?;
    if *present != Organisation::default() {
        return Ok(false);
    }
    let shipped = shipped().map_err(|_| Failure::Broken("the shipped organisation"))?;
    if !shipped
        .municipality
        .iter()
        .any(|row| row.ags == *municipality)
    {
        return Ok(false);
    }
    load_as_system(town, municipality, shipped)?;
    Ok(true)
}
