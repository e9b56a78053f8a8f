//! The server's core without HTTP: the write path, the log, sealing, replay, `check`, and what it does when the database
//! fails.

#![expect(
    clippy::unwrap_used,
    reason = "a test fails by panicking, and says why"
)]

mod after;
mod body;
mod changes;
mod counter;
mod deputy;
mod disclosure;
mod emergency;
mod erasure;
mod faults;
mod features;
mod file_check;
mod held;
mod history;
mod inquiry;
mod lists;
mod moves;
mod reporting;
mod scan;
mod search_tokens;
mod special;
mod support;
mod tamper;
mod towns;
mod write_path;
