//! What is read of intakes and slips: the forms of a person, the exceptions that wait, the slips of the last days.

use jiff::ToSpan;
use shared::access::{Action, Basis, Decision, may};
use shared::case::IntakeFile;
use shared::consent::ConsentKind;
use shared::exchange::Subject;
use shared::intake::calls::{
    ExceptionRequest, ExceptionRequests, IntakeFiles, OpenIntake, OpenIntakes, PersonSlips,
    RefusedException, SlipLine, SlipWindow, Slips,
};
use shared::intake::state::{IntakeState, IntakeStateName};
use shared::kernel::{Actor, PersonId};

use super::store::{self, First, Waiting};
use crate::decision::{Permitted, Stop, allowed};
use crate::tx::Tx;
use crate::{case, consent, person};

/// The most slips of one answer.
const SLIPS_MAX: i64 = 500;
/// The furthest that slips are looked back for.
const DAYS_MAX: u16 = 366;
/// The most slips of one person in one answer.
const SLIPS_OF_MAX: i64 = 50;
/// The most intakes that wait to be finished in one answer.
const UNFINISHED_MAX: i64 = 50;
/// The most refusals that can be taken back from one list.
const REFUSED_MAX: i64 = 20;
/// The most requests of one answer; the oldest come first, so that none is overlooked.
const EXCEPTIONS_MAX: i64 = 100;

/// The intakes of a person with the facts on the lanes. The facts are the case manager's part of the form: whoever may
/// not work with them is given none.
///
/// # Errors
/// If the person's intakes are not the actor's to work on.
pub fn files(
    tx: &mut Tx<'_>,
    actor: &Actor,
    person: PersonId,
) -> Result<Permitted<IntakeFiles>, Stop> {
    let opened = person::open_for(tx, actor, Action::WorkIntake, person)?;
    let subject = Subject::Person(person);
    let facts = person::facts(tx, actor, &opened)?;
    let files = IntakeFiles {
        intakes: store::list(tx, &subject)?
            .into_iter()
            .map(|intake| IntakeFile {
                intake: intake.id,
                draft: intake.draft,
                state: intake.state,
            })
            .collect(),
        facts: if may(actor, Action::WorkLanes, &facts).is_yes() {
            store::list_facts(tx, &subject)?
        } else {
            Vec::new()
        },
    };
    Ok(opened.map(|_| files))
}

/// The exceptions that were asked for and wait, oldest first. The coordinator sees what the rule said, why, where and
/// since when, and nobody's name.
///
/// # Errors
/// If the actor is not the one who grants exceptions.
pub fn exceptions(tx: &mut Tx<'_>, actor: &Actor) -> Result<ExceptionRequests, Stop> {
    allowed(actor, Action::GrantException)?;
    let asked = IntakeStateName::ExceptionAsked;
    let asked = store::list_in_state(tx, asked, First::Oldest, EXCEPTIONS_MAX)?;
    let refused = IntakeStateName::ExceptionRefused;
    let refused = store::list_in_state(tx, refused, First::Latest, REFUSED_MAX)?;
    let persons = asked.iter().chain(&refused);
    let persons: Vec<PersonId> = persons.map(|waiting| waiting.person).collect();
    let agreed = consent::list_given(tx, &persons, ConsentKind::CaseManagement)?;
    let request = |waiting: &Waiting, asked_on, eligibility, reason| ExceptionRequest {
        intake: waiting.id,
        person: waiting.person,
        unit: waiting.unit.clone(),
        district: waiting.district.clone(),
        started_on: waiting.started_on,
        asked_on,
        eligibility,
        reason,
        has_consent: agreed.contains(&waiting.person),
    };
    let requests = asked
        .into_iter()
        .filter_map(|waiting| match waiting.state.clone() {
            IntakeState::ExceptionAsked {
                eligibility,
                reason,
            } => Some(request(&waiting, waiting.moved_on, eligibility, reason)),
            _ => None,
        })
        .collect();
    let refused = refused
        .into_iter()
        .filter_map(|waiting| match waiting.state.clone() {
            IntakeState::ExceptionRefused {
                eligibility,
                reason,
                refusal,
            } => Some(RefusedException {
                request: request(&waiting, None, eligibility, reason),
                refusal,
            }),
            _ => None,
        })
        .collect();
    Ok(ExceptionRequests { requests, refused })
}

