//! The devices known in this browser, one per account, and how each is opened. What lies here in the open: ids, a label
//! its user chose, wrapped keys. Nothing of it opens anything without the passphrase or the server's half.

use std::rc::Rc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use gloo::timers::future::TimeoutFuture;
use serde::{Deserialize, Serialize};
use shared::device::calls::{EnrolDevice, OpenDevice, ThisDevice};
use shared::device::{Area, DeviceSecret, Enrolment, Store, StoreFailure, Write};
use shared::kernel::json;
use shared::kernel::{AccountId, Actor, DeviceId, Moment};

use super::key_source::{Passphrase, ServerHalf, Wrap};
use super::store::{Keys, SealedStore};
use crate::api::{self, ApiFailure};
use crate::platform;
use crate::platform::crypto::{self, CryptoFailure, SealKey};
use crate::platform::database::{Change, Database, DatabaseFailure};

const DATABASE: &str = "lueckenlos-devices";
const ACCOUNTS: &str = "accounts";
const BOTH_KEYS: &str = "both-keys";
const OUTBOX_KEY: &str = "outbox-key";
const SIGNING_KEY: &str = "signing-key";
const ACTOR: &str = "actor";
const PIN: &str = "pin";

/// A device that was set up in this browser.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownDevice {
    /// Whose it is.
    pub account: AccountId,
    /// The device.
    pub device: DeviceId,
    /// What its user calls it.
    pub label: String,
    /// When it was set up.
    pub enrolled_at: Moment,
    /// How many hours a pack is readable without contact.
    pub pack_hours: u32,
    /// Both keys, wrapped by the passphrase.
    words: Wrap,
    /// The outbox key alone, wrapped by the server's half.
    server: Wrap,
}

/// Why a device could not be set up or opened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VaultFailure {
    /// These are not the words.
    #[error("wrong words")]
    WrongWords,
    /// The server did not answer as needed.
    #[error("the server did not answer")]
    Server(ApiFailure),
    /// The browser took away what lay on this device.
    #[error("the store was emptied")]
    Emptied,
    /// The browser gives no more room.
    #[error("no room left")]
    Full,
    /// A newer version of the app uses the device.
    #[error("used by a newer version of the app")]
    Superseded,
    /// The browser has no store or no secure context.
    #[error("the browser cannot: {0}")]
    Browser(String),
}

impl From<CryptoFailure> for VaultFailure {
    fn from(failure: CryptoFailure) -> Self {
        Self::Browser(failure.to_string())
    }
}

impl From<DatabaseFailure> for VaultFailure {
    fn from(failure: DatabaseFailure) -> Self {
        match failure {
            DatabaseFailure::Full => Self::Full,
            DatabaseFailure::Blocked => Self::Superseded,
            DatabaseFailure::Other(why) => Self::Browser(why),
        }
    }
}

impl From<StoreFailure> for VaultFailure {
    fn from(failure: StoreFailure) -> Self {
        match failure {
            StoreFailure::Full => Self::Full,
            StoreFailure::Superseded => Self::Superseded,
            failure @ (StoreFailure::Unreadable | StoreFailure::Other(_)) => {
                Self::Browser(failure.to_string())
            }
        }
    }
}

impl From<serde_json::Error> for VaultFailure {
    fn from(failure: serde_json::Error) -> Self {
        Self::Browser(failure.to_string())
    }
}

/// A device that is open: its store can be read.
#[derive(Debug, Clone)]
pub struct OpenDeviceStore {
    /// The device.
    pub known: KnownDevice,
    /// Its store.
    pub store: SealedStore,
}

