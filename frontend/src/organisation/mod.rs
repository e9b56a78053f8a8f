//! The organisation as files, for the coordinator: save what holds, import what changes, after a look at every consequence.
//! Reading it for other pages is `assignment::state`'s.

mod page;
mod state;
mod words;

pub use page::OrganisationPage;
