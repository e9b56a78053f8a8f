//! Consent (Einwilligung): what a client allowed, to whom, for what. Refused and revoked are answers of their own.

pub mod special;
pub mod texts;

use serde::{Deserialize, Serialize};
use strum::{EnumIter, EnumString, IntoStaticStr};
use validator::Validate;

use crate::kernel::lists::{List, Lists};
use crate::kernel::text::plain_line;
use crate::kernel::{
    AttachmentId, Code, ConsentId, Day, FieldProblems, OfficeCode, ProblemCode, Signature, UnitCode,
};

/// What is asked: a purpose, for which the receiver and the class of data are fixed or named. Each is answered by itself, and
/// refusing any but E1 blocks no other (domain.md part 7; E0 by 9a).
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
    /// E2: special categories, such as health or religion, in the documentation.
    SpecialCategories,
    /// E3: sharing what is needed with one office, which is named.
    Sharing,
    /// E4: a case conference (Fallkonferenz) in which the client is named.
    NamedConference,
    /// E5: a deputy (Vertretung), or a handover, at one other unit, which is named.
    Deputy,
    /// E6: contact by e-mail or messenger.
    ElectronicContact,
    /// E7: contact after the case was closed (Nachsorge).
    Aftercare,
    /// E8: evaluation under a pseudonym.
    Evaluation,
}

impl ConsentKind {
    /// What is asked at intake; the others are asked when there is a reason to.
    pub const AT_INTAKE: [Self; 2] = [Self::FoundAtDesk, Self::CaseManagement];

    /// Whether it holds until it is taken back and is answered without a signature: what intake asks, which old forms hold.
    #[must_use]
    pub fn is_asked_at_intake(self) -> bool {
        Self::AT_INTAKE.contains(&self)
    }

    /// Whether the purpose names the office that receives.
    #[must_use]
    pub const fn names_office(self) -> bool {
        matches!(self, Self::Sharing)
    }

    /// Whether the purpose names the unit that receives.
    #[must_use]
    pub const fn names_unit(self) -> bool {
        matches!(self, Self::Deputy)
    }
}

/// Who receives, where the purpose names one. Each receiver is a question of its own.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Receiver {
    /// A receiving office (E3).
    Office(OfficeCode),
    /// A unit (E5).
    Unit(UnitCode),
}

impl Receiver {
    /// The code of the office or unit.
    #[must_use]
    pub fn code(&self) -> &str {
        match self {
            Self::Office(office) => office.as_str(),
            Self::Unit(unit) => unit.as_str(),
        }
    }
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
    /// Who receives; absent where the purpose names nobody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receiver: Option<Receiver>,
    /// The last day on which a yes holds; absent: until it is taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", extend("format" = "date")))]
    pub until: Option<Day>,
    /// Who interpreted; empty if nobody did.
    #[validate(length(max = 120), custom(function = "plain_line"))]
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub interpreter: String,
    /// How a yes was signed; absent for every other answer, and for what intake asks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<Signature>,
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
        self.check_receiver(&mut problems);
        self.check_yes(&mut problems);
        if self.answered_on > today {
            problems.add("answered_on", ProblemCode::InFuture);
        }
        if self.answered_on < jiff::civil::date(1990, 1, 1) {
            problems.add("answered_on", ProblemCode::TooEarly);
        }
        problems.or(())
    }

    /// The receiver is of the kind that the purpose names.
    fn check_receiver(&self, problems: &mut FieldProblems) {
        let fits = match &self.receiver {
            None => !self.kind.names_office() && !self.kind.names_unit(),
            Some(Receiver::Office(_)) => self.kind.names_office(),
            Some(Receiver::Unit(_)) => self.kind.names_unit(),
        };
        match (fits, &self.receiver) {
            (true, _) => {}
            (false, None) => problems.add("receiver", ProblemCode::Missing),
            (false, Some(_)) => problems.add("receiver", ProblemCode::Invalid),
        }
    }

    /// What a yes needs beyond the answer, and what only a yes may hold.
    fn check_yes(&self, problems: &mut FieldProblems) {
        let is_yes = self.answer == ConsentAnswer::Given && !self.kind.is_asked_at_intake();
        if let Some(until) = self.until {
            if !is_yes {
                problems.add("until", ProblemCode::Contradiction);
            } else if until < self.answered_on {
                problems.add("until", ProblemCode::EndBeforeStart);
            }
        }
        match &self.signature {
            Some(_) if !is_yes => problems.add("signature", ProblemCode::Contradiction),
            Some(signature) => signature.check("signature", problems),
            None if is_yes => problems.add("signature", ProblemCode::Missing),
            None => {}
        }
        let was_interpreted = self.explained.as_str().ends_with("interpreter");
        if is_yes && was_interpreted && self.interpreter.trim().is_empty() {
            problems.add("interpreter", ProblemCode::Missing);
        }
    }

    /// The picture of the signed sheet, if one was taken.
    #[must_use]
    pub fn scan(&self) -> Option<AttachmentId> {
        self.signature.as_ref()?.scan()
    }

    /// Whether this answer is a yes that holds on a day.
    #[must_use]
    pub fn holds_on(&self, day: Day) -> bool {
        self.answer == ConsentAnswer::Given && self.until.is_none_or(|until| day <= until)
    }
}

