//! The contact slips of the last days, read anew after every change on this device, with what waits here on top, and the verbs that put a slip at a
//! person and take it away again.

use std::collections::BTreeMap;
use std::rc::Rc;

use shared::command::Command;
use shared::device::{Standing, overlay_slips};
use shared::exchange::Subject;
use shared::intake::calls::{ReadSlips, ReadSlipsOf, SlipWindow, Slips};
use shared::intake::{AttachSlip, DetachSlip, SlipView};
use shared::kernel::{PersonId, SlipId};
use shared::person::calls::ThisPerson;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::api::{self, ApiFailure};
use crate::case::state::{Loaded, use_beat};
use crate::offline::{NewCommand, Offline, use_offline};
use crate::signin::use_signin;
use crate::t;
use crate::ui::use_toasts;

const REFRESH_MILLIS: u32 = 30_000;
/// How far back is looked, by steps, in days.
pub(super) const STEPS: [u16; 4] = [14, 31, 92, 366];

/// The slips with the verbs.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct LatestSlips {
    /// The slips, those that wait here among them.
    pub(super) loaded: Loaded<Slips>,
    /// Where those stand that are not confirmed.
    pub(super) standings: Rc<BTreeMap<SlipId, Standing>>,
    /// Whether they are only what lies on this device: the server could not be asked.
    pub(super) is_device_only: bool,
    offline: Offline,
    say: Callback<(AttrValue, Option<Callback<()>>)>,
}

impl LatestSlips {
    /// Puts a slip at a person; can be taken back at once, or later from the list.
    pub(super) fn attach(&self, slip: SlipId, person: PersonId, name: &str) {
        let command = Command::AttachSlip(AttachSlip { person });
        let said = t!("intake-slips-attached-now", name = name.to_owned());
        let own = self.clone();
        let undo = Callback::from(move |()| own.detach(slip, person));
        self.record(slip, command, said, Some(undo));
    }

    /// Takes a slip away from its person.
    pub(super) fn detach(&self, slip: SlipId, person: PersonId) {
        let command = Command::DetachSlip(DetachSlip { person });
        self.record(slip, command, t!("intake-slips-detached-now"), None);
    }

    fn record(&self, slip: SlipId, command: Command, said: AttrValue, undo: Option<Callback<()>>) {
        let (offline, say) = (self.offline.clone(), self.say.clone());
        spawn_local(async move {
            let new = NewCommand::new(Subject::Slip(slip), command);
            match offline.record(vec![new], None).await {
                Ok(_) => say.emit((said, undo)),
                Err(failure) => say.emit((t!(failure.text_key()), None)),
            }
        });
    }
}

/// The slips of the own unit of the last `days`.
#[hook]
pub(super) fn use_latest_slips(days: u16) -> LatestSlips {
    let loaded = use_state_eq(|| Loaded::Waiting);
    let beat = use_beat(REFRESH_MILLIS);
    let offline = use_offline();
    let toasts = use_toasts();
    let say = use_callback(toasts, |(text, undo), toasts| match undo {
        Some(undo) => toasts.say_with_undo(text, undo),
        None => toasts.say(text),
    });
    {
        let loaded = loaded.clone();
        use_effect_with((days, beat, offline.revision), move |(days, ..)| {
            let question = SlipWindow { days: *days };
            spawn_local(async move {
                match api::send::<ReadSlips>(&question).await {
                    Ok(answer) => loaded.set(Loaded::Ready(Rc::new(answer))),
                    Err(failure) if loaded.ready().is_none() => {
                        loaded.set(Loaded::Failed(failure));
                    }
                    // A refresh that fails leaves the last good copy on the screen.
                    Err(_) => {}
                }
            });
        });
    }
    let actor = use_signin().actor().cloned();
    let is_device_only = matches!(*loaded, Loaded::Failed(ApiFailure::Offline));
    let known = loaded.ready().cloned().unwrap_or_default();
    let shown = actor.map_or_else(Vec::new, |actor| {
        overlay_slips(&known.slips, &offline.entries(), &actor)
    });
    let standings = shown
        .iter()
        .filter(|one| one.standing != Standing::Confirmed)
        .map(|one| (one.value.slip.slip, one.standing))
        .collect();
    let is_there = loaded.ready().is_some() || is_device_only && !shown.is_empty();
    let loaded = if is_there {
        Loaded::Ready(Rc::new(Slips {
            slips: shown.into_iter().map(|one| one.value).collect(),
            ..known
        }))
    } else {
        (*loaded).clone()
    };
    LatestSlips {
        loaded,
        standings: Rc::new(standings),
        is_device_only,
        offline,
        say,
    }
}

/// The slips that were put at a person, read anew after every change on this device; none where the server cannot say.
#[hook]
pub(super) fn use_slips_of(person: PersonId, is_there: bool) -> Rc<[SlipView]> {
    let slips = use_state_eq(|| Rc::<[SlipView]>::from(Vec::new()));
    let revision = use_offline().revision;
    {
        let slips = slips.setter();
        use_effect_with(
            (person, is_there, revision),
            move |(person, is_there, _)| {
                let (question, is_there) = (ThisPerson { person: *person }, *is_there);
                spawn_local(async move {
                    if is_there && let Ok(answer) = api::send::<ReadSlipsOf>(&question).await {
                        slips.set(answer.slips.into());
                    }
                });
            },
        );
    }
    (*slips).clone()
}
