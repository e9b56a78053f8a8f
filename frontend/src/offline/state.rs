//! The device as a context: whether it is open, what waits, and the verbs of recording and sending.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::pin::Pin;
use std::rc::Rc;

use gloo::timers::callback::{Interval, Timeout};
use serde_json::Value;
use shared::case::{CaseFile, calls::CaseHeads};
use shared::device::lock::{Asked, Idle, PinLock};
use shared::device::{
    Draft, Drafts, Entry, NetFailure, PackState, PackedLists, Round, RoundEnd, ShownCase,
    ShownPerson, Standing, StoreFailure, Waiting, overlay, overlay_forms, overlay_person,
    persons_on_device,
};
use shared::intake::calls::IntakeFiles;
use shared::kernel::{Actor, CaseId, EnvelopeId, PersonId};
use shared::person::calls::PersonFile;
use wasm_bindgen_futures::spawn_local;
use wasm_split_helpers::{SplitLoaderError, wasm_split};
use yew::prelude::*;

use super::core::{Core, HandInFailure, NewCommand, PackFailure, Sent};
use super::pin::{CoverPage, PinPage};
use super::unlock::UnlockPage;
use super::vault::{self, KnownDevice, OpenDeviceStore, VaultFailure};
use crate::parts::{NotLoaded, Part, at_once};
use crate::platform::{self, tabs::Whisper};
use crate::signin::{self, use_signin};

/// How often it is looked whether somebody is still there.
const LOOK_EVERY_MILLIS: u32 = 5_000;
/// How often the pack is fetched anew while the app is open and signed in.
const PACK_EVERY_MILLIS: u32 = 30 * 60 * 1000;

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

/// What stands before the work while the screen is locked or covered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Screen {
    /// The PIN or the words are asked; the keys are still in memory.
    Locked(Asked),
    /// Covered at a press, in a browser that is no device.
    Covered,
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
    verbs: Rc<Verbs>,
}

struct Verbs {
    core: RefCell<Option<Rc<Core>>>,
    actor: RefCell<Option<Rc<Actor>>>,
    whisper: RefCell<Option<Whisper>>,
    timer: RefCell<Option<Timeout>>,
    revision: Cell<u32>,
    touched_at: Cell<i64>,
    pin: RefCell<PinLock>,
    is_locked: Cell<bool>,
    set_screen: UseStateSetter<Option<Screen>>,
    set_place: UseStateSetter<Place>,
    set_revision: UseStateSetter<u32>,
    set_stopped: UseStateSetter<Option<NetFailure>>,
}

impl std::fmt::Debug for Verbs {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Verbs").finish_non_exhaustive()
    }
}

impl PartialEq for Verbs {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
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
        self.verbs
            .core()
            .map(|core| core.outbox.waiting())
            .unwrap_or_default()
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

    /// Takes in the entries of a rescue file, and says how many were new.
    ///
    /// # Errors
    /// If the store failed or is closed.
    pub async fn take_in(&self, entries: Vec<Entry>) -> Result<usize, RecordFailure> {
        let core = self.verbs.core().ok_or(RecordFailure::Closed)?;
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
        self.verbs.set_place.set(Place::Locked(known));
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
                .set_screen
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

    /// Takes a draft away without a command.
    pub async fn give_up(&self, form: &str) {
        if let Some(core) = self.0.verbs.core() {
            drop(core.drafts.give_up(form).await);
        }
    }
}

/// Packed cases with what is unsent on top.
#[derive(Debug, Clone, PartialEq)]
pub struct PackHandle(Offline);

impl PackHandle {
    /// Whether there is a pack to work with. One that has expired is wiped by asking.
    pub async fn state(&self) -> PackState {
        match self.0.verbs.core() {
            Some(core) => core
                .packs
                .open(platform::now())
                .await
                .unwrap_or(PackState::Absent),
            None => PackState::Absent,
        }
    }

