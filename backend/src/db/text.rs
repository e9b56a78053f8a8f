//! Ids, days and codes as the text they are stored as.

use std::fmt::Display;
use std::str::FromStr;

use shared::kernel::Day;

use super::Failure;

/// Anything that is stored as its text.
pub trait Text: Display {
    /// The text as stored.
    fn text(&self) -> String {
        self.to_string()
    }
}

impl<T: Display> Text for T {}

/// Reads a stored text back; `place` names the column.
///
/// # Errors
/// [`Failure::Unreadable`], which is our bug or damage, never the user's.
pub fn parse<T: FromStr>(text: &str, place: &'static str) -> Result<T, Failure> {
    text.parse().map_err(|_| Failure::Unreadable(place))
}

/// Reads a stored day back.
///
/// # Errors
/// As [`parse`].
pub fn day(text: &str, place: &'static str) -> Result<Day, Failure> {
    parse(text, place)
}
