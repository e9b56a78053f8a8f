//! The organisation as data: districts and their parts, bodies, units, posts, who holds them, which districts they
//! cover, receiving offices. Everything has a period of validity; nothing here is code (design 3.14).

pub mod calls;

use serde::{Deserialize, Serialize};

/// Loads the organisation of the municipality; done by the system at set-up and by a coordinator's import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LoadOrganisation {
    /// The whole organisation as of now, past and announced periods included.
    pub organisation: Organisation,
}

/// The organisation of one municipality.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Organisation {}
