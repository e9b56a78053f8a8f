//! Consent (Einwilligung): what a client allowed, to whom, for what. Refused and revoked are answers of their own.

use serde::{Deserialize, Serialize};
use strum::{EnumIter, EnumString, IntoStaticStr};
use validator::Validate;

use crate::kernel::lists::{List, Lists};
use crate::kernel::text::plain_line;
use crate::kernel::{Code, ConsentId, Day, FieldProblems, ProblemCode};

/// What is asked (domain.md part 7; E0 by 9a).
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
pub enum ConsentKind {
    /// E0: to be found at the Service-Point (name, birth, responsible worker, unit, telephone, next date).
    FoundAtDesk,
    /// E1: admission to case management and its documentation.
    CaseManagement,
}

/// The client's answer.
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
pub enum ConsentAnswer {
    /// Given.
    Given,
    /// Refused.
    Refused,
    /// Given before, taken back now.
    Revoked,
}

/// Records what the client answered. The latest answer to a kind counts; earlier ones stay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RecordConsent {
    /// This answer.
    pub consent: ConsentId,
    /// The question.
    pub kind: ConsentKind,
    /// The answer.
    pub answer: ConsentAnswer,
    /// The version of the text that was explained, for example `2026-1`.
    #[validate(length(min = 1, max = 40), custom(function = "plain_line"))]
    pub text_version: String,
    /// The language it was explained in.
    pub language: Code,
    /// How: `spoken`, `read`, `interpreter`, `telephone_interpreter`.
    pub explained: Code,
    /// The day of the answer.
    #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "date")))]
    pub answered_on: Day,
}

impl RecordConsent {
    /// The whole check: field rules, and that the day of the answer has come.
    ///
    /// # Errors
    /// Every problem, at its field.
    pub fn check(&self, today: Day) -> Result<(), FieldProblems> {
        let mut problems = self
            .validate()
            .err()
            .map(FieldProblems::from)
            .unwrap_or_default();
        for (list, code, path) in [
            (List::Explained, &self.explained, "explained"),
            (List::Language, &self.language, "language"),
        ] {
            Lists::shipped().check(list, Some(code), today, path, &mut problems);
        }
        if !self.text_version.is_empty() && self.text_version.trim().is_empty() {
            problems.add("text_version", ProblemCode::Missing);
        }
        if self.answered_on > today {
            problems.add("answered_on", ProblemCode::InFuture);
        }
        if self.answered_on < jiff::civil::date(1990, 1, 1) {
            problems.add("answered_on", ProblemCode::TooEarly);
        }
        problems.or(())
    }
}

/// The answer that counts for a question: that of the latest day, of one day the one recorded last. An answer that comes
/// late from a tablet does not undo a newer one. The answers are given in the order in which they were recorded.
#[must_use]
pub fn latest<'a>(
    answers: impl IntoIterator<Item = &'a RecordConsent>,
    kind: ConsentKind,
) -> Option<&'a RecordConsent> {
    answers
        .into_iter()
        .filter(|answer| answer.kind == kind)
        .max_by_key(|answer| answer.answered_on)
}

/// Whether the client's answer that counts is yes.
#[must_use]
pub fn is_given(answers: &[RecordConsent], kind: ConsentKind) -> bool {
    latest(answers, kind).is_some_and(|answer| answer.answer == ConsentAnswer::Given)
}

/// The day on which the client took back their yes, if that is the answer that counts.
#[must_use]
pub fn revoked_on<'a>(
    answers: impl IntoIterator<Item = &'a RecordConsent>,
    kind: ConsentKind,
) -> Option<Day> {
    latest(answers, kind)
        .filter(|answer| answer.answer == ConsentAnswer::Revoked)
        .map(|answer| answer.answered_on)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(kind: ConsentKind, answer: ConsentAnswer, day: i8) -> RecordConsent {
        RecordConsent {
            consent: ConsentId::from_uuid(uuid::Uuid::from_u128(1)),
            kind,
            answer,
            text_version: "2026-1".into(),
            language: "ara".parse().unwrap(),
            explained: "interpreter".parse().unwrap(),
            answered_on: jiff::civil::date(2026, 11, day),
        }
    }

    #[test]
    fn the_answer_of_the_latest_day_counts_and_of_one_day_the_last() {
        use ConsentAnswer::{Given, Refused, Revoked};
        use ConsentKind::{CaseManagement, FoundAtDesk};
        let given = |answers: &[RecordConsent]| is_given(answers, CaseManagement);
        assert!(!given(&[]));
        assert!(!given(&[answer(FoundAtDesk, Given, 3)]));
        assert!(given(&[answer(CaseManagement, Given, 3)]));
        assert!(!given(&[answer(CaseManagement, Refused, 3)]));
        let (yes, no) = (
            answer(CaseManagement, Given, 3),
            answer(CaseManagement, Revoked, 3),
        );
        assert!(!given(&[yes.clone(), no.clone()]));
        assert!(given(&[no, yes.clone()]));
        let late = answer(CaseManagement, Refused, 2);
        assert!(given(&[yes, late]));
    }

    #[test]
    fn an_answer_has_a_text_a_way_and_a_day_that_has_come() {
        let answer = RecordConsent {
            consent: ConsentId::from_uuid(uuid::Uuid::from_u128(1)),
            kind: ConsentKind::FoundAtDesk,
            answer: ConsentAnswer::Given,
            text_version: "2026-1".into(),
            language: "ara".parse().unwrap(),
            explained: "interpreter".parse().unwrap(),
            answered_on: jiff::civil::date(2026, 11, 23),
        };
        assert_eq!(answer.check(jiff::civil::date(2026, 11, 23)), Ok(()));
        let early = answer.check(jiff::civil::date(2026, 11, 22)).unwrap_err();
        assert_eq!(
            early,
            FieldProblems::at("answered_on", ProblemCode::InFuture)
        );
        let wrong = RecordConsent {
            text_version: String::new(),
            explained: "shouted".parse().unwrap(),
            language: "xx".parse().unwrap(),
            ..answer
        };
        let problems = wrong.check(jiff::civil::date(2026, 11, 23)).unwrap_err();
        let paths: Vec<_> = problems.iter().map(|(path, _)| path.as_str()).collect();
        assert_eq!(paths, ["explained", "language", "text_version"]);
    }
}
