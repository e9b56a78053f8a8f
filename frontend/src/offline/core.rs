//! What is open on this device for one account: outbox, drafts, pack, and what is done with them. No screens in here.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use shared::calls::Nothing;
use shared::case::calls::{
    AllCases, CaseHeads, CasePack, DeputyCases, Pack, PackWish, ReadDeputised,
};
use shared::command::Command;
use shared::device::calls::HandIn;
use shared::device::{
    Area, Drafts, Entry, EntryState, HandedIn, MemoryStore, NetFailure, Outbox, PackedLists, Packs,
    Round, Store, StoreFailure, ToSign, Waiting, Write,
};
use shared::exchange::{Answered, Envelope, FORMAT, Outcome, Sequence, Subject};
use shared::kernel::attachment::ATTACHMENTS_MOST;
use shared::kernel::{
    AccountId, Actor, DeviceId, EnvelopeId, Epoch, Moment, Problem, Role, canonical,
};
use shared::organisation::calls::ReadOrganisation;

use super::net::{ApiNet, failure};
use super::pack::KeptFiles;
use super::store::DeviceStore;
use super::vault::{OpenDeviceStore, VaultFailure};
use crate::api::{self, ApiFailure};
use crate::platform::{self, tabs};

/// How many envelopes one hand-in takes.
const HAND_IN_MAX: usize = 200;
/// New epochs in one hand-in after which it ends: such a database is not the one that was restored.
const EPOCHS_MAX: u32 = 3;

/// A command before it becomes an envelope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCommand {
    /// Whose content it is.
    pub subject: Subject,
    /// The last sequence of this subject that its author had seen; absent for something new.
    pub based_on: Option<Sequence>,
    /// What is to be done.
    pub command: Command,
}

impl NewCommand {
    /// A command on something that is new or of which no copy was read.
    #[must_use]
    pub const fn new(subject: Subject, command: Command) -> Self {
        Self {
            subject,
            based_on: None,
            command,
        }
    }

    /// The same, based on what its author had read.
    #[must_use]
    pub const fn based_on(mut self, sequence: Sequence) -> Self {
        self.based_on = Some(sequence);
        self
    }
}

/// What became of commands that were recorded and offered at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sent {
    /// The server answered, in the order of the commands.
    Answered(Vec<Answered>),
    /// They are on this device and wait.
    Waits,
}

impl Sent {
    /// Whether all of it was done, or is on its way.
    #[must_use]
    pub fn is_kept(&self) -> bool {
        match self {
            Self::Waits => true,
            Self::Answered(answers) => answers
                .iter()
                .all(|answered| answered.answer.keeps_content()),
        }
    }
}

/// What is open for one account.
#[derive(Debug)]
pub(super) struct Core {
    pub(super) account: AccountId,
    pub(super) device: DeviceId,
    pub(super) outbox: Outbox<DeviceStore>,
    pub(super) drafts: Drafts<DeviceStore>,
    pub(super) packs: Packs<DeviceStore>,
    pub(super) open: Option<OpenDeviceStore>,
    /// The packed files that were opened last.
    pub(super) kept: KeptFiles,
    /// Drafts that could not be read back when this was opened.
    damaged_drafts: usize,
    /// What could not be stored, by what it was typed into: it is only in this window, and can leave it in a rescue file.
    unkept: RefCell<BTreeMap<String, Entry>>,
}

impl Core {
    /// A browser that was not set up: everything is in memory.
    pub(super) async fn in_memory(account: AccountId) -> Result<Self, StoreFailure> {
        let device = DeviceId::born(platform::now(), platform::random());
        let store = DeviceStore::Memory(MemoryStore::default());
        Self::over(store, account, device, None).await
    }

    /// A device that was opened.
    pub(super) async fn of(open: OpenDeviceStore) -> Result<Self, StoreFailure> {
        let store = DeviceStore::Sealed(open.store.clone());
        let (account, device) = (open.known.account, open.known.device);
        Self::over(store, account, device, Some(open)).await
    }

    async fn over(
        store: DeviceStore,
        account: AccountId,
        device: DeviceId,
        open: Option<OpenDeviceStore>,
    ) -> Result<Self, StoreFailure> {
        let drafts = store.list(Area::Draft).await?;
        let damaged_drafts = drafts.iter().filter(|(_, value)| value.is_none()).count();
        Ok(Self {
            damaged_drafts,
            unkept: RefCell::default(),
            account,
            device,
            outbox: Outbox::open(store.clone(), account).await?,
            drafts: Drafts::new(store.clone()),
            packs: Packs::new(store),
            open,
            kept: KeptFiles::default(),
        })
    }

    /// Takes over what waited in memory when this browser becomes a device.
    pub(super) async fn take_over(&self, before: &Self) -> Result<(), StoreFailure> {
        let now = platform::now();
        for (id, bytes) in before.outbox.store().list(Area::Attachment).await? {
            let put = bytes.map(|bytes| Write::Put(Area::Attachment, id, bytes));
            self.outbox
                .store()
                .commit(put.into_iter().collect())
                .await?;
        }
        self.outbox.take_in(before.outbox.unsent(), now).await?;
        for (form, draft) in before.drafts.list().await? {
            self.drafts.keep(&form, &draft).await?;
        }
        Ok(())
    }