    /// Fetches the pack anew.
    ///
    /// # Errors
    /// The key of the text that says why it could not be fetched.
    pub async fn fetch(&self) -> Result<(), &'static str> {
        self.0.verbs.fetch_pack().await
    }

    /// The cases that were chosen by hand.
    pub async fn chosen(&self) -> BTreeSet<CaseId> {
        match self.0.verbs.core() {
            Some(core) => core.packs.chosen().await.unwrap_or_default(),
            None => BTreeSet::new(),
        }
    }

    /// Takes a case along: it is chosen at once and its file fetched; without a network it comes with the next pack.
    ///
    /// # Errors
    /// The key of the text that says why it could not be chosen or fetched.
    pub async fn choose(&self, case: CaseId) -> Result<(), &'static str> {
        let core = self.0.verbs.core().ok_or("offline-closed")?;
        let chosen = core.packs.choose(case).await;
        chosen.map_err(|failure| RecordFailure::Store(failure).text_key())?;
        self.fetch().await
    }

    /// Takes a case off the device. Unsent work on it stays.
    ///
    /// # Errors
    /// The key of the text that says why it could not be taken off.
    pub async fn leave(&self, case: CaseId) -> Result<(), &'static str> {
        let core = self.0.verbs.core().ok_or("offline-closed")?;
        let left = core.packs.leave(case).await;
        self.0.verbs.changed();
        left.map_err(|failure| RecordFailure::Store(failure).text_key())
    }

    /// A packed case as it looks on this device.
    pub async fn case(&self, case: CaseId) -> Option<ShownCase> {
        let core = self.0.verbs.core()?;
        let actor = self.0.verbs.actor.borrow().clone()?;
        if matches!(self.state().await, PackState::Ready(_))
            && let Some(file) = core.packs.file(case).await.ok()?
        {
            return Some(overlay(&file, &core.outbox.entries(), &actor));
        }
        // Opened here, and not known to the server yet.
        let entries = core.outbox.entries();
        persons_on_device(&entries)
            .into_iter()
            .filter_map(|person| overlay_person(person, &entries, &actor)?.1)
            .find(|shown| shown.head.case == case)
    }

    /// A case that was read from the server just now, with what is unsent on top; its packed copy is refreshed.
    pub async fn show(&self, file: &CaseFile) -> Option<ShownCase> {
        let core = self.0.verbs.core()?;
        let actor = self.0.verbs.actor.borrow().clone()?;
        // A copy that cannot be refreshed is only an older copy.
        drop(core.packs.refresh(file).await);
        Some(overlay(file, &core.outbox.entries(), &actor))
    }

    /// A person whose forms were read from the server just now, with what is unsent on top.
    #[must_use]
    pub fn show_forms(&self, file: &PersonFile, intakes: &IntakeFiles) -> Option<ShownPerson> {
        let core = self.0.verbs.core()?;
        let actor = self.0.verbs.actor.borrow().clone()?;
        Some(overlay_forms(file, intakes, &core.outbox.entries(), &actor))
    }

    /// A person as they look on this device, from a packed case or from what was recorded here.
    pub async fn person(&self, person: PersonId) -> Option<ShownPerson> {
        let core = self.0.verbs.core()?;
        let actor = self.0.verbs.actor.borrow().clone()?;
        let entries = core.outbox.entries();
        let files = core.packs.files().await.ok()?;
        match files.iter().find(|file| file.head.person == person) {
            Some(file) => Some(overlay(file, &entries, &actor).person),
            None => Some(overlay_person(person, &entries, &actor)?.0),
        }
    }

    /// The persons that were recorded on this device and are not confirmed yet, oldest first, each with the case that
    /// was opened for them here.
    #[must_use]
    pub fn on_device(&self) -> Vec<(ShownPerson, Option<ShownCase>)> {
        let (Some(core), Some(actor)) = (self.0.verbs.core(), self.0.verbs.actor.borrow().clone())
        else {
            return Vec::new();
        };
        let entries = core.outbox.entries();
        persons_on_device(&entries)
            .into_iter()
            .filter_map(|person| overlay_person(person, &entries, &actor))
            .filter(|(person, _)| person.standing != Standing::Confirmed)
            .collect()
    }

    /// The packed worklist and organisation.
    pub async fn lists(&self) -> PackedLists {
        match self.0.verbs.core() {
            Some(core) => core.packs.lists().await.unwrap_or_default(),
            None => PackedLists::default(),
        }
    }

    /// The packed worklist.
    pub async fn worklist(&self) -> CaseHeads {
        self.lists().await.worklist
    }

    /// Every packed case with what is unsent on top, for the search without a network.
    pub async fn cases(&self) -> Vec<ShownCase> {
        let (Some(core), Some(actor)) = (self.0.verbs.core(), self.0.verbs.actor.borrow().clone())
        else {
            return Vec::new();
        };
        let entries = core.outbox.entries();
        let files = core.packs.files().await.unwrap_or_default();
        files
            .iter()
            .map(|file| overlay(file, &entries, &actor))
            .collect()
    }
}

