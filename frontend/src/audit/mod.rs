//! The logs: for the data protection officer who read, who changed and what is out of the ordinary; for a client's worker
//! the sheet that tells who has seen the client's data, and what was changed about them.

mod anomalies;
mod change_words;
mod changes;
mod filter;
mod folding;
mod page;
mod readings;
mod state;
mod tongue;
mod who_read;
mod words;
mod writings;

pub use changes::ChangesPage;
pub use page::LogPage;
pub(crate) use page::to_readings;
pub use who_read::WhoReadPage;
pub(crate) use words::{what_they_are, who};
