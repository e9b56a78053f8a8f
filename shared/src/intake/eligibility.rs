//! The target group (ZG1–ZG4): may this person be admitted, why, and what to do now. Pure; decided once, at admission,
//! and stored with the version of the rule.

use serde::{Deserialize, Serialize};
use strum::{EnumIter, IntoStaticStr};

use crate::kernel::Day;

/// The result of the target-group rule (domain.md part 5).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, EnumIter, IntoStaticStr,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum EligibilityResult {
    /// KERN_VORRANG: in the target group, with priority.
    CoreFirst,
    /// KERN: in the target group.
    Core,
    /// VERWEIS: another service manages the case; refer for its field.
    Refer,
    /// VERWEIS to the integration centre of another town.
    ReferElsewhere,
    /// MINDERJ: a minor.
    Minor,
    /// AUSSERHALB: outside the window.
    Outside,
    /// PRUEFEN: the dates are too imprecise to say.
    Ask,
}

/// What to do now.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, EnumIter, IntoStaticStr,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Advice {
    /// Admit.
    Admit,
    /// Refer; admission for other fields stays possible.
    Refer,
    /// Ask for the missing or imprecise date.
    AskDate,
    /// Counsel and refer; admission only by exception of the coordinator, with a reason.
    CounselOrException,
    /// Refer to youth services; look again on the 18th birthday.
    ReferToYouthServices,
}

/// The stored answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Eligibility {
    /// The version of the rule it was decided under.
    pub rule_version: String,
    /// The day it was decided for (T).
    #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "date")))]
    pub decided_for: Day,
    /// The result.
    pub result: EligibilityResult,
    /// Why, as codes with the days that decided; the screen makes a sentence of the first.
    pub reasons: Vec<EligibilityReason>,
    /// What to do now.
    pub advice: Advice,
}

/// One reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EligibilityReason {
    /// The code; a text of every language names it.
    pub code: EligibilityReasonCode,
    /// The day that decided, if one did: the 18th birthday, the last day of the window.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", extend("format" = "date")))]
    pub day: Option<Day>,
}

/// Codes of reasons.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, EnumIter, IntoStaticStr,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum EligibilityReasonCode {
    /// Of age since `day`.
    Adult,
    /// Not of age before `day`.
    NotAdultBefore,
    /// The birth date does not tell whether the person is of age.
    AgeUnclear,
    /// Within the window until `day`.
    WithinWindow,
    /// The window ended on `day`.
    WindowEnded,
    /// The entry date does not tell whether it lies within the window.
    EntryUnclear,
    /// Born in Germany: no entry.
    BornInGermany,
    /// Lives outside the town.
    LivesElsewhere,
    /// No other case management, or a restricted one: priority.
    NoOtherCaseManagement,
    /// Another case management is in charge of its field.
    OtherCaseManagement,
    /// It is not known whether another service manages the case.
    OtherCaseManagementUnknown,
}
