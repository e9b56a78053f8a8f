//! The call about inquiries across units.

use serde::{Deserialize, Serialize};

use super::InquiryDraft;
use crate::call;
use crate::calls::Nothing;
use crate::kernel::{Day, InquiryId, Moment, PersonId, UnitCode};

/// An inquiry that waits for an answer of the one who reads this.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AskedInquiry {
    /// The inquiry.
    pub inquiry: InquiryId,
    /// Whom it is about.
    pub draft: InquiryDraft,
    /// Who asks.
    pub by_name: String,
    /// Of which unit.
    pub by_unit: UnitCode,
    /// Where they can be called; empty if that is not known.
    pub by_telephone: String,
    /// When it was sent.
    pub sent_at: Moment,
    /// The last day for the answer.
    #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "date")))]
    pub due_on: Day,
    /// Who in the own records may be meant.
    pub person: PersonId,
    /// Their name for showing.
    pub name: String,
    /// Whether their address is locked: nothing is said about them without their word.
    pub is_protected: bool,
    /// Since when they do not want to be found at the Service-Point (consent E0): the day on which they refused it or took it
    /// back. Absent: they agreed, or nobody asked them.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", extend("format" = "date")))]
    pub unfound_since: Option<Day>,
}

/// How an own inquiry stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, strum::IntoStaticStr)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum InquiryStanding {
    /// Nobody has said yet that they know the person, and not everybody has answered.
    Waiting,
    /// Somebody knows the person.
    Known,
    /// All have answered that somebody else is meant.
    NotTheSame,
    /// All have answered, and nobody says anything.
    NoInformation,
    /// There is nobody to ask: nobody is known by that name and birth whom the one who asks may not see anyway. Final at once.
    Nobody,
}

/// Who answered that they know the person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct InquiryContact {
    /// Their name.
    pub name: String,
    /// Their unit.
    pub unit: UnitCode,
    /// Where they can be called; empty if that is not known.
    pub telephone: String,
    /// What they say besides.
    pub note: String,
    /// When they answered.
    pub at: Moment,
}

/// An inquiry of the one who reads this.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OwnInquiry {
    /// The inquiry.
    pub inquiry: InquiryId,
    /// Whom it is about.
    pub draft: InquiryDraft,
    /// When it was sent.
    pub sent_at: Moment,
    /// The last day for the answer.
    #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "date")))]
    pub due_on: Day,
    /// How it stands. How many were asked is not said.
    pub standing: InquiryStanding,
    /// When the last answer came; absent while one is waited for, and where nobody was asked.
    pub answered_at: Option<Moment>,
    /// Who knows the person.
    pub known_by: Vec<InquiryContact>,
}

/// An inquiry that nobody answered in time, as the coordinator sees it: between whom, no name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LateInquiry {
    /// The inquiry.
    pub inquiry: InquiryId,
    /// The unit that asks.
    pub by_unit: UnitCode,
    /// When it was sent.
    pub sent_at: Moment,
    /// The last day for the answer, which is over.
    #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "date")))]
    pub due_on: Day,
    /// The unit that has to answer.
    pub unit: UnitCode,
    /// Who there, where a worker is responsible; empty where it is the unit's.
    pub name: String,
    /// Their telephone.
    pub telephone: String,
}

/// Everything about inquiries that concerns the one who asks.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Inquiries {
    /// Those that wait for their answer, the most urgent first.
    pub to_answer: Vec<AskedInquiry>,
    /// Their own of the last 30 days, the latest first.
    pub own: Vec<OwnInquiry>,
    /// For the coordinator: those that nobody answered in time.
    pub late: Vec<LateInquiry>,
}

call!(
    /// Reads which inquiries wait for an answer, how the own ones stand, and for the coordinator which are late.
    ReadInquiries, Get "/api/inquiries", SignedIn, Nothing => Inquiries
);
