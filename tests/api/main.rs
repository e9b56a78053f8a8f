//! The API as people and programs meet it: over HTTP, on SQLite and on PostgreSQL, each test on a fresh demo town.

#![expect(
    clippy::expect_used,
    reason = "a test fails by panicking, and says why"
)]

mod attacks;
mod audit;
mod contact;
mod doors;
mod hostile;
mod schema;
mod shapes;
mod socket;
mod tricks;
mod uploads;
