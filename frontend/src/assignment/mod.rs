//! Responsibility on the screen: who could take a case, and the confirmation by a person.

pub mod away;
mod body;
pub mod handed_over;
pub mod panel;
mod pool;
mod responsibility;
pub mod state;
mod waits;

pub use body::BodyPage;
pub use pool::PoolPage;
pub use responsibility::{ResponsibilitiesPage, ResponsibilityPage};
pub use waits::Waits;
