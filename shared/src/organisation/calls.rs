//! Calls about the organisation.

use super::Organisation;
use crate::call;
use crate::calls::Nothing;

call!(
    /// Reads the organisation: districts, units, posts, offices, with their periods.
    ReadOrganisation, Get "/api/organisation", SignedIn, Nothing => Organisation
);
