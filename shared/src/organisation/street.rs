//! Streets: which house numbers lie in which Stadtteil. No directory ships; a coordinator imports the town's own.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::period::dated;
use crate::kernel::{Day, LocalityCode};

/// A street, or a part of it by house numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StreetRange {
    /// The name of the street.
    pub street: String,
    /// The lowest house number; absent: from the beginning.
    pub first: Option<u16>,
    /// The highest house number; absent: to the end.
    pub last: Option<u16>,
    /// Which side of the street.
    pub side: StreetSide,
    /// The Stadtteil.
    pub locality: LocalityCode,
    /// First day of validity.
    #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "date")))]
    pub valid_from: Day,
    /// Last day of validity; absent: still in force.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", extend("format" = "date")))]
    pub valid_until: Option<Day>,
}

/// The side of a street, by its house numbers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum StreetSide {
    /// Both.
    #[default]
    Both,
    /// Odd numbers.
    Odd,
    /// Even numbers.
    Even,
}

/// No side of a street.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a side of a street")]
pub struct NoSide;

impl FromStr for StreetSide {
    type Err = NoSide;

    fn from_str(text: &str) -> Result<Self, NoSide> {
        match text.to_lowercase().as_str() {
            "both" | "beide" | "alle" => Ok(Self::Both),
            "odd" | "ungerade" => Ok(Self::Odd),
            "even" | "gerade" => Ok(Self::Even),
            _ => Err(NoSide),
        }
    }
}

dated!(StreetRange);

impl StreetRange {
    /// Whether a house number lies in it; a street without a number lies in every part of it.
    #[must_use]
    pub fn holds(&self, number: Option<u16>) -> bool {
        number.is_none_or(|number| {
            let is_on_side = match self.side {
                StreetSide::Both => true,
                StreetSide::Odd => number % 2 == 1,
                StreetSide::Even => number % 2 == 0,
            };
            is_on_side
                && self.first.is_none_or(|first| first <= number)
                && self.last.is_none_or(|last| number <= last)
        })
    }

    /// Whether two parts of one street have a house number in common.
    #[must_use]
    pub fn meets(&self, other: &Self) -> bool {
        let sides = [self.side, other.side];
        let are_opposite = sides.contains(&StreetSide::Odd) && sides.contains(&StreetSide::Even);
        let first = self.first.max(other.first).unwrap_or(0);
        let last = match (self.last, other.last) {
            (Some(one), Some(two)) => Some(one.min(two)),
            (one, two) => one.or(two),
        };
        // A range of one number has it on one side only.
        !are_opposite
            && last.is_none_or(|last| {
                (first..=last.min(first.saturating_add(1)))
                    .any(|number| self.holds(Some(number)) && other.holds(Some(number)))
            })
    }
}

/// What stands before a house number, and the number, for each number in a typed line; last the line as a whole.
pub(super) fn with_number(typed: &str) -> Vec<(&str, Option<u16>)> {
    let mut parts = Vec::new();
    let mut is_in_number = false;
    for (at, sign) in typed.char_indices() {
        let is_digit = sign.is_ascii_digit();
        if is_digit && !is_in_number {
            let (name, rest) = typed.split_at(at);
            let end = rest
                .find(|sign: char| !sign.is_ascii_digit())
                .unwrap_or(rest.len());
            let number = rest.get(..end).and_then(|digits| digits.parse().ok());
            parts.extend(number.map(|number| (name, Some(number))));
        }
        is_in_number = is_digit;
    }
    parts.push((typed, None));
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(first: Option<u16>, last: Option<u16>, side: StreetSide) -> StreetRange {
        StreetRange {
            street: "Musterstraße".into(),
            first,
            last,
            side,
            locality: "opladen".parse().unwrap(),
            valid_from: jiff::civil::date(2020, 1, 1),
            valid_until: None,
        }
    }

    #[test]
    fn a_number_lies_in_its_range_and_on_its_side() {
        use StreetSide::{Both, Even, Odd};
        for (range, number, is_in) in [
            (range(None, None, Both), Some(7), true),
            (range(Some(2), Some(10), Even), Some(10), true),
            (range(Some(2), Some(10), Even), Some(9), false),
            (range(Some(2), Some(10), Even), Some(12), false),
            (range(Some(11), None, Odd), Some(999), true),
            (range(Some(11), None, Odd), None, true),
        ] {
            assert_eq!(range.holds(number), is_in, "{range:?} {number:?}");
        }
    }

    #[test]
    fn parts_of_a_street_meet_where_they_share_a_number() {
        use StreetSide::{Both, Even, Odd};
        let meets = |one: StreetRange, two: StreetRange| {
            assert_eq!(one.meets(&two), two.meets(&one));
            one.meets(&two)
        };
        assert!(meets(range(None, None, Both), range(Some(5), Some(5), Odd)));
        assert!(!meets(range(None, None, Odd), range(None, None, Even)));
        assert!(!meets(
            range(None, Some(9), Both),
            range(Some(10), None, Both)
        ));
        assert!(meets(
            range(None, Some(10), Both),
            range(Some(10), None, Even)
        ));
        assert!(!meets(
            range(None, Some(10), Both),
            range(Some(10), None, Odd)
        ));
        assert!(meets(
            range(Some(3), Some(9), Odd),
            range(Some(8), Some(9), Both)
        ));
    }

    #[test]
    fn a_line_is_split_before_each_number() {
        assert_eq!(
            with_number("Straße des 17. Juni 5a"),
            [
                ("Straße des ", Some(17)),
                ("Straße des 17. Juni ", Some(5)),
                ("Straße des 17. Juni 5a", None),
            ]
        );
        assert_eq!(with_number("Ring"), [("Ring", None)]);
    }
}
