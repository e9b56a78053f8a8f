//! The device as a context: whether it is open, what waits, and the verbs of recording and sending. How it is opened,
//! locked and closed in this window is `window`'s, what it packs `pack`'s.

use std::rc::Rc;

use serde_json::Value;
use shared::device::lock::{Asked, PinLock};
use shared::device::{
    Area, Draft, Entry, NetFailure, Standing, Store, StoreFailure, Waiting, Write,
};
use shared::kernel::{Actor, Attachment, AttachmentId, EnvelopeId};
use yew::prelude::*;

use super::core::{Core, HandInFailure, NewCommand, Sent};
use super::pack::PackHandle;
use super::vault::{self, KnownDevice, VaultFailure};
use super::window::{Screen, Setters, Verbs};
use crate::platform::{self, crypto};

/// Where the work of this window is kept.
#[derive(Debug, Clone, PartialEq)]
pub enum Place {
    /// The browser is being asked which devices it knows.
    Looking,
    /// Nobody works here.
    Nobody,
    /// In memory: this browser was not set up for the one who is signed in.
    Memory,
    /// Set up, and closed: the words are needed. More than one where it is not known who sits there.
    Locked(Rc<Vec<KnownDevice>>),
    /// Set up and open.
    Open(Rc<KnownDevice>),
}

/// Why something could not be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RecordFailure {
    /// The device is locked, or nobody is signed in.
    Closed,
    /// The store failed; nothing was recorded.
    Store(StoreFailure),
}

impl RecordFailure {
    /// The key of the text that says what happened.
    #[must_use]
    pub const fn text_key(&self) -> &'static str {
        match self {
            Self::Closed => "offline-closed",
            Self::Store(StoreFailure::Full) => "offline-full",
            Self::Store(StoreFailure::Superseded) => "offline-superseded",
            Self::Store(_) => "offline-store-failed",
        }
    }
}

/// The device, for pages and components. Get it with [`use_offline`] or one of its parts with [`use_outbox`],
/// [`use_drafts`] and [`use_pack`].
#[derive(Debug, Clone, PartialEq)]
pub struct Offline {
    /// Where the work of this window is kept.
    pub place: Place,
    /// Counts up with every change of the outbox or the pack, so that what is shown is made anew.
    pub revision: u32,
    /// Why the last try to send stopped, if it did.
    pub stopped: Option<NetFailure>,
    /// Whether this browser gives the app a store at all; in some private windows it does not.
    pub has_store: bool,
    pub(super) verbs: Rc<Verbs>,
}

impl Offline {
    /// Records commands as one group: done as a whole or not at all. When this returns they are on the device, and
    /// the draft they were typed in is gone. They are offered at once, without waiting for it.
    ///
    /// # Errors
    /// If they could not be recorded; the draft is then still there.
    pub async fn record(
        &self,
        commands: Vec<NewCommand>,
        done_draft: Option<&str>,
    ) -> Result<Vec<EnvelopeId>, RecordFailure> {
        let ids = self.verbs.record(commands, done_draft).await?;
        Verbs::sync(&self.verbs);
        Ok(ids)
    }

    /// As [`Offline::record`], and waits for one try to send, for pages that go on with what the server said.
    ///
    /// # Errors
    /// If they could not be recorded.
    pub async fn send(
        &self,
        commands: Vec<NewCommand>,
        done_draft: Option<&str>,
    ) -> Result<Sent, RecordFailure> {
        let ids = self.verbs.record(commands, done_draft).await?;
        let core = self.verbs.core().ok_or(RecordFailure::Closed)?;
        Verbs::sync_now(Rc::clone(&self.verbs)).await;
        Ok(core.sent(&ids))
    }

    /// Tries to send what waits.
    pub fn sync(&self) {
        Verbs::sync(&self.verbs);
    }

    /// What waits, and since when.
    #[must_use]
    pub fn waiting(&self) -> Waiting {
        let core = self.verbs.core();
        core.map(|core| core.waiting()).unwrap_or_default()
    }

