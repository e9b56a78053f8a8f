//! Responsibility (Zuständigkeit): which post takes a case, by district, load, language and household (Z1–Z3). The
//! system proposes with reasons; a person confirms.

pub mod body;
pub mod calls;
mod choice;
pub mod proposal;

pub use choice::{check_choice, post_check_after_move};

use serde::{Deserialize, Serialize};

use crate::case::ChoiceReason;
use crate::kernel::text::check_line;
use crate::kernel::{CaseId, Day, FieldProblems, PostCode, ProblemCode};
use crate::organisation::Organisation;

/// For how many days the giver of a case is told where it went (Z9).
pub const TOLD_DAYS: i64 = 30;

/// Gives a case to a post. Confirmed by a person, with the reason that convinced them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AssignCase {
    /// The case; it belongs to the envelope's subject.
    pub case: CaseId,
    /// The post that takes it.
    pub to: PostCode,
    /// Why, if the district would give it to another post, or another post has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub because: Option<ChoiceReason>,
    /// The same in words, if there is more to say.
    #[serde(default)]
    pub reason: String,
}

impl AssignCase {
    /// The most characters of a reason.
    pub const REASON_MAX: usize = 300;

    /// The check of what was typed; for the post see [`AssignCase::organisation_problems`].
    ///
    /// # Errors
    /// The problems of the reason.
    pub fn check(&self) -> Result<(), FieldProblems> {
        let mut problems = FieldProblems::default();
        let max = Self::REASON_MAX;
        check_line(&self.reason, max, None, "reason", &mut problems);
        problems.or(())
    }

    /// Whether the post is one of the town's on that day, and somebody holds it.
    #[must_use]
    pub fn organisation_problems(&self, town: &Organisation, day: Day) -> FieldProblems {
        if town.post_on(&self.to, day).is_none() {
            FieldProblems::at("to", ProblemCode::UnknownCode)
        } else if town.holder_on(&self.to, day).is_none() {
            FieldProblems::at("to", ProblemCode::Invalid)
        } else {
            FieldProblems::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_may_be_missing_but_is_one_line_of_at_most_300_letters() {
        let assign = |reason: &str| AssignCase {
            case: CaseId::from_uuid(uuid::Uuid::from_u128(1)),
            to: "caritas-1".parse().unwrap(),
            because: None,
            reason: reason.to_owned(),
        };
        assert_eq!(assign("").check(), Ok(()));
        let code = |reason: &str| assign(reason).check().unwrap_err().of("reason")[0].code;
        assert_eq!(code(&"a".repeat(301)), ProblemCode::TooLong);
        assert_eq!(code("a\nb"), ProblemCode::ControlCharacter);
    }
}
