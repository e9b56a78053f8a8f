//! The outbox: envelopes in order, offered until the server keeps them, never dropped.
//!
//! What holds here, each with a test below or in the simulator: a group is in the store before anybody is told so;
//! memory changes only after the store has; order is kept per subject and a bad entry blocks no other subject; nothing
//! is deduplicated by content, given up after tries, or deleted by age; no answer but one that keeps the content ends
//! an entry's life, and the copy stays until a backup covers it; what a restored server lost is offered again.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::ops::Bound;

use serde::{Deserialize, Serialize};

use super::entry::{Entry, EntryState};
use super::net::{Net, NetFailure};
use super::store::{Area, Store, StoreFailure, Write};
use crate::exchange::{Envelope, Offer, OfferAnswer, Sequence, Subject};
use crate::kernel::attachment::PICTURE_BYTES_MOST;
use crate::kernel::json;
use crate::kernel::{AccountId, Attachment, AttachmentId, Epoch, Moment};

/// Groups per offer. The server takes 200; less keeps the loss small when a connection is cut.
const GROUPS_MAX: usize = 50;
/// Bytes of one offer, roughly; a single group may be larger.
const BYTES_MAX: usize = 400_000;
/// How long a discarded entry can be taken back.
const UNDO_MILLIS: i64 = 10 * 60 * 1000;
/// Answers that are none of ours in a row after which the round ends: it is not one entry that is odd, but the network.
const ODD_MAX: u32 = 8;

/// How often entries are offered together to a server that says it cannot work, before it is tried with fewer.
const TRIES_TOGETHER: u32 = 3;
/// New epochs in one round after which it ends.
const EPOCHS_MAX: u32 = 3;

const MARKS: &str = "exchange";

/// What the device knows of the server's log.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marks {
    /// The life of the database last heard of.
    pub epoch: Option<Epoch>,
    /// Everything up to here is in a backup.
    pub backed_up_to: Sequence,
    /// When an offer was last answered.
    pub last_contact: Option<Moment>,
}

/// What waits, for "3 Einträge warten, ältester 14:05".
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Waiting {
    /// Entries that the server has not answered.
    pub unanswered: usize,
    /// When the oldest of them was written.
    pub oldest: Option<Moment>,
    /// Entries that a person has to look at.
    pub needs_you: usize,
    /// Values of the store that could not be read back; they are left where they are.
    pub damaged: usize,
}

/// How a round of offering ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RoundEnd {
    /// Everything that waited was answered.
    Done,
    /// Something waits still, for this reason.
    Stopped(NetFailure),
    /// Another round is under way in this window.
    Busy,
}

/// What a round of offering brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Round {
    /// Entries that were answered.
    pub answered: usize,
    /// Among them, those that a person has to look at.
    pub needs_you: usize,
    /// How it ended.
    pub end: RoundEnd,
    /// The highest number of vain tries among what waits; [`backoff`] makes a pause of it.
    pub tries: u32,
}

impl Round {
    /// How long to wait before the next round; `None` when nothing waits or only a person can help (signing in).
    #[must_use]
    pub fn pause_millis(&self, jitter: u16) -> Option<u64> {
        match &self.end {
            RoundEnd::Done | RoundEnd::Stopped(NetFailure::NotSignedIn) => None,
            RoundEnd::Busy => Some(backoff(0, jitter)),
            RoundEnd::Stopped(NetFailure::TooMany { after_seconds }) => {
                Some(u64::from(*after_seconds) * 1000 + u64::from(jitter))
            }
            RoundEnd::Stopped(_) => Some(backoff(self.tries, jitter)),
        }
    }
}

/// The pause before the next try: two seconds, doubled with each vain one, at most five minutes, shortened by up to a
/// half (`jitter` of 65,535), so that the tablets of a town do not return in one moment after a failure.
#[must_use]
pub fn backoff(tries: u32, jitter: u16) -> u64 {
    let whole = 2_000_u64
        .saturating_mul(1_u64 << tries.min(8))
        .min(5 * 60 * 1000);
    whole - whole / 2 * u64::from(jitter) / u64::from(u16::MAX)
}

