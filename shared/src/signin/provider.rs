//! Signing in with the town's own sign-in service (an OpenID Connect provider): what the sign-in page and one's own account
//! show of it. Who somebody is at the service never comes to a browser.

use serde::{Deserialize, Serialize};
use strum::{EnumIter, EnumString, IntoStaticStr};

use crate::kernel::Moment;

/// What people call the sign-in service, in both languages of the interface.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ProviderName {
    /// In German.
    pub german: String,
    /// In English.
    pub english: String,
}

/// Whether there is a sign-in service, and how far this browser is with it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ProviderStanding {
    /// Its name; absent: the town has none, or does not use it here.
    pub provider: Option<ProviderName>,
    /// A sign-in of this browser that waits for its second factor.
    pub waits: Option<AwaitedFactor>,
}

/// The second factors with which a sign-in that waits can go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AwaitedFactor {
    /// Whether an authenticator app is set up.
    pub has_totp: bool,
    /// Whether there is a passkey.
    pub has_passkey: bool,
}

/// Where the browser goes next: the sign-in service's own page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ProviderAddress {
    /// A whole address.
    pub address: String,
}

/// The link between one's own account and the sign-in service.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ProviderLink {
    /// Its name; absent: the town has none, or does not use it here.
    pub provider: Option<ProviderName>,
    /// Since when the account is linked; absent: it is not.
    pub linked_at: Option<Moment>,
    /// When it was last used to sign in.
    pub used_at: Option<Moment>,
}

/// The word in the address of the page to which somebody comes back from the sign-in service; the page says it in a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumIter, EnumString, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum CameBack {
    /// The account is linked now.
    Linked,
    /// The second factor is wanted.
    Factor,
    /// The person said no there, or was not let in.
    Refused,
    /// The service could not be reached, or did not do its part.
    Away,
    /// It took too long, was done already, or was begun in another browser.
    Expired,
    /// What the service said could not be trusted.
    NotRight,
    /// Nobody's account is linked to this person.
    Unknown,
    /// The account is closed, or has no role today.
    Closed,
    /// Another account is linked to this person already.
    Taken,
    /// Something failed here.
    Failed,
}

impl CameBack {
    /// The name of the word in the query of the page's address.
    pub const PARAMETER: &'static str = "anmeldedienst";
}
