//! What is decided about disclosures.

use shared::access::Action;
use shared::audit::calls::ToldOthers;
use shared::consent::RecordConsent;
use shared::disclosure::{Disclose, DisclosureDraft, DisclosureEnd, DisclosureView, EndDisclosure};
use shared::exchange::{Envelope, Refusal};
use shared::kernel::{Actor, PersonId};

use super::store::{self, DisclosureEffect};
use crate::db::Failure;
use crate::decision::{Decided, Stop};
use crate::effect::Effect;
use crate::tx::Tx;
use crate::{case, consent, organisation, person};

/// Records that something of a case is told to others. The client's answers count that they had given until the day on which
/// it was written: what a tablet told while it was allowed is taken also when it arrives after they took that back, and waits
/// then at once for what they wish to follow.
///
/// # Errors
/// If the case is not the actor's, the disclosure is there already, fields are wrong, or the client has not agreed.
pub fn disclose(
    tx: &mut Tx<'_>,
    actor: &Actor,
    envelope: &Envelope,
    call: &Disclose,
) -> Result<Decided, Stop> {
    let person = person::subject_of(envelope)?;
    let case = case::open_for(tx, actor, Action::WorkCase, Some(person), call.case)?;
    if store::find(tx, call.disclosure)?.is_some() {
        return Err(Refusal::AlreadyThere.into());
    }
    let day = tx.day_written(envelope);
    call.draft.check(&*organisation::current(tx)?, day)?;
    let answers = consent::list_of_person(tx, person)?;
    let until_then = answers.iter().filter(|answer| answer.answered_on <= day);
    call.draft.check_consented(until_then, day)?;
    Ok(
        case.applied(vec![Effect::Disclosure(DisclosureEffect::Disclosed {
            disclosure: call.disclosure,
            case: call.case,
            by_name: actor.name.clone(),
            at: envelope.authored_at,
            revoked_on: call.draft.revoked_on(&answers),
            draft: Box::new(call.draft.clone()),
        })]),
    )
}

/// Ends a disclosure that the client no longer wants, or that nobody was told of after all.
///
/// # Errors
/// If the case is not the actor's, there is no such disclosure, it has ended, or the client still agrees to what is said to
/// follow from their taking it back.
pub fn end(
    tx: &mut Tx<'_>,
    actor: &Actor,
    envelope: &Envelope,
    call: &EndDisclosure,
) -> Result<Decided, Stop> {
    let person = person::subject_of(envelope)?;
    let case = case::open_for(tx, actor, Action::WorkCase, Some(person), call.case)?;
    let found = store::find(tx, call.disclosure)?
        .filter(|found| found.case == call.case)
        .ok_or(Stop::NotFound)?;
    if found.is_ended || (found.revoked_on.is_none() && call.end.follows_revocation()) {
        return Err(Refusal::WrongState.into());
    }
    Ok(
        case.applied(vec![Effect::Disclosure(DisclosureEffect::Ended {
            disclosure: call.disclosure,
            end: call.end,
            by_name: actor.name.clone(),
            at: envelope.authored_at,
        })]),
    )
}

/// What a new answer of the client changes about what was told already: since when it waits, or that it does so no more. Most
/// answers are about something else, and nothing is looked up for them.
///
/// # Errors
/// If the database cannot answer or something is unreadable.
pub(crate) fn after_answer(
    tx: &mut Tx<'_>,
    person: PersonId,
    new: &RecordConsent,
) -> Result<Vec<Effect>, Failure> {
    if !DisclosureDraft::STANDS_ON.contains(&new.kind) {
        return Ok(Vec::new());
    }
    let mut affected = store::list_open(tx, person)?;
    affected.retain(|open| open.draft.stands_on(new.kind, new.receiver.as_ref()));
    if affected.is_empty() {
        return Ok(Vec::new());
    }
    let before = consent::list_of_person(tx, person)?;
    let answers = before.iter().chain([new]);
    let mut effects = Vec::new();
    for open in affected {
        let (disclosure, on) = (open.disclosure, open.draft.revoked_on(answers.clone()));
        if on != open.revoked_on {
            effects.push(Effect::Disclosure(DisclosureEffect::Revoked {
                disclosure,
                on,
            }));
        }
    }
    Ok(effects)
}

/// What was told of a person, as they are told: the latest first. What nobody was told of after all does not stand there.
///
/// # Errors
/// If the database cannot answer or something is unreadable.
pub fn told(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<ToldOthers>, Failure> {
    let town = organisation::current(tx)?;
    let answers = consent::list_of_person(tx, person)?;
    let all = store::list_of_person(tx, person)?.into_iter();
    let is_told = |view: &DisclosureView| {
        let end = view.end.as_ref().map(|ended| ended.end);
        end != Some(DisclosureEnd::NotTold)
    };
    Ok(all
        .filter(is_told)
        .map(|view| {
            let day = view.at.day();
            let offices = view.draft.offices.iter();
            let offices = offices.map(|office| town.office_name_on(office, day));
            ToldOthers {
                day,
                offices: offices.collect(),
                conference_on: view.draft.conference_on,
                revoked_on: view.draft.revoked_on(&answers),
                classes: view.draft.classes,
                purpose: view.draft.purpose,
            }
        })
        .collect())
}
