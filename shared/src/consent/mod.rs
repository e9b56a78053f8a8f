//! Consent (Einwilligung): what a client allowed, to whom, for what. Refused and revoked are answers of their own.

use serde::{Deserialize, Serialize};
use strum::{EnumIter, IntoStaticStr};
use validator::Validate;

use crate::kernel::text::plain_line;
use crate::kernel::{Code, ConsentId, Day};

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
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, EnumIter, IntoStaticStr,
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
