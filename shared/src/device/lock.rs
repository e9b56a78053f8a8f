//! The lock of the screen (design part 5), as far as it is a rule: when it falls, what opens it, when the keys go. The
//! PIN re-locks a running app and nothing else; it is worthless after five wrong tries.
//!
//! Not here: keys, screens, the clock.

/// How long nobody may touch the screen before it locks.
pub const LOCK_AFTER_MILLIS: i64 = 2 * 60 * 1000;
/// How long the keys stay in memory behind a PIN; after that the words are asked, as after a restart.
pub const KEYS_STAY_MILLIS: i64 = 4 * 60 * 60 * 1000;
/// How often a PIN may be wrong.
pub const PIN_TRIES: u8 = 5;
/// How many digits a PIN has.
pub const PIN_DIGITS: std::ops::RangeInclusive<usize> = 4..=8;

/// Whether a text can be a PIN: four to eight digits, not all the same and not in a row.
#[must_use]
pub fn is_pin(text: &str) -> bool {
    let digits = text.as_bytes();
    let is_long_enough = PIN_DIGITS.contains(&digits.len());
    let steps = |by: i16| {
        digits
            .windows(2)
            .all(|pair| matches!(pair, [a, b] if i16::from(*b) - i16::from(*a) == by))
    };
    is_long_enough && digits.iter().all(u8::is_ascii_digit) && !steps(0) && !steps(1) && !steps(-1)
}

/// What opens a locked screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// The PIN; so many wrong ones are left.
    Pin {
        /// Tries left.
        left: u8,
    },
    /// The four words.
    Words,
}

/// What is to happen after some time without a touch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Idle {
    /// Nothing.
    Stay,
    /// The screen locks; the keys stay in memory.
    Lock,
    /// The keys go.
    Close,
}

/// A PIN and how often it was wrong. Lives as long as the device is open.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PinLock {
    pin: Option<String>,
    wrong: u8,
}

impl PinLock {
    /// With the PIN of this device, if one was set.
    #[must_use]
    pub const fn of(pin: Option<String>) -> Self {
        Self { pin, wrong: 0 }
    }

    /// Whether a PIN was set.
    #[must_use]
    pub const fn has_pin(&self) -> bool {
        self.pin.is_some()
    }

    /// What opens the screen now.
    #[must_use]
    pub const fn asked(&self) -> Asked {
        match PIN_TRIES.checked_sub(self.wrong) {
            Some(left) if left > 0 && self.pin.is_some() => Asked::Pin { left },
            _ => Asked::Words,
        }
    }

    /// Tries a PIN. Whether it opens the screen; after the last wrong one no PIN does.
    pub fn tries(&mut self, typed: &str) -> bool {
        if self.asked() == Asked::Words {
            return false;
        }
        // Every digit is looked at, so that the time says nothing about how many were right.
        let is_right = self.pin.as_ref().is_some_and(|pin| {
            pin.len() == typed.len()
                && pin
                    .bytes()
                    .zip(typed.bytes())
                    .fold(0, |differs, (a, b)| differs | (a ^ b))
                    == 0
        });
        self.wrong = if is_right {
            0
        } else {
            self.wrong.saturating_add(1)
        };
        is_right
    }

    /// What is to happen when nobody has touched the screen for so long, and whether unsent work waits.
    #[must_use]
    pub fn after(&self, idle_millis: i64, waits: bool) -> Idle {
        if idle_millis < LOCK_AFTER_MILLIS {
            Idle::Stay
        } else if waits {
            // Without the keys nothing could be sent any more.
            Idle::Lock
        } else if matches!(self.asked(), Asked::Pin { .. }) && idle_millis < KEYS_STAY_MILLIS {
            Idle::Lock
        } else {
            Idle::Close
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lock() -> PinLock {
        PinLock::of(Some("2580".into()))
    }

    #[test]
    fn a_pin_is_a_few_digits_that_nobody_types_first() {
        for (text, is_right) in [
            ("2580", true),
            ("13572468", true),
            ("258", false),
            ("135724680", false),
            ("25a0", false),
            ("1111", false),
            ("1234", false),
            ("8765", false),
            ("", false),
            ("٢٥٨٠", false),
        ] {
            assert_eq!(is_pin(text), is_right, "{text}");
        }
    }

    #[test]
    fn five_wrong_pins_make_it_worthless() {
        let mut lock = lock();
        for left in (0..PIN_TRIES).rev() {
            assert!(!lock.tries("0000"));
            let asked = if left == 0 {
                Asked::Words
            } else {
                Asked::Pin { left }
            };
            assert_eq!(lock.asked(), asked);
        }
        assert!(!lock.tries("2580"), "the right one comes too late");
        assert_eq!(lock.asked(), Asked::Words);
    }

    #[test]
    fn a_right_pin_forgives_the_wrong_ones() {
        let mut lock = lock();
        assert!(!lock.tries("258"));
        assert!(!lock.tries("25800"));
        assert!(lock.tries("2580"));
        assert_eq!(lock.asked(), Asked::Pin { left: PIN_TRIES });
    }

    /// Every state of the lock against every length of idleness, with unsent work and without.
    #[test]
    fn the_keys_stay_until_what_waits_is_sent_or_the_limit_is_reached() {
        let mut spent = lock();
        for _ in 0..PIN_TRIES {
            spent.tries("0000");
        }
        let moments = [
            LOCK_AFTER_MILLIS - 1,
            LOCK_AFTER_MILLIS,
            KEYS_STAY_MILLIS - 1,
            KEYS_STAY_MILLIS,
        ];
        let table = |lock: &PinLock, waits| moments.map(|idle| lock.after(idle, waits));
        use Idle::{Close, Lock, Stay};
        assert_eq!(table(&lock(), false), [Stay, Lock, Lock, Close]);
        assert_eq!(table(&lock(), true), [Stay, Lock, Lock, Lock]);
        for without in [PinLock::default(), spent] {
            assert_eq!(table(&without, false), [Stay, Close, Close, Close]);
            assert_eq!(table(&without, true), [Stay, Lock, Lock, Lock]);
        }
    }
}
