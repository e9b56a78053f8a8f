//! People on the screen: the one search, the person's part of the intake form.

pub mod form;
pub mod place;
pub mod search;
pub mod words;
