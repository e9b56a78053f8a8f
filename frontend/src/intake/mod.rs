//! Intake on the screen: contact slip, form, target group.

mod after;
pub mod choices;
pub mod consent;
pub mod correction;
pub mod desk;
pub mod done;
mod duplicates;
pub mod exceptions;
mod exceptions_state;
pub mod form;
pub mod handout;
pub mod lanes;
mod open_form;
pub mod page;
mod sections;
pub mod shown;
pub mod slip;
pub mod slip_state;
pub mod slips;
pub mod slips_of;
mod slips_state;
pub mod state;
pub mod target;
pub mod unfinished;
mod unfinished_state;
pub mod work;