/// The outbox of one account on one device.
#[derive(Debug)]
pub struct Outbox<S> {
    store: S,
    author: AccountId,
    entries: RefCell<BTreeMap<String, Entry>>,
    /// What was recorded since the store was last listed; the list may have missed it.
    fresh: RefCell<BTreeMap<String, Entry>>,
    last_order: Cell<u64>,
    marks: Cell<Marks>,
    damaged: Cell<usize>,
    is_draining: Cell<bool>,
}

impl<S: Store> Outbox<S> {
    /// Opens the outbox that `store` holds for this account. Values that cannot be read back are counted, left where
    /// they are, and keep nothing else from being read.
    ///
    /// # Errors
    /// If the store does not work at all.
    pub async fn open(store: S, author: AccountId) -> Result<Self, StoreFailure> {
        let outbox = Self {
            store,
            author,
            entries: RefCell::default(),
            fresh: RefCell::default(),
            last_order: Cell::default(),
            marks: Cell::default(),
            damaged: Cell::default(),
            is_draining: Cell::default(),
        };
        outbox.reload().await?;
        Ok(outbox)
    }

    /// Reads everything again, since another tab may have written.
    ///
    /// # Errors
    /// If the store does not work at all; what was known stays known.
    pub async fn reload(&self) -> Result<(), StoreFailure> {
        let mut entries = BTreeMap::new();
        let mut damaged = 0;
        self.fresh.take();
        for (key, value) in self.store.list(Area::Outbox).await? {
            match value.and_then(|value| json::read::<Entry>(&value).ok()) {
                Some(entry) => {
                    entries.insert(key, entry);
                }
                None => damaged += 1,
            }
        }
        let marks = match self.store.get(Area::Meta, MARKS).await {
            Ok(value) => value
                .and_then(|value| json::read(&value).ok())
                .unwrap_or_default(),
            // Without marks the device only offers more than it has to.
            Err(StoreFailure::Unreadable) => Marks::default(),
            Err(failure) => return Err(failure),
        };
        for (key, entry) in self.fresh.borrow().iter() {
            entries.entry(key.clone()).or_insert_with(|| entry.clone());
        }
        self.entries.replace(entries);
        self.marks.set(marks);
        self.damaged.set(damaged);
        Ok(())
    }

    /// Records a group of envelopes. When this returns, they are in the store and the screen may say so.
    ///
    /// # Errors
    /// If the store failed; then nothing was recorded.
    pub async fn record(
        &self,
        group: Vec<Envelope>,
        now: Moment,
    ) -> Result<Vec<Envelope>, StoreFailure> {
        self.record_with(group, Vec::new(), now).await
    }

    /// As [`Outbox::record`], with further writes in the same burst: the draft that became this command goes away
    /// exactly when the command is there.
    ///
    /// # Errors
    /// If the store failed; then nothing was recorded and nothing else written.
    pub async fn record_with(
        &self,
        group: Vec<Envelope>,
        mut also: Vec<Write>,
        now: Moment,
    ) -> Result<Vec<Envelope>, StoreFailure> {
        if group.is_empty() {
            return Ok(group);
        }
        let entry = Entry {
            order: self.next_order(now),
            envelopes: group.clone(),
            recorded_at: now,
            state: EntryState::OnDevice,
            tries: 0,
            last_try: None,
            last_failure: None,
        };
        let key = entry.key();
        also.push(put(&entry)?);
        let settled = self.settled_by(&group);
        for entry in &settled {
            also.push(put(entry)?);
        }
        self.store.commit(also).await?;
        self.fresh.borrow_mut().insert(key.clone(), entry.clone());
        let mut entries = self.entries.borrow_mut();
        entries.insert(key, entry);
        entries.extend(settled.into_iter().map(|entry| (entry.key(), entry)));
        drop(entries);
        Ok(group)
    }

