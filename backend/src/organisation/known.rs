//! The organisation as it was read last, so that it is not parsed at every read and several times per command.
//!
//! Nothing here is believed by itself: what is kept is found only under the code of the log entry that the database
//! names as its last about the organisation, in the very transaction that asks. Several servers may stand behind one
//! address, and a restore may put an older state back. Not here: reading it (`store`).

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

use shared::kernel::Ags;
use shared::organisation::Organisation;

/// Names one state of the organisation: the code of the last entry in its chain. It is made under a key over the entry's
/// content and everything before it, so that no two states share one.
pub(crate) type Version = Vec<u8>;

/// What was read last of a municipality, and which state that is.
type Kept = (Version, Arc<Organisation>);

/// What was read last, per municipality. Clones share it.
#[derive(Clone, Default)]
pub(crate) struct KnownOrganisations(Arc<RwLock<HashMap<Ags, Kept>>>);

impl fmt::Debug for KnownOrganisations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KnownOrganisations")
    }
}

impl KnownOrganisations {
    /// The organisation of this version, if it is the one that was read last.
    pub(super) fn find(&self, municipality: &Ags, version: &Version) -> Option<Arc<Organisation>> {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let (kept, organisation) = known.get(municipality)?;
        (kept == version).then(|| Arc::clone(organisation))
    }

    /// Keeps what was read.
    pub(super) fn keep(&self, municipality: &Ags, version: Version, read: &Arc<Organisation>) {
        self.0
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(municipality.clone(), (version, Arc::clone(read)));
    }
}

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
