//! The organisation as it was read last, so that it is not parsed at every read and several times per command.
//!
//! It is found only under the code of the log entry that the database names as its last about the organisation
//! ([`crate::kept`]). Not here: reading it (`store`).

use std::sync::Arc;

use shared::organisation::Organisation;

use crate::kept::Kept;

/// Names one state of the organisation: the code of the last entry in its chain. It is made under a key over the entry's
/// content and everything before it, so that no two states share one.
type Version = Vec<u8>;

/// What was read last, the one organisation of each municipality.
pub(crate) type KeptOrganisations = Kept<(), Version, Organisation>;

/// What one transaction knows of the organisation.
#[derive(Debug, Clone, Default)]
pub(crate) enum InTransaction {
    /// It has not asked yet.
    #[default]
    NotAsked,
    /// It read this, and nothing changed since.
    Read(Arc<Organisation>),
    /// It changed the organisation itself, and its own rows say what holds: they stand in no entry that is committed.
    Changed,
}
