//! What was made of the database's content before, kept so that it is not made again while nothing changed.
//!
//! Nothing here is believed by itself. Whoever asks names the state that the database says holds, read in their own
//! transaction, and what was kept is found only if it was made of that very state, in the same municipality. Several servers
//! may stand behind one address, and a restore may put an older state back: both only lead to another state.
//!
//! It may be content in clear, in memory: never more than a bound that its feature states, and forgotten when nobody
//! looked for a while. Not here: what names a state (the stores), what is made (the features).

use std::collections::HashMap;
use std::fmt;
use std::hash::Hash;
use std::ops::Deref;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use actix_web::web::Bytes;
use serde::Serialize;
use shared::kernel::{Ags, Moment};

use crate::db::Failure;

/// What nobody looked at for so long is forgotten.
const IDLE_MILLIS: i64 = 10 * 60_000;

/// What was made, by key, each of one state. Clones share it.
pub(crate) struct Kept<K, S, V> {
    shelves: Arc<Mutex<Shelves<K, S, V>>>,
    most: usize,
}

/// One shelf per municipality.
type Shelves<K, S, V> = HashMap<Ags, Shelf<K, S, V>>;

impl<K, S, V> Clone for Kept<K, S, V> {
    fn clone(&self) -> Self {
        Self {
            shelves: Arc::clone(&self.shelves),
            most: self.most,
        }
    }
}

impl<K, S, V> fmt::Debug for Kept<K, S, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Kept(at most {})", self.most)
    }
}

impl<K: Eq + Hash + Clone, S: PartialEq, V> Kept<K, S, V> {
    /// Keeps at most so many per municipality.
    pub(crate) fn at_most(most: usize) -> Self {
        Self {
            shelves: Arc::default(),
            most,
        }
    }

    fn shelves(&self) -> MutexGuard<'_, Shelves<K, S, V>> {
        self.shelves.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What was made of this state.
    pub(crate) fn find(
        &self,
        municipality: &Ags,
        now: Moment,
        key: &K,
        state: &S,
    ) -> Option<Arc<V>> {
        let mut shelves = self.shelves();
        let shelf = shelves.get_mut(municipality)?;
        shelf.asked_at = now;
        shelf.find(key, state, self.most)
    }

    /// Keeps what was made of a state, in place of what was kept under the key.
    pub(crate) fn keep(&self, municipality: &Ags, now: Moment, key: K, state: S, made: Arc<V>) {
        let mut shelves = self.shelves();
        let shelf = shelves.entry(municipality.clone()).or_default();
        shelf.asked_at = now;
        shelf.put(key, (state, made), self.most);
    }

    /// Forgets what nobody looked at for a while.
    pub(crate) fn forget_idle(&self, now: Moment) {
        self.shelves()
            .retain(|_, shelf| now < shelf.asked_at.plus_millis(IDLE_MILLIS));
    }
}

/// What is kept of one municipality: what was looked at lately, and what was before that. When there is too much of the
/// former it becomes the latter, so that what nobody looks at goes without being searched for.
struct Shelf<K, S, V> {
    lately: HashMap<K, (S, Arc<V>)>,
    before: HashMap<K, (S, Arc<V>)>,
    asked_at: Moment,
}

impl<K, S, V> Default for Shelf<K, S, V> {
    fn default() -> Self {
        Self {
            lately: HashMap::new(),
            before: HashMap::new(),
            asked_at: Moment::default(),
        }
    }
}

impl<K: Eq + Hash + Clone, S: PartialEq, V> Shelf<K, S, V> {
    fn find(&mut self, key: &K, state: &S, most: usize) -> Option<Arc<V>> {
        if !self.lately.contains_key(key) {
            let found = self.before.remove(key)?;
            self.put(key.clone(), found, most);
        }
        let (kept, made) = self.lately.get(key)?;
        (kept == state).then(|| Arc::clone(made))
    }

