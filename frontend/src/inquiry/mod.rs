//! Inquiries across units (Anfragen an andere Stellen) on the screen: asking, answering, hearing the answer.

mod answering;
mod asking;
mod notice;
mod own;
mod page;
mod state;

pub use notice::InquiryNotice;
pub use page::InquiriesPage;
