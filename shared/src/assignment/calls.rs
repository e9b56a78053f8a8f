//! Calls about responsibility.

use serde::{Deserialize, Serialize};

use super::proposal::Candidate;
use crate::call;
use crate::calls::Nothing;
use crate::case::CaseHead;
use crate::case::calls::ThisCase;
use crate::kernel::DistrictCode;

/// Who could take a case, best first, each with reasons.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Proposal {
    /// The district of the case, if one could be derived.
    pub district: Option<DistrictCode>,
    /// The candidates.
    pub candidates: Vec<Candidate>,
}

/// Cases that nobody is responsible for, and those whose responsibility is to be looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PoolCases {
    /// The cases, oldest first; the coordinator sees no name.
    pub cases: Vec<CaseHead>,
    /// Cases whose person moved to another district, by the day until which somebody looks whether they stay (Z4).
    #[serde(default)]
    pub to_check: Vec<CaseHead>,
}

call!(
    /// Lists the cases that nobody is responsible for, and those to be looked at after a move.
    Pool, Get "/api/pool", SignedIn, Nothing => PoolCases
);
call!(
    /// Proposes who takes a case.
    Propose, Get "/api/proposal", SignedIn, ThisCase => Proposal
);
