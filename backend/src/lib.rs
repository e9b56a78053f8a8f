//! The Lückenlos server: commands in, outcomes out, reads under access rights, the built app beside them.

pub mod app;
pub mod assets;
pub mod audit;
pub mod backup;
pub mod case;
pub mod cli;
pub mod clock;
pub mod config;
pub mod consent;
pub mod db;
pub mod decision;
pub mod device;
pub mod documentation;
pub mod effect;
pub mod exchange;
pub mod log;
pub mod openapi;
pub mod person;
pub mod seal;
pub mod seed;
pub mod signin;
pub mod surroundings;
pub mod tx;
pub mod web;
