//! What the server says to an envelope. Outcomes are kept and given again, byte for byte, to whoever offers the same
//! envelope again.

use serde::{Deserialize, Serialize};
use strum::{EnumIter, IntoStaticStr};

use super::Envelope;
use crate::kernel::{AccountId, Attachment, EnvelopeId, Epoch, FieldConflict, FieldProblems};

/// The place of an envelope in the server's log. Order is by this number and nothing else.
pub type Sequence = u64;

/// The server's answer to one envelope.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "outcome", rename_all = "snake_case", deny_unknown_fields)]
pub enum Outcome {
    /// Done.
    Applied,
    /// Not done, and why. The device keeps its copy for its author to read, mend or discard.
    Refused {
        /// Why.
        because: Refusal,
        /// Where, if the reason lies in fields.
        #[serde(default, skip_serializing_if = "FieldProblems::is_empty")]
        fields: FieldProblems,
    },
    /// Done as far as nobody else had written the same fields; these wait for a decision.
    Conflict {
        /// Field by field, what was seen, what is there, what was written.
        fields: Vec<FieldConflict>,
    },
    /// Valid, but its author no longer has the case: kept for the responsible worker to accept ("nachgereicht").
    Held,
}

impl Outcome {
    /// A refusal that has nothing to do with fields.
    #[must_use]
    pub fn refused(because: Refusal) -> Self {
        Self::Refused {
            because,
            fields: FieldProblems::default(),
        }
    }

    /// Whether the server now keeps the content, so that the device need not (except until it is backed up).
    #[must_use]
    pub const fn keeps_content(&self) -> bool {
        matches!(self, Self::Applied | Self::Conflict { .. } | Self::Held)
    }
}

/// Why a command was not done. Each has a text in every language of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, EnumIter, IntoStaticStr)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Refusal {
    /// Fields are wrong.
    Fields,
    /// What it speaks of is not there, or not for its author to see.
    NotFound,
    /// Its author may not do this.
    NotAllowed,
    /// Not from the state the record is in now.
    WrongState,
    /// The client has not agreed to case management (consent E1), or no longer does.
    ConsentMissing,
    /// There is already a record under this id.
    AlreadyThere,
    /// The subject of the envelope is of another kind than the command speaks of.
    WrongSubject,
    /// The id is bound to another author or device.
    ForeignEnvelope,
    /// The id is bound to other content.
    ChangedContent,
    /// The format is not known here (any more).
    UnknownFormat,
    /// The person was erased; nothing about them is taken any more.
    Erased,
    /// Its author has done this more often today than anybody's work asks for.
    TooMany,
    /// Another envelope of the same group was refused.
    GroupRefused,
    /// The server could not read the envelope at all; only the device says this.
    Unreadable,
}

/// What a device or a page offers: groups of envelopes. A group is done as a whole or not at all; one envelope alone
/// is a group of one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Offer {
    /// The epoch the sender last heard of; absent at the first contact. If the database has another by now, nothing
    /// of the offer is run and the answer holds no outcomes: the sender first puts what the database lost back into
    /// its queue, in order, and then offers again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub epoch: Option<Epoch>,
    /// The account whose work this is. If another one is signed in, the answer is `NotSignedIn` and nothing is run,
    /// so that no work is sent under a wrong name. Absent: whoever is signed in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<AccountId>,
    /// At most 200 groups of at most 20 envelopes.
    #[cfg_attr(
        feature = "schema",
        schemars(length(min = 1, max = 200), inner(length(min = 1, max = 20)))
    )]
    pub groups: Vec<Vec<Envelope>>,
    /// The pictures that these envelopes name, at most 4. One that no envelope names is not kept.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(length(max = 4)))]
    pub attachments: Vec<Attachment>,
}

/// The answer to an offer: one outcome per envelope, in the order offered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OfferAnswer {
    /// The epoch of the database that answered.
    pub epoch: Epoch,
    /// What the restored copy held when this epoch began; envelopes after it are to be offered again by a device that
    /// knew another epoch.
    pub epoch_began_at: Sequence,
    /// Everything up to here is in a backup; sealed copies of it may leave the device.
    pub backed_up_to: Sequence,
    /// One per envelope.
    pub outcomes: Vec<Answered>,
}

/// The outcome of one envelope and where it stands in the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Answered {
    /// The envelope.
    pub id: EnvelopeId,
    /// Its place in the log; absent if it was not written there (refused before it was read: a foreign or changed id).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sequence: Option<Sequence>,
    /// The outcome.
    pub answer: Outcome,
}
