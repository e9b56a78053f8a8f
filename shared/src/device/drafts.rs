//! Half-typed forms: every keystroke is kept at once, under the version of the form it was typed into, and survives a
//! closed tab and an update of the app. A draft becomes a command when something is complete, and goes away with it.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::store::{Area, Store, StoreFailure, Write};
use crate::kernel::Moment;
use crate::kernel::json;

/// A half-typed form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The version of the form it was begun with; it is opened under that one.
    pub form_version: u32,
    /// When it was last typed into.
    pub saved_at: Moment,
    /// What the form held before it was touched, to make edits from; absent for a new record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Value>,
    /// What was typed so far.
    pub value: Value,
}

/// The drafts of one account on one device.
#[derive(Debug, Clone)]
pub struct Drafts<S> {
    store: S,
}

impl<S: Store> Drafts<S> {
    /// The drafts in this store.
    pub const fn new(store: S) -> Self {
        Self { store }
    }

    /// Keeps what was typed under the key of its form (`note:<case>`, `slip`, `person:<id>`).
    ///
    /// # Errors
    /// If the store failed; the draft before it is then still there.
    pub async fn keep(&self, form: &str, draft: &Draft) -> Result<(), StoreFailure> {
        let value = json::write(draft).map_err(|error| StoreFailure::Other(error.to_string()))?;
        self.store
            .commit(vec![Write::Put(Area::Draft, form.to_owned(), value)])
            .await
    }

    /// The draft of a form, if there is one that can be read.
    ///
    /// # Errors
    /// If the store does not work.
    pub async fn find(&self, form: &str) -> Result<Option<Draft>, StoreFailure> {
        let value = self.store.get(Area::Draft, form).await?;
        Ok(value.and_then(|value| json::read(&value).ok()))
    }

    /// All drafts with the keys of their forms, to go on with one.
    ///
    /// # Errors
    /// If the store does not work.
    pub async fn list(&self) -> Result<Vec<(String, Draft)>, StoreFailure> {
        let listed = self.store.list(Area::Draft).await?;
        Ok(listed
            .into_iter()
            .filter_map(|(form, value)| Some((form, json::read(&value?).ok()?)))
            .collect())
    }

    /// The write that takes a draft away, to be put into the burst that records its command.
    #[must_use]
    pub fn done(form: &str) -> Write {
        Write::Delete(Area::Draft, form.to_owned())
    }

    /// Takes a draft away without a command; the person gave it up.
    ///
    /// # Errors
    /// If the store failed; the draft is then still there.
    pub async fn give_up(&self, form: &str) -> Result<(), StoreFailure> {
        self.store.commit(vec![Self::done(form)]).await
    }
}

#[cfg(test)]
mod tests {
    use pollster::block_on;
    use serde_json::json;

    use super::*;
    use crate::device::MemoryStore;

    #[test]
    fn a_draft_is_opened_again_under_the_version_it_began_with() {
        let store = MemoryStore::default();
        let drafts = Drafts::new(store.clone());
        let draft = Draft {
            form_version: 3,
            saved_at: Moment::from_millis(5),
            before: None,
            // A field that no form of today has any more.
            value: json!({ "text": "halb", "gone": 1 }),
        };
        block_on(drafts.keep("note:1", &draft)).unwrap();
        let reopened = Drafts::new(store);
        assert_eq!(block_on(reopened.find("note:1")).unwrap(), Some(draft));
        assert_eq!(block_on(reopened.find("note:2")).unwrap(), None);
        block_on(reopened.give_up("note:1")).unwrap();
        assert!(block_on(reopened.list()).unwrap().is_empty());
    }
}
