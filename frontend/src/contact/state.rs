//! Sending a message, and reading and answering those that came.

use std::rc::Rc;

use shared::calls::Nothing;
use shared::command::Command;
use shared::contact::calls::{ListMessages, Messages, NewMessage, SendMessage};
use shared::contact::{AnswerMessage, MessageDraft};
use shared::exchange::Subject;
use shared::kernel::{FieldProblems, MessageId, Problem};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::api::{self, ApiFailure};
use crate::offline::{NewCommand, use_offline};
use crate::platform;

/// Where a message stands.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Sending {
    /// Being written.
    Writing,
    /// On its way.
    Waiting,
    /// With those who answer.
    Sent,
    /// Fields are wrong.
    Wrong(FieldProblems),
    /// This network has sent enough; so many minutes to wait.
    TooMany(u32),
    /// Not taken, as a text key; what was typed is still there.
    Failed(&'static str),
}

/// Sends a message. The same text under the same id is one message, however often it is sent.
pub(super) async fn send(message: MessageId, draft: MessageDraft) -> Sending {
    if let Err(fields) = draft.check() {
        return Sending::Wrong(fields);
    }
    match api::send::<SendMessage>(&NewMessage { message, draft }).await {
        Ok(Nothing {}) => Sending::Sent,
        Err(ApiFailure::Problem(Problem::TooMany { after_seconds })) => {
            Sending::TooMany(after_seconds.div_ceil(60))
        }
        Err(ApiFailure::Problem(Problem::Fields { fields })) => Sending::Wrong(fields),
        Err(failure) => Sending::Failed(failure.text_key()),
    }
}

/// A fresh id for a message.
pub(super) fn fresh() -> MessageId {
    MessageId::born(platform::now(), platform::random())
}

/// What is known of the messages.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Known {
    /// Being read.
    Waiting,
    /// Here.
    Ready(Rc<Messages>),
    /// Not to be had.
    Failed(ApiFailure),
}

/// The messages and the verb that answers one.
#[derive(Clone, PartialEq)]
pub(super) struct MessagesHandle {
    pub(super) known: Known,
    /// Why the last answer was not taken, as a text key.
    pub(super) failed: Option<&'static str>,
    pub(super) on_answer: Callback<(MessageId, String)>,
}

/// Reads the messages, and once more after each answer.
#[hook]
pub(super) fn use_messages() -> MessagesHandle {
    let offline = use_offline();
    let known = use_state_eq(|| Known::Waiting);
    let failed = use_state_eq(|| None::<&'static str>);
    let attempt = use_state_eq(|| 0_u32);
    {
        let known = known.clone();
        use_effect_with(*attempt, move |_| {
            spawn_local(async move {
                known.set(match api::send::<ListMessages>(&Nothing {}).await {
                    Ok(messages) => Known::Ready(Rc::new(messages)),
                    Err(failure) => Known::Failed(failure),
                });
            });
        });
    }
    let on_answer = {
        let (failed, attempt) = (failed.clone(), attempt.clone());
        Callback::from(move |(message, note): (MessageId, String)| {
            let (offline, failed, attempt) = (offline.clone(), failed.clone(), attempt.clone());
            spawn_local(async move {
                let command = Command::AnswerMessage(AnswerMessage { note });
                let new = NewCommand::new(Subject::Message(message), command);
                failed.set(match offline.send(vec![new], None).await {
                    Ok(sent) if sent.is_kept() => None,
                    Ok(_) => Some("messages-not-taken"),
                    Err(failure) => Some(failure.text_key()),
                });
                attempt.set(attempt.wrapping_add(1));
            });
        })
    };
    MessagesHandle {
        known: (*known).clone(),
        failed: *failed,
        on_answer,
    }
}
