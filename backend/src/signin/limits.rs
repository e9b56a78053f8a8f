//! How tries are slowed down. A limit belongs to a name seen from one network, to a network, or to a name seen from
//! everywhere; none of them holds for a browser in which its owner has signed in before, so nobody can use them to lock
//! somebody else out. That of the second factor belongs to an account from everywhere: only who knows the password comes so
//! far. Pure: what happened and what time it is come in.

use sha2::{Digest, Sha256};
use shared::kernel::Moment;

use crate::clock::hex;

const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;

/// What is limited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// One name from one network: guessing one person's password.
    NameFromNetwork,
    /// Everything from one network: one password tried on many names.
    Network,
    /// One name from everywhere: many machines guessing together. Slows, and never for longer than half a minute.
    Name,
    /// A known browser, which is trusted more, but not for ever.
    KnownBrowser,
    /// Messages by the contact form from one network.
    Message,
    /// Second factors of one account, and its password given once more. Whoever comes so far knew the password.
    Factor,
    /// Invitation codes from one network.
    Code,
    /// Going to the town's own sign-in service from one network: each time this server asks the service something.
    Provider,
}

impl Limit {
    /// How many tries are free.
    const fn free(self) -> i64 {
        match self {
            Self::NameFromNetwork => 5,
            Self::Network | Self::Provider => 50,
            Self::Name => 50,
            Self::KnownBrowser => 10,
            Self::Message | Self::Factor => 5,
            Self::Code => 10,
        }
    }

    /// After how long without a try everything is forgotten.
    const fn forgets_after(self) -> i64 {
        match self {
            Self::Network | Self::Provider => 10 * MINUTE,
            _ => 60 * MINUTE,
        }
    }

    /// How long the next try has to wait after this many.
    #[must_use]
    pub fn wait_after(self, tries: i64) -> i64 {
        let over = tries - self.free();
        if over < 0 {
            return 0;
        }
        let doubled = SECOND << over.clamp(0, 20);
        match self {
            // After five messages there is an hour's pause, and then everything is forgotten.
            Self::Message => 60 * MINUTE,
            Self::NameFromNetwork | Self::KnownBrowser | Self::Factor | Self::Code => {
                doubled.min(15 * MINUTE)
            }
            Self::Network | Self::Provider => doubled.min(5 * MINUTE),
            Self::Name => doubled.min(30 * SECOND),
        }
    }

    /// The name of the bucket in the database; of what was typed only the hash stands there.
    #[must_use]
    pub fn bucket(self, of: &[&str]) -> String {
        let mut hash = Sha256::new();
        for part in of {
            hash.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            hash.update(part);
        }
        let kind = match self {
            Self::NameFromNetwork => "name-network",
            Self::Network => "network",
            Self::Name => "name",
            Self::KnownBrowser => "browser",
            Self::Message => "message",
            Self::Factor => "factor",
            Self::Code => "code",
            Self::Provider => "provider",
        };
        format!(
            "{kind}:{}",
            hex(hash.finalize().get(..16).unwrap_or_default())
        )
    }
}

/// What stands in a bucket.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Bucket {
    /// Tries that count.
    pub tries: i64,
    /// When the last of them was.
    pub since: Moment,
    /// Before this, none is looked at.
    pub next_at: Moment,
}

/// Whether a try may go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It may; the bucket then holds this.
    Go(Bucket),
    /// It may not, for so many seconds.
    Wait(u32),
}

impl Bucket {
    /// Counts one try at `now`.
    #[must_use]
    pub fn try_at(self, limit: Limit, now: Moment) -> Verdict {
        let is_forgotten = self.since.plus_millis(limit.forgets_after()) < now;
        let before = if is_forgotten { Self::default() } else { self };
        if now < before.next_at {
            let millis = before.next_at.millis() - now.millis();
            return Verdict::Wait(u32::try_from(millis / SECOND + 1).unwrap_or(u32::MAX));
        }
        let tries = before.tries + 1;
        Verdict::Go(Self {
            tries,
            since: now,
            next_at: now.plus_millis(limit.wait_after(tries)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many tries somebody gets through in this time who never stops trying.
    fn tries_within(limit: Limit, millis: i64) -> i64 {
        let (mut now, mut bucket, mut through) = (Moment::from_millis(0), Bucket::default(), 0);
        while now.millis() < millis {
            match bucket.try_at(limit, now) {
                Verdict::Go(next) => {
                    through += 1;
                    bucket = next;
                    now = now.plus_millis(10);
                }
                Verdict::Wait(seconds) => now = now.plus_millis(i64::from(seconds) * SECOND),
            }
        }
        through
    }

    #[test]
    fn guessing_is_slowed_down() {
        let day = 24 * 60 * MINUTE;
        assert!(tries_within(Limit::NameFromNetwork, day) < 120);
        assert!(tries_within(Limit::Network, day) < 500);
        assert!(tries_within(Limit::Provider, day) < 500);
        assert!(tries_within(Limit::Name, day) < 3_000);
        assert!(tries_within(Limit::KnownBrowser, day) < 130);
        // Of a million codes three are right at a time: a day's guessing finds one in three thousand times.
        assert!(tries_within(Limit::Factor, day) < 120);
        assert!(tries_within(Limit::Code, day) < 130);
    }

    #[test]
    fn a_name_is_never_closed_for_longer_than_half_a_minute() {
        assert!((0..10_000).all(|tries| Limit::Name.wait_after(tries) <= 30 * SECOND));
    }

    #[test]
    fn mistyping_a_few_times_costs_nothing() {
        for limit in [
            Limit::NameFromNetwork,
            Limit::Network,
            Limit::Name,
            Limit::KnownBrowser,
            Limit::Message,
            Limit::Factor,
            Limit::Code,
            Limit::Provider,
        ] {
            assert!(
                (0..5).all(|tries| limit.wait_after(tries) == 0),
                "{limit:?}"
            );
        }
    }

    #[test]
    fn after_an_hour_without_a_try_everything_is_forgotten() {
        let bucket = Bucket {
            tries: 1_000,
            since: Moment::from_millis(0),
            next_at: Moment::from_millis(15 * MINUTE),
        };
        let later = Moment::from_millis(60 * MINUTE + 1);
        assert!(matches!(
            bucket.try_at(Limit::NameFromNetwork, later),
            Verdict::Go(Bucket { tries: 1, .. })
        ));
        assert_eq!(
            bucket.try_at(Limit::NameFromNetwork, Moment::from_millis(14 * MINUTE)),
            Verdict::Wait(61)
        );
    }

    #[test]
    fn a_network_sends_a_handful_of_messages_an_hour() {
        let hour = 60 * MINUTE;
        assert_eq!(tries_within(Limit::Message, hour), 5);
        assert!(tries_within(Limit::Message, 24 * hour) <= 24 * 5);
    }

    #[test]
    fn a_bucket_does_not_give_away_the_name() {
        let bucket = Limit::Name.bucket(&["amira"]);
        assert!(!bucket.contains("amira"));
        assert_ne!(bucket, Limit::Name.bucket(&["amire"]));
        assert_ne!(
            Limit::Name.bucket(&["ab", "c"]),
            Limit::Name.bucket(&["a", "bc"])
        );
    }
}
