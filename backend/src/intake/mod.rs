//! Intake: first and referral counselling on slips, the intake form, the target group, facts on the lanes.

mod read;
pub mod routes;
mod service;
mod store;

pub use read::{exceptions, files, latest_slips, slips_of, unfinished};
pub use service::{
    attach_slip, complete, decide, detach_slip, edit, record_fact, record_slip, start,
};
pub use store::{
    Intake, IntakeEffect, apply, count_on, count_undecided, list, list_facts, list_latest,
    list_urgencies,
};
