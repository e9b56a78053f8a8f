//! People on the screen: the one search, the person's part of the intake form.

pub mod card_state;
pub mod comparison;
pub mod disagreement;
pub mod doubles;
pub mod doubles_state;
pub mod elsewhere;
pub mod field_words;
pub mod form;
mod household;
mod identity;
mod living;
mod packed;
pub mod page;
pub mod place;
pub mod search;
pub mod state;
pub mod typed;
pub mod words;
