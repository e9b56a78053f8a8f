//! Periods of validity. Both ends are inclusive, as people write them: "gültig bis 31.12." holds on 31.12.

use crate::kernel::Day;

/// From a day up to and including another; no end: still in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// The first day.
    pub from: Day,
    /// The last day.
    pub until: Option<Day>,
}

impl Period {
    /// Whether the period covers the day.
    #[must_use]
    pub fn holds_on(self, day: Day) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }

    /// Whether the two have a day in common.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.until.is_none_or(|until| other.from <= until)
            && other.until.is_none_or(|until| self.from <= until)
    }
}

/// Something that holds for a period.
pub trait Dated {
    /// The period.
    fn period(&self) -> Period;
}

/// Declares that types with `valid_from` and `valid_until` are dated.
macro_rules! dated {
    ($($name:ty),+ $(,)?) => {$(
        impl $crate::organisation::Dated for $name {
            fn period(&self) -> $crate::organisation::Period {
                $crate::organisation::Period { from: self.valid_from, until: self.valid_until }
            }
        }
    )+};
}
pub(super) use dated;

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn both_ends_of_a_period_belong_to_it() {
        let period = Period {
            from: date(2026, 1, 1),
            until: Some(date(2026, 12, 31)),
        };
        let holds = |day| period.holds_on(day);
        assert!(!holds(date(2025, 12, 31)));
        assert!(holds(date(2026, 1, 1)) && holds(date(2026, 12, 31)));
        assert!(!holds(date(2027, 1, 1)));
    }

    #[test]
    fn periods_overlap_when_one_day_is_in_both() {
        let period = |from, until| Period { from, until };
        let first = period(date(2026, 1, 1), Some(date(2026, 6, 30)));
        assert!(!first.overlaps(period(date(2026, 7, 1), None)));
        assert!(first.overlaps(period(date(2026, 6, 30), None)));
        assert!(period(date(2026, 6, 30), None).overlaps(first));
    }
}
