//! The Lückenlos server: commands in, outcomes out, reads under access rights, the built app beside them.

pub mod app;
pub mod assets;
pub mod case;
pub mod cli;
pub mod clock;
pub mod config;
pub mod db;
pub mod decision;
pub mod documentation;
pub mod effect;
pub mod exchange;
pub mod log;
pub mod person;
pub mod seal;
pub mod surroundings;
pub mod tx;
pub mod web;
