//! Dates as people know them: to the day, or only to the month or the year.

use serde::{Deserialize, Serialize};

use super::ProblemCode;

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
        #[serde(deserialize_with = "day_from_json")]
        #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "date")))]
        on: Day,
    },
    /// Known to the month.
    Month {
        /// The year, four digits.
        #[serde(deserialize_with = "year_from_json")]
        #[cfg_attr(feature = "schema", schemars(with = "i16", range(min = 1, max = 9999)))]
        year: i16,
        /// The month, 1 to 12.
        #[serde(deserialize_with = "month_from_json")]
        #[cfg_attr(feature = "schema", schemars(with = "i8", range(min = 1, max = 12)))]
        month: i8,
    },
    /// Known to the year.
    Year {
        /// The year, four digits.
        #[serde(deserialize_with = "year_from_json")]
        #[cfg_attr(feature = "schema", schemars(with = "i16", range(min = 1, max = 9999)))]
        year: i16,
    },
    /// A day that an authority set because none was known, most often 1 January: legally the date, as evidence weak.
    SetByAuthority {
        /// The day that was set.
        #[serde(deserialize_with = "day_from_json")]
        #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "date")))]
        on: Day,
    },
    /// A year that somebody estimated.
    Estimated {
        /// The year, four digits.
        #[serde(deserialize_with = "year_from_json")]
        #[cfg_attr(feature = "schema", schemars(with = "i16", range(min = 1, max = 9999)))]
        year: i16,
    },
}

/// The first day that is taken for a birth or an entry: nobody alive was born before.
const EARLIEST_YEAR: i16 = 1900;
/// The last year that anything is planned for or ends in: papers and grants run for decades, not for centuries.
const LATEST_YEAR: i16 = 2100;

/// Whether a day can stand in somebody's papers, past or to come.
///
/// # Errors
/// `TooEarly` before 1900, `OutOfRange` after 2100.
pub fn check_day(day: Day) -> Result<(), ProblemCode> {
    if day.year() < EARLIEST_YEAR {
        Err(ProblemCode::TooEarly)
    } else if day.year() > LATEST_YEAR {
        Err(ProblemCode::OutOfRange)
    } else {
        Ok(())
    }
}

impl ImpreciseDate {
    /// The earliest day it can mean.
    #[must_use]
    pub fn first_day(self) -> Day {
        match self {
            Self::Day { on } | Self::SetByAuthority { on } => on,
            Self::Month { year, month } => day_of(year, month, 1),
            Self::Year { year } | Self::Estimated { year } => day_of(year, 1, 1),
        }
    }

    /// The latest day it can mean.
    #[must_use]
    pub fn last_day(self) -> Day {
        match self {
            Self::Day { on } | Self::SetByAuthority { on } => on,
            Self::Month { .. } => self.first_day().last_of_month(),
            Self::Year { .. } | Self::Estimated { .. } => self.first_day().last_of_year(),
        }
    }

    /// The year, which every precision knows.
    #[must_use]
    pub fn year(self) -> i16 {
        self.first_day().year()
    }

    /// The day, if one is written down, whoever said it.
    #[must_use]
    pub const fn day(self) -> Option<Day> {
        match self {
            Self::Day { on } | Self::SetByAuthority { on } => Some(on),
            Self::Month { .. } | Self::Year { .. } | Self::Estimated { .. } => None,
        }
    }

    /// Whether it is a 1 January, the day authorities enter when none is known: legally the date, as evidence weak.
    #[must_use]
    pub fn is_first_of_january(self) -> bool {
        self.day()
            .is_some_and(|on| on.month() == 1 && on.day() == 1)
    }

