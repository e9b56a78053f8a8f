//! What is decided about erasures: who may ask, who may decide, and what is erased.

use shared::access::{Action, Basis, Decision, Facts, may};
use shared::consent::{ConsentKind, is_given};
use shared::erasure::calls::{ErasureOf, Erasures, WhoseErasure};
use shared::erasure::{
    AskErasure, ConfirmErasure, DeclineErasure, ErasureMove, ErasureState, NotOpen, TakeBackErasure,
};
use shared::exchange::{Envelope, Outcome, Refusal, Subject};
use shared::kernel::{Actor, ErasureId, PersonId};

use super::journal::Verdict;
use super::store::{self, ErasureEffect, Request};
use crate::decision::{Decided, Stop, allowed};
use crate::effect::Effect;
use crate::tx::Tx;
use crate::{consent, inquiry, person};

impl From<NotOpen> for Stop {
    fn from(_: NotOpen) -> Self {
        Refusal::WrongState.into()
    }
}

/// Asks that a person be erased.
///
/// # Errors
/// If the person is not the actor's to ask for, a request is open already, or fields are wrong.
pub fn ask(
    tx: &mut Tx<'_>,
    actor: &Actor,
    envelope: &Envelope,
    call: &AskErasure,
) -> Result<Decided, Stop> {
    let person = person::subject_of(envelope)?;
    let person = person::open_for(tx, actor, Action::AskErasure, person)?;
    call.check()?;
    let consents = consent::list_of_person(tx, person.id)?;
    call.reason
        .fits(is_given(&consents, ConsentKind::CaseManagement))?;
    let is_waiting =
        store::find_latest(tx, person.id)?.is_some_and(|latest| latest.state == ErasureState::Open);
    if is_waiting || is_taken(tx, call.erasure)? {
        return Err(Refusal::AlreadyThere.into());
    }
    Ok(person.applied(vec![Effect::Erasure(ErasureEffect::Asked {
        erasure: call.erasure,
        unit: actor.unit.clone(),
        by: actor.account,
        by_name: actor.name.clone(),
        at: tx.now(),
        reason: call.reason,
        remark: call.remark.trim().to_owned(),
    })]))
}

/// Whether an id is the one of a request or of an erasure already.
fn is_taken(tx: &mut Tx<'_>, erasure: ErasureId) -> Result<bool, Stop> {
    Ok(store::find(tx, erasure)?.is_some() || store::find_done(tx, erasure)?.is_some())
}

/// Takes a request back: whoever asked, or whoever may ask for the person now.
///
/// # Errors
/// If the request is not there for the actor, or not open any more.
pub fn take_back(
    tx: &mut Tx<'_>,
    actor: &Actor,
    envelope: &Envelope,
    call: &TakeBackErasure,
) -> Result<Decided, Stop> {
    let person = person::subject_of(envelope)?;
    let request = find(tx, person, call.erasure)?;
    if request.asked_by != actor.account {
        person::open_for(tx, actor, Action::AskErasure, person)?;
    }
    let state = settle(tx, &request, ErasureMove::TakeBack)?;
    Ok(settled(tx, actor, &request, state, None))
}

/// Declines a request, with a reason.
///
/// # Errors
/// If the actor may not decide it, it is not open any more, or the reason is missing.
pub fn decline(
    tx: &mut Tx<'_>,
    actor: &Actor,
    envelope: &Envelope,
    call: &DeclineErasure,
) -> Result<Decided, Stop> {
    let person = person::subject_of(envelope)?;
    allowed(actor, Action::DecideErasure)?;
    let request = find(tx, person, call.erasure)?;
    decided_by(actor, &request)?;
    call.check()?;
    let state = settle(tx, &request, ErasureMove::Decline)?;
    let reason = Some(call.reason.trim().to_owned());
    Ok(settled(tx, actor, &request, state, reason))
}

/// Confirms a request: the person is erased. By the service itself, what the journal says is carried out.
///
/// # Errors
/// If the actor may not decide it, or it is not open any more.
pub fn confirm(
    tx: &mut Tx<'_>,
    actor: &Actor,
    envelope: &Envelope,
    call: &ConfirmErasure,
) -> Result<Decided, Stop> {
    let erasure = envelope
        .subject
        .erasure()
        .ok_or(Stop::Refused(Refusal::WrongSubject))?;
    allowed(actor, Action::DecideErasure)?;
    if actor.is_system() {
        let mut verdict = tx
            .journal()
            .find(erasure)?
            .filter(|verdict| verdict.person == call.person)
            .ok_or(Stop::NotFound)?;
        // Where the commit failed after the line was written, the person was there until now and could be asked about.
        let later = inquiry::list_about(tx, verdict.person)?;
        verdict.inquiries.extend(later);
        verdict.inquiries.sort_unstable();
        verdict.inquiries.dedup();
        return erased(tx, verdict);
    }
    if let Some(done) = store::find_done(tx, erasure)? {
        // Confirmed before, and the answer was lost on the way.
        if done.person == call.person && done.confirmed_by == actor.account {
            return Ok(applied(Vec::new()));
        }
        return Err(Refusal::Erased.into());
    }
    let request = find(tx, call.person, erasure)?;
    decided_by(actor, &request)?;
    if request.state != ErasureState::Open {
        return Err(Refusal::WrongState.into());
    }
    let verdict = Verdict {
        erasure,
        municipality: tx.ags().clone(),
        person: request.person,
        slips: store::slips(tx, request.person)?,
        inquiries: inquiry::list_about(tx, request.person)?,
        case: store::cases(tx, &[request.person])?
            .pop()
            .map(|(_, case)| case.case),
        reason: request.reason,
        unit: request.unit,
        asked_by: request.asked_by,
        asked_at: request.asked_at,
        confirmed_by: actor.account,
        at: tx.now(),
    };
    erased(tx, verdict)
}

