//! The device's store in the browser: values sealed before they are written, in a database per account. A browser that
//! was not set up as a device keeps the same things in memory only, for as long as the window is open.

use std::rc::Rc;

use shared::device::{Area, MemoryStore, Store, StoreFailure, Write};
use shared::kernel::AccountId;

use crate::platform::crypto::SealKey;
use crate::platform::database::{Change, Database, DatabaseFailure};

/// Counts up with every new store. The browser makes what is missing and leaves what is there.
const VERSION: u32 = 2;
const DRAFTS: &str = "drafts";
const OUTBOX: &str = "outbox";
const PACK: &str = "pack";
const META: &str = "meta";
const ATTACHMENTS: &str = "attachments";
const STORES: [&str; 5] = [DRAFTS, OUTBOX, PACK, META, ATTACHMENTS];

/// The two keys of a device: only the pack's can be thrown away without losing work.
#[derive(Debug, Clone)]
pub struct Keys {
    /// Seals drafts, the outbox, the pictures that they name, and what belongs to the exchange.
    pub outbox: SealKey,
    /// Seals the pack.
    pub pack: SealKey,
}

/// A store whose values are sealed, in a database of this account's own.
#[derive(Debug, Clone)]
pub struct SealedStore {
    database: Database,
    keys: Rc<Keys>,
}

/// The name of an account's database. An account's id says nothing about a person.
#[must_use]
pub fn database_name(account: AccountId) -> String {
    format!("lueckenlos-{account}")
}

/// Deletes what is packed in an account's store, which needs no key; answers whether the outbox holds anything.
///
/// # Errors
/// If the browser gives no database.
pub(super) async fn wipe_pack(account: AccountId) -> Result<bool, StoreFailure> {
    let database = Database::open(&database_name(account), VERSION, &STORES)
        .await
        .map_err(failure)?;
    let packed = database.list(PACK).await.map_err(failure)?;
    let gone = packed
        .into_iter()
        .map(|(key, _)| Change::Delete(PACK, key))
        .collect();
    database.commit(gone).await.map_err(failure)?;
    let waits = database.list(OUTBOX).await.map_err(failure)?;
    database.close();
    Ok(!waits.is_empty())
}

/// Deletes an account's store with all it holds.
///
/// # Errors
/// If the browser does not.
pub(super) async fn empty(account: AccountId) -> Result<(), StoreFailure> {
    Database::delete(&database_name(account))
        .await
        .map_err(failure)
}

impl SealedStore {
    /// Opens the account's store with its keys.
    ///
    /// # Errors
    /// If the browser gives no database.
    pub async fn open(account: AccountId, keys: Rc<Keys>) -> Result<Self, StoreFailure> {
        let database = Database::open(&database_name(account), VERSION, &STORES)
            .await
            .map_err(failure)?;
        Ok(Self { database, keys })
    }

    /// The bytes as they lie in the database, for tests that look for what must not be there.
    ///
    /// # Errors
    /// If the database does not work.
    pub async fn raw(&self, area: Area) -> Result<Vec<(String, Vec<u8>)>, StoreFailure> {
        self.database.list(place(area)).await.map_err(failure)
    }

    /// Closes the connection.
    pub(super) fn close(&self) {
        self.database.close();
    }

    fn key(&self, area: Area) -> &SealKey {
        match area {
            Area::Pack => &self.keys.pack,
            Area::Draft | Area::Outbox | Area::Meta | Area::Attachment => &self.keys.outbox,
        }
    }
}

impl Store for SealedStore {
    async fn get(&self, area: Area, key: &str) -> Result<Option<Vec<u8>>, StoreFailure> {
        let sealed = self.database.get(place(area), key).await.map_err(failure)?;
        match sealed {
            None => Ok(None),
            Some(sealed) => self
                .key(area)
                .open(&sealed_for(area, key), &sealed)
                .await
                .map(Some)
                .map_err(|_| StoreFailure::Unreadable),
        }
    }

    async fn list(&self, area: Area) -> Result<Vec<(String, Option<Vec<u8>>)>, StoreFailure> {
        let listed = self.database.list(place(area)).await.map_err(failure)?;
        let mut opened = Vec::with_capacity(listed.len());
        for (key, sealed) in listed {
            let value = self
                .key(area)
                .open(&sealed_for(area, &key), &sealed)
                .await
                .ok();
            opened.push((key, value));
        }
        Ok(opened)
    }

    async fn commit(&self, writes: Vec<Write>) -> Result<(), StoreFailure> {
        // Everything is sealed before the transaction is opened: it would end by itself while waiting for a seal.
        let mut changes = Vec::with_capacity(writes.len());
        for write in writes {
            changes.push(match write {
                Write::Put(area, key, value) => {
                    let sealed = self
                        .key(area)
                        .seal(&sealed_for(area, &key), &value)
                        .await
                        .map_err(|error| StoreFailure::Other(error.to_string()))?;
                    Change::Put(place(area), key, sealed)
                }
                Write::Delete(area, key) => Change::Delete(place(area), key),
            });
        }
        self.database.commit(changes).await.map_err(failure)
    }
}

/// Where an account's things are kept in this window.
#[derive(Debug, Clone)]
pub enum DeviceStore {
    /// Sealed, and still there tomorrow.
    Sealed(SealedStore),
    /// In memory: this browser was not set up as a device.
    Memory(MemoryStore),
}

impl Store for DeviceStore {
    async fn get(&self, area: Area, key: &str) -> Result<Option<Vec<u8>>, StoreFailure> {
        match self {
            Self::Sealed(store) => store.get(area, key).await,
            Self::Memory(store) => store.get(area, key).await,
        }
    }

    async fn list(&self, area: Area) -> Result<Vec<(String, Option<Vec<u8>>)>, StoreFailure> {
        match self {
            Self::Sealed(store) => store.list(area).await,
            Self::Memory(store) => store.list(area).await,
        }
    }

    async fn commit(&self, writes: Vec<Write>) -> Result<(), StoreFailure> {
        match self {
            Self::Sealed(store) => store.commit(writes).await,
            Self::Memory(store) => store.commit(writes).await,
        }
    }
}

const fn place(area: Area) -> &'static str {
    match area {
        Area::Draft => DRAFTS,
        Area::Outbox => OUTBOX,
        Area::Pack => PACK,
        Area::Meta => META,
        Area::Attachment => ATTACHMENTS,
    }
}

fn sealed_for(area: Area, key: &str) -> String {
    format!("{}/{key}", place(area))
}

fn failure(failure: DatabaseFailure) -> StoreFailure {
    match failure {
        DatabaseFailure::Full => StoreFailure::Full,
        DatabaseFailure::Blocked => StoreFailure::Superseded,
        other => StoreFailure::Other(other.to_string()),
    }
}
