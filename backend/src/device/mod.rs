//! Enrolled devices: their public key, the half of the outbox key that a sign-in releases, and unsent work handed in
//! without a session. The portable core that runs on a device is `shared::device`.

pub mod routes;
pub mod service;
mod store;

pub use service::reseal;
pub use store::{list, lose};
