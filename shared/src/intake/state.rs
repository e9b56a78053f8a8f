//! The life of an intake: open, completed, waiting for an exception, decided. One function moves it, on both sides.

use serde::{Deserialize, Serialize};
use strum::{EnumDiscriminants, EnumIter, EnumString, IntoStaticStr};

use super::IntakeDecision;
use super::eligibility::{Eligibility, EligibilityResult};
use crate::kernel::{CaseId, OfficeCode};

/// Where an intake stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, EnumDiscriminants)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "state", rename_all = "snake_case", deny_unknown_fields)]
#[strum_discriminants(
    name(IntakeStateName),
    derive(Hash, EnumIter, EnumString, IntoStaticStr, Serialize, Deserialize),
    cfg_attr(feature = "schema", derive(schemars::JsonSchema)),
    serde(rename_all = "snake_case"),
    strum(serialize_all = "snake_case"),
    doc = "The name of a state, as stored in the clear and as texts are keyed."
)]
pub enum IntakeState {
    /// Being filled in; incomplete is normal.
    Open,
    /// Complete: the target group was decided and is stored.
    Completed {
        /// The answer of the rule, with its version.
        eligibility: Eligibility,
    },
    /// The coordinator was asked for an exception.
    ExceptionAsked {
        /// The answer of the rule.
        eligibility: Eligibility,
        /// Why an exception would be right.
        reason: String,
    },
    /// The coordinator did not grant the exception.
    ExceptionRefused {
        /// The answer of the rule.
        eligibility: Eligibility,
        /// Why it was asked for.
        reason: String,
        /// Why it was not granted.
        refusal: String,
    },
    /// Admitted; a case exists.
    Admitted {
        /// The answer of the rule.
        eligibility: Eligibility,
        /// The case.
        case: CaseId,
        /// The reason, if it was an exception.
        exception: Option<String>,
    },
    /// Referred to an office.
    Referred {
        /// The answer of the rule.
        eligibility: Eligibility,
        /// The receiving office.
        office: OfficeCode,
        /// Why.
        reason: String,
    },
    /// First counselling was enough.
    Counselled {
        /// The answer of the rule.
        eligibility: Eligibility,
        /// Why, where the rule advised admission.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        reason: String,
    },
}

impl IntakeStateName {
    /// The states in which something is still to be decided.
    pub const UNDECIDED: [Self; 4] = [
        Self::Open,
        Self::Completed,
        Self::ExceptionAsked,
        Self::ExceptionRefused,
    ];

    /// Whether something is still to be decided.
    #[must_use]
    pub fn is_undecided(self) -> bool {
        Self::UNDECIDED.contains(&self)
    }
}

/// What happens to an intake. Whether the actor may do it, and whether an exception is theirs to grant, is decided by
/// `access::may`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IntakeMove {
    /// The form is declared complete; the rule's answer comes along.
    Complete(Eligibility),
    /// What follows.
    Decide(IntakeDecision),
}

/// The move does not fit the state the intake is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not from this state")]
pub struct DoesNotFit;

impl IntakeState {
    /// The name of the state.
    #[must_use]
    pub fn name(&self) -> IntakeStateName {
        self.into()
    }

    /// The stored answer of the target-group rule, once there is one.
    #[must_use]
    pub const fn eligibility(&self) -> Option<&Eligibility> {
        match self {
            Self::Open => None,
            Self::Completed { eligibility }
            | Self::ExceptionAsked { eligibility, .. }
            | Self::ExceptionRefused { eligibility, .. }
            | Self::Admitted { eligibility, .. }
            | Self::Referred { eligibility, .. }
            | Self::Counselled { eligibility, .. } => Some(eligibility),
        }
    }

