//! What surrounds every page: navigation, head, footer, help, notices about the session, the version, the network. And
//! the pages that belong to no feature.

mod footer;
mod frame;
mod help;
mod hide;
mod link;
mod navigation;
mod notices;
mod refused;
mod statement;

pub use refused::NotAllowedPage;

pub(crate) use frame::{HomePage, Shell};
pub(crate) use refused::NotFoundPage;
pub(crate) use statement::AccessibilityPage;