    /// Every entry of the outbox, oldest first.
    #[must_use]
    pub fn entries(&self) -> Vec<Entry> {
        self.verbs
            .core()
            .map(|core| core.outbox.entries())
            .unwrap_or_default()
    }

    /// Where the record stands that this envelope made; `None` once it is long confirmed.
    #[must_use]
    pub fn standing_of(&self, id: EnvelopeId) -> Option<Standing> {
        let mut found = None;
        if let Some(core) = self.verbs.core() {
            core.outbox.each(|entry| {
                if entry.envelopes.iter().any(|envelope| envelope.id == id) {
                    found = entry.standing();
                }
            });
        }
        found
    }

    /// Puts an answered entry away; it can be taken back for ten minutes.
    pub async fn discard(&self, order: u64) -> bool {
        self.change(async |core: &Core| core.outbox.discard(order, platform::now()).await)
            .await
    }

    /// Takes back what was put away.
    pub async fn take_back(&self, order: u64) -> bool {
        self.change(async |core: &Core| core.outbox.take_back(order).await)
            .await
    }

    /// Offers a refused entry again.
    pub async fn offer_again(&self, order: u64) -> bool {
        let changed = self
            .change(async |core: &Core| core.outbox.offer_again(order).await)
            .await;
        self.sync();
        changed
    }

    /// What could not be stored and is only in this window, for a rescue file.
    #[must_use]
    pub fn unkept(&self) -> Vec<Entry> {
        let core = self.verbs.core();
        core.map(|core| core.unkept()).unwrap_or_default()
    }

    /// The pictures that these entries name, for a rescue file.
    pub async fn attachments_of(&self, entries: &[Entry]) -> Vec<Attachment> {
        match self.verbs.core() {
            Some(core) => core
                .outbox
                .attachments_of(entries)
                .await
                .unwrap_or_default(),
            None => Vec::new(),
        }
    }

    /// Takes in the entries of a rescue file with the pictures that they name, and says how many were new.
    ///
    /// # Errors
    /// If the store failed or is closed.
    pub async fn take_in(
        &self,
        entries: Vec<Entry>,
        attachments: Vec<Attachment>,
    ) -> Result<usize, RecordFailure> {
        let core = self.verbs.core().ok_or(RecordFailure::Closed)?;
        let pictures = attachments.iter().filter_map(|attachment| {
            let name = attachment.id.to_string();
            Some(Write::Put(Area::Attachment, name, attachment.bytes()?))
        });
        let kept = core.outbox.store().commit(pictures.collect()).await;
        kept.map_err(RecordFailure::Store)?;
        let count = core
            .outbox
            .take_in(entries, platform::now())
            .await
            .map_err(RecordFailure::Store)?;
        self.verbs.changed();
        self.sync();
        Ok(count)
    }

    /// Hands unsent work in without a session.
    ///
    /// # Errors
    /// Why that did not work.
    pub async fn hand_in(&self) -> Result<usize, HandInFailure> {
        let core = self.verbs.core().ok_or(HandInFailure::NotADevice)?;
        let done = core.hand_in().await;
        self.verbs.changed();
        done
    }

    /// Sets this browser up as a device of whoever is signed in. What waited in memory moves into the store.
    ///
    /// # Errors
    /// If it could not be set up.
    pub async fn set_up(&self, label: &str, words: &str) -> Result<(), VaultFailure> {
        let Some(actor) = self.verbs.actor.borrow().clone() else {
            return Err(VaultFailure::Server(crate::api::ApiFailure::Problem(
                shared::kernel::Problem::NotSignedIn,
            )));
        };
        let before = self.verbs.core();
        let open = vault::enrol(&actor, label, words, platform::now()).await?;
        // The answer does not matter: some browsers ask later, some never.
        platform::database::persist().await;
        self.verbs.open(open, before).await
    }

