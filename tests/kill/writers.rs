//! People who write without pause, and what they were told.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use harness::{Client, a_person, envelope};
use shared::command::Command;
use shared::exchange::{Answered, Envelope, Outcome};
use shared::person::RecordPerson;

/// What a load of writes led to.
#[derive(Default)]
pub(crate) struct Told {
    /// Envelopes with the answer their author received.
    pub(crate) acknowledged: Mutex<Vec<(Envelope, Answered)>>,
    /// Envelopes whose author received no answer.
    pub(crate) unanswered: Mutex<Vec<Envelope>>,
    heard: AtomicUsize,
}

impl Told {
    /// How many answers were received so far.
    pub(crate) fn heard(&self) -> usize {
        self.heard.load(Ordering::SeqCst)
    }

    /// Writes, one command after the other, until no answer comes.
    pub(crate) fn write(&self, person: &Client) {
        loop {
            let envelope = a_record();
            let Ok(answered) = person.offer_one(&envelope) else {
                self.unanswered
                    .lock()
                    .expect("the unanswered")
                    .push(envelope);
                return;
            };
            assert_eq!(answered.answer, Outcome::Applied, "{envelope:?}");
            self.acknowledged
                .lock()
                .expect("the acknowledged")
                .push((envelope, answered));
            self.heard.fetch_add(1, Ordering::SeqCst);
        }
    }
}

/// An envelope that records a new person.
pub(crate) fn a_record() -> Envelope {
    let person = a_person();
    let draft = person.draft.clone();
    envelope(
        person.subject(),
        Command::RecordPerson(RecordPerson { draft }),
    )
}
