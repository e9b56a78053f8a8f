//! A connection to either database, and the few statements that differ between them.

use diesel::connection::{
    AnsiTransactionManager, Connection, SimpleConnection, TransactionManager,
};
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::result::QueryResult;
use diesel::sql_types::Integer;
use diesel::sqlite::SqliteConnection;

/// A connection to SQLite or to PostgreSQL.
#[derive(diesel::MultiConnection)]
pub enum Conn {
    /// SQLite, compiled in.
    Sqlite(SqliteConnection),
    /// PostgreSQL.
    Postgres(PgConnection),
}

/// How SQLite is compiled, see `.cargo/config.toml`. A server built without it would be slow and not say why.
const _: &str = env!(
    "LIBSQLITE3_FLAGS",
    "build in the workspace: its .cargo/config.toml says how SQLite is compiled"
);

/// What every SQLite connection is set to. They hold per connection, hence on each one of the pool. Four megabytes of
/// pages each keep the upper levels of every index of a large town at hand; sixteen megabytes of changes are gathered
/// before they are copied into the file, because a page that is written often is then copied once.
const SQLITE_SETTINGS: &str = "PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA foreign_keys = ON;
    PRAGMA busy_timeout = 2000;
    PRAGMA secure_delete = ON;
    PRAGMA temp_store = MEMORY;
    PRAGMA cache_size = -4000;
    PRAGMA wal_autocheckpoint = 4000;";

/// What every PostgreSQL connection is set to.
const POSTGRES_SETTINGS: &str = "SET statement_timeout = '10s';
    SET lock_timeout = '2s';
    SET idle_in_transaction_session_timeout = '10s';
    SET synchronous_commit = on;
    SET TIME ZONE 'UTC';";

/// What only one transaction at a time may go on with, whichever server it belongs to. On SQLite whoever writes is alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// The migrations; held by the connection, not by a transaction.
    Migrations = 5_316_000,
    /// The chain of the read log.
    ReadLog = 5_316_001,
    /// The index of the read log.
    ReadIndex = 5_316_002,
    /// The chain of changes of accounts.
    AccountEvents = 5_316_003,
}

impl Conn {
    /// Waits until it is this transaction's turn; the turn ends with it.
    ///
    /// # Errors
    /// If the database cannot answer, or others take too long.
    pub fn take_turn(&mut self, turn: Turn) -> QueryResult<()> {
        match self {
            Self::Sqlite(_) => Ok(()),
            Self::Postgres(conn) => {
                conn.batch_execute(&format!("SELECT pg_advisory_xact_lock({})", turn as i64))
            }
        }
    }

    /// Sets a fresh connection up.
    pub(super) fn set_up(&mut self) -> QueryResult<()> {
        match self {
            Self::Sqlite(conn) => conn.batch_execute(SQLITE_SETTINGS),
            Self::Postgres(conn) => conn.batch_execute(POSTGRES_SETTINGS),
        }
    }

    /// Begins a transaction that will write.
    pub(super) fn begin_write(&mut self) -> QueryResult<()> {
        match self {
            Self::Sqlite(conn) => {
                AnsiTransactionManager::begin_transaction_sql(conn, "BEGIN IMMEDIATE")
            }
            Self::Postgres(conn) => AnsiTransactionManager::begin_transaction_sql(conn, "BEGIN"),
        }
    }

    /// Fails if this is a file that may only be read. A transaction alone does not tell: on such a file SQLite begins one
    /// that reads. PostgreSQL that takes no writes for a while is another matter: it goes on by itself.
    pub(super) fn try_to_write(&mut self) -> QueryResult<()> {
        match self {
            Self::Sqlite(conn) => conn.batch_execute("DELETE FROM setting WHERE false"),
            Self::Postgres(_) => Ok(()),
        }
    }

    /// Begins a transaction that only reads and sees one state of the database throughout.
    pub(super) fn begin_read(&mut self) -> QueryResult<()> {
        match self {
            Self::Sqlite(conn) => {
                AnsiTransactionManager::begin_transaction_sql(conn, "BEGIN DEFERRED")
            }
            Self::Postgres(conn) => AnsiTransactionManager::begin_transaction_sql(
                conn,
                "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
            ),
        }
    }

