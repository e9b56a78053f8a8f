//! Calls about the organisation.

use serde::{Deserialize, Serialize};

use super::Organisation;
use crate::call;
use crate::calls::Nothing;
use crate::exchange::Sequence;
use crate::kernel::Moment;

/// Which state of the organisation holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OrganisationStanding {
    /// Its place in the log. An import is based on it and is refused if another came in between.
    pub sequence: Sequence,
    /// When it was loaded.
    pub loaded_at: Moment,
}

call!(
    /// Reads the organisation: districts, units, posts, offices, with their periods.
    ReadOrganisation, Get "/api/organisation", SignedIn, Nothing => Organisation
);
call!(
    /// Says which state of the organisation holds; `NotFound` before the first loading.
    ReadOrganisationStanding, Get "/api/organisation/standing", SignedIn, Nothing => OrganisationStanding
);
