//! Responsibility (Zuständigkeit): which post takes a case, by district, load, language and household (Z1–Z3). The
//! system proposes with reasons; a person confirms.

pub mod calls;
pub mod proposal;

use serde::{Deserialize, Serialize};

use crate::kernel::{CaseId, PostCode};

/// Gives a case to a post. Confirmed by a person, with the reason that convinced them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AssignCase {
    /// The case; it belongs to the envelope's subject.
    pub case: CaseId,
    /// The post that takes it.
    pub to: PostCode,
    /// Why, if it was not the first proposal.
    #[serde(default)]
    pub reason: String,
}
