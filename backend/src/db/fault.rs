//! Failing on purpose: the simulator and the tests let the database refuse every write from the n-th statement on, or the
//! commit itself, and then look whether anything of it can be seen (reliability.md T04).

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

/// Where writes can be made to fail. Does nothing until told to; clones share their state.
#[derive(Debug, Clone, Default)]
pub struct Faults {
    /// Statements left until one fails; zero and below: none does.
    left: Arc<AtomicI64>,
    /// How many failed.
    fired: Arc<AtomicU64>,
}

impl Faults {
    /// Lets the `n`-th statement from now on fail, counted from one; a commit counts as one. In a transaction that
    /// was struck no write works any more, as on a disk that became read-only.
    pub fn fail_at(&self, n: i64) {
        self.left.store(n, Ordering::SeqCst);
    }

    /// Lets nothing fail any more.
    pub fn calm(&self) {
        self.left.store(0, Ordering::SeqCst);
    }

    /// How many statements were made to fail so far.
    #[must_use]
    pub fn fired(&self) -> u64 {
        self.fired.load(Ordering::SeqCst)
    }

    /// Whether the statement about to run is to fail.
    pub(crate) fn strikes(&self) -> bool {
        if self.left.load(Ordering::Relaxed) <= 0 {
            return false;
        }
        let strikes = self.left.fetch_sub(1, Ordering::SeqCst) == 1;
        if strikes {
            self.fired.fetch_add(1, Ordering::SeqCst);
        }
        strikes
    }
}
