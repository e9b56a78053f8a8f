//! Calls about erasures: what stands at a person, and what waits for the coordinator.

use serde::{Deserialize, Serialize};

use super::ErasureReason;
use crate::call;
use crate::calls::Nothing;
use crate::case::CaseState;
use crate::kernel::{CaseId, Day, DistrictCode, ErasureId, Moment, PersonId, UnitCode};

/// Names a person; or the case of one who was erased, for whoever looks where it was.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct WhoseErasure {
    /// The person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    /// Their latest case; counts where no person is named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case: Option<CaseId>,
}

/// What stands about erasing somebody.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ErasureOf {
    /// The person's name, for whoever works with them; empty for the coordinator, and once they are erased.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// The number of their latest case, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The request that waits.
    pub open: Option<AskedErasure>,
    /// The latest request that was declined, if none was made since.
    pub declined: Option<DeclinedErasure>,
    /// What would go with the person; absent once they are erased.
    pub goes: Option<ErasedAlong>,
    /// The day on which the person was erased. Only the two who decided it are told.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", extend("format" = "date")))]
    pub erased_on: Option<Day>,
}

/// A request that waits, as those see it who work with the person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AskedErasure {
    /// The request.
    pub erasure: ErasureId,
    /// When.
    pub asked_at: Moment,
    /// By whom.
    pub by_name: String,
    /// Why.
    pub reason: ErasureReason,
    /// The remark, if there is one.
    pub remark: String,
}

/// That a request was declined.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DeclinedErasure {
    /// When.
    pub at: Moment,
    /// By whom.
    pub by_name: String,
    /// Why.
    pub reason: String,
}

/// How much goes with a person.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ErasedAlong {
    /// Cases.
    pub cases: u32,
    /// Whether one of them is open.
    pub has_open_case: bool,
    /// Intakes.
    pub intakes: u32,
    /// Entries of the documentation.
    pub notes: u32,
    /// Appointments.
    pub appointments: u32,
    /// Answers on consent.
    pub consents: u32,
    /// Facts on the lanes.
    pub facts: u32,
    /// Contact slips that are attached to them.
    pub slips: u32,
}

/// A request that waits, as the coordinator sees it: without a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OpenErasure {
    /// The request.
    pub erasure: ErasureId,
    /// The person it is about.
    pub person: PersonId,
    /// The number of their latest case, if there is one.
    pub number: Option<String>,
    /// Where that case stands.
    pub state: Option<CaseState>,
    /// When that case was opened.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", extend("format" = "date")))]
    pub opened_on: Option<Day>,
    /// The district the person lives in.
    pub district: Option<DistrictCode>,
    /// The unit of the one who asked.
    pub unit: UnitCode,
    /// When they did.
    pub asked_at: Moment,
    /// Why.
    pub reason: ErasureReason,
    /// Their remark.
    pub remark: String,
    /// Whether the one who reads this asked themselves: then somebody else decides.
    pub is_own: bool,
}

/// An erasure that was carried out. Nothing of the person is in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DoneErasure {
    /// The erasure.
    pub erasure: ErasureId,
    /// When it was carried out.
    pub erased_at: Moment,
    /// When it was asked for.
    pub asked_at: Moment,
    /// Why.
    pub reason: ErasureReason,
    /// The unit of the one who asked.
    pub unit: UnitCode,
    /// Who asked.
    pub asked_by_name: String,
    /// Who confirmed.
    pub confirmed_by_name: String,
}

/// Requests that wait, oldest first, and the latest 100 erasures.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Erasures {
    /// What waits.
    pub open: Vec<OpenErasure>,
    /// What was carried out.
    pub done: Vec<DoneErasure>,
}

call!(
    /// Reads what stands about erasing a person: for whoever may ask for it, and once it is done for the two who decided.
    ReadErasure, Get "/api/erasure", SignedIn, WhoseErasure => ErasureOf
);
call!(
    /// Lists, for the coordinator, the requests that wait and the erasures that were carried out.
    ListErasures, Get "/api/erasures", SignedIn, Nothing => Erasures
);
