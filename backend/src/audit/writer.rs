//! The thread that writes the read log. It takes whatever has gathered while it was busy, commits it once, and lets all
//! waiting answers go: nobody waits for a timer, and many answers share one flush.

use std::fmt;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use shared::kernel::{AccountId, Ags, Day, Moment};
use tokio::sync::oneshot;

use super::chain::{self, Head};
use super::expire::{self, Expired};
use super::export::{self, ExportFailure};
use super::index;
use super::limit::{self, Limit, OfOthers};
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

/// What became of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recorded {
    /// It is durable: the answer may leave.
    Written,
    /// The answer would have shown more people of others than is allowed; that stands there instead.
    TooMany {
        /// When somebody new may be asked for.
        after_seconds: u32,
    },
}

impl fmt::Debug for ReadLog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ReadLog({:?})", self.db)
    }
}

struct Waiting {
    row: LineRow,
    account: AccountId,
    of_others: Option<OfOthers>,
    written: oneshot::Sender<Option<Recorded>>,
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
        limit: Limit,
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
            limit,
        };
        std::thread::Builder::new()
            .name("read-log".to_owned())
            .spawn(move || writer.run(&lines))
            .map_err(|_| Failure::Broken("the read log's thread did not start"))?;
        Ok(log)
    }

    /// Writes one line and returns when it is durable, or when it stands there that there were too many people in it.
    ///
    /// # Errors
    /// If it could not be written; the answer must not leave then.
    pub async fn record(
        &self,
        account: AccountId,
        call: &'static str,
        request: &str,
        line: Line,
    ) -> Result<Recorded, Failure> {
        let (written, done) = oneshot::channel();
        let of_others = OfOthers::of(call, &line);
        let row = LineRow {
            at: self.surroundings.now().millis(),
            account: account.to_string(),
            call: call.to_owned(),
            request: request.to_owned(),
            shown: line.text(),
        };
        self.queue
            .try_send(Waiting {
                row,
                account,
                of_others,
                written,
            })
            .map_err(|_| Failure::Busy)?;
        match done.await {
            Ok(Some(recorded)) => Ok(recorded),
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
    ) -> Result<Recorded, Failure> {
        match personal.open() {
            (_, Some(line)) => self.record(account, call, request, line).await,
            (_, None) => Ok(Recorded::Written),
        }
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
    limit: Limit,
}

impl Writer {
    fn run(&self, lines: &Receiver<Waiting>) {
        // The last day on which it was forgotten who was counted before.
        let mut tidied_on = None;
        while let Ok(first) = lines.recv() {
            let mut batch = vec![first];
            batch.extend(lines.try_iter().take(BATCH_MAX - 1));
            let today = self.surroundings.now().day();
            let is_new_day = tidied_on != Some(today);
            let done = self.write(&batch, is_new_day.then_some(today));
            match &done {
                Ok(_) => tidied_on = Some(today),
                Err(failure) => {
                    tracing::error!(%failure, lines = batch.len(), "the read log could not be written; answers are refused");
                }
            }
            let mut recorded = done.unwrap_or_default().into_iter();
            for waiting in batch {
                // Whoever went away in the meantime needs no word.
                let _ = waiting.written.send(recorded.next());
            }
        }
    }

    /// Writes the lines, each as it is or as one that was too much; answers which, line by line.
    fn write(&self, batch: &[Waiting], new_day: Option<Day>) -> Result<Vec<Recorded>, Failure> {
        self.db.write_blocking(|conn| {
            store::lock_chain(conn)?;
            if let Some(today) = new_day {
                limit::forget_before(conn, &self.municipality, today)?;
            }
            let mut rows = Vec::with_capacity(batch.len());
            let mut recorded = Vec::with_capacity(batch.len());
            for waiting in batch {
                let (row, done) = self.weigh(conn, waiting)?;
                rows.push(row);
                recorded.push(done);
            }
            let last = store::find_last(conn, &self.municipality)?;
            let now = self.surroundings.now();
            let linked =
                chain::next_batch(&self.key, &self.municipality, last.as_ref(), now, &rows);
            store::insert(conn, &self.municipality, &linked, &rows)?;
            Ok(recorded)
        })
    }

    /// A line as it is written, after those in it were counted.
    fn weigh(&self, conn: &mut Conn, waiting: &Waiting) -> Result<(LineRow, Recorded), Failure> {
        let row = waiting.row.clone();
        let Some(of_others) = &waiting.of_others else {
            return Ok((row, Recorded::Written));
        };
        let who = (&self.municipality, waiting.account);
        let now = Moment::from_millis(row.at);
        match self.limit.weigh(conn, who, now, of_others)? {
            None => Ok((row, Recorded::Written)),
            Some(after_seconds) => {
                let shown = of_others.refused.clone();
                Ok((
                    LineRow { shown, ..row },
                    Recorded::TooMany { after_seconds },
                ))
            }
        }
    }
}
