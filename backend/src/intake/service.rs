//! One function per command: who may, what is there, what follows. The rules themselves are `shared`'s.

use shared::access::Action;
use shared::consent::{ConsentKind, is_given};
use shared::exchange::{Envelope, Outcome, Refusal, Subject};
use shared::intake::eligibility::{self, Eligibility, EligibilityFacts};
use shared::intake::state::{IntakeMove, IntakeState};
use shared::intake::{
    AttachSlip, CompleteIntake, DecideIntake, DetachSlip, EditIntake, IntakeDecision, RecordFact,
    RecordSlip, StartIntake,
};
use shared::kernel::{Actor, Day, FieldProblems, IntakeId, ProblemCode, merge};
use shared::person::PersonDraft;

use super::store::{self, Intake, IntakeEffect};
use crate::decision::{Decided, Stop, allowed};
use crate::effect::Effect;
use crate::tx::Tx;
use crate::{case, consent, organisation, person};

/// Starts an intake of a person. Fields that are given must be right; missing ones are normal.
///
/// # Errors
/// If the actor may not, there is an intake under this id, or a field is wrong.
pub fn start(
    tx: &mut Tx<'_>,
    actor: &Actor,
    envelope: &Envelope,
    call: &StartIntake,
) -> Result<Decided, Stop> {
    let person = person::open_for(tx, actor, Action::WorkIntake, person::subject_of(envelope)?)?;
    if store::exists(tx, call.intake)? {
        return Err(Refusal::AlreadyThere.into());
    }
    call.draft.field_problems(tx.day_written(envelope)).or(())?;
    let started = IntakeEffect::Started {
        intake: call.intake,
        unit: actor.unit.clone(),
        at: envelope.authored_at,
        draft: Box::new(call.draft.clone()),
    };
    Ok(person.applied(vec![Effect::Intake(started)]))
}

/// Changes fields of an intake, per field with what its author saw. What was decided stays as it was decided.
///
/// # Errors
/// If the actor may not, the intake is not there, or a field is wrong or not one of this form.
pub fn edit(
    tx: &mut Tx<'_>,
    actor: &Actor,
    envelope: &Envelope,
    call: &EditIntake,
) -> Result<Decided, Stop> {
    let person = person::open_for(tx, actor, Action::WorkIntake, person::subject_of(envelope)?)?;
    let intake = find(tx, &envelope.subject, call.intake)?;
    let mut merged =
        merge(&intake.draft, &call.edits).map_err(|path| call.edits.unfit(&intake.draft, &path))?;
    let day = tx.day_written(envelope);
    call.edits
        .problems(
            &intake.draft.field_problems(day),
            &merged.form.field_problems(day),
        )
        .or(())?;
    let prefix = format!("intake.{}.", call.intake);
    person::name_writers(
        tx,
        actor,
        envelope,
        &mut merged.conflicts,
        |effect, path| wrote(effect, call.intake, path),
    )?;
    let disagreed = person::disagreed(
        tx,
        actor,
        envelope,
        &prefix,
        (&call.edits, &intake.draft),
        &merged.conflicts,
    )?;
    let mut effects: Vec<Effect> = disagreed.into_iter().collect();
    if !merged.taken.is_empty() {
        effects.push(Effect::Intake(IntakeEffect::Edited {
            intake: call.intake,
            fields: merged.taken,
        }));
    }
    Ok(person.merged(merged.conflicts, effects))
}

/// Whether an effect put a value into a field of this intake's form.
fn wrote(effect: &Effect, of: IntakeId, path: &str) -> bool {
    match effect {
        Effect::Intake(IntakeEffect::Started { intake, .. }) => *intake == of,
        Effect::Intake(IntakeEffect::Edited { intake, fields }) => {
            *intake == of && person::touches(fields.keys(), path)
        }
        _ => false,
    }
}

/// Declares the intake complete: person and intake are checked as a whole, the target group is decided for the day of
/// the request under the rule in force then, and stored with its version.
///
/// # Errors
/// If the actor may not, the intake is not there or already decided, or something is missing or wrong; the fields of the
/// person stand under `person.`, those of the intake under `intake.`.
pub fn complete(
    tx: &mut Tx<'_>,
    actor: &Actor,
    envelope: &Envelope,
    call: &CompleteIntake,
) -> Result<Decided, Stop> {
    let opened = person::open_for(tx, actor, Action::WorkIntake, person::subject_of(envelope)?)?;
    let intake = find(tx, &envelope.subject, call.intake)?;
    let draft = person::get_draft(tx, person::subject_of(envelope)?)?;
    let day = tx.day_written(envelope);
    let mut problems = FieldProblems::default();
    let town = organisation::current(tx)?;
    if let Err(found) = draft.check(day, &town) {
        problems.add_under("person", found);
    }
    if let Err(found) = intake.draft.check(day) {
        problems.add_under("intake", found);
    }
    problems.or(())?;
    let eligibility = decide_target_group(tx, &draft, &intake)?;
    let state = intake
        .state
        .apply(IntakeMove::Complete(eligibility))
        .map_err(|_| Refusal::WrongState)?;
    Ok(opened.applied(vec![moved(call.intake, state, day)]))
}

