//! The pack: copies of cases and lists for work without a network. Unlike the outbox it expires: after the hours of the
//! unit's policy without contact, or when the right was withdrawn, it is wiped.

use std::collections::BTreeSet;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::store::{Area, Store, StoreFailure, Write};
use crate::case::calls::{CaseHeads, CasePack};
use crate::case::{CaseFile, CaseHead};
use crate::kernel::json;
use crate::kernel::{Actor, CaseId, Moment};
use crate::organisation::Organisation;

const ABOUT: &str = "about";
const WORKLIST: &str = "worklist";
const ORGANISATION: &str = "organisation";
const FILE: &str = "file:";
/// What was chosen by hand. It stands beside the pack, so that it outlives the pack.
const CHOSEN: &str = "pack-chosen";

/// The lists that are packed beside the cases.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PackedLists {
    /// The worklist as it was.
    pub worklist: CaseHeads,
    /// The organisation: districts, offices, posts.
    pub organisation: Organisation,
}

/// What is known of the pack without opening a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackAbout {
    /// Who fetched it: the app starts as this actor when there is no network.
    pub actor: Actor,
    /// When it was fetched, by this device's clock.
    pub fetched_at: Moment,
    /// The latest moment this device ever saw; a clock that was turned back does not make a pack younger.
    pub latest_seen: Moment,
    /// For how many hours it is readable without contact.
    pub hours: u32,
    /// How many cases it holds.
    pub cases: usize,
    /// How many the unit lets a device keep.
    #[serde(default)]
    pub limit: u32,
    /// Cases that came along by themselves.
    #[serde(default)]
    pub by_itself: BTreeSet<CaseId>,
}

impl PackAbout {
    /// Hours since it was fetched, by the latest moment this device ever saw.
    #[must_use]
    pub fn age_hours(&self, now: Moment) -> i64 {
        let latest = now.max(self.latest_seen);
        latest.millis().saturating_sub(self.fetched_at.millis()) / 3_600_000
    }

    /// When it expires if there is no contact before.
    #[must_use]
    pub fn expires_at(&self) -> Moment {
        self.fetched_at
            .plus_millis(i64::from(self.hours) * 3_600_000)
    }
}

/// Whether there is a pack to work with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PackState {
    /// Nothing was packed.
    Absent,
    /// It had expired and was wiped just now.
    Expired,
    /// It can be used.
    Ready(PackAbout),
}

/// The pack of one account on one device.
#[derive(Debug, Clone)]
pub struct Packs<S> {
    store: S,
}

impl<S: Store> Packs<S> {
    /// The pack in this store.
    pub const fn new(store: S) -> Self {
        Self { store }
    }

    /// Looks whether there is a pack, and wipes one that has expired or cannot be read.
    ///
    /// # Errors
    /// If the store does not work.
    pub async fn open(&self, now: Moment) -> Result<PackState, StoreFailure> {
        let Some(mut about) = self.read::<PackAbout>(ABOUT).await? else {
            let left = self.store.list(Area::Pack).await?;
            if !left.is_empty() {
                self.wipe().await?;
            }
            return Ok(PackState::Absent);
        };
        if about.age_hours(now) >= i64::from(about.hours) {
            self.wipe().await?;
            return Ok(PackState::Expired);
        }
        if now > about.latest_seen {
            about.latest_seen = now;
            self.store.commit(vec![put(ABOUT, &about)?]).await?;
        }
        Ok(PackState::Ready(about))
    }

    /// Replaces the whole pack by what the server gave, in one burst: there is never half a pack.
    ///
    /// # Errors
    /// If the store failed; the pack before it is then still there.
    pub async fn replace(
        &self,
        actor: &Actor,
        pack: &CasePack,
        lists: &PackedLists,
        hours: u32,
        now: Moment,
    ) -> Result<PackAbout, StoreFailure> {
        let about = PackAbout {
            actor: actor.clone(),
            fetched_at: now,
            latest_seen: now,
            hours,
            cases: pack.files.len(),
            limit: pack.limit,
            by_itself: pack.by_itself.iter().copied().collect(),
        };
        let mut writes = self.all_deleted().await?;
        for file in &pack.files {
            writes.push(put(&file_key(file.head.case), file)?);
        }
        writes.push(put(WORKLIST, &lists.worklist)?);
        writes.push(put(ORGANISATION, &lists.organisation)?);
        writes.push(put(ABOUT, &about)?);
        self.store.commit(writes).await?;
        Ok(about)
    }

    /// Keeps a file that was read online just now, in place of its older copy. Only cases that are packed already.
    ///
    /// # Errors
    /// If the store failed; the older copy is then still there.
    pub async fn refresh(&self, file: &CaseFile) -> Result<(), StoreFailure> {
        let key = file_key(file.head.case);
        if self.store.get(Area::Pack, &key).await?.is_none() {
            return Ok(());
        }
        self.store.commit(vec![put(&key, file)?]).await
    }

