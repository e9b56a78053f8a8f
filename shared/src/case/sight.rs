//! Who sees a case and why: the answer to a question that a client asks at the table, and that nobody should have to look up
//! in rules. Made by the same decision that opens and closes the doors (`crate::access`).

use serde::{Deserialize, Serialize};
use strum::{EnumIter, IntoStaticStr};

use crate::access::{Basis, Reason};
use crate::kernel::{Day, Moment, UnitCode};

/// In which part somebody sees a case.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, EnumIter, IntoStaticStr,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum SightPart {
    /// The responsible worker.
    Responsible,
    /// Has opened the file in an emergency, for hours that are not over.
    Emergency,
    /// Heads the body and has opened the file to check it, for days that are not over.
    Check,
    /// Named as deputy.
    Deputy,
    /// A unit that the client agreed to, should it have to deputise.
    Unit,
    /// The coordinator.
    Coordination,
    /// The head of the legal body whose case it is.
    Head,
    /// Reception and case managers of all units, who search for a person.
    Desk,
    /// Responsible until lately.
    Former,
}

/// How much of a case somebody sees.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, EnumIter, IntoStaticStr,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Sight {
    /// The whole file.
    Whole,
    /// Name, responsible worker, telephone, dates; nothing of the file.
    Dates,
    /// Number, responsible worker, district, phase, dates; no name.
    Head,
    /// To which post it went, and why.
    Handover,
    /// Nothing.
    Nothing,
}

/// One who sees something of a case, or will, or would.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SeenBy {
    /// In which part.
    pub part: SightPart,
    /// Who holds the post; empty where the part is no single person's.
    pub name: String,
    /// The unit; absent where the part is nobody's in particular.
    pub unit: Option<UnitCode>,
    /// How much.
    pub sight: Sight,
    /// On which basis; absent where nothing is seen.
    pub basis: Option<Basis>,
    /// Why not more; absent where the whole file is seen or no rule stands against it.
    pub reason: Option<Reason>,
    /// The first day, where it begins or began on one.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", extend("format" = "date")))]
    pub from: Option<Day>,
    /// The last day, where it ends on one.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", extend("format" = "date")))]
    pub until: Option<Day>,
    /// When it ends, where it ends at a moment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until_at: Option<Moment>,
}

/// Everybody who sees a case, the most first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CaseSight {
    /// One line each.
    pub seen_by: Vec<SeenBy>,
}
