//! The server is killed, starved and locked out, on both databases. What it acknowledged is there once afterwards, what
//! it cannot do it refuses clearly, and nothing is broken when the trouble ends.

#![expect(
    clippy::expect_used,
    reason = "a test fails by panicking, and says why"
)]

mod changed;
mod erased;
mod killed;
mod locked;
mod restored;
mod starved;
mod writers;