    /// Lets every further write of this transaction fail; for [`super::Faults`].
    pub(crate) fn forbid_writes(&mut self) {
        let forbidden = match self {
            Self::Sqlite(conn) => conn.batch_execute("PRAGMA query_only = ON"),
            Self::Postgres(conn) => conn.batch_execute("SET TRANSACTION READ ONLY"),
        };
        if forbidden.is_err() {
            tracing::error!("a fault could not be injected");
        }
    }

    /// Takes [`Conn::forbid_writes`] back before the next transaction; on PostgreSQL it ended with the last one.
    pub(super) fn allow_writes(&mut self) -> QueryResult<()> {
        match self {
            Self::Sqlite(conn) => conn.batch_execute("PRAGMA query_only = OFF"),
            Self::Postgres(_) => Ok(()),
        }
    }

    /// Copies SQLite's log of writes into the file and cuts it to nothing. False if somebody who reads still needs it.
    pub(super) fn empty_log_of_writes(&mut self) -> QueryResult<bool> {
        #[derive(QueryableByName)]
        struct Emptied {
            #[diesel(sql_type = Integer)]
            busy: i32,
        }
        match self {
            Self::Sqlite(conn) => {
                let emptied: Emptied =
                    diesel::sql_query("PRAGMA wal_checkpoint(TRUNCATE)").get_result(conn)?;
                Ok(emptied.busy == 0)
            }
            Self::Postgres(_) => Ok(true),
        }
    }

    /// Makes the transaction lasting.
    pub(super) fn commit(&mut self) -> QueryResult<()> {
        <Self as Connection>::TransactionManager::commit_transaction(self)
    }

    /// Takes the transaction back.
    pub(super) fn rollback(&mut self) -> QueryResult<()> {
        <Self as Connection>::TransactionManager::rollback_transaction(self)
    }

    /// Runs a part of a transaction that is done as a whole or leaves no trace (a savepoint).
    ///
    /// # Errors
    /// What the part returns; its writes are taken back then.
    pub fn part<T, E>(&mut self, part: impl FnOnce(&mut Self) -> Result<T, E>) -> Result<T, E>
    where
        E: From<diesel::result::Error>,
    {
        <Self as Connection>::TransactionManager::begin_transaction(self)?;
        match part(self) {
            Ok(value) => {
                self.commit()?;
                Ok(value)
            }
            Err(failure) => {
                // SQLite takes the whole transaction back by itself when the disk is full: then there is no savepoint to
                // go back to, the connection counts as broken and is not used again. What failed first is the cause.
                if self.rollback().is_err() {
                    tracing::debug!("a savepoint was gone already");
                }
                Err(failure)
            }
        }
    }

    /// Whether this is PostgreSQL, for the few statements that must differ.
    #[must_use]
    pub const fn is_postgres(&self) -> bool {
        matches!(self, Self::Postgres(_))
    }
}

#[cfg(test)]
mod tests {
    use diesel::prelude::*;
    use diesel::sql_types::Text;

    use crate::db::{Conn, Db, Failure, Place};

    #[derive(QueryableByName)]
    struct Compiled {
        #[diesel(sql_type = Text)]
        compile_options: String,
    }

    #[test]
    fn sqlite_is_compiled_for_one_thread_per_connection_and_pages_of_its_own() {
        let options: Vec<Compiled> = Db::open(Place::Memory, 1)
            .outside_transaction(|conn| match conn {
                Conn::Sqlite(conn) => Ok(diesel::sql_query("PRAGMA compile_options").load(conn)?),
                Conn::Postgres(_) => Err(Failure::Broken("another database")),
            })
            .unwrap();
        let has = |option: &str| {
            options
                .iter()
                .any(|compiled| compiled.compile_options == option)
        };
        assert!(has("THREADSAFE=2"));
        assert!(has("DEFAULT_MEMSTATUS=0"));
        assert!(has("ENABLE_QPSG"));
        assert!(has("ENABLE_DBPAGE_VTAB"));
        assert!(!has("ENABLE_MEMORY_MANAGEMENT"));
    }
}
