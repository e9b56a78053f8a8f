//! Access in an emergency (Notzugriff) and checks of files on cause (Aktenprüfung) on the server: who has which file open until when, who is told, what they think of it.
//! Whether it is permitted, and what it opens, is `shared::access`'s.

pub mod routes;
mod service;
mod store;

pub use service::{OpenAccess, answer, check, end, open, open_of_case, read, review};
pub use store::{EmergencyEffect, Opened, apply, list_opened, was_opened_in_emergency};
