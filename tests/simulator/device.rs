//! A device: the real outbox over a store that can be killed at every write, in the hands of one worker.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::rc::Rc;

use pollster::block_on;
use shared::device::{Area, Entry, MemoryStore, Outbox, Store, StoreFailure, Write};
use shared::exchange::{Envelope, FORMAT};
use shared::kernel::{Actor, DeviceId, EnvelopeId, Moment, PersonId, merge};
use shared::person::PersonDraft;

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

/// A store in memory with crash points. Clones share everything, like two tabs.
#[derive(Debug, Clone, Default)]
pub(crate) struct CrashStore {
    inner: MemoryStore,
    next: Rc<Cell<Option<StoreFault>>>,
    was_killed: Rc<Cell<bool>>,
}

impl CrashStore {
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

/// A group as its author remembers it.
#[derive(Debug, Clone)]
pub(crate) struct Remembered {
    pub(crate) envelopes: Vec<Envelope>,
    pub(crate) recorded: Recorded,
    pub(crate) order: u64,
    /// A person put it away.
    pub(crate) is_discarded: bool,
    /// It was set aside once and offered again later, out of its order.
    pub(crate) is_out_of_order: bool,
}

/// A device and who works with it.
pub(crate) struct Device {
    pub(crate) actor: Actor,
    pub(crate) id: DeviceId,
    pub(crate) store: CrashStore,
    pub(crate) outbox: Outbox<CrashStore>,
    pub(crate) second_tab: Option<Outbox<CrashStore>>,
    pub(crate) clock_is_off_by: i64,
    pub(crate) is_signed_in: bool,
    /// What was last read of persons.
    pub(crate) read: BTreeMap<PersonId, PersonDraft>,
    pub(crate) remembered: Vec<Remembered>,
}

impl Device {
    pub(crate) fn new(actor: Actor, id: DeviceId) -> Self {
        let store = CrashStore::default();
        Self {
            outbox: open(&store, &actor),
            actor,
            id,
            store,
            second_tab: None,
            clock_is_off_by: 0,
            is_signed_in: true,
            read: BTreeMap::new(),
            remembered: Vec::new(),
        }
    }

    /// The app is started again: only what is in the store is left.
    pub(crate) fn restart(&mut self) {
        self.store.strike(None);
        self.outbox = open(&self.store, &self.actor);
        self.second_tab = None;
    }

    pub(crate) fn now(&self, true_now: Moment) -> Moment {
        true_now.plus_millis(self.clock_is_off_by)
    }

    /// What a screen shows of a person: the last copy read, with unsent edits on top.
    pub(crate) fn view(&self, person: PersonId) -> PersonDraft {
        let mut draft = self.read.get(&person).cloned().unwrap_or_default();
        self.outbox.each(|entry| {
            for envelope in &entry.envelopes {
                if envelope.subject.person() != Some(person) {
                    continue;
                }
                match &envelope.command {
                    shared::command::Command::RecordPerson(new)
                        if !self.read.contains_key(&person) =>
                    {
                        draft = new.draft.clone();
                    }
                    shared::command::Command::EditPerson(edit) if entry.is_unanswered() => {
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

    pub(crate) fn envelope(
        &self,
        id: EnvelopeId,
        subject: shared::exchange::Subject,
        command: shared::command::Command,
        now: Moment,
    ) -> Envelope {
        Envelope {
            id,
            format: FORMAT,
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
        let order = self.entry_of(&group).map_or(0, |entry| entry.order);
        self.remembered.push(Remembered {
            envelopes: group,
            recorded,
            order,
            is_discarded: false,
            is_out_of_order: false,
        });
    }

    fn entry_of(&self, group: &[Envelope]) -> Option<Entry> {
        self.outbox.entries().into_iter().find(|entry| {
            entry.envelopes.first().map(|one| one.id) == group.first().map(|one| one.id)
        })
    }
}

fn open(store: &CrashStore, actor: &Actor) -> Outbox<CrashStore> {
    block_on(Outbox::open(store.clone(), actor.account)).unwrap()
}