impl OpenDeviceStore {
    /// Whether the browser took everything away that lay here: not even the key is left that every device has.
    async fn is_emptied(&self) -> Result<bool, VaultFailure> {
        for area in [Area::Meta, Area::Outbox, Area::Draft, Area::Pack] {
            if !self.store.list(area).await?.is_empty() {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Who works with it, as the server last said; for starting without a network.
    pub async fn actor(&self) -> Option<Actor> {
        let value = self.store.get(Area::Meta, ACTOR).await.ok()??;
        json::read(&value).ok()
    }

    /// Remembers who works with it.
    ///
    /// # Errors
    /// If the store failed.
    pub async fn remember(&self, actor: &Actor) -> Result<(), VaultFailure> {
        let value = json::write(actor)?;
        let write = Write::Put(Area::Meta, ACTOR.to_owned(), value);
        Ok(self.store.commit(vec![write]).await?)
    }

    /// The PIN that re-locks the running app, if one was set. It lies sealed like everything else: whoever can read it
    /// has the device open already.
    pub async fn pin(&self) -> Option<String> {
        let value = self.store.get(Area::Meta, PIN).await.ok()??;
        String::from_utf8(value).ok()
    }

    /// Sets the PIN or takes it away.
    ///
    /// # Errors
    /// If the store failed; the PIN is then what it was.
    pub async fn keep_pin(&self, pin: Option<&str>) -> Result<(), VaultFailure> {
        let write = match pin {
            Some(pin) => Write::Put(Area::Meta, PIN.to_owned(), pin.as_bytes().to_vec()),
            None => Write::Delete(Area::Meta, PIN.to_owned()),
        };
        Ok(self.store.commit(vec![write]).await?)
    }

    /// Signs for this device, 64 bytes in base64.
    ///
    /// # Errors
    /// If its key cannot be read.
    pub async fn sign(&self, message: &[u8]) -> Result<String, VaultFailure> {
        let private = self
            .store
            .get(Area::Meta, SIGNING_KEY)
            .await?
            .ok_or(CryptoFailure)?;
        Ok(STANDARD.encode(crypto::sign(&private, message).await?))
    }
}

/// The pauses before it is asked again, six seconds in all. A browser that was ended by force looks through its store
/// first, and refuses to open it meanwhile.
const AGAIN_AFTER_MILLIS: [u32; 5] = [50, 150, 500, 1_500, 4_000];

/// The devices that were set up in this browser. On the answer hangs whether work is kept on the device or in the window
/// only, so a browser that refuses is asked again before it is believed.
///
/// # Errors
/// If the browser gives no database.
pub(super) async fn known() -> Result<Vec<KnownDevice>, VaultFailure> {
    for pause in AGAIN_AFTER_MILLIS {
        match listed().await {
            Err(VaultFailure::Browser(_)) if platform::has_databases() => {
                TimeoutFuture::new(pause).await;
            }
            answer => return answer,
        }
    }
    listed().await
}

async fn listed() -> Result<Vec<KnownDevice>, VaultFailure> {
    let listed = registry().await?.list(ACCOUNTS).await?;
    Ok(listed
        .into_iter()
        .filter_map(|(_, value)| json::read(&value).ok())
        .collect())
}

/// Sets this browser up as a device of whoever is signed in.
///
/// # Errors
/// If the server refuses or the browser cannot; then nothing is set up.
pub(super) async fn enrol(
    actor: &Actor,
    label: &str,
    words: &str,
    now: Moment,
) -> Result<OpenDeviceStore, VaultFailure> {
    let device = DeviceId::born(now, crate::platform::random());
    let pair = crypto::fresh_pair().await?;
    let enrolment = Enrolment {
        device,
        public_key: STANDARD.encode(&pair.public),
        label: label.to_owned(),
    };
    api::send::<EnrolDevice>(&enrolment)
        .await
        .map_err(VaultFailure::Server)?;
    let half = open_at_server(device).await?;
    let outbox = fresh_key()?;
    let open = wrap_and_keep(actor.account, device, label, words, &half, outbox, now).await?;
    let private = Write::Put(Area::Meta, SIGNING_KEY.to_owned(), pair.private);
    open.store.commit(vec![private]).await?;
    open.remember(actor).await?;
    Ok(open)
}

/// Opens a device with its words.
///
/// # Errors
/// `WrongWords`, or what the browser cannot.
pub(super) async fn unlock(
    known: &KnownDevice,
    words: &str,
) -> Result<OpenDeviceStore, VaultFailure> {
    let mut both = known
        .words
        .open(&Passphrase::typed(words), BOTH_KEYS)
        .await
        .map_err(|_| VaultFailure::WrongWords)?;
    let (outbox, pack) = both.split_at_checked(32).ok_or(CryptoFailure)?;
    let keys = Keys {
        outbox: SealKey::of(&key(outbox)?).await?,
        pack: SealKey::of(&key(pack)?).await?,
    };
    both.fill(0);
    let open = open_store(known.clone(), keys).await?;
    if open.is_emptied().await? {
        // Nothing can be signed or sent from here any more. Forgotten, it can be set up as a device again.
        open.store.close();
        forget(known).await?;
        return Err(VaultFailure::Emptied);
    }
    Ok(open)
}

/// Forgets that this browser was set up as a device; it can be set up again.
///
/// # Errors
/// If the browser gives no database.
pub(super) async fn forget(known: &KnownDevice) -> Result<(), VaultFailure> {
    let gone = Change::Delete(ACCOUNTS, known.account.to_string());
    Ok(registry().await?.commit(vec![gone]).await?)
}

/// Opens a device whose words were forgotten, after a full sign-in: unsent work is there again, the pack is not (it is
/// fetched anew). New words take the place of the old ones.
///
/// # Errors
/// If the server does not release its half, or the browser cannot.
pub(super) async fn renew(
    known: &KnownDevice,
    words: &str,
) -> Result<OpenDeviceStore, VaultFailure> {
    let secret = open_at_server(known.device).await?;
    let half = ServerHalf::read(&secret.secret)?;
    let outbox = key(&known.server.open(&half, OUTBOX_KEY).await?)?;
    let (account, device) = (known.account, known.device);
    let at = known.enrolled_at;
    wrap_and_keep(account, device, &known.label, words, &secret, outbox, at).await
}

async fn wrap_and_keep(
    account: AccountId,
    device: DeviceId,
    label: &str,
    words: &str,
    secret: &DeviceSecret,
    mut outbox: [u8; 32],
    enrolled_at: Moment,
) -> Result<OpenDeviceStore, VaultFailure> {
    let mut pack = fresh_key()?;
    let mut both = [outbox, pack].concat();
    let half = ServerHalf::read(&secret.secret)?;
    let known = KnownDevice {
        account,
        device,
        label: label.to_owned(),
        enrolled_at,
        pack_hours: secret.pack_hours,
        words: Wrap::make(&Passphrase::typed(words), BOTH_KEYS, &both).await?,
        server: Wrap::make(&half, OUTBOX_KEY, &outbox).await?,
    };
    let keys = Keys {
        outbox: SealKey::of(&outbox).await?,
        pack: SealKey::of(&pack).await?,
    };
    outbox.fill(0);
    pack.fill(0);
    both.fill(0);
    let open = open_store(known, keys).await?;
    // Last, so that a device is known only once it is whole.
    let value = json::write(&open.known)?;
    let put = Change::Put(ACCOUNTS, account.to_string(), value);
    registry().await?.commit(vec![put]).await?;
    Ok(open)
}

async fn open_store(known: KnownDevice, keys: Keys) -> Result<OpenDeviceStore, VaultFailure> {
    let store = SealedStore::open(known.account, Rc::new(keys)).await?;
    Ok(OpenDeviceStore { known, store })
}

async fn open_at_server(device: DeviceId) -> Result<DeviceSecret, VaultFailure> {
    api::send::<OpenDevice>(&ThisDevice { device })
        .await
        .map_err(VaultFailure::Server)
}

async fn registry() -> Result<Database, VaultFailure> {
    Ok(Database::open(DATABASE, 1, &[ACCOUNTS]).await?)
}

fn fresh_key() -> Result<[u8; 32], CryptoFailure> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|_| CryptoFailure)?;
    Ok(bytes)
}

fn key(bytes: &[u8]) -> Result<[u8; 32], CryptoFailure> {
    bytes.try_into().map_err(|_| CryptoFailure)
}