fn erased(tx: &mut Tx<'_>, verdict: Verdict) -> Result<Decided, Stop> {
    let cases = store::cases(tx, &[verdict.person])?;
    let numbers = cases
        .iter()
        .filter_map(|(_, case)| case.counted())
        .collect();
    Ok(applied(vec![Effect::Erasure(ErasureEffect::Erased {
        verdict: Box::new(verdict),
        numbers,
    })]))
}

/// The request about a person under an id.
fn find(tx: &mut Tx<'_>, person: PersonId, erasure: ErasureId) -> Result<Request, Stop> {
    store::find(tx, erasure)?
        .filter(|request| request.person == person)
        .ok_or(Stop::NotFound)
}

/// Holds a decision to another account than the one that asked.
fn decided_by(actor: &Actor, request: &Request) -> Result<Basis, Stop> {
    let facts = Facts {
        is_asked_by_actor: request.asked_by == actor.account,
        ..Facts::default()
    };
    match may(actor, Action::DecideErasure, &facts) {
        Decision::Yes(basis) => Ok(basis),
        Decision::No(reason) => Err(Stop::NotAllowed(reason)),
    }
}

/// The state after a move. What stands in the journal was decided, also where its commit failed: nobody takes it back.
fn settle(tx: &mut Tx<'_>, request: &Request, step: ErasureMove) -> Result<ErasureState, Stop> {
    if tx.journal().find(request.erasure)?.is_some() {
        return Err(NotOpen.into());
    }
    Ok(request.state.after(step)?)
}

fn settled(
    tx: &Tx<'_>,
    actor: &Actor,
    request: &Request,
    state: ErasureState,
    reason: Option<String>,
) -> Decided {
    applied(vec![Effect::Erasure(ErasureEffect::Settled {
        erasure: request.erasure,
        state,
        by_name: actor.name.clone(),
        at: tx.now(),
        reason,
    })])
}

fn applied(effects: Vec<Effect>) -> Decided {
    Decided {
        outcome: Outcome::Applied,
        effects,
    }
}

/// What stands about erasing somebody, whose it is and on which basis it may be read.
///
/// # Errors
/// If the person is not there for the actor and was not erased by them.
pub fn of(
    tx: &mut Tx<'_>,
    actor: &Actor,
    whose: WhoseErasure,
) -> Result<(ErasureOf, Subject, Basis), Stop> {
    let named = match (whose.person, whose.case) {
        (Some(person), _) => Ok(person),
        (None, Some(case)) => Err(case),
        (None, None) => return Err(Stop::NotFound),
    };
    if let Some(done) = store::find_done_of(tx, named)? {
        let has_decided = [done.asked_by, done.confirmed_by].contains(&actor.account);
        if !has_decided {
            return Err(Stop::NotFound);
        }
        let told = ErasureOf {
            erased_on: Some(done.at.day()),
            ..ErasureOf::default()
        };
        return Ok((told, Subject::Erasure(done.erasure), Basis::Role));
    }
    // By a case only those are told who look where it was.
    let person = named.map_err(|_| Stop::NotFound)?;
    let opened = person::open_for(tx, actor, Action::AskErasure, person)?;
    let basis = opened.basis().ok_or(Stop::NotFound)?;
    let latest = store::find_latest(tx, person)?;
    let (open, declined) = match &latest {
        Some(request) if request.state == ErasureState::Open => (Some(request.asked(tx)?), None),
        Some(request) => (None, request.declined(tx)?),
        None => (None, None),
    };
    let name = match basis {
        Basis::Coordination => String::new(),
        _ => person::get_draft(tx, person)?.shown_name(),
    };
    let latest_case = store::cases(tx, &[person])?.pop();
    let told = ErasureOf {
        name,
        number: latest_case.map(|(_, case)| case.number),
        open,
        declined,
        goes: Some(store::count_along(tx, person)?),
        erased_on: None,
    };
    Ok((told, Subject::Person(person), basis))
}

/// Requests that wait and erasures that were carried out.
///
/// # Errors
/// If the actor is not the coordinator, or the database cannot answer.
pub fn list(tx: &mut Tx<'_>, actor: &Actor) -> Result<Erasures, Stop> {
    allowed(actor, Action::DecideErasure)?;
    Ok(Erasures {
        open: store::list_open(tx, actor.account)?,
        done: store::list_done(tx)?,
    })
}
