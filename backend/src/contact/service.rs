//! What is decided about messages. One from outside is taken by the service itself, as a system envelope, so that it
//! stands in the log like everything else.

use shared::access::Action;
use shared::command::Command;
use shared::contact::calls::{Messages, NewMessage};
use shared::contact::{AnswerMessage, MessageAnswered, ReceiveMessage};
use shared::exchange::{Envelope, FORMAT, Offer, Outcome, Refusal, Subject};
use shared::kernel::{Actor, Ags, DeviceId, EnvelopeId, FieldProblems, MessageId, ProblemCode};

use super::store::{self, ContactEffect};
use crate::db::Failure;
use crate::decision::{Decided, Stop, allowed};
use crate::effect::Effect;
use crate::exchange;
use crate::tx::{Town, Tx};

/// Takes a message of somebody who has no account. The same message again changes nothing.
///
/// # Errors
/// Problems at fields, also where another message came under the same id; or the database did not do its part.
pub async fn send(town: &Town, municipality: &Ags, new: NewMessage) -> Result<(), Stop> {
    let unit = "ki"
        .parse()
        .map_err(|_| Failure::Broken("the unit of the system"))?;
    let system = Actor::system(municipality.clone(), unit);
    let known = {
        let message = new.message;
        town.read(municipality.clone(), move |tx| store::find(tx, message))
            .await?
    };
    if let Some(known) = known {
        // Sent again because the answer was lost.
        return if known.draft == new.draft {
            Ok(())
        } else {
            Err(FieldProblems::at("message", ProblemCode::Duplicate).into())
        };
    }
    let now = town.surroundings().now();
    let envelope = Envelope {
        id: EnvelopeId::born(now, town.surroundings().random()?),
        format: FORMAT,
        subject: Subject::Message(new.message),
        based_on: None,
        authored_at: now,
        device: DeviceId::from_uuid(uuid::Uuid::nil()),
        command: Command::ReceiveMessage(ReceiveMessage { draft: new.draft }),
    };
    let offer = Offer {
        groups: vec![vec![envelope]],
        ..Offer::default()
    };
    let answer = exchange::offer(town, &system, offer).await?;
    match answer.outcomes.into_iter().next().map(|one| one.answer) {
        // Two windows sent the same message in the same moment.
        Some(
            Outcome::Applied
            | Outcome::Refused {
                because: Refusal::AlreadyThere,
                ..
            },
        ) => Ok(()),
        Some(Outcome::Refused { fields, .. }) if !fields.is_empty() => Err(fields.into()),
        _ => Err(Failure::Broken("a message that was not taken").into()),
    }
}

/// Takes a message in. Only the service itself offers this.
///
/// # Errors
/// If somebody else does, it is there already, the subject is no message, or fields are wrong.
pub fn receive(
    tx: &mut Tx<'_>,
    actor: &Actor,
    envelope: &Envelope,
    call: &ReceiveMessage,
) -> Result<Decided, Stop> {
    let message = open_for(actor, Action::ReceiveMessage, envelope)?;
    if store::find(tx, message)?.is_some() {
        return Err(Refusal::AlreadyThere.into());
    }
    call.draft.check()?;
    Ok(applied(ContactEffect::Received {
        at: tx.now(),
        draft: Box::new(call.draft.clone()),
    }))
}

/// Says that a message was answered, and how.
///
/// # Errors
/// If the actor may not, the message is not there or was answered, or the note is wrong.
pub fn answer(
    tx: &mut Tx<'_>,
    actor: &Actor,
    envelope: &Envelope,
    call: &AnswerMessage,
) -> Result<Decided, Stop> {
    let message = open_for(actor, Action::AnswerMessage, envelope)?;
    let there = store::find(tx, message)?.ok_or(Stop::NotFound)?;
    if there.answered.is_some() {
        return Err(Refusal::WrongState.into());
    }
    call.check()?;
    Ok(applied(ContactEffect::Answered {
        answer: Box::new(MessageAnswered {
            at: tx.now(),
            by_name: actor.name.clone(),
            note: call.note.clone(),
        }),
    }))
}

/// Messages for those who answer them.
///
/// # Errors
/// If the actor may not, or the database cannot answer.
pub fn list(tx: &mut Tx<'_>, actor: &Actor) -> Result<Messages, Stop> {
    allowed(actor, Action::AnswerMessage)?;
    Ok(Messages {
        messages: store::list(tx)?,
    })
}

fn open_for(actor: &Actor, action: Action, envelope: &Envelope) -> Result<MessageId, Stop> {
    allowed(actor, action)?;
    envelope
        .subject
        .message()
        .ok_or(Stop::Refused(Refusal::WrongSubject))
}

fn applied(effect: ContactEffect) -> Decided {
    Decided {
        outcome: Outcome::Applied,
        effects: vec![Effect::Contact(effect)],
    }
}