    /// The conflicts that are decided once this group is written, as they stand then: nobody is asked any more, and the
    /// copy stays until a backup covers it.
    fn settled_by(&self, group: &[Envelope]) -> Vec<Entry> {
        let entries = self.entries.borrow();
        let mut settled = Vec::new();
        for (key, entry) in entries.iter() {
            let EntryState::NeedsYou {
                answers,
                epoch: Some(epoch),
            } = &entry.state
            else {
                continue;
            };
            let later = entries
                .range::<String, _>((Bound::Excluded(key), Bound::Unbounded))
                .flat_map(|(_, later)| &later.envelopes)
                .chain(group);
            if entry.is_settled_by(later) {
                let mut entry = entry.clone();
                entry.state = EntryState::Confirmed {
                    answers: answers.clone(),
                    epoch: *epoch,
                };
                settled.push(entry);
            }
        }
        settled
    }

    /// Every entry, oldest first.
    #[must_use]
    pub fn entries(&self) -> Vec<Entry> {
        self.entries.borrow().values().cloned().collect()
    }

    /// Does something with every entry, oldest first, without copying them.
    pub fn each(&self, mut visit: impl FnMut(&Entry)) {
        self.entries.borrow().values().for_each(&mut visit);
    }

    /// What waits.
    #[must_use]
    pub fn waiting(&self) -> Waiting {
        let mut waiting = Waiting {
            damaged: self.damaged.get(),
            ..Waiting::default()
        };
        self.each(|entry| {
            if entry.is_unanswered() {
                waiting.unanswered += 1;
                waiting.oldest = Some(
                    waiting
                        .oldest
                        .map_or(entry.recorded_at, |oldest| oldest.min(entry.recorded_at)),
                );
            } else if matches!(entry.state, EntryState::NeedsYou { .. }) {
                waiting.needs_you += 1;
            }
        });
        waiting
    }

    /// What the device knows of the server's log.
    #[must_use]
    pub const fn marks(&self) -> Marks {
        self.marks.get()
    }

    /// The store underneath, for what is kept beside the outbox.
    #[must_use]
    pub const fn store(&self) -> &S {
        &self.store
    }

    /// Puts away an entry that was refused or is in conflict. It can be taken back for ten minutes.
    ///
    /// # Errors
    /// If the store failed; then nothing changed.
    pub async fn discard(&self, order: u64, now: Moment) -> Result<bool, StoreFailure> {
        self.change(order, |state| match state {
            EntryState::NeedsYou { answers, epoch } => Some(EntryState::Discarded {
                answers,
                epoch,
                at: now,
            }),
            _ => None,
        })
        .await
    }

    /// Takes back what was put away.
    ///
    /// # Errors
    /// If the store failed; then nothing changed.
    pub async fn take_back(&self, order: u64) -> Result<bool, StoreFailure> {
        self.change(order, |state| match state {
            EntryState::Discarded { answers, epoch, .. } => {
                Some(EntryState::NeedsYou { answers, epoch })
            }
            _ => None,
        })
        .await
    }

    /// Offers an entry again that was refused. The server gives the same answer to what it has logged; what it could
    /// not read may be readable to a newer one.
    ///
    /// # Errors
    /// If the store failed; then nothing changed.
    pub async fn offer_again(&self, order: u64) -> Result<bool, StoreFailure> {
        self.change(order, |state| match state {
            EntryState::NeedsYou { .. } => Some(EntryState::OnDevice),
            _ => None,
        })
        .await
    }

