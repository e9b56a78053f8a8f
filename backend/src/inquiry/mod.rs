//! Inquiries across units on the server: who is asked about whom, what was answered, who is late. The one who asks never learns
//! whom their inquiry reached, or how many.

pub mod routes;
mod service;
mod store;

pub use service::{answer, read, send};
pub use store::{InquiryEffect, apply, list_about, list_sent_since};
