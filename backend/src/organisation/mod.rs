//! The organisation of the municipality: loaded as a whole, read as of a day.

mod known;
pub mod routes;
mod service;
mod store;

pub(crate) use known::{InTransaction, KeptOrganisations};
pub use service::{load, load_as_system, load_shipped};
pub use store::{OrganisationEffect, apply, current, find_standing};