    /// Offers what waits, in order, until everything is answered or something stops it.
    ///
    /// # Errors
    /// If the store failed. What was answered before is kept; what was answered in that moment is offered again, and
    /// the server then gives the same answer.
    pub async fn drain(&self, net: &impl Net, now: Moment) -> Result<Round, StoreFailure> {
        let Some(_running) = Running::begin(&self.is_draining) else {
            return Ok(self.round(0, 0, RoundEnd::Busy));
        };
        self.reload().await?;
        let (mut answered, mut needs_you, mut odd_in_row, mut epochs) = (0, 0, 0, 0);
        let mut held_back: BTreeSet<Subject> = BTreeSet::new();
        let mut given_up: BTreeSet<String> = BTreeSet::new();
        let mut last_odd = None;
        let mut queue: VecDeque<Vec<String>> = VecDeque::new();
        if let Some(known) = self.greeting() {
            match net.offer(known).await {
                Ok(answer) => {
                    self.take_answer(&[], answer, now).await?;
                }
                Err(failure) => return Ok(self.round(0, 0, RoundEnd::Stopped(failure))),
            }
        }
        loop {
            if queue.is_empty() {
                queue.extend(self.next_batch(&given_up, &held_back));
            }
            let Some(keys) = queue.pop_front() else { break };
            let batch = self.still_waiting(&keys, &given_up, &held_back);
            if batch.is_empty() {
                continue;
            }
            let offer = Offer {
                epoch: self.marks.get().epoch,
                author: Some(self.author),
                groups: batch.iter().map(|entry| entry.envelopes.clone()).collect(),
                attachments: self.attachments_of(&batch).await?,
            };
            match net.offer(offer).await {
                Ok(answer) => {
                    odd_in_row = 0;
                    let taken = self.take_answer(&batch, answer, now).await?;
                    answered += taken.answered;
                    needs_you += taken.needs_you;
                    epochs += u32::from(taken.is_new_epoch);
                    if taken.answered < batch.len() {
                        // What was not answered goes first again, before what was to follow it.
                        queue.clear();
                    }
                    if taken.answered == 0 && !taken.is_new_epoch || epochs > EPOCHS_MAX {
                        // An answer that speaks of none of what was offered is none, and databases that change with
                        // every answer are not the one that was restored.
                        let failure = NetFailure::Odd { status: 200 };
                        self.note_failure(&batch, &failure, now).await?;
                        return Ok(self.round(answered, needs_you, RoundEnd::Stopped(failure)));
                    }
                }
                // It may be one entry's fault, so the batch is halved until that entry stands alone. It then waits with
                // its subject, and the others go on.
                Err(failure) if may_be_one_entry(&failure, &batch) => {
                    let unreadable = unreadable(&failure, &batch, now);
                    if !unreadable.is_empty() {
                        answered += unreadable.len();
                        needs_you += unreadable.len();
                        self.save(unreadable, Vec::new()).await?;
                        queue.push_front(keys);
                        continue;
                    }
                    odd_in_row += 1;
                    if odd_in_row >= ODD_MAX {
                        self.note_failure(&batch, &failure, now).await?;
                        return Ok(self.round(answered, needs_you, RoundEnd::Stopped(failure)));
                    }
                    if let [entry] = batch.as_slice() {
                        held_back.extend(entry.subjects().cloned());
                        given_up.insert(entry.key());
                        self.note_failure(&batch, &failure, now).await?;
                        last_odd = Some(failure);
                    } else {
                        let (first, second) = batch.split_at(batch.len() / 2);
                        queue.push_front(second.iter().map(Entry::key).collect());
                        queue.push_front(first.iter().map(Entry::key).collect());
                    }
                }
                Err(failure) => {
                    self.note_failure(&batch, &failure, now).await?;
                    return Ok(self.round(answered, needs_you, RoundEnd::Stopped(failure)));
                }
            }
        }
        self.forget_discarded(now).await?;
        let end = last_odd.map_or(RoundEnd::Done, RoundEnd::Stopped);
        Ok(self.round(answered, needs_you, end))
    }

    /// What is still unsent, in order, for handing in without a session and for the rescue file.
    #[must_use]
    pub fn unsent(&self) -> Vec<Entry> {
        let mut unsent = Vec::new();
        self.each(|entry| {
            if entry.is_unanswered() {
                unsent.push(entry.clone());
            }
        });
        unsent
    }

