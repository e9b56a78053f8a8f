//! The real server, called as functions: its handlers, its database on a file, its clock and dice injected. Faults
//! strike inside it, and backups and restores copy its file. Beside it runs the model, fed by the server's answers alone.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, OnceLock};

use backend::db::{Conn, Db, Failure, Place};
use backend::decision::Stop;
use backend::erasure::{self, Journal};
use backend::exchange::{self, Marks};
use backend::log;
use backend::seal::Vault;
use backend::surroundings::{Source, Surroundings};
use backend::tx::{Town, Tx};
use diesel::RunQueryDsl as _;
use diesel::connection::{Connection as _, SimpleConnection as _};
use diesel::sqlite::SqliteConnection;
use shared::exchange::{Envelope, Offer, OfferAnswer, Outcome, Sequence};
use shared::kernel::{AccountId, Actor, Ags, EnvelopeId, Epoch, Moment};

use crate::dice::Dice;
use crate::model;

const KEY: [u8; 32] = [7; 32];

pub(crate) fn ags() -> Ags {
    "05316000".parse().unwrap()
}

/// The clock and the dice of the server.
#[derive(Clone)]
struct Simulated {
    now: Arc<AtomicI64>,
    dice: Arc<Mutex<Dice>>,
}

impl Source for Simulated {
    fn now(&self) -> Moment {
        Moment::from_millis(self.now.load(Ordering::SeqCst))
    }

    fn fill(&self, bytes: &mut [u8]) -> bool {
        let mut dice = self.dice.lock().unwrap();
        bytes.fill_with(|| dice.next().to_le_bytes()[0]);
        true
    }
}

/// An entry of the log, opened.
#[derive(Debug, Clone)]
pub(crate) struct Logged {
    pub(crate) sequence: Sequence,
    pub(crate) author: AccountId,
    pub(crate) id: EnvelopeId,
    /// `applied`, `conflict`, `held`, or the code of the refusal.
    pub(crate) kind: String,
    /// Gone with whoever was erased.
    pub(crate) content: Option<Told>,
}

/// What was offered and answered.
#[derive(Debug, Clone)]
pub(crate) struct Told {
    pub(crate) envelope: Envelope,
    pub(crate) outcome: Outcome,
}

impl Logged {
    /// Whether the server kept what was offered, at the time.
    pub(crate) fn was_kept(&self) -> bool {
        ["applied", "conflict", "held"].contains(&self.kind.as_str())
    }
}

/// A server as it stood once, to begin many runs from.
#[derive(Debug)]
pub(crate) struct Start {
    file: PathBuf,
    last: Sequence,
    answered: BTreeMap<EnvelopeId, (Sequence, String)>,
    model: model::Town,
    _folder: tempfile::TempDir,
}

impl Start {
    /// Whether this envelope was part of it.
    pub(crate) fn has(&self, id: EnvelopeId) -> bool {
        self.model.has_answered(id)
    }
}

/// The server.
pub(crate) struct Server {
    folder: tempfile::TempDir,
    file: PathBuf,
    copies: u32,
    source: Simulated,
    town: Town,
    /// What was decided to be erased. It outlives the database, and no backup holds it.
    journal: Journal,
    backup: Option<(PathBuf, Sequence)>,
    /// What was answered to each envelope in this epoch, as text; the same one must get the same again.
    answered: BTreeMap<EnvelopeId, (Sequence, String)>,
    /// What is there, as the answers tell.
    pub(crate) model: model::Town,
    /// How often it was restored.
    pub(crate) restores: u32,
    /// How many persons were erased again, because the database did not show it.
    pub(crate) erased_again: u64,
    /// What the server broke, if it did.
    pub(crate) violations: Vec<String>,
}

impl Server {
    /// A server with an empty database.
    pub(crate) fn empty(now: Moment) -> Self {
        Self::on(empty(), 0, now)
    }

    /// A server that goes on from a start, with dice of its own. Its last backup is that start.
    pub(crate) fn from(start: &Start, seed: u64, now: Moment) -> Self {
        Self {
            backup: Some((start.file.clone(), start.last)),
            answered: start.answered.clone(),
            model: start.model.clone(),
            ..Self::on(&start.file, seed.wrapping_mul(31).wrapping_add(1), now)
        }
    }

    fn on(template: &Path, seed: u64, now: Moment) -> Self {
        let folder = memory_folder();
        let file = folder.path().join("town.sqlite");
        copy_database(template, &file);
        let source = Simulated {
            now: Arc::new(AtomicI64::new(now.millis())),
            dice: Arc::new(Mutex::new(Dice::seeded(seed))),
        };
        let journal = Journal::default();
        let town = town(&file, &source, &journal);
        Self {
            folder,
            file,
            copies: 0,
            source,
            town,
            journal,
            backup: None,
            answered: BTreeMap::new(),
            model: model::Town::default(),
            restores: 0,
            erased_again: 0,
            violations: Vec::new(),
        }
    }

