//! Signing in: who somebody is, for how long, and with what proof. Not here: what somebody may do ([`crate::access`]).

pub mod accounts;
pub mod calls;
pub mod events;
pub mod factors;
pub mod password;
pub mod provider;
pub mod sessions;

use serde::{Deserialize, Serialize};

use crate::kernel::{Actor, Moment, UnitCode};

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

/// The own password, and a second factor of whoever has one, given once more.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Confirmation {
    /// The password, 1 to 256 characters.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 256)))]
    pub password: String,
    /// The factor, if the account has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub factor: Option<SecondFactor>,
}

/// The own password and the one that is to hold instead.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangedPassword {
    /// The password that holds.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 256)))]
    pub current: String,
    /// The new one, at least 12 characters.
    #[cfg_attr(feature = "schema", schemars(length(min = 12, max = 256)))]
    pub new: String,
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
    /// Other units in which the account is something today.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub elsewhere: Vec<UnitCode>,
    /// Whether a second factor has to be set up before any work can be done.
    #[serde(default)]
    pub needs_factor: bool,
    /// The session ends by itself when nothing is asked until then.
    pub idle_until: Moment,
    /// The session ends then in any case.
    pub ends_at: Moment,
    /// Whether this is the demo town with invented people.
    pub is_demo: bool,
    /// The server's clock, so that a device can notice that its own is wrong.
    pub server_time: Moment,
}

/// What follows when name and password were right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum SignInAnswer {
    /// They are signed in.
    SignedIn {
        /// Who, and until when.
        session: Session,
    },
    /// The account has a second factor, which is wanted now.
    SecondFactor {
        /// Until when it can be given.
        until: Moment,
        /// Whether an authenticator app is set up.
        has_totp: bool,
        /// Whether there is a passkey.
        has_passkey: bool,
    },
}

/// A second factor, as given at sign-in.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "way", rename_all = "snake_case", deny_unknown_fields)]
pub enum SecondFactor {
    /// The code that the authenticator app shows now.
    Totp {
        /// Six digits; spaces do not matter.
        #[cfg_attr(feature = "schema", schemars(length(min = 6, max = 20)))]
        code: String,
    },
    /// One of the recovery codes, which is used up by that.
    Recovery {
        /// As printed; dashes and small letters do not matter.
        #[cfg_attr(feature = "schema", schemars(length(min = 10, max = 40)))]
        code: String,
    },
    /// What a passkey signed.
    Passkey {
        /// As browsers write it (`AuthenticationResponseJSON`).
        credential: serde_json::Value,
    },
}