    /// Takes over the answer to a signed hand-in of these entries.
    ///
    /// # Errors
    /// If the store failed; they are then handed in again.
    pub async fn handed_in(
        &self,
        entries: &[Entry],
        answer: OfferAnswer,
        now: Moment,
    ) -> Result<usize, StoreFailure> {
        Ok(self.take_answer(entries, answer, now).await?.answered)
    }

    /// Takes in the entries of a rescue file. What is here already is left as it is; the rest keeps its ids and is
    /// offered in its old order.
    ///
    /// # Errors
    /// If the store failed; then nothing was taken in.
    pub async fn take_in(&self, entries: Vec<Entry>, now: Moment) -> Result<usize, StoreFailure> {
        self.reload().await?;
        let known: BTreeSet<_> = {
            let here = self.entries.borrow();
            here.values()
                .flat_map(|entry| entry.envelopes.iter().map(|envelope| envelope.id))
                .collect()
        };
        let mut taken = Vec::new();
        for mut entry in entries {
            if entry.envelopes.is_empty()
                || entry
                    .envelopes
                    .iter()
                    .any(|envelope| known.contains(&envelope.id))
            {
                continue;
            }
            entry.order = self.next_order(now);
            entry.state = EntryState::OnDevice;
            entry.tries = 0;
            taken.push(entry);
        }
        let count = taken.len();
        self.save(taken, Vec::new()).await?;
        Ok(count)
    }

    /// Takes the next place. The clock keeps two tabs in order that do not know of each other's latest entry; the
    /// count keeps one tab in order whatever its clock does.
    fn next_order(&self, now: Moment) -> u64 {
        let last = self
            .entries
            .borrow()
            .values()
            .next_back()
            .map_or(0, |entry| entry.order)
            .max(self.last_order.get());
        let next = last
            .saturating_add(1)
            .max(now.millis().max(0).unsigned_abs());
        self.last_order.set(next);
        next
    }

    /// What to offer when nothing waits: one entry that the server has already. Its answer tells whether the database
    /// was restored, so that what it lost is offered again, and what has been backed up since.
    fn greeting(&self) -> Option<Offer> {
        let entries = self.entries.borrow();
        if entries.values().any(Entry::is_unanswered) {
            return None;
        }
        let known = entries
            .values()
            .rev()
            .find(|entry| kept_in(entry).is_some())?;
        Some(Offer {
            epoch: self.marks.get().epoch,
            author: Some(self.author),
            groups: vec![known.envelopes.clone()],
            // What the server has already it is not sent again.
            attachments: Vec::new(),
        })
    }

    fn next_batch(
        &self,
        given_up: &BTreeSet<String>,
        held_back: &BTreeSet<Subject>,
    ) -> Option<Vec<String>> {
        let entries = self.entries.borrow();
        let mut behind = held_back.clone();
        let (mut keys, mut bytes) = (Vec::new(), 0);
        for (key, entry) in entries.iter().filter(|(_, entry)| entry.is_unanswered()) {
            if given_up.contains(key) || entry.subjects().any(|subject| behind.contains(subject)) {
                // Whoever shares a subject with one that waits, waits behind it.
                behind.extend(entry.subjects().cloned());
                continue;
            }
            let envelopes = json::write(&entry.envelopes).map_or(0, |bytes| bytes.len());
            let size = envelopes + named(entry).count() * PICTURE_BYTES_MOST;
            if keys.len() == GROUPS_MAX || (!keys.is_empty() && bytes + size > BYTES_MAX) {
                break;
            }
            bytes += size;
            keys.push(key.clone());
        }
        (!keys.is_empty()).then_some(keys)
    }

