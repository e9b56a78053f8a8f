//! The case manager's screens: the day, the cases, a case with its lanes, dates and documentation.

mod appointments;
mod deputised;
mod file;
mod held;
mod held_state;
mod history;
mod lanes;
mod list;
mod next_date;
mod overview;
mod sight;
mod standing;
pub mod state;
mod today;

pub use file::CasePage;
pub use held::HeldCard;
pub use history::{CheckPost, History};
pub use list::CasesPage;
pub use standing::StandingMark;
pub use today::TodayPage;
