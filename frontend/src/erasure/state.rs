//! What is read about erasures, and the commands that change it.

use std::rc::Rc;

use shared::calls::Call;
use shared::command::Command;
use shared::exchange::Subject;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::api;
use crate::case::state::Loaded;
use crate::offline::{NewCommand, Sent, use_offline};
use crate::platform;

/// Where it is said what became of the last command; it takes the focus, because it stands above what was pressed.
pub(super) const SAID: &str = "erasure-said";

/// What became of the last command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Done {
    /// None was given yet, or it was taken.
    Well,
    /// It is on this device and goes out with the network.
    Waits,
    /// It was not taken, as a text key.
    Not(&'static str),
}

impl Done {
    /// In words; empty where all is well.
    pub(super) fn key(self) -> Option<&'static str> {
        match self {
            Self::Well => None,
            Self::Waits => Some("erasure-waits"),
            Self::Not(key) => Some(key),
        }
    }
}

/// An answer and the verb that changes it.
#[derive(Clone, PartialEq)]
pub(super) struct Handle<T: PartialEq> {
    pub(super) known: Loaded<T>,
    pub(super) done: Done,
    pub(super) is_busy: bool,
    pub(super) on_do: Callback<(Subject, Command)>,
}

/// Asks a call, and once more after each command.
#[hook]
pub(super) fn use_read<C: Call>(question: C::Question) -> Handle<C::Answer>
where
    C::Question: PartialEq + Clone,
    C::Answer: PartialEq + Clone,
{
    let offline = use_offline();
    let known = use_state_eq(|| Loaded::Waiting);
    let done = use_state_eq(|| Done::Well);
    let is_busy = use_state_eq(|| false);
    let attempt = use_state_eq(|| 0_u32);
    {
        let known = known.clone();
        use_effect_with((question, *attempt), move |(question, _)| {
            let question = question.clone();
            spawn_local(async move {
                known.set(match api::send::<C>(&question).await {
                    Ok(read) => Loaded::Ready(Rc::new(read)),
                    Err(failure) => Loaded::Failed(failure),
                });
            });
        });
    }
    let on_do = {
        let (done, is_busy, attempt) = (done.clone(), is_busy.clone(), attempt.clone());
        Callback::from(move |(subject, command): (Subject, Command)| {
            if *is_busy {
                return;
            }
            let (offline, done) = (offline.clone(), done.clone());
            let (is_busy, attempt) = (is_busy.clone(), attempt.clone());
            is_busy.set(true);
            spawn_local(async move {
                let sent = offline
                    .send(vec![NewCommand::new(subject, command)], None)
                    .await;
                let done_now = match sent {
                    Ok(Sent::Waits) => Done::Waits,
                    Ok(sent) if sent.is_kept() => Done::Well,
                    Ok(_) => Done::Not("erasure-not-taken"),
                    Err(failure) => Done::Not(failure.text_key()),
                };
                if done_now != Done::Well {
                    platform::focus_soon(SAID);
                }
                done.set(done_now);
                is_busy.set(false);
                attempt.set(attempt.wrapping_add(1));
            });
        })
    };
    Handle {
        known: (*known).clone(),
        done: *done,
        is_busy: *is_busy,
        on_do,
    }
}
