//! Intake on the screen: contact slip, form, target group.

pub mod choices;
pub mod consent;
pub mod form;
pub mod lanes;
pub mod slip;
pub mod target;
pub mod work;
