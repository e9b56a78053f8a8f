//! The one way in which work is written (design 3.1–3.8): commands in envelopes, offered to the server, answered by
//! outcomes. The same call serves typing online and a tablet that comes back after a day.

pub mod calls;
mod envelope;
mod held;
mod outcome;

pub use envelope::{Envelope, FORMAT, Subject, UnreadableSubject};
pub use held::{HeldAnswer, HeldEntry, HeldSettled, HeldWork, OwnHeld, SettleHeld, is_case_work};
pub use outcome::{Answered, Offer, OfferAnswer, Outcome, Refusal, Sequence};
