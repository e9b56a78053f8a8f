//! Persons on the server: recording, editing, linking, and reading the desk's part of the form.

pub mod routes;
mod search;
mod service;
mod store;

pub use search::{Found, find};
pub use service::{
    Person, disagreed, edit, facts, facts_of, link, open_for, read, record, subject_of, unlink,
};
pub use store::{PersonEffect, apply, find_draft, get_draft, list_conflicts};
