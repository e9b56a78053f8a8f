//! Calls about cases.

use serde::{Deserialize, Serialize};

use super::{CaseFile, CaseHead};
use crate::call;
use crate::calls::Nothing;
use crate::kernel::{CaseId, Moment};

/// How many cases a worklist shows at once, from the server and from the pack alike.
pub const WORKLIST_MOST: u32 = 50;

/// The cases of the one who asks: new ones first, then by next date.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CaseHeads {
    /// One line per case.
    pub cases: Vec<CaseHead>,
    /// How many there are in all.
    pub total: u32,
}

/// Names a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ThisCase {
    /// The case.
    pub case: CaseId,
}

/// Cases to pack, with what was chosen on the device; the policy's limit holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PackWish {
    /// Cases chosen by hand; today's appointments and the newest come along by themselves.
    #[cfg_attr(feature = "schema", schemars(length(max = 2000)))]
    pub chosen: Vec<CaseId>,
}

/// What a device may keep for work without a network.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CasePack {
    /// The files.
    pub files: Vec<CaseFile>,
    /// When the server made it; the pack expires from here.
    pub made_at: Moment,
    /// Those of the files that came along by themselves: an appointment today, or not opened yet.
    #[serde(default)]
    pub by_itself: Vec<CaseId>,
    /// How many cases the unit lets a device keep.
    #[serde(default)]
    pub limit: u32,
}

call!(
    /// Lists the cases of the one who asks that come first: 50 at most.
    Worklist, Get "/api/cases", SignedIn, Nothing => CaseHeads
);
call!(
    /// Lists every open case of the one who asks, however many are more than a post can carry; 2,000 at most.
    AllCases, Get "/api/cases/all", SignedIn, Nothing => CaseHeads
);
call!(
    /// Reads the whole file of a case.
    ReadCase, Get "/api/case", SignedIn, ThisCase => CaseFile
);
call!(
    /// Fetches the cases a device keeps for work without a network.
    Pack, Post "/api/pack", SignedIn, PackWish => CasePack
);
