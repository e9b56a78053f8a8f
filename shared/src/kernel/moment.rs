//! A moment in time, and the day it falls on in Leverkusen.

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::Day;

/// Where the service works; working days, birthdays and deadlines are days of this zone.
static BERLIN: TimeZone = jiff::tz::get!("Europe/Berlin");

/// Milliseconds since 1970-01-01T00:00:00Z. Devices' clocks may be wrong: order comes from the server's sequence,
/// a moment only says when somebody believed to act.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Moment(
    #[cfg_attr(feature = "schema", schemars(range(min = -62_000_000_000_000i64, max = 253_000_000_000_000i64)))]
     i64,
);

impl Moment {
    /// From milliseconds since the epoch.
    #[must_use]
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since the epoch.
    #[must_use]
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// The day this moment falls on in Europe/Berlin; a moment no calendar holds gives the nearest day it does.
    #[must_use]
    pub fn day(self) -> Day {
        self.local().date()
    }

    /// Date and time of day in Europe/Berlin, for showing.
    #[must_use]
    pub fn local(self) -> jiff::civil::DateTime {
        // A day inside the limits keeps the zone conversion from overflowing.
        const LIMIT: i64 = 250_000_000_000_000;
        let within = self.0.clamp(-60_000_000_000_000, LIMIT);
        let timestamp =
            jiff::Timestamp::from_millisecond(within).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        BERLIN.to_datetime(timestamp)
    }

    /// The moment at which clocks in Leverkusen show this date and time. A time that the change to summer time leaves
    /// out is the one an hour later; one that comes twice is the first. A time no calendar holds gives 1970.
    #[must_use]
    pub fn when_local_is(local: jiff::civil::DateTime) -> Self {
        Self::in_berlin(local).unwrap_or_default()
    }

    /// The moment at which clocks in Europe/Berlin show this; of two, the earlier; of none (the hour that is left out in
    /// spring), the one an hour later.
    #[must_use]
    pub fn in_berlin(local: jiff::civil::DateTime) -> Option<Self> {
        let zoned = local.to_zoned(BERLIN.clone()).ok()?;
        Some(Self(zoned.timestamp().as_millisecond()))
    }

    /// This moment, `millis` later (or earlier, if negative).
    #[must_use]
    pub const fn plus_millis(self, millis: i64) -> Self {
        Self(self.0.saturating_add(millis))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_at_midnight_in_berlin() {
        let before = Moment::from_millis(1_772_319_599_999); // 2026-02-28T22:59:59.999Z
        assert_eq!(before.day(), jiff::civil::date(2026, 2, 28));
        assert_eq!(before.plus_millis(1).day(), jiff::civil::date(2026, 3, 1));
    }

    #[test]
    fn a_local_time_is_a_moment_also_when_the_clocks_change() {
        let at = |month, day, hour| jiff::civil::date(2026, month, day).at(hour, 30, 0, 0);
        for local in [
            at(1, 15, 9),
            at(7, 15, 9),
            at(3, 29, 1),
            at(3, 29, 3),
            at(10, 25, 2),
        ] {
            assert_eq!(Moment::when_local_is(local).local(), local);
        }
        assert_eq!(Moment::when_local_is(at(3, 29, 2)).local(), at(3, 29, 3));
    }

    #[test]
    fn what_clocks_show_is_found_again() {
        let local = jiff::civil::date(2026, 11, 26).at(9, 30, 0, 0);
        assert_eq!(Moment::in_berlin(local).map(Moment::local), Some(local));
        let left_out = jiff::civil::date(2026, 3, 29).at(2, 30, 0, 0);
        let shown = Moment::in_berlin(left_out).map(Moment::local);
        assert_eq!(shown, Some(jiff::civil::date(2026, 3, 29).at(3, 30, 0, 0)));
    }

    #[test]
    fn no_number_makes_a_moment_panic() {
        for millis in [i64::MIN, -1, 0, i64::MAX] {
            let _ = Moment::from_millis(millis).day();
        }
    }
}
