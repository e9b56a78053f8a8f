//! Reports for the steering group on the screen, on paper and as a file.

mod page;
mod sheet;
mod state;

pub use page::ReportsPage;
