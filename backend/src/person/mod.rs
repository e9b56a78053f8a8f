//! Persons on the server: recording, editing, linking, and reading the desk's part of the form.

mod disagreement;
mod doubles;
mod pairs;
pub mod routes;
mod search;
mod service;
mod store;

pub use disagreement::{
    Disagreements, disagreed, list as list_disagreements, name_writers, touches,
};
pub use doubles::{Shown, compare, notices, of_person};
pub use search::{Found, find};
pub use service::{
    Person, edit, facts, facts_of, is_seen, link, open_for, read, record, subject_of, tell_apart,
    unlink,
};
pub use store::{PersonEffect, apply, find_draft, get_draft, open_drafts};
