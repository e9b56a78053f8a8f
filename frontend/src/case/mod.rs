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
pub(crate) use lanes::lane_name;
pub use list::CasesPage;
pub(crate) use next_date::next_in_words;
pub use standing::StandingMark;
pub use today::TodayPage;
