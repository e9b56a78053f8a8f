//! Calls about intakes and slips.

use serde::{Deserialize, Serialize};

use super::SlipView;
use crate::call;
use crate::calls::Nothing;
use crate::case::IntakeFile;
use crate::person::calls::ThisPerson;

/// The intakes of a person, latest first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct IntakeFiles {
    /// The intakes.
    pub intakes: Vec<IntakeFile>,
}

/// Slips of the own unit, latest first, at most 50, and today's counts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Slips {
    /// The slips.
    pub slips: Vec<SlipView>,
    /// How many were written today in this unit.
    pub counselled_today: u32,
    /// How many intakes were begun today in this unit.
    pub intakes_today: u32,
}

call!(
    /// Reads the intakes of a person.
    ReadIntakes, Get "/api/intakes", SignedIn, ThisPerson => IntakeFiles
);
call!(
    /// Reads the latest contact slips of the own unit.
    ReadSlips, Get "/api/slips", SignedIn, Nothing => Slips
);