    /// Opens a locked device with its words.
    ///
    /// # Errors
    /// If the words are wrong or the browser cannot.
    pub async fn unlock(
        &self,
        known: &KnownDevice,
        words: &str,
    ) -> Result<Option<Actor>, VaultFailure> {
        let open = vault::unlock(known, words).await?;
        let actor = open.actor().await;
        // Pages read as soon as the device is open, and what is here they read as this actor. Known a moment too late,
        // a page took a person who was recorded here for a new one, and recorded them again.
        if let Some(actor) = &actor {
            let mut known = self.verbs.actor.borrow_mut();
            known.get_or_insert_with(|| Rc::new(actor.clone()));
        }
        self.verbs.open(open, None).await?;
        Ok(actor)
    }

    /// Opens a device whose words were forgotten, after a full sign-in, under new words.
    ///
    /// # Errors
    /// If the server does not release its half or the browser cannot.
    pub async fn renew(&self, known: &KnownDevice, words: &str) -> Result<(), VaultFailure> {
        let open = vault::renew(known, words).await?;
        self.verbs.open(open, None).await
    }

    /// Asks for the words of these devices without a session, as where there is no network.
    pub(super) fn ask_for_words(&self, known: Rc<Vec<KnownDevice>>) {
        self.verbs.set.place.set(Place::Locked(known));
    }

    /// Closes the device: keys and copies leave the memory; what is on the device stays, sealed.
    pub fn close(&self) {
        self.verbs.close();
    }

    /// Hides the work at once: a device locks, any other browser shows a cover.
    pub fn hide(&self) {
        self.verbs.lock();
    }

    /// Takes the cover away. A locked device stays locked.
    pub fn uncover(&self) {
        if self.place == Place::Memory {
            self.verbs.show();
        }
    }

    /// Tries the PIN; whether it opened the screen. After the last wrong one the words are asked.
    #[must_use]
    pub fn try_pin(&self, typed: &str) -> bool {
        let is_right = self.verbs.pin.borrow_mut().tries(typed);
        if is_right {
            self.verbs.show();
        } else if self.verbs.pin.borrow().asked() == Asked::Words {
            self.ask_words();
        } else {
            self.verbs.lock();
        }
        is_right
    }

    /// Asks for the words in place of the PIN. The keys leave the memory, unless something waits to be sent.
    pub fn ask_words(&self) {
        match &self.place {
            Place::Open(known) if !self.verbs.waits() => self.verbs.close_to(known),
            _ => self
                .verbs
                .set
                .screen
                .set(Some(Screen::Locked(Asked::Words))),
        }
    }

    /// Whether a PIN is set on this device.
    #[must_use]
    pub fn has_pin(&self) -> bool {
        self.verbs.pin.borrow().has_pin()
    }

    /// Sets the PIN of this device or takes it away.
    ///
    /// # Errors
    /// If this is no open device or its store failed.
    pub async fn keep_pin(&self, pin: Option<String>) -> Result<(), VaultFailure> {
        let core = self.verbs.core();
        let open = core.as_ref().and_then(|core| core.open.as_ref());
        let Some(open) = open else {
            return Err(VaultFailure::Browser("not a device".to_owned()));
        };
        open.keep_pin(pin.as_deref()).await?;
        self.verbs.pin.replace(PinLock::of(pin));
        self.verbs.changed();
        Ok(())
    }

    async fn change(&self, work: impl AsyncFnOnce(&Core) -> Result<bool, StoreFailure>) -> bool {
        let Some(core) = self.verbs.core() else {
            return false;
        };
        let done = work(&core).await.unwrap_or(false);
        self.verbs.changed();
        done
    }
}

/// Half-typed forms on this device.
#[derive(Debug, Clone, PartialEq)]
pub struct DraftsHandle(Offline);

