//! Erasing a person (Löschung, GDPR Art. 17): somebody who works with them asks for it (Löschantrag), another one, the
//! coordinator, confirms or declines (Vier-Augen). What is erased is gone on every path; that it was erased stays.

pub mod calls;

use serde::{Deserialize, Serialize};
use strum::{EnumIter, EnumString, IntoStaticStr};

use crate::kernel::text::{check_line, plain_text};
use crate::kernel::{ErasureId, FieldProblem, FieldProblems, PersonId, ProblemCode};

/// Why a person is to be erased.
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
    EnumIter,
    EnumString,
    IntoStaticStr,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum ErasureReason {
    /// The client asks for it, after taking the consent to case management (E1) back.
    ClientAsks,
    /// The period for which the file has to be kept is over (Aufbewahrungsfrist).
    KeptLongEnough,
    /// Recorded in error, or a second time.
    RecordedInError,
}

impl ErasureReason {
    /// Whether the reason can be given: who still agrees to case management (E1) has not asked to be erased.
    ///
    /// # Errors
    /// That the consent has to be taken back first.
    pub fn fits(self, is_agreed: bool) -> Result<(), FieldProblems> {
        if self == Self::ClientAsks && is_agreed {
            return Err(FieldProblems::at("reason", ProblemCode::Contradiction));
        }
        Ok(())
    }
}

/// Asks that the person who is the subject be erased. One request is open at a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AskErasure {
    /// The request; once it was confirmed, the erasure.
    pub erasure: ErasureId,
    /// Why.
    pub reason: ErasureReason,
    /// What the one who confirms should know, without a name; may be empty. It goes with the person.
    #[serde(default)]
    pub remark: String,
}

impl AskErasure {
    /// The most characters of a remark.
    pub const REMARK_MAX: usize = 500;

    /// The check of what was typed.
    ///
    /// # Errors
    /// The problems of the remark.
    pub fn check(&self) -> Result<(), FieldProblems> {
        let mut problems = FieldProblems::default();
        for problem in Self::remark_problems(&self.remark) {
            problems.add("remark", problem);
        }
        problems.or(())
    }

    /// What is wrong with a remark, also while it is typed.
    #[must_use]
    pub fn remark_problems(remark: &str) -> Vec<FieldProblem> {
        let mut problems = Vec::new();
        if remark.chars().count() > Self::REMARK_MAX {
            problems.push(FieldProblem::limited(
                ProblemCode::TooLong,
                "max",
                Self::REMARK_MAX,
            ));
        }
        if let Err(error) = plain_text(remark) {
            problems.push(FieldProblem::from(&error));
        }
        problems
    }
}

/// Takes an open request back. The subject is the person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TakeBackErasure {
    /// The request.
    pub erasure: ErasureId,
}

/// Declines an open request. The subject is the person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DeclineErasure {
    /// The request.
    pub erasure: ErasureId,
    /// Why, in a line that whoever asked reads.
    pub reason: String,
}

impl DeclineErasure {
    /// The most characters of a reason.
    pub const REASON_MAX: usize = 300;

    /// The check of what was typed: to decline needs a reason.
    ///
    /// # Errors
    /// The problems of the reason.
    pub fn check(&self) -> Result<(), FieldProblems> {
        let mut problems = FieldProblems::default();
        check_line(
            &self.reason,
            Self::REASON_MAX,
            Some(ProblemCode::ReasonNeeded),
            "reason",
            &mut problems,
        );
        problems.or(())
    }
}

/// Confirms an open request: the person is erased with it. The subject is the erasure itself, because what is about the
/// person is gone afterwards, and that they were erased has to stay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ConfirmErasure {
    /// The person.
    pub person: PersonId,
}

/// Where a request stands. Confirmed, it is no request any more but an erasure.
#[derive(
    Debug,
    Clone,
    Copy,
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
pub enum ErasureState {
    /// It waits for the second person.
    Open,
    /// Whoever asked took it back.
    TakenBack,
    /// The second person declined.
    Declined,
}

/// What can become of an open request while the person is still there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumIter)]
pub enum ErasureMove {
    /// It is taken back.
    TakeBack,
    /// It is declined.
    Decline,
}

/// The request is not open any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the request is not open")]
pub struct NotOpen;

impl ErasureState {
    /// The state after a move. A request that was settled stays so; whoever wants the person erased after all asks anew.
    ///
    /// # Errors
    /// If it is not open.
    pub const fn after(self, step: ErasureMove) -> Result<Self, NotOpen> {
        match (self, step) {
            (Self::Open, ErasureMove::TakeBack) => Ok(Self::TakenBack),
            (Self::Open, ErasureMove::Decline) => Ok(Self::Declined),
            (Self::TakenBack | Self::Declined, _) => Err(NotOpen),
        }
    }
}

#[cfg(test)]
mod tests {
    use strum::IntoEnumIterator;
    use uuid::Uuid;

    use super::*;

    fn id() -> ErasureId {
        ErasureId::from_uuid(Uuid::from_u128(1))
    }

    #[test]
    fn a_settled_request_stays_settled() {
        let mut table = Vec::new();
        for state in ErasureState::iter() {
            for step in ErasureMove::iter() {
                table.push((state, step, state.after(step)));
            }
        }
        use ErasureMove::{Decline, TakeBack};
        use ErasureState::{Declined, Open, TakenBack};
        assert_eq!(
            table,
            [
                (Open, TakeBack, Ok(TakenBack)),
                (Open, Decline, Ok(Declined)),
                (TakenBack, TakeBack, Err(NotOpen)),
                (TakenBack, Decline, Err(NotOpen)),
                (Declined, TakeBack, Err(NotOpen)),
                (Declined, Decline, Err(NotOpen)),
            ]
        );
    }

    #[test]
    fn who_still_agrees_to_case_management_has_not_asked_to_be_erased() {
        for reason in ErasureReason::iter() {
            let is_client = reason == ErasureReason::ClientAsks;
            assert_eq!(reason.fits(true).is_err(), is_client, "{reason:?}");
            assert_eq!(reason.fits(false), Ok(()), "{reason:?}");
        }
    }

    #[test]
    fn declining_needs_a_reason_and_a_remark_may_be_empty() {
        let decline = |reason: &str| {
            let (erasure, reason) = (id(), reason.to_owned());
            DeclineErasure { erasure, reason }.check()
        };
        assert_eq!(decline("Frist noch nicht vorbei"), Ok(()));
        let code = |reason: &str| decline(reason).unwrap_err().of("reason")[0].code;
        assert_eq!(code("  "), ProblemCode::ReasonNeeded);
        assert_eq!(code(&"a".repeat(301)), ProblemCode::TooLong);
        assert_eq!(code("a\nb"), ProblemCode::ControlCharacter);

        let ask = |remark: &str| {
            let remark = remark.to_owned();
            let reason = ErasureReason::RecordedInError;
            AskErasure {
                erasure: id(),
                reason,
                remark,
            }
            .check()
        };
        assert_eq!(ask(""), Ok(()));
        assert_eq!(ask("Zweiter Eintrag,\nsiehe Kontaktzettel."), Ok(()));
        let code = |remark: &str| ask(remark).unwrap_err().of("remark")[0].code;
        assert_eq!(code(&"a".repeat(501)), ProblemCode::TooLong);
        assert_eq!(code("a\u{202E}b"), ProblemCode::DirectionOverride);
    }
}