    /// Makes a start of this server as it stands.
    pub(crate) fn into_start(self) -> Start {
        let last = self.write(|tx| Ok(log::Numbering::take(tx)?.last()));
        let file = self.folder.path().join("start.sqlite");
        copy_database(&self.file, &file);
        Start {
            file,
            last,
            answered: self.answered,
            model: self.model,
            _folder: self.folder,
        }
    }

    pub(crate) fn town(&self) -> &Town {
        &self.town
    }

    pub(crate) fn set_clock(&self, now: Moment) {
        self.source.now.store(now.millis(), Ordering::SeqCst);
    }

    /// Takes an offer, and looks whether what was answered before is answered alike.
    pub(crate) fn offer(&mut self, actor: &Actor, offer: &Offer) -> Result<OfferAnswer, Failure> {
        if offer.author.is_some_and(|author| author != actor.account) {
            self.violations
                .push("work was offered under another account".to_owned());
        }
        let answer = exchange::offer_blocking(&self.town, actor, offer)?;
        self.look_at(actor, offer.groups.iter().flatten(), &answer, false);
        Ok(answer)
    }

    /// Takes work of a device without a session.
    pub(crate) fn hand_in(
        &mut self,
        author: &Actor,
        epoch: Option<Epoch>,
        envelopes: &[Envelope],
    ) -> Result<OfferAnswer, Failure> {
        let answer = exchange::hand_in_blocking(&self.town, author, epoch, envelopes, &[])?;
        self.look_at(author, envelopes.iter(), &answer, true);
        Ok(answer)
    }

