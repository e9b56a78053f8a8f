//! The quarter of a year that a report is about.

use std::fmt;
use std::str::FromStr;

use jiff::{ToSpan, civil::date};
use serde::{Deserialize, Serialize};

use crate::kernel::Day;

/// How many days after its end a quarter is still waited for: as long as a tablet may keep what it took along.
const WAITED_DAYS: i64 = 14;

/// A quarter (Vierteljahr), on the wire `2026-Q3`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Quarter {
    year: i16,
    of_year: i8,
}

impl Quarter {
    /// The quarter that a day lies in.
    #[must_use]
    pub fn of(day: Day) -> Self {
        Self {
            year: day.year(),
            of_year: (day.month() - 1) / 3 + 1,
        }
    }

    /// The year.
    #[must_use]
    pub const fn year(self) -> i16 {
        self.year
    }

    /// The first to the fourth of the year.
    #[must_use]
    pub const fn of_year(self) -> i8 {
        self.of_year
    }

    /// Its first day.
    #[must_use]
    pub const fn first_day(self) -> Day {
        date(self.year, self.of_year * 3 - 2, 1)
    }

    /// Its last day.
    #[must_use]
    pub fn last_day(self) -> Day {
        date(self.year, self.of_year * 3, 1).last_of_month()
    }

    /// The first days of its three months.
    #[must_use]
    pub fn months(self) -> [Day; 3] {
        [2, 1, 0].map(|back| date(self.year, self.of_year * 3 - back, 1))
    }

    /// The first day on which a report about it can be issued.
    #[must_use]
    pub fn due_on(self) -> Day {
        self.last_day().saturating_add((WAITED_DAYS + 1).days())
    }

    /// The one before.
    #[must_use]
    pub fn before(self) -> Self {
        Self::of(self.first_day().saturating_sub(1.day()))
    }

    /// The one after.
    #[must_use]
    pub fn after(self) -> Self {
        Self::of(self.last_day().saturating_add(1.day()))
    }
}

impl fmt::Display for Quarter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-Q{}", self.year, self.of_year)
    }
}

/// The text names no quarter of this century.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a quarter")]
pub struct NotAQuarter;

impl FromStr for Quarter {
    type Err = NotAQuarter;

    fn from_str(text: &str) -> Result<Self, NotAQuarter> {
        let (year, of_year) = text.split_once("-Q").ok_or(NotAQuarter)?;
        let is_written_so = text.len() == 7 && year.bytes().all(|digit| digit.is_ascii_digit());
        let year = year.parse().map_err(|_| NotAQuarter)?;
        let of_year = of_year.parse().map_err(|_| NotAQuarter)?;
        let is_one = (2000..2100).contains(&year) && (1..=4).contains(&of_year);
        (is_written_so && is_one)
            .then_some(Self { year, of_year })
            .ok_or(NotAQuarter)
    }
}

impl TryFrom<String> for Quarter {
    type Error = NotAQuarter;

    fn try_from(text: String) -> Result<Self, NotAQuarter> {
        text.parse()
    }
}

impl From<Quarter> for String {
    fn from(quarter: Quarter) -> Self {
        quarter.to_string()
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Quarter {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Quarter".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"type": "string", "pattern": "^20[0-9]{2}-Q[1-4]$"})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_lies_in_the_quarter_of_its_month() {
        for month in 1..=12 {
            let day = date(2026, month, 15);
            let quarter = Quarter::of(day);
            assert!(
                quarter.first_day() <= day && day <= quarter.last_day(),
                "{day}"
            );
            assert_eq!(quarter.to_string().parse(), Ok(quarter));
            assert_eq!(quarter.after().before(), quarter);
            assert!(quarter.months().contains(&date(2026, month, 1)));
        }
        assert_eq!(Quarter::of(date(2026, 12, 31)).to_string(), "2026-Q4");
        assert_eq!(
            Quarter::of(date(2026, 11, 1)).after().to_string(),
            "2027-Q1"
        );
    }

    #[test]
    fn a_quarter_is_waited_for_as_long_as_a_tablet_may_be_away() {
        let quarter = Quarter::of(date(2026, 7, 1));
        assert_eq!(quarter.last_day(), date(2026, 9, 30));
        assert_eq!(quarter.due_on(), date(2026, 10, 15));
    }

    #[test]
    fn nothing_else_is_read_as_a_quarter() {
        for text in [
            "", "2026", "2026-Q0", "2026-Q5", "1999-Q4", "2100-Q1", "2026-Q03", "+026-Q1",
            "2026-Q1 ",
        ] {
            assert_eq!(text.parse::<Quarter>(), Err(NotAQuarter), "{text}");
        }
    }
}
