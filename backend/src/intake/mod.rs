//! Intake: first and referral counselling on slips, the intake form, the target group, facts on the lanes.

pub mod routes;
mod service;
mod store;

pub use service::{attach_slip, complete, decide, edit, record_fact, record_slip, start};
pub use store::{Intake, IntakeEffect, apply, count_on, list, list_facts, list_slips};