    fn still_waiting(
        &self,
        keys: &[String],
        given_up: &BTreeSet<String>,
        held_back: &BTreeSet<Subject>,
    ) -> Vec<Entry> {
        let entries = self.entries.borrow();
        let mut behind = held_back.clone();
        let mut waiting = Vec::new();
        // All are looked at, not only these: a group that waits in another part of a halved batch holds back what shares
        // any of its subjects here.
        for (key, entry) in entries.iter().filter(|(_, entry)| entry.is_unanswered()) {
            if given_up.contains(key) || entry.subjects().any(|subject| behind.contains(subject)) {
                behind.extend(entry.subjects().cloned());
            } else if keys.contains(key) {
                waiting.push(entry.clone());
            }
        }
        waiting
    }

    async fn take_answer(
        &self,
        batch: &[Entry],
        answer: OfferAnswer,
        now: Moment,
    ) -> Result<Taken, StoreFailure> {
        let known = self.marks.get();
        let is_new_epoch = known.epoch.is_some_and(|epoch| epoch != answer.epoch);
        let marks = Marks {
            epoch: Some(answer.epoch),
            backed_up_to: if is_new_epoch {
                answer.backed_up_to
            } else {
                answer.backed_up_to.max(known.backed_up_to)
            },
            last_contact: Some(now),
        };
        let mut by_id: BTreeMap<_, _> = answer
            .outcomes
            .into_iter()
            .map(|answered| (answered.id, answered))
            .collect();
        let mut changed: BTreeMap<String, Entry> = BTreeMap::new();
        for (key, entry) in self.entries.borrow().iter() {
            if kept_in(entry).is_some_and(|epoch| epoch != answer.epoch) {
                let mut entry = entry.clone();
                entry.state = EntryState::OnDevice;
                changed.insert(key.clone(), entry);
            }
        }
        let (mut answered, mut needs_you) = (0, 0);
        for entry in batch {
            let answers: Option<Vec<_>> = entry
                .envelopes
                .iter()
                .map(|envelope| by_id.remove(&envelope.id))
                .collect();
            if let Some(answers) = answers {
                let mut entry = entry.clone();
                entry.state = Entry::answered(answers, answer.epoch);
                entry.tries = 0;
                entry.last_try = Some(now);
                entry.last_failure = None;
                answered += 1;
                needs_you += usize::from(matches!(entry.state, EntryState::NeedsYou { .. }));
                changed.insert(entry.key(), entry);
            }
        }
        // What a backup covers may leave the device. A place in the log of another epoch says nothing here.
        let is_covered = |entry: &Entry| {
            matches!(&entry.state, EntryState::Confirmed { epoch, .. } if *epoch == answer.epoch)
                && entry
                    .last_sequence()
                    .is_some_and(|sequence| sequence <= marks.backed_up_to)
        };
        let mut gone = Vec::new();
        for (key, entry) in self.entries.borrow().iter() {
            if is_covered(changed.get(key).unwrap_or(entry)) {
                gone.push(key.clone());
            }
        }
        for key in &gone {
            changed.remove(key);
        }
        let mut also = self.without(&gone);
        also.push(Write::Put(
            Area::Meta,
            MARKS.to_owned(),
            json::write(&marks).map_err(other)?,
        ));
        self.save(changed.into_values().collect(), also).await?;
        self.marks.set(marks);
        let mut entries = self.entries.borrow_mut();
        for key in gone {
            entries.remove(&key);
        }
        Ok(Taken {
            answered,
            needs_you,
            is_new_epoch,
        })
    }

    /// The pictures that these entries name, as far as they are here: what is missing the server names at its field.
    ///
    /// # Errors
    /// If the store does not work at all.
    pub async fn attachments_of(&self, entries: &[Entry]) -> Result<Vec<Attachment>, StoreFailure> {
        let ids: BTreeSet<AttachmentId> = entries.iter().flat_map(named).collect();
        let mut found = Vec::new();
        for id in ids {
            match self.store.get(Area::Attachment, &id.to_string()).await {
                Ok(bytes) => found.extend(bytes.map(|bytes| Attachment::named(id, &bytes))),
                Err(StoreFailure::Unreadable) => {}
                Err(failure) => return Err(failure),
            }
        }
        Ok(found)
    }

