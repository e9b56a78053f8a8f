//! A device: the real outbox and the real pack over a store that can be killed at every write or taken away as a whole,
//! in the hands of one worker.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::rc::Rc;

use pollster::block_on;
use shared::case::IntakeFile;
use shared::command::Command;
use shared::device::{
    Area, Entry, EntryState, MemoryStore, Outbox, Packs, Store, StoreFailure, Write,
};
use shared::exchange::{Envelope, FORMAT, Outcome, Refusal, Sequence, Subject};
use shared::intake::IntakeDraft;
use shared::kernel::{Actor, DeviceId, EnvelopeId, Epoch, IntakeId, Moment, PersonId, merge};
use shared::person::PersonDraft;

use crate::commands::Screen;

/// What happens to the next write of a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StoreFault {
    /// The app is killed before it is written.
    KilledBefore,
    /// The app is killed when it is written.
    KilledAfter,
    /// There is no room.
    Full,
}

/// Everything a store holds, to begin from.
pub(crate) type Content = Vec<(Area, String, Vec<u8>)>;

const AREAS: [Area; 4] = [Area::Draft, Area::Outbox, Area::Pack, Area::Meta];

/// A store in memory with crash points. Clones share everything, like two tabs.
#[derive(Debug, Clone, Default)]
pub(crate) struct CrashStore {
    inner: MemoryStore,
    next: Rc<Cell<Option<StoreFault>>>,
    was_killed: Rc<Cell<bool>>,
}

impl CrashStore {
    fn holding(content: &Content) -> Self {
        let store = Self::default();
        let writes = content
            .iter()
            .map(|(area, key, value)| Write::Put(*area, key.clone(), value.clone()))
            .collect();
        block_on(store.inner.commit(writes)).unwrap();
        store
    }

    pub(crate) fn content(&self) -> Content {
        AREAS
            .into_iter()
            .flat_map(|area| {
                let listed = block_on(self.inner.list(area)).unwrap();
                listed
                    .into_iter()
                    .filter_map(move |(key, value)| Some((area, key, value?)))
            })
            .collect()
    }

    /// The browser takes the whole store away to make room for others.
    fn evict(&self) {
        let writes = self
            .content()
            .into_iter()
            .map(|(area, key, _)| Write::Delete(area, key))
            .collect();
        block_on(self.inner.commit(writes)).unwrap();
    }

    pub(crate) fn strike(&self, fault: Option<StoreFault>) {
        self.next.set(fault);
    }

    /// Whether the app was killed since this was last asked.
    pub(crate) fn was_killed(&self) -> bool {
        self.was_killed.take()
    }
}

impl Store for CrashStore {
    async fn get(&self, area: Area, key: &str) -> Result<Option<Vec<u8>>, StoreFailure> {
        self.inner.get(area, key).await
    }

    async fn list(&self, area: Area) -> Result<Vec<(String, Option<Vec<u8>>)>, StoreFailure> {
        self.inner.list(area).await
    }

    async fn commit(&self, writes: Vec<Write>) -> Result<(), StoreFailure> {
        let killed = StoreFailure::Other("killed".to_owned());
        match self.next.take() {
            None => self.inner.commit(writes).await,
            Some(StoreFault::Full) => Err(StoreFailure::Full),
            Some(StoreFault::KilledBefore) => {
                self.was_killed.set(true);
                Err(killed)
            }
            Some(StoreFault::KilledAfter) => {
                self.inner.commit(writes).await?;
                self.was_killed.set(true);
                Err(killed)
            }
        }
    }
}

/// What became of a group when it was recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Recorded {
    /// The screen said "on this device", or the app was killed when it was written: it must never be lost.
    Kept,
    /// The screen said that it was not saved: it must never show up.
    NotKept,
}

/// The browser took an entry away with its whole store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Evicted {
    /// Whether the server had said, in the life its database was in, that it keeps it.
    pub(crate) was_kept: bool,
    /// How often the server had been restored by then.
    pub(crate) restores: u32,
}

