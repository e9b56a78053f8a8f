//! The clock and the source of randomness, as a value: the server hands in the machine's, the simulator its own.

use std::fmt;
use std::sync::Arc;

use shared::kernel::Moment;

use crate::db::Failure;

/// Where moments and random bytes come from.
pub trait Source: Send + Sync {
    /// The moment it is now.
    fn now(&self) -> Moment;

    /// Fills the bytes at random; false if the source failed.
    fn fill(&self, bytes: &mut [u8]) -> bool;
}

/// What surrounds the work. Clones share the source.
#[derive(Clone)]
pub struct Surroundings(Arc<dyn Source>);

impl fmt::Debug for Surroundings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Surroundings")
    }
}

impl Surroundings {
    /// From any source.
    #[must_use]
    pub fn from(source: impl Source + 'static) -> Self {
        Self(Arc::new(source))
    }

    /// The machine's clock and its secure source of randomness.
    #[must_use]
    pub fn machine() -> Self {
        Self::from(Machine)
    }

    /// The moment it is now.
    #[must_use]
    pub fn now(&self) -> Moment {
        self.0.now()
    }

    /// Random bytes.
    ///
    /// # Errors
    /// If the source failed; nothing that needs a secret can go on then.
    pub fn random<const N: usize>(&self) -> Result<[u8; N], Failure> {
        let mut bytes = [0; N];
        if self.0.fill(&mut bytes) {
            Ok(bytes)
        } else {
            Err(Failure::Broken("no randomness"))
        }
    }
}

/// The machine itself.
struct Machine;

impl Source for Machine {
    fn now(&self) -> Moment {
        crate::clock::now()
    }

    fn fill(&self, bytes: &mut [u8]) -> bool {
        getrandom::fill(bytes).is_ok()
    }
}
