//! Intake (Aufnahme): first and referral counselling on a contact slip, the intake form, the target group, way lanes,
//! and what follows.

pub mod calls;
mod draft;
pub mod eligibility;
mod fact;
mod slip;
pub mod state;

pub use crate::kernel::lists;
pub use draft::{IntakeDraft, OtherCaseManagement, Screening};
pub use fact::{FactDraft, Lane, LinkState};
pub use slip::{SlipDraft, SlipOutcome, SlipView};

use serde::{Deserialize, Serialize};
use strum::IntoStaticStr;

use self::eligibility::{Advice, Eligibility};
use crate::kernel::text::check_line;
use crate::kernel::{
    CaseId, Day, Edits, FactId, FieldProblems, IntakeId, OfficeCode, PersonId, ProblemCode,
};
use crate::organisation::Organisation;
use crate::person::matching::NamesAndBirth;
use crate::person::naming::{name_parts, named_in};

/// Starts an intake of the envelope's subject.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StartIntake {
    /// The new intake.
    pub intake: IntakeId,
    /// What is known so far.
    pub draft: IntakeDraft,
}

/// Changes fields of an intake.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EditIntake {
    /// The intake.
    pub intake: IntakeId,
    /// What was seen and what was written, per field of [`IntakeDraft`].
    pub edits: Edits,
}

/// Declares the intake complete: the whole `check()` of person and intake runs, the target group is decided and
/// stored with the version of the rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CompleteIntake {
    /// The intake.
    pub intake: IntakeId,
}

/// Decides what follows from a completed intake.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DecideIntake {
    /// The intake.
    pub intake: IntakeId,
    /// What follows.
    pub decision: IntakeDecision,
}

impl DecideIntake {
    /// The most characters of a reason.
    pub const REASON_MAX: usize = 500;

    /// The check of what was typed: an exception needs its reason, a referral may give one.
    ///
    /// # Errors
    /// The problems of the reason, at `decision.reason`.
    pub fn check(&self) -> Result<(), FieldProblems> {
        let mut problems = FieldProblems::default();
        let needed = match &self.decision {
            IntakeDecision::AskException { .. }
            | IntakeDecision::AdmitByException { .. }
            | IntakeDecision::RefuseException { .. } => Some(ProblemCode::ReasonNeeded),
            IntakeDecision::Refer { .. }
            | IntakeDecision::Admit { .. }
            | IntakeDecision::TakeBackRefusal {}
            | IntakeDecision::Counselled { .. }
            | IntakeDecision::TakeBack {} => None,
        };
        if let IntakeDecision::AskException { reason, .. }
        | IntakeDecision::RefuseException { reason }
        | IntakeDecision::AdmitByException { reason, .. }
        | IntakeDecision::Refer { reason, .. }
        | IntakeDecision::Counselled { reason } = &self.decision
        {
            let max = Self::REASON_MAX;
            check_line(reason, max, needed, "decision.reason", &mut problems);
        }
        problems.or(())
    }
}

impl DecideIntake {
    /// Whether it needs a reason because it ends an intake in which the rule advises admission (domain.md part 2: override
    /// with reason).
    #[must_use]
    pub fn advice_problems(&self, found: Option<&Eligibility>) -> FieldProblems {
        let mut problems = FieldProblems::default();
        if found.is_some_and(|found| self.decision.goes_against(found.advice)) {
            problems.add("decision.reason", ProblemCode::ReasonNeeded);
        }
        problems
    }

    /// Whether it tells the coordinator a part of the client's name, who was promised that none is told (design 3.11).
    #[must_use]
    pub fn name_problems(&self, names: &NamesAndBirth) -> FieldProblems {
        let mut problems = FieldProblems::default();
        if let IntakeDecision::AskException {
            reason,
            is_no_name: false,
        } = &self.decision
            && !named_in(reason, &name_parts(names)).is_empty()
        {
            problems.add("decision.reason", ProblemCode::NamesClient);
        }
        problems
    }