    /// Reads what people type: `1990`, `3.1990`, `03/1990`, `1.3.1990`, `1.3.90`, `01031990`, `010390`,
    /// `1990-03-01`, `ca. 1990`, with the digits of any script. Nothing typed is no date. A year of two digits is the latest one
    /// that is not after `today`'s year.
    ///
    /// # Errors
    /// `ImpossibleDate` for a day or month that no calendar has, `Invalid` for a text that is no date.
    pub fn typed(text: &str, today: Day) -> Result<Option<Self>, ProblemCode> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(None);
        }
        let lower = text.to_lowercase();
        if let Some(rest) = ["ca.", "ca", "um", "~", "circa"]
            .iter()
            .find_map(|word| lower.strip_prefix(word))
        {
            return match Self::typed(rest, today)? {
                Some(Self::Year { year }) => Ok(Some(Self::Estimated { year })),
                _ => Err(ProblemCode::Invalid),
            };
        }
        let parts = numbers(&lower)?;
        let years = |part: &str| year_of(part, today);
        let date = match parts.as_slice() {
            [whole] if matches!(whole.len(), 6 | 8) => {
                let (day, rest) = whole.split_at(2);
                let (month, year) = rest.split_at(2);
                full(years(year)?, month, day)?
            }
            [year] if year.len() == 4 => Self::Year { year: years(year)? },
            [year, month] if year.len() == 4 => month_of(years(year)?, month)?,
            [month, year] if year.len() == 4 || (year.len() == 2 && year.as_str() > "31") => {
                month_of(years(year)?, month)?
            }
            [year, month, day] if year.len() == 4 => full(years(year)?, month, day)?,
            [day, month, year] if matches!(year.len(), 2 | 4) => full(years(year)?, month, day)?,
            _ => return Err(ProblemCode::Invalid),
        };
        Ok(Some(date))
    }

    /// The German form, which [`ImpreciseDate::typed`] reads back: `01.03.1990`, `03.1990`, `1990`, `ca. 1990`.
    #[must_use]
    pub fn shown(self) -> String {
        match self {
            Self::Day { on } | Self::SetByAuthority { on } => {
                format!("{:02}.{:02}.{:04}", on.day(), on.month(), on.year())
            }
            Self::Month { year, month } => format!("{month:02}.{year:04}"),
            Self::Year { year } => format!("{year:04}"),
            Self::Estimated { year } => format!("ca. {year:04}"),
        }
    }

    /// Whether it can lie in somebody's past: not wholly after today, not wholly before 1900, and a month that exists.
    ///
    /// # Errors
    /// `InFuture`, `TooEarly` or `ImpossibleDate`.
    pub fn check_past(self, today: Day) -> Result<(), ProblemCode> {
        if let Self::Month { month, .. } = self
            && !(1..=12).contains(&month)
        {
            return Err(ProblemCode::ImpossibleDate);
        }
        if self.first_day() > today {
            Err(ProblemCode::InFuture)
        } else if self.last_day().year() < EARLIEST_YEAR {
            Err(ProblemCode::TooEarly)
        } else {
            Ok(())
        }
    }
}

/// Which of the days is meant that a day without its year, or with two digits of it, can be.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Nearest {
    /// The latest one up to today: what happened.
    #[default]
    Past,
    /// The next one from today on: what is due.
    Coming,
}

/// Reads a day alone as people type it in a hurry: `26.11.`, `26.11.26`, `26.11.2026`, `2026-11-26`, `heute`, `morgen`,
/// `gestern`, `today`. Nothing typed is no day; a month or a year is not enough.
///
/// # Errors
/// `ImpossibleDate` for a day that no calendar has, `Invalid` for a text that is no day.
pub fn typed_day(text: &str, today: Day, nearest: Nearest) -> Result<Option<Day>, ProblemCode> {
    let text = text.trim().to_lowercase();
    match text.as_str() {
        "heute" | "today" => return Ok(Some(today)),
        "morgen" | "tomorrow" => return Ok(today.tomorrow().ok()),
        "gestern" | "yesterday" => return Ok(today.yesterday().ok()),
        _ => {}
    }
    let parts = numbers(&text)?;
    match (parts.as_slice(), nearest) {
        ([day, month], _) if day.len() <= 2 && month.len() <= 2 && !text.contains('/') => {
            without_year(day, month, today, nearest).map(Some)
        }
        ([day, month, year], Nearest::Coming) if year.len() == 2 && day.len() <= 2 => {
            let century = today.year() - today.year().rem_euclid(100);
            let year: i16 = year.parse().map_err(|_| ProblemCode::Invalid)?;
            full(century + year, month, day).map(ImpreciseDate::day)
        }
        _ => match ImpreciseDate::typed(&text, today)? {
            None => Ok(None),
            Some(ImpreciseDate::Day { on }) => Ok(Some(on)),
            Some(_) => Err(ProblemCode::Invalid),
        },
    }
}