impl Verbs {
    fn core(&self) -> Option<Rc<Core>> {
        self.core.borrow().clone()
    }

    fn changed(&self) {
        self.revision.set(self.revision.get().wrapping_add(1));
        self.set_revision.set(self.revision.get());
        if let Some(whisper) = self.whisper.borrow().as_ref() {
            whisper.tell();
        }
    }

    async fn record(
        &self,
        commands: Vec<NewCommand>,
        done_draft: Option<&str>,
    ) -> Result<Vec<EnvelopeId>, RecordFailure> {
        let core = self.core().ok_or(RecordFailure::Closed)?;
        let also = done_draft
            .map(Drafts::<super::store::DeviceStore>::done)
            .into_iter()
            .collect();
        let ids = core
            .record(commands, also)
            .await
            .map_err(RecordFailure::Store)?;
        self.changed();
        Ok(ids)
    }

    fn sync(verbs: &Rc<Self>) {
        spawn_local(Self::sync_now(Rc::clone(verbs)));
    }

    async fn sync_now(verbs: Rc<Self>) {
        let Some(core) = verbs.core() else { return };
        verbs.timer.take();
        let round = core.drain().await;
        let (stopped, pause) = match round {
            Some(Ok(round)) => {
                let [low, high] = platform::random();
                let pause = round.pause_millis(u16::from_le_bytes([low, high]));
                (why(&round), pause)
            }
            // The store failed or the lock was refused: nothing was lost, and it is tried again.
            Some(Err(_)) | None => (None, Some(30_000)),
        };
        // Where nothing waits, a server that could not be greeted is no news.
        let waits = core.outbox.waiting().unanswered > 0;
        let (stopped, pause) = if waits {
            (stopped, pause)
        } else {
            (None, None)
        };
        verbs.set_stopped.set(stopped);
        verbs.changed();
        if let Some(pause) = pause {
            let again = Rc::downgrade(&verbs);
            let millis = u32::try_from(pause).unwrap_or(300_000);
            verbs.timer.replace(Some(Timeout::new(millis, move || {
                if let Some(verbs) = again.upgrade() {
                    // The timer that runs now is not to be dropped while it runs.
                    spawn_local(async move { Self::sync_now(verbs).await });
                }
            })));
        }
    }

    fn waits(&self) -> bool {
        self.core()
            .is_some_and(|core| core.outbox.waiting().unanswered > 0)
    }

    /// Locks the screen of a device, covers that of another browser. Where nobody works there is nothing to hide.
    fn lock(&self) {
        let Some(core) = self.core() else { return };
        let screen = if core.open.is_some() {
            Screen::Locked(self.pin.borrow().asked())
        } else {
            Screen::Covered
        };
        self.is_locked.set(true);
        self.set_screen.set(Some(screen));
    }

