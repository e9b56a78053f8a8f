//! What an entry of the log consists of, and the codes that bind it.

use serde::{Deserialize, Serialize};
use shared::exchange::{Envelope, Outcome, Sequence, Subject};
use shared::kernel::{AccountId, Ags, DeviceId, EnvelopeId, Moment, canonical};

use crate::db::Failure;
use crate::effect::Effect;
use crate::seal::{Code, SubjectKey};

/// What stands in clear.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Head {
    /// The municipality.
    pub municipality: Ags,
    /// The place in the log.
    pub sequence: Sequence,
    /// The envelope.
    pub envelope_id: EnvelopeId,
    /// Whose content it is.
    pub subject: Subject,
    /// Who wrote it.
    pub author: AccountId,
    /// On which device.
    pub device: DeviceId,
    /// In which envelope format.
    pub format: u16,
    /// When, by the device's clock.
    pub authored_at: Moment,
    /// When the server wrote it down.
    pub received_at: Moment,
    /// `applied`, `conflict`, `held`, or the code of the refusal.
    pub outcome_kind: String,
}

/// What is sealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// The envelope as offered.
    pub envelope: Envelope,
    /// The answer.
    pub outcome: Outcome,
    /// What was decided.
    pub effects: Vec<Effect>,
}

impl Head {
    /// The name of an outcome as it stands in clear.
    #[must_use]
    pub fn kind_of(outcome: &Outcome) -> &'static str {
        match outcome {
            Outcome::Applied => "applied",
            Outcome::Conflict { .. } => "conflict",
            Outcome::Held => "held",
            Outcome::Refused { because, .. } => because.into(),
        }
    }
}

/// The code that binds an id to the content that was offered under it.
///
/// # Errors
/// If the envelope has no canonical form.
pub(super) fn content_code(key: &SubjectKey, envelope: &Envelope) -> Result<Code, Failure> {
    Ok(key.chain(&[b"content", &canonical::bytes(envelope)?]))
}

/// The code that links an entry to the one before it in its subject's chain.
///
/// # Errors
/// If a part has no canonical form.
pub(super) fn chain_code(
    key: &SubjectKey,
    previous: &[u8],
    head: &Head,
    content: &Content,
) -> Result<Code, Failure> {
    Ok(key.chain(&[
        b"entry",
        previous,
        &canonical::bytes(head)?,
        &canonical::bytes(content)?,
    ]))
}
