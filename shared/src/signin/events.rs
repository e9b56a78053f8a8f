//! What was changed about accounts: who did what to whose account, when. Ids and codes, no names, no secrets.

use serde::{Deserialize, Serialize};
use strum::IntoStaticStr;

use crate::kernel::{AccountId, Day, DeviceId, GrantId, Moment, PostCode, Role, UnitCode};

/// One change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "what", rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum AccountEvent {
    /// The account was made.
    Made,
    /// A code was made for it; the password of before is forgotten.
    InvitedAgain {
        /// Whether the second factors are, too.
        forgets_factors: bool,
    },
    /// Its code was used: it has a password.
    InvitationAccepted,
    /// It got a role.
    RoleGranted {
        /// Names the role.
        grant: GrantId,
        /// What.
        role: Role,
        /// In which unit.
        unit: UnitCode,
        /// On which post.
        post: Option<PostCode>,
        /// From which day on.
        #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "date")))]
        valid_from: Day,
        /// Until which day.
        #[cfg_attr(feature = "schema", schemars(with = "Option<String>", extend("format" = "date")))]
        valid_until: Option<Day>,
    },
    /// A role ends.
    RoleEnded {
        /// Names the role.
        grant: GrantId,
        /// The last day that it had before.
        #[cfg_attr(feature = "schema", schemars(with = "Option<String>", extend("format" = "date")))]
        before: Option<Day>,
        /// The first day on which it holds no more.
        #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "date")))]
        from: Day,
    },
    /// The account was closed.
    Closed,
    /// It was opened again.
    Opened,
    /// Its password was changed by its owner.
    PasswordChanged,
    /// An authenticator app was added.
    TotpAdded,
    /// It was taken away.
    TotpRemoved,
    /// A passkey was added.
    PasskeyAdded,
    /// One was taken away.
    PasskeyRemoved,
    /// New recovery codes were made.
    RecoveryCodesMade,
    /// A recovery code was used to sign in.
    RecoveryCodeUsed,
    /// It was linked to the town's own sign-in service.
    ProviderLinked,
    /// That link was ended, by its owner or by an administrator.
    ProviderUnlinked,
    /// Sessions were ended by their owner.
    SessionsEnded,
    /// A device was noted as lost.
    DeviceLost {
        /// Which.
        device: DeviceId,
    },
}

/// One line of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AccountEventLine {
    /// Its number; they are counted without a gap.
    pub number: u64,
    /// When.
    pub at: Moment,
    /// Who did it.
    pub by: AccountId,
    /// Whose account.
    pub account: AccountId,
    /// What.
    pub event: AccountEvent,
}

/// Which part of the list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct EventsWish {
    /// Only those with a smaller number; absent: the latest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<u64>,
}

/// A part of the list, latest first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AccountEvents {
    /// The lines.
    pub events: Vec<AccountEventLine>,
    /// Whether there are older ones.
    pub has_more: bool,
}
