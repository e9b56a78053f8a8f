//! Pictures beside envelopes (Anhang): read and written anew as they come in, kept sealed with the person when an envelope that
//! names one is taken, and shown to whoever may read what names it.
//!
//! They are no effects: the log names each by its hash, and says nothing else of it. Not here: how one travels (`exchange`).

mod picture;
pub mod routes;
mod service;
mod store;

pub use picture::Pictures;
pub use service::{check, keep, read};
pub use store::exists as is_there;
