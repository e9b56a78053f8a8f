//! Consent on the server: what a client answered, and what follows from the latest answer.

mod service;
mod store;

pub use service::record;
pub use store::{
    ConsentEffect, Question, apply, list_agreed_to_deputy, list_given, list_of_person, list_scans,
    list_withheld, unwritten_since, was_ever_agreed_to_deputy,
};
