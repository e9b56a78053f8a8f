//! One entry of the outbox: a group of envelopes that belong together, and where it stands.

use serde::{Deserialize, Serialize};

use super::net::NetFailure;
use crate::command::Command;
use crate::exchange::{Answered, Envelope, Outcome, Refusal, Sequence, Subject};
use crate::kernel::{Edits, EnvelopeId, Epoch, FieldConflict, Moment};

/// What a screen says of a record (design 3.17). Sorted from calm to urgent.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    strum::EnumIter,
    strum::IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Standing {
    /// The server keeps it.
    Confirmed,
    /// It was offered, but no answer came: the server may have it or not. It is offered again.
    Sent,
    /// It exists on this device only.
    OnDevice,
    /// It was answered in a way that a person has to look at.
    NeedsYou,
}

/// Where an entry stands, with what the server said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum EntryState {
    /// Written on this device, not offered yet, or offered to nobody who could have heard it.
    OnDevice,
    /// Offered; the answer never came.
    Sent,
    /// The server keeps the content; this copy stays, sealed, until a backup covers it.
    Confirmed {
        /// What the server said, in the order of the envelopes.
        answers: Vec<Answered>,
        /// The life of the database that said it.
        epoch: Epoch,
    },
    /// Refused, or in conflict. Stays readable until a person discards it.
    NeedsYou {
        /// What the server said, in the order of the envelopes.
        answers: Vec<Answered>,
        /// The life of the database that said it; absent if the server could not read the entry at all.
        epoch: Option<Epoch>,
    },
    /// A person put it away; it can be taken back for a while.
    Discarded {
        /// What the server had said.
        answers: Vec<Answered>,
        /// The life of the database that said it.
        epoch: Option<Epoch>,
        /// When it was put away.
        at: Moment,
    },
}

/// A group of envelopes in the outbox. The envelopes never change once they are recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its place: later entries have higher numbers.
    pub order: u64,
    /// The envelopes, done as a whole or not at all.
    pub envelopes: Vec<Envelope>,
    /// When it was written on this device.
    pub recorded_at: Moment,
    /// Where it stands.
    pub state: EntryState,
    /// How often it was offered in vain since the last answer.
    pub tries: u32,
    /// When it was last offered.
    pub last_try: Option<Moment>,
    /// Why the last try failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_failure: Option<NetFailure>,
}

impl Entry {
    /// The key in the store; sorts by order, and no two entries share one, even from two tabs.
    #[must_use]
    pub fn key(&self) -> String {
        let first = self
            .envelopes
            .first()
            .map(|envelope| envelope.id.to_string());
        format!("{:020}-{}", self.order, first.unwrap_or_default())
    }

    /// Whether the server has not answered yet.
    #[must_use]
    pub const fn is_unanswered(&self) -> bool {
        matches!(self.state, EntryState::OnDevice | EntryState::Sent)
    }

    /// What a screen says of the records in here; `None` once they were put away.
    #[must_use]
    pub const fn standing(&self) -> Option<Standing> {
        match self.state {
            EntryState::OnDevice => Some(Standing::OnDevice),
            EntryState::Sent => Some(Standing::Sent),
            EntryState::Confirmed { .. } => Some(Standing::Confirmed),
            EntryState::NeedsYou { .. } => Some(Standing::NeedsYou),
            EntryState::Discarded { .. } => None,
        }
    }

    /// What the server said to each envelope; empty while it has not answered.
    #[must_use]
    pub fn answers(&self) -> &[Answered] {
        match &self.state {
            EntryState::OnDevice | EntryState::Sent => &[],
            EntryState::Confirmed { answers, .. }
            | EntryState::NeedsYou { answers, .. }
            | EntryState::Discarded { answers, .. } => answers,
        }
    }

    /// The answer to one envelope.
    #[must_use]
    pub fn answer_to(&self, id: EnvelopeId) -> Option<&Answered> {
        self.answers().iter().find(|answered| answered.id == id)
    }

    /// Whose content this is.
    pub fn subjects(&self) -> impl Iterator<Item = &Subject> {
        self.envelopes.iter().map(|envelope| &envelope.subject)
    }

    /// Whether the server said that it keeps all of the content.
    #[must_use]
    pub fn is_kept_by_server(&self) -> bool {
        !self.answers().is_empty()
            && self
                .answers()
                .iter()
                .all(|answered| answered.answer.keeps_content())
    }

    /// The fields at which this entry waits for a decision, each with the envelope that wrote there.
    pub fn conflicts(&self) -> impl Iterator<Item = (&Envelope, &FieldConflict)> {
        self.envelopes.iter().flat_map(|envelope| {
            let fields = match self.answer_to(envelope.id).map(|one| &one.answer) {
                Some(Outcome::Conflict { fields }) => fields.as_slice(),
                _ => &[],
            };
            fields.iter().map(move |field| (envelope, field))
        })
    }

    /// Whether all that this entry waits for was decided by what was written after it: at each of its fields by
    /// somebody who had seen what is there. The server goes by the same rule.
    #[must_use]
    pub(super) fn is_settled_by<'a>(
        &self,
        later: impl Iterator<Item = &'a Envelope> + Clone,
    ) -> bool {
        self.is_kept_by_server()
            && self.conflicts().next().is_some()
            && self.conflicts().all(|(wrote, conflict)| {
                later.clone().any(|envelope| {
                    envelope.subject == wrote.subject
                        && edits_of(envelope, wrote)
                            .and_then(|edits| edits.0.get(&conflict.path))
                            .is_some_and(|edit| edit.saw == conflict.current)
                })
            })
    }

    /// The highest place in the server's log; absent if an envelope has none.
    #[must_use]
    pub fn last_sequence(&self) -> Option<Sequence> {
        self.answers()
            .iter()
            .map(|answered| answered.sequence)
            .collect::<Option<Vec<_>>>()?
            .into_iter()
            .max()
    }

    /// The state that follows from the answers to all envelopes of this entry.
    #[must_use]
    pub(super) fn answered(answers: Vec<Answered>, epoch: Epoch) -> EntryState {
        let is_done = answers
            .iter()
            .all(|answered| matches!(answered.answer, Outcome::Applied | Outcome::Held));
        if is_done {
            EntryState::Confirmed { answers, epoch }
        } else {
            EntryState::NeedsYou {
                answers,
                epoch: Some(epoch),
            }
        }
    }

    /// The state of an entry that the server could not even read.
    #[must_use]
    pub(super) fn unreadable(&self) -> EntryState {
        EntryState::NeedsYou {
            answers: self
                .envelopes
                .iter()
                .map(|envelope| Answered {
                    id: envelope.id,
                    sequence: None,
                    answer: Outcome::refused(Refusal::Unreadable),
                })
                .collect(),
            epoch: None,
        }
    }
}

/// The edits of an envelope, if it edits the same form as another one.
fn edits_of<'a>(envelope: &'a Envelope, other: &Envelope) -> Option<&'a Edits> {
    match (&envelope.command, &other.command) {
        (Command::EditPerson(edit), Command::EditPerson(_)) => Some(&edit.edits),
        (Command::EditIntake(edit), Command::EditIntake(same)) if edit.intake == same.intake => {
            Some(&edit.edits)
        }
        _ => None,
    }
}
