//! The server's core without HTTP: the write path, the log, sealing, replay, `check`, and what it does when the database
//! fails.

mod faults;
mod features;
mod history;
mod support;
mod tamper;
mod write_path;
