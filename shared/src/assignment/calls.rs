//! Calls about responsibility.

use serde::{Deserialize, Serialize};

use super::body::BodyStanding;
use super::proposal::Candidate;
use crate::call;
use crate::calls::Nothing;
use crate::case::calls::ThisCase;
use crate::case::{CaseHead, CaseHistory, ChoiceReason, Responsible};
use crate::kernel::{CaseId, DistrictCode, Moment, PersonId, PostCode};

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

/// Which open cases the coordinator looks for: those of a post, or the one with a number. With neither, the posts alone
/// are answered. A head of a body looks for one with a number; a post is not asked of them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct CaseSearch {
    /// The post.
    pub post: Option<PostCode>,
    /// The number as typed: `LEV-2026-0173`, in capitals or not.
    pub number: String,
}

/// The posts with what they carry, and the open cases that were looked for, without a name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FoundCases {
    /// Every post of the day, by code; for a head of a body those of the own one.
    pub posts: Vec<Candidate>,
    /// The cases in the order of a worklist, at most 50.
    pub cases: Vec<CaseHead>,
    /// How many there are in all.
    pub total: u32,
}

/// Who has a case, and how that came about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Responsibility {
    /// The head; without a name for whoever may not read the file.
    pub head: CaseHead,
    /// Posts and districts; what was said in words is for those who may read the file.
    pub history: CaseHistory,
    /// Whether this reader may give the case to another post.
    pub may_assign: bool,
    /// Whether this reader may open the file to check it on cause.
    #[serde(default)]
    pub may_check: bool,
    /// Whether this reader may read the file: to a head of a body it is open while they check it.
    #[serde(default)]
    pub is_file_open: bool,
}

/// That a case went to another post, as the one who had it is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct HandedOver {
    /// The case.
    pub case: CaseId,
    /// Whose it is.
    pub person: PersonId,
    /// Its number.
    pub number: String,
    /// Name for showing.
    pub name: String,
    /// When it went.
    pub at: Moment,
    /// Who has it now.
    pub to: Option<Responsible>,
    /// Why it went.
    pub because: Option<ChoiceReason>,
    /// The same in words.
    pub reason: String,
}

/// The cases that went from one's own post to another in the last 30 days, latest first, at most 20.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct HandedOverCases {
    /// One line per case.
    pub cases: Vec<HandedOver>,
}

call!(
    /// Lists the cases that nobody is responsible for, and those to be looked at after a move.
    Pool, Get "/api/pool", SignedIn, Nothing => PoolCases
);
call!(
    /// Proposes who takes a case.
    Propose, Get "/api/proposal", SignedIn, ThisCase => Proposal
);
call!(
    /// Finds open cases by post or number, without a name, with what every post carries; for a head of a body the one
    /// of the own body with a number.
    FindCases, Post "/api/cases/find", SignedIn, CaseSearch => FoundCases
);
call!(
    /// Reads who has a case, and how that came about.
    ReadResponsibility, Get "/api/case/responsibility", SignedIn, ThisCase => Responsibility
);
call!(
    /// Lists the cases that went from one's own post to another lately.
    ReadHandedOver, Get "/api/cases/handed-over", SignedIn, Nothing => HandedOverCases
);
call!(
    /// Reads what the own legal body carries, without a name: its posts, and which of its cases somebody should look at.
    ReadBody, Get "/api/body", SignedIn, Nothing => BodyStanding
);
