//! The log: every envelope that was offered, with its outcome and the effects that were decided (design 3.5, 3.6).
//!
//! Entries are numbered per municipality without a gap, and linked in one chain per subject. What an entry says is
//! sealed under the subject's key; who wrote when about which subject stands in clear, so that order and exactly-once
//! hold also after the subject was erased.

mod entry;
mod store;

pub use entry::{Content, Head};
pub use store::{
    Entry, Numbering, Stored, Verdict, append, find, find_last_link, last_of, list_after,
    list_before, list_latest_of, list_of, open, verify,
};