    /// What waits, and what could not be read back.
    pub(super) fn waiting(&self) -> Waiting {
        let waiting = self.outbox.waiting();
        Waiting {
            damaged: waiting.damaged + self.damaged_drafts,
            ..waiting
        }
    }

    /// What could not be stored and was not stored since.
    pub(super) fn unkept(&self) -> Vec<Entry> {
        self.unkept.borrow().values().cloned().collect()
    }

    /// Records commands as one group. They are in the store when this returns. If they could not be stored, this window
    /// keeps them for a rescue file until the same form is recorded after all.
    pub(super) async fn record(
        &self,
        commands: Vec<NewCommand>,
        also: Vec<Write>,
    ) -> Result<Vec<EnvelopeId>, StoreFailure> {
        let now = platform::now();
        let group: Vec<Envelope> = commands
            .into_iter()
            .map(|new| Envelope {
                id: EnvelopeId::born(now, platform::random()),
                format: FORMAT,
                subject: new.subject,
                based_on: new.based_on,
                authored_at: now,
                device: self.device,
                command: new.command,
            })
            .collect();
        let from = typed_into(&group, &also);
        let recorded = match self.outbox.record_with(group.clone(), also, now).await {
            Ok(recorded) => recorded,
            Err(failure) => {
                let entry = Entry {
                    order: 0,
                    envelopes: group,
                    recorded_at: now,
                    state: EntryState::OnDevice,
                    tries: 0,
                    last_try: None,
                    last_failure: None,
                };
                self.unkept.borrow_mut().insert(from, entry);
                return Err(failure);
            }
        };
        self.unkept.borrow_mut().remove(&from);
        Ok(recorded.into_iter().map(|envelope| envelope.id).collect())
    }

    /// Offers what waits. Only one window of this browser does so at a time.
    pub(super) async fn drain(self: &Rc<Self>) -> Option<Result<Round, StoreFailure>> {
        let core = Rc::clone(self);
        let work = async move { core.outbox.drain(&ApiNet, platform::now()).await };
        if self.open.is_some() {
            tabs::alone(&format!("lueckenlos-drain-{}", self.account), work).await
        } else {
            Some(work.await)
        }
    }

    /// What the server said to these envelopes, if it has answered all of them. An entry that is gone was confirmed
    /// and is covered by a backup.
    pub(super) fn sent(&self, ids: &[EnvelopeId]) -> Sent {
        let mut answers = Vec::with_capacity(ids.len());
        let mut waits = false;
        self.outbox.each(|entry| {
            for envelope in &entry.envelopes {
                if ids.contains(&envelope.id) {
                    match entry.answer_to(envelope.id) {
                        Some(answered) => answers.push(answered.clone()),
                        None => waits = true,
                    }
                }
            }
        });
        if waits {
            return Sent::Waits;
        }
        Sent::Answered(
            ids.iter()
                .map(|id| {
                    let found = answers.iter().find(|answered| answered.id == *id);
                    found.cloned().unwrap_or(Answered {
                        id: *id,
                        sequence: None,
                        answer: Outcome::Applied,
                    })
                })
                .collect(),
        )
    }

    /// Fetches the pack anew. A right that was withdrawn wipes it.
    pub(super) async fn fetch_pack(&self, actor: &Actor) -> Result<(), PackFailure> {
        let Some(open) = &self.open else {
            return Ok(());
        };
        let fetched = if actor.is(Role::CaseManager) {
            let chosen = self.packs.chosen().await.map_err(PackFailure::Store)?;
            let wish = PackWish {
                chosen: chosen.into_iter().collect(),
            };
            match (
                api::send::<Pack>(&wish).await,
                api::send::<AllCases>(&Nothing {}).await,
                api::send::<ReadDeputised>(&Nothing {}).await,
            ) {
                (Ok(pack), Ok(worklist), Ok(deputised)) => {
                    Ok((pack, with_deputised(worklist, deputised)))
                }
                (Err(failure), ..) | (_, Err(failure), _) | (.., Err(failure)) => Err(failure),
            }
        } else {
            Ok((CasePack::default(), CaseHeads::default()))
        };
        let (pack, worklist) = match fetched {
            Ok(fetched) => fetched,
            Err(ApiFailure::Problem(Problem::NotAllowed { .. })) => {
                self.packs.wipe().await.map_err(PackFailure::Store)?;
                return Ok(());
            }
            Err(failure) => return Err(PackFailure::Api(failure)),
        };
        let organisation = api::send::<ReadOrganisation>(&Nothing {})
            .await
            .map_err(PackFailure::Api)?;
        let lists = PackedLists {
            worklist,
            organisation,
        };
        let (hours, now) = (open.known.pack_hours, platform::now());
        self.packs
            .replace(actor, &pack, &lists, hours, now)
            .await
            .map(drop)
            .map_err(PackFailure::Store)
    }