/// The answer that counts for a question whose purpose names no receiver, as for [`latest_to`].
#[must_use]
pub fn latest<'a>(
    answers: impl IntoIterator<Item = &'a RecordConsent>,
    kind: ConsentKind,
) -> Option<&'a RecordConsent> {
    latest_to(answers, kind, None)
}

/// The answer that counts for a question: that of the latest day, of one day the one recorded last. An answer that comes
/// late from a tablet does not undo a newer one. The answers are given in the order in which they were recorded.
#[must_use]
pub fn latest_to<'a>(
    answers: impl IntoIterator<Item = &'a RecordConsent>,
    kind: ConsentKind,
    receiver: Option<&Receiver>,
) -> Option<&'a RecordConsent> {
    answers
        .into_iter()
        .filter(|answer| answer.kind == kind && answer.receiver.as_ref() == receiver)
        .max_by_key(|answer| answer.answered_on)
}

/// Whether the client's answer that counts is yes, for what is asked at intake and has no end.
#[must_use]
pub fn is_given(answers: &[RecordConsent], kind: ConsentKind) -> bool {
    latest(answers, kind).is_some_and(|answer| answer.answer == ConsentAnswer::Given)
}

/// Whether the client's yes to a question holds on a day: given, not taken back since, and not run out.
#[must_use]
pub fn is_in_force<'a>(
    answers: impl IntoIterator<Item = &'a RecordConsent>,
    kind: ConsentKind,
    receiver: Option<&Receiver>,
    day: Day,
) -> bool {
    latest_to(answers, kind, receiver).is_some_and(|answer| answer.holds_on(day))
}

