//! Calls about reports.

use serde::{Deserialize, Serialize};

use super::{Quarter, Report};
use crate::call;
use crate::calls::Nothing;

/// The reports that were issued.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Reports {
    /// The latest quarter first, at most 12.
    pub issued: Vec<Report>,
    /// The quarters about which none is issued yet though it could be, the oldest first; for whoever issues them.
    pub due: Vec<Quarter>,
}

call!(
    /// Reads the reports for the steering group: numbers that can name nobody.
    ReadReports, Get "/api/reports", SignedIn, Nothing => Reports
);
