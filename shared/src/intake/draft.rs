//! The intake's form: what brought the person, what others do already, whether case management is needed.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use strum::{EnumIter, IntoStaticStr};
use validator::Validate;

use crate::kernel::text::{plain_line, plain_text};
use crate::kernel::{Code, Day, FieldProblems};

/// Whether another service already manages the case (rule ZG3).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, EnumIter, IntoStaticStr,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum OtherCaseManagement {
    /// None.
    None,
    /// Restricted: access in part only.
    Restricted,
    /// Yes.
    Yes,
    /// Not known.
    Unknown,
}

/// The five criteria for case management; absent: not discussed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Screening {
    /// Three problem areas or more.
    pub has_complex_need: Option<bool>,
    /// Several providers take part.
    pub has_several_providers: Option<bool>,
    /// The regular paths fail in this case.
    pub regular_paths_fail: Option<bool>,
    /// Own resources do not suffice.
    pub resources_insufficient: Option<bool>,
    /// The person wants it.
    pub is_wanted: Option<bool>,
}

/// The intake as typed; incomplete is normal.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct IntakeDraft {
    /// The day admission was first asked for: T of the target-group rules.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", extend("format" = "date")))]
    pub requested_on: Option<Day>,
    /// How the person found the service (Zugangsweg), from its list.
    pub route: Option<Code>,
    /// The concern in the person's own words.
    #[validate(length(max = 2000), custom(function = "plain_text"))]
    pub concern: String,
    /// Fields of action (Handlungsfelder) it touches.
    #[validate(length(max = 14))]
    pub fields_of_action: BTreeSet<Code>,
    /// Urgency `D1` to `D4`.
    pub urgency: Option<Code>,
    /// The reason, needed with `D1` and `D2`.
    #[validate(length(max = 300), custom(function = "plain_line"))]
    pub urgency_reason: String,
    /// Whether another service already manages the case.
    pub other_case_management: Option<OtherCaseManagement>,
    /// Which service, and whom to ask there.
    #[validate(length(max = 200), custom(function = "plain_line"))]
    pub other_case_management_at: String,
    /// The version of the information sheet (Art. 13 DSGVO) that was handed over.
    #[validate(length(max = 40), custom(function = "plain_line"))]
    pub information_sheet: String,
    /// Its language.
    pub information_language: Option<Code>,
    /// Whether case management is needed.
    pub screening: Screening,
}

impl IntakeDraft {
    /// The checks of the fields that are filled; an incomplete form passes.
    #[must_use]
    pub fn field_problems(&self) -> FieldProblems {
        self.validate()
            .err()
            .map(FieldProblems::from)
            .unwrap_or_default()
    }
}
