//! Held work ("nachgereicht", design 3.3 and 3.8): valid, but its author no longer has the case, or had no session any
//! more. Whoever has the case now looks at it and accepts or declines; nothing of it is lost either way.

use serde::{Deserialize, Serialize};

use super::Envelope;
use crate::command::Command;
use crate::kernel::text::check_line;
use crate::kernel::{CaseId, EnvelopeId, FieldProblems, Moment, ProblemCode};

/// Accepts or declines held work. Accepted, it is done as it was written, in the name of its author.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SettleHeld {
    /// The envelope that was held.
    pub held: EnvelopeId,
    /// What becomes of it.
    pub answer: HeldAnswer,
}

/// What becomes of held work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum HeldAnswer {
    /// It is done.
    Accept {},
    /// It is not done; it stays in the log, and its author is told why.
    Decline {
        /// Why, in a line that the author reads.
        reason: String,
    },
}

impl SettleHeld {
    /// The most characters of a reason to decline.
    pub const REASON_MAX: usize = 300;

    /// The check of what was typed: to decline needs a reason.
    ///
    /// # Errors
    /// The problems of the reason.
    pub fn check(&self) -> Result<(), FieldProblems> {
        let mut problems = FieldProblems::default();
        if let HeldAnswer::Decline { reason } = &self.answer {
            let code = Some(ProblemCode::ReasonNeeded);
            let max = Self::REASON_MAX;
            check_line(reason, max, code, "answer.reason", &mut problems);
        }
        problems.or(())
    }
}

/// Whether the command holds what only case managers work with. Reception does not get to see such work, also where it
/// took the person in.
#[must_use]
pub const fn is_case_work(command: &Command) -> bool {
    matches!(
        command,
        Command::AddNote(_)
            | Command::Disclose(_)
            | Command::EndDisclosure(_)
            | Command::RecordFact(_)
            | Command::SeeCase(_)
            | Command::SetNextDate(_)
            | Command::PlanAppointment(_)
            | Command::SettleAppointment(_)
    )
}

/// What is held: for the one who asks to settle, and what became of their own.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct HeldWork {
    /// Waits for the one who asks, oldest first.
    pub to_settle: Vec<HeldEntry>,
    /// What they wrote themselves and was held, latest first.
    pub own: Vec<OwnHeld>,
}

/// Held work as the one sees it who settles it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct HeldEntry {
    /// What was written, and when.
    pub envelope: Envelope,
    /// Who wrote it.
    pub author_name: String,
    /// When the server put it aside.
    pub held_at: Moment,
    /// The case it speaks of, if it speaks of one.
    pub case: Option<CaseId>,
    /// The name of the person it is about; empty where nothing of them is known yet.
    pub name: String,
}

/// What became of somebody's own held work. Nothing of the case is read here: they no longer have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OwnHeld {
    /// The envelope.
    pub held: EnvelopeId,
    /// The name of its command.
    pub command: String,
    /// When they wrote it.
    pub authored_at: Moment,
    /// What became of it; absent while it waits.
    pub settled: Option<HeldSettled>,
}

/// How held work was settled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct HeldSettled {
    /// When.
    pub at: Moment,
    /// By whom.
    pub by_name: String,
    /// Why it was declined; absent if it was accepted.
    pub declined_because: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declining_needs_a_reason_and_accepting_none() {
        let settle = |answer| SettleHeld {
            held: EnvelopeId::from_uuid(uuid::Uuid::from_u128(1)),
            answer,
        };
        assert_eq!(settle(HeldAnswer::Accept {}).check(), Ok(()));
        let decline = |reason: &str| {
            let reason = reason.to_owned();
            settle(HeldAnswer::Decline { reason }).check()
        };
        assert_eq!(decline("steht schon im Verlauf"), Ok(()));
        let code = |reason: &str| decline(reason).unwrap_err().of("answer.reason")[0].code;
        assert_eq!(code("  "), ProblemCode::ReasonNeeded);
        assert_eq!(code(&"a".repeat(301)), ProblemCode::TooLong);
        assert_eq!(code("a\nb"), ProblemCode::ControlCharacter);
    }
}
