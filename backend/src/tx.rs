//! The work of one municipality inside one transaction: the connection, and the keys of the subjects it touches.
//!
//! Every query of a store is made through it and names the municipality, so that none crosses.

use std::collections::HashMap;
use std::fmt;

use diesel::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::exchange::Subject;
use shared::kernel::{Ags, Moment};

use crate::db::schema::subject_key;
use crate::db::{AsFailure, Conn, Db, Failure, Faults};
use crate::seal::{SubjectKey, Vault};
use crate::surroundings::Surroundings;

/// The database together with the keys. Clones share both.
#[derive(Debug, Clone)]
pub struct Town {
    db: Db,
    vault: Vault,
    surroundings: Surroundings,
}

impl Town {
    /// Puts database, keys and surroundings together.
    #[must_use]
    pub fn of(db: Db, vault: Vault, surroundings: Surroundings) -> Self {
        Self {
            db,
            vault,
            surroundings,
        }
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
            faults: self.db.faults(),
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
    keys: HashMap<Subject, SubjectKey>,
    faults: &'a Faults,
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
        let (municipality, vault, surroundings, now, faults) = (
            self.municipality,
            self.vault,
            self.surroundings,
            self.now,
            self.faults,
        );
        // A key made in a part that is taken back must not be remembered: the part has its own memory.
        let keys = self.keys.clone();
        let (value, keys) = self
            .conn
            .part(|conn| -> Result<_, PartFailure<E>> {
                let mut tx = Tx {
                    conn,
                    municipality,
                    vault,
                    surroundings,
                    now,
                    keys,
                    faults,
                };
                let value = part(&mut tx).map_err(PartFailure)?;
                Ok((value, tx.keys))
            })
            .map_err(|failure| failure.0)?;
        self.keys = keys;
        Ok(value)
    }

    /// Whether the subject has a key.
    ///
    /// # Errors
    /// If the database cannot answer.
    pub fn key_state(&mut self, subject: &Subject) -> Result<KeyState, Failure> {
        if self.keys.contains_key(subject) {
            return Ok(KeyState::Held);
        }
        let row = (self.municipality.as_str().to_owned(), subject.to_string());
        let found: Option<Option<Vec<u8>>> = subject_key::table
            .find(row)
            .select(subject_key::wrapped)
            .first(self.conn())
            .optional()?;
        match found {
            None => Ok(KeyState::None),
            Some(None) => Ok(KeyState::Erased),
            Some(Some(wrapped)) => {
                let key = self.vault.unwrap(self.municipality, subject, &wrapped)?;
                self.keys.insert(subject.clone(), key);
                Ok(KeyState::Held)
            }
        }
    }

    /// The key of a subject that has one.
    ///
    /// # Errors
    /// If it has none, or was erased.
    pub fn key(&mut self, subject: &Subject) -> Result<&SubjectKey, Failure> {
        match self.key_state(subject)? {
            KeyState::Held => self
                .keys
                .get(subject)
                .ok_or(Failure::Broken("a key that was just read")),
            KeyState::None | KeyState::Erased => Err(Failure::Unreadable("subject_key")),
        }
    }

    /// Makes sure that the subject has a key.
    ///
    /// # Errors
    /// If it was erased, or the database cannot answer.
    pub fn ensure_key(&mut self, subject: &Subject) -> Result<(), Failure> {
        match self.key_state(subject)? {
            KeyState::Held => Ok(()),
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
                self.keys.insert(subject.clone(), key);
                Ok(())
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
