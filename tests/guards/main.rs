//! What a request costs, counted instead of timed, so that a slow machine never fails a test and a slow statement always
//! does (design, part 7; the times themselves are `cargo xtask bench`'s): statements per request, the plans of all of
//! them, commits per batch, bytes per answer.

#![expect(
    clippy::unwrap_used,
    reason = "a test fails by panicking, and says why"
)]

mod commits;
mod lists;
mod many;
mod organisation;
mod plans;
mod recorded;
mod requests;
mod statements;