/// Decides what follows from a completed intake. An admission opens a case, in the coordinator's pool until a post takes
/// it; an exception from the target group is the coordinator's to grant or to refuse. What leads to a case needs the
/// client's consent.
///
/// # Errors
/// If the actor may not, the intake is not there, the decision does not fit where it stands, or the consent is missing.
pub fn decide(
    tx: &mut Tx<'_>,
    actor: &Actor,
    envelope: &Envelope,
    call: &DecideIntake,
) -> Result<Decided, Stop> {
    let action = match call.decision {
        IntakeDecision::AdmitByException { .. }
        | IntakeDecision::RefuseException { .. }
        | IntakeDecision::TakeBackRefusal {} => Action::GrantException,
        _ => Action::DecideIntake,
    };
    let person = person::open_for(tx, actor, action, person::subject_of(envelope)?)?;
    call.check()?;
    let intake = find(tx, &envelope.subject, call.intake)?;
    if let IntakeDecision::AskException { .. } = &call.decision {
        let draft = person::get_draft(tx, person.id)?;
        call.name_problems(&draft.names_and_birth()).or(())?;
    }
    let (town, today) = (organisation::current(tx)?, tx.day_written(envelope));
    call.organisation_problems(&town, today).or(())?;
    call.advice_problems(intake.state.eligibility()).or(())?;
    let is_taken_back = matches!(call.decision, IntakeDecision::TakeBack {});
    if is_taken_back && !is_latest(tx, &envelope.subject, call.intake)? {
        // Another intake began since: that one goes on.
        return Err(Refusal::WrongState.into());
    }
    let state = intake
        .state
        .apply(IntakeMove::Decide(call.decision.clone()))
        .map_err(|_| Refusal::WrongState)?;
    if call.decision.needs_consent() {
        let answers = consent::list_of_person(tx, person.id)?;
        if !is_given(&answers, ConsentKind::CaseManagement) {
            return Err(Refusal::ConsentMissing.into());
        }
    }
    let mut effects = Vec::new();
    if let IntakeState::Admitted { case, .. } = &state {
        // A person has one open case; a second intake goes on in that one.
        if case::find_current(tx, person.id)?.is_some() {
            return Err(Refusal::WrongState.into());
        }
        if case::is_there(tx, *case)? {
            return Err(Refusal::AlreadyThere.into());
        }
        effects.push(Effect::Case(case::open_case(
            tx,
            *case,
            person.district.clone(),
            today,
        )?));
    }
    effects.push(moved(call.intake, state, today));
    Ok(person.applied(effects))
}

/// Adds a dated fact on a lane: residence status, livelihood, health. Never the desk's (design 3.12).
///
/// # Errors
/// If the actor may not, there is a fact under this id, or a field is wrong.
pub fn record_fact(
    tx: &mut Tx<'_>,
    actor: &Actor,
    envelope: &Envelope,
    call: &RecordFact,
) -> Result<Decided, Stop> {
    let person = person::open_for(tx, actor, Action::WorkLanes, person::subject_of(envelope)?)?;
    if store::fact_exists(tx, call.fact)? {
        return Err(Refusal::AlreadyThere.into());
    }
    let earlier = store::list_facts(tx, &envelope.subject)?;
    if call
        .corrects
        .is_some_and(|corrected| earlier.iter().all(|earlier| earlier.fact != corrected))
    {
        return Err(FieldProblems::at("corrects", ProblemCode::Invalid).into());
    }
    let day = tx.day_written(envelope);
    let mut problems = call.draft.check(day).err().unwrap_or_default();
    let town = organisation::current(tx)?;
    problems.add_under("", call.draft.organisation_problems(&town, day));
    if call.draft.tells_special() {
        let since = consent::unwritten_since(tx, person.id, day)?;
        let recorded = earlier.iter().map(|earlier| &earlier.draft);
        let consented = call.draft.check_consented(since, recorded);
        problems.add_under("", consented.err().unwrap_or_default());
    }
    problems.or(())?;
    let recorded = IntakeEffect::FactRecorded {
        at: envelope.authored_at,
        record: Box::new(call.clone()),
    };
    Ok(person.applied(vec![Effect::Intake(recorded)]))
}

