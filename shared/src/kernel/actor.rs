//! Who acts: a signed-in account with its unit and roles.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString, IntoStaticStr};

use super::{AccountId, Ags, PostCode, UnitCode};

/// What an account may be in its unit (domain.md part 7).
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    EnumIter,
    EnumString,
    Display,
    IntoStaticStr,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Role {
    /// Reception at the Service-Point (Empfang).
    Reception,
    /// Case manager (Fallmanagerin, Fallmanager).
    CaseManager,
    /// Coordinator at the integration centre (KIM-Koordination).
    Coordinator,
    /// Administrator: accounts and settings, no content.
    Administrator,
    /// Head of a legal body (Trägerleitung): load and warnings of the own body.
    HeadOfBody,
    /// Steering group (Lenkungsgruppe): figures that can name nobody.
    Steering,
    /// Data protection officer (Datenschutzbeauftragte): the logs of who read and changed, no content.
    DataProtectionOfficer,
}

/// The person at the keyboard, as the server knows them. Every decision about access takes one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Actor {
    /// The account.
    pub account: AccountId,
    /// The municipality all they see belongs to.
    pub municipality: Ags,
    /// The unit they work in.
    pub unit: UnitCode,
    /// What they are there.
    pub roles: BTreeSet<Role>,
    /// The post they hold, if they are a case manager.
    pub post: Option<PostCode>,
    /// Their own name, for showing.
    pub name: String,
}

impl Actor {
    /// The service itself, for what is done at set-up and by the clock. Its account is the nil id, which nobody signs in
    /// with.
    #[must_use]
    pub fn system(municipality: Ags, unit: UnitCode) -> Self {
        Self {
            account: AccountId::from_uuid(uuid::Uuid::nil()),
            municipality,
            unit,
            roles: BTreeSet::from([Role::Coordinator]),
            post: None,
            name: String::new(),
        }
    }

    /// Whether this is the service itself and nobody who signed in.
    #[must_use]
    pub fn is_system(&self) -> bool {
        self.account.uuid().is_nil()
    }

    /// Whether they have this role.
    #[must_use]
    pub fn is(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }
}
