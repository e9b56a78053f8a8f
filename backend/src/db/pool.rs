//! The pool, and reading and writing through it.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use diesel::connection::{Connection, SimpleConnection};
use diesel::r2d2::{ManageConnection, Pool, PooledConnection};
use diesel::result::QueryResult;

use super::migrate::MigrationFailure;
use super::permit::WritePermit;
use super::{Conn, Failure, Faults};

/// How long anybody waits for a connection or a lock.
const WAIT: Duration = Duration::from_millis(1_900);
/// What the connection that writes to an SQLite file is told beside the settings of all: it keeps sixteen megabytes of pages,
/// because every record touches some thirty of them all over the indexes.
const WRITER_SETTINGS: &str = "PRAGMA cache_size = -16000;";
/// How often PostgreSQL may ask to run a transaction again.
const TRIES: u32 = 5;

/// Where the database is.
#[derive(Clone, PartialEq, Eq)]
pub enum Place {
    /// A file, `sqlite://path`.
    File(PathBuf),
    /// Memory, `sqlite::memory:`, gone at the end; for the simulator and for tests.
    Memory,
    /// PostgreSQL, `postgres://…`.
    Postgres(String),
}

impl fmt::Debug for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => write!(f, "sqlite://{}", path.display()),
            Self::Memory => f.write_str("sqlite::memory:"),
            Self::Postgres(_) => f.write_str("postgres://…"),
        }
    }
}

/// The text names no database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a database is named sqlite://path or postgres://…")]
pub struct UnreadablePlace;

impl FromStr for Place {
    type Err = UnreadablePlace;

    fn from_str(text: &str) -> Result<Self, UnreadablePlace> {
        if text == "sqlite::memory:" {
            return Ok(Self::Memory);
        }
        if let Some(path) = text
            .strip_prefix("sqlite://")
            .filter(|path| !path.is_empty())
        {
            return Ok(Self::File(path.into()));
        }
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Ok(Self::Postgres(text.to_owned()));
        }
        Err(UnreadablePlace)
    }
}

/// Makes connections to the place and looks after them.
struct Manager {
    place: Place,
    /// What its connections are told beside the settings of all.
    also: String,
}

/// A connection of the pool.
struct Pooled {
    conn: Conn,
    /// Whether it was found to be lost, and is not to be given out again.
    is_lost: bool,
}

impl ManageConnection for Manager {
    type Connection = Pooled;
    type Error = diesel::r2d2::Error;

    fn connect(&self) -> Result<Pooled, Self::Error> {
        use diesel::r2d2::Error;
        let mut conn = match &self.place {
            Place::File(path) => {
                diesel::sqlite::SqliteConnection::establish(&path.to_string_lossy())
                    .map(Conn::Sqlite)
            }
            Place::Memory => {
                diesel::sqlite::SqliteConnection::establish(":memory:").map(Conn::Sqlite)
            }
            Place::Postgres(url) => diesel::pg::PgConnection::establish(url).map(Conn::Postgres),
        }
        .map_err(Error::ConnectionError)?;
        conn.set_up().map_err(Error::QueryError)?;
        if let Conn::Sqlite(conn) = &mut conn {
            conn.batch_execute(&self.also).map_err(Error::QueryError)?;
        }
        Ok(Pooled {
            conn,
            is_lost: false,
        })
    }

    /// Whoever begins a transaction finds out without a question of its own, see [`Db::begin`].
    fn is_valid(&self, _: &mut Pooled) -> Result<(), Self::Error> {
        Ok(())
    }

    fn has_broken(&self, pooled: &mut Pooled) -> bool {
        use diesel::r2d2::R2D2Connection;
        pooled.is_lost
            || match &mut pooled.conn {
                Conn::Sqlite(conn) => conn.is_broken(),
                Conn::Postgres(conn) => conn.is_broken(),
            }
    }
}

/// The database. Clones share the pool.
#[derive(Clone)]
pub struct Db {
    readers: Pool<Manager>,
    /// On an SQLite file one connection of its own, so that the pages it wrote are still at hand for the next write: what
    /// a connection keeps counts for nothing once another one wrote. Elsewhere the same as `readers`.
    writers: Pool<Manager>,
    permit: Arc<WritePermit>,
    place: Arc<Place>,
    faults: Faults,
}

impl fmt::Debug for Db {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Db({:?})", self.place)
    }
}

impl Db {
    /// Opens the database with at most `connections` connections; in memory there is always exactly one. An SQLite file has
    /// one more that writes, unless one is all that is asked for.
    #[must_use]
    pub fn open(place: Place, connections: u32) -> Self {
        Self::with(place, connections, "")
    }