    /// A packed case.
    ///
    /// # Errors
    /// If the store does not work.
    pub async fn file(&self, case: CaseId) -> Result<Option<CaseFile>, StoreFailure> {
        self.read(&file_key(case)).await
    }

    /// The heads of all packed cases.
    ///
    /// # Errors
    /// If the store does not work.
    pub async fn heads(&self) -> Result<Vec<CaseHead>, StoreFailure> {
        Ok(self
            .files()
            .await?
            .into_iter()
            .map(|file| file.head)
            .collect())
    }

    /// All packed cases, for the search without a network.
    ///
    /// # Errors
    /// If the store does not work.
    pub async fn files(&self) -> Result<Vec<CaseFile>, StoreFailure> {
        let listed = self.store.list(Area::Pack).await?;
        Ok(listed
            .into_iter()
            .filter(|(key, _)| key.starts_with(FILE))
            .filter_map(|(_, value)| json::read(&value?).ok())
            .collect())
    }

    /// The cases that were chosen by hand to be packed.
    ///
    /// # Errors
    /// If the store does not work.
    pub async fn chosen(&self) -> Result<BTreeSet<CaseId>, StoreFailure> {
        match self.store.get(Area::Meta, CHOSEN).await {
            Ok(value) => Ok(value
                .and_then(|value| json::read(&value).ok())
                .unwrap_or_default()),
            Err(StoreFailure::Unreadable) => Ok(BTreeSet::new()),
            Err(failure) => Err(failure),
        }
    }

    /// Chooses a case to be packed; its file comes with the next pack.
    ///
    /// # Errors
    /// If the store failed; nothing was chosen then.
    pub async fn choose(&self, case: CaseId) -> Result<(), StoreFailure> {
        let mut chosen = self.chosen().await?;
        chosen.insert(case);
        self.store.commit(vec![put_chosen(&chosen)?]).await
    }

    /// Takes a case out of the choice and its copy off the device. What was written about it and is not sent yet is in
    /// the outbox, and stays there.
    ///
    /// # Errors
    /// If the store failed; nothing was taken away then.
    pub async fn leave(&self, case: CaseId) -> Result<(), StoreFailure> {
        let mut chosen = self.chosen().await?;
        chosen.remove(&case);
        let mut writes = vec![
            put_chosen(&chosen)?,
            Write::Delete(Area::Pack, file_key(case)),
        ];
        if let Some(mut about) = self.read::<PackAbout>(ABOUT).await? {
            let is_packed = self
                .store
                .get(Area::Pack, &file_key(case))
                .await
                .is_ok_and(|file| file.is_some());
            about.cases = about.cases.saturating_sub(usize::from(is_packed));
            writes.push(put(ABOUT, &about)?);
        }
        self.store.commit(writes).await
    }

    /// The packed worklist; empty if there is none.
    ///
    /// # Errors
    /// If the store does not work.
    pub async fn worklist(&self) -> Result<CaseHeads, StoreFailure> {
        Ok(self.read(WORKLIST).await?.unwrap_or_default())
    }

    /// The packed organisation; empty if there is none.
    ///
    /// # Errors
    /// If the store does not work.
    pub async fn organisation(&self) -> Result<Organisation, StoreFailure> {
        Ok(self.read(ORGANISATION).await?.unwrap_or_default())
    }

    /// Wipes the pack, and nothing else: on expiry, on leaving, when the right was withdrawn.
    ///
    /// # Errors
    /// If the store failed; then nothing was wiped.
    pub async fn wipe(&self) -> Result<(), StoreFailure> {
        self.store.commit(self.all_deleted().await?).await
    }

    async fn all_deleted(&self) -> Result<Vec<Write>, StoreFailure> {
        let listed = self.store.list(Area::Pack).await?;
        Ok(listed
            .into_iter()
            .map(|(key, _)| Write::Delete(Area::Pack, key))
            .collect())
    }

    async fn read<T: DeserializeOwned>(&self, key: &str) -> Result<Option<T>, StoreFailure> {
        match self.store.get(Area::Pack, key).await {
            Ok(value) => Ok(value.and_then(|value| json::read(&value).ok())),
            // A damaged copy is as good as none: the server has the original.
            Err(StoreFailure::Unreadable) => Ok(None),
            Err(failure) => Err(failure),
        }
    }
}

fn file_key(case: CaseId) -> String {
    format!("{FILE}{case}")
}

fn put_chosen(chosen: &BTreeSet<CaseId>) -> Result<Write, StoreFailure> {
    let value = json::write(chosen).map_err(|error| StoreFailure::Other(error.to_string()))?;
    Ok(Write::Put(Area::Meta, CHOSEN.to_owned(), value))
}

fn put(key: &str, value: &impl Serialize) -> Result<Write, StoreFailure> {
    let value = json::write(value).map_err(|error| StoreFailure::Other(error.to_string()))?;
    Ok(Write::Put(Area::Pack, key.to_owned(), value))
}