/// Since when a question is withheld by the answer that counts to it, as it stands on a day: what was agreed to and taken back;
/// of special categories (E2) also a refusal, and a yes whose last day is over.
#[must_use]
pub fn withheld_since(
    kind: ConsentKind,
    (answer, on, until): (ConsentAnswer, Day, Option<Day>),
    day: Day,
) -> Option<Day> {
    match kind {
        ConsentKind::SpecialCategories => special::no_since(answer, on, until, day),
        _ => (answer == ConsentAnswer::Revoked).then_some(on),
    }
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
            receiver: None,
            until: None,
            interpreter: String::new(),
            signature: None,
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
            receiver: None,
            until: None,
            interpreter: String::new(),
            signature: None,
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

    /// A yes to a deputy at AWO, signed on paper, explained with an interpreter.
    fn deputy(answered: ConsentAnswer, day: i8) -> RecordConsent {
        let is_yes = answered == ConsentAnswer::Given;
        RecordConsent {
            receiver: Some(Receiver::Unit("awo".parse().unwrap())),
            interpreter: "Rima Beispiel".into(),
            signature: is_yes.then_some(Signature::Paper),
            ..answer(ConsentKind::Deputy, answered, day)
        }
    }

    fn problems(answer: &RecordConsent) -> Vec<(String, ProblemCode)> {
        let problems = answer.check(jiff::civil::date(2026, 11, 30));
        let problems = problems.err().unwrap_or_default();
        problems
            .iter()
            .flat_map(|(path, found)| found.iter().map(move |one| (path.to_string(), one.code)))
            .collect()
    }

    fn at(path: &str, code: ProblemCode) -> Vec<(String, ProblemCode)> {
        vec![(path.to_owned(), code)]
    }

    #[test]
    fn a_purpose_that_names_a_receiver_has_one_and_no_other_does() {
        let yes = deputy(ConsentAnswer::Given, 3);
        assert_eq!(problems(&yes), []);
        let missing = RecordConsent {
            receiver: None,
            ..yes.clone()
        };
        assert_eq!(problems(&missing), at("receiver", ProblemCode::Missing));
        let wrong = RecordConsent {
            receiver: Some(Receiver::Office("jobcenter".parse().unwrap())),
            ..yes.clone()
        };
        assert_eq!(problems(&wrong), at("receiver", ProblemCode::Invalid));
        let none_named = RecordConsent {
            kind: ConsentKind::Aftercare,
            ..yes
        };
        assert_eq!(problems(&none_named), at("receiver", ProblemCode::Invalid));
    }

    #[test]
    fn a_yes_is_signed_and_names_who_interpreted_and_no_other_answer_is() {
        let yes = deputy(ConsentAnswer::Given, 3);
        let unsigned = RecordConsent {
            signature: None,
            ..yes.clone()
        };
        assert_eq!(problems(&unsigned), at("signature", ProblemCode::Missing));
        let alone = RecordConsent {
            interpreter: " ".into(),
            ..yes.clone()
        };
        assert_eq!(problems(&alone), at("interpreter", ProblemCode::Missing));
        for answered in [ConsentAnswer::Refused, ConsentAnswer::Revoked] {
            assert_eq!(problems(&deputy(answered, 3)), []);
            let signed = RecordConsent {
                signature: Some(Signature::Paper),
                ..deputy(answered, 3)
            };
            assert_eq!(
                problems(&signed),
                at("signature", ProblemCode::Contradiction)
            );
        }
    }

    #[test]
    fn a_yes_ends_with_its_last_day_and_not_before_it_began() {
        let until = |day| RecordConsent {
            until: Some(jiff::civil::date(2026, 11, day)),
            ..deputy(ConsentAnswer::Given, 10)
        };
        assert_eq!(problems(&until(10)), []);
        assert_eq!(
            problems(&until(9)),
            at("until", ProblemCode::EndBeforeStart)
        );
        let unit = Receiver::Unit("awo".parse().unwrap());
        let holds = |answers: &[RecordConsent], day| {
            let day = jiff::civil::date(2026, 11, day);
            is_in_force(answers, ConsentKind::Deputy, Some(&unit), day)
        };
        assert!(holds(&[until(20)], 20));
        assert!(!holds(&[until(20)], 21));
        assert!(!holds(&[until(20), deputy(ConsentAnswer::Revoked, 12)], 15));
        assert!(holds(&[until(20), deputy(ConsentAnswer::Revoked, 9)], 15));
    }

    #[test]
    fn each_receiver_is_a_question_of_its_own() {
        let awo = deputy(ConsentAnswer::Given, 3);
        let diakonie = RecordConsent {
            receiver: Some(Receiver::Unit("diakonie".parse().unwrap())),
            ..deputy(ConsentAnswer::Revoked, 4)
        };
        let answers = [awo, diakonie];
        let day = jiff::civil::date(2026, 11, 5);
        let in_force = |unit: &str| {
            let receiver = Receiver::Unit(unit.parse().unwrap());
            is_in_force(&answers, ConsentKind::Deputy, Some(&receiver), day)
        };
        assert!(in_force("awo"));
        assert!(!in_force("diakonie"));
        assert!(!in_force("ki"));
    }

    #[test]
    fn an_answer_of_an_older_version_is_read_and_written_as_it_was() {
        let older = r#"{"consent":"00000000-0000-0000-0000-000000000001","kind":"case_management","answer":"given","text_version":"2026-1","language":"ara","explained":"interpreter","answered_on":"2026-11-03"}"#;
        let read: RecordConsent = serde_json::from_str(older).unwrap();
        assert_eq!(
            read,
            answer(ConsentKind::CaseManagement, ConsentAnswer::Given, 3)
        );
        assert_eq!(serde_json::to_string(&read).unwrap(), older);
    }

    #[test]
    fn refusing_everything_else_leaves_case_management_given() {
        let mut answers = vec![answer(ConsentKind::CaseManagement, ConsentAnswer::Given, 3)];
        for kind in <ConsentKind as strum::IntoEnumIterator>::iter() {
            if kind != ConsentKind::CaseManagement {
                answers.push(answer(kind, ConsentAnswer::Refused, 4));
            }
        }
        assert!(is_given(&answers, ConsentKind::CaseManagement));
    }
}
