//! The one permit to write that SQLite needs: who waits here does not wait inside the database, where waiting is a poll.

use std::time::Duration;

use parking_lot::{Mutex, MutexGuard};

/// Hands one permit around, to whoever waits longest: somebody who writes again and again, bite by bite, lets others between.
#[derive(Debug, Default)]
pub(super) struct WritePermit(Mutex<()>);

/// The right to write; given back when dropped.
#[derive(Debug)]
pub(super) struct Permitted<'a>(Option<MutexGuard<'a, ()>>);

impl WritePermit {
    /// Waits for the permit, at most as long as said.
    pub(super) fn take(&self, at_most: Duration) -> Option<Permitted<'_>> {
        self.0
            .try_lock_for(at_most)
            .map(|held| Permitted(Some(held)))
    }
}

impl Drop for Permitted<'_> {
    fn drop(&mut self) {
        // Otherwise the one who gives it back has it again before anybody who waits has woken up.
        if let Some(held) = self.0.take() {
            MutexGuard::unlock_fair(held);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The index of the read log is made of one short transaction after the other. Without turns nobody else wrote for seconds,
    /// and what somebody read could not be noted, so that it was refused.
    #[test]
    fn who_takes_it_again_and_again_lets_others_between() {
        let permit = WritePermit::default();
        std::thread::scope(|scope| {
            let mut held = permit.take(Duration::ZERO);
            let other = scope.spawn(|| permit.take(Duration::from_secs(20)).is_some());
            // As long as the other waits, without ever leaving it free for longer than an instant.
            while !other.is_finished() {
                assert!(held.is_some(), "a permit");
                std::thread::sleep(Duration::from_millis(2));
                drop(held.take());
                held = permit.take(Duration::from_secs(20));
            }
            assert!(other.join().unwrap_or(false), "the other one starved");
        });
    }

    #[test]
    fn who_waits_too_long_gets_none() {
        let permit = WritePermit::default();
        let held = permit.take(Duration::ZERO);
        assert!(held.is_some());
        std::thread::scope(|scope| {
            let other = scope.spawn(|| permit.take(Duration::from_millis(1)).is_none());
            assert!(other.join().unwrap_or(false));
        });
        drop(held);
        assert!(permit.take(Duration::ZERO).is_some());
    }
}
