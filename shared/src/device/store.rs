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
    /// Pictures that drafts and the outbox name, under their names. As the outbox, they are never wiped before they are kept
    /// elsewhere.
    Attachment,
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
    /// A newer version of the app uses the store, in another window or since it was last opened: this one has to be
    /// loaded anew.
    #[error("used by a newer version of the app")]
    Superseded,
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

    /// Reads all values of an area, by key. A value that cannot be read back is `None`: one damaged value keeps
    /// nothing else from being read.
    async fn list(&self, area: Area) -> Result<Vec<(String, Option<Vec<u8>>)>, StoreFailure>;

    /// Writes a burst as a whole, durably, before it returns.
    async fn commit(&self, writes: Vec<Write>) -> Result<(), StoreFailure>;
}

/// A store in memory, for tests and the simulator. Clones share their content, like two tabs of one browser.
#[derive(Debug, Clone, Default)]
pub struct MemoryStore {
    values: Rc<RefCell<Values>>,
}

type Values = BTreeMap<(Area, String), Vec<u8>>;

impl Store for MemoryStore {
    async fn get(&self, area: Area, key: &str) -> Result<Option<Vec<u8>>, StoreFailure> {
        Ok(self.values.borrow().get(&(area, key.to_owned())).cloned())
    }

    async fn list(&self, area: Area) -> Result<Vec<(String, Option<Vec<u8>>)>, StoreFailure> {
        let values = self.values.borrow();
        Ok(values
            .iter()
            .filter(|((at, _), _)| *at == area)
            .map(|((_, key), value)| (key.clone(), Some(value.clone())))
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

/// What every store has to do. Each store runs these against fresh stores of its own.
#[cfg(any(test, feature = "fixtures"))]
#[expect(
    clippy::expect_used,
    reason = "these are tests, lent to the stores of other crates: a broken contract is a panic"
)]
pub mod contract {
    use super::{Area, Store, Write};

    fn put(area: Area, key: &str, value: &[u8]) -> Write {
        Write::Put(area, key.to_owned(), value.to_vec())
    }

    async fn keys(store: &impl Store, area: Area) -> Vec<String> {
        let listed = store.list(area).await.expect("the store lists");
        listed.into_iter().map(|(key, _)| key).collect()
    }

    /// Runs the whole contract; `reopened` is the same store, opened a second time.
    ///
    /// # Panics
    /// Where the store breaks the contract.
    pub async fn check(store: &impl Store, reopened: &impl Store) {
        nothing_is_there_at_first(store).await;
        what_was_put_is_read_back(store).await;
        areas_do_not_mix(store).await;
        keys_sort_as_text(store).await;
        a_burst_is_applied_in_order(store).await;
        an_empty_burst_is_allowed(store).await;
        bytes_of_every_kind_survive(store).await;
        a_second_opening_sees_the_same(store, reopened).await;
        bursts_at_once_both_arrive(store).await;
    }

    async fn nothing_is_there_at_first(store: &impl Store) {
        for area in [
            Area::Draft,
            Area::Outbox,
            Area::Pack,
            Area::Meta,
            Area::Attachment,
        ] {
            assert!(store.list(area).await.expect("lists").is_empty());
            assert_eq!(store.get(area, "a").await.expect("reads"), None);
        }
    }

    async fn what_was_put_is_read_back(store: &impl Store) {
        store
            .commit(vec![put(Area::Outbox, "a", b"one")])
            .await
            .expect("writes");
        store
            .commit(vec![put(Area::Outbox, "a", b"two")])
            .await
            .expect("replaces");
        assert_eq!(
            store.get(Area::Outbox, "a").await.expect("reads"),
            Some(b"two".to_vec())
        );
    }

    async fn areas_do_not_mix(store: &impl Store) {
        store
            .commit(vec![put(Area::Pack, "a", b"pack")])
            .await
            .expect("writes");
        store
            .commit(vec![Write::Delete(Area::Pack, "a".to_owned())])
            .await
            .expect("deletes");
        assert_eq!(store.get(Area::Pack, "a").await.expect("reads"), None);
        assert_eq!(
            store.get(Area::Outbox, "a").await.expect("reads"),
            Some(b"two".to_vec())
        );
    }

    async fn keys_sort_as_text(store: &impl Store) {
        let burst = ["b", "10", "9", "ä", "a-1"].map(|key| put(Area::Draft, key, b"x"));
        store.commit(burst.to_vec()).await.expect("writes");
        assert_eq!(keys(store, Area::Draft).await, ["10", "9", "a-1", "b", "ä"]);
    }

    async fn a_burst_is_applied_in_order(store: &impl Store) {
        let burst = vec![
            put(Area::Meta, "m", b"1"),
            Write::Delete(Area::Meta, "m".to_owned()),
            put(Area::Meta, "m", b"2"),
            Write::Delete(Area::Meta, "never there".to_owned()),
        ];
        store.commit(burst).await.expect("writes");
        assert_eq!(
            store.get(Area::Meta, "m").await.expect("reads"),
            Some(b"2".to_vec())
        );
    }

    async fn an_empty_burst_is_allowed(store: &impl Store) {
        store.commit(Vec::new()).await.expect("writes nothing");
    }

    async fn bytes_of_every_kind_survive(store: &impl Store) {
        let all: Vec<u8> = (0..=255).collect();
        let large = vec![7; 1_000_000];
        let burst = vec![
            put(Area::Pack, "all", &all),
            put(Area::Pack, "empty", b""),
            put(Area::Pack, "large", &large),
        ];
        store.commit(burst).await.expect("writes");
        let read = store.list(Area::Pack).await.expect("lists");
        let expected = [("all", all), ("empty", Vec::new()), ("large", large)]
            .map(|(key, value)| (key.to_owned(), Some(value)));
        assert_eq!(read, expected);
    }

    async fn a_second_opening_sees_the_same(store: &impl Store, reopened: &impl Store) {
        assert_eq!(
            keys(reopened, Area::Draft).await,
            keys(store, Area::Draft).await
        );
        assert_eq!(
            reopened.get(Area::Outbox, "a").await.expect("reads"),
            Some(b"two".to_vec())
        );
    }

    async fn bursts_at_once_both_arrive(store: &impl Store) {
        let one = store.commit(vec![put(Area::Outbox, "left", b"l")]);
        let two = store.commit(vec![put(Area::Outbox, "right", b"r")]);
        // Started in one order, finished in the other.
        two.await.expect("writes");
        one.await.expect("writes");
        assert_eq!(keys(store, Area::Outbox).await, ["a", "left", "right"]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_store_in_memory_keeps_the_contract() {
        let store = MemoryStore::default();
        pollster::block_on(contract::check(&store, &store.clone()));
    }
}
