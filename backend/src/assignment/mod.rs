//! Responsibility: proposals, the pool, giving a case to a post, and what a legal body carries.

mod body;
mod responsibility;
pub mod routes;
mod service;

pub use body::read as body;
pub use responsibility::{find, handed_over, read};
pub use service::{assign, pool, propose};
