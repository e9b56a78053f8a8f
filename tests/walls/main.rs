//! The walls, from outside (design 3.10, 3.11): every field in which somebody may write holds a word of its own, and
//! everybody sends every call with own and foreign ids. Which words come back, to whom and of what kind, stands in
//! `table.txt`, written by hand; what is there and what is not answer alike to whoever may not see it.

#![expect(
    clippy::expect_used,
    reason = "a test fails by panicking, and says why"
)]

mod asked;
mod counted;
mod dressed;
mod stolen;
mod walk;
