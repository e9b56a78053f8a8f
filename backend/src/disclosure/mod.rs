//! Disclosure (Weitergabe) on the server: what was told of a case to others, whether the client had agreed, and what is to be
//! done about it once they no longer do.

mod service;
mod store;

pub(crate) use service::after_answer;
pub use service::{disclose, end, told};
pub use store::{DisclosureEffect, apply, list_of_case, list_revoked};