    /// The writes that take these entries away, and the pictures that only they name.
    fn without(&self, gone: &[String]) -> Vec<Write> {
        let entries = self.entries.borrow();
        let mut pictures = BTreeSet::new();
        let mut still_named = BTreeSet::new();
        for (key, entry) in entries.iter() {
            if gone.contains(key) {
                pictures.extend(named(entry));
            } else {
                still_named.extend(named(entry));
            }
        }
        let pictures = pictures.difference(&still_named);
        gone.iter()
            .map(|key| Write::Delete(Area::Outbox, key.clone()))
            .chain(pictures.map(|id| Write::Delete(Area::Attachment, id.to_string())))
            .collect()
    }

    /// Takes away pictures that neither an entry nor a draft names: whoever took one closed the tab before its form was
    /// kept. Where something cannot be read back, it may be what names one, and all of them stay.
    ///
    /// # Errors
    /// If the store failed; then nothing changed.
    pub async fn sweep(&self) -> Result<(), StoreFailure> {
        let pictures = self.store.list(Area::Attachment).await?;
        if pictures.is_empty() {
            return Ok(());
        }
        // Read afterwards: a picture that came meanwhile is not among them, and its draft may still be on its way.
        let drafts = self.store.list(Area::Draft).await?;
        if self.damaged.get() > 0 || drafts.iter().any(|(_, draft)| draft.is_none()) {
            return Ok(());
        }
        let mut entries = BTreeSet::new();
        self.each(|entry| entries.extend(named(entry).map(|id| id.to_string())));
        let is_drafted = |id: &str| {
            let mut drafts = drafts.iter().filter_map(|(_, draft)| draft.as_deref());
            drafts.any(|draft| String::from_utf8_lossy(draft).contains(id))
        };
        let gone = pictures
            .into_iter()
            .map(|(id, _)| id)
            .filter(|id| !entries.contains(id) && !is_drafted(id))
            .map(|id| Write::Delete(Area::Attachment, id))
            .collect();
        self.store.commit(gone).await
    }

    async fn note_failure(
        &self,
        batch: &[Entry],
        failure: &NetFailure,
        now: Moment,
    ) -> Result<(), StoreFailure> {
        let noted = batch
            .iter()
            .map(|entry| {
                let mut entry = entry.clone();
                entry.tries = entry.tries.saturating_add(1);
                entry.last_try = Some(now);
                entry.last_failure = Some(failure.clone());
                // Only where the server may have heard it is it "sent".
                if matches!(failure, NetFailure::NoAnswer | NetFailure::Odd { .. }) {
                    entry.state = EntryState::Sent;
                }
                entry
            })
            .collect();
        self.save(noted, Vec::new()).await
    }

    async fn forget_discarded(&self, now: Moment) -> Result<(), StoreFailure> {
        let mut gone = Vec::new();
        let mut kept = Vec::new();
        self.each(|entry| {
            if let EntryState::Discarded { answers, epoch, at } = &entry.state
                && now.millis().saturating_sub(at.millis()) > UNDO_MILLIS
            {
                // What the server keeps is held until it is backed up, whatever a person thinks of the conflict.
                if let (true, Some(epoch)) = (entry.is_kept_by_server(), epoch) {
                    let mut entry = entry.clone();
                    entry.state = EntryState::Confirmed {
                        answers: answers.clone(),
                        epoch: *epoch,
                    };
                    kept.push(entry);
                } else {
                    gone.push(entry.key());
                }
            }
        });
        if gone.is_empty() && kept.is_empty() {
            return Ok(());
        }
        self.save(kept, self.without(&gone)).await?;
        let mut entries = self.entries.borrow_mut();
        for key in gone {
            entries.remove(&key);
        }
        Ok(())
    }

