//! The one permit to write that SQLite needs: who waits here does not wait inside the database, where waiting is a poll.

use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

/// Hands one permit around.
#[derive(Debug, Default)]
pub(super) struct WritePermit {
    is_taken: Mutex<bool>,
    given_back: Condvar,
}

/// The right to write; given back when dropped.
#[derive(Debug)]
pub(super) struct Permitted<'a>(&'a WritePermit);

impl WritePermit {
    /// Waits for the permit, at most as long as said.
    pub(super) fn take(&self, at_most: Duration) -> Option<Permitted<'_>> {
        let is_taken = self.is_taken.lock().unwrap_or_else(PoisonError::into_inner);
        let (mut is_taken, waited) = self
            .given_back
            .wait_timeout_while(is_taken, at_most, |is_taken| *is_taken)
            .unwrap_or_else(PoisonError::into_inner);
        if waited.timed_out() && *is_taken {
            return None;
        }
        *is_taken = true;
        Some(Permitted(self))
    }
}

impl Drop for Permitted<'_> {
    fn drop(&mut self) {
        *self
            .0
            .is_taken
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = false;
        self.0.given_back.notify_one();
    }
}
