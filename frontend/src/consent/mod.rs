//! Consent at a case (Einwilligungen): every purpose with its answer in a plain table, asking, refusing, taking back, and the
//! sheet that confirms to the client what they took back.
//!
//! Not here: what intake asks (`intake::consent`), which answer counts (`shared::consent`).

mod confirmation;
mod form;
mod side;
mod words;

pub use confirmation::{Confirmation, ConfirmationCard};
pub use side::ConsentSide;
pub(crate) use words::{purpose, receiver_name};
