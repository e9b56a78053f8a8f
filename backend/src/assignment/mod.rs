//! Responsibility: proposals, the pool, giving a case to a post.

mod responsibility;
pub mod routes;
mod service;

pub use responsibility::{find, handed_over, read};
pub use service::{assign, pool, propose};
