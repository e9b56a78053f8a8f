//! The browser's IndexedDB: named stores of bytes under text keys, written in bursts that are on disk when they return.
//!
//! Two traps are kept out here. A transaction commits by itself as soon as anything else is awaited, so values are
//! ready (sealed) before one is opened, and all puts go in one burst. And a transaction that is dropped is not
//! aborted, so nothing returns early between opening one and its end.

use idb::builder::{DatabaseBuilder, ObjectStoreBuilder};
use idb::{Query, Transaction, TransactionMode};
use js_sys::{Array, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbDatabase, IdbTransaction};

/// One change of a burst.
#[derive(Debug, Clone)]
pub enum Change {
    /// Puts bytes under a key of a store.
    Put(&'static str, String, Vec<u8>),
    /// Deletes a key of a store.
    Delete(&'static str, String),
}

/// What went wrong; nothing of a burst was written then.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DatabaseFailure {
    /// The browser gives no more room.
    #[error("no room left")]
    Full,
    /// Another tab runs a newer version of the app and has to be reloaded, or this one.
    #[error("blocked by another tab")]
    Blocked,
    /// Anything else.
    #[error("{0}")]
    Other(String),
}

/// An open database. Clones share one connection.
#[derive(Debug, Clone)]
pub struct Database {
    inner: IdbDatabase,
}

impl Database {
    /// Opens or makes the database with these stores.
    ///
    /// # Errors
    /// If the browser has none to give, as in some private windows.
    pub async fn open(
        name: &str,
        version: u32,
        stores: &[&'static str],
    ) -> Result<Self, DatabaseFailure> {
        let mut builder = DatabaseBuilder::new(name).version(version);
        for store in stores {
            builder = builder.add_object_store(ObjectStoreBuilder::new(store));
        }
        let mut database = builder.build().await.map_err(failure)?;
        // A newer app in another tab wants to change the stores: let it, this tab is told to reload by its next call.
        database.on_version_change(|event| {
            if let Some(database) = event
                .target()
                .and_then(|target| target.dyn_into::<IdbDatabase>().ok())
            {
                database.close();
            }
        });
        database.forget_callbacks();
        Ok(Self {
            inner: database.into(),
        })
    }

    /// Deletes a whole database. Used for those that never held unsent work, and by tests.
    ///
    /// # Errors
    /// If the browser refuses.
    pub async fn delete(name: &str) -> Result<(), DatabaseFailure> {
        let factory = idb::Factory::new().map_err(failure)?;
        factory
            .delete(name)
            .map_err(failure)?
            .await
            .map_err(failure)
    }

    /// Closes the connection.
    pub fn close(&self) {
        self.inner.close();
    }

    /// Reads one value.
    ///
    /// # Errors
    /// If the database does not work.
    pub async fn get(
        &self,
        store: &'static str,
        key: &str,
    ) -> Result<Option<Vec<u8>>, DatabaseFailure> {
        let transaction = self.begin(&[store], TransactionMode::ReadOnly)?;
        let request = transaction
            .object_store(store)
            .and_then(|store| store.get(Query::Key(JsValue::from_str(key))))
            .map_err(failure)?;
        let value = request.await.map_err(failure)?;
        Ok(value.map(|value| bytes(&value)))
    }

    /// Reads all values of a store, sorted by key.
    ///
    /// # Errors
    /// If the database does not work.
    pub async fn list(
        &self,
        store: &'static str,
    ) -> Result<Vec<(String, Vec<u8>)>, DatabaseFailure> {
        let transaction = self.begin(&[store], TransactionMode::ReadOnly)?;
        let requests = transaction
            .object_store(store)
            .and_then(|store| Ok((store.get_all_keys(None, None)?, store.get_all(None, None)?)));
        let (keys, values) = requests.map_err(failure)?;
        // Both were asked for in one transaction, so they tell of one moment.
        let keys = keys.await.map_err(failure)?;
        let values = values.await.map_err(failure)?;
        let mut listed: Vec<_> = keys
            .iter()
            .zip(&values)
            .filter_map(|(key, value)| Some((key.as_string()?, bytes(value))))
            .collect();
        // The browser sorts keys by UTF-16 units, everybody else here by characters.
        listed.sort_by(|(one, _), (other, _)| one.cmp(other));
        Ok(listed)
    }

    /// Writes a burst as a whole, and returns when the browser says that it is on disk (`strict`).
    ///
    /// # Errors
    /// If it could not be written; then nothing of it was.
    pub async fn commit(&self, changes: Vec<Change>) -> Result<(), DatabaseFailure> {
        let mut stores: Vec<&'static str> = changes
            .iter()
            .map(|change| match change {
                Change::Put(store, ..) | Change::Delete(store, _) => *store,
            })
            .collect();
        stores.sort_unstable();
        stores.dedup();
        if stores.is_empty() {
            return Ok(());
        }
        let begun = self.begin_raw(&stores, TransactionMode::ReadWrite)?;
        let transaction = Transaction::from(begun.clone());
        // From here to the end of the transaction nothing else is awaited and nothing returns early.
        // The requests are kept until then: where one fails, the browser still tells it.
        let (mut puts, mut deletes) = (Vec::new(), Vec::new());
        let asked = changes.into_iter().try_for_each(|change| {
            match change {
                Change::Put(store, key, value) => puts.push(transaction.object_store(store)?.put(
                    &Uint8Array::from(value.as_slice()),
                    Some(&JsValue::from_str(&key)),
                )?),
                Change::Delete(store, key) => deletes.push(
                    transaction
                        .object_store(store)?
                        .delete(Query::Key(JsValue::from_str(&key)))?,
                ),
            }
            Ok(())
        });
        if let Err(error) = asked {
            drop(transaction.abort());
            return Err(failure(error));
        }
        let ended = ended(&begun).await;
        drop((puts, deletes));
        ended
    }

    fn begin(
        &self,
        stores: &[&'static str],
        mode: TransactionMode,
    ) -> Result<Transaction, DatabaseFailure> {
        self.begin_raw(stores, mode).map(Transaction::from)
    }

    fn begin_raw(
        &self,
        stores: &[&'static str],
        mode: TransactionMode,
    ) -> Result<IdbTransaction, DatabaseFailure> {
        let names: Array = stores.iter().map(|name| JsValue::from_str(name)).collect();
        let mode = match mode {
            TransactionMode::ReadWrite => "readwrite",
            _ => "readonly",
        };
        // Neither idb nor the stable part of web-sys knows the option that asks for durability.
        let options = Object::new();
        let begun = Reflect::set(&options, &"durability".into(), &"strict".into())
            .and_then(|_| Reflect::get(&self.inner, &"transaction".into()))
            .and_then(|begin| begin.dyn_into::<js_sys::Function>())
            .and_then(|begin| begin.call3(&self.inner, &names, &mode.into(), &options))
            .and_then(|transaction| transaction.dyn_into::<IdbTransaction>());
        begun.map_err(|error| named(name_of(&error)))
    }
}

/// What the browser asks of a page that wants its stores to stay: `true` if they will not be cleared to make room.
pub async fn persist() -> bool {
    let Ok(promise) = gloo::utils::window().navigator().storage().persist() else {
        return false;
    };
    JsFuture::from(promise)
        .await
        .is_ok_and(|answer| answer.is_truthy())
}

/// The bytes of a value; none where something else was put in their place, which then opens under no key.
fn bytes(value: &JsValue) -> Vec<u8> {
    value
        .dyn_ref::<Uint8Array>()
        .map(Uint8Array::to_vec)
        .unwrap_or_default()
}

fn name_of(error: &JsValue) -> Option<String> {
    Reflect::get(error, &"name".into()).ok()?.as_string()
}

fn failure(error: idb::Error) -> DatabaseFailure {
    match &error {
        idb::Error::DomException(exception) => named(Some(exception.name())),
        _ => DatabaseFailure::Other(error.to_string()),
    }
}

/// What the browser means by the name of an exception.
fn named(name: Option<String>) -> DatabaseFailure {
    match name.as_deref() {
        Some("QuotaExceededError") => DatabaseFailure::Full,
        // The connection was given to a newer app, or the stores are of a version that this one does not know.
        Some("InvalidStateError" | "VersionError") => DatabaseFailure::Blocked,
        _ => DatabaseFailure::Other(name.unwrap_or_default()),
    }
}

/// Waits for the end of a transaction. A request that fails aborts it, and why stands in the transaction: a browser that
/// runs out of room does that, too. (The library listens to the failed request and is gone when the abort follows.)
async fn ended(transaction: &IdbTransaction) -> Result<(), DatabaseFailure> {
    let end = Promise::new(&mut |committed, aborted| {
        transaction.set_oncomplete(Some(&committed));
        transaction.set_onabort(Some(&aborted));
    });
    let is_committed = JsFuture::from(end).await.is_ok();
    match transaction.error() {
        _ if is_committed => Ok(()),
        Some(error) => Err(named(Some(error.name()))),
        None => Err(DatabaseFailure::Other("AbortError".to_owned())),
    }
}
