//! How a device reaches the server, and in which ways that fails. No failure ever deletes anything.

use serde::{Deserialize, Serialize};

use crate::exchange::{Offer, OfferAnswer};
use crate::kernel::FieldProblems;

/// The way to the server.
#[expect(
    async_fn_in_trait,
    reason = "the browser is single-threaded, the simulator polls by itself: no Send is needed"
)]
pub trait Net {
    /// Offers groups of envelopes.
    async fn offer(&self, offer: Offer) -> Result<OfferAnswer, NetFailure>;
}

/// Why an offer brought no outcomes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "failure", rename_all = "snake_case")]
pub enum NetFailure {
    /// There is no network; nothing left the device.
    #[error("no network")]
    Unreachable,
    /// The offer left the device, an answer never came: a cut, a timeout.
    #[error("no answer")]
    NoAnswer,
    /// The session has ended, or another account is signed in: sign in, then it goes on.
    #[error("not signed in")]
    NotSignedIn,
    /// The server asks to wait.
    #[error("too many tries")]
    TooMany {
        /// Seconds to wait.
        after_seconds: u32,
    },
    /// The server is there but cannot work now.
    #[error("unavailable")]
    Unavailable,
    /// The server could not read the offer, at these fields (`groups.<n>…` names the group).
    #[error("unreadable at fields")]
    Fields {
        /// Where and what.
        fields: FieldProblems,
    },
    /// Something that is no answer of ours: a page of a proxy, a status nobody expects.
    #[error("odd answer, status {status}")]
    Odd {
        /// The HTTP status.
        status: u16,
    },
}