    async fn change(
        &self,
        order: u64,
        to: impl FnOnce(EntryState) -> Option<EntryState>,
    ) -> Result<bool, StoreFailure> {
        self.reload().await?;
        let found = self
            .entries
            .borrow()
            .values()
            .find(|entry| entry.order == order)
            .cloned();
        let Some(mut entry) = found else {
            return Ok(false);
        };
        let Some(state) = to(entry.state.clone()) else {
            return Ok(false);
        };
        entry.state = state;
        self.save(vec![entry], Vec::new()).await?;
        Ok(true)
    }

    async fn save(&self, changed: Vec<Entry>, mut writes: Vec<Write>) -> Result<(), StoreFailure> {
        for entry in &changed {
            writes.push(put(entry)?);
        }
        if writes.is_empty() {
            return Ok(());
        }
        self.store.commit(writes).await?;
        let mut entries = self.entries.borrow_mut();
        for entry in changed {
            entries.insert(entry.key(), entry);
        }
        Ok(())
    }

    fn round(&self, answered: usize, needs_you: usize, end: RoundEnd) -> Round {
        let mut tries = 0;
        self.each(|entry| {
            if entry.is_unanswered() {
                tries = tries.max(entry.tries);
            }
        });
        Round {
            answered,
            needs_you,
            end,
            tries,
        }
    }
}

/// The pictures that an entry names.
fn named(entry: &Entry) -> impl Iterator<Item = AttachmentId> + '_ {
    let envelopes = entry.envelopes.iter();
    envelopes.filter_map(|envelope| envelope.command.attachment())
}

struct Taken {
    answered: usize,
    needs_you: usize,
    is_new_epoch: bool,
}

/// Marks a round as running, also when the round is dropped half-way.
struct Running<'a>(&'a Cell<bool>);

impl<'a> Running<'a> {
    fn begin(flag: &'a Cell<bool>) -> Option<Self> {
        (!flag.replace(true)).then_some(Self(flag))
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.0.set(false);
    }
}

/// The life of the database that said it keeps this entry. A database of another epoch was restored and may lack it.
/// The device offers all of it again, not only what lies after the mark of the restored copy: after two restores the
/// numbers of the log mean other things, and what the server has already it answers from its log.
fn kept_in(entry: &Entry) -> Option<Epoch> {
    match &entry.state {
        EntryState::Confirmed { epoch, .. } => Some(*epoch),
        EntryState::NeedsYou { epoch, .. } | EntryState::Discarded { epoch, .. }
            if entry.is_kept_by_server() =>
        {
            *epoch
        }
        _ => None,
    }
}

/// Whether one entry of the batch may be what the other side stumbles over: no answer of ours, one about no group, or a
/// server that could not work although it was asked again and again.
fn may_be_one_entry(failure: &NetFailure, batch: &[Entry]) -> bool {
    match failure {
        NetFailure::Odd { .. } | NetFailure::Fields { .. } => true,
        NetFailure::Unavailable => batch.iter().any(|entry| entry.tries >= TRIES_TOGETHER),
        _ => false,
    }
}

/// The entries that the server named as unreadable (`groups.<n>…`), as they stand from now on.
fn unreadable(failure: &NetFailure, batch: &[Entry], now: Moment) -> Vec<Entry> {
    let NetFailure::Fields { fields } = failure else {
        return Vec::new();
    };
    let named: BTreeSet<usize> = fields
        .iter()
        .filter_map(|(path, _)| {
            path.strip_prefix("groups.")?
                .split('.')
                .next()?
                .parse()
                .ok()
        })
        .collect();
    named
        .into_iter()
        .filter_map(|index| {
            let mut entry = batch.get(index)?.clone();
            entry.state = entry.unreadable();
            entry.last_try = Some(now);
            Some(entry)
        })
        .collect()
}

fn put(entry: &Entry) -> Result<Write, StoreFailure> {
    Ok(Write::Put(
        Area::Outbox,
        entry.key(),
        json::write(entry).map_err(other)?,
    ))
}

fn other(error: serde_json::Error) -> StoreFailure {
    StoreFailure::Other(error.to_string())
}

#[cfg(test)]
mod tests;
