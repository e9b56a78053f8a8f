//! Where a device keeps things: named areas of sealed values under keys, written in bursts that are done as a whole.
//!
//! `MemoryStore` and the browser's IndexedDB store pass the same contract tests (`store::contract`).

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// The areas of the store. Only `Pack` expires or is wiped; unsent work never is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Area {
    /// Half-typed forms, every keystroke.
    Draft,
    /// Envelopes that the server has not confirmed, and copies of confirmed ones until they are backed up.
    Outbox,
    /// Packed cases and lists.
    Pack,
    /// Epoch, marks and other small things about the exchange.
    Meta,
}

/// One change of a burst.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Write {
    /// Puts a value under a key, replacing what was there.
    Put(Area, String, Vec<u8>),
    /// Takes a value away.
    Delete(Area, String),
}

/// The store failed; nothing of the burst was written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreFailure {
    /// No room is left on the device.
    #[error("no room left")]
    Full,
    /// A stored value could not be read back (damaged, or sealed under a key this session does not have).
    #[error("unreadable value")]
    Unreadable,
    /// The browser's store did not work.
    #[error("store failed: {0}")]
    Other(String),
}

/// A device's store. Keys sort as text; values are opaque bytes.
#[expect(
    async_fn_in_trait,
    reason = "the browser is single-threaded, the simulator polls by itself: no Send is needed"
)]
pub trait Store {
    /// Reads one value.
    async fn get(&self, area: Area, key: &str) -> Result<Option<Vec<u8>>, StoreFailure>;

    /// Reads all values of an area, by key.
    async fn list(&self, area: Area) -> Result<Vec<(String, Vec<u8>)>, StoreFailure>;

    /// Writes a burst as a whole, durably, before it returns.
    async fn commit(&self, writes: Vec<Write>) -> Result<(), StoreFailure>;
}

/// A store in memory, for tests and the simulator. Clones share their content, like two tabs of one browser.
#[derive(Debug, Clone, Default)]
pub struct MemoryStore {
    values: Rc<RefCell<BTreeMap<(Area, String), Vec<u8>>>>,
}

impl Store for MemoryStore {
    async fn get(&self, area: Area, key: &str) -> Result<Option<Vec<u8>>, StoreFailure> {
        Ok(self.values.borrow().get(&(area, key.to_owned())).cloned())
    }

    async fn list(&self, area: Area) -> Result<Vec<(String, Vec<u8>)>, StoreFailure> {
        let values = self.values.borrow();
        Ok(values
            .iter()
            .filter(|((at, _), _)| *at == area)
            .map(|((_, key), value)| (key.clone(), value.clone()))
            .collect())
    }

    async fn commit(&self, writes: Vec<Write>) -> Result<(), StoreFailure> {
        let mut values = self.values.borrow_mut();
        for write in writes {
            match write {
                Write::Put(area, key, value) => values.insert((area, key), value),
                Write::Delete(area, key) => values.remove(&(area, key)),
            };
        }
        Ok(())
    }
}
