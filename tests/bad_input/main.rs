//! Bad input: every field of every form meets every kind of badness. The fields come from the types themselves, the
//! expected answers stand in `table.txt`, where a person can review them, and three tests look at the same vectors: the
//! checks of `shared`, the server past the form, and the words of the page.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking, and says why"
)]

mod checked;
mod forms;
mod offered;
mod vectors;
mod worded;
