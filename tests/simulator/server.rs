//! The real server, called as functions: its handlers, its database on a file, its clock and dice injected. Faults
//! strike inside it, and backups and restores copy its file.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, OnceLock};

use backend::db::{Db, Failure, Place};
use backend::exchange::{self, Marks};
use backend::log;
use backend::seal::Vault;
use backend::surroundings::{Source, Surroundings};
use backend::tx::{Town, Tx};
use shared::exchange::{Envelope, Offer, OfferAnswer, Outcome, Sequence};
use shared::kernel::{AccountId, Actor, Ags, EnvelopeId, Moment};

use crate::dice::Dice;

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

/// An envelope in the log, opened.
#[derive(Debug, Clone)]
pub(crate) struct Logged {
    pub(crate) sequence: Sequence,
    pub(crate) author: AccountId,
    pub(crate) envelope: Envelope,
    pub(crate) outcome: Outcome,
}

/// The server.
pub(crate) struct Server {
    folder: tempfile::TempDir,
    file: PathBuf,
    copies: u32,
    source: Simulated,
    town: Town,
    backup: Option<(PathBuf, Sequence)>,
    /// What was answered to each envelope in this epoch, as text; the same one must get the same again.
    answered: BTreeMap<EnvelopeId, (Sequence, String)>,
    /// What the server broke, if it did.
    pub(crate) violations: Vec<String>,
}

impl Server {
    pub(crate) fn start(seed: u64, now: Moment) -> Self {
        let folder = memory_folder();
        let file = folder.path().join("town.sqlite");
        copy_database(empty(), &file);
        let source = Simulated {
            now: Arc::new(AtomicI64::new(now.millis())),
            dice: Arc::new(Mutex::new(Dice::seeded(seed.wrapping_mul(31)))),
        };
        let town = town(&file, &source);
        Self {
            folder,
            file,
            copies: 0,
            source,
            town,
            backup: None,
            answered: BTreeMap::new(),
            violations: Vec::new(),
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
        for answered in &answer.outcomes {
            let Some(sequence) = answered.sequence else {
                continue;
            };
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
        Ok(answer)
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

    /// Stops and starts: whatever was not committed is gone.
    pub(crate) fn restart(&mut self) {
        self.town = town(&self.file, &self.source);
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
        self.restart();
        self.write(|tx| Marks::begin_epoch(tx).map(drop));
        self.answered.retain(|_, (sequence, _)| *sequence <= last);
        true
    }

    /// The whole log, opened, in order.
    pub(crate) fn log(&self) -> Vec<Logged> {
        self.read(|tx| {
            let entries = log::list_after(tx, 0, i64::MAX)?;
            entries
                .iter()
                .map(|entry| {
                    let content = log::open(tx, entry)?;
                    Ok(Logged {
                        sequence: entry.head.sequence,
                        author: entry.head.author,
                        envelope: content.envelope,
                        outcome: content.outcome,
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

fn town(file: &Path, source: &Simulated) -> Town {
    let db = Db::open(Place::File(file.to_owned()), 1);
    Town::of(db, Vault::of(KEY), Surroundings::from(source.clone()))
}

/// Copies a database that nobody is writing to, with what still lies in its log of writes.
fn copy_database(from: &Path, to: &Path) {
    std::fs::copy(from, to).unwrap();
    let wal = |path: &Path| PathBuf::from(format!("{}-wal", path.display()));
    if wal(from).exists() {
        std::fs::copy(wal(from), wal(to)).unwrap();
    }
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
