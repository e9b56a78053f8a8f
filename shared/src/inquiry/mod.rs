//! Inquiry across units (Anfrage an andere Stellen): a search said only that somebody may be known elsewhere, and whoever sits
//! with the person asks. Who works with them, or took them in, has to answer; the one who asks learns nothing but the answer.
//!
//! What is asked tells others that the person is here, so the person has to agree to it.

pub mod calls;

use serde::{Deserialize, Serialize};
use strum::{EnumIter, EnumString, IntoStaticStr};

use crate::kernel::text::check_line;
use crate::kernel::working_days::working_days_after;
use crate::kernel::{Day, FieldProblems, ImpreciseDate, PersonId, ProblemCode};
use crate::person::PersonDraft;

/// Within how many working days an inquiry is to be answered; afterwards the coordinator sees it.
pub const ANSWER_WITHIN: u16 = 2;
/// How many inquiries somebody sends in a day at most: more is trying names.
pub const MOST_IN_A_DAY: u32 = 20;
/// The longest reason and the longest note, in characters.
pub const WORDS_MOST: usize = 300;

/// Whom somebody asks for, and why.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct InquiryDraft {
    /// Family name, spelled as in the document.
    pub family_name: String,
    /// Given names.
    pub given_name: String,
    /// Birth, as precisely as it is known.
    pub born: Option<ImpreciseDate>,
    /// What it is about; whoever is asked reads it.
    pub reason: String,
    /// Whether the person agreed that others are asked about them.
    pub is_agreed: bool,
}

impl InquiryDraft {
    /// The whole check: who is meant can be told, there is a reason, and the person agreed.
    ///
    /// # Errors
    /// Every problem, at its field.
    pub fn check(&self, today: Day) -> Result<(), FieldProblems> {
        let mut problems = self.as_person().field_problems(today);
        let missing = [
            ("family_name", self.family_name.trim().is_empty()),
            ("given_name", self.given_name.trim().is_empty()),
            ("born", self.born.is_none()),
            ("is_agreed", !self.is_agreed),
        ];
        for (path, _) in missing.into_iter().filter(|(_, is_missing)| *is_missing) {
            problems.add(path, ProblemCode::Missing);
        }
        let code = Some(ProblemCode::ReasonNeeded);
        check_line(&self.reason, WORDS_MOST, code, "reason", &mut problems);
        problems.or(())
    }

    /// The same as a person's form, for laying it beside those who are known.
    #[must_use]
    pub fn as_person(&self) -> PersonDraft {
        PersonDraft {
            family_name: self.family_name.clone(),
            given_name: self.given_name.clone(),
            born: self.born,
            ..PersonDraft::default()
        }
    }
}

/// Asks the other units.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SendInquiry {
    /// Whom they are asked about.
    pub draft: InquiryDraft,
}

/// What somebody answers who was asked.
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
pub enum InquiryAnswer {
    /// Known here: name, unit and telephone of whoever answers go to the one who asks.
    Known,
    /// Somebody else is meant.
    NotTheSame,
    /// Nothing is said; whoever asks is sent to the coordinating office.
    NoInformation,
}

/// Answers an inquiry about one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AnswerInquiry {
    /// The person in the own records who resembles the one asked for.
    pub person: PersonId,
    /// The answer.
    pub answer: InquiryAnswer,
    /// What whoever asks is told with it; only where the person is known.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

impl AnswerInquiry {
    /// The whole check.
    ///
    /// # Errors
    /// Every problem, at its field.
    pub fn check(&self) -> Result<(), FieldProblems> {
        let mut problems = FieldProblems::default();
        check_line(&self.note, WORDS_MOST, None, "note", &mut problems);
        if self.answer != InquiryAnswer::Known && !self.note.trim().is_empty() {
            problems.add("note", ProblemCode::Contradiction);
        }
        problems.or(())
    }
}

/// The last day for the answer to an inquiry that was sent on a day.
#[must_use]
pub fn due_on(sent_on: Day) -> Day {
    working_days_after(sent_on, ANSWER_WITHIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: Day = jiff::civil::date(2026, 11, 27);

    fn asked() -> InquiryDraft {
        InquiryDraft {
            family_name: "Haddad".to_owned(),
            given_name: "Layla".to_owned(),
            born: Some(ImpreciseDate::Month {
                year: 1990,
                month: 5,
            }),
            reason: "Sitzt bei uns, spricht von einer Beratung".to_owned(),
            is_agreed: true,
        }
    }

    #[test]
    fn who_is_meant_is_told_and_has_agreed() {
        assert_eq!(asked().check(TODAY), Ok(()));
        let problems = InquiryDraft::default().check(TODAY).unwrap_err();
        let paths: Vec<_> = problems.iter().map(|(path, _)| path.as_str()).collect();
        assert_eq!(
            paths,
            ["born", "family_name", "given_name", "is_agreed", "reason"]
        );
        let ahead = InquiryDraft {
            born: Some(ImpreciseDate::Year { year: 2090 }),
            ..asked()
        };
        assert_eq!(
            ahead.check(TODAY).unwrap_err().of("born")[0].code,
            ProblemCode::InFuture
        );
        let long = InquiryDraft {
            reason: "x".repeat(WORDS_MOST + 1),
            ..asked()
        };
        assert!(long.check(TODAY).is_err());
    }

    #[test]
    fn words_go_along_only_where_the_person_is_known() {
        let answered = |answer, note: &str| {
            AnswerInquiry {
                person: PersonId::from_uuid(uuid::Uuid::nil()),
                answer,
                note: note.to_owned(),
            }
            .check()
        };
        assert_eq!(
            answered(InquiryAnswer::Known, "Bitte morgen anrufen"),
            Ok(())
        );
        assert_eq!(answered(InquiryAnswer::NoInformation, ""), Ok(()));
        assert_eq!(
            answered(InquiryAnswer::NotTheSame, "wohnt woanders").unwrap_err(),
            FieldProblems::at("note", ProblemCode::Contradiction)
        );
    }

    #[test]
    fn a_weekend_is_not_counted() {
        assert_eq!(due_on(TODAY), jiff::civil::date(2026, 12, 1));
    }
}
