//! The documentation (Verlauf) on the server: entries are only added.

mod service;
mod store;

pub use service::add;
pub use store::{DocumentationEffect, apply, list_of_case};
