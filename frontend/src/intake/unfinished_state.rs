//! The intakes that wait to be finished: those of the own unit from the server, and those that only this device holds.

use std::rc::Rc;

use shared::calls::Nothing;
use shared::intake::calls::{OpenIntakes, ReadOpenIntakes};
use shared::intake::state::IntakeStateName;
use shared::kernel::{Day, PersonId};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::api;
use crate::case::state::use_beat;
use crate::offline::{use_offline, use_pack};

const REFRESH_MILLIS: u32 = 20_000;

/// One intake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// Whose.
    pub(super) person: PersonId,
    /// Name for showing; may be empty.
    pub(super) name: String,
    /// The day it was begun, if that is known.
    pub(super) started_on: Option<Day>,
    /// Where it stands.
    pub(super) state: IntakeStateName,
    /// Whether the server has not heard of it.
    pub(super) is_here_only: bool,
}

/// The list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct UnfinishedIntakes {
    /// Those that only this device holds, then the others, latest first.
    pub(super) lines: Vec<Line>,
    /// Whether the server has more than are shown.
    pub(super) is_cut: bool,
}

/// The intakes that wait. A look that fails leaves the last answer.
#[hook]
pub(super) fn use_unfinished() -> UnfinishedIntakes {
    let told = use_state_eq(|| Rc::new(OpenIntakes::default()));
    let beat = use_beat(REFRESH_MILLIS);
    let revision = use_offline().revision;
    let pack = use_pack();
    {
        let told = told.setter();
        use_effect_with((beat, revision), move |_| {
            spawn_local(async move {
                if let Ok(answer) = api::send::<ReadOpenIntakes>(&Nothing {}).await {
                    told.set(Rc::new(answer));
                }
            });
        });
    }
    let here: Vec<Line> = pack
        .on_device()
        .into_iter()
        .filter(|(shown, _)| shown.is_intake_open())
        .filter(|(shown, _)| {
            !told
                .intakes
                .iter()
                .any(|known| known.person == shown.person)
        })
        .map(|(shown, _)| Line {
            person: shown.person,
            name: shown.draft.shown_name(),
            started_on: shown.recorded_at.map(|at| at.day()),
            state: IntakeStateName::Open,
            is_here_only: true,
        })
        .collect();
    let known = told.intakes.iter().map(|known| Line {
        person: known.person,
        name: known.name.clone(),
        started_on: Some(known.started_on),
        state: known.state,
        is_here_only: false,
    });
    UnfinishedIntakes {
        lines: here.into_iter().rev().chain(known).collect(),
        is_cut: told.is_cut,
    }
}
