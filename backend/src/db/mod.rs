//! The one way to the database: [`Db::read`] and [`Db::write`] for both databases. Nobody else touches the pool.
//!
//! A write begins immediately on SQLite and waits its turn for one permit, so that no transaction is lost to a lock;
//! on PostgreSQL it is tried again when the database asks for that. Whoever cannot be served within two seconds gets
//! [`Failure::Busy`]. Not here: queries of features (their `store`), sealing (`seal`), decisions (services).

pub mod catalogue;
mod conn;
mod failure;
mod fault;
mod migrate;
mod one_of;
mod permit;
mod pool;
pub mod schema;
mod text;

pub use conn::{Conn, Turn};
pub use failure::{Failure, one};
pub use fault::Faults;
pub use migrate::MigrationFailure;
pub(crate) use one_of::on_either;
pub use one_of::{OneOf, one_of};
pub use pool::{AsFailure, Db, Place, UnreadablePlace};
pub use text::{Text, day, parse};
