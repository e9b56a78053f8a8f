//! Erasing a person: asking for it where somebody works with them, deciding it as coordinator.

mod list;
mod notice;
mod page;
mod state;

pub use list::ErasuresPage;
pub use notice::{ErasureNotice, ErasuresWaiting};
pub use page::ErasurePage;
