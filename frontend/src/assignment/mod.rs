//! Responsibility on the screen: who could take a case, and the confirmation by a person.

pub mod panel;
mod pool;
pub mod state;

pub use pool::PoolPage;
