//! An envelope: one command, who is asked about, what its author had seen, when and where it was written.

use std::fmt;
use std::str::FromStr;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use super::Sequence;
use crate::command::Command;
use crate::kernel::{
    Ags, DeviceId, EnvelopeId, ErasureId, InquiryId, MessageId, Moment, PersonId, SlipId,
};

/// The envelope format this version writes. The server reads formats for twelve months after the last app that wrote
/// them; a format it does not know is refused by name and stays on the device.
pub const FORMAT: u16 = 1;

/// One command on its way. The server binds the id to author, device and content: offered again by the same author it
/// gets the same answer, offered by another or with other content it is refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Envelope {
    /// Made where the command was written; the command runs at most once under it.
    pub id: EnvelopeId,
    /// The format this envelope is written in. One that the server does not know (any more) is refused by name, so that
    /// the device keeps the envelope.
    #[serde(deserialize_with = "a_format")]
    #[cfg_attr(feature = "schema", schemars(range(min = 1)))]
    pub format: u16,
    /// Whose content this is; the key it is sealed under, the chain it stands in, the order it keeps.
    pub subject: Subject,
    /// The last sequence of this subject that the author had seen; absent for something new.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub based_on: Option<Sequence>,
    /// When the author wrote it, by the clock of their device, which may be wrong.
    pub authored_at: Moment,
    /// The device it was written on.
    pub device: DeviceId,
    /// What is to be done.
    pub command: Command,
}

/// Formats are counted from one.
fn a_format<'de, D: Deserializer<'de>>(source: D) -> Result<u16, D::Error> {
    match u16::deserialize(source)? {
        0 => Err(D::Error::custom("no format has this number")),
        format => Ok(format),
    }
}

/// Whose content something is. Every kind of record belongs to exactly one subject; erasing a subject destroys the
/// key of all its content. On the wire `person:<uuid>`, `slip:<uuid>`, `message:<uuid>`, `inquiry:<uuid>`,
/// `organisation:<ags>`, `erasure:<uuid>`.
///
/// | record | subject |
/// |---|---|
/// | person, links, consents, intakes, facts, cases, notes, appointments | the person |
/// | contact slip | the slip, also after it was attached to a person |
/// | message by the contact form | the message |
/// | inquiry across units and its answers | the inquiry |
/// | bodies, units, posts, districts, offices, absences, reports | the organisation |
/// | that a person was erased, and who decided it | the erasure |
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Subject {
    /// A person and everything that is about them.
    Person(PersonId),
    /// A contact slip.
    Slip(SlipId),
    /// A message by the contact form.
    Message(MessageId),
    /// An inquiry across units.
    Inquiry(InquiryId),
    /// The organisation of one municipality.
    Organisation(Ags),
    /// That a person was erased: nothing of them, and therefore a subject of its own.
    Erasure(ErasureId),
}

impl Subject {
    /// The person, if it is one.
    #[must_use]
    pub const fn person(&self) -> Option<PersonId> {
        match self {
            Self::Person(person) => Some(*person),
            _ => None,
        }
    }

    /// The slip, if it is one.
    #[must_use]
    pub const fn slip(&self) -> Option<SlipId> {
        match self {
            Self::Slip(slip) => Some(*slip),
            _ => None,
        }
    }

    /// The message, if it is one.
    #[must_use]
    pub const fn message(&self) -> Option<MessageId> {
        match self {
            Self::Message(message) => Some(*message),
            _ => None,
        }
    }

    /// The inquiry, if it is one.
    #[must_use]
    pub const fn inquiry(&self) -> Option<InquiryId> {
        match self {
            Self::Inquiry(inquiry) => Some(*inquiry),
            _ => None,
        }
    }

    /// The erasure, if it is one.
    #[must_use]
    pub const fn erasure(&self) -> Option<ErasureId> {
        match self {
            Self::Erasure(erasure) => Some(*erasure),
            _ => None,
        }
    }

    /// The kind as stored: `person`, `slip`, `message`, `inquiry`, `organisation`, `erasure`.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Person(_) => "person",
            Self::Slip(_) => "slip",
            Self::Message(_) => "message",
            Self::Inquiry(_) => "inquiry",
            Self::Organisation(_) => "organisation",
            Self::Erasure(_) => "erasure",
        }
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Person(id) => write!(f, "person:{id}"),
            Self::Slip(id) => write!(f, "slip:{id}"),
            Self::Message(id) => write!(f, "message:{id}"),
            Self::Inquiry(id) => write!(f, "inquiry:{id}"),
            Self::Organisation(ags) => write!(f, "organisation:{ags}"),
            Self::Erasure(id) => write!(f, "erasure:{id}"),
        }
    }
}

/// The text names no subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a subject")]
pub struct UnreadableSubject;

impl FromStr for Subject {
    type Err = UnreadableSubject;

    fn from_str(text: &str) -> Result<Self, UnreadableSubject> {
        let (kind, id) = text.split_once(':').ok_or(UnreadableSubject)?;
        match kind {
            "person" => id.parse().map(Self::Person).map_err(|_| UnreadableSubject),
            "slip" => id.parse().map(Self::Slip).map_err(|_| UnreadableSubject),
            "message" => id.parse().map(Self::Message).map_err(|_| UnreadableSubject),
            "inquiry" => id.parse().map(Self::Inquiry).map_err(|_| UnreadableSubject),
            "organisation" => id
                .parse()
                .map(Self::Organisation)
                .map_err(|_| UnreadableSubject),
            "erasure" => id.parse().map(Self::Erasure).map_err(|_| UnreadableSubject),
            _ => Err(UnreadableSubject),
        }
    }
}

impl TryFrom<String> for Subject {
    type Error = UnreadableSubject;

    fn try_from(text: String) -> Result<Self, UnreadableSubject> {
        text.parse()
    }
}

impl From<Subject> for String {
    fn from(subject: Subject) -> Self {
        subject.to_string()
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Subject {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Subject".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "pattern": "^((person|slip|message|inquiry|erasure):[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|organisation:[0-9]{8})$"
        })
    }
}
