//! Intake on the screen: contact slip, form, target group.

pub mod choices;
pub mod consent;
pub mod desk;
pub mod done;
pub mod form;
pub mod lanes;
pub mod page;
pub mod slip;
pub mod slip_state;
pub mod state;
pub mod target;
pub mod work;