    /// Moves the intake.
    ///
    /// A person in the target group is admitted by whoever takes them in; another case management never excludes (ZG3).
    /// Outside of it, or where the dates do not tell, admission is an exception, which is asked for or granted with a
    /// reason. Referral and counselling are possible for everybody. Completing again answers the rule anew as long as
    /// nothing was decided or an exception was refused, because a corrected date re-runs the rule. A refusal that was given
    /// by mistake is taken back as long as nothing else followed it, and so is a referral or a counselling; what was granted
    /// has opened a case and stays.
    ///
    /// # Errors
    /// [`DoesNotFit`]; the intake stays as it is.
    pub fn apply(self, step: IntakeMove) -> Result<Self, DoesNotFit> {
        match (self, step) {
            (
                Self::Open | Self::Completed { .. } | Self::ExceptionRefused { .. },
                IntakeMove::Complete(eligibility),
            ) => Ok(Self::Completed { eligibility }),
            (
                Self::Completed { eligibility },
                IntakeMove::Decide(IntakeDecision::Admit { case }),
            ) if is_in_target_group(&eligibility) => Ok(Self::Admitted {
                eligibility,
                case,
                exception: None,
            }),
            (
                Self::Completed { eligibility },
                IntakeMove::Decide(IntakeDecision::AskException { reason, .. }),
            ) if !is_in_target_group(&eligibility) && !reason.trim().is_empty() => {
                Ok(Self::ExceptionAsked {
                    eligibility,
                    reason,
                })
            }
            (
                Self::ExceptionAsked {
                    eligibility,
                    reason,
                },
                IntakeMove::Decide(IntakeDecision::RefuseException { reason: refusal }),
            ) if !refusal.trim().is_empty() => Ok(Self::ExceptionRefused {
                eligibility,
                reason,
                refusal,
            }),
            (
                Self::ExceptionRefused {
                    eligibility,
                    reason,
                    ..
                },
                IntakeMove::Decide(IntakeDecision::TakeBackRefusal {}),
            ) => Ok(Self::ExceptionAsked {
                eligibility,
                reason,
            }),
            (
                Self::Completed { eligibility } | Self::ExceptionAsked { eligibility, .. },
                IntakeMove::Decide(IntakeDecision::AdmitByException { case, reason }),
            ) if !is_in_target_group(&eligibility) && !reason.trim().is_empty() => {
                Ok(Self::Admitted {
                    eligibility,
                    case,
                    exception: Some(reason),
                })
            }
            (
                Self::Completed { eligibility }
                | Self::ExceptionAsked { eligibility, .. }
                | Self::ExceptionRefused { eligibility, .. },
                IntakeMove::Decide(IntakeDecision::Refer { office, reason }),
            ) => Ok(Self::Referred {
                eligibility,
                office,
                reason,
            }),
            (
                Self::Completed { eligibility }
                | Self::ExceptionAsked { eligibility, .. }
                | Self::ExceptionRefused { eligibility, .. },
                IntakeMove::Decide(IntakeDecision::Counselled { reason }),
            ) => Ok(Self::Counselled {
                eligibility,
                reason,
            }),
            (
                Self::Referred { eligibility, .. } | Self::Counselled { eligibility, .. },
                IntakeMove::Decide(IntakeDecision::TakeBack {}),
            ) => Ok(Self::Completed { eligibility }),
            _ => Err(DoesNotFit),
        }
    }
}

