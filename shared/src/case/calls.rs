//! Calls about cases.

use serde::{Deserialize, Serialize};

use super::{CaseFile, CaseHead, CaseSight, Responsible};
use crate::call;
use crate::calls::Nothing;
use crate::kernel::{CaseId, Day, Moment};

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

/// The cases of workers who are away today and whose deputy (Vertretung) the one who asks is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DeputyCases {
    /// One per post that is away.
    pub absences: Vec<DeputisedPost>,
}

/// A post whose holder is away, with its open cases.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DeputisedPost {
    /// Who is away.
    pub absent: Responsible,
    /// The first day of the absence.
    #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "date")))]
    pub from: Day,
    /// Its last day; absent: not known yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", extend("format" = "date")))]
    pub until: Option<Day>,
    /// The cases that come first, as in a worklist.
    pub cases: Vec<DeputyCase>,
    /// How many there are in all.
    pub total: u32,
}

/// One case of somebody who is away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DeputyCase {
    /// The line; dates only where the file is closed.
    pub head: CaseHead,
    /// Whether the deputy may open the file: the absence alone opens it within a unit, across units consent E5.
    pub may_open: bool,
    /// The day on which the client took consent E5 back; absent if they never did, or gave it again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", extend("format" = "date")))]
    pub revoked_on: Option<Day>,
}

call!(
    /// Lists the cases of workers who are away today and whose deputy the one who asks is.
    ReadDeputised, Get "/api/cases/deputised", SignedIn, Nothing => DeputyCases
);
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
    /// Says who sees a case, and why.
    ReadSight, Get "/api/case/sight", SignedIn, ThisCase => CaseSight
);
call!(
    /// Fetches the cases a device keeps for work without a network.
    Pack, Post "/api/pack", SignedIn, PackWish => CasePack
);