/// The intakes of the own unit that wait to be finished, as far as the actor may go on with them, and whom that shows.
/// How many statements that takes does not depend on how many there are.
///
/// # Errors
/// If the actor does not take people in.
pub fn unfinished(
    tx: &mut Tx<'_>,
    actor: &Actor,
) -> Result<(OpenIntakes, Vec<(Subject, Basis)>), Stop> {
    allowed(actor, Action::RecordPerson)?;
    let mut waiting = store::list_unfinished(tx, &actor.unit, UNFINISHED_MAX + 1)?;
    let is_cut = i64::try_from(waiting.len()).is_ok_and(|count| count > UNFINISHED_MAX);
    if is_cut {
        waiting.pop();
    }
    let ids: Vec<PersonId> = waiting.iter().map(|waiting| waiting.person).collect();
    let persons = person::list_with_names(tx, &ids)?;
    let cases = case::list_current(tx, &ids)?;
    let doors = person::Doors::of(tx, actor, cases.values())?;
    let mut shown = Vec::new();
    let mut intakes = Vec::new();
    for waiting in waiting {
        let of = persons.iter().find(|(of, _)| of.id == waiting.person);
        let Some((person, names)) = of else { continue };
        let facts = person::facts_with(actor, person, cases.get(&person.id), &doors);
        let Decision::Yes(basis) = may(actor, Action::WorkIntake, &facts) else {
            continue;
        };
        shown.push((Subject::Person(person.id), basis));
        intakes.push(OpenIntake {
            intake: waiting.id,
            person: person.id,
            name: names.shown_name(),
            original_script: names.original_script.clone(),
            started_on: waiting.started_on,
            state: waiting.state,
        });
    }
    Ok((OpenIntakes { intakes, is_cut }, shown))
}

/// The slips that were put at a person: by that they are part of what whoever may read the person reads, from whichever
/// unit they come.
///
/// # Errors
/// If the person is not for the actor to read.
pub fn slips_of(
    tx: &mut Tx<'_>,
    actor: &Actor,
    person: PersonId,
) -> Result<Permitted<PersonSlips>, Stop> {
    let opened = person::open_for(tx, actor, Action::ReadPerson, person)?;
    let slips = store::list_slips_at(tx, person, SLIPS_OF_MAX)?;
    Ok(opened.map(|_| PersonSlips { slips }))
}

/// The slips of the own unit of the last days, with the names of those they were attached to, as far as the actor may see
/// them; and whom that shows, on which basis.
///
/// # Errors
/// If the actor may not.
pub fn latest_slips(
    tx: &mut Tx<'_>,
    actor: &Actor,
    window: SlipWindow,
) -> Result<(Slips, Vec<(Subject, Basis)>), Stop> {
    allowed(actor, Action::ReadSlip)?;
    let today = tx.now().day();
    let since = today.saturating_sub(i64::from(window.days.min(DAYS_MAX)).days());
    let (counselled, intakes) = store::count_on(tx, &actor.unit, today)?;
    let mut slips = store::list_slips(tx, &actor.unit, since, SLIPS_MAX + 1)?;
    let is_cut = i64::try_from(slips.len()).is_ok_and(|count| count > SLIPS_MAX);
    if is_cut {
        slips.pop();
    }
    let mut shown = Vec::new();
    let mut lines = Vec::new();
    for slip in slips {
        shown.push((Subject::Slip(slip.slip), Basis::Role));
        let name = match slip.person {
            None => None,
            Some(person) => match person::open_for(tx, actor, Action::ReadPerson, person) {
                Ok(opened) => {
                    shown.extend(opened.basis().map(|basis| (Subject::Person(person), basis)));
                    Some(person::get_draft(tx, person)?.shown_name())
                }
                Err(stop) if stop.is_refusal() => None,
                Err(stop) => return Err(stop),
            },
        };
        lines.push(SlipLine { slip, name });
    }
    let slips = Slips {
        slips: lines,
        is_cut,
        counselled_today: u32::try_from(counselled).unwrap_or(u32::MAX),
        intakes_today: u32::try_from(intakes).unwrap_or(u32::MAX),
    };
    Ok((slips, shown))
}
