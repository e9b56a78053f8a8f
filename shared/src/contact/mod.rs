//! Messages to those who run the service (Kontaktformular, BITVNRW): anybody may write one, without an account and
//! without saying who they are. Coordinator or administrator answer it, and note how.

pub mod calls;

use serde::{Deserialize, Serialize};
use strum::{EnumIter, EnumString, IntoStaticStr};
use validator::Validate;

use crate::kernel::text::{plain_line, plain_text};
use crate::kernel::{FieldProblems, Moment, ProblemCode};

/// What a message is about.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    Deserialize,
    EnumIter,
    EnumString,
    IntoStaticStr,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum MessageTopic {
    /// Something cannot be used, read or heard (Barriere).
    #[default]
    Barrier,
    /// Anything else about the service.
    Other,
}

/// A message, as typed. Nothing in it has to say who writes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct MessageDraft {
    /// What it is about.
    pub topic: MessageTopic,
    /// What is to be said.
    #[validate(length(min = 1, max = 4000), custom(function = "plain_text"))]
    pub text: String,
    /// Where it happened, in their words.
    #[validate(length(max = 200), custom(function = "plain_line"))]
    pub place: String,
    /// How to answer, if an answer is wanted: address, e-mail, telephone.
    #[validate(length(max = 200), custom(function = "plain_line"))]
    pub reply_to: String,
}

impl MessageDraft {
    /// The whole check: something is said, and nothing is longer than it may be.
    ///
    /// # Errors
    /// Every problem, at its field.
    pub fn check(&self) -> Result<(), FieldProblems> {
        let mut problems = self
            .validate()
            .err()
            .map(FieldProblems::from)
            .unwrap_or_default();
        if !self.text.is_empty() && self.text.trim().is_empty() {
            problems.add("text", ProblemCode::Missing);
        }
        problems.or(())
    }
}

/// Takes a message in. Done by the service in the name of whoever wrote it; the subject is the message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ReceiveMessage {
    /// What was written.
    pub draft: MessageDraft,
}

/// Says that a message was answered, and how. The subject is the message.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AnswerMessage {
    /// What was done or said, for the colleagues.
    #[validate(length(min = 1, max = 2000), custom(function = "plain_text"))]
    pub note: String,
}

impl AnswerMessage {
    /// The whole check.
    ///
    /// # Errors
    /// The problems of the note.
    pub fn check(&self) -> Result<(), FieldProblems> {
        let mut problems = self
            .validate()
            .err()
            .map(FieldProblems::from)
            .unwrap_or_default();
        if !self.note.is_empty() && self.note.trim().is_empty() {
            problems.add("note", ProblemCode::Missing);
        }
        problems.or(())
    }
}

/// How a message was answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MessageAnswered {
    /// When.
    pub at: Moment,
    /// By whom.
    pub by_name: String,
    /// What was done or said.
    pub note: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(change: impl FnOnce(&mut MessageDraft)) -> Vec<String> {
        let mut draft = MessageDraft {
            text: "Der Knopf ist ohne Maus nicht zu erreichen.".into(),
            ..MessageDraft::default()
        };
        change(&mut draft);
        let problems = draft.check().err().unwrap_or_default();
        problems
            .iter()
            .flat_map(|(path, found)| {
                found
                    .iter()
                    .map(move |one| format!("{path} {}", one.code.as_str()))
            })
            .collect()
    }

    #[test]
    fn a_message_says_something_and_nothing_else_is_asked() {
        assert!(problem(|_| ()).is_empty());
        assert_eq!(problem(|draft| draft.text.clear()), ["text missing"]);
        assert_eq!(problem(|draft| draft.text = " \n".into()), ["text missing"]);
        assert_eq!(
            problem(|draft| draft.text = "a".repeat(4001)),
            ["text too_long"]
        );
        assert!(problem(|draft| draft.text = "a\nb".into()).is_empty());
        assert_eq!(
            problem(|draft| draft.reply_to = "a\nb".into()),
            ["reply_to control_character"]
        );
        assert_eq!(
            problem(|draft| draft.place = "a\u{202E}b".into()),
            ["place direction_override"]
        );
    }

    #[test]
    fn an_answer_says_what_was_done() {
        let check = |note: &str| {
            AnswerMessage {
                note: note.to_owned(),
            }
            .check()
        };
        assert_eq!(check("Angerufen, behoben."), Ok(()));
        for note in ["", "  "] {
            assert_eq!(
                check(note).unwrap_err().of("note")[0].code,
                ProblemCode::Missing
            );
        }
        assert!(check(&"a".repeat(2001)).is_err());
    }
}