impl DraftsHandle {
    /// Keeps what was typed. The caller waits for a pause of a few hundred milliseconds between two calls.
    ///
    /// # Errors
    /// If the store failed or is closed; the page then says that nothing is saved.
    pub async fn keep(
        &self,
        form: &str,
        form_version: u32,
        before: Option<Value>,
        value: Value,
    ) -> Result<(), RecordFailure> {
        let core = self.0.verbs.core().ok_or(RecordFailure::Closed)?;
        let draft = Draft {
            form_version,
            saved_at: platform::now(),
            before,
            value,
        };
        let kept = core.drafts.keep(form, &draft).await;
        kept.map_err(RecordFailure::Store)
    }

    /// The draft of a form, if there is one.
    pub async fn find(&self, form: &str) -> Option<Draft> {
        self.0.verbs.core()?.drafts.find(form).await.ok()?
    }

    /// All drafts with the keys of their forms.
    pub async fn list(&self) -> Vec<(String, Draft)> {
        match self.0.verbs.core() {
            Some(core) => core.drafts.list().await.unwrap_or_default(),
            None => Vec::new(),
        }
    }

    /// Has everything that shows drafts read them anew, after a form was closed.
    pub fn tell(&self) {
        self.0.verbs.changed();
    }

    /// Takes a draft away without a command.
    pub async fn give_up(&self, form: &str) {
        if let Some(core) = self.0.verbs.core() {
            drop(core.drafts.give_up(form).await);
        }
    }
}

/// Pictures on this device, which drafts and the outbox name.
#[derive(Debug, Clone, PartialEq)]
pub struct PicturesHandle(Offline);

impl PicturesHandle {
    /// Keeps a picture. When this returns it is on the device, under its name.
    ///
    /// # Errors
    /// If the store failed or is closed.
    pub async fn keep(&self, bytes: Vec<u8>) -> Result<AttachmentId, RecordFailure> {
        let core = self.0.verbs.core().ok_or(RecordFailure::Closed)?;
        let hash = crypto::hash(&bytes).await;
        let hash =
            hash.map_err(|failure| RecordFailure::Store(StoreFailure::Other(failure.to_string())))?;
        let id = AttachmentId::from_hash(hash);
        let put = Write::Put(Area::Attachment, id.to_string(), bytes);
        let kept = core.outbox.store().commit(vec![put]).await;
        kept.map_err(RecordFailure::Store)?;
        Ok(id)
    }

    /// The picture of this name, as long as it is on this device.
    pub async fn find(&self, id: AttachmentId) -> Option<Vec<u8>> {
        let core = self.0.verbs.core()?;
        let store = core.outbox.store();
        store.get(Area::Attachment, &id.to_string()).await.ok()?
    }

    /// Takes away what nothing names any more: before a form is begun, and after one was given up.
    pub async fn sweep(&self) {
        if let Some(core) = self.0.verbs.core() {
            drop(core.outbox.sweep().await);
        }
    }
}

/// The device. Only below [`OfflineProvider`]; elsewhere nothing can be recorded.
#[hook]
pub fn use_offline() -> Offline {
    let given = use_context::<Offline>();
    let place = use_state(|| Place::Nobody);
    let revision = use_state(|| 0);
    let stopped = use_state(|| None);
    let screen = use_state(|| None);
    let has_store = use_state(|| true);
    given.unwrap_or_else(|| Offline {
        place: Place::Nobody,
        revision: 0,
        stopped: None,
        has_store: true,
        verbs: Rc::new(Verbs::closed(Setters {
            screen: screen.setter(),
            place: place.setter(),
            revision: revision.setter(),
            stopped: stopped.setter(),
            has_store: has_store.setter(),
        })),
    })
}

/// The outbox: `record`, `send`, `waiting`, `entries`, `sync`.
#[hook]
pub fn use_outbox() -> Offline {
    use_offline()
}

/// Half-typed forms.
#[hook]
pub fn use_drafts() -> DraftsHandle {
    DraftsHandle(use_offline())
}

/// Pictures that wait with what names them.
#[hook]
pub fn use_pictures() -> PicturesHandle {
    PicturesHandle(use_offline())
}

/// Packed cases.
#[hook]
pub fn use_pack() -> PackHandle {
    PackHandle(use_offline())
}