    /// Whether the office that is referred to is there in this town on that day.
    #[must_use]
    pub fn organisation_problems(&self, town: &Organisation, day: Day) -> FieldProblems {
        let mut problems = FieldProblems::default();
        if let IntakeDecision::Refer { office, .. } = &self.decision {
            town.check_office(Some(office), day, "decision.office", &mut problems);
        }
        problems
    }
}

/// What follows from an intake.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[strum(serialize_all = "snake_case")]
pub enum IntakeDecision {
    /// Admitted to case management; the case begins in the coordinator's pool until it is assigned.
    Admit {
        /// The new case.
        case: CaseId,
    },
    /// Outside the target group, but the coordinator is asked for an exception.
    AskException {
        /// Why an exception is right. The coordinator reads it, who is shown no names.
        reason: String,
        /// That its author was told of words that are also a part of the client's name, and means something else by them:
        /// many names are everyday words. Without it such a reason is refused at its field.
        #[serde(default, skip_serializing_if = "is_no")]
        is_no_name: bool,
    },
    /// Admitted by exception; only the coordinator decides this.
    AdmitByException {
        /// The new case.
        case: CaseId,
        /// Why.
        reason: String,
    },
    /// The exception is not granted; only the coordinator decides this.
    RefuseException {
        /// Why not, and what to do instead.
        reason: String,
    },
    /// The refusal of an exception was a mistake, and the request waits again; only the coordinator decides this.
    TakeBackRefusal {},
    /// Referred to an office that is in charge (Verweisberatung).
    Refer {
        /// The receiving office.
        office: OfficeCode,
        /// Why.
        reason: String,
    },
    /// First counselling was enough (Erstberatung genügt).
    Counselled {
        /// Why, where the rule advises admission; there somebody would otherwise fall through the net unseen.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        reason: String,
    },
    /// A referral or a counselling was recorded by mistake: the intake goes on. With braces, so that fields it does not
    /// have are refused.
    TakeBack {},
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks by reference")]
const fn is_no(answer: &bool) -> bool {
    !*answer
}

impl IntakeDecision {
    /// Whether it ends an intake against the rule's advice without saying why.
    #[must_use]
    pub fn goes_against(&self, advice: Advice) -> bool {
        match self {
            Self::Counselled { reason } | Self::Refer { reason, .. } => {
                advice == Advice::Admit && reason.trim().is_empty()
            }
            _ => false,
        }
    }

    /// Whether the client has to agree to case management first (consent E1): without it there is counselling and
    /// referral, but no case, and so nothing to ask the coordinator for either.
    #[must_use]
    pub const fn needs_consent(&self) -> bool {
        match self {
            Self::Admit { .. } | Self::AskException { .. } | Self::AdmitByException { .. } => true,
            Self::RefuseException { .. }
            | Self::TakeBackRefusal {}
            | Self::Refer { .. }
            | Self::Counselled { .. }
            | Self::TakeBack {} => false,
        }
    }
}

/// Adds a dated fact on a way lane of the envelope's subject.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RecordFact {
    /// The new fact.
    pub fact: FactId,
    /// An earlier fact that this one corrects; both stay.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrects: Option<FactId>,
    /// What it says.
    pub draft: FactDraft,
}

impl RecordFact {
    /// Whether one of these facts corrects it: then that one is what holds.
    #[must_use]
    pub fn is_corrected_by<'a>(&self, facts: impl IntoIterator<Item = &'a Self>) -> bool {
        let mut facts = facts.into_iter();
        facts.any(|later| later.corrects == Some(self.fact))
    }
}

/// Records a contact slip. The id is the envelope's subject.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RecordSlip {
    /// What it says; complete, or it is refused at its fields.
    pub draft: SlipDraft,
}

