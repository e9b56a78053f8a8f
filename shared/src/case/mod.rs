//! The integration case (Fall): the record that every feature hangs on. An open case always has one responsible worker
//! or stands in the coordinator's pool, and has a next date or a dated reason why not (design 3.13).

pub mod calls;
mod file;
pub mod today;

pub use file::{CaseFile, CaseHead, CaseState, IntakeFile, Responsible};

use serde::{Deserialize, Serialize};
use strum::{EnumIter, IntoStaticStr};
use validator::Validate;

use crate::kernel::text::plain_line;
use crate::kernel::{AppointmentId, CaseId, Code, Day, Moment};

/// The next date of a case, or why there is none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum NextDate {
    /// Something is due on a day.
    Due {
        /// The day.
        #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "date")))]
        on: Day,
        /// What is due, in a few words.
        what: String,
    },
    /// The first personal contact is due (rule G02); set when a case is given to a post.
    FirstContact {
        /// The last day for it.
        #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "date")))]
        on: Day,
    },
    /// Nothing is due, for a reason, to be looked at again on a day.
    NoneBecause {
        /// The reason.
        reason: String,
        /// When the reason is looked at again.
        #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "date")))]
        review_on: Day,
    },
}

impl NextDate {
    /// The day on which the case shows up in the worklist again.
    #[must_use]
    pub const fn on(&self) -> Day {
        match self {
            Self::Due { on, .. } | Self::FirstContact { on } => *on,
            Self::NoneBecause { review_on, .. } => *review_on,
        }
    }
}

/// Sets the next date of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SetNextDate {
    /// The case.
    pub case: CaseId,
    /// The date, or why there is none.
    pub next: NextDate,
}

/// Plans an appointment (Termin).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PlanAppointment {
    /// The new appointment.
    pub appointment: AppointmentId,
    /// The case.
    pub case: CaseId,
    /// When, where, with whom.
    pub draft: AppointmentDraft,
}

/// When, where and with whom.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct AppointmentDraft {
    /// The moment it begins.
    #[validate(required)]
    pub starts_at: Option<Moment>,
    /// The kind of contact, from the list of contact kinds (home visit, Service-Point, accompaniment …).
    #[validate(required)]
    pub contact: Option<Code>,
    /// Where, and how to find it.
    #[validate(length(max = 200), custom(function = "plain_line"))]
    pub place: String,
    /// What it is about.
    #[validate(length(max = 200), custom(function = "plain_line"))]
    pub about: String,
    /// Interpreter: `none`, `open`, `confirmed`.
    pub interpreter: Option<Code>,
}

/// How an appointment ended.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, EnumIter, IntoStaticStr,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum AppointmentEnd {
    /// It took place.
    Kept,
    /// The client did not come.
    Missed,
    /// The client cancelled.
    CancelledByClient,
    /// The worker cancelled.
    CancelledByWorker,
}

/// Says how a planned appointment ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SettleAppointment {
    /// The appointment.
    pub appointment: AppointmentId,
    /// The case.
    pub case: CaseId,
    /// How it ended.
    pub end: AppointmentEnd,
}

/// An appointment as the worker sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AppointmentView {
    /// The appointment.
    pub appointment: AppointmentId,
    /// When, where, with whom.
    pub draft: AppointmentDraft,
    /// How it ended; absent while it lies ahead.
    pub end: Option<AppointmentEnd>,
}