    /// Shows the work again.
    fn show(&self) {
        self.is_locked.set(false);
        self.touched_at.set(platform::now().millis());
        self.set_screen.set(None);
    }

    /// Closes the device: the words are needed.
    fn close_to(&self, known: &Rc<KnownDevice>) {
        self.close();
        self.set_place
            .set(Place::Locked(Rc::new(vec![(**known).clone()])));
    }

    async fn open(
        self: &Rc<Self>,
        open: OpenDeviceStore,
        before: Option<Rc<Core>>,
    ) -> Result<(), VaultFailure> {
        let known = Rc::new(open.known.clone());
        let pin = open.pin().await;
        let core = Rc::new(Core::of(open).await?);
        if let Some(before) = before {
            core.take_over(&before).await?;
        }
        let listener = {
            let verbs = Rc::downgrade(self);
            Whisper::listen(&format!("lueckenlos-{}", core.account), move || {
                if let Some(verbs) = verbs.upgrade() {
                    spawn_local(async move {
                        if let Some(core) = verbs.core() {
                            drop(core.outbox.reload().await);
                            verbs.revision.set(verbs.revision.get().wrapping_add(1));
                            verbs.set_revision.set(verbs.revision.get());
                        }
                    });
                }
            })
        };
        self.whisper.replace(Some(listener));
        self.core.replace(Some(core));
        self.pin.replace(PinLock::of(pin));
        self.show();
        self.set_place.set(Place::Open(known));
        self.changed();
        Self::sync(self);
        Ok(())
    }

    async fn open_in_memory(self: &Rc<Self>, actor: &Actor) {
        // A store in memory opens always.
        if let Ok(core) = Core::in_memory(actor.account).await {
            self.core.replace(Some(Rc::new(core)));
        }
        self.set_place.set(Place::Memory);
        self.changed();
    }

    fn close(&self) {
        self.core.take();
        self.whisper.take();
        self.timer.take();
        self.pin.take();
        self.is_locked.set(false);
        self.set_screen.set(None);
        self.set_stopped.set(None);
    }

    async fn fetch_pack(&self) -> Result<(), &'static str> {
        let (Some(core), Some(actor)) = (self.core(), self.actor.borrow().clone()) else {
            return Err("offline-closed");
        };
        let done = core.fetch_pack(&actor).await;
        self.changed();
        done.map_err(|failure| match failure {
            PackFailure::Api(failure) => failure.text_key(),
            PackFailure::Store(failure) => RecordFailure::Store(failure).text_key(),
        })
    }
}

fn why(round: &Round) -> Option<NetFailure> {
    match &round.end {
        RoundEnd::Stopped(failure) => Some(failure.clone()),
        RoundEnd::Done | RoundEnd::Busy => None,
    }
}

/// Properties of [`OfflineProvider`].
#[derive(Debug, PartialEq, Properties)]
pub struct OfflineProviderProps {
    /// The app.
    pub children: Children,
}

