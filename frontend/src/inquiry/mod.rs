//! Inquiries across units (Anfragen an andere Stellen) on the screen: asking, answering, hearing the answer.

mod answering;
mod asking;
mod handed;
mod notice;
mod own;
mod page;
mod state;

pub use handed::hand_over;
pub use notice::InquiryNotice;
pub use page::InquiriesPage;
