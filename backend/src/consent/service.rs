//! What is decided about consent.

use shared::access::Action;
use shared::consent::{ConsentAnswer, ConsentKind, RecordConsent};
use shared::exchange::{Envelope, Refusal};
use shared::kernel::Actor;

use super::{ConsentEffect, store};
use crate::decision::{Decided, Stop};
use crate::effect::Effect;
use crate::person::PersonEffect;
use crate::tx::Tx;

/// Records what the client answered. The answer of the latest day counts, of one day the one recorded last: an answer
/// that arrives late from a tablet does not undo a newer one.
///
/// # Errors
/// If the person is not the actor's, the answer is there already, or fields are wrong.
pub fn record(
    tx: &mut Tx<'_>,
    actor: &Actor,
    envelope: &Envelope,
    call: &RecordConsent,
) -> Result<Decided, Stop> {
    let person = crate::person::subject_of(envelope)?;
    let person = crate::person::open_for(tx, actor, Action::RecordConsent, person)?;
    if store::exists(tx, call.consent)? {
        return Err(Refusal::AlreadyThere.into());
    }
    call.check(tx.now().day())?;
    let mut effects = vec![Effect::Consent(ConsentEffect::Recorded(call.clone()))];
    if call.kind == ConsentKind::FoundAtDesk {
        let is_latest = store::list_of_person(tx, person.id)?
            .iter()
            .filter(|earlier| earlier.kind == call.kind)
            .all(|earlier| earlier.answered_on <= call.answered_on);
        let is_found = call.answer == ConsentAnswer::Given;
        if is_latest && is_found != person.is_found_at_desk {
            effects.push(Effect::Person(PersonEffect::FoundAtDesk { is_found }));
        }
    }
    Ok(person.applied(effects))
}
