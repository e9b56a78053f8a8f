//! Persons on the server: recording, editing, linking, and reading the desk's part of the form.

mod card;
mod disagreement;
mod doors;
mod doubles;
mod pairs;
mod renewal;
pub mod routes;
mod search;
mod service;
mod store;
mod token_sql;
mod tokens;

pub use card::card;
pub use disagreement::{
    Disagreements, disagreed, list as list_disagreements, name_writers, touches,
};
pub use doors::{Doors, was_deputy};
pub use doubles::{Shown, compare, notices, of_person, resembling};
pub use renewal::{Misfiled, Renewal, forget_tokens, misfiled, renew_all, renew_some};
pub use search::{Found, find};
pub use service::{
    Person, edit, facts, facts_about, facts_of, facts_with, is_seen, link, open_for, read, record,
    subject_of, tell_apart, unit_of, unlink,
};
pub use store::{PersonEffect, apply, find_draft, get_draft, list_with_names, open_drafts};
pub use tokens::asked;
