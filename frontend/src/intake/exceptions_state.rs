//! The exceptions from the target group that wait for the coordinator, asked for anew every few seconds, and the verb that
//! answers one.

use std::rc::Rc;

use shared::assignment::calls::ReadResponsibility;
use shared::calls::Nothing;
use shared::case::calls::ThisCase;
use shared::command::Command;
use shared::intake::calls::{ExceptionRequest, ExceptionRequests, ReadExceptions};
use shared::intake::{DecideIntake, IntakeDecision};
use shared::kernel::CaseId;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::api;
use crate::case::state::{Loaded, Recorder, use_beat, use_recorder};
use crate::offline::use_offline;
use crate::platform;

const REFRESH_MILLIS: u32 = 20_000;

/// How the coordinator answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    /// Admitted by exception.
    Granted,
    /// Not admitted.
    Refused,
}

/// The requests with the verb that answers one.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Exceptions {
    /// The requests.
    pub(super) loaded: Loaded<ExceptionRequests>,
    recorder: Recorder,
}

impl Exceptions {
    /// Records the answer to a request and says afterwards whether it is on the device.
    pub(super) fn answer(
        &self,
        request: &ExceptionRequest,
        decision: IntakeDecision,
        then: Callback<bool>,
    ) {
        let command = Command::DecideIntake(DecideIntake {
            intake: request.intake,
            decision,
        });
        self.recorder
            .record_then(request.person, None, command, None, then);
    }
}

impl Exceptions {
    /// Takes a refusal back that was given by mistake: the request waits again.
    pub(super) fn take_back(&self, request: &ExceptionRequest) {
        self.answer(
            request,
            IntakeDecision::TakeBackRefusal {},
            Callback::noop(),
        );
    }
}

/// The decision that an answer is.
pub(super) fn decision(answer: Answer, reason: String) -> IntakeDecision {
    match answer {
        Answer::Granted => IntakeDecision::AdmitByException {
            case: CaseId::born(platform::now(), platform::random()),
            reason,
        },
        Answer::Refused => IntakeDecision::RefuseException { reason },
    }
}

/// The number of a case that was opened just now; empty until the server gave one.
#[hook]
pub(super) fn use_number(case: CaseId) -> AttrValue {
    let offline = use_offline();
    let number = use_state_eq(AttrValue::default);
    {
        let number = number.setter();
        let is_sent = offline.waiting().unanswered == 0;
        use_effect_with((case, is_sent), move |(case, is_sent)| {
            if *is_sent {
                let question = ThisCase { case: *case };
                spawn_local(async move {
                    if let Ok(answer) = api::send::<ReadResponsibility>(&question).await {
                        number.set(AttrValue::from(answer.head.number));
                    }
                });
            }
        });
    }
    (*number).clone()
}

/// The requests that wait.
#[hook]
pub(super) fn use_exceptions() -> Exceptions {
    let loaded = use_state_eq(|| Loaded::Waiting);
    let beat = use_beat(REFRESH_MILLIS);
    let revision = use_offline().revision;
    let recorder = use_recorder();
    {
        let loaded = loaded.clone();
        use_effect_with((beat, revision), move |_| {
            spawn_local(async move {
                match api::send::<ReadExceptions>(&Nothing {}).await {
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
    Exceptions {
        loaded: (*loaded).clone(),
        recorder,
    }
}