    fn put(&mut self, key: K, made: (S, Arc<V>), most: usize) {
        if self.lately.len() >= most / 2 && !self.lately.contains_key(&key) {
            self.before = std::mem::take(&mut self.lately);
        }
        self.before.remove(&key);
        self.lately.insert(key, made);
    }
}

/// An answer that is kept, with its JSON: that is made once, however often it is sent.
#[derive(Debug, PartialEq, Eq)]
pub struct Written<T> {
    value: T,
    json: Bytes,
}

impl<T: Serialize> Written<T> {
    /// Writes an answer.
    ///
    /// # Errors
    /// If it has no form in JSON; every answer of a call has one.
    pub fn new(value: T) -> Result<Self, Failure> {
        let json = serde_json::to_vec(&value)
            .map_err(|_| Failure::Broken("an answer that has no form in JSON"))?;
        Ok(Self {
            value,
            json: json.into(),
        })
    }
}

impl<T> Written<T> {
    /// As it is sent.
    pub fn json(&self) -> Bytes {
        self.json.clone()
    }
}

impl<T> Deref for Written<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Keeps text by number.
    type Texts = Kept<usize, u8, String>;

    fn town(number: u32) -> Ags {
        format!("0531{number}000").parse().unwrap()
    }

    fn at(minutes: i64) -> Moment {
        Moment::from_millis(minutes * 60_000)
    }

    fn keep(texts: &Texts, town: &Ags, key: usize, state: u8) {
        let made = Arc::new(format!("{key} in {state}"));
        texts.keep(town, at(0), key, state, made);
    }

    fn find(texts: &Texts, town: &Ags, key: usize, state: u8) -> Option<String> {
        let found = texts.find(town, at(0), &key, &state)?;
        Some(found.as_str().to_owned())
    }

    #[test]
    fn only_what_was_made_of_the_same_state_in_the_same_town_is_found() {
        let texts = Texts::at_most(10);
        assert_eq!(find(&texts, &town(6), 1, 7), None);
        keep(&texts, &town(6), 1, 7);
        assert_eq!(find(&texts, &town(6), 1, 7).as_deref(), Some("1 in 7"));
        assert_eq!(find(&texts, &town(6), 1, 8), None);
        assert_eq!(find(&texts, &town(6), 2, 7), None);
        assert_eq!(find(&texts, &town(5), 1, 7), None);
        keep(&texts, &town(6), 1, 8);
        assert_eq!(find(&texts, &town(6), 1, 7), None);
        assert_eq!(find(&texts, &town(6), 1, 8).as_deref(), Some("1 in 8"));
    }

    #[test]
    fn there_is_never_more_than_the_bound_and_what_is_looked_at_stays() {
        const MOST: usize = 20;
        let texts = Texts::at_most(MOST);
        for key in 0..5 * MOST {
            keep(&texts, &town(6), key, 1);
            assert!(find(&texts, &town(6), 0, 1).is_some(), "{key}");
            let shelves = texts.shelves();
            let shelf = shelves.get(&town(6)).unwrap();
            assert!(shelf.lately.len() + shelf.before.len() <= MOST, "{key}");
        }
        assert!(find(&texts, &town(6), 5 * MOST - 1, 1).is_some());
        assert_eq!(find(&texts, &town(6), 1, 1), None);
    }

    #[test]
    fn what_nobody_looked_at_for_a_while_is_forgotten() {
        let texts = Texts::at_most(10);
        keep(&texts, &town(6), 1, 7);
        keep(&texts, &town(5), 1, 7);
        texts.find(&town(5), at(6), &1, &7);
        texts.forget_idle(at(9));
        assert!(find(&texts, &town(6), 1, 7).is_some());
        texts.find(&town(5), at(6), &1, &7);
        texts.forget_idle(at(10));
        assert_eq!(find(&texts, &town(6), 1, 7), None);
        assert!(find(&texts, &town(5), 1, 7).is_some());
    }
}
