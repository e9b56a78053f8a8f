//! Responsibility: proposals, the pool, giving a case to a post.

pub mod routes;
mod service;

pub use service::{assign, pool, propose};
