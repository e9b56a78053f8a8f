//! What the service is about: the types of the work, the rules, the checks, the calls.
//!
//! Runs unchanged in the browser, on the server and in the simulator. It knows no HTTP, no database, no browser,
//! no clock and no source of randomness: days, moments and random bytes come in as values.

pub mod access;
pub mod assignment;
pub mod attachment;
pub mod audit;
pub mod calls;
pub mod case;
pub mod command;
pub mod consent;
pub mod contact;
pub mod device;
pub mod disclosure;
pub mod documentation;
pub mod emergency;
pub mod erasure;
pub mod exchange;
#[cfg(feature = "fixtures")]
pub mod fixtures;
pub mod inquiry;
pub mod intake;
pub mod kernel;
pub mod organisation;
pub mod person;
pub mod reporting;
pub mod signin;
