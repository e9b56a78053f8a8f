//! The device in this window: opened and closed as people come and go, sending what waits, locking the screen. Pages do
//! not see this; they use the handles of `state`.

use std::cell::{Cell, RefCell};
use std::pin::Pin;
use std::rc::Rc;

use gloo::timers::callback::{Interval, Timeout};
use shared::device::lock::{Asked, Idle, PinLock};
use shared::device::{Drafts, NetFailure, Round, RoundEnd};
use shared::kernel::{Actor, EnvelopeId};
use wasm_bindgen_futures::spawn_local;
use wasm_split_helpers::SplitLoaderError;
use yew::prelude::*;

use super::core::{Core, NewCommand, PackFailure};
use super::lost;
use super::pin::{CoverPage, PinPage};
use super::state::{Offline, Place, RecordFailure};
use super::store::DeviceStore;
use super::unlock::UnlockPage;
use super::vault::{self, KnownDevice, OpenDeviceStore, VaultFailure};
use crate::parts::{NotLoaded, Part, at_once};
use crate::platform::{self, tabs::Whisper};
use crate::signin::{self, use_signin};
use crate::split::way_into;

/// How often it is looked whether somebody is still there.
const LOOK_EVERY_MILLIS: u32 = 5_000;
/// How often the pack is fetched anew while the app is open and signed in.
const PACK_EVERY_MILLIS: u32 = 30 * 60 * 1000;

/// What stands before the work while the screen is locked or covered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Screen {
    /// The PIN or the words are asked; the keys are still in memory.
    Locked(Asked),
    /// Covered at a press, in a browser that is no device.
    Covered,
}

/// What the device of this window does, and what it holds while it is open.
pub(super) struct Verbs {
    pub(super) core: RefCell<Option<Rc<Core>>>,
    pub(super) actor: RefCell<Option<Rc<Actor>>>,
    pub(super) whisper: RefCell<Option<Whisper>>,
    pub(super) timer: RefCell<Option<Timeout>>,
    pub(super) revision: Cell<u32>,
    pub(super) touched_at: Cell<i64>,
    pub(super) pin: RefCell<PinLock>,
    pub(super) is_locked: Cell<bool>,
    /// Counts who came and went, so that only the last is followed.
    pub(super) follows: Cell<u32>,
    /// Whether somebody is signed in with the server.
    is_signed_in: Cell<bool>,
    pub(super) set: Setters,
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

/// The pause before the next try, shorter where somebody looks on: not every browser says that the network is back, and
/// whoever just walked out of a cellar should not wait minutes for it.
fn in_view(pause: u64, jitter: u16) -> u64 {
    const LONGEST: u64 = 15_000;
    if platform::signals::is_in_view() {
        pause.min(LONGEST - u64::from(jitter % 5_000))
    } else {
        pause
    }
}

/// What of a device is shown, and changes what is drawn.
pub(super) struct Setters {
    pub(super) screen: UseStateSetter<Option<Screen>>,
    pub(super) place: UseStateSetter<Place>,
    pub(super) revision: UseStateSetter<u32>,
    pub(super) stopped: UseStateSetter<Option<NetFailure>>,
    pub(super) has_store: UseStateSetter<bool>,
}

impl Verbs {
    /// Nothing is open yet.
    pub(super) fn closed(set: Setters) -> Self {
        Self {
            core: RefCell::default(),
            actor: RefCell::default(),
            whisper: RefCell::default(),
            timer: RefCell::default(),
            revision: Cell::default(),
            touched_at: Cell::new(platform::now().millis()),
            pin: RefCell::default(),
            is_locked: Cell::default(),
            follows: Cell::default(),
            is_signed_in: Cell::default(),
            set,
        }
    }

    pub(super) fn core(&self) -> Option<Rc<Core>> {
        self.core.borrow().clone()
    }

    pub(super) fn changed(&self) {
        self.revision.set(self.revision.get().wrapping_add(1));
        self.set.revision.set(self.revision.get());
        if let Some(whisper) = self.whisper.borrow().as_ref() {
            whisper.tell();
        }
    }

    pub(super) async fn record(
        &self,
        commands: Vec<NewCommand>,
        done_draft: Option<&str>,
    ) -> Result<Vec<EnvelopeId>, RecordFailure> {
        let core = self.core().ok_or(RecordFailure::Closed)?;
        let also = done_draft
            .map(Drafts::<DeviceStore>::done)
            .into_iter()
            .collect();
        let recorded = core.record(commands, also).await;
        if recorded.is_ok() && done_draft.is_some() {
            // A picture that the draft named and the answer does not: nobody looks at it again.
            drop(core.outbox.sweep().await);
        }
        // Also what could not be stored is shown from now on: it is in this window only, and leaves in a rescue file.
        self.changed();
        recorded.map_err(RecordFailure::Store)
    }

    pub(super) fn sync(verbs: &Rc<Self>) {
        spawn_local(Self::sync_now(Rc::clone(verbs)));
    }