/// The nearest such day. 29 February has its year too, but perhaps not this one.
fn without_year(day: &str, month: &str, today: Day, nearest: Nearest) -> Result<Day, ProblemCode> {
    // Two leap years can lie eight years apart.
    (0..=8)
        .map(|years| match nearest {
            Nearest::Past => today.year() - years,
            Nearest::Coming => today.year() + years,
        })
        .filter_map(|year| full(year, month, day).ok()?.day())
        .find(|found| match nearest {
            Nearest::Past => *found <= today,
            Nearest::Coming => *found >= today,
        })
        .ok_or(ProblemCode::ImpossibleDate)
}

/// The nearest day to what was meant, so that no number makes a calculation fail.
fn day_of(year: i16, month: i8, day: i8) -> Day {
    Day::new(year.clamp(1, 9999), month.clamp(1, 12), day.clamp(1, 28)).unwrap_or(Day::ZERO)
}

/// The runs of digits, in the digits 0 to 9; what stands between them must be what people put between the parts of a
/// date.
fn numbers(text: &str) -> Result<Vec<String>, ProblemCode> {
    let mut parts = vec![String::new()];
    for character in text.chars() {
        match (digit(character), character) {
            (Some(digit), _) => {
                if let Some(part) = parts.last_mut() {
                    part.push(digit);
                }
            }
            (None, '.' | '/' | '-' | ' ' | ',' | '\u{2010}'..='\u{2015}') => {
                if parts.last().is_some_and(|part| !part.is_empty()) {
                    parts.push(String::new());
                }
            }
            _ => return Err(ProblemCode::Invalid),
        }
    }
    parts.retain(|part| !part.is_empty());
    if parts.len() > 3 || parts.iter().any(|part| part.len() > 8) {
        return Err(ProblemCode::Invalid);
    }
    Ok(parts)
}

/// The digit 0 to 9 that a character of any script common here stands for: Latin, Arabic, Persian, Devanagari, Bengali.
#[must_use]
pub fn digit(character: char) -> Option<char> {
    const ZEROS: [char; 5] = ['0', '\u{660}', '\u{6F0}', '\u{966}', '\u{9E6}'];
    ZEROS.into_iter().find_map(|zero| {
        let value = u32::from(character).checked_sub(u32::from(zero))?;
        char::from_digit(value, 10)
    })
}

fn year_of(part: &str, today: Day) -> Result<i16, ProblemCode> {
    let year: i16 = part.parse().map_err(|_| ProblemCode::Invalid)?;
    let year = if part.len() == 2 {
        let century = today.year() - today.year().rem_euclid(100);
        let latest = century + year;
        if latest > today.year() {
            latest - 100
        } else {
            latest
        }
    } else {
        year
    };
    if (1..=9999).contains(&year) {
        Ok(year)
    } else {
        Err(ProblemCode::ImpossibleDate)
    }
}

fn month_of(year: i16, month: &str) -> Result<ImpreciseDate, ProblemCode> {
    match month.parse() {
        Ok(month @ 1..=12) => Ok(ImpreciseDate::Month { year, month }),
        _ => Err(ProblemCode::ImpossibleDate),
    }
}

fn full(year: i16, month: &str, day: &str) -> Result<ImpreciseDate, ProblemCode> {
    let number = |part: &str| part.parse::<i8>().map_err(|_| ProblemCode::ImpossibleDate);
    Day::new(year, number(month)?, number(day)?)
        .map(|on| ImpreciseDate::Day { on })
        .map_err(|_| ProblemCode::ImpossibleDate)
}

/// Whether a value is written as a date but names a day or a month that no calendar has.
#[must_use]
pub fn is_impossible(value: &serde_json::Value) -> bool {
    use serde_json::Value;
    let is_no_day = |text: &str| {
        let mut numbers = text.split('-').map(str::parse::<u16>);
        let is_written = text.len() == 10
            && numbers.by_ref().take(3).all(|number| number.is_ok())
            && numbers.next().is_none();
        is_written && text.parse::<Day>().is_err()
    };
    match value {
        Value::String(text) => is_no_day(text),
        Value::Object(date) if date.contains_key("precision") => {
            date.get("on")
                .and_then(Value::as_str)
                .is_some_and(is_no_day)
                || date
                    .get("month")
                    .and_then(Value::as_i64)
                    .is_some_and(|month| !(1..=12).contains(&month))
                || date
                    .get("year")
                    .and_then(Value::as_i64)
                    .is_some_and(|year| !(1..=9999).contains(&year))
        }
        _ => false,
    }
}

