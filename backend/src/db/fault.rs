//! Failing on purpose: the simulator and the tests let the n-th write of a transaction fail, or cut the answer off after
//! the commit, and then look whether anything of it can be seen (reliability.md T04).

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

/// Where writes can be made to fail. Does nothing until told to; clones share their state.
#[derive(Debug, Clone, Default)]
pub struct Faults {
    /// Writes left until one fails; zero and below: none does.
    left: Arc<AtomicI64>,
    /// How many failed.
    fired: Arc<AtomicU64>,
}

impl Faults {
    /// Lets the `n`-th write from now on fail, counted from one.
    pub fn fail_write(&self, n: i64) {
        self.left.store(n, Ordering::SeqCst);
    }

    /// Lets no write fail any more.
    pub fn calm(&self) {
        self.left.store(0, Ordering::SeqCst);
    }

    /// How many writes were made to fail so far.
    #[must_use]
    pub fn fired(&self) -> u64 {
        self.fired.load(Ordering::SeqCst)
    }

    /// Whether the statement about to run is to fail.
    pub(super) fn strikes(&self) -> bool {
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
