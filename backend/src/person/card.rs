//! What a person's page answers: as much of them as this reader may see, and what may be done next.

use std::collections::BTreeMap;

use shared::access::{Action, Basis, Decision, may};
use shared::case::LatestIntake;
use shared::exchange::Subject;
use shared::intake::state::IntakeState;
use shared::kernel::{Actor, PersonId};
use shared::person::calls::{Hit, PersonCard};
use shared::person::matching::Verdict;

use super::doubles::Shown;
use super::search::{Seen, desk_hit, linked_cases, still_expected};
use super::{Doors, service, store};
use crate::decision::{Stop, allowed};
use crate::intake::Intake;
use crate::tx::Tx;
use crate::{case, intake, organisation};

/// Reads it. Whoever is not there and whoever is not for this reader to see are answered alike.
///
/// # Errors
/// If the actor does not work with people, or the database cannot answer.
pub fn card(tx: &mut Tx<'_>, actor: &Actor, id: PersonId) -> Result<Shown<PersonCard>, Stop> {
    allowed(actor, Action::FindPerson)?;
    let mut blind = Shown {
        answer: PersonCard {
            hit: Hit::Blind,
            may_edit: false,
            may_ask_erasure: false,
            is_intake_open: false,
            may_take_in: false,
            may_open_in_emergency: false,
        },
        shown: BTreeMap::new(),
        withheld: BTreeMap::new(),
    };
    let Some(person) = store::find(tx, id)? else {
        return Ok(blind);
    };
    let case = case::find_current(tx, id)?;
    let doors = Doors::of(tx, actor, case.as_ref())?;
    let facts = service::facts_with(actor, &person, case.as_ref(), &doors);
    // Whoever may read the form sees more than the desk's projection anyway, a locked address included.
    let bases = [Action::SeeDeskHit, Action::ReadPerson].map(|action| may(actor, action, &facts));
    let basis = match bases {
        [Decision::Yes(basis), _] | [_, Decision::Yes(basis)] => basis,
        [Decision::No(because), Decision::No(_)] => {
            blind.withheld.insert(Subject::Person(id), because);
            return Ok(blind);
        }
    };
    let names = store::get_draft(tx, id)?.names_and_birth();
    let may_work = may(actor, Action::WorkIntake, &facts).is_yes();
    let latest = if may_work {
        intake::list(tx, &Subject::Person(id))?.into_iter().next()
    } else {
        None
    };
    let is_intake_open = latest
        .as_ref()
        .is_some_and(|latest| latest.state.name().is_undecided());
    let (town, today) = (organisation::current(tx)?, tx.now().day());
    let seen = Seen {
        id,
        names: &names,
        facts: &facts,
        case: case.as_ref(),
    };
    let mut hit = desk_hit(actor, (&town, today), &seen, (Verdict::Likely, Vec::new()));
    let mut shown: BTreeMap<Subject, Basis> = [(Subject::Person(id), basis)].into();
    if let Some(case) = &case {
        let from = still_expected(tx.now());
        hit.appointment_at = case::list_next_beginnings(tx, &[case.id], from)?.remove(&case.id);
    } else {
        hit.intake = latest.map(stands);
        let mut linked = linked_cases(tx, actor, &[id])?;
        hit.through = linked.of.remove(&id);
        shown.extend(linked.shown);
    }
    Ok(Shown {
        answer: PersonCard {
            hit: Hit::Known(Box::new(hit)),
            may_edit: may(actor, Action::EditPerson, &facts).is_yes(),
            may_ask_erasure: may(actor, Action::AskErasure, &facts).is_yes(),
            is_intake_open,
            may_take_in: may_work && case.is_none() && !is_intake_open,
            may_open_in_emergency: may(actor, Action::OpenInEmergency, &facts).is_yes(),
        },
        shown,
        withheld: BTreeMap::new(),
    })
}

/// How an intake stands, with what was said at its end.
fn stands(intake: Intake) -> LatestIntake {
    let state = intake.state.name();
    let (office, reason) = match intake.state {
        IntakeState::Referred { office, reason, .. } => (Some(office), reason),
        IntakeState::Counselled { reason, .. } => (None, reason),
        _ => (None, String::new()),
    };
    LatestIntake {
        state,
        on: intake.moved_on,
        office,
        reason,
    }
}
