//! What is read of intakes and slips: the forms of a person, the exceptions that wait, the slips of the last days.

use jiff::ToSpan;
use shared::access::{Action, Basis, may};
use shared::case::IntakeFile;
use shared::exchange::Subject;
use shared::intake::calls::{
    ExceptionRequest, ExceptionRequests, IntakeFiles, SlipLine, SlipWindow, Slips,
};
use shared::intake::state::{IntakeState, IntakeStateName};
use shared::kernel::{Actor, PersonId};

use super::service::allow;
use super::store;
use crate::decision::{Permitted, Stop};
use crate::person;
use crate::tx::Tx;

/// The most slips of one answer.
const SLIPS_MAX: i64 = 500;
/// The furthest that slips are looked back for.
const DAYS_MAX: u16 = 366;
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
    allow(actor, Action::GrantException)?;
    let requests = store::list_in_state(tx, IntakeStateName::ExceptionAsked, EXCEPTIONS_MAX)?
        .into_iter()
        .filter_map(|waiting| match waiting.state {
            IntakeState::ExceptionAsked {
                eligibility,
                reason,
            } => Some(ExceptionRequest {
                intake: waiting.id,
                person: waiting.person,
                unit: waiting.unit,
                district: waiting.district,
                started_on: waiting.started_on,
                asked_on: waiting.moved_on,
                eligibility,
                reason,
            }),
            _ => None,
        })
        .collect();
    Ok(ExceptionRequests { requests })
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
    allow(actor, Action::ReadSlip)?;
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
                Err(Stop::NotFound | Stop::NotAllowed(_)) => None,
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
