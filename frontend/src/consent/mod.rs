//! Consent at a case (Einwilligungen): every purpose with its answer in a plain table, asking, refusing, taking back, the picture
//! of a sheet that was signed on paper, and the sheet that confirms to the client what they took back.
//!
//! Not here: what intake asks (`intake::consent`), which answer counts (`shared::consent`).

mod confirmation;
mod form;
mod scan;
mod side;
mod state;
mod words;

pub use confirmation::{Confirmation, ConfirmationCard};
pub use side::ConsentSide;
pub(crate) use words::{purpose, receiver_name};
