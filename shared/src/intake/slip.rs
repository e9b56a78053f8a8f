//! The contact slip (Kontaktzettel): counselling without a case, in under a minute, anonymous if wished.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use strum::{EnumIter, IntoStaticStr};
use validator::Validate;

use crate::kernel::text::{plain_line, plain_text};
use crate::kernel::{
    Code, FieldProblems, Moment, OfficeCode, PersonId, ProblemCode, SlipId, UnitCode,
};

/// What happened at the desk.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, EnumIter, IntoStaticStr,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum SlipOutcome {
    /// Counselled; that was enough (Erstberatung).
    Counselled,
    /// Referred to another office (Verweisberatung).
    Referred,
    /// An intake was begun.
    Intake,
}

/// The slip as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct SlipDraft {
    /// The concern in a few words.
    #[validate(length(min = 1, max = 500), custom(function = "plain_text"))]
    pub concern: String,
    /// Fields of action (Handlungsfelder) it touches.
    #[validate(length(min = 1, max = 14))]
    pub fields_of_action: BTreeSet<Code>,
    /// How the contact came about, from the list of contact kinds.
    #[validate(required)]
    pub channel: Option<Code>,
    /// Name as spoken; empty means anonymous.
    #[validate(length(max = 200), custom(function = "plain_line"))]
    pub name: String,
    /// Language spoken.
    pub language: Option<Code>,
    /// Whether an interpreter was needed; absent: not discussed.
    pub needs_interpreter: Option<bool>,
    /// Urgency `D1` to `D4`.
    #[validate(required)]
    pub urgency: Option<Code>,
    /// The reason, needed with `D1` and `D2`.
    #[validate(length(max = 300), custom(function = "plain_line"))]
    pub urgency_reason: String,
    /// What happened.
    #[validate(required)]
    pub outcome: Option<SlipOutcome>,
    /// Where they were referred, needed with a referral.
    pub office: Option<OfficeCode>,
}

impl SlipDraft {
    /// The whole check.
    ///
    /// # Errors
    /// Every problem, at its field.
    pub fn check(&self) -> Result<(), FieldProblems> {
        let mut problems = self
            .validate()
            .err()
            .map(FieldProblems::from)
            .unwrap_or_default();
        if !self.concern.is_empty() && self.concern.trim().is_empty() {
            problems.add("concern", ProblemCode::Missing);
        }
        let is_urgent = self
            .urgency
            .as_ref()
            .is_some_and(|code| matches!(code.as_str(), "D1" | "D2"));
        if is_urgent && self.urgency_reason.trim().is_empty() {
            problems.add("urgency_reason", ProblemCode::ReasonNeeded);
        }
        if self.outcome == Some(SlipOutcome::Referred) && self.office.is_none() {
            problems.add("office", ProblemCode::Missing);
        }
        problems.or(())
    }
}

/// A slip as the desk sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SlipView {
    /// The slip.
    pub slip: SlipId,
    /// When it was written.
    pub authored_at: Moment,
    /// The unit that wrote it.
    pub unit: UnitCode,
    /// The person it was attached to.
    pub person: Option<PersonId>,
    /// What it says.
    pub draft: SlipDraft,
}
