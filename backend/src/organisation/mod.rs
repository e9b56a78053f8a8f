//! The organisation of the municipality: loaded as a whole, read as of a day.

pub mod routes;
mod service;
mod store;

pub use service::{load, load_as_system, load_shipped};
pub use store::{OrganisationEffect, apply, current};
