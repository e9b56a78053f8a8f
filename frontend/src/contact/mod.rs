//! The contact form, and the messages for those who answer them.

mod messages;
mod page;
mod state;

pub use messages::MessagesPage;
pub use page::ContactPage;
