//! Reports for the steering group: counting, issuing, reading. Which numbers are shown is `shared`'s rule.

pub mod routes;
mod service;
mod store;

pub use service::{issue, read};
pub use store::{ReportEffect, apply};
