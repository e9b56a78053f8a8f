//! Access in an emergency (Notzugriff) on the screen: opening somebody else's file with a reason, being told that one's own
//! was opened, and the officer's list. Values in, events out; what is permitted `shared::access` says.

mod banner;
mod notices;
mod opening;
mod review;
mod state;

pub use banner::EmergencyBanner;
pub use notices::EmergencyNotices;
pub use opening::OpenInEmergency;
pub(crate) use review::Review;