/// Opens and closes the device as people come and go, sends what waits, locks the screen. Below `SignInProvider`.
#[function_component]
pub fn OfflineProvider(props: &OfflineProviderProps) -> Html {
    let signin = use_signin();
    let place = use_state_eq(|| Place::Looking);
    let revision = use_state_eq(|| 0);
    let stopped = use_state_eq(|| None);
    let screen = use_state_eq(|| None::<Screen>);
    let verbs = use_memo((), |()| Verbs {
        core: RefCell::default(),
        actor: RefCell::default(),
        whisper: RefCell::default(),
        timer: RefCell::default(),
        revision: Cell::default(),
        touched_at: Cell::new(platform::now().millis()),
        pin: RefCell::default(),
        is_locked: Cell::default(),
        set_screen: screen.setter(),
        set_place: place.setter(),
        set_revision: revision.setter(),
        set_stopped: stopped.setter(),
    });
    let offline = Offline {
        place: (*place).clone(),
        revision: *revision,
        stopped: (*stopped).clone(),
        verbs: Rc::clone(&verbs),
    };
    use_effect_with(matches!(*place, Place::Open(_)), |is_device| {
        platform::crash::keeps(*is_device);
    });
    {
        // People come and go.
        let verbs = Rc::clone(&verbs);
        use_effect_with(signin.standing.clone(), move |standing| {
            let (verbs, standing) = (Rc::clone(&verbs), standing.clone());
            spawn_local(ask(verbs, Errand::Follow(standing)));
        });
    }
    {
        // The network comes back, the window is looked at again.
        let verbs = Rc::clone(&verbs);
        use_effect_with((), move |()| {
            let listening = platform::signals::on_return(move || {
                spawn_local(ask(Rc::clone(&verbs), Errand::Sync));
            });
            move || drop(listening)
        });
    }
    {
        let verbs = Rc::clone(&verbs);
        let is_signed_in = signin.session().is_some();
        use_effect_with(
            (is_signed_in, (*place).clone()),
            move |(is_signed_in, place)| {
                let timer = (*is_signed_in && matches!(place, Place::Open(_))).then(|| {
                    let fetch = move || {
                        spawn_local(ask(Rc::clone(&verbs), Errand::FetchPack));
                    };
                    fetch();
                    Interval::new(PACK_EVERY_MILLIS, fetch)
                });
                move || drop(timer)
            },
        );
    }
    {
        let verbs = Rc::clone(&verbs);
        use_effect_with((*place).clone(), move |place| {
            let known = match place {
                Place::Open(known) => Some(Rc::clone(known)),
                _ => None,
            };
            let locking = known.map(|known| {
                let touched = Rc::clone(&verbs);
                let listening = platform::signals::on_touch(move || {
                    // Whoever tries to open a locked screen is not at work yet.
                    if !touched.is_locked.get() {
                        touched.touched_at.set(platform::now().millis());
                    }
                });
                let timer = Interval::new(LOOK_EVERY_MILLIS, move || {
                    let idle = platform::now().millis() - verbs.touched_at.get();
                    let falls = verbs.pin.borrow().after(idle, verbs.waits());
                    match falls {
                        Idle::Stay => {}
                        Idle::Lock if verbs.is_locked.get() => {}
                        // The keys stay; only the screen is locked.
                        Idle::Lock => verbs.lock(),
                        Idle::Close => verbs.close_to(&known),
                    }
                });
                (listening, timer)
            });
            move || drop(locking)
        });
    }
    let before = match (&*place, *screen) {
        (Place::Locked(known), _) => Some(Gate::Words(Rc::clone(known))),
        (Place::Open(known), Some(Screen::Locked(Asked::Words))) => {
            Some(Gate::Words(Rc::new(vec![(**known).clone()])))
        }
        (Place::Open(_), Some(Screen::Locked(Asked::Pin { left }))) => Some(Gate::Pin { left }),
        (Place::Memory, Some(Screen::Covered)) => Some(Gate::Cover),
        _ => None,
    };
    let is_open = before.is_none();
    // While the keys are there the work stays behind the lock, so that nothing half-typed is lost.
    let is_hidden_only = screen.is_some() && !matches!(*place, Place::Locked(_));
    html! {
        <ContextProvider<Offline> context={offline}>
            <div hidden={is_open}>{ before.map(show).unwrap_or_default() }</div>
            if is_open || is_hidden_only {
                <div hidden={!is_open} inert={!is_open}>{ props.children.clone() }</div>
            }
        </ContextProvider<Offline>>
    }
}

/// What the provider, which is there from the start, wants of the device, whose code comes in a part of its own.
enum Errand {
    Follow(signin::Standing),
    Sync,
    FetchPack,
}

async fn ask(verbs: Rc<Verbs>, errand: Errand) {
    Part::Device.load_surely().await;
    if let Ok(done) = run(verbs, errand).await {
        done.await;
    }
}

