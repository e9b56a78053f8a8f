//! Messages by the contact form on the server: taken from anybody, read and answered by coordinator and administrator.

pub mod routes;
mod service;
mod store;

pub use service::{answer, list, receive, send};
pub use store::{ContactEffect, apply};
