//! The portable core of a device: outbox, copies of what was sent, packed cases, and how they meet the server (design
//! part 5). The browser runs it over IndexedDB and `fetch`, the simulator over a map with crash points and a lossy net.
//!
//! Not here: encryption and keys (the store it is given seals what it is handed), screens, the service worker.

pub mod calls;
mod drafts;
mod entry;
pub mod lock;
mod net;
mod outbox;
mod overlay;
mod pack;
mod slips;
pub mod store;

pub use drafts::{Draft, Drafts};
pub use entry::{Entry, EntryState, Standing};
pub use net::{Net, NetFailure};
pub use outbox::{Marks, Outbox, Round, RoundEnd, Waiting, backoff};
pub use overlay::{
    Shown, ShownCase, ShownIntake, ShownPerson, overlay, overlay_forms, overlay_person,
    persons_on_device,
};
pub use pack::{PackAbout, PackState, PackedLists, Packs};
pub use slips::overlay_slips;
pub use store::{Area, MemoryStore, Store, StoreFailure, Write};

use serde::{Deserialize, Serialize};

use crate::exchange::Envelope;
use crate::kernel::{Attachment, DeviceId, Epoch, Moment};

/// Enrols a device for the account that is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Enrolment {
    /// The id the device gave itself.
    pub device: DeviceId,
    /// Its public key: ECDSA P-256, SPKI in DER, base64.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 400)))]
    pub public_key: String,
    /// What its user calls it.
    #[cfg_attr(feature = "schema", schemars(length(max = 80)))]
    pub label: String,
}

/// What the server keeps for an enrolled device and releases only after a full sign-in: one of the two wraps of the
/// outbox key, so that a forgotten passphrase costs no unsent work.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DeviceSecret {
    /// 32 random bytes, base64.
    pub secret: String,
    /// How many cases may be packed.
    pub packed_cases_max: u32,
    /// How many hours a pack is readable without contact.
    pub pack_hours: u32,
}

/// Unsent work handed in without a session: signed by the device, it yields `Held` and reads nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct HandedIn {
    /// The device.
    pub device: DeviceId,
    /// The epoch the device last heard of; absent at the first contact. If the database has another by now, nothing is
    /// held and the answer holds no outcomes: the device first puts what the database lost back into its queue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub epoch: Option<Epoch>,
    /// When it was signed.
    pub signed_at: Moment,
    /// The unsent envelopes, in order.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 200)))]
    pub envelopes: Vec<Envelope>,
    /// The pictures that these envelopes name, at most 4. They need no signature: the envelopes name them by their hash.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(length(max = 4)))]
    pub attachments: Vec<Attachment>,
    /// ECDSA P-256 with SHA-256 over the canonical bytes of [`ToSign`], 64 bytes r‖s, base64.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 200)))]
    pub signature: String,
}

/// What a device signs of a hand-in: all of it but the signature, and the pictures, which the envelopes name by their hash.
#[derive(Debug, Serialize)]
pub struct ToSign<'a> {
    /// The device.
    pub device: DeviceId,
    /// The unsent envelopes.
    pub envelopes: &'a [Envelope],
    /// The epoch it last heard of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub epoch: Option<Epoch>,
    /// When it signs.
    pub signed_at: Moment,
}