fn day_from_json<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Day, D::Error> {
    let day = Day::deserialize(from)?;
    within(day.year(), 1..=9999).map(|_| day)
}

fn year_from_json<'de, D: serde::Deserializer<'de>>(from: D) -> Result<i16, D::Error> {
    within(i16::deserialize(from)?, 1..=9999)
}

fn month_from_json<'de, D: serde::Deserializer<'de>>(from: D) -> Result<i8, D::Error> {
    within(i8::deserialize(from)?, 1..=12)
}

fn within<T: PartialOrd, E: serde::de::Error>(
    value: T,
    range: std::ops::RangeInclusive<T>,
) -> Result<T, E> {
    if range.contains(&value) {
        Ok(value)
    } else {
        Err(E::custom("outside the calendar"))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    const TODAY: Day = date(2026, 11, 23);

    fn typed(text: &str) -> Result<Option<ImpreciseDate>, ProblemCode> {
        ImpreciseDate::typed(text, TODAY)
    }

    #[test]
    fn what_people_type_is_read_with_its_precision() {
        let day = |year, month, day| ImpreciseDate::Day {
            on: date(year, month, day),
        };
        let month = |year, month| ImpreciseDate::Month { year, month };
        let year = |year| ImpreciseDate::Year { year };
        for (text, expected) in [
            ("1990", year(1990)),
            (" ١٩٩٠ ", year(1990)),
            ("ca. 1990", ImpreciseDate::Estimated { year: 1990 }),
            ("3.1990", month(1990, 3)),
            ("03/1990", month(1990, 3)),
            ("03/90", month(1990, 3)),
            ("1990-03", month(1990, 3)),
            ("1.3.1990", day(1990, 3, 1)),
            ("01.03.90", day(1990, 3, 1)),
            ("1.3.26", day(2026, 3, 1)),
            ("1.3.27", day(1927, 3, 1)),
            ("1 3 1990", day(1990, 3, 1)),
            ("01031990", day(1990, 3, 1)),
            ("010390", day(1990, 3, 1)),
            ("1990-03-01", day(1990, 3, 1)),
            ("1990/3/1", day(1990, 3, 1)),
            ("۱۳/۰۳/۱۹۹۰", day(1990, 3, 13)),
            ("29.2.2024", day(2024, 2, 29)),
        ] {
            assert_eq!(typed(text), Ok(Some(expected)), "{text}");
        }
        assert_eq!(typed("  "), Ok(None));
    }

    #[test]
    fn impossible_days_and_texts_that_are_no_date_are_refused() {
        for text in [
            "29.2.2023",
            "31.4.1990",
            "13.1990",
            "0.1.1990",
            "1.13.1990",
            "0000",
            "99999999",
        ] {
            assert_eq!(typed(text), Err(ProblemCode::ImpossibleDate), "{text}");
        }
        for text in [
            "gestern",
            "1.3",
            "12345",
            "1.2.3.4",
            "ca. 1.3.1990",
            "-",
            "1990x",
        ] {
            assert_eq!(typed(text), Err(ProblemCode::Invalid), "{text}");
        }
    }

    #[test]
    fn a_day_in_a_hurry_is_the_nearest_one() {
        for (text, past, coming) in [
            ("26.11.", date(2025, 11, 26), date(2026, 11, 26)),
            ("23.11", TODAY, TODAY),
            ("1.3.", date(2026, 3, 1), date(2027, 3, 1)),
            ("29.2.", date(2024, 2, 29), date(2028, 2, 29)),
            ("1.3.27", date(1927, 3, 1), date(2027, 3, 1)),
            ("1.3.24", date(2024, 3, 1), date(2024, 3, 1)),
            ("01.03.2027", date(2027, 3, 1), date(2027, 3, 1)),
            ("2027-03-01", date(2027, 3, 1), date(2027, 3, 1)),
            (" Heute ", TODAY, TODAY),
            ("Morgen", date(2026, 11, 24), date(2026, 11, 24)),
            ("yesterday", date(2026, 11, 22), date(2026, 11, 22)),
        ] {
            assert_eq!(
                typed_day(text, TODAY, Nearest::Past),
                Ok(Some(past)),
                "{text}"
            );
            assert_eq!(
                typed_day(text, TODAY, Nearest::Coming),
                Ok(Some(coming)),
                "{text}"
            );
        }
        for nearest in [Nearest::Past, Nearest::Coming] {
            assert_eq!(typed_day("  ", TODAY, nearest), Ok(None));
            for text in ["31.2.", "30.2.", "0.1.", "32.1.2026", "31.4.27"] {
                let read = typed_day(text, TODAY, nearest);
                assert_eq!(read, Err(ProblemCode::ImpossibleDate), "{text}");
            }
            for text in ["2027", "3.2027", "03/27", "bald", "ca. 2027"] {
                let read = typed_day(text, TODAY, nearest);
                assert_eq!(read, Err(ProblemCode::Invalid), "{text}");
            }
        }
    }

    #[test]
    fn an_imprecise_date_spans_its_first_to_its_last_day() {
        let february = ImpreciseDate::Month {
            year: 2024,
            month: 2,
        };
        assert_eq!(
            (february.first_day(), february.last_day()),
            (date(2024, 2, 1), date(2024, 2, 29))
        );
        let year = ImpreciseDate::Year { year: 2023 };
        assert_eq!(
            (year.first_day(), year.last_day()),
            (date(2023, 1, 1), date(2023, 12, 31))
        );
    }

    #[test]
    fn only_a_written_first_of_january_counts_as_one() {
        let on = date(1990, 1, 1);
        assert!(ImpreciseDate::Day { on }.is_first_of_january());
        assert!(ImpreciseDate::SetByAuthority { on }.is_first_of_january());
        assert!(!ImpreciseDate::Year { year: 1990 }.is_first_of_january());
        assert!(
            !ImpreciseDate::Day {
                on: date(1990, 1, 2)
            }
            .is_first_of_january()
        );
    }

    #[test]
    fn the_past_ends_today_and_begins_in_1900() {
        let check = |text| typed(text).unwrap().unwrap().check_past(TODAY);
        assert_eq!(check("23.11.2026"), Ok(()));
        assert_eq!(check("24.11.2026"), Err(ProblemCode::InFuture));
        assert_eq!(check("2026"), Ok(()));
        assert_eq!(check("12.2026"), Err(ProblemCode::InFuture));
        assert_eq!(check("1.1.1900"), Ok(()));
        assert_eq!(check("1899"), Err(ProblemCode::TooEarly));
    }

    #[test]
    fn json_with_a_month_or_a_year_that_no_calendar_has_is_refused() {
        for json in [
            r#"{"precision":"month","year":1990,"month":13}"#,
            r#"{"precision":"month","year":1990,"month":0}"#,
            r#"{"precision":"month","year":0,"month":1}"#,
            r#"{"precision":"year","year":10000}"#,
            r#"{"precision":"estimated","year":-5}"#,
            r#"{"precision":"day","on":"2023-02-29"}"#,
            r#"{"precision":"day","on":"-000005-02-28"}"#,
        ] {
            assert!(
                serde_json::from_str::<ImpreciseDate>(json).is_err(),
                "{json}"
            );
        }
        let march: ImpreciseDate =
            serde_json::from_str(r#"{"precision":"month","year":1990,"month":3}"#).unwrap();
        assert_eq!(
            march,
            ImpreciseDate::Month {
                year: 1990,
                month: 3
            }
        );
    }

    fn any_date() -> impl Strategy<Value = ImpreciseDate> {
        (0..4, 1i16..=9999, 1i8..=12, 1i8..=31).prop_map(|(kind, year, month, day)| match kind {
            0 => ImpreciseDate::Year { year },
            1 => ImpreciseDate::Estimated { year },
            2 => ImpreciseDate::Month { year, month },
            _ => ImpreciseDate::Day {
                on: Day::new(year, month, day).unwrap_or(date(year, month, 28)),
            },
        })
    }

    proptest! {
        #[test]
        fn what_is_shown_is_read_back(date in any_date()) {
            prop_assert_eq!(typed(&date.shown()), Ok(Some(date)));
            let json = serde_json::to_string(&date).unwrap();
            prop_assert_eq!(serde_json::from_str::<ImpreciseDate>(&json).unwrap(), date);
        }

        #[test]
        fn no_text_and_no_number_makes_a_date_panic(text in any::<String>(), year in any::<i16>(), month in any::<i8>()) {
            let _ = typed(&text);
            let date = ImpreciseDate::Month { year, month };
            prop_assert!(date.first_day() <= date.last_day());
            let _ = (date.check_past(TODAY), date.shown(), ImpreciseDate::Year { year }.last_day());
        }
    }
}
