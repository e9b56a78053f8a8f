//! Access in an emergency (Notzugriff): a case manager reads the file of a case that is another's, because somebody would come
//! to harm otherwise. It needs a reason, ends by itself, and those concerned are told: the responsible worker, who says what
//! they think of it, and the data protection officer.
//!
//! It opens for reading only, and only whom its user may see anyway: nobody is found by it, and no locked address is opened.
//!
//! A head of a body opens a file of the own body in the same way, to check it on cause (Aktenprüfung aus Anlass): other causes,
//! days instead of hours, and nothing is noted in it.

pub mod calls;

use std::str::FromStr;

use serde::{Deserialize, Serialize};
use strum::{EnumIter, EnumString, IntoStaticStr};

use crate::kernel::text::check_line;
use crate::kernel::{CaseId, EmergencyId, FieldProblem, FieldProblems, Moment, ProblemCode};

/// The shortest reason in words, in characters: a word or two explain nothing to whoever reads it later.
pub const REASON_LEAST: usize = 15;
/// The longest reason, and the longest answer to it, in characters.
pub const WORDS_MOST: usize = 500;
/// For how many hours a file can be opened; the first is what is proposed.
pub const HOURS: [u8; 3] = [1, 4, 24];
/// For how many days a file can be opened to check it; the first is what is proposed.
pub const DAYS: [u8; 3] = [1, 3, 7];

const HOUR_MILLIS: i64 = 60 * 60 * 1_000;
const DAY_MILLIS: i64 = 24 * HOUR_MILLIS;

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

/// On which cause a head of a body checks a file.
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
pub enum CheckCause {
    /// Somebody complained about the work on the case.
    Complaint,
    /// Professional supervision (Fachaufsicht).
    Supervision,
    /// Who is responsible changes, or is disputed.
    Responsibility,
    /// A court or an authority asks.
    Authority,
}

/// Why a file of somebody else's case was opened. One code each, in the table and on the wire: no code is in both lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum AccessCause {
    /// In an emergency.
    Emergency(EmergencyKind),
    /// To check it, by the head of the body.
    Check(CheckCause),
}

impl AccessCause {
    /// Its code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Emergency(kind) => kind.into(),
            Self::Check(cause) => cause.into(),
        }
    }

    /// Whether a head of a body checks the file.
    #[must_use]
    pub const fn is_check(self) -> bool {
        matches!(self, Self::Check(_))
    }
}

impl From<CheckCause> for AccessCause {
    fn from(cause: CheckCause) -> Self {
        Self::Check(cause)
    }
}

impl FromStr for AccessCause {
    type Err = strum::ParseError;

    fn from_str(code: &str) -> Result<Self, Self::Err> {
        let check = || code.parse().map(Self::Check);
        code.parse().map(Self::Emergency).or_else(|_| check())
    }
}

/// Checks a reason in words.
fn check_reason(reason: &str, problems: &mut FieldProblems) {
    let code = Some(ProblemCode::ReasonNeeded);
    check_line(reason, WORDS_MOST, code, "reason", problems);
    let said = reason.trim().chars().count();
    if said > 0 && said < REASON_LEAST {
        let short = FieldProblem::limited(ProblemCode::TooShort, "min", REASON_LEAST);
        problems.add("reason", short);
    }
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
        check_reason(&self.reason, &mut problems);
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

/// Opens the file of a case of the own body for some days, to check it on cause.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OpenForCheck {
    /// This access.
    pub emergency: EmergencyId,
    /// The case whose file it is; an older one of the same person stays closed.
    pub case: CaseId,
    /// On which cause.
    pub cause: CheckCause,
    /// What has happened and what is to be looked at; those who are told read it.
    pub reason: String,
    /// For how many days: one of [`DAYS`].
    pub days: u8,
}

impl OpenForCheck {
    /// The whole check.
    ///
    /// # Errors
    /// Every problem, at its field.
    pub fn check(&self) -> Result<(), FieldProblems> {
        let mut problems = FieldProblems::default();
        check_reason(&self.reason, &mut problems);
        if !DAYS.contains(&self.days) {
            problems.add("days", ProblemCode::OutOfRange);
        }
        problems.or(())
    }

    /// When it ends by itself: so many times 24 hours later.
    #[must_use]
    pub fn ends_at(&self, opened_at: Moment) -> Moment {
        opened_at.plus_millis(i64::from(self.days) * DAY_MILLIS)
    }
}

/// Ends an access of either kind before its time: by whoever opened it, the responsible worker, or the coordinator.
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

/// Says that the responsible worker knows of an access of either kind, and what they think.
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
    use strum::IntoEnumIterator;

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

    fn checked(reason: &str, days: u8) -> OpenForCheck {
        OpenForCheck {
            emergency: EmergencyId::from_uuid(uuid::Uuid::nil()),
            case: CaseId::from_uuid(uuid::Uuid::nil()),
            cause: CheckCause::Complaint,
            reason: reason.to_owned(),
            days,
        }
    }

    #[test]
    fn a_check_has_the_same_reason_and_lasts_a_week_at_most() {
        let reason = "Beschwerde: Seit März ruft niemand zurück.";
        let opened_at = Moment::from_millis(1_000);
        for days in DAYS {
            let call = checked(reason, days);
            assert_eq!(call.check(), Ok(()));
            let lasts = call.ends_at(opened_at).millis() - opened_at.millis();
            assert_eq!(lasts, i64::from(days) * 86_400_000);
            assert!(lasts <= 7 * 86_400_000);
        }
        let problems = checked("Prüfung", 8).check().unwrap_err();
        assert_eq!(problems.of("reason")[0].code, ProblemCode::TooShort);
        assert_eq!(problems.of("days")[0].code, ProblemCode::OutOfRange);
        let problems = checked("  ", 0).check().unwrap_err();
        assert_eq!(problems.of("reason")[0].code, ProblemCode::ReasonNeeded);
        assert_eq!(problems.of("days")[0].code, ProblemCode::OutOfRange);
    }

    #[test]
    fn every_cause_is_read_back_from_its_code_and_no_code_means_two() {
        let emergencies = EmergencyKind::iter().map(AccessCause::Emergency);
        let all: Vec<AccessCause> = emergencies
            .chain(CheckCause::iter().map(AccessCause::Check))
            .collect();
        for cause in &all {
            assert_eq!(cause.code().parse(), Ok(*cause));
            let wire = serde_json::to_value(cause).unwrap();
            assert_eq!(wire, cause.code());
            assert_eq!(serde_json::from_value::<AccessCause>(wire).unwrap(), *cause);
        }
        let codes: std::collections::BTreeSet<_> = all.iter().map(|cause| cause.code()).collect();
        assert_eq!(codes.len(), all.len());
        assert!("holiday".parse::<AccessCause>().is_err());
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
