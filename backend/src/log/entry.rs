//! What an entry of the log consists of, and the codes that bind it.

use serde::{Deserialize, Serialize};
use shared::exchange::{Envelope, Outcome, Sequence, Subject};
use shared::kernel::{AccountId, Ags, DeviceId, EnvelopeId, Moment, canonical};
use zeroize::Zeroizing;

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

/// The canonical bytes of an entry's parts, made once: they are sealed, bound and linked.
#[derive(Debug)]
pub(super) struct Bytes {
    /// Of the envelope.
    pub(super) envelope: Zeroizing<Vec<u8>>,
    /// Of the whole content.
    pub(super) content: Zeroizing<Vec<u8>>,
}

impl Bytes {
    /// Of what is about to be written. A canonical object is the canonical bytes of its fields in the order of their
    /// names, so the envelope's serve twice.
    ///
    /// # Errors
    /// If a part has no canonical form.
    pub(super) fn of(
        envelope: &Envelope,
        outcome: &Outcome,
        effects: &[Effect],
    ) -> Result<Self, Failure> {
        let envelope = Zeroizing::new(canonical::bytes(envelope)?);
        let effects = Zeroizing::new(canonical::bytes(&effects)?);
        let outcome = canonical::bytes(outcome)?;
        let mut content = Zeroizing::new(Vec::with_capacity(
            envelope.len() + effects.len() + outcome.len() + 40,
        ));
        for part in [
            br#"{"effects":"#.as_slice(),
            &effects,
            br#","envelope":"#,
            &envelope,
            br#","outcome":"#,
            &outcome,
            b"}",
        ] {
            content.extend_from_slice(part);
        }
        Ok(Self { envelope, content })
    }
}

impl Content {
    /// The bytes of what was written.
    ///
    /// # Errors
    /// If a part has no canonical form.
    pub(super) fn bytes(&self) -> Result<Bytes, Failure> {
        Bytes::of(&self.envelope, &self.outcome, &self.effects)
    }
}

/// The code that binds an id to the content that was offered under it, whose canonical bytes these are.
pub(super) fn content_code(key: &SubjectKey, envelope: &[u8]) -> Code {
    key.chain(&[b"content", envelope])
}

/// The code that links an entry to the one before it in its subject's chain.
///
/// # Errors
/// If the head has no canonical form.
pub(super) fn chain_code(
    key: &SubjectKey,
    previous: &[u8],
    head: &Head,
    content: &[u8],
) -> Result<Code, Failure> {
    Ok(key.chain(&[b"entry", previous, &canonical::bytes(head)?, content]))
}

#[cfg(test)]
mod tests {
    use shared::case::SeeCase;
    use shared::command::Command;
    use shared::exchange::FORMAT;
    use shared::kernel::{CaseId, PersonId};
    use uuid::Uuid;

    use super::*;
    use crate::case::CaseEffect;

    #[test]
    fn the_bytes_put_together_are_the_canonical_bytes_of_the_whole() {
        let id = Uuid::from_u128(7);
        let case = CaseId::from_uuid(id);
        let envelope = Envelope {
            id: EnvelopeId::from_uuid(id),
            format: FORMAT,
            subject: Subject::Person(PersonId::from_uuid(id)),
            based_on: Some(3),
            authored_at: Moment::from_millis(1),
            device: DeviceId::from_uuid(id),
            command: Command::SeeCase(SeeCase { case }),
        };
        let seen = Effect::Case(CaseEffect::Seen {
            case,
            at: Moment::from_millis(2),
        });
        for (outcome, effects) in [
            (Outcome::Applied, vec![seen.clone(), seen]),
            (Outcome::Held, Vec::new()),
        ] {
            let content = Content {
                envelope: envelope.clone(),
                outcome,
                effects,
            };
            let bytes = content.bytes().unwrap();
            assert_eq!(*bytes.content, canonical::bytes(&content).unwrap());
            assert_eq!(*bytes.envelope, canonical::bytes(&envelope).unwrap());
        }
    }
}