#[cfg(test)]
mod tests {
    use pollster::block_on;

    use super::*;
    use crate::device::MemoryStore;
    use crate::kernel::{AccountId, Role};

    const NOW: Moment = Moment::from_millis(1_795_420_800_000);
    const HOUR: i64 = 3_600_000;

    fn actor() -> Actor {
        Actor {
            account: AccountId::born(NOW, [1; 10]),
            municipality: "05316000".parse().unwrap(),
            unit: "awo".parse().unwrap(),
            roles: [Role::CaseManager].into(),
            post: Some("awo-1".parse().unwrap()),
            name: "Anton Awo".into(),
        }
    }

    /// A store with a pack of 72 hours and one unsent envelope.
    fn packed() -> (MemoryStore, Packs<MemoryStore>) {
        let store = MemoryStore::default();
        let packs = Packs::new(store.clone());
        let lists = PackedLists {
            worklist: CaseHeads {
                cases: Vec::new(),
                total: 7,
            },
            ..PackedLists::default()
        };
        block_on(packs.replace(&actor(), &CasePack::default(), &lists, 72, NOW)).unwrap();
        let unsent = Write::Put(Area::Outbox, "1".into(), b"unsent".to_vec());
        block_on(store.commit(vec![unsent])).unwrap();
        (store, packs)
    }

    fn at(packs: &Packs<MemoryStore>, hours: i64) -> PackState {
        block_on(packs.open(NOW.plus_millis(hours * HOUR))).unwrap()
    }

    #[test]
    fn a_pack_is_readable_until_its_hours_are_over_and_wiped_then() {
        let (store, packs) = packed();
        assert!(matches!(at(&packs, 71), PackState::Ready(_)));
        assert_eq!(block_on(packs.worklist()).unwrap().total, 7);
        assert_eq!(at(&packs, 72), PackState::Expired);
        assert_eq!(at(&packs, 72), PackState::Absent);
        assert!(block_on(store.list(Area::Pack)).unwrap().is_empty());
        assert_eq!(
            block_on(store.list(Area::Outbox)).unwrap().len(),
            1,
            "unsent work never expires"
        );
    }

    #[test]
    fn what_is_chosen_outlives_the_pack_and_what_is_left_takes_no_unsent_work_along() {
        let (store, packs) = packed();
        let (one, other) = (CaseId::born(NOW, [2; 10]), CaseId::born(NOW, [3; 10]));
        for case in [one, other, one] {
            block_on(packs.choose(case)).unwrap();
        }
        let file = Write::Put(Area::Pack, file_key(one), b"{}".to_vec());
        block_on(store.commit(vec![file])).unwrap();
        assert_eq!(block_on(packs.chosen()).unwrap(), [one, other].into());
        block_on(packs.leave(one)).unwrap();
        assert_eq!(block_on(packs.chosen()).unwrap(), [other].into());
        assert!(
            block_on(store.get(Area::Pack, &file_key(one)))
                .unwrap()
                .is_none()
        );
        assert!(
            matches!(at(&packs, 1), PackState::Ready(_)),
            "the rest stays"
        );
        assert_eq!(at(&packs, 72), PackState::Expired);
        assert_eq!(block_on(packs.chosen()).unwrap(), [other].into());
        assert_eq!(block_on(store.list(Area::Outbox)).unwrap().len(), 1);
    }

    #[test]
    fn a_clock_that_is_turned_back_makes_no_pack_younger() {
        let (_, packs) = packed();
        assert!(matches!(at(&packs, 70), PackState::Ready(_)));
        let PackState::Ready(about) = at(&packs, -500) else {
            panic!("the pack is still readable");
        };
        assert_eq!(about.age_hours(NOW.plus_millis(-500 * HOUR)), 70);
        assert_eq!(at(&packs, 73), PackState::Expired);
    }

    #[test]
    fn a_damaged_pack_is_as_good_as_none() {
        let (store, packs) = packed();
        let damaged = Write::Put(Area::Pack, "about".into(), b"{".to_vec());
        block_on(store.commit(vec![damaged])).unwrap();
        assert_eq!(at(&packs, 1), PackState::Absent);
        assert!(block_on(store.list(Area::Pack)).unwrap().is_empty());
        assert_eq!(block_on(store.list(Area::Outbox)).unwrap().len(), 1);
    }

    #[test]
    fn a_new_pack_replaces_the_old_one_as_a_whole() {
        let (store, packs) = packed();
        let stale = Write::Put(Area::Pack, "file:old".into(), b"{}".to_vec());
        block_on(store.commit(vec![stale])).unwrap();
        let lists = PackedLists::default();
        block_on(packs.replace(&actor(), &CasePack::default(), &lists, 72, NOW)).unwrap();
        let keys: Vec<_> = block_on(store.list(Area::Pack))
            .unwrap()
            .into_iter()
            .map(|(key, _)| key)
            .collect();
        assert_eq!(keys, ["about", "organisation", "worklist"]);
    }
}
