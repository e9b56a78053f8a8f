//! Held work as pages need it: what waits for the one who is signed in, what became of their own, and the verb that
//! settles it.

use std::rc::Rc;

use shared::calls::Nothing;
use shared::command::Command;
use shared::exchange::calls::ListHeld;
use shared::exchange::{HeldAnswer, HeldEntry, HeldWork, Outcome, OwnHeld, SettleHeld};
use shared::kernel::{EnvelopeId, Moment};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::state::use_beat;
use crate::api;
use crate::offline::{NewCommand, Offline, use_offline};

/// Held work is not urgent to the second.
const REFRESH_MILLIS: u32 = 60_000;
/// How long it stands on the day's page that something was declined: a week, with a few days off in it.
const TOLD_MILLIS: i64 = 7 * 24 * 60 * 60 * 1_000;

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

    /// How much of their own waits for somebody else to accept it.
    #[must_use]
    pub(super) fn own_waiting(&self) -> usize {
        let own = self.work.iter().flat_map(|work| &work.own);
        own.filter(|own| own.settled.is_none()).count()
    }

    /// What of their own was declined lately: its author has to decide what becomes of it.
    #[must_use]
    pub(super) fn own_declined(&self, now: Moment) -> Vec<OwnHeld> {
        let own = self.work.iter().flat_map(|work| &work.own);
        own.filter(|own| is_declined_lately(own, now))
            .cloned()
            .collect()
    }
}

/// Whether it was declined, and not so long ago that everybody has read it.
fn is_declined_lately(own: &OwnHeld, now: Moment) -> bool {
    own.settled.as_ref().is_some_and(|settled| {
        settled.declined_because.is_some() && settled.at.plus_millis(TOLD_MILLIS) > now
    })
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
        // What was put aside just now is told at once.
        let held_here = held_here(&offline);
        use_effect_with(
            (*attempt, beat, offline.place.clone(), held_here),
            move |_| {
                spawn_local(async move {
                    // What was read last stays on the screen where there is no network.
                    if let Ok(read) = api::send::<ListHeld>(&Nothing {}).await {
                        work.set(Some(Rc::new(read)));
                    }
                });
            },
        );
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

/// How much of what lies on this device was put aside by the server.
fn held_here(offline: &Offline) -> usize {
    let entries = offline.entries();
    let answers = entries.iter().flat_map(|entry| entry.answers());
    answers
        .filter(|answered| answered.answer == Outcome::Held)
        .count()
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

#[cfg(test)]
mod tests {
    use shared::exchange::HeldSettled;

    use super::*;

    const NOW: Moment = Moment::from_millis(1_795_000_000_000);

    fn handle() -> HeldHandle {
        let settled = |at: i64, because: Option<&str>| HeldSettled {
            at: NOW.plus_millis(-at),
            by_name: "Olena Hartwig".to_owned(),
            declined_because: because.map(str::to_owned),
        };
        let answers = [
            None,
            None,
            Some(settled(0, None)),
            Some(settled(TOLD_MILLIS - 1, Some("steht schon im Verlauf"))),
            Some(settled(TOLD_MILLIS, Some("lange her"))),
        ];
        let own = answers.into_iter().map(|settled| OwnHeld {
            held: EnvelopeId::born(NOW, [1; 10]),
            command: "add_note".to_owned(),
            authored_at: NOW,
            settled,
        });
        HeldHandle {
            work: Some(Rc::new(HeldWork {
                to_settle: Vec::new(),
                own: own.collect(),
            })),
            busy: None,
            failed: None,
            settle: Callback::noop(),
        }
    }

    #[test]
    fn an_author_is_told_what_waits_and_what_was_declined_lately() {
        assert_eq!(handle().own_waiting(), 2);
        let declined = handle().own_declined(NOW);
        let reasons: Vec<_> = declined
            .iter()
            .filter_map(|own| own.settled.as_ref()?.declined_because.as_deref())
            .collect();
        assert_eq!(reasons, ["steht schon im Verlauf"]);
    }
}
