//! Calls about access in an emergency and checks of files: for those who are told, for those who have a file open, and for the
//! officer who looks at all of them.

use serde::{Deserialize, Serialize};

use super::{AccessCause, EmergencyVerdict};
use crate::audit::calls::Reader;
use crate::call;
use crate::calls::Nothing;
use crate::case::Responsible;
use crate::kernel::{CaseId, EmergencyId, Moment, PersonId, UnitCode};

/// What the responsible worker thinks of an access, and since when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EmergencyAnswered {
    /// When.
    pub at: Moment,
    /// What they think.
    pub verdict: EmergencyVerdict,
}

/// An access to a case of the one who asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EmergencyNotice {
    /// The access.
    pub emergency: EmergencyId,
    /// The case.
    pub case: CaseId,
    /// Whose it is.
    pub person: PersonId,
    /// The case's number.
    pub number: String,
    /// The person's name; empty for the coordinator, who is told of cases that nobody has.
    pub name: String,
    /// Who opened the file.
    pub by_name: String,
    /// Of which unit.
    pub by_unit: UnitCode,
    /// Why it was opened: what kind of emergency it was, or what is checked.
    pub cause: AccessCause,
    /// Why, in words; empty for the coordinator.
    pub reason: String,
    /// When it was opened.
    pub opened_at: Moment,
    /// When it ends, or ended.
    pub ends_at: Moment,
    /// Until when it was asked for: later than its end where somebody ended it before.
    pub asked_until: Moment,
}

/// A file that the one who asks has opened and that is open still.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OpenEmergency {
    /// The access.
    pub emergency: EmergencyId,
    /// The case.
    pub case: CaseId,
    /// Whose it is.
    pub person: PersonId,
    /// The case's number.
    pub number: String,
    /// The person's name.
    pub name: String,
    /// Whose case it is; absent: nobody's.
    pub responsible: Option<Responsible>,
    /// Why it was opened.
    pub cause: AccessCause,
    /// When it ends by itself.
    pub ends_at: Moment,
}

/// What the start page says about access in an emergency and checks of files.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Emergencies {
    /// Accesses to cases of the one who asks that nobody has answered; the latest first, at most 100.
    pub to_answer: Vec<EmergencyNotice>,
    /// As `to_answer`, of cases for whose absent worker the one who asks deputises. The worker answers when they are back.
    pub for_absent: Vec<EmergencyNotice>,
    /// Files that the one who asks has open.
    pub open: Vec<OpenEmergency>,
}

/// One access, as the data protection officer sees it: no name of a client, no words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EmergencyLine {
    /// The access.
    pub emergency: EmergencyId,
    /// Whose file it is, for the way to the lines about them.
    pub person: PersonId,
    /// The case's number.
    pub number: String,
    /// Who opened the file.
    pub who: Reader,
    /// Why they opened it: what kind of emergency, or what is checked.
    pub cause: AccessCause,
    /// When.
    pub opened_at: Moment,
    /// When it ends, or ended.
    pub ends_at: Moment,
    /// Until when it was asked for: later than its end where somebody ended it before.
    pub asked_until: Moment,
    /// What the responsible worker thinks; absent: they have not said yet.
    pub answered: Option<EmergencyAnswered>,
}

/// All accesses that the officer looks at.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ReviewedEmergencies {
    /// The latest first, at most 200.
    pub lines: Vec<EmergencyLine>,
}

call!(
    /// Says which files of the one who asks were opened in an emergency or to check them, and which they have open themselves.
    ReadEmergencies, Get "/api/emergencies", SignedIn, Nothing => Emergencies
);
call!(
    /// Lists all accesses in an emergency and all checks of files for the data protection officer, without content.
    ReviewEmergencies, Get "/api/audit/emergencies", SignedIn, Nothing => ReviewedEmergencies
);