/// Takes the slip that is the envelope's subject away from the person it was attached to. It counts as before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DetachSlip {
    /// The person it is attached to, as its author saw it.
    pub person: PersonId,
}

/// Attaches the slip that is the envelope's subject to a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AttachSlip {
    /// The person.
    pub person: PersonId,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(decision: IntakeDecision) -> Vec<ProblemCode> {
        let intake = IntakeId::from_uuid(uuid::Uuid::from_u128(1));
        let problems = DecideIntake { intake, decision }
            .check()
            .err()
            .unwrap_or_default();
        problems
            .of("decision.reason")
            .iter()
            .map(|problem| problem.code)
            .collect()
    }

    #[test]
    fn only_where_admission_is_advised_the_end_of_an_intake_needs_a_reason() {
        let needs = |decision: IntakeDecision, advice| decision.goes_against(advice);
        let counselled = |reason: &str| IntakeDecision::Counselled {
            reason: reason.into(),
        };
        let refer = |reason: &str| IntakeDecision::Refer {
            office: "kja".parse().unwrap(),
            reason: reason.into(),
        };
        assert!(needs(counselled(" "), Advice::Admit));
        assert!(needs(refer(""), Advice::Admit));
        assert!(!needs(
            counselled("möchte kein Fallmanagement"),
            Advice::Admit
        ));
        assert!(!needs(counselled(""), Advice::Refer));
        assert!(!needs(IntakeDecision::TakeBack {}, Advice::Admit));
    }

    #[test]
    fn the_coordinator_is_told_no_name_unless_it_is_meant_as_a_word() {
        let problems = |reason: &str, is_no_name| {
            let names = NamesAndBirth {
                spoken_name: "Tomasz Koch".to_owned(),
                ..NamesAndBirth::default()
            };
            let call = DecideIntake {
                intake: IntakeId::from_uuid(uuid::Uuid::from_u128(1)),
                decision: IntakeDecision::AskException {
                    reason: reason.to_owned(),
                    is_no_name,
                },
            };
            call.name_problems(&names)
        };
        let named = FieldProblems::at("decision.reason", ProblemCode::NamesClient);
        assert_eq!(problems("Tomasz hat sonst niemanden", false), named);
        assert_eq!(problems("hat eine Stelle als Koch", false), named);
        assert!(problems("hat eine Stelle als Koch", true).is_empty());
        assert!(problems("hat sonst niemanden", false).is_empty());
    }

    #[test]
    fn an_exception_needs_a_reason_and_a_referral_does_not() {
        let case = CaseId::from_uuid(uuid::Uuid::from_u128(2));
        let office: OfficeCode = "kja".parse().unwrap();
        let ask = |reason: &str| {
            codes(IntakeDecision::AskException {
                reason: reason.into(),
                is_no_name: false,
            })
        };
        let admit = |reason: &str| {
            codes(IntakeDecision::AdmitByException {
                case,
                reason: reason.into(),
            })
        };
        let refer = |reason: &str| {
            codes(IntakeDecision::Refer {
                office: office.clone(),
                reason: reason.into(),
            })
        };
        let refuse = codes(IntakeDecision::RefuseException { reason: " ".into() });
        assert_eq!(refuse, [ProblemCode::ReasonNeeded]);
        assert_eq!(ask(" "), [ProblemCode::ReasonNeeded]);
        assert_eq!(admit(""), [ProblemCode::ReasonNeeded]);
        assert!(ask("Kein anderes Angebot").is_empty() && refer("").is_empty());
        assert_eq!(refer(&"a".repeat(501)), [ProblemCode::TooLong]);
        assert_eq!(admit("a\u{202E}b"), [ProblemCode::DirectionOverride]);
        let counselled = |reason: &str| {
            codes(IntakeDecision::Counselled {
                reason: reason.into(),
            })
        };
        assert!(counselled("").is_empty());
        assert_eq!(counselled(&"a".repeat(501)), [ProblemCode::TooLong]);
    }
}
