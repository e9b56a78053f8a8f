//! What programme and council set as numbers: the target group, the load of a post, the times for a first contact.

use serde::{Deserialize, Serialize};

use super::period::dated;
use crate::kernel::Day;

/// The target-group rule of a period (domain.md part 5). The version is stored with every decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TargetGroupRule {
    /// Names this rule for ever, for example `leverkusen-2021-1`.
    pub version: String,
    /// ZG1: of age from this birthday on.
    pub age_years: u8,
    /// ZG2: entered Germany at most so many years ago, the anniversary included.
    pub window_years: u8,
    /// ZG2: a later entry counts if the absence was longer than so many months.
    pub absence_months: u8,
    /// First day of validity.
    #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "date")))]
    pub valid_from: Day,
    /// Last day of validity; absent: still in force.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", extend("format" = "date")))]
    pub valid_until: Option<Day>,
}

/// Limits of load, and working days until the first personal contact by urgency (rule G02).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct WorkLimits {
    /// How many cases a full post can carry; above it a post is full.
    pub cases_per_full_post: u16,
    /// From how many cases on a full post counts as heavily loaded.
    pub cases_per_full_post_soft: u16,
    /// Working days to the first contact when urgency is D1 (akut).
    pub first_contact_d1: u16,
    /// The same for D2 (hoch).
    pub first_contact_d2: u16,
    /// The same for D3 (normal), and where urgency is not known.
    pub first_contact_d3: u16,
    /// The same for D4 (planbar): no rule warns, but a case always has a next date.
    pub first_contact_d4: u16,
    /// Working days within which somebody looks whether a case stays after a move (Z4).
    #[serde(default = "ten")]
    pub post_check: u16,
    /// First day of validity.
    #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "date")))]
    pub valid_from: Day,
    /// Last day of validity; absent: still in force.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", extend("format" = "date")))]
    pub valid_until: Option<Day>,
}

dated!(TargetGroupRule, WorkLimits);

/// What an organisation says that was loaded before this limit was one.
const fn ten() -> u16 {
    10
}

impl Default for WorkLimits {
    /// The values the programme starts with (domain.md parts 4 to 6).
    fn default() -> Self {
        Self {
            cases_per_full_post: 50,
            cases_per_full_post_soft: 42,
            first_contact_d1: 1,
            first_contact_d2: 3,
            first_contact_d3: 10,
            first_contact_d4: 20,
            post_check: ten(),
            valid_from: jiff::civil::date(2021, 1, 1),
            valid_until: None,
        }
    }
}