    fn look_at<'a>(
        &mut self,
        actor: &Actor,
        envelopes: impl Iterator<Item = &'a Envelope>,
        answer: &OfferAnswer,
        is_handed_in: bool,
    ) {
        let by_id: BTreeMap<EnvelopeId, &Envelope> =
            envelopes.map(|envelope| (envelope.id, envelope)).collect();
        for answered in &answer.outcomes {
            if let Outcome::Conflict { fields } = &answered.answer
                && is_handed_in
                && !fields.is_empty()
            {
                self.violations
                    .push(format!("I5: {} was read without a session", answered.id));
            }
            let (Some(sequence), Some(envelope)) = (answered.sequence, by_id.get(&answered.id))
            else {
                continue;
            };
            if let (Outcome::Conflict { .. }, false, Some(person)) = (
                &answered.answer,
                self.answered.contains_key(&answered.id),
                envelope.subject.person(),
            ) && !self
                .model
                .persons
                .get(&person)
                .is_some_and(|person| person.is_for(actor))
            {
                self.violations.push(format!(
                    "I5: {} shows {person} to somebody who may not",
                    answered.id
                ));
            }
            self.model.take(&actor.unit, envelope, &answered.answer);
            if is_handed_in {
                // A device without a session is told less; what is kept is the same.
                continue;
            }
            let text = serde_json::to_string(answered).unwrap();
            let first = self
                .answered
                .entry(answered.id)
                .or_insert_with(|| (sequence, text.clone()));
            if first.1 != text {
                self.violations.push(format!(
                    "I2: {} was answered {} and then {text}",
                    answered.id, first.1
                ));
            }
        }
    }

    /// Keeps the database locked until dropped, as a backup program or an administrator's shell does.
    pub(crate) fn lock(&self) -> SqliteConnection {
        let mut other = SqliteConnection::establish(&self.file.to_string_lossy()).unwrap();
        other.batch_execute("BEGIN IMMEDIATE").unwrap();
        other
    }

    /// The life its database is in.
    pub(crate) fn epoch(&self) -> Epoch {
        self.read(Marks::get).epoch
    }

    /// Reads as a handler does.
    pub(crate) fn ask<T>(
        &self,
        read: impl FnOnce(&mut Tx<'_>) -> Result<T, Stop>,
    ) -> Result<T, Stop> {
        self.town.read_blocking(&ags(), read)
    }

    /// As [`Server::ask`], by a server that keeps nothing of what was read before.
    pub(crate) fn ask_anew<T>(
        &self,
        read: impl FnOnce(&mut Tx<'_>) -> Result<T, Stop>,
    ) -> Result<T, Stop> {
        let anew = Town::of(
            self.town.db().clone(),
            self.town.vault().clone(),
            self.town.surroundings().clone(),
        );
        anew.read_blocking(&ags(), read)
    }

    /// Lets the n-th statement from now on fail.
    pub(crate) fn fail_write(&self, n: i64) {
        self.town.db().faults().fail_at(n);
    }

    /// Lets nothing fail any more; says whether something did.
    pub(crate) fn calm(&self) -> u64 {
        self.town.db().faults().calm();
        self.town.db().faults().fired()
    }

    /// Stops and starts: whatever was not committed is gone. What two people decided about an erasure is not: it is carried
    /// out before anybody is let in.
    pub(crate) fn restart(&mut self) {
        self.town = town(&self.file, &self.source, &self.journal);
        self.erase_again();
    }

    fn erase_again(&mut self) {
        let again = erasure::carry_out(&self.town).unwrap();
        if again > 0 {
            self.erased_again += again as u64;
            self.model = model::Town::told_by(&self.log()).0;
        }
    }

    /// Copies the database, as a backup does, and notes up to where the log is covered.
    pub(crate) fn back_up(&mut self) {
        let last = self.write(|tx| Ok(log::Numbering::take(tx)?.last()));
        self.copies += 1;
        let copy = self
            .folder
            .path()
            .join(format!("backup-{}.sqlite", self.copies));
        copy_database(&self.file, &copy);
        self.write(|tx| Marks::backed_up(tx, last));
        self.backup = Some((copy, last));
    }

    /// Puts the last backup in the place of the database, and begins a new epoch. False if there is no backup.
    pub(crate) fn restore(&mut self) -> bool {
        let Some((copy, last)) = self.backup.clone() else {
            return false;
        };
        self.copies += 1;
        let file = self
            .folder
            .path()
            .join(format!("restored-{}.sqlite", self.copies));
        copy_database(&copy, &file);
        self.file = file;
        self.town = town(&self.file, &self.source, &self.journal);
        self.write(|tx| Marks::begin_epoch(tx).map(drop));
        self.answered.retain(|_, (sequence, _)| *sequence <= last);
        self.model = model::Town::told_by(&self.log()).0;
        self.erase_again();
        self.restores += 1;
        true
    }

    /// The whole log, opened, in order.
    pub(crate) fn log(&self) -> Vec<Logged> {
        self.read(|tx| {
            let entries = log::list_after(tx, 0, i64::MAX)?;
            entries
                .iter()
                .map(|entry| {
                    let content = match entry.content {
                        Some(_) => Some(log::open(tx, entry)?),
                        None => None,
                    };
                    Ok(Logged {
                        sequence: entry.head.sequence,
                        author: entry.head.author,
                        id: entry.head.envelope_id,
                        kind: entry.head.outcome_kind.clone(),
                        content: content.map(|content| Told {
                            envelope: content.envelope,
                            outcome: content.outcome,
                        }),
                    })
                })
                .collect()
        })
    }

    pub(crate) fn read<T>(&self, read: impl FnOnce(&mut Tx<'_>) -> Result<T, Failure>) -> T {
        self.town.read_blocking(&ags(), read).unwrap()
    }

    pub(crate) fn write<T>(&self, write: impl FnMut(&mut Tx<'_>) -> Result<T, Failure>) -> T {
        self.town.write_blocking(&ags(), write).unwrap()
    }
}

fn town(file: &Path, source: &Simulated, journal: &Journal) -> Town {
    let db = Db::open(Place::File(file.to_owned()), 1);
    // Nobody here gives a lock back while somebody waits for it: busy at once is busy after two seconds.
    db.read_blocking(|conn| match conn {
        Conn::Sqlite(conn) => conn
            .batch_execute("PRAGMA busy_timeout = 0")
            .map_err(Failure::from),
        Conn::Postgres(_) => Ok(()),
    })
    .unwrap();
    Town::of(db, Vault::of(KEY), Surroundings::from(source.clone())).with_journal(journal.clone())
}

/// Copies a database as one moment saw it. Not file by file: what was written lies in two of them, and a connection that
/// closes in a thread of the pool moves it from one to the other meanwhile.
fn copy_database(from: &Path, to: &Path) {
    let mut reader = SqliteConnection::establish(&from.to_string_lossy()).unwrap();
    diesel::sql_query("VACUUM INTO ?")
        .bind::<diesel::sql_types::Text, _>(to.to_string_lossy())
        .execute(&mut reader)
        .unwrap();
}

/// A folder in memory where the machine has one; what is simulated are crashes of processes, not of power.
fn memory_folder() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm")
        .or_else(|_| tempfile::tempdir())
        .unwrap()
}

/// An empty database with all tables, made once per process.
fn empty() -> &'static Path {
    static EMPTY: OnceLock<(tempfile::TempDir, PathBuf)> = OnceLock::new();
    let (_, file) = EMPTY.get_or_init(|| {
        let folder = memory_folder();
        let file = folder.path().join("empty.sqlite");
        let db = Db::open(Place::File(file.clone()), 1);
        db.migrate().unwrap();
        drop(db);
        (folder, file)
    });
    file
}
