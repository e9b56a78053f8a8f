//! The work of one municipality inside one transaction: the connection, and the keys of the subjects it touches.
//!
//! Every query of a store is made through it and names the municipality, so that none crosses.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use diesel::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::exchange::{Envelope, Subject};
use shared::kernel::{Ags, Day, Moment};

use crate::attachment::Pictures;
use crate::case::KeptLists;
use crate::db::schema::subject_key;
use crate::db::{AsFailure, Conn, Db, Failure, Faults, on_either, one_of};
use crate::erasure::{Journal, Verdict};
use crate::exchange::Line;
use crate::organisation::{InTransaction, KeptOrganisations};
use crate::seal::{SubjectKey, Vault};
use crate::surroundings::Surroundings;

/// Worklists that are kept per municipality, some forty kilobytes each.
const LISTS_MAX: usize = 200;

/// The database together with the keys. Clones share both.
#[derive(Debug, Clone)]
pub struct Town {
    db: Db,
    vault: Vault,
    surroundings: Surroundings,
    memory: Memory,
    line: Line,
    journal: Journal,
    /// Whether something was erased of which the log of writes may still hold pages.
    is_to_wash: Arc<AtomicBool>,
}

/// What is kept from one transaction to the next to spare work. Each part is found only under what the database says in
/// the transaction that asks; clones share it.
#[derive(Debug, Clone)]
struct Memory {
    organisations: KeptOrganisations,
    lists: KeptLists,
}

impl Town {
    /// Puts database, keys and surroundings together.
    #[must_use]
    pub fn of(db: Db, vault: Vault, surroundings: Surroundings) -> Self {
        Self {
            db,
            vault,
            surroundings,
            memory: Memory {
                organisations: KeptOrganisations::at_most(1),
                lists: KeptLists::at_most(LISTS_MAX),
            },
            line: Line::default(),
            journal: Journal::default(),
            is_to_wash: Arc::default(),
        }
    }

    /// The same with the erasure journal that outlives the database. Without, it is kept in memory.
    #[must_use]
    pub fn with_journal(self, journal: Journal) -> Self {
        Self { journal, ..self }
    }

    /// What was decided to be erased, outside the database.
    #[must_use]
    pub fn journal(&self) -> &Journal {
        &self.journal
    }

    /// Makes sure that no copy of what was erased is left in the database's own log of writes. Where somebody reads at the
    /// moment, the next turn does it.
    pub fn wash(&self) {
        match self.db.wash() {
            Ok(true) => self.is_to_wash.store(false, Ordering::SeqCst),
            Ok(false) => self.is_to_wash.store(true, Ordering::SeqCst),
            Err(failure) => {
                self.is_to_wash.store(true, Ordering::SeqCst);
                tracing::warn!(%failure, "the log of writes is emptied later");
            }
        }
    }

    /// As [`Town::wash`], if something was erased since.
    pub(crate) fn wash_if_needed(&self) {
        if self.is_to_wash.load(Ordering::SeqCst) {
            self.wash();
        }
    }

    /// The offers that wait for the next commit.
    pub(crate) fn line(&self) -> &Line {
        &self.line
    }

    /// The database, for what is not sealed: sessions, accounts.
    #[must_use]
    pub fn db(&self) -> &Db {
        &self.db
    }

    /// The keys.
    #[must_use]
    pub fn vault(&self) -> &Vault {
        &self.vault
    }

    /// Forgets what was kept and nobody looked at for a while. The server does it now and then.
    pub fn forget_idle(&self) {
        let now = self.surroundings.now();
        self.memory.organisations.forget_idle(now);
        self.memory.lists.forget_idle(now);
    }

    /// The clock and the source of randomness.
    #[must_use]
    pub fn surroundings(&self) -> &Surroundings {
        &self.surroundings
    }

