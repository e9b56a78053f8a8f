//! Access in an emergency (Notzugriff): a case manager reads the file of a case that is another's, because somebody would come
//! to harm otherwise. It needs a reason, ends by itself, and those concerned are told: the responsible worker, who says what
//! they think of it, and the data protection officer.
//!
//! It opens for reading only, and only whom its user may see anyway: nobody is found by it, and no locked address is opened.

pub mod calls;

use serde::{Deserialize, Serialize};
use strum::{EnumIter, EnumString, IntoStaticStr};

use crate::kernel::text::check_line;
use crate::kernel::{EmergencyId, FieldProblem, FieldProblems, Moment, ProblemCode};

/// The shortest reason in words, in characters: a word or two explain nothing to whoever reads it later.
pub const REASON_LEAST: usize = 15;
/// The longest reason, and the longest answer to it, in characters.
pub const WORDS_MOST: usize = 500;
/// For how many hours a file can be opened; the first is what is proposed.
pub const HOURS: [u8; 3] = [1, 4, 24];

const HOUR_MILLIS: i64 = 60 * 60 * 1_000;

/// What kind of emergency it is.
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
pub enum EmergencyKind {
    /// Life or health is in danger.
    Danger,
    /// A child's welfare is in danger (Kindeswohlgefährdung).
    Child,
    /// A right is lost today or tomorrow: a period ends, a removal or an eviction is announced.
    Deadline,
    /// Something else that cannot wait for the responsible worker.
    Other,
}

/// Opens the file of a person's case for a few hours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OpenInEmergency {
    /// This access.
    pub emergency: EmergencyId,
    /// What kind of emergency it is.
    pub kind: EmergencyKind,
    /// What has happened and why the responsible worker is not waited for; those who are told read it.
    pub reason: String,
    /// For how many hours: one of [`HOURS`].
    pub hours: u8,
}

impl OpenInEmergency {
    /// The whole check.
    ///
    /// # Errors
    /// Every problem, at its field.
    pub fn check(&self) -> Result<(), FieldProblems> {
        let mut problems = FieldProblems::default();
        let code = Some(ProblemCode::ReasonNeeded);
        check_line(&self.reason, WORDS_MOST, code, "reason", &mut problems);
        let said = self.reason.trim().chars().count();
        if said > 0 && said < REASON_LEAST {
            let short = FieldProblem::limited(ProblemCode::TooShort, "min", REASON_LEAST);
            problems.add("reason", short);
        }
        if !HOURS.contains(&self.hours) {
            problems.add("hours", ProblemCode::OutOfRange);
        }
        problems.or(())
    }

    /// When it ends by itself.
    #[must_use]
    pub fn ends_at(&self, opened_at: Moment) -> Moment {
        opened_at.plus_millis(i64::from(self.hours) * HOUR_MILLIS)
    }
}

/// Ends it before its time: by whoever opened it, the responsible worker, or the coordinator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EndEmergency {
    /// The access.
    pub emergency: EmergencyId,
}

/// What the responsible worker thinks of it.
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
pub enum EmergencyVerdict {
    /// It was right.
    Understood,
    /// The data protection officer is to look at it.
    Questioned,
}

/// Says that the responsible worker knows of it, and what they think.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AnswerEmergency {
    /// The access.
    pub emergency: EmergencyId,
    /// What they think.
    pub verdict: EmergencyVerdict,
    /// In words; needed where it is questioned.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

impl AnswerEmergency {
    /// The whole check.
    ///
    /// # Errors
    /// Every problem, at its field.
    pub fn check(&self) -> Result<(), FieldProblems> {
        let mut problems = FieldProblems::default();
        let needed = match self.verdict {
            EmergencyVerdict::Understood => None,
            EmergencyVerdict::Questioned => Some(ProblemCode::ReasonNeeded),
        };
        check_line(&self.note, WORDS_MOST, needed, "note", &mut problems);
        problems.or(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opened(reason: &str, hours: u8) -> Result<(), FieldProblems> {
        OpenInEmergency {
            emergency: EmergencyId::from_uuid(uuid::Uuid::nil()),
            kind: EmergencyKind::Danger,
            reason: reason.to_owned(),
            hours,
        }
        .check()
    }

    #[test]
    fn it_is_opened_with_a_sentence_and_for_hours_that_are_offered() {
        assert_eq!(opened("Bewusstlos im Flur, der Notarzt fragt", 4), Ok(()));
        let problems = opened("Notfall", 5).unwrap_err();
        assert_eq!(problems.of("reason")[0].code, ProblemCode::TooShort);
        assert_eq!(problems.of("hours")[0].code, ProblemCode::OutOfRange);
        let problems = opened("  ", 1).unwrap_err();
        assert_eq!(problems.of("reason")[0].code, ProblemCode::ReasonNeeded);
        assert!(opened(&"x".repeat(WORDS_MOST + 1), 1).is_err());
    }

    #[test]
    fn it_ends_after_its_hours() {
        let call = OpenInEmergency {
            emergency: EmergencyId::from_uuid(uuid::Uuid::nil()),
            kind: EmergencyKind::Other,
            reason: String::new(),
            hours: 4,
        };
        assert_eq!(
            call.ends_at(Moment::from_millis(1_000)),
            Moment::from_millis(1_000 + 4 * 3_600_000)
        );
    }

    #[test]
    fn who_questions_it_says_why() {
        let answered = |verdict, note: &str| {
            AnswerEmergency {
                emergency: EmergencyId::from_uuid(uuid::Uuid::nil()),
                verdict,
                note: note.to_owned(),
            }
            .check()
        };
        assert_eq!(answered(EmergencyVerdict::Understood, ""), Ok(()));
        assert_eq!(
            answered(EmergencyVerdict::Questioned, " ").unwrap_err(),
            FieldProblems::at("note", ProblemCode::ReasonNeeded)
        );
        assert_eq!(
            answered(EmergencyVerdict::Questioned, "Ich war da."),
            Ok(())
        );
    }
}
