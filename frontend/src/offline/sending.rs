//! A verb for pages that go on with what the server said: offers one command at once, and says in a sentence why it was not
//! taken.

use shared::command::Command;
use shared::exchange::{Outcome, Refusal, Subject};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::{NewCommand, Sent, use_offline};
use crate::t;

/// The verb, and how its last use ended.
#[derive(Debug, Clone, PartialEq)]
pub struct Sending {
    /// Whether an answer is waited for; nothing else is offered meanwhile.
    pub is_busy: bool,
    /// Why the last one was not taken; empty: it was, or there was none.
    pub failed: AttrValue,
    /// How many were taken, so that a page reads again.
    pub taken: u32,
    /// Offers a command about a subject.
    pub on_send: Callback<(Subject, Command)>,
}

/// What came of one offer: what is said where it was not taken, and whether it waits on the device.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Came {
    Taken,
    Waits,
    Refused(Refusal),
    Failed(&'static str),
}

/// The verb. `then` is told when a command was taken.
#[hook]
pub fn use_sending(then: Callback<()>) -> Sending {
    let offline = use_offline();
    let is_busy = use_state_eq(|| false);
    let came = use_state_eq(|| Came::Taken);
    let taken = use_state_eq(|| 0_u32);
    let on_send = {
        let (is_busy, came, taken) = (is_busy.clone(), came.clone(), taken.clone());
        Callback::from(move |(subject, command): (Subject, Command)| {
            if *is_busy {
                return;
            }
            is_busy.set(true);
            let (offline, then) = (offline.clone(), then.clone());
            let (is_busy, came, taken) = (is_busy.clone(), came.clone(), taken.clone());
            spawn_local(async move {
                let new = NewCommand::new(subject, command);
                let sent = match offline.send(vec![new], None).await {
                    Ok(sent) => outcome(&sent),
                    Err(failure) => Came::Failed(failure.text_key()),
                };
                is_busy.set(false);
                if sent == Came::Taken {
                    taken.set(taken.wrapping_add(1));
                    then.emit(());
                }
                came.set(sent);
            });
        })
    };
    let failed = match &*came {
        Came::Taken => AttrValue::default(),
        Came::Waits => t!("sending-waits"),
        Came::Refused(because) => t!(format!("refusal-{}", <&str>::from(*because))),
        Came::Failed(key) => t!(key),
    };
    Sending {
        is_busy: *is_busy,
        failed,
        taken: *taken,
        on_send,
    }
}

fn outcome(sent: &Sent) -> Came {
    let Sent::Answered(answers) = sent else {
        return Came::Waits;
    };
    let refused = answers.iter().find_map(|answered| match &answered.answer {
        Outcome::Refused { because, .. } => Some(*because),
        _ => None,
    });
    match refused {
        Some(because) => Came::Refused(because),
        None => Came::Taken,
    }
}