    /// Reads in one municipality, seeing one state throughout.
    ///
    /// # Errors
    /// What `read` returns, or why the database could not answer.
    pub async fn read<T, E>(
        &self,
        municipality: Ags,
        read: impl FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Failure> + Send + 'static,
    {
        let town = self.clone();
        self.db
            .read(move |conn| read(&mut town.tx(conn, &municipality)))
            .await
    }

    /// Writes in one municipality, in one transaction.
    ///
    /// # Errors
    /// What `write` returns, or why the database could not answer; nothing was written then.
    pub async fn write<T, E>(
        &self,
        municipality: Ags,
        mut write: impl FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Failure> + AsFailure + Send + 'static,
    {
        let town = self.clone();
        self.db
            .write(move |conn| write(&mut town.tx(conn, &municipality)))
            .await
    }

    /// As [`Town::read`], on this thread.
    ///
    /// # Errors
    /// As [`Town::read`].
    pub fn read_blocking<T, E>(
        &self,
        municipality: &Ags,
        read: impl FnOnce(&mut Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E>
    where
        E: From<Failure>,
    {
        self.db
            .read_blocking(|conn| read(&mut self.tx(conn, municipality)))
    }

    /// As [`Town::write`], on this thread.
    ///
    /// # Errors
    /// As [`Town::write`].
    pub fn write_blocking<T, E>(
        &self,
        municipality: &Ags,
        mut write: impl FnMut(&mut Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E>
    where
        E: From<Failure> + AsFailure,
    {
        self.db
            .write_blocking(|conn| write(&mut self.tx(conn, municipality)))
    }

    fn tx<'a>(&'a self, conn: &'a mut Conn, municipality: &'a Ags) -> Tx<'a> {
        Tx {
            conn,
            municipality,
            vault: &self.vault,
            surroundings: &self.surroundings,
            now: self.surroundings.now(),
            keys: HashMap::new(),
            memory: &self.memory,
            organisation: InTransaction::default(),
            faults: self.db.faults(),
            journal: &self.journal,
            verdicts: Vec::new(),
            is_to_wash: &self.is_to_wash,
            pictures: Pictures::default(),
        }
    }
}

/// A transaction in one municipality.
pub struct Tx<'a> {
    conn: &'a mut Conn,
    municipality: &'a Ags,
    vault: &'a Vault,
    surroundings: &'a Surroundings,
    now: Moment,
    keys: HashMap<Subject, Key>,
    memory: &'a Memory,
    organisation: InTransaction,
    faults: &'a Faults,
    journal: &'a Journal,
    /// Erasures of this transaction, which stand in the journal before it is committed.
    verdicts: Vec<Verdict>,
    is_to_wash: &'a AtomicBool,
    /// What came beside the envelopes that are being taken.
    pictures: Pictures,
}

/// What this transaction knows of a subject's key. Whoever writes holds the numbering of the municipality, whoever reads
/// sees one state throughout: what was looked up once holds until the end, unless the transaction changes it itself.
#[derive(Clone)]
enum Key {
    None,
    Held(SubjectKey),
    Erased,
}

impl Key {
    const fn state(&self) -> KeyState {
        match self {
            Self::None => KeyState::None,
            Self::Held(_) => KeyState::Held,
            Self::Erased => KeyState::Erased,
        }
    }
}

impl fmt::Debug for Tx<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Tx({})", self.municipality)
    }
}

/// Whether a subject has a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyState {
    /// None yet: nothing was ever written about it.
    None,
    /// It has one.
    Held,
    /// It was erased and takes nothing any more.
    Erased,
}