    /// Opens the database with one connection that is refused at once where another process has the lock, for whoever asks
    /// again by themselves. SQLite's own waiting asks ever more rarely, and beside a server that writes without pause it
    /// may never meet the moment between two transactions.
    #[must_use]
    pub fn open_without_waiting(place: Place) -> Self {
        Self::with(place, 1, "PRAGMA busy_timeout = 0")
    }

    fn with(place: Place, connections: u32, also: &'static str) -> Self {
        let is_memory = place == Place::Memory;
        let pool = |connections: u32, also: String| {
            let builder = Pool::builder()
                .max_size(connections)
                .min_idle(Some(u32::from(is_memory)))
                .connection_timeout(WAIT)
                .test_on_check_out(false)
                .error_handler(Box::new(LogErrors));
            let builder = if is_memory {
                builder.idle_timeout(None).max_lifetime(None)
            } else {
                builder
            };
            let place = place.clone();
            builder.build_unchecked(Manager { place, also })
        };
        let writer = || pool(1, format!("{WRITER_SETTINGS} {also}"));
        let (readers, writers) = match place {
            Place::File(_) if connections > 1 => (pool(connections, also.to_owned()), writer()),
            Place::File(_) => {
                let only = writer();
                (only.clone(), only)
            }
            Place::Memory | Place::Postgres(_) => {
                let most = if is_memory { 1 } else { connections.max(1) };
                let all = pool(most, also.to_owned());
                (all.clone(), all)
            }
        };
        Self {
            readers,
            writers,
            permit: Arc::default(),
            place: Arc::new(place),
            faults: Faults::default(),
        }
    }

    /// Where it is.
    #[must_use]
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// Where writes can be made to fail, for tests.
    #[must_use]
    pub fn faults(&self) -> &Faults {
        &self.faults
    }

    /// Brings the schema up to date; answers how many migrations ran.
    ///
    /// # Errors
    /// If the database cannot be reached, a migration fails, or the file may only be read: SQLite opens such a file
    /// without a word where its log of writes still lies beside it, and nobody would notice before the first command.
    pub fn migrate(&self) -> Result<usize, MigrationFailure> {
        let _permit = self.permit.take(Duration::from_secs(60));
        let mut pooled = self
            .take(&self.writers)
            .map_err(|failure| MigrationFailure(Box::new(failure)))?;
        let done = pooled.conn.migrate()?;
        match pooled.conn.try_to_write().map_err(Failure::from) {
            Err(failure @ Failure::ReadOnly) => Err(MigrationFailure(Box::new(failure))),
            // If somebody else writes, it can be written.
            Ok(()) | Err(_) => Ok(done),
        }
    }

