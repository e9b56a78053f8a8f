//! Who: legal bodies, units, posts, their holders and absences, and which districts they cover.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::period::dated;
use crate::kernel::{BodyCode, Code, Day, DistrictCode, PostCode, UnitCode};

/// A legal body (Träger).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Body {
    /// The code.
    pub code: BodyCode,
    /// The name, for showing.
    pub name: String,
    /// First day of validity.
    #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "date")))]
    pub valid_from: Day,
    /// Last day of validity; absent: still in force.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", extend("format" = "date")))]
    pub valid_until: Option<Day>,
}

/// The most cases that a device can hold, whatever a unit wants (design part 5).
pub const PACKED_CASES_MOST: u16 = 2_000;
/// The longest time for which a device may keep cases without contact: a fortnight.
pub const PACK_HOURS_MOST: u16 = 336;

/// How much a device may take along, and for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PackPolicy {
    /// Cases at once.
    pub cases: u16,
    /// Hours for which they can be read without contact.
    pub hours: u16,
}

impl PackPolicy {
    /// What holds where a unit says nothing else.
    pub const USUAL: Self = Self {
        cases: 15,
        hours: 72,
    };
}

pub(super) const fn usual_packed_cases() -> u16 {
    PackPolicy::USUAL.cases
}

pub(super) const fn usual_pack_hours() -> u16 {
    PackPolicy::USUAL.hours
}

/// A unit of a body: the wall inside which a case is worked. How much its devices may take along is its own policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Unit {
    /// The code.
    pub code: UnitCode,
    /// The name, for showing.
    pub name: String,
    /// Its body.
    pub body: BodyCode,
    /// Whether this is the reception that serves all units (Service-Point) and works no case itself.
    pub is_desk: bool,
    /// How many cases one of its devices may hold, 1 to [`PACKED_CASES_MOST`].
    #[serde(default = "usual_packed_cases")]
    pub packed_cases: u16,
    /// For how many hours without contact they can be read there, 1 to [`PACK_HOURS_MOST`].
    #[serde(default = "usual_pack_hours")]
    pub pack_hours: u16,
    /// Where it is found: street and town in one line; empty: not known.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub address: String,
    /// When somebody is there, in words; empty: not known.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub hours: String,
    /// First day of validity.
    #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "date")))]
    pub valid_from: Day,
    /// Last day of validity; absent: still in force.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", extend("format" = "date")))]
    pub valid_until: Option<Day>,
}

/// A case manager's post (Stelle).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Post {
    /// The code.
    pub code: PostCode,
    /// The name, for showing.
    pub name: String,
    /// Its unit.
    pub unit: UnitCode,
    /// Share of a full post, in percent.
    pub share_percent: u8,
    /// Whether the row is not from a source, but made up for the demo town.
    pub is_invented: bool,
    /// First day of validity.
    #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "date")))]
    pub valid_from: Day,
    /// Last day of validity; absent: still in force.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", extend("format" = "date")))]
    pub valid_until: Option<Day>,
}

/// That a post covers a district.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Coverage {
    /// The post.
    pub post: PostCode,
    /// The district.
    pub district: DistrictCode,
    /// Whether the row is not from a source, but made up for the demo town.
    pub is_invented: bool,
    /// First day of validity.
    #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "date")))]
    pub valid_from: Day,
    /// Last day of validity; absent: still in force.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", extend("format" = "date")))]
    pub valid_until: Option<Day>,
}

/// Who holds a post, and how they are reached at work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Holder {
    /// The post.
    pub post: PostCode,
    /// Name.
    pub name: String,
    /// Telephone at work.
    pub telephone: String,
    /// Languages they counsel in.
    pub languages: BTreeSet<Code>,
    /// Whether the person is made up.
    pub is_invented: bool,
    /// First day of validity.
    #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "date")))]
    pub valid_from: Day,
    /// Last day of validity; absent: still in force.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", extend("format" = "date")))]
    pub valid_until: Option<Day>,
}

/// That the holder of a post is away. Why is nobody's business here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Absence {
    /// The post.
    pub post: PostCode,
    /// The post that deputises; absent: nobody was named, which is a gap.
    pub deputy: Option<PostCode>,
    /// First day of absence.
    #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "date")))]
    pub valid_from: Day,
    /// Last day of absence; absent: not known yet.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", extend("format" = "date")))]
    pub valid_until: Option<Day>,
}

dated!(Body, Unit, Post, Coverage, Holder, Absence);
