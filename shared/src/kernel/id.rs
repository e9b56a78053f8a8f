//! Typed ids. An id is made where its record is born, often a tablet without a network, and never changes.
//!
//! All are UUIDs of version 7, so they sort by birth. They are names, not secrets (reliability.md, row 44).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Moment;

macro_rules! ids {
    ($($(#[$doc:meta])+ $name:ident;)+) => {$(
        $(#[$doc])+
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// A new id, born at `at`; `random` comes from the platform's secure source.
            #[must_use]
            pub fn born(at: Moment, random: [u8; 10]) -> Self {
                Self(uuid::Builder::from_unix_timestamp_millis(at.millis().max(0).unsigned_abs(), &random).into_uuid())
            }

            /// The id as stored: the plain UUID.
            #[must_use]
            pub const fn uuid(self) -> Uuid {
                self.0
            }

            /// An id read back from where it was stored.
            #[must_use]
            pub const fn from_uuid(uuid: Uuid) -> Self {
                Self(uuid)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }

        #[cfg(feature = "schema")]
        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string", "format": "uuid" })
            }
        }
    )+};
}

ids! {
    /// A person known to the service, whether or not they have a case.
    PersonId;
    /// An integration case (Fall).
    CaseId;
    /// One intake (Aufnahme) of a person; a person who comes back after closure has another.
    IntakeId;
    /// A contact slip (Kontaktzettel).
    SlipId;
    /// A message by the contact form.
    MessageId;
    /// One entry of the documentation (Verlaufseintrag).
    NoteId;
    /// One dated fact on a way lane: status, livelihood, language, work, housing, health.
    FactId;
    /// One answer of a client to a question of consent (Einwilligung).
    ConsentId;
    /// One disclosure to an office or a conference (Weitergabe).
    DisclosureId;
    /// An appointment (Termin).
    AppointmentId;
    /// One access to the file of somebody else's case in an emergency (Notzugriff).
    EmergencyId;
    /// One inquiry across units (Anfrage an andere Stellen).
    InquiryId;
    /// The statement that two persons are the same human being.
    LinkId;
    /// One envelope, that is one command of one author; the server runs it at most once.
    EnvelopeId;
    /// An enrolled device, with a key pair of its own.
    DeviceId;
    /// The account somebody signs in with.
    AccountId;
    /// That an account is something in a unit from a day on: one role, with its post where it has one.
    GrantId;
    /// A passkey of an account.
    PasskeyId;
    /// A session as its owner sees it in a list. Whoever knows the id is let in nowhere by it.
    SessionId;
    /// A request to erase a person, and the erasure that came of it (Löschantrag, Löschung).
    ErasureId;
    /// The life of one database between two restores. A restore makes a new one, and devices then offer again
    /// what the restored copy lacks.
    Epoch;
}
