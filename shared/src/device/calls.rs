//! Calls of a device.

use super::{DeviceSecret, Enrolment, HandedIn};
use crate::call;
use crate::calls::Nothing;
use crate::exchange::OfferAnswer;
use serde::{Deserialize, Serialize};

use crate::kernel::DeviceId;

/// Names a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ThisDevice {
    /// The device.
    pub device: DeviceId,
}

/// How a device stands. One that nobody knows keeps what it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DeviceStanding {
    /// Whether it is to give up what it holds: it was noted as lost, or its owner is nothing here any more.
    pub gives_up: bool,
}

call!(
    /// Enrols this device with its public key for the account that is signed in.
    EnrolDevice, Post "/api/device/enrol", SignedIn, Enrolment => Nothing
);
call!(
    /// Releases the server's half of the outbox key to the signed-in owner of the device.
    OpenDevice, Post "/api/device/open", SignedIn, ThisDevice => DeviceSecret
);
call!(
    /// Says whether this device is to give up what it holds. It needs no session: whoever has a lost device has none, nor has
    /// who left.
    AskDevice, Post "/api/device/standing", Public, ThisDevice => DeviceStanding
);
call!(
    /// Notes that a device is lost: its cases are wiped at its next contact, and the sessions of its account end.
    LoseDevice, Post "/api/accounts/lose-device", SignedIn, ThisDevice => Nothing
);
call!(
    /// Takes unsent work from a device whose session or right has ended.
    HandIn, Post "/api/device/hand-in", Public, HandedIn => OfferAnswer
);
