//! What is decided about access in an emergency and checks of files, and who is told of them.

use shared::access::{Action, Basis, Reason};
use shared::emergency::calls::{
    Emergencies, EmergencyLine, EmergencyNotice, OpenEmergency, ReviewedEmergencies,
};
use shared::emergency::{
    AccessCause, AnswerEmergency, EndEmergency, OpenForCheck, OpenInEmergency,
};
use shared::exchange::{Envelope, Refusal, Subject};
use shared::kernel::{Actor, CaseId, EmergencyId, Moment, Role, UnitCode};

use super::store::{self, Emergency, EmergencyEffect};
use crate::audit::Accounts;
use crate::case::{self, Case};
use crate::decision::{Decided, Permitted, Stop, allowed};
use crate::effect::Effect;
use crate::tx::Tx;
use crate::{organisation, person};

/// How many that wait for an answer are looked at: in a town they are few, and a flood of them is the officer's to see.
const WAITING_MOST: i64 = 100;
/// How many the officer is shown.
const REVIEWED_MOST: i64 = 200;

/// Opens a person's file for a few hours.
///
/// # Errors
/// If the person is not there for the actor or the file not to be opened, the access is there already, or fields are wrong.
pub fn open(
    tx: &mut Tx<'_>,
    actor: &Actor,
    envelope: &Envelope,
    call: &OpenInEmergency,
) -> Result<Decided, Stop> {
    call.check()?;
    let person = person::subject_of(envelope)?;
    let opened = person::open_for(tx, actor, Action::OpenInEmergency, person)?;
    if store::find(tx, call.emergency)?.is_some() {
        return Err(Refusal::AlreadyThere.into());
    }
    let case = case::find_current(tx, person)?.ok_or(Stop::NotFound)?;
    let at = tx.now();
    let why = (AccessCause::Emergency(call.kind), call.reason.as_str());
    let effect = opened_by(
        actor,
        (call.emergency, case.id),
        why,
        (at, call.ends_at(at)),
    );
    Ok(opened.applied(vec![effect]))
}

/// Opens the file of a case of the own body for some days, to check it.
///
/// # Errors
/// If the case is not of the actor's body or its file not to be opened, the access is there already, or fields are wrong.
pub fn check(
    tx: &mut Tx<'_>,
    actor: &Actor,
    envelope: &Envelope,
    call: &OpenForCheck,
) -> Result<Decided, Stop> {
    call.check()?;
    let person = person::subject_of(envelope)?;
    let case = case::open_for(tx, actor, Action::OpenForCheck, Some(person), call.case)?;
    if store::find(tx, call.emergency)?.is_some() {
        return Err(Refusal::AlreadyThere.into());
    }
    let at = tx.now();
    let why = (AccessCause::Check(call.cause), call.reason.as_str());
    let effect = opened_by(
        actor,
        (call.emergency, case.id),
        why,
        (at, call.ends_at(at)),
    );
    Ok(case.applied(vec![effect]))
}

/// That an actor opened a file: which, why and for how long.
fn opened_by(
    actor: &Actor,
    (emergency, case): (EmergencyId, CaseId),
    (why, reason): (AccessCause, &str),
    (at, ends_at): (Moment, Moment),
) -> Effect {
    Effect::Emergency(EmergencyEffect::Opened {
        emergency,
        case,
        account: actor.account,
        unit: actor.unit.clone(),
        by_name: actor.name.clone(),
        why,
        reason: reason.trim().to_owned(),
        at,
        ends_at,
    })
}

/// Ends it before its time.
///
/// # Errors
/// If it is not the actor's to end, or over.
pub fn end(
    tx: &mut Tx<'_>,
    actor: &Actor,
    envelope: &Envelope,
    call: &EndEmergency,
) -> Result<Decided, Stop> {
    let (emergency, case) = find_for(tx, actor, Action::EndEmergency, envelope, call.emergency)?;
    // Whoever has a file open ends their own access, not that of somebody else who opened it too.
    let is_own_alone = matches!(case.basis(), Some(Basis::Emergency | Basis::FileCheck));
    if is_own_alone && emergency.account != actor.account {
        return Err(Stop::NotFound);
    }
    if emergency.ends_at <= tx.now() {
        return Err(Refusal::WrongState.into());
    }
    Ok(case.applied(vec![Effect::Emergency(EmergencyEffect::Ended {
        emergency: call.emergency,
        at: tx.now(),
    })]))
}

/// Notes what the responsible worker thinks of it.
///
/// # Errors
/// If the case is not the actor's, it was answered already, or fields are wrong.
pub fn answer(
    tx: &mut Tx<'_>,
    actor: &Actor,
    envelope: &Envelope,
    call: &AnswerEmergency,
) -> Result<Decided, Stop> {
    call.check()?;
    let (emergency, case) = find_for(tx, actor, Action::AnswerEmergency, envelope, call.emergency)?;
    if emergency.answered.is_some() {
        return Err(Refusal::WrongState.into());
    }
    Ok(
        case.applied(vec![Effect::Emergency(EmergencyEffect::Answered {
            emergency: call.emergency,
            verdict: call.verdict,
            note: call.note.trim().to_owned(),
            by_name: actor.name.clone(),
            at: tx.now(),
        })]),
    )
}

/// An access to a case of the envelope's person, permitted for an action.
fn find_for(
    tx: &mut Tx<'_>,
    actor: &Actor,
    action: Action,
    envelope: &Envelope,
    id: EmergencyId,
) -> Result<(Emergency, Permitted<Case>), Stop> {
    let person = person::subject_of(envelope)?;
    let emergency = store::find(tx, id)?
        .filter(|emergency| emergency.person == person)
        .ok_or(Stop::NotFound)?;
    let case = case::open_for(tx, actor, action, Some(person), emergency.case)?;
    Ok((emergency, case))
}

