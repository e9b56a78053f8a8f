//! What is decided about consent.

use shared::access::Action;
use shared::consent::{ConsentAnswer, ConsentKind, Receiver, RecordConsent};
use shared::exchange::{Envelope, Refusal};
use shared::kernel::{Actor, Day, FieldProblems, ProblemCode};
use shared::organisation::Organisation;

use super::{ConsentEffect, store};
use crate::decision::{Decided, Stop};
use crate::effect::Effect;
use crate::person::PersonEffect;
use crate::tx::Tx;
use crate::{attachment, disclosure, organisation};

/// Records what the client answered. The answer of the latest day counts, of one day the one recorded last: an answer
/// that arrives late from a tablet does not undo a newer one. What a client takes back is taken down by whoever may read
/// them; anything else is for those who are responsible.
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
    let action = match call.answer {
        ConsentAnswer::Revoked => Action::RevokeConsent,
        ConsentAnswer::Given | ConsentAnswer::Refused => Action::RecordConsent,
    };
    let person = crate::person::open_for(tx, actor, action, person)?;
    if store::exists(tx, call.consent)? {
        return Err(Refusal::AlreadyThere.into());
    }
    let today = tx.now().day();
    call.check(today)?;
    if let Some(scan) = call.scan() {
        attachment::check(tx, person.id, scan, "signature")?;
    }
    if call.answer == ConsentAnswer::Given {
        check_receiver(&*organisation::current(tx)?, call, today)?;
    }
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
    effects.extend(disclosure::after_answer(tx, person.id, call)?);
    Ok(person.applied(effects))
}

/// Only whom the town knows today can be agreed to. What was agreed to once can be taken back for ever.
fn check_receiver(
    town: &Organisation,
    call: &RecordConsent,
    today: Day,
) -> Result<(), FieldProblems> {
    let is_known = match &call.receiver {
        None => true,
        Some(Receiver::Office(office)) => town.office_on(office, today).is_some(),
        Some(Receiver::Unit(unit)) => town.unit_on(unit, today).is_some_and(|unit| !unit.is_desk),
    };
    if is_known {
        Ok(())
    } else {
        Err(FieldProblems::at("receiver", ProblemCode::UnknownCode))
    }
}
