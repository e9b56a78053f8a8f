//! Second factors of an account: an authenticator app (TOTP, RFC 6238), passkeys (WebAuthn), and recovery codes for the day
//! both are lost.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::kernel::text::check_line;
use crate::kernel::{FieldProblems, Moment, PasskeyId, ProblemCode};

/// Most characters of the name of a passkey.
pub const LABEL_MAX: usize = 80;

/// How many recovery codes are made at once.
pub const RECOVERY_CODES: usize = 10;

/// Which second factors an account has.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Factors {
    /// Whether an authenticator app is asked for.
    pub has_totp: bool,
    /// The passkeys, by name.
    pub passkeys: Vec<PasskeyLine>,
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

/// A passkey of an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PasskeyLine {
    /// Names it, to take it away.
    pub passkey: PasskeyId,
    /// What its owner calls it.
    pub label: String,
    /// When it was made.
    pub made_at: Moment,
    /// When it was last used to sign in.
    pub used_at: Option<Moment>,
}

/// What the browser is to ask an authenticator, in the browsers' own form (`PublicKeyCredentialCreationOptionsJSON` or
/// `PublicKeyCredentialRequestOptionsJSON` of WebAuthn level 3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PasskeyOptions {
    /// The options.
    pub options: Value,
}

/// A passkey that an authenticator has just made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NewPasskey {
    /// What its owner calls it.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 80)))]
    pub label: String,
    /// What the authenticator answered, as browsers write it (`RegistrationResponseJSON`).
    pub credential: Value,
}

impl NewPasskey {
    /// What is wrong with the name.
    ///
    /// # Errors
    /// Every problem, at `label`.
    pub fn check(&self) -> Result<(), FieldProblems> {
        let mut problems = FieldProblems::default();
        let missing = Some(ProblemCode::Missing);
        check_line(&self.label, LABEL_MAX, missing, "label", &mut problems);
        problems.or(())
    }
}

/// Names a passkey.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ThisPasskey {
    /// The passkey.
    pub passkey: PasskeyId,
}