/// A group as its author remembers it.
#[derive(Debug, Clone)]
pub(crate) struct Remembered {
    pub(crate) envelopes: Vec<Envelope>,
    pub(crate) recorded: Recorded,
    /// The how-manieth it was on its device, counted here: a clock that goes back does not change what was written first.
    pub(crate) order: u64,
    /// A person put it away.
    pub(crate) is_discarded: bool,
    /// It was set aside once and offered again later, out of its order.
    pub(crate) is_out_of_order: bool,
    pub(crate) evicted: Option<Evicted>,
}

/// A device and who works with it.
pub(crate) struct Device {
    pub(crate) actor: Actor,
    pub(crate) id: DeviceId,
    pub(crate) store: CrashStore,
    pub(crate) outbox: Outbox<CrashStore>,
    pub(crate) packs: Packs<CrashStore>,
    pub(crate) second_tab: Option<Outbox<CrashStore>>,
    pub(crate) clock_is_off_by: i64,
    pub(crate) is_signed_in: bool,
    /// The app here is newer than the server: its envelopes have a format the server does not know.
    pub(crate) is_ahead: bool,
    /// What was last read of persons and intakes.
    pub(crate) read: BTreeMap<PersonId, PersonDraft>,
    pub(crate) read_intakes: BTreeMap<IntakeId, IntakeDraft>,
    /// The newest state of each person that was shown here, and in which life of the database.
    pub(crate) seen: BTreeMap<PersonId, (Epoch, Sequence)>,
    pub(crate) remembered: Vec<Remembered>,
    written: u64,
}

impl Device {
    pub(crate) fn new(actor: Actor, id: DeviceId, content: &Content) -> Self {
        let store = CrashStore::holding(content);
        Self {
            outbox: open(&store, &actor),
            packs: Packs::new(store.clone()),
            actor,
            id,
            store,
            second_tab: None,
            clock_is_off_by: 0,
            is_signed_in: true,
            is_ahead: false,
            read: BTreeMap::new(),
            read_intakes: BTreeMap::new(),
            seen: BTreeMap::new(),
            remembered: Vec::new(),
            written: 0,
        }
    }

    /// The app is started again: only what is in the store is left.
    pub(crate) fn restart(&mut self) {
        self.store.strike(None);
        self.outbox = open(&self.store, &self.actor);
        self.second_tab = None;
    }

    /// The browser takes the store away. What is unsent is gone with it, unless its owner had just saved a rescue file
    /// and takes it in on the device that this browser becomes.
    pub(crate) fn lose_store(
        &mut self,
        id: DeviceId,
        has_rescue: bool,
        (epoch, restores): (Epoch, u32),
        now: Moment,
    ) {
        let before = self.outbox.entries();
        let rescued: Vec<Entry> = if has_rescue {
            self.outbox.unsent()
        } else {
            Vec::new()
        };
        let ids = |entry: &Entry| entry.envelopes.first().map(|one| one.id);
        for remembered in &mut self.remembered {
            let first = remembered.envelopes.first().map(|one| one.id);
            let Some(entry) = before.iter().find(|entry| ids(entry) == first) else {
                continue;
            };
            if !rescued.iter().any(|entry| ids(entry) == first) {
                remembered.evicted.get_or_insert(Evicted {
                    was_kept: entry.is_kept_by_server() && said_in(entry) == Some(epoch),
                    restores,
                });
            }
        }
        self.store.evict();
        self.id = id;
        self.read.clear();
        self.read_intakes.clear();
        self.seen.clear();
        self.restart();
        block_on(self.outbox.take_in(rescued, now)).unwrap();
        for entry in self.outbox.entries() {
            self.written += 1;
            for remembered in &mut self.remembered {
                if remembered.envelopes.first().map(|one| one.id) == ids(&entry) {
                    remembered.order = self.written;
                }
            }
        }
    }

    pub(crate) fn now(&self, true_now: Moment) -> Moment {
        true_now.plus_millis(self.clock_is_off_by)
    }

    /// What waits here, in order.
    pub(crate) fn pending(&self) -> Vec<Envelope> {
        let mut pending = Vec::new();
        self.outbox.each(|entry| {
            if entry.is_unanswered() {
                pending.extend(entry.envelopes.iter().cloned());
            }
        });
        pending
    }

