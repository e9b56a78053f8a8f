//! What is decided about cases, one function per command, and opening a case for an action.

use shared::access::{Action, Basis, Decision, may};
use shared::assignment::post_check_after_move;
use shared::case::{
    CaseState, KeepPost, PlanAppointment, PostKept, SeeCase, SetNextDate, SettleAppointment,
};
use shared::exchange::{Envelope, Refusal, Subject};
use shared::kernel::{
    Actor, CaseId, Day, DistrictCode, FieldProblems, Moment, PersonId, PostCode, ProblemCode,
    UnitCode,
};

use super::{CaseEffect, store};
use crate::db::Failure;
use crate::decision::{Decided, Permitted, Standing, Stop};
use crate::effect::Effect;
use crate::tx::Tx;

/// What stands in clear about a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// The case.
    pub id: CaseId,
    /// Whose it is.
    pub person: PersonId,
    /// The number that people use.
    pub number: String,
    /// The unit of the responsible post.
    pub unit: Option<UnitCode>,
    /// The responsible post; absent: in the coordinator's pool.
    pub post: Option<PostCode>,
    /// The district.
    pub district: Option<DistrictCode>,
    /// State.
    pub state: CaseState,
    /// Opened on.
    pub opened_on: Day,
    /// When it came to the post.
    pub assigned_at: Option<Moment>,
    /// When the one who is responsible first opened it.
    pub seen_at: Option<Moment>,
    /// The day it is to be looked at again.
    pub next_on: Option<Day>,
    /// After a move: until when somebody looks whether it stays with its post.
    pub check_by: Option<Day>,
}

/// Opens a case for an action: looks it up and decides. Work of somebody who had the case once, as its worker, as a deputy
/// or in an emergency, is permitted as `Former`, which turns it into `Held`.
///
/// # Errors
/// `NotFound` if it is not there or belongs to another person than the envelope says; `Withheld` if it is not for this
/// actor to see or to act on.
pub fn open_for(
    tx: &mut Tx<'_>,
    actor: &Actor,
    action: Action,
    person: Option<PersonId>,
    case: CaseId,
) -> Result<Permitted<Case>, Stop> {
    let case = store::find(tx, case)?
        .filter(|case| person.is_none_or(|person| case.person == person))
        .ok_or(Stop::NotFound)?;
    // A person may have an older, closed case: who may do what with it follows from its own post.
    let facts = crate::person::facts_about(tx, actor, case.person, &case)?;
    match may(actor, action, &facts) {
        Decision::Yes(basis) => Ok(Permitted::by(case, Standing::Present(basis))),
        Decision::No(_) if action == Action::WorkCase && had_once(tx, actor, &case)? => {
            Ok(Permitted::by(case, Standing::Former))
        }
        Decision::No(because) => Err(Stop::Withheld {
            whose: Subject::Person(case.person),
            because,
            is_seen: may(actor, Action::SeeCaseHead, &facts).is_yes(),
        }),
    }
}

/// Whether the actor had a case once: their post was responsible, or stood in for one that was, or they opened its file in an
/// emergency.
///
/// # Errors
/// If the database cannot answer.
pub fn had_once(tx: &mut Tx<'_>, actor: &Actor, case: &Case) -> Result<bool, Failure> {
    let posts = store::list_posts(tx, case.id)?;
    if actor.post.as_ref().is_some_and(|post| posts.contains(post)) {
        return Ok(true);
    }
    Ok(crate::person::was_deputy(tx, actor, case, &posts)?
        || crate::emergency::was_opened_in_emergency(tx, case.person, actor.account)?)
}

/// Whether there is a case under this id, whosever it is.
///
/// # Errors
/// If the database cannot answer.
pub fn is_there(tx: &mut Tx<'_>, case: CaseId) -> Result<bool, Failure> {
    Ok(store::find(tx, case)?.is_some())
}

/// The effect that opens a case in the coordinator's pool, with the next number of the year.
///
/// # Errors
/// If the database cannot answer.
pub fn open_case(
    tx: &mut Tx<'_>,
    case: CaseId,
    district: Option<DistrictCode>,
    today: Day,
) -> Result<CaseEffect, Failure> {
    Ok(CaseEffect::Opened {
        case,
        year: today.year(),
        running: store::last_number(tx, today.year())? + 1,
        district,
        opened_on: today,
    })
}

/// The effect of a move on the person's case, if there is one that is not closed: the new district counts from the day
/// of the move, the worker stays, and where it matters somebody is asked to look (Z4).
///
/// # Errors
/// If the database cannot answer.
pub fn moved(
    tx: &mut Tx<'_>,
    person: PersonId,
    to: Option<&DistrictCode>,
    on: Day,
) -> Result<Option<CaseEffect>, Failure> {
    let Some(case) = store::find_current(tx, person)?.filter(|case| case.district.as_ref() != to)
    else {
        return Ok(None);
    };
    let check_by = match &case.post {
        Some(post) => {
            let town = crate::organisation::current(tx)?;
            post_check_after_move(&town, on, post, case.district.as_ref(), to)
        }
        // Nobody has it; whoever gives it to a post sees the new district.
        None => None,
    };
    Ok(Some(CaseEffect::Moved {
        case: case.id,
        district: to.cloned(),
        on,
        check_by,
    }))
}

