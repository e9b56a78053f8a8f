//! Loading the organisation.

use shared::access::{Action, Decision, Facts, may};
use shared::exchange::{Envelope, Outcome, Refusal, Subject};
use shared::kernel::{Actor, DistrictCode};
use shared::organisation::{LoadOrganisation, locate};
use shared::person::PersonDraft;

use super::store::{OrganisationEffect, current};
use crate::db::Failure;
use crate::decision::{Decided, Stop};
use crate::effect::Effect;
use crate::tx::Tx;

/// Loads the organisation as a whole. The system does it at set-up, a coordinator by an import.
///
/// # Errors
/// If the actor may not, the envelope speaks of another municipality, or the organisation does not hang together.
pub fn load(
    tx: &mut Tx<'_>,
    actor: &Actor,
    envelope: &Envelope,
    call: &LoadOrganisation,
) -> Result<Decided, Stop> {
    if envelope.subject != Subject::Organisation(tx.ags().clone()) {
        return Err(Refusal::WrongSubject.into());
    }
    if let Decision::No(reason) = may(actor, Action::ChangeOrganisation, &Facts::default()) {
        return Err(Stop::NotAllowed(reason));
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

/// The district a person's address lies in, if one can be derived today; the post code never decides (Z1).
///
/// # Errors
/// If the database cannot answer.
pub fn district_of(tx: &mut Tx<'_>, draft: &PersonDraft) -> Result<Option<DistrictCode>, Failure> {
    let organisation = current(tx)?;
    let address = &draft.address;
    let located = locate(
        &organisation,
        tx.now().day(),
        &address.place,
        &address.town,
        &address.post_code,
        address.locality.as_ref(),
    );
    Ok(located.district().cloned())
}
