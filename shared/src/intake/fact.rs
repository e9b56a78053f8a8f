//! A dated fact on a way lane (design 3.16), in the shape of a chain link: who is in charge, from when to when, in which
//! state. The case manager's part of the form; the desk neither writes nor sees it.

use serde::{Deserialize, Serialize};
use strum::{EnumIter, IntoStaticStr};
use validator::Validate;

use crate::kernel::text::plain_line;
use crate::kernel::{Code, Day, ImpreciseDate, OfficeCode};

/// The lanes of a way.
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
pub enum Lane {
    /// Residence status (Aufenthalt).
    Residence,
    /// Livelihood and its legal sphere (Lebensunterhalt, Rechtskreis).
    Livelihood,
    /// German (Sprache): level or course.
    Language,
    /// Work and training.
    Work,
    /// Housing.
    Housing,
    /// Health.
    Health,
}

/// The state of a chain link (Kettenglied).
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    Deserialize,
    EnumIter,
    IntoStaticStr,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum LinkState {
    /// Planned.
    Planned,
    /// The receiving office has confirmed.
    Confirmed,
    /// Under way.
    #[default]
    Running,
    /// Ended, with something that follows.
    EndedWithSuccessor,
    /// Ended, with nothing that follows.
    EndedWithoutSuccessor,
}

/// The fact as typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FactDraft {
    /// The lane.
    pub lane: Lane,
    /// What holds, from the lane's dated code list.
    pub value: Option<Code>,
    /// From when.
    pub begins: Option<ImpreciseDate>,
    /// Until when (valid until, granted until); absent: open.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", extend("format" = "date")))]
    pub ends: Option<Day>,
    /// The office in charge.
    pub office: Option<OfficeCode>,
    /// The state of the link.
    pub state: LinkState,
    /// Whether the office has confirmed the hand-over; absent: not asked.
    pub is_handover_confirmed: Option<bool>,
    /// Permission to work (residence lane): `allowed`, `with_permission`, `forbidden`.
    pub employment: Option<Code>,
    /// Rule on the place of residence (residence lane), from its list.
    pub residence_rule: Option<Code>,
    /// Identity (residence lane): `settled`, `in_clarification`, `unsettled`.
    pub identity: Option<Code>,
    /// Passport valid until (residence lane).
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", extend("format" = "date")))]
    pub passport_until: Option<Day>,
    /// An application for what follows was made on.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", extend("format" = "date")))]
    pub applied_on: Option<Day>,
    /// Anything else that matters, in a line.
    #[validate(length(max = 400), custom(function = "plain_line"))]
    pub remark: String,
}
