//! The thread that writes the read log. It takes whatever has gathered while it was busy, commits it once, and lets all
//! waiting answers go: nobody waits for a timer, and many answers share one flush.

use std::fmt;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use shared::kernel::{AccountId, Ags};
use tokio::sync::oneshot;

use super::chain::{self, Head};
use super::expire::{self, Expired};
use super::export::{self, ExportFailure};
use super::index;
use super::store::{self, LineRow};
use super::{Line, Personal};
use crate::db::{Conn, Db, Failure};
use crate::seal::SubjectKey;
use crate::surroundings::Surroundings;

/// Answers that may wait for their line; more are refused at once.
const WAITING_MAX: usize = 4_096;
/// The most lines of one batch.
const BATCH_MAX: usize = 512;

/// The read log. Clones share the thread.
#[derive(Clone)]
pub struct ReadLog {
    queue: SyncSender<Waiting>,
    db: Db,
    key: Arc<SubjectKey>,
    municipality: Ags,
    surroundings: Surroundings,
}

impl fmt::Debug for ReadLog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ReadLog({:?})", self.db)
    }
}

struct Waiting {
    row: LineRow,
    written: oneshot::Sender<bool>,
}

impl ReadLog {
    /// Opens the log in a database of its own and starts its thread, which ends with the last clone.
    ///
    /// # Errors
    /// If the tables cannot be made or the thread cannot be started.
    pub fn open(
        db: Db,
        key: SubjectKey,
        municipality: Ags,
        surroundings: Surroundings,
    ) -> Result<Self, Failure> {
        db.write_blocking(store::set_up)?;
        let (queue, lines) = sync_channel(WAITING_MAX);
        let log = Self {
            queue,
            db,
            key: Arc::new(key),
            municipality,
            surroundings,
        };
        let writer = Writer {
            db: log.db.clone(),
            key: Arc::clone(&log.key),
            municipality: log.municipality.clone(),
            surroundings: log.surroundings.clone(),
        };
        std::thread::Builder::new()
            .name("read-log".to_owned())
            .spawn(move || writer.run(&lines))
            .map_err(|_| Failure::Broken("the read log's thread did not start"))?;
        Ok(log)
    }

    /// Writes one line and returns when it is durable.
    ///
    /// # Errors
    /// If it could not be written; the answer must not leave then.
    pub async fn record(
        &self,
        account: AccountId,
        call: &'static str,
        request: &str,
        line: Line,
    ) -> Result<(), Failure> {
        let (written, done) = oneshot::channel();
        let row = LineRow {
            at: self.surroundings.now().millis(),
            account: account.to_string(),
            call: call.to_owned(),
            request: request.to_owned(),
            shown: line.text(),
        };
        self.queue
            .try_send(Waiting { row, written })
            .map_err(|_| Failure::Busy)?;
        match done.await {
            Ok(true) => Ok(()),
            _ => Err(Failure::Busy),
        }
    }

    /// As [`ReadLog::record`], for an answer that nobody waits for: its line alone.
    ///
    /// # Errors
    /// As [`ReadLog::record`].
    pub async fn record_of<T>(
        &self,
        account: AccountId,
        call: &'static str,
        request: &str,
        personal: Personal<T>,
    ) -> Result<T, Failure> {
        let (answer, line) = personal.open();
        if let Some(line) = line {
            self.record(account, call, request, line).await?;
        }
        Ok(answer)
    }

    /// The database the log lies in, for backup and check.
    #[must_use]
    pub fn db(&self) -> &Db {
        &self.db
    }

    /// Looks into the log once everything that was written before is indexed.
    ///
    /// # Errors
    /// If the database cannot answer.
    pub(super) async fn look<T: Send + 'static>(
        &self,
        look: impl FnOnce(&mut Conn, &Ags) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let log = self.clone();
        actix_web::web::block(move || {
            log.catch_up()?;
            log.db.read_blocking(|conn| look(conn, &log.municipality))
        })
        .await
        .unwrap_or(Err(Failure::Broken("a look into the read log panicked")))
    }

    /// Indexes what was written and is not indexed yet, some lines per transaction: who writes waits for those only.
    ///
    /// # Errors
    /// If the database cannot answer.
    pub fn catch_up(&self) -> Result<(), Failure> {
        let one = |conn: &mut Conn| index::index_some(conn, &self.municipality);
        while self.db.write_blocking(one)? > 0 {}
        Ok(())
    }

    /// Makes the whole index anew.
    ///
    /// # Errors
    /// If the database cannot answer.
    pub fn reindex(&self) -> Result<(), Failure> {
        self.db
            .write_blocking(|conn| index::clear(conn, &self.municipality))?;
        self.catch_up()
    }

    /// Deletes the months that are older than `keep_months`; that it did so stands in the log.
    ///
    /// # Errors
    /// If the database cannot answer; nothing is deleted then.
    pub fn expire(&self, keep_months: u16) -> Result<Option<Expired>, Failure> {
        let now = self.surroundings.now();
        self.db.write_blocking(|conn| {
            store::lock_chain(conn)?;
            expire::expire(conn, &self.key, &self.municipality, now, keep_months)
        })
    }

    /// Where the chain stands; none while nothing was read.
    ///
    /// # Errors
    /// If the database cannot answer.
    pub fn head(&self) -> Result<Option<Head>, Failure> {
        self.db
            .read_blocking(|conn| Ok(store::find_last(conn, &self.municipality)?.map(Head::from)))
    }

    /// Gives every line of some months as a line of text, in order.
    ///
    /// # Errors
    /// If the database cannot answer, or `write` fails.
    pub fn export(
        &self,
        months: (&str, &str),
        write: impl FnMut(&str) -> std::io::Result<()>,
    ) -> Result<u64, ExportFailure> {
        export::export(&self.db, &self.municipality, months, write)
    }
}

struct Writer {
    db: Db,
    key: Arc<SubjectKey>,
    municipality: Ags,
    surroundings: Surroundings,
}

impl Writer {
    fn run(&self, lines: &Receiver<Waiting>) {
        while let Ok(first) = lines.recv() {
            let mut batch = vec![first];
            batch.extend(lines.try_iter().take(BATCH_MAX - 1));
            let (rows, waiting): (Vec<_>, Vec<_>) = batch
                .into_iter()
                .map(|waiting| (waiting.row, waiting.written))
                .unzip();
            let done = self.write(&rows);
            if let Err(failure) = &done {
                tracing::error!(%failure, lines = rows.len(), "the read log could not be written; answers are refused");
            }
            for written in waiting {
                // Whoever went away in the meantime needs no word.
                let _ = written.send(done.is_ok());
            }
        }
    }

    fn write(&self, rows: &[LineRow]) -> Result<(), Failure> {
        self.db.write_blocking(|conn| {
            store::lock_chain(conn)?;
            let last = store::find_last(conn, &self.municipality)?;
            let batch = chain::next_batch(
                &self.key,
                &self.municipality,
                last.as_ref(),
                self.surroundings.now(),
                rows,
            );
            store::insert(conn, &self.municipality, &batch, rows)
        })
    }
}