#[wasm_split(device, fallible, preload(load_part))]
fn run(verbs: Rc<Verbs>, errand: Errand) -> Result<Pin<Box<dyn Future<Output = ()>>>, NotLoaded> {
    Ok(Box::pin(async move {
        match errand {
            Errand::Follow(standing) => follow(&verbs, &standing).await,
            Errand::Sync => Verbs::sync(&verbs),
            Errand::FetchPack => {
                // What could not be fetched is fetched the next time; the page about the device says so.
                let _: Result<(), &str> = verbs.fetch_pack().await;
            }
        }
    }))
}

/// What stands before the work.
enum Gate {
    /// The device asks for its four words.
    Words(Rc<Vec<KnownDevice>>),
    /// The screen asks for the PIN.
    Pin {
        /// Tries that are left.
        left: u8,
    },
    /// Work is covered for a moment.
    Cover,
}

/// Shows the gate. The part that closed it is there.
fn show(gate: Gate) -> Html {
    match at_once(gate_page(gate)) {
        Some(Ok(page)) => page,
        _ => html! { <crate::ui::Waiting /> },
    }
}

#[wasm_split(device, fallible, preload(load_gate_page))]
fn gate_page(gate: Gate) -> Result<Html, NotLoaded> {
    Ok(match gate {
        Gate::Words(known) => {
            html! { <UnlockPage key="words" {known} on_open={Callback::noop()} /> }
        }
        Gate::Pin { left } => html! { <PinPage key="pin" {left} /> },
        Gate::Cover => html! { <CoverPage key="cover" /> },
    })
}

/// Loads the part of the app that the device is in. Each way into it has to learn that it is there, so that
/// [`show`] need not wait.
pub(crate) async fn load_device() -> Result<(), SplitLoaderError> {
    load_part().await?;
    load_gate_page().await
}

async fn follow(verbs: &Rc<Verbs>, standing: &signin::Standing) {
    let known = vault::known().await.unwrap_or_default();
    match standing {
        // Keys and work stay until the same person is back; the lock of the screen falls as ever.
        signin::Standing::Asking | signin::Standing::Ended(_) => {}
        signin::Standing::SignedIn(session) => {
            let actor = &session.actor;
            verbs.actor.replace(Some(Rc::new(actor.clone())));
            let open = verbs.core().filter(|core| core.account == actor.account);
            if let Some(core) = open {
                if let Some(device) = &core.open {
                    drop(device.remember(actor).await);
                }
                Verbs::sync(verbs);
                return;
            }
            verbs.close();
            match known
                .into_iter()
                .find(|device| device.account == actor.account)
            {
                Some(device) => verbs.set_place.set(Place::Locked(Rc::new(vec![device]))),
                None => verbs.open_in_memory(actor).await,
            }
        }
        signin::Standing::OnDevice(actor) => {
            verbs.actor.replace(Some(Rc::clone(actor)));
        }
        signin::Standing::SignedOut | signin::Standing::Unreachable => {
            let is_reachable = *standing == signin::Standing::SignedOut && platform::is_online();
            verbs.close();
            verbs.actor.take();
            verbs.set_place.set(if is_reachable || known.is_empty() {
                Place::Nobody
            } else {
                Place::Locked(Rc::new(known))
            });
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
    given.unwrap_or_else(|| Offline {
        place: Place::Nobody,
        revision: 0,
        stopped: None,
        verbs: Rc::new(Verbs {
            core: RefCell::default(),
            actor: RefCell::default(),
            whisper: RefCell::default(),
            timer: RefCell::default(),
            revision: Cell::default(),
            touched_at: Cell::default(),
            pin: RefCell::default(),
            is_locked: Cell::default(),
            set_screen: screen.setter(),
            set_place: place.setter(),
            set_revision: revision.setter(),
            set_stopped: stopped.setter(),
        }),
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

/// Packed cases.
#[hook]
pub fn use_pack() -> PackHandle {
    PackHandle(use_offline())
}