/// Notes, after a move, that the case stays with its post.
///
/// # Errors
/// If the case is not for the actor to decide on, or nothing is to be looked at.
pub fn keep_post(
    tx: &mut Tx<'_>,
    actor: &Actor,
    envelope: &Envelope,
    call: &KeepPost,
) -> Result<Decided, Stop> {
    let person = crate::person::subject_of(envelope)?;
    let case = open_for(tx, actor, Action::KeepPost, Some(person), call.case)?;
    call.check()?;
    if case.check_by.is_none() {
        return Err(Refusal::WrongState.into());
    }
    Ok(case.applied(vec![Effect::Case(CaseEffect::PostKept {
        case: case.id,
        kept: PostKept {
            at: tx.now(),
            by_name: actor.name.clone(),
            reason: call.reason.trim().to_owned(),
        },
    })]))
}

/// Notes that the responsible worker has opened the case.
///
/// # Errors
/// If the case is not the actor's.
pub fn see(
    tx: &mut Tx<'_>,
    actor: &Actor,
    envelope: &Envelope,
    call: &SeeCase,
) -> Result<Decided, Stop> {
    let case = open_own(tx, actor, envelope, call.case)?;
    // A deputy opens it in somebody's place: who is responsible has still to see it themselves.
    let effects = if case.seen_at.is_some() || case.basis() == Some(Basis::Deputy) {
        Vec::new()
    } else {
        vec![Effect::Case(CaseEffect::Seen {
            case: case.id,
            at: tx.now(),
        })]
    };
    Ok(case.applied(effects))
}

/// Sets the next date of a case.
///
/// # Errors
/// If the case is not the actor's, is closed, or fields are wrong.
pub fn set_next_date(
    tx: &mut Tx<'_>,
    actor: &Actor,
    envelope: &Envelope,
    call: &SetNextDate,
) -> Result<Decided, Stop> {
    let case = open_own(tx, actor, envelope, call.case)?;
    call.check()?;
    if case.state == CaseState::Closed {
        return Err(Refusal::WrongState.into());
    }
    Ok(case.applied(vec![Effect::Case(CaseEffect::NextDateSet {
        case: case.id,
        next: call.next.clone(),
    })]))
}

/// Plans an appointment.
///
/// # Errors
/// If the case is not the actor's, is closed, the appointment is there already, or fields are wrong.
pub fn plan(
    tx: &mut Tx<'_>,
    actor: &Actor,
    envelope: &Envelope,
    call: &PlanAppointment,
) -> Result<Decided, Stop> {
    let case = open_own(tx, actor, envelope, call.case)?;
    if store::find_appointment(tx, call.appointment)?.is_some() {
        return Err(Refusal::AlreadyThere.into());
    }
    call.draft.check(tx.day_written(envelope), tx.now().day())?;
    if case.state == CaseState::Closed {
        return Err(Refusal::WrongState.into());
    }
    Ok(
        case.applied(vec![Effect::Case(CaseEffect::AppointmentPlanned {
            appointment: call.appointment,
            case: case.id,
            draft: Box::new(call.draft.clone()),
        })]),
    )
}

/// Says how an appointment ended.
///
/// # Errors
/// If the case is not the actor's, the appointment is not one of it, lies ahead, or has ended.
pub fn settle(
    tx: &mut Tx<'_>,
    actor: &Actor,
    envelope: &Envelope,
    call: &SettleAppointment,
) -> Result<Decided, Stop> {
    let case = open_own(tx, actor, envelope, call.case)?;
    let appointment = store::find_appointment(tx, call.appointment)?
        .filter(|appointment| appointment.case == case.id)
        .ok_or(Stop::NotFound)?;
    match call
        .end
        .follows(appointment.end, appointment.starts_at, tx.now().day())
    {
        Ok(()) => Ok(
            case.applied(vec![Effect::Case(CaseEffect::AppointmentEnded {
                appointment: call.appointment,
                end: call.end,
            })]),
        ),
        Err(ProblemCode::InFuture) => Err(FieldProblems::at("end", ProblemCode::InFuture).into()),
        Err(_) => Err(Refusal::WrongState.into()),
    }
}

fn open_own(
    tx: &mut Tx<'_>,
    actor: &Actor,
    envelope: &Envelope,
    case: CaseId,
) -> Result<Permitted<Case>, Stop> {
    let person = crate::person::subject_of(envelope)?;
    open_for(tx, actor, Action::WorkCase, Some(person), case)
}