    /// What waits and was written on this device. What came from elsewhere (a rescue file, a window that was no device
    /// yet) this device cannot sign for; it goes with the next session.
    fn own_unsent(&self) -> Vec<Entry> {
        let mut unsent = self.outbox.unsent();
        unsent.retain(|entry| {
            let mut envelopes = entry.envelopes.iter();
            envelopes.all(|envelope| envelope.device == self.device)
        });
        unsent
    }

    /// Hands unsent work in without a session, signed by the device. The server keeps it; nothing is read, and the pack
    /// is wiped. Where the database was restored meanwhile, what it lost is handed in as well.
    pub(super) async fn hand_in(&self) -> Result<usize, HandInFailure> {
        let open = self.open.as_ref().ok_or(HandInFailure::NotADevice)?;
        let (mut handed_in, mut epochs) = (0, 0);
        loop {
            let entries = first_envelopes(self.own_unsent());
            if entries.is_empty() {
                // Whoever hands in has no right to read any more. What was packed goes now, and not before: had the
                // hand-in failed, nobody would be worse off. The outbox keeps its copies until a backup covers them.
                if handed_in > 0 {
                    self.kept.forget();
                    self.packs.wipe().await.map_err(HandInFailure::Store)?;
                }
                return Ok(handed_in);
            }
            let envelopes: Vec<Envelope> = entries
                .iter()
                .flat_map(|entry| entry.envelopes.iter().cloned())
                .collect();
            let known = self.outbox.marks().epoch;
            let attachments = self
                .outbox
                .attachments_of(&entries)
                .await
                .map_err(HandInFailure::Store)?;
            let question = signed(open, known, envelopes, platform::now()).await?;
            let question = HandedIn {
                attachments,
                ..question
            };
            let answer = api::send::<HandIn>(&question)
                .await
                .map_err(|failed| HandInFailure::Net(failure(failed)))?;
            let taken = self
                .outbox
                .handed_in(&entries, answer, platform::now())
                .await
                .map_err(HandInFailure::Store)?;
            if known.is_some() && self.outbox.marks().epoch != known && epochs < EPOCHS_MAX {
                epochs += 1;
                continue;
            }
            if taken == 0 {
                return Err(HandInFailure::Net(NetFailure::Odd { status: 200 }));
            }
            handed_in += taken;
        }
    }
}

/// Why the pack could not be fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum PackFailure {
    /// The server did not give it.
    Api(ApiFailure),
    /// The device has no room, or its store does not work.
    Store(StoreFailure),
}

/// Why unsent work could not be handed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HandInFailure {
    /// This browser was not set up as a device, so nothing can be signed.
    NotADevice,
    /// The server did not take it.
    Net(NetFailure),
    /// The answer could not be stored; it is handed in again.
    Store(StoreFailure),
    /// The browser could not sign.
    Vault(VaultFailure),
}

async fn signed(
    open: &OpenDeviceStore,
    epoch: Option<Epoch>,
    envelopes: Vec<Envelope>,
    signed_at: Moment,
) -> Result<HandedIn, HandInFailure> {
    let device = open.known.device;
    let message = canonical::bytes(&ToSign {
        device,
        envelopes: &envelopes,
        epoch,
        signed_at,
    })
    .map_err(|error| HandInFailure::Vault(error.into()))?;
    let signature = open.sign(&message).await.map_err(HandInFailure::Vault)?;
    Ok(HandedIn {
        device,
        epoch,
        signed_at,
        envelopes,
        attachments: Vec::new(),
        signature,
    })
}

/// What a group was typed into: the draft that goes with it, else what it is about.
fn typed_into(group: &[Envelope], also: &[Write]) -> String {
    let draft = also.iter().find_map(|write| match write {
        Write::Delete(Area::Draft, form) => Some(form.clone()),
        _ => None,
    });
    draft.unwrap_or_else(|| {
        let about = group
            .iter()
            .map(|envelope| format!("{} {}", envelope.subject, envelope.command.name()));
        about.collect::<Vec<_>>().join(" ")
    })
}

fn first_envelopes(entries: Vec<Entry>) -> Vec<Entry> {
    let (mut count, mut pictures) = (0, 0);
    entries
        .into_iter()
        .take_while(|entry| {
            let envelopes = entry.envelopes.iter();
            count += envelopes.len();
            pictures += envelopes
                .filter(|envelope| envelope.command.attachment().is_some())
                .count();
            count <= HAND_IN_MAX && pictures <= ATTACHMENTS_MOST
        })
        .collect()
}

/// The worklist with the cases of absent colleagues whose files are open: without a network they stand among the others.
fn with_deputised(mut worklist: CaseHeads, deputised: DeputyCases) -> CaseHeads {
    let cases = deputised.absences.into_iter().flat_map(|post| post.cases);
    for case in cases.filter(|case| case.may_open) {
        worklist.cases.push(case.head);
        worklist.total = worklist.total.saturating_add(1);
    }
    worklist
}
