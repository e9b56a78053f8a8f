//! The harness: the real server, as a process of its own, on a fresh database of either kind; signed-in people who
//! send it calls; builders for what a test needs to be there.
//!
//! Not here: any test. They live beside this folder, one folder or file per kind.

#![expect(
    clippy::expect_used,
    reason = "a test fails by panicking, and says why"
)]

mod authenticator;
mod bare;
mod builders;
mod certified;
mod client;
mod content;
mod crowd;
mod database;
mod hostile;
mod masked;
mod picture;
mod postgres;
mod proxy;
mod signin_service;
mod town;
pub mod written;

pub use authenticator::Authenticator;
pub use bare::Bare;
pub use builders::{APerson, a_person, envelope, now, random};
pub use certified::CertifiedProvider;
pub use client::{Answer, Client, Refused};
pub use content::content;
pub use crowd::{CROWD_KEY, Crowd, crowd_town, hurry};
pub use database::{Copied, Database, server_program};
pub use hostile::{Hostile, hostile_texts};
pub use masked::Mask;
pub use picture::{picture, with_part};
pub use postgres::{programs as postgres_programs, unprivileged};
pub use proxy::{Hold, Proxy};
pub use signin_service::{CLIENT, Lie, Person, SignInService, Trouble};
pub use town::Town;

/// Writes a test once and runs it on SQLite and on PostgreSQL, each on a fresh database with the demo town.
///
/// ```ignore
/// on_both_databases! {
///     fn a_note_arrives_once(town: &Town) { … }
/// }
/// ```
/// The tests are called `a_note_arrives_once::sqlite` and `a_note_arrives_once::postgres`.
#[macro_export]
macro_rules! on_both_databases {
    ($($(#[$about:meta])* fn $name:ident($town:ident: &Town) $body:block)+) => {$(
        $(#[$about])*
        mod $name {
            use super::*;

            fn holds($town: &$crate::Town) $body

            #[test]
            fn sqlite() {
                holds(&$crate::Town::on($crate::Database::Sqlite));
            }

            #[test]
            fn postgres() {
                if $crate::Database::Postgres.is_there() {
                    holds(&$crate::Town::on($crate::Database::Postgres));
                }
            }
        }
    )+};
}
