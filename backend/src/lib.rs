//! The Lückenlos server: commands in, outcomes out, reads under access rights, the built app beside them.

pub mod app;
pub mod assets;
pub mod cli;
pub mod clock;
pub mod config;
pub mod web;
