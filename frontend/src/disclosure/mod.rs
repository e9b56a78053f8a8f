//! Passing on (Weitergabe): what of a case is told to an office or in a conference, with the client's consent; the sheet for whom
//! it is told; what is done about it once they took their consent back.
//!
//! Not here: which consent it needs (`shared::disclosure`), asking for it (`consent`).

mod form;
mod line;
mod list;
mod sheet;
mod words;

pub use list::Disclosures;
pub(crate) use words::{classes_in_words, offices_in_words};
