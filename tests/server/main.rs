//! The server's shell, tested in the process: what every answer carries, calls and refusals, signing in, devices, the
//! read log, another key, the API document. The clock is the test's own; what asks the
//! database is asked on both.

#![expect(
    clippy::unwrap_used,
    reason = "a test fails by panicking, and says why"
)]

mod calls;
mod devices;
mod document;
mod edge;
mod files;
mod identity;
mod key;
mod leaked;
mod provider;
mod reads;
mod sessions;
mod setting_up;
mod support;
