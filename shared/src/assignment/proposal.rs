//! Who could take a case (Z1–Z3): a pure function over the organisation on a day, the load of the posts, the person and
//! their household. It proposes; a person confirms.

use serde::{Deserialize, Serialize};
use strum::{EnumIter, IntoStaticStr};

use crate::kernel::{PostCode, UnitCode};

/// A post that could take the case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Candidate {
    /// The post.
    pub post: PostCode,
    /// Its unit.
    pub unit: UnitCode,
    /// Who holds it.
    pub name: String,
    /// Open cases, and how many the post can carry.
    pub load: u32,
    /// How many cases the post can carry (share of a full post times the full post's limit).
    pub capacity: u32,
    /// Whether the post may be proposed at all; a post that may not is shown with the reason.
    pub is_proposed: bool,
    /// Why, and why not.
    pub reasons: Vec<CandidateReason>,
}

/// Reasons for and against a post.
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
pub enum CandidateReason {
    /// Covers the district.
    CoversDistrict,
    /// Does not cover the district.
    OtherDistrict,
    /// Has free capacity.
    HasCapacity,
    /// Is full.
    IsFull,
    /// Speaks a language of the person.
    SpeaksLanguage,
    /// Already works with somebody of the household.
    SameHousehold,
    /// Is absent on that day.
    IsAbsent,
    /// The post is vacant on that day.
    IsVacant,
    /// Carries the lowest load among those who can.
    LowestLoad,
}
