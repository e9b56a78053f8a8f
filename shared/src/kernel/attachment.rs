//! A picture that travels beside an envelope (Anhang), such as the scan of a sheet that was signed on paper. The envelope names
//! it by the hash of its bytes, so what was signed or logged stays small and still says exactly which picture was meant.

use std::fmt::{self, Write};
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The most bytes of a picture as it is handed in; a page of A4 that is read well takes half of it.
pub const PICTURE_BYTES_MOST: usize = 600 * 1024;
/// The longest side of a picture in pixels: a page of A4 at 140 to the inch.
pub const PICTURE_SIDE: u32 = 1_600;
/// The most pictures of one offer or hand-in.
pub const ATTACHMENTS_MOST: usize = 4;

/// Names a picture: SHA-256 of its bytes as they were handed in.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct AttachmentId([u8; 32]);

impl AttachmentId {
    /// The name of these bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self::from_hash(Sha256::digest(bytes).into())
    }

    /// The name by a hash that was made elsewhere: the browser has one of its own.
    #[must_use]
    pub const fn from_hash(hash: [u8; 32]) -> Self {
        Self(hash)
    }
}

impl fmt::Display for AttachmentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| {
            f.write_char(char::from(letter(byte >> 4)))?;
            f.write_char(char::from(letter(byte & 15)))
        })
    }
}

impl fmt::Debug for AttachmentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AttachmentId({self})")
    }
}

/// Not the name of a picture: 64 digits from 0 to 9 and a to f.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the name of a picture")]
pub struct UnreadableAttachment;

impl FromStr for AttachmentId {
    type Err = UnreadableAttachment;

    fn from_str(text: &str) -> Result<Self, UnreadableAttachment> {
        let mut bytes = [0; 32];
        if text.len() != 64 {
            return Err(UnreadableAttachment);
        }
        for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
            *byte = match pair {
                [high, low] => digit(*high)? << 4 | digit(*low)?,
                _ => return Err(UnreadableAttachment),
            };
        }
        Ok(Self(bytes))
    }
}

/// The digit of a value below 16.
const fn letter(value: u8) -> u8 {
    match value {
        0..=9 => b'0' + value,
        _ => b'a' + value - 10,
    }
}

/// The value of a digit; one name is written in one way only.
fn digit(letter: u8) -> Result<u8, UnreadableAttachment> {
    match letter {
        b'0'..=b'9' => Ok(letter - b'0'),
        b'a'..=b'f' => Ok(letter - b'a' + 10),
        _ => Err(UnreadableAttachment),
    }
}

impl From<AttachmentId> for String {
    fn from(id: AttachmentId) -> Self {
        id.to_string()
    }
}

impl TryFrom<String> for AttachmentId {
    type Error = UnreadableAttachment;

    fn try_from(text: String) -> Result<Self, UnreadableAttachment> {
        text.parse()
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for AttachmentId {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "AttachmentId".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": "^[0-9a-f]{64}$" })
    }
}

/// A picture beside the envelopes that name it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Attachment {
    /// Its name. Bytes of another name are no picture of this one.
    pub id: AttachmentId,
    /// The picture, JPEG, base64.
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    pub jpeg: String,
}

impl Attachment {
    /// These bytes under their name.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self::named(AttachmentId::of(bytes), bytes)
    }

    /// These bytes under the name that was made of them before.
    #[must_use]
    pub fn named(id: AttachmentId, bytes: &[u8]) -> Self {
        Self {
            id,
            jpeg: STANDARD.encode(bytes),
        }
    }

    /// The bytes; none if what was sent is no base64.
    #[must_use]
    pub fn bytes(&self) -> Option<Vec<u8>> {
        STANDARD.decode(&self.jpeg).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_named_by_what_it_holds_and_its_name_is_written_in_one_way() {
        let id = AttachmentId::of(b"abc");
        let text = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(id.to_string(), text);
        assert_eq!(text.parse(), Ok(id));
        for other in [
            &text[1..],
            &text.to_uppercase(),
            &format!("{text}0"),
            &"g".repeat(64),
            "",
            &"ä".repeat(32),
        ] {
            assert_eq!(other.parse::<AttachmentId>(), Err(UnreadableAttachment));
        }
        assert_eq!(serde_json::to_string(&id).unwrap(), format!("\"{text}\""));
    }

    #[test]
    fn a_picture_comes_back_as_it_was_handed_in() {
        let attachment = Attachment::of(b"\xff\xd8\xff");
        assert_eq!(attachment.bytes().as_deref(), Some(&b"\xff\xd8\xff"[..]));
        let broken = Attachment {
            jpeg: "~".to_owned(),
            ..attachment
        };
        assert_eq!(broken.bytes(), None);
    }
}
