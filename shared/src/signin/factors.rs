//! Second factors of an account: an authenticator app (TOTP, RFC 6238), and recovery codes for the day it is lost.

use serde::{Deserialize, Serialize};

/// How many recovery codes are made at once.
pub const RECOVERY_CODES: usize = 10;

/// Which second factors an account has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Factors {
    /// Whether an authenticator app is asked for.
    pub has_totp: bool,
    /// How many recovery codes are left.
    pub recovery_left: u32,
    /// Whether one of the account's roles asks for a second factor.
    pub is_required: bool,
}

/// A secret for an authenticator app.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TotpSecret {
    /// The secret to be typed, base32 without padding.
    pub secret: String,
    /// The same as an address that such apps read (`otpauth://totp/…`).
    pub address: String,
    /// The same as a picture to be photographed: rows of modules from top to bottom, `1` is dark.
    pub picture: Vec<String>,
}

/// A code that an authenticator app shows.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TotpCode {
    /// Six digits; spaces do not matter.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 20)))]
    pub code: String,
}

/// New recovery codes, shown this once; empty where codes are there already.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RecoveryCodes {
    /// Each signs in once instead of the factor.
    pub codes: Vec<String>,
}