impl Tx<'_> {
    /// The connection, for a store's next query.
    pub fn conn(&mut self) -> &mut Conn {
        if self.faults.strikes() {
            self.conn.forbid_writes();
        }
        self.conn
    }

    /// The municipality, as stored.
    #[must_use]
    pub fn municipality(&self) -> &str {
        self.municipality.as_str()
    }

    /// The municipality.
    #[must_use]
    pub fn ags(&self) -> &Ags {
        self.municipality
    }

    /// The moment the transaction began.
    #[must_use]
    pub fn now(&self) -> Moment {
        self.now
    }

    /// The day on which an envelope was written: its author's clock says so, unless it runs ahead of the server's.
    #[must_use]
    pub fn day_written(&self, envelope: &Envelope) -> Day {
        envelope.authored_at.min(self.now()).day()
    }

    /// The keys outside the database.
    #[must_use]
    pub fn vault(&self) -> &Vault {
        self.vault
    }

    /// Random bytes.
    ///
    /// # Errors
    /// If the source failed.
    pub fn random<const N: usize>(&self) -> Result<[u8; N], Failure> {
        self.surroundings.random()
    }

    /// Runs a part that is done as a whole or leaves no trace.
    ///
    /// # Errors
    /// What the part returns; its writes are taken back then.
    pub fn part<T, E>(&mut self, part: impl FnOnce(&mut Tx<'_>) -> Result<T, E>) -> Result<T, E>
    where
        E: From<Failure>,
    {
        let (municipality, vault, surroundings, now, memory, faults) = (
            self.municipality,
            self.vault,
            self.surroundings,
            self.now,
            self.memory,
            self.faults,
        );
        let (journal, is_to_wash) = (self.journal, self.is_to_wash);
        // What a part that is taken back made or read must not be remembered: the part has its own memory.
        let (keys, organisation) = (self.keys.clone(), self.organisation.clone());
        let verdicts = self.verdicts.clone();
        let pictures = self.pictures.clone();
        let (value, keys, organisation, verdicts) = self
            .conn
            .part(|conn| -> Result<_, PartFailure<E>> {
                let mut tx = Tx {
                    conn,
                    municipality,
                    vault,
                    surroundings,
                    now,
                    keys,
                    memory,
                    organisation,
                    faults,
                    journal,
                    verdicts,
                    is_to_wash,
                    pictures,
                };
                let value = part(&mut tx).map_err(PartFailure)?;
                Ok((value, tx.keys, tx.organisation, tx.verdicts))
            })
            .map_err(|failure| failure.0)?;
        (self.keys, self.organisation, self.verdicts) = (keys, organisation, verdicts);
        Ok(value)
    }

    /// The pictures that came beside the envelopes that are being taken.
    pub(crate) fn pictures(&self) -> &Pictures {
        &self.pictures
    }

    /// Says which pictures come beside the envelopes that are taken from here on.
    pub(crate) fn set_pictures(&mut self, pictures: &Pictures) {
        self.pictures = pictures.clone();
    }

    /// What was decided to be erased, outside the database.
    pub(crate) fn journal(&self) -> &Journal {
        self.journal
    }

    /// Notes an erasure of this transaction; see [`Tx::write_journal`].
    pub(crate) fn note_erasure(&mut self, verdict: Verdict) {
        self.verdicts.push(verdict);
    }

    /// Whether somebody was erased in this transaction.
    pub(crate) fn has_erased(&self) -> bool {
        !self.verdicts.is_empty()
    }

    /// Writes the erasures of this transaction into the journal: the last thing before it is committed.
    pub(crate) fn write_journal(&mut self) -> Result<(), Failure> {
        if self.verdicts.is_empty() {
            return Ok(());
        }
        self.journal.append(&self.verdicts)?;
        self.verdicts.clear();
        self.is_to_wash.store(true, Ordering::SeqCst);
        Ok(())
    }

    /// Destroys the key of a subject, whether or not it ever had one. The row stays as its tombstone.
    pub(crate) fn destroy_key(&mut self, subject: &Subject, at: Moment) -> Result<(), Failure> {
        let row = (self.municipality.as_str().to_owned(), subject.to_string());
        let changed = diesel::update(subject_key::table.find(row.clone()))
            .set((
                subject_key::wrapped.eq(None::<Vec<u8>>),
                subject_key::erased_at.eq(at.millis()),
            ))
            .execute(self.conn())?;
        if changed == 0 {
            diesel::insert_into(subject_key::table)
                .values((
                    subject_key::municipality.eq(row.0),
                    subject_key::subject.eq(row.1),
                    subject_key::wrapped.eq(None::<Vec<u8>>),
                    subject_key::kek.eq(self.vault.id().to_owned()),
                    subject_key::made_at.eq(at.millis()),
                    subject_key::erased_at.eq(at.millis()),
                ))
                .execute(self.conn())?;
        }
        self.keys.insert(subject.clone(), Key::Erased);
        Ok(())
    }

    /// What this transaction knows of the organisation.
    pub(crate) fn organisation(&self) -> &InTransaction {
        &self.organisation
    }

    /// Remembers it for the rest of this transaction.
    pub(crate) fn set_organisation(&mut self, organisation: InTransaction) {
        self.organisation = organisation;
    }

    /// The organisations that earlier transactions read.
    pub(crate) fn kept_organisations(&self) -> &KeptOrganisations {
        &self.memory.organisations
    }

    /// The worklists that earlier transactions read.
    pub(crate) fn kept_lists(&self) -> &KeptLists {
        &self.memory.lists
    }

    /// Whether the subject has a key.
    ///
    /// # Errors
    /// If the database cannot answer.
    pub fn key_state(&mut self, subject: &Subject) -> Result<KeyState, Failure> {
        if let Some(key) = self.keys.get(subject) {
            return Ok(key.state());
        }
        let row = (self.municipality.as_str().to_owned(), subject.to_string());
        let found: Option<Option<Vec<u8>>> = subject_key::table
            .find(row)
            .select(subject_key::wrapped)
            .first(self.conn())
            .optional()?;
        self.remember_key(subject, found)
    }

    /// Looks up the keys of many subjects at once, so that each is at hand when something of it is opened. A key that
    /// cannot be unwrapped fails only whoever asks for it.
    ///
    /// # Errors
    /// If the database cannot answer.
    pub fn look_up_keys(&mut self, subjects: &[Subject]) -> Result<(), Failure> {
        let unknown: HashMap<String, &Subject> = subjects
            .iter()
            .filter(|subject| !self.keys.contains_key(subject))
            .map(|subject| (subject.to_string(), subject))
            .collect();
        if unknown.len() < 2 {
            return Ok(());
        }
        let mut names: Vec<String> = unknown.keys().cloned().collect();
        names.sort_unstable();
        let municipality = self.municipality.as_str().to_owned();
        let rows: Vec<(String, Option<Vec<u8>>)> = on_either!(self.conn(), conn => subject_key::table
            .filter(subject_key::municipality.eq(municipality))
            .filter(one_of(subject_key::subject, names))
            .select((subject_key::subject, subject_key::wrapped))
            .load(conn))?;
        let mut found: HashMap<String, Option<Vec<u8>>> = rows.into_iter().collect();
        for (name, subject) in unknown {
            match self.remember_key(subject, found.remove(&name)) {
                Ok(_) | Err(Failure::Unreadable(_)) => {}
                Err(failure) => return Err(failure),
            }
        }
        Ok(())
    }

    fn remember_key(
        &mut self,
        subject: &Subject,
        found: Option<Option<Vec<u8>>>,
    ) -> Result<KeyState, Failure> {
        let key = match found {
            None => Key::None,
            Some(None) => Key::Erased,
            Some(Some(wrapped)) => {
                Key::Held(self.vault.unwrap(self.municipality, subject, &wrapped)?)
            }
        };
        let state = key.state();
        self.keys.insert(subject.clone(), key);
        Ok(state)
    }

    /// The key of a subject that has one.
    ///
    /// # Errors
    /// If it has none, or was erased.
    pub fn key(&mut self, subject: &Subject) -> Result<&SubjectKey, Failure> {
        self.key_state(subject)?;
        match self.keys.get(subject) {
            Some(Key::Held(key)) => Ok(key),
            _ => Err(Failure::Unreadable("subject_key")),
        }
    }

    /// Makes sure that the subject has a key. Answers whether it was made just now: then nothing was ever written about
    /// the subject.
    ///
    /// # Errors
    /// If it was erased, or the database cannot answer.
    pub fn ensure_key(&mut self, subject: &Subject) -> Result<bool, Failure> {
        match self.key_state(subject)? {
            KeyState::Held => Ok(false),
            KeyState::Erased => Err(Failure::Unreadable("subject_key")),
            KeyState::None => {
                let (key, wrapped) =
                    self.vault
                        .new_key(self.municipality, subject, self.surroundings)?;
                diesel::insert_into(subject_key::table)
                    .values((
                        subject_key::municipality.eq(self.municipality.as_str().to_owned()),
                        subject_key::subject.eq(subject.to_string()),
                        subject_key::wrapped.eq(Some(wrapped)),
                        subject_key::kek.eq(self.vault.id().to_owned()),
                        subject_key::made_at.eq(self.now.millis()),
                        subject_key::erased_at.eq(None::<i64>),
                    ))
                    .execute(self.conn())?;
                self.keys.insert(subject.clone(), Key::Held(key));
                Ok(true)
            }
        }
    }

    /// Seals a value under the subject's key for one row of one column.
    ///
    /// # Errors
    /// If the subject has no key.
    pub fn seal(
        &mut self,
        subject: &Subject,
        column: &'static str,
        row: &str,
        value: &impl Serialize,
    ) -> Result<Vec<u8>, Failure> {
        let place = self.place(column, row);
        self.key(subject)?.seal(&place, value)
    }

    /// As [`Tx::seal`], for a value whose canonical bytes are there already.
    ///
    /// # Errors
    /// As [`Tx::seal`].
    pub fn seal_bytes(
        &mut self,
        subject: &Subject,
        column: &'static str,
        row: &str,
        bytes: &[u8],
    ) -> Result<Vec<u8>, Failure> {
        let place = self.place(column, row);
        self.key(subject)?.seal_bytes(&place, bytes)
    }

    /// Opens what [`Tx::seal`] sealed.
    ///
    /// # Errors
    /// [`Failure::Unreadable`] if it was not sealed there, or is damaged.
    pub fn open<T: DeserializeOwned>(
        &mut self,
        subject: &Subject,
        column: &'static str,
        row: &str,
        sealed: &[u8],
    ) -> Result<T, Failure> {
        let place = self.place(column, row);
        self.key(subject)?.open(&place, column, sealed)
    }

    /// Whether a sealed value can be opened at its place, whatever it holds.
    ///
    /// # Errors
    /// If the subject has no key or the database cannot answer.
    pub fn is_sealed_here(
        &mut self,
        subject: &Subject,
        column: &str,
        row: &str,
        sealed: &[u8],
    ) -> Result<bool, Failure> {
        let place = self.place(column, row);
        Ok(self
            .key(subject)?
            .open::<serde_json::Value>(&place, "sealed", sealed)
            .is_ok())
    }

    fn place(&self, column: &str, row: &str) -> String {
        format!("{column}:{}:{row}", self.municipality)
    }
}

/// Carries a part's own error through the connection, whose errors are diesel's.
struct PartFailure<E>(E);

impl<E: From<Failure>> From<diesel::result::Error> for PartFailure<E> {
    fn from(error: diesel::result::Error) -> Self {
        Self(Failure::from(error).into())
    }
}