/// Records a contact slip, which needs no person and counts without one.
///
/// # Errors
/// If the actor may not, there is a slip under this id, or a field is missing or wrong.
pub fn record_slip(
    tx: &mut Tx<'_>,
    actor: &Actor,
    envelope: &Envelope,
    call: &RecordSlip,
) -> Result<Decided, Stop> {
    let slip = envelope.subject.slip().ok_or(Refusal::WrongSubject)?;
    allowed(actor, Action::RecordSlip)?;
    if store::find_slip(tx, slip)?.is_some() {
        return Err(Refusal::AlreadyThere.into());
    }
    let day = tx.day_written(envelope);
    let mut problems = call.draft.check(day).err().unwrap_or_default();
    let town = organisation::current(tx)?;
    problems.add_under("", call.draft.organisation_problems(&town, day));
    problems.or(())?;
    let recorded = IntakeEffect::SlipRecorded {
        unit: actor.unit.clone(),
        author: actor.account,
        at: envelope.authored_at,
        draft: Box::new(call.draft.clone()),
    };
    Ok(done(vec![Effect::Intake(recorded)]))
}

/// Attaches a slip of the own unit to a person the actor may work with.
///
/// # Errors
/// If the slip or the person is not there for this actor, or the slip is attached to somebody else.
pub fn attach_slip(
    tx: &mut Tx<'_>,
    actor: &Actor,
    envelope: &Envelope,
    call: &AttachSlip,
) -> Result<Decided, Stop> {
    let slip = envelope.subject.slip().ok_or(Refusal::WrongSubject)?;
    allowed(actor, Action::AttachSlip)?;
    let (unit, attached) = store::find_slip(tx, slip)?.ok_or(Stop::NotFound)?;
    if unit != actor.unit {
        return Err(Stop::NotFound);
    }
    if attached.is_some_and(|attached| attached != call.person) {
        return Err(Refusal::WrongState.into());
    }
    person::open_for(tx, actor, Action::ReadPerson, call.person)?;
    Ok(done(vec![Effect::Intake(IntakeEffect::SlipAttached {
        person: call.person,
    })]))
}

/// Takes a slip of the own unit away from its person. What it counts for stays as it was.
///
/// # Errors
/// If the slip or the person is not there for this actor, or the slip is attached to nobody or to somebody else.
pub fn detach_slip(
    tx: &mut Tx<'_>,
    actor: &Actor,
    envelope: &Envelope,
    call: &DetachSlip,
) -> Result<Decided, Stop> {
    let slip = envelope.subject.slip().ok_or(Refusal::WrongSubject)?;
    allowed(actor, Action::AttachSlip)?;
    let (unit, attached) = store::find_slip(tx, slip)?.ok_or(Stop::NotFound)?;
    if unit != actor.unit {
        return Err(Stop::NotFound);
    }
    if attached != Some(call.person) {
        return Err(Refusal::WrongState.into());
    }
    person::open_for(tx, actor, Action::ReadPerson, call.person)?;
    Ok(done(vec![Effect::Intake(IntakeEffect::SlipDetached)]))
}

/// The answer of the target-group rule in force on the day of the request.
fn decide_target_group(
    tx: &mut Tx<'_>,
    person: &PersonDraft,
    intake: &Intake,
) -> Result<Eligibility, Stop> {
    let organisation = organisation::current(tx)?;
    let requested_on = intake
        .draft
        .requested_on
        .ok_or_else(|| FieldProblems::at("intake.requested_on", ProblemCode::Missing))?;
    let located = person.located(&organisation, requested_on);
    let rule = organisation
        .target_group_rule_on(requested_on)
        .ok_or(Refusal::NotFound)?;
    let facts = EligibilityFacts::from_forms(person, &intake.draft, &located)?;
    eligibility::decide(rule, &facts).map_err(|found| {
        let mut problems = FieldProblems::default();
        problems.add_under("person", found);
        problems.into()
    })
}

fn is_latest(tx: &mut Tx<'_>, subject: &Subject, intake: IntakeId) -> Result<bool, Stop> {
    let latest = store::list(tx, subject)?.into_iter().next();
    Ok(latest.is_some_and(|latest| latest.id == intake))
}

fn find(tx: &mut Tx<'_>, subject: &Subject, intake: IntakeId) -> Result<Intake, Stop> {
    store::find(tx, subject, intake)?.ok_or(Stop::NotFound)
}

fn moved(intake: IntakeId, state: IntakeState, on: Day) -> Effect {
    Effect::Intake(IntakeEffect::Moved {
        intake,
        state: Box::new(state),
        on: Some(on),
    })
}

/// Done, where no person had to be opened.
fn done(effects: Vec<Effect>) -> Decided {
    Decided {
        outcome: Outcome::Applied,
        effects,
    }
}