/// Somebody who has a file open now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenAccess {
    /// Their name.
    pub name: String,
    /// Their unit.
    pub unit: UnitCode,
    /// Why they opened it.
    pub cause: AccessCause,
    /// When it ends by itself.
    pub ends_at: Moment,
}

/// Who has the file of a case open now.
///
/// # Errors
/// If the database cannot answer or something is unreadable.
pub fn open_of_case(tx: &mut Tx<'_>, case: &Case) -> Result<Vec<OpenAccess>, Stop> {
    let mut open = Vec::new();
    for access in store::list_open_of(tx, case.person)? {
        // In an emergency everything about the person is open, for a check the one file.
        if access.cause.is_check() && access.case != case.id {
            continue;
        }
        open.push(OpenAccess {
            name: access.content(tx)?.by_name,
            unit: access.unit,
            cause: access.cause,
            ends_at: access.ends_at,
        });
    }
    Ok(open)
}

/// What the actor is told: who opened files of theirs, or of those for whom they deputise, and which they have open themselves.
///
/// # Errors
/// If the actor neither works on cases, nor coordinates them, nor heads a body.
pub fn read(tx: &mut Tx<'_>, actor: &Actor) -> Result<(Emergencies, Vec<(Subject, Basis)>), Stop> {
    let is_concerned = [Role::CaseManager, Role::Coordinator, Role::HeadOfBody]
        .into_iter()
        .any(|role| actor.is(role));
    if !is_concerned {
        return Err(Stop::NotAllowed(Reason::Role));
    }
    let (town, today) = (organisation::current(tx)?, tx.now().day());
    let mut answer = Emergencies::default();
    let mut shown = Vec::new();
    for emergency in store::list_unanswered(tx, WAITING_MOST)? {
        let mut open = |action| open_its_case(tx, actor, action, &emergency);
        let (case, is_deputy) = match open(Action::AnswerEmergency)? {
            Some(case) => (case, false),
            // Whoever is responsible may be away: who deputises is told meanwhile. Only case managers do.
            None if actor.is(Role::CaseManager) => match open(Action::ReadCase)? {
                Some(case) if case.basis() == Some(Basis::Deputy) => (case, true),
                _ => continue,
            },
            None => continue,
        };
        shown.push((
            Subject::Person(emergency.person),
            case.basis().ok_or(Stop::NotFound)?,
        ));
        let notice = noticed(tx, emergency, &case)?;
        if is_deputy {
            answer.for_absent.push(notice);
        } else {
            answer.to_answer.push(notice);
        }
    }
    for emergency in store::list_open_by(tx, actor.account)? {
        let Some(case) = open_its_case(tx, actor, Action::ReadCase, &emergency)? else {
            continue;
        };
        shown.push((
            Subject::Person(emergency.person),
            case.basis().ok_or(Stop::NotFound)?,
        ));
        answer.open.push(OpenEmergency {
            emergency: emergency.id,
            case: emergency.case,
            person: emergency.person,
            number: case.number.clone(),
            name: person::get_draft(tx, emergency.person)?.shown_name(),
            responsible: case::responsible(&town, &case, today),
            cause: emergency.cause,
            ends_at: emergency.ends_at,
        });
    }
    Ok((answer, shown))
}

/// The case whose file was opened, permitted for an action; absent: the actor may not.
fn open_its_case(
    tx: &mut Tx<'_>,
    actor: &Actor,
    action: Action,
    emergency: &Emergency,
) -> Result<Option<Permitted<Case>>, Stop> {
    match case::open_for(tx, actor, action, Some(emergency.person), emergency.case) {
        Ok(case) => Ok(Some(case)),
        Err(stop) if stop.is_refusal() => Ok(None),
        Err(stop) => Err(stop),
    }
}

/// An access as those are told of it who are concerned: without name and words for whoever does not read the file.
fn noticed(
    tx: &mut Tx<'_>,
    emergency: Emergency,
    case: &Permitted<Case>,
) -> Result<EmergencyNotice, Stop> {
    let content = emergency.content(tx)?;
    let (name, reason) = match case.basis() {
        Some(Basis::Responsible | Basis::Deputy) => (
            person::get_draft(tx, emergency.person)?.shown_name(),
            content.reason,
        ),
        _ => Default::default(),
    };
    Ok(EmergencyNotice {
        emergency: emergency.id,
        case: emergency.case,
        person: emergency.person,
        number: case.number.clone(),
        name,
        by_name: content.by_name,
        by_unit: emergency.unit,
        cause: emergency.cause,
        reason,
        opened_at: emergency.opened_at,
        ends_at: emergency.ends_at,
        asked_until: emergency.asked_until,
    })
}

/// All accesses, for the data protection officer: who, when, why as a code, what the responsible worker thinks; no content.
///
/// # Errors
/// If the actor may not look at the logs.
pub fn review(
    tx: &mut Tx<'_>,
    actor: &Actor,
) -> Result<(ReviewedEmergencies, Vec<(Subject, Basis)>), Stop> {
    let basis = allowed(actor, Action::ReadAudit)?;
    let accounts = Accounts::list(tx)?;
    let mut lines = Vec::new();
    let mut shown = Vec::new();
    for (emergency, number) in store::list(tx, REVIEWED_MOST)? {
        shown.push((Subject::Person(emergency.person), basis));
        lines.push(EmergencyLine {
            emergency: emergency.id,
            person: emergency.person,
            number,
            who: accounts.of(emergency.account),
            cause: emergency.cause,
            opened_at: emergency.opened_at,
            ends_at: emergency.ends_at,
            asked_until: emergency.asked_until,
            answered: emergency.answered,
        });
    }
    Ok((ReviewedEmergencies { lines }, shown))
}
