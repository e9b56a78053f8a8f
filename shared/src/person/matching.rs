//! Are two people the same? (domain.md 9a)

use serde::{Deserialize, Serialize};
use strum::{EnumIter, IntoStaticStr};

/// How sure it is that two records, or a record and what was typed, mean the same human being.
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
pub enum Verdict {
    /// Different people.
    Different,
    /// Possibly the same: a person decides.
    Possible,
    /// Likely the same.
    Likely,
}

/// Why a record hit, in a form the screen can put into words.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MatchReason {
    /// What matched or differed.
    pub kind: MatchKind,
    /// What was typed, where that helps (`Muhamed`).
    pub typed: String,
    /// What is on record (`Mohammad`).
    pub found: String,
}

/// Kinds of agreement and difference.
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
pub enum MatchKind {
    /// The name part is the same, letter by letter.
    NameSame,
    /// The name part is the same name in another spelling, script or language form.
    NameSpelling,
    /// A diminutive of the name.
    NameDiminutive,
    /// A near name.
    NameNear,
    /// The beginning of the name was typed.
    NameBeginning,
    /// Given and family name stand in another order.
    NamesSwapped,
    /// The same full date of birth.
    BirthSame,
    /// The same year of birth.
    BirthYear,
    /// Day and month exchanged.
    BirthSwapped,
    /// A slip of one place or one year.
    BirthNear,
    /// 1 January: says little.
    BirthFirstOfJanuary,
    /// The case number.
    Number,
}
