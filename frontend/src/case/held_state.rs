//! Held work as pages need it: what waits for the one who is signed in, what became of their own, and the verb that
//! settles it.

use std::rc::Rc;

use shared::calls::Nothing;
use shared::command::Command;
use shared::exchange::calls::ListHeld;
use shared::exchange::{HeldAnswer, HeldEntry, HeldWork, SettleHeld};
use shared::kernel::EnvelopeId;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::state::use_beat;
use crate::api;
use crate::offline::{NewCommand, Offline, use_offline};

/// Held work is not urgent to the second.
const REFRESH_MILLIS: u32 = 60_000;

/// What is known of held work, and what is being settled.
#[derive(Clone, PartialEq)]
pub(super) struct HeldHandle {
    /// The list; absent while it was never read, because there is no network for instance.
    pub(super) work: Option<Rc<HeldWork>>,
    /// What is under way.
    pub(super) busy: Option<EnvelopeId>,
    /// Why the last answer was not taken, as a text key.
    pub(super) failed: Option<&'static str>,
    settle: Callback<(HeldEntry, HeldAnswer)>,
}

impl std::fmt::Debug for HeldHandle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("HeldHandle")
    }
}

impl HeldHandle {
    /// Accepts or declines.
    #[must_use]
    pub(super) fn on_settle(&self) -> Callback<(HeldEntry, HeldAnswer)> {
        self.settle.clone()
    }

    /// How much waits for the one who is signed in.
    #[must_use]
    pub(super) fn waiting(&self) -> usize {
        self.work.as_ref().map_or(0, |work| work.to_settle.len())
    }
}

/// Held work: read from the server, now and then anew, and after every answer.
#[hook]
pub(super) fn use_held() -> HeldHandle {
    let offline = use_offline();
    let work = use_state_eq(|| None::<Rc<HeldWork>>);
    let busy = use_state_eq(|| None::<EnvelopeId>);
    let failed = use_state_eq(|| None::<&'static str>);
    let attempt = use_state_eq(|| 0_u32);
    let beat = use_beat(REFRESH_MILLIS);
    {
        let work = work.clone();
        use_effect_with((*attempt, beat, offline.place.clone()), move |_| {
            spawn_local(async move {
                // What was read last stays on the screen where there is no network.
                if let Ok(read) = api::send::<ListHeld>(&Nothing {}).await {
                    work.set(Some(Rc::new(read)));
                }
            });
        });
    }
    let settle = {
        let (busy, failed, attempt) = (busy.clone(), failed.clone(), attempt.clone());
        Callback::from(move |(entry, answer): (HeldEntry, HeldAnswer)| {
            let (offline, busy, failed) = (offline.clone(), busy.clone(), failed.clone());
            let attempt = attempt.clone();
            busy.set(Some(entry.envelope.id));
            spawn_local(async move {
                failed.set(answered(&offline, entry, answer).await);
                busy.set(None);
                attempt.set(attempt.wrapping_add(1));
            });
        })
    };
    HeldHandle {
        work: (*work).clone(),
        busy: *busy,
        failed: *failed,
        settle,
    }
}

async fn answered(offline: &Offline, entry: HeldEntry, answer: HeldAnswer) -> Option<&'static str> {
    let command = Command::SettleHeld(SettleHeld {
        held: entry.envelope.id,
        answer,
    });
    let new = NewCommand::new(entry.envelope.subject, command);
    match offline.send(vec![new], None).await {
        Ok(sent) if sent.is_kept() => None,
        Ok(_) => Some("held-not-taken"),
        Err(failure) => Some(failure.text_key()),
    }
}
