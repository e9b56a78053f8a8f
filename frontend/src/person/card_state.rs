//! What a person's page knows: from the server, and without a network from the cases and the intakes on this device.

use std::rc::Rc;

use shared::case::LatestIntake;
use shared::device::{ShownIntake, ShownPerson};
use shared::intake::IntakeDecision;
use shared::intake::state::IntakeStateName;
use shared::kernel::{CaseId, PersonId};
use shared::person::calls::{DeskHit, Hit, PersonCard, ReadPersonCard, ThisPerson};
use shared::person::matching::Verdict;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::packed;
use crate::api::{self, ApiFailure};
use crate::case::state::{Loaded, use_beat};
use crate::offline::{PackHandle, use_offline, use_pack};

/// How often is looked whether somebody else has it now.
const REFRESH_MILLIS: u32 = 20_000;

/// The card of a person, read anew every few seconds and after every change on this device.
#[hook]
pub fn use_card(person: PersonId) -> Loaded<PersonCard> {
    let loaded = use_state_eq(|| Loaded::Waiting);
    let offline = use_offline();
    let pack = use_pack();
    let beat = use_beat(REFRESH_MILLIS);
    {
        let loaded = loaded.clone();
        use_effect_with(
            (person, beat, offline.revision, offline.place.clone()),
            move |(person, ..)| {
                let person = *person;
                spawn_local(async move {
                    let answer = api::send::<ReadPersonCard>(&ThisPerson { person }).await;
                    let card = match answer {
                        // Somebody who was taken in here just now is not known there yet.
                        Ok(card) if card.hit == Hit::Blind => {
                            Ok(taken_in_here(person, &pack).unwrap_or(card))
                        }
                        Err(ApiFailure::Offline) => {
                            on_device(person, &pack).await.ok_or(ApiFailure::Offline)
                        }
                        answer => answer,
                    };
                    match card {
                        Ok(card) => loaded.set(Loaded::Ready(Rc::new(card))),
                        Err(failure) if loaded.ready().is_none() => {
                            loaded.set(Loaded::Failed(failure));
                        }
                        // A look that fails leaves the last answer on the screen.
                        Err(_) => {}
                    }
                });
            },
        );
    }
    (*loaded).clone()
}

/// From a packed case, which is the worker's own, or from what was taken in here.
async fn on_device(person: PersonId, pack: &PackHandle) -> Option<PersonCard> {
    let cases = pack.cases().await;
    let packed = cases.iter().find(|case| case.head.person == person);
    match packed {
        Some(case) => Some(PersonCard {
            hit: packed::hit(case, Verdict::Likely, Vec::new()),
            may_edit: true,
            // What stands about it only the server says.
            may_ask_erasure: false,
            is_intake_open: false,
            may_take_in: false,
            may_open_in_emergency: false,
        }),
        None => taken_in_here(person, pack),
    }
}

fn taken_in_here(person: PersonId, pack: &PackHandle) -> Option<PersonCard> {
    let (shown, case) = pack
        .on_device()
        .into_iter()
        .find(|(shown, _)| shown.person == person)?;
    let is_intake_open = shown.is_intake_open();
    let may_take_in = case.is_none() && !is_intake_open;
    Some(PersonCard {
        hit: own_hit(&shown, case.map(|case| case.head.case)),
        may_edit: true,
        // What stands about it only the server says.
        may_ask_erasure: false,
        is_intake_open,
        may_take_in,
        may_open_in_emergency: false,
    })
}

/// Somebody who was taken in on this device, as a hit.
pub(super) fn own_hit(shown: &ShownPerson, case: Option<CaseId>) -> Hit {
    Hit::Known(Box::new(DeskHit {
        person: shown.person,
        name: shown.draft.shown_name(),
        original_script: shown.draft.original_script.clone(),
        born: shown.draft.born,
        case,
        number: None,
        responsible: None,
        appointment_at: None,
        next_on: None,
        intake: shown.intakes.first().map(|latest| LatestIntake {
            state: latest_state(latest),
            on: None,
            office: None,
            reason: String::new(),
        }),
        through: None,
        verdict: Verdict::Likely,
        reasons: Vec::new(),
        may_open: true,
    }))
}

/// Where an intake stands with what was decided on this device.
fn latest_state(intake: &ShownIntake) -> IntakeStateName {
    match intake.decided.as_ref().map(|decided| &decided.value) {
        Some(IntakeDecision::Refer { .. }) => IntakeStateName::Referred,
        Some(IntakeDecision::Counselled { .. }) => IntakeStateName::Counselled,
        Some(IntakeDecision::AskException { .. }) => IntakeStateName::ExceptionAsked,
        Some(IntakeDecision::Admit { .. } | IntakeDecision::AdmitByException { .. }) => {
            IntakeStateName::Admitted
        }
        _ => intake.file.state.name(),
    }
}
