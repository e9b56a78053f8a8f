//! Where: the municipality, its districts and Stadtteile, other names for them, places elsewhere, receiving offices.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::period::dated;
use crate::kernel::{Ags, Code, Day, DistrictCode, LocalityCode, OfficeCode};

/// The municipality that runs the service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Municipality {
    /// Its official key.
    pub ags: Ags,
    /// Its name.
    pub name: String,
    /// The lowest of its post codes. A post code says "in this town" at most, never the district.
    pub post_code_from: u32,
    /// The highest of its post codes.
    pub post_code_until: u32,
    /// Where clients reach the data protection officer, in one line: who, address, mail or telephone; empty: not known. It
    /// stands on what is printed for them (Art. 13 (1) b DSGVO).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub data_protection: String,
    /// First day of validity.
    #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "date")))]
    pub valid_from: Day,
    /// Last day of validity; absent: still in force.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", extend("format" = "date")))]
    pub valid_until: Option<Day>,
}

/// A Stadtbezirk, the unit of responsibility.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct District {
    /// The code.
    pub code: DistrictCode,
    /// The name, for showing.
    pub name: String,
    /// First day of validity.
    #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "date")))]
    pub valid_from: Day,
    /// Last day of validity; absent: still in force.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", extend("format" = "date")))]
    pub valid_until: Option<Day>,
}

/// A Stadtteil. The district follows from it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Locality {
    /// The code.
    pub code: LocalityCode,
    /// The official name.
    pub name: String,
    /// The district it lies in.
    pub district: DistrictCode,
    /// First day of validity.
    #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "date")))]
    pub valid_from: Day,
    /// Last day of validity; absent: still in force.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", extend("format" = "date")))]
    pub valid_until: Option<Day>,
}

/// Another name of a Stadtteil, or a smaller place in it (Wohnplatz, Siedlung, shelter).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// The name as people say it.
    pub name: String,
    /// The Stadtteil.
    pub locality: LocalityCode,
    /// First day of validity.
    #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "date")))]
    pub valid_from: Day,
    /// Last day of validity; absent: still in force.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", extend("format" = "date")))]
    pub valid_until: Option<Day>,
}

/// A known place outside the town, so that somebody who lives there is referred.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Neighbour {
    /// The name as people say it.
    pub name: String,
    /// The municipality it belongs to.
    pub town: String,
    /// The integration centre in charge there.
    pub centre: String,
    /// First day of validity.
    #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "date")))]
    pub valid_from: Day,
    /// Last day of validity; absent: still in force.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", extend("format" = "date")))]
    pub valid_until: Option<Day>,
}

/// An office or counselling service that receives referrals (aufnehmende Stelle).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Office {
    /// The code.
    pub code: OfficeCode,
    /// The name, for showing.
    pub name: String,
    /// What it is: `body`, `city`, `authority`, `volunteers`, `elsewhere`, and `coordination` for the one that coordinates
    /// all units and is asked where a person may be known elsewhere.
    pub kind: Code,
    /// The fields of action it is known for; empty: any.
    pub fields_of_action: BTreeSet<Code>,
    /// Where it is found: street and town in one line; empty: not known.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub address: String,
    /// Its telephone; empty: not known.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub telephone: String,
    /// When somebody is there, in words; empty: not known.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub hours: String,
    /// First day of validity.
    #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "date")))]
    pub valid_from: Day,
    /// Last day of validity; absent: still in force.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", extend("format" = "date")))]
    pub valid_until: Option<Day>,
}

dated!(Municipality, District, Locality, Place, Neighbour, Office);
