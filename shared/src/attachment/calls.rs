//! The call that reads a picture.

use serde::{Deserialize, Serialize};

use crate::call;
use crate::kernel::{AttachmentId, PersonId};

/// Names a picture of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ThisAttachment {
    /// Whose it is.
    pub person: PersonId,
    /// Its name.
    pub attachment: AttachmentId,
}

/// A picture as the server keeps it: read, and written anew, so that nothing but the picture is in it. It is never a file of its
/// own at an address, so no browser takes it for a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Picture {
    /// JPEG, base64.
    pub jpeg: String,
}

call!(
    /// Reads the picture that an answer on consent of this person names, such as the scan of a signed sheet.
    ReadAttachment, Get "/api/attachment", SignedIn, ThisAttachment => Picture
);
