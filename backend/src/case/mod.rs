//! Cases on the server: the record that every feature hangs on, who is responsible, next dates and appointments.

mod deputised;
mod history;
mod read;
pub mod routes;
mod service;
mod sight;
mod store;

pub use deputised::deputised;
pub use history::{read as history, why_now};
pub(crate) use read::KeptLists;
pub use read::{all_cases, file, head, pack, responsible, worklist};
pub use service::{
    Case, had_once, is_there, keep_post, moved, open_case, open_for, plan, see, set_next_date,
    settle,
};
pub use sight::sight;
pub use store::{
    CaseEffect, IsOpen, Left, apply, find_by_number, find_current, list_at_post, list_current,
    list_left, list_next_beginnings, list_numbers, list_pool, list_pool_of, list_to_check,
    list_to_look_at,
};
