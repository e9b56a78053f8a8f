//! Erasing persons on the server: asking, deciding, carrying out, and the journal outside the database by which a restored
//! copy erases again. What was erased leaves ids and days, and no content; see
//! [the decision](../../../docs/decisions/2026-11-27-erasure.md).

mod again;
mod journal;
mod left;
pub mod routes;
mod service;
mod store;

pub use again::{carry_out, prepare};
pub use journal::{Journal, JournalFailure, Verdict};
pub use left::{NAMED, left};
pub use service::{ask, confirm, decline, list, of, take_back};
pub use store::{ErasureEffect, KEPT, REACHED, apply, has_any};
