//! How responsibility for a case came about: who had it since when and why, and in which district the person lived.

use serde::{Deserialize, Serialize};
use strum::{EnumIter, EnumString, IntoStaticStr};

use crate::kernel::text::check_line;
use crate::kernel::{CaseId, Day, DistrictCode, FieldProblems, Moment, PostCode};

/// Why a post takes a case that the district would give to another (Z2, Z3), or that another post has (Z8).
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
pub enum ChoiceReason {
    /// The worker speaks the person's language.
    Language,
    /// The worker already has somebody of the household.
    Household,
    /// Whoever has the district cannot: private relation, same shelter team.
    Conflict,
    /// The person wants this body or does not want another.
    ClientChoice,
    /// The worker took the person in on the spot, without a network.
    OnSite,
    /// The person moved to another district and agrees (Z4).
    Moved,
    /// Whoever has the case carries too much.
    Load,
    /// Whoever has the case is away for long, or leaves the post.
    Absence,
}

impl ChoiceReason {
    /// Whether it speaks of the one who has the case, so that it tells nothing where nobody has.
    #[must_use]
    pub const fn is_of_handover(self) -> bool {
        matches!(self, Self::Moved | Self::Load | Self::Absence)
    }
}

/// A stretch of time in which a post was responsible.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PostStretch {
    /// The post.
    pub post: PostCode,
    /// Who held it when the case came there; the code where it was vacant.
    pub name: String,
    /// Since when.
    pub since: Moment,
    /// Until when; absent: now.
    pub until: Option<Moment>,
    /// Why this post, if it was not the district's.
    pub because: Option<ChoiceReason>,
    /// The same in words, if somebody wrote some.
    pub reason: String,
}

/// A stretch of time in which the person lived in a district; it ends where the next one begins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DistrictStretch {
    /// The district; absent where none could be derived.
    pub district: Option<DistrictCode>,
    /// First day.
    #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "date")))]
    pub since: Day,
    /// That responsibility was looked at after the move and stays; absent if it was not asked or nobody has yet.
    pub kept: Option<PostKept>,
}

/// Who decided that the case stays where it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PostKept {
    /// When.
    pub at: Moment,
    /// Who.
    pub by_name: String,
    /// Why, if somebody wrote it.
    pub reason: String,
}

/// Both, oldest first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct CaseHistory {
    /// Who was responsible.
    pub posts: Vec<PostStretch>,
    /// Where the person lived.
    pub districts: Vec<DistrictStretch>,
}

/// Says, after a move, that the case stays with the post that has it (Zuständigkeit geprüft, Z4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct KeepPost {
    /// The case.
    pub case: CaseId,
    /// Why, if there is more to say than that continuity comes before the district.
    #[serde(default)]
    pub reason: String,
}

impl KeepPost {
    /// The most characters of a reason.
    pub const REASON_MAX: usize = 300;

    /// The check of what was typed.
    ///
    /// # Errors
    /// The problems of the reason.
    pub fn check(&self) -> Result<(), FieldProblems> {
        let mut problems = FieldProblems::default();
        let max = Self::REASON_MAX;
        check_line(&self.reason, max, None, "reason", &mut problems);
        problems.or(())
    }
}
