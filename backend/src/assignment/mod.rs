//! Responsibility: proposals, the pool, giving a case to a post.

mod service;

pub use service::{assign, propose};
