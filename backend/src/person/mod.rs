//! Persons on the server: recording, editing, linking, and reading the desk's part of the form.

mod service;
mod store;

pub use service::{Person, facts, facts_of, open_for, record, subject_of};
pub use store::{PersonEffect, apply};
