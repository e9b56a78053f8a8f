//! Dates as people know them: to the day, or only to the month or the year.

use serde::{Deserialize, Serialize};

/// A calendar day.
pub type Day = jiff::civil::Date;

/// A date with the precision it is known to. Imprecise truth is stored as such (design 3.15): nothing rounds it.
///
/// Shape on the wire: `{"precision":"day","on":"1990-03-01"}`, `{"precision":"month","year":1990,"month":3}`,
/// `{"precision":"year","year":1990}`, `{"precision":"set_by_authority","on":"1990-01-01"}`,
/// `{"precision":"estimated","year":1990}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "precision", rename_all = "snake_case", deny_unknown_fields)]
pub enum ImpreciseDate {
    /// Known to the day.
    Day {
        /// The day.
        #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "date")))]
        on: Day,
    },
    /// Known to the month.
    Month {
        /// The year, four digits.
        year: i16,
        /// The month, 1 to 12.
        month: i8,
    },
    /// Known to the year.
    Year {
        /// The year, four digits.
        year: i16,
    },
    /// A day that an authority set because none was known, most often 1 January: legally the date, as evidence weak.
    SetByAuthority {
        /// The day that was set.
        #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "date")))]
        on: Day,
    },
    /// A year that somebody estimated.
    Estimated {
        /// The year, four digits.
        year: i16,
    },
}
