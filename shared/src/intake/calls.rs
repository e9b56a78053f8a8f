//! Calls about intakes and slips.

use serde::{Deserialize, Serialize};

use super::eligibility::Eligibility;
use super::state::IntakeStateName;
use super::{RecordFact, SlipView};
use crate::call;
use crate::calls::Nothing;
use crate::case::IntakeFile;
use crate::kernel::{Day, DistrictCode, IntakeId, PersonId, UnitCode};
use crate::person::calls::ThisPerson;

/// The intakes of a person, latest first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct IntakeFiles {
    /// The intakes.
    pub intakes: Vec<IntakeFile>,
    /// Facts on the lanes, oldest first: the case manager's part of the form. The desk is given none.
    pub facts: Vec<RecordFact>,
}

/// How far back slips are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SlipWindow {
    /// Days before today; 0 is today alone, more than 366 are taken as 366.
    pub days: u16,
}

/// A slip in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SlipLine {
    /// The slip.
    pub slip: SlipView,
    /// The name of the person it was attached to, where this reader may see it.
    pub name: Option<String>,
}

/// Slips of the own unit, latest first, at most 500, and today's counts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Slips {
    /// The slips.
    pub slips: Vec<SlipLine>,
    /// Whether there are more in these days than are shown.
    pub is_cut: bool,
    /// How many were written today in this unit.
    pub counselled_today: u32,
    /// How many intakes were begun today in this unit.
    pub intakes_today: u32,
}

/// The slips that were put at a person.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PersonSlips {
    /// The slips of every unit, latest first, at most 50.
    pub slips: Vec<SlipView>,
}

/// An intake that was begun and not decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OpenIntake {
    /// The intake.
    pub intake: IntakeId,
    /// Whose it is.
    pub person: PersonId,
    /// Name for showing.
    pub name: String,
    /// Name in the original script.
    pub original_script: String,
    /// The day it was begun.
    #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "date")))]
    pub started_on: Day,
    /// Where it stands.
    pub state: IntakeStateName,
}

/// The intakes of the own unit that wait to be finished, latest first, at most 50.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OpenIntakes {
    /// The intakes.
    pub intakes: Vec<OpenIntake>,
    /// Whether there are more than are shown.
    pub is_cut: bool,
}

/// An exception that was not granted, while nothing else followed: the answer can be taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RefusedException {
    /// What was asked.
    pub request: ExceptionRequest,
    /// Why it was not granted.
    pub refusal: String,
}

/// An exception from the target group that was asked for: what the coordinator needs to decide, and no name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ExceptionRequest {
    /// The intake.
    pub intake: IntakeId,
    /// Whose it is.
    pub person: PersonId,
    /// The unit that took the person in.
    pub unit: UnitCode,
    /// The district, if one could be derived.
    pub district: Option<DistrictCode>,
    /// The day the intake was begun.
    #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "date")))]
    pub started_on: Day,
    /// The day it was asked for, if that is known.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", extend("format" = "date")))]
    pub asked_on: Option<Day>,
    /// The stored answer of the rule, with its version and the day it was decided for.
    pub eligibility: Eligibility,
    /// Why an exception would be right.
    pub reason: String,
    /// Whether the client agrees to case management (consent E1); without it none can be granted.
    #[serde(default)]
    pub has_consent: bool,
}

/// The exceptions that wait for an answer, oldest first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ExceptionRequests {
    /// The requests.
    pub requests: Vec<ExceptionRequest>,
    /// The latest that were not granted, as long as nothing else followed; at most 20.
    #[serde(default)]
    pub refused: Vec<RefusedException>,
}

call!(
    /// Reads the intakes of a person.
    ReadIntakes, Get "/api/intakes", SignedIn, ThisPerson => IntakeFiles
);
call!(
    /// Reads the contact slips of the own unit of the last days.
    ReadSlips, Get "/api/slips", SignedIn, SlipWindow => Slips
);
call!(
    /// Reads the contact slips that were put at a person.
    ReadSlipsOf, Get "/api/person/slips", SignedIn, ThisPerson => PersonSlips
);
call!(
    /// Lists the intakes of the own unit that wait to be finished.
    ReadOpenIntakes, Get "/api/intakes/open", SignedIn, Nothing => OpenIntakes
);
call!(
    /// Lists the exceptions from the target group that wait for the coordinator.
    ReadExceptions, Get "/api/exceptions", SignedIn, Nothing => ExceptionRequests
);