    /// Reads, seeing one state of the database throughout.
    ///
    /// # Errors
    /// What `read` returns, or why the database could not answer.
    pub async fn read<T, E>(
        &self,
        read: impl FnOnce(&mut Conn) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Failure> + Send + 'static,
    {
        let db = self.clone();
        actix_web::web::block(move || db.read_blocking(read))
            .await
            .unwrap_or_else(|_| Err(Failure::Broken("a read panicked").into()))
    }

    /// Writes in one transaction, durable when this returns. Run again from the start if PostgreSQL asks for it.
    ///
    /// # Errors
    /// What `write` returns, or why the database could not answer; nothing was written then.
    pub async fn write<T, E>(
        &self,
        write: impl FnMut(&mut Conn) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Failure> + AsFailure + Send + 'static,
    {
        let db = self.clone();
        actix_web::web::block(move || db.write_blocking(write))
            .await
            .unwrap_or_else(|_| Err(Failure::Broken("a write panicked").into()))
    }

    /// As [`Db::read`], on this thread; for the command line and the simulator.
    ///
    /// # Errors
    /// As [`Db::read`].
    pub fn read_blocking<T, E>(&self, read: impl FnOnce(&mut Conn) -> Result<T, E>) -> Result<T, E>
    where
        E: From<Failure>,
    {
        let mut pooled = self.begin(&self.readers, Conn::begin_read)?;
        let mut transaction = Transaction::of(&mut pooled.conn);
        let read = read(transaction.conn());
        drop(transaction);
        read
    }

    /// As [`Db::write`], on this thread; for the command line and the simulator.
    ///
    /// # Errors
    /// As [`Db::write`].
    pub fn write_blocking<T, E>(
        &self,
        mut write: impl FnMut(&mut Conn) -> Result<T, E>,
    ) -> Result<T, E>
    where
        E: From<Failure> + AsFailure,
    {
        let mut tried = 1;
        loop {
            match self.write_once(&mut write) {
                Err(failure)
                    if tried < TRIES && matches!(failure.as_failure(), Some(Failure::Again)) =>
                {
                    std::thread::sleep(Duration::from_millis(u64::from(7 * tried * tried)));
                    tried += 1;
                }
                done => return done,
            }
        }
    }

    /// Uses a connection outside any transaction, for the few statements that demand it, like copying the database.
    ///
    /// # Errors
    /// What `work` returns, or why the database could not answer.
    pub fn outside_transaction<T>(
        &self,
        work: impl FnOnce(&mut Conn) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        work(&mut self.take(&self.readers)?.conn)
    }

    /// Empties SQLite's log of writes into the file, so that no older state of a page is left in it. False if somebody who
    /// reads still needs it. PostgreSQL looks after its own.
    ///
    /// # Errors
    /// Why the database could not.
    pub fn wash(&self) -> Result<bool, Failure> {
        if !matches!(*self.place, Place::File(_)) {
            return Ok(true);
        }
        let _permit = self.permit.take(WAIT).ok_or(Failure::Busy)?;
        Ok(self.take(&self.writers)?.conn.empty_log_of_writes()?)
    }

    fn write_once<T, E>(&self, write: &mut impl FnMut(&mut Conn) -> Result<T, E>) -> Result<T, E>
    where
        E: From<Failure>,
    {
        let _permit = match *self.place {
            Place::Postgres(_) => None,
            Place::File(_) | Place::Memory => Some(self.permit.take(WAIT).ok_or(Failure::Busy)?),
        };
        let fired = self.faults.fired();
        let mut pooled = self.begin(&self.writers, |conn| {
            if fired > 0 {
                conn.allow_writes()?;
            }
            conn.begin_write()
        })?;
        let mut transaction = Transaction::of(&mut pooled.conn);
        let value = write(transaction.conn())?;
        if self.faults.strikes() {
            return Err(Failure::Full.into());
        }
        if self.faults.fired() > fired {
            // A fault met a statement whose failure a savepoint took back: the whole is to fail all the same.
            return Err(Failure::ReadOnly.into());
        }
        transaction.commit()?;
        Ok(value)
    }

    /// Takes a connection and begins a transaction on it. A connection that was lost while nobody used it shows it at
    /// its first word, and the next one is taken: asking each one beforehand would cost every request a round trip.
    fn begin(
        &self,
        pool: &Pool<Manager>,
        begin: impl Fn(&mut Conn) -> QueryResult<()>,
    ) -> Result<PooledConnection<Manager>, Failure> {
        let mut lost = 0;
        loop {
            let mut pooled = self.take(pool)?;
            match begin(&mut pooled.conn).map_err(Failure::from) {
                Ok(()) => return Ok(pooled),
                Err(Failure::Lost) if lost <= pool.max_size() => {
                    pooled.is_lost = true;
                    lost += 1;
                }
                Err(failure) => return Err(failure),
            }
        }
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one place that touches the pool"
    )]
    fn take(&self, pool: &Pool<Manager>) -> Result<PooledConnection<Manager>, Failure> {
        pool.get().map_err(|_| match *self.place {
            Place::Postgres(_) if pool.state().connections == 0 => Failure::Lost,
            _ => Failure::Busy,
        })
    }
}

/// An error that may be a [`Failure`] of the database.
pub trait AsFailure {
    /// The failure, if it is one.
    fn as_failure(&self) -> Option<&Failure>;
}

impl AsFailure for Failure {
    fn as_failure(&self) -> Option<&Failure> {
        Some(self)
    }
}

/// An open transaction, taken back when dropped: also by a panic.
struct Transaction<'a> {
    conn: &'a mut Conn,
    is_open: bool,
}

impl<'a> Transaction<'a> {
    fn of(conn: &'a mut Conn) -> Self {
        Self {
            conn,
            is_open: true,
        }
    }

    fn conn(&mut self) -> &mut Conn {
        self.conn
    }

    fn commit(mut self) -> Result<(), Failure> {
        let done = self.conn.commit();
        // A commit that failed has already been taken back by the transaction manager.
        self.is_open = done.is_err() && is_in_transaction(self.conn);
        Ok(done?)
    }
}

impl Drop for Transaction<'_> {
    fn drop(&mut self) {
        // Savepoints that a panic left open go with the transaction.
        while self.is_open && is_in_transaction(self.conn) {
            if self.conn.rollback().is_err() {
                break;
            }
        }
    }
}

fn is_in_transaction(conn: &mut Conn) -> bool {
    use diesel::connection::TransactionManager;
    <Conn as Connection>::TransactionManager::transaction_manager_status_mut(conn)
        .transaction_depth()
        .is_ok_and(|depth| depth.is_some())
}

/// Says in the log why no connection could be made; the addresses and passwords of a database do not stand there.
#[derive(Debug)]
struct LogErrors;

impl diesel::r2d2::HandleError<diesel::r2d2::Error> for LogErrors {
    fn handle_error(&self, error: diesel::r2d2::Error) {
        let kind = match error {
            diesel::r2d2::Error::ConnectionError(_) => "no connection",
            diesel::r2d2::Error::QueryError(_) => "a connection could not be set up",
        };
        tracing::warn!(kind, "database");
    }
}
