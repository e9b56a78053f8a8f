//! The migrations of both databases, compiled in.

use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::conn::Turn;
use super::{Conn, Failure};

const SQLITE: EmbeddedMigrations = embed_migrations!("../migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("../migrations/postgres");

/// The schema could not be brought up to date.
#[derive(Debug, thiserror::Error)]
#[error("a migration failed")]
pub struct MigrationFailure(#[source] pub Box<dyn std::error::Error + Send + Sync>);

impl Conn {
    /// Runs what is missing; several servers that start at once wait for each other on PostgreSQL.
    pub(super) fn migrate(&mut self) -> Result<usize, MigrationFailure> {
        match self {
            Self::Sqlite(conn) => Ok(conn
                .run_pending_migrations(SQLITE)
                .map_err(MigrationFailure)?
                .len()),
            Self::Postgres(conn) => {
                use diesel::connection::SimpleConnection;
                let lock = |conn: &mut diesel::pg::PgConnection, sql: &str| {
                    conn.batch_execute(sql)
                        .map_err(|failure| MigrationFailure(Box::new(Failure::from(failure))))
                };
                lock(
                    conn,
                    &format!(
                        "SET lock_timeout = '60s'; SET statement_timeout = 0; SELECT pg_advisory_lock({})",
                        Turn::Migrations as i64
                    ),
                )?;
                let done = conn
                    .run_pending_migrations(POSTGRES)
                    .map(|done| done.len())
                    .map_err(MigrationFailure);
                lock(
                    conn,
                    &format!("SELECT pg_advisory_unlock({})", Turn::Migrations as i64),
                )?;
                self.set_up()
                    .map_err(|failure| MigrationFailure(Box::new(Failure::from(failure))))?;
                done
            }
        }
    }
}