    pub(super) async fn sync_now(verbs: Rc<Self>) {
        let Some(core) = verbs.core() else { return };
        verbs.timer.take();
        let round = core.drain().await;
        let (stopped, pause) = match round {
            Some(Ok(round)) => {
                let [low, high] = platform::random();
                let jitter = u16::from_le_bytes([low, high]);
                let pause = round
                    .pause_millis(jitter)
                    .map(|pause| in_view(pause, jitter));
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
        verbs.set.stopped.set(stopped);
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

    pub(super) fn waits(&self) -> bool {
        self.core()
            .is_some_and(|core| core.outbox.waiting().unanswered > 0)
    }

    /// Locks the screen of a device, covers that of another browser. Where nobody works there is nothing to hide.
    pub(super) fn lock(&self) {
        let Some(core) = self.core() else { return };
        let screen = if core.open.is_some() {
            Screen::Locked(self.pin.borrow().asked())
        } else {
            Screen::Covered
        };
        self.is_locked.set(true);
        self.set.screen.set(Some(screen));
    }

    /// Shows the work again.
    pub(super) fn show(&self) {
        self.is_locked.set(false);
        self.touched_at.set(platform::now().millis());
        self.set.screen.set(None);
    }

    /// Closes the device: the words are needed.
    pub(super) fn close_to(&self, known: &Rc<KnownDevice>) {
        self.close();
        self.set
            .place
            .set(Place::Locked(Rc::new(vec![(**known).clone()])));
    }

    pub(super) async fn open(
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
                            core.kept.forget();
                            verbs.revision.set(verbs.revision.get().wrapping_add(1));
                            verbs.set.revision.set(verbs.revision.get());
                        }
                    });
                }
            })
        };
        self.whisper.replace(Some(listener));
        self.core.replace(Some(core));
        self.pin.replace(PinLock::of(pin));
        self.show();
        self.set.place.set(Place::Open(known));
        self.changed();
        Self::sync(self);
        let verbs = Rc::clone(self);
        spawn_local(async move { lost::look(&verbs).await });
        Ok(())
    }

    pub(super) async fn open_in_memory(self: &Rc<Self>, actor: &Actor) {
        // A store in memory opens always.
        if let Ok(core) = Core::in_memory(actor.account).await {
            self.core.replace(Some(Rc::new(core)));
        }
        self.set.place.set(Place::Memory);
        self.changed();
    }

    /// Goes on where there is no device any more: in memory for whoever is signed in.
    pub(super) async fn go_on_without_device(self: &Rc<Self>) {
        let actor = self.actor.borrow().clone();
        match actor.filter(|_| self.is_signed_in.get()) {
            Some(actor) => self.open_in_memory(&actor).await,
            None => self.set.place.set(Place::Nobody),
        }
    }

    pub(super) fn close(&self) {
        self.core.take();
        self.whisper.take();
        self.timer.take();
        self.pin.take();
        self.is_locked.set(false);
        self.set.screen.set(None);
        self.set.stopped.set(None);
    }

    pub(super) async fn fetch_pack(&self) -> Result<(), &'static str> {
        let (Some(core), Some(actor)) = (self.core(), self.actor.borrow().clone()) else {
            return Err("offline-closed");
        };
        let done = core.fetch_pack(&actor).await;
        core.kept.forget();
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
    let has_store = use_state_eq(|| true);
    let verbs = use_memo((), |()| {
        Verbs::closed(Setters {
            screen: screen.setter(),
            place: place.setter(),
            revision: revision.setter(),
            stopped: stopped.setter(),
            has_store: has_store.setter(),
        })
    });
    let offline = Offline {
        place: (*place).clone(),
        revision: *revision,
        stopped: (*stopped).clone(),
        has_store: *has_store,
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

way_into! {
    device, load_part: fn run(verbs: Rc<Verbs>, errand: Errand) -> Result<Pin<Box<dyn Future<Output = ()>>>, NotLoaded> {
        Ok(Box::pin(async move {
            match errand {
                Errand::Follow(standing) => {
                    let is_signed_in = matches!(standing, signin::Standing::SignedIn(_));
                    verbs.is_signed_in.set(is_signed_in);
                    follow(&verbs, &standing).await;
                    lost::look(&verbs).await;
                }
                Errand::Sync => {
                    Verbs::sync(&verbs);
                    lost::look(&verbs).await;
                }
                Errand::FetchPack => {
                    // What could not be fetched is fetched the next time; the page about the device says so.
                    let _: Result<(), &str> = verbs.fetch_pack().await;
                }
            }
        }))
    }
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

way_into! {
    device, load_gate_page: fn gate_page(gate: Gate) -> Result<Html, NotLoaded> {
        Ok(match gate {
            Gate::Words(known) => {
                html! { <UnlockPage key="words" {known} on_open={Callback::noop()} /> }
            }
            Gate::Pin { left } => html! { <PinPage key="pin" {left} /> },
            Gate::Cover => html! { <CoverPage key="cover" /> },
        })
    }
}

/// Loads the part of the app that the device is in. Each way into it has to learn that it is there, so that
/// [`show`] need not wait.
pub(crate) async fn load_device() -> Result<(), SplitLoaderError> {
    load_part().await?;
    load_gate_page().await
}

async fn follow(verbs: &Rc<Verbs>, standing: &signin::Standing) {
    let turn = verbs.follows.get().wrapping_add(1);
    verbs.follows.set(turn);
    let known = vault::known().await;
    // While the browser was asked somebody else came or went: they are followed instead.
    if verbs.follows.get() != turn {
        return;
    }
    verbs.set.has_store.set(known.is_ok());
    let known = known.unwrap_or_default();
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
                Some(device) => verbs.set.place.set(Place::Locked(Rc::new(vec![device]))),
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
            verbs.set.place.set(if is_reachable || known.is_empty() {
                Place::Nobody
            } else {
                Place::Locked(Rc::new(known))
            });
        }
    }
}