    pub(crate) fn envelope(
        &self,
        id: EnvelopeId,
        subject: Subject,
        command: Command,
        now: Moment,
    ) -> Envelope {
        Envelope {
            id,
            format: FORMAT + u16::from(self.is_ahead),
            subject,
            based_on: None,
            authored_at: now,
            device: self.id,
            command,
        }
    }

    /// Records a group in the first tab, or in the second if there is one and it is chosen.
    pub(crate) fn record(&mut self, group: Vec<Envelope>, now: Moment, in_second_tab: bool) {
        let tab = match (&self.second_tab, in_second_tab) {
            (Some(second), true) => second,
            _ => &self.outbox,
        };
        let done = block_on(tab.record(group.clone(), now));
        let mut recorded = match done {
            Ok(_) => Recorded::Kept,
            Err(_) => Recorded::NotKept,
        };
        if self.store.was_killed() {
            self.restart();
            // Killed when it was written: whoever starts the app again finds it.
            if self.entry_of(&group).is_some() {
                recorded = Recorded::Kept;
            }
        } else {
            block_on(self.outbox.reload()).unwrap();
        }
        self.written += 1;
        self.remembered.push(Remembered {
            envelopes: group,
            recorded,
            order: self.written,
            is_discarded: false,
            is_out_of_order: false,
            evicted: None,
        });
    }

    /// How often this device says that somebody was erased whom its work is about.
    pub(crate) fn told_of_erased(&self) -> u64 {
        let mut told = 0;
        self.outbox.each(|entry| {
            let answers = entry.answers().iter();
            told += answers
                .filter(|answered| answered.answer == Outcome::refused(Refusal::Erased))
                .count() as u64;
        });
        told
    }

    fn entry_of(&self, group: &[Envelope]) -> Option<Entry> {
        self.outbox.entries().into_iter().find(|entry| {
            entry.envelopes.first().map(|one| one.id) == group.first().map(|one| one.id)
        })
    }

    /// Notes what was read of intakes.
    pub(crate) fn read_intakes<'a>(&mut self, intakes: impl Iterator<Item = &'a IntakeFile>) {
        for file in intakes {
            self.read_intakes.insert(file.intake, file.draft.clone());
        }
    }
}

impl Screen for Device {
    fn person(&self, person: PersonId) -> PersonDraft {
        let mut draft = self.read.get(&person).cloned().unwrap_or_default();
        self.outbox.each(|entry| {
            for envelope in &entry.envelopes {
                if envelope.subject.person() != Some(person) {
                    continue;
                }
                match &envelope.command {
                    Command::RecordPerson(new) if !self.read.contains_key(&person) => {
                        draft = new.draft.clone();
                    }
                    Command::EditPerson(edit) if entry.is_unanswered() => {
                        if let Ok(merged) = merge(&draft, &edit.edits) {
                            draft = merged.form;
                        }
                    }
                    _ => {}
                }
            }
        });
        draft
    }

    fn intake(&self, person: PersonId, intake: IntakeId) -> IntakeDraft {
        let read = self.read_intakes.get(&intake);
        let mut draft = read.cloned().unwrap_or_default();
        self.outbox.each(|entry| {
            for envelope in &entry.envelopes {
                if envelope.subject.person() != Some(person) {
                    continue;
                }
                match &envelope.command {
                    Command::StartIntake(new) if read.is_none() && new.intake == intake => {
                        draft = new.draft.clone();
                    }
                    Command::EditIntake(edit) if entry.is_unanswered() && edit.intake == intake => {
                        if let Ok(merged) = merge(&draft, &edit.edits) {
                            draft = merged.form;
                        }
                    }
                    _ => {}
                }
            }
        });
        draft
    }
}

/// The life of the database that answered an entry.
const fn said_in(entry: &Entry) -> Option<Epoch> {
    match &entry.state {
        EntryState::OnDevice | EntryState::Sent => None,
        EntryState::Confirmed { epoch, .. } => Some(*epoch),
        EntryState::NeedsYou { epoch, .. } | EntryState::Discarded { epoch, .. } => *epoch,
    }
}

fn open(store: &CrashStore, actor: &Actor) -> Outbox<CrashStore> {
    block_on(Outbox::open(store.clone(), actor.account)).unwrap()
}
