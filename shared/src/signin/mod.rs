//! Signing in: who somebody is, for how long.

pub mod calls;

use serde::{Deserialize, Serialize};

use crate::kernel::{Actor, Moment};

/// Name and password.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Credentials {
    /// The name of the account.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 120)))]
    pub login: String,
    /// The password, 1 to 256 characters.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 256)))]
    pub password: String,
}

/// The first account of a fresh installation, made with the one-time token that `create-admin` printed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FirstAccount {
    /// The token, as printed.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 120)))]
    pub token: String,
    /// Name of the account.
    #[cfg_attr(feature = "schema", schemars(length(min = 3, max = 120)))]
    pub login: String,
    /// Own name, for showing.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 120)))]
    pub name: String,
    /// The password, at least 12 characters.
    #[cfg_attr(feature = "schema", schemars(length(min = 12, max = 256)))]
    pub password: String,
}

/// Who is signed in, and until when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Session {
    /// The person at the keyboard.
    pub actor: Actor,
    /// The session ends by itself when nothing is asked until then.
    pub idle_until: Moment,
    /// The session ends then in any case.
    pub ends_at: Moment,
    /// Whether this is the demo town with invented people.
    pub is_demo: bool,
    /// The server's clock, so that a device can notice that its own is wrong.
    pub server_time: Moment,
}
