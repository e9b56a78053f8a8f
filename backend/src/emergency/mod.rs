//! Access in an emergency (Notzugriff) on the server: who has which file open until when, who is told, what they think of it.
//! Whether it is permitted, and what it opens, is `shared::access`'s.

pub mod routes;
mod service;
mod store;

pub use service::{answer, end, open, open_of_person, read, review};
pub use store::{EmergencyEffect, apply, list_opened, was_ever_opened};