/// Whether the rule's answer lets a person be admitted without an exception.
#[must_use]
pub const fn is_in_target_group(eligibility: &Eligibility) -> bool {
    matches!(
        eligibility.result,
        EligibilityResult::CoreFirst | EligibilityResult::Core | EligibilityResult::Refer
    )
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use strum::IntoEnumIterator;

    use super::super::eligibility::Advice;
    use super::*;

    fn eligibility(result: EligibilityResult) -> Eligibility {
        Eligibility {
            rule_version: "test".to_owned(),
            decided_for: jiff::civil::date(2026, 11, 23),
            result,
            reasons: Vec::new(),
            advice: Advice::Admit,
        }
    }

    fn case() -> CaseId {
        CaseId::from_uuid(uuid::Uuid::nil())
    }

    fn states(result: EligibilityResult) -> Vec<IntakeState> {
        let eligibility = eligibility(result);
        IntakeStateName::iter()
            .map(|name| match name {
                IntakeStateName::Open => IntakeState::Open,
                IntakeStateName::Completed => IntakeState::Completed {
                    eligibility: eligibility.clone(),
                },
                IntakeStateName::ExceptionAsked => IntakeState::ExceptionAsked {
                    eligibility: eligibility.clone(),
                    reason: "r".to_owned(),
                },
                IntakeStateName::ExceptionRefused => IntakeState::ExceptionRefused {
                    eligibility: eligibility.clone(),
                    reason: "r".to_owned(),
                    refusal: "n".to_owned(),
                },
                IntakeStateName::Admitted => IntakeState::Admitted {
                    eligibility: eligibility.clone(),
                    case: case(),
                    exception: None,
                },
                IntakeStateName::Referred => IntakeState::Referred {
                    eligibility: eligibility.clone(),
                    office: "JOBCENTER".parse().unwrap(),
                    reason: String::new(),
                },
                IntakeStateName::Counselled => IntakeState::Counselled {
                    eligibility: eligibility.clone(),
                    reason: String::new(),
                },
            })
            .collect()
    }

    fn moves() -> Vec<(&'static str, IntakeMove)> {
        let reason = "r".to_owned();
        vec![
            (
                "complete",
                IntakeMove::Complete(eligibility(EligibilityResult::Core)),
            ),
            (
                "admit",
                IntakeMove::Decide(IntakeDecision::Admit { case: case() }),
            ),
            (
                "ask exception",
                IntakeMove::Decide(IntakeDecision::AskException {
                    reason: reason.clone(),
                    is_no_name: false,
                }),
            ),
            (
                "refuse",
                IntakeMove::Decide(IntakeDecision::RefuseException {
                    reason: reason.clone(),
                }),
            ),
            (
                "take back",
                IntakeMove::Decide(IntakeDecision::TakeBackRefusal {}),
            ),
            (
                "exception",
                IntakeMove::Decide(IntakeDecision::AdmitByException {
                    case: case(),
                    reason: reason.clone(),
                }),
            ),
            (
                "refer",
                IntakeMove::Decide(IntakeDecision::Refer {
                    office: "JOBCENTER".parse().unwrap(),
                    reason,
                }),
            ),
            (
                "counselled",
                IntakeMove::Decide(IntakeDecision::Counselled {
                    reason: String::new(),
                }),
            ),
            (
                "undo the end",
                IntakeMove::Decide(IntakeDecision::TakeBack {}),
            ),
        ]
    }

    #[test]
    fn every_state_against_every_move() {
        let mut table = String::new();
        for result in [EligibilityResult::Core, EligibilityResult::Outside] {
            for state in states(result) {
                for (name, step) in moves() {
                    let from: &str = state.name().into();
                    let to = state
                        .clone()
                        .apply(step)
                        .map_or("-", |state| state.name().into());
                    let _ = writeln!(
                        table,
                        "{:<8} {from:<16} {name:<14} {to}",
                        <&str>::from(result)
                    );
                }
            }
        }
        insta::assert_snapshot!(table);
    }

    #[test]
    fn every_result_admits_directly_or_only_by_exception() {
        for result in EligibilityResult::iter() {
            let completed = IntakeState::Completed {
                eligibility: eligibility(result),
            };
            let direct = completed
                .clone()
                .apply(IntakeMove::Decide(IntakeDecision::Admit { case: case() }))
                .is_ok();
            let exception = completed
                .apply(IntakeMove::Decide(IntakeDecision::AdmitByException {
                    case: case(),
                    reason: "r".to_owned(),
                }))
                .is_ok();
            assert_ne!(direct, exception, "{result:?}");
        }
    }

    #[test]
    fn an_exception_needs_a_reason() {
        let completed = IntakeState::Completed {
            eligibility: eligibility(EligibilityResult::Minor),
        };
        for reason in ["", "  \n"] {
            let asked = completed
                .clone()
                .apply(IntakeMove::Decide(IntakeDecision::AskException {
                    reason: reason.to_owned(),
                    is_no_name: false,
                }));
            assert_eq!(asked, Err(DoesNotFit));
            let waiting = IntakeState::ExceptionAsked {
                eligibility: eligibility(EligibilityResult::Minor),
                reason: "r".to_owned(),
            };
            let refused = waiting.apply(IntakeMove::Decide(IntakeDecision::RefuseException {
                reason: reason.to_owned(),
            }));
            assert_eq!(refused, Err(DoesNotFit));
        }
    }

    #[test]
    fn after_a_refusal_both_reasons_are_there_and_a_corrected_form_is_asked_about_anew() {
        let refused = IntakeState::ExceptionAsked {
            eligibility: eligibility(EligibilityResult::Outside),
            reason: "keine andere Stelle".to_owned(),
        }
        .apply(IntakeMove::Decide(IntakeDecision::RefuseException {
            reason: "MBE ist frei".to_owned(),
        }))
        .unwrap();
        assert!(matches!(
            &refused,
            IntakeState::ExceptionRefused { reason, refusal, .. }
                if reason == "keine andere Stelle" && refusal == "MBE ist frei"
        ));
        let again = refused
            .apply(IntakeMove::Complete(eligibility(EligibilityResult::Core)))
            .unwrap();
        assert_eq!(again.name(), IntakeStateName::Completed);
    }
}
