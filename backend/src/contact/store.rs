//! The rows of messages.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use shared::contact::calls::MessageView;
use shared::contact::{MessageAnswered, MessageDraft};
use shared::exchange::Subject;
use shared::kernel::{MessageId, Moment};

use crate::db::schema::contact_message;
use crate::db::{Failure, one, parse};
use crate::tx::Tx;

/// How many messages are listed.
const LISTED_MAX: i64 = 200;

/// What can change about messages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ContactEffect {
    /// A message came.
    Received {
        /// When.
        at: Moment,
        /// What was written.
        draft: Box<MessageDraft>,
    },
    /// It was answered.
    Answered {
        /// When, by whom, how.
        answer: Box<MessageAnswered>,
    },
}

/// Applies an effect.
///
/// # Errors
/// If a statement fails.
pub fn apply(tx: &mut Tx<'_>, subject: &Subject, effect: &ContactEffect) -> Result<(), Failure> {
    let id = subject
        .message()
        .ok_or(Failure::Broken("a message of another subject"))?
        .to_string();
    match effect {
        ContactEffect::Received { at, draft } => {
            let sealed = tx.seal(subject, "contact_message.draft", &id, draft)?;
            diesel::insert_into(contact_message::table)
                .values((
                    contact_message::municipality.eq(tx.municipality().to_owned()),
                    contact_message::message_id.eq(id),
                    contact_message::received_at.eq(at.millis()),
                    contact_message::draft.eq(sealed),
                ))
                .execute(tx.conn())?;
        }
        ContactEffect::Answered { answer } => {
            let sealed = tx.seal(subject, "contact_message.answer", &id, answer)?;
            one(
                diesel::update(contact_message::table.find((tx.municipality().to_owned(), id)))
                    .set((
                        contact_message::answered_at.eq(answer.at.millis()),
                        contact_message::answer.eq(sealed),
                    ))
                    .execute(tx.conn())?,
            )?;
        }
    }
    Ok(())
}

type Row = (String, i64, Vec<u8>, Option<Vec<u8>>);

fn view(tx: &mut Tx<'_>, (id, received_at, draft, answer): Row) -> Result<MessageView, Failure> {
    let message = parse(&id, "contact_message.message_id")?;
    let subject = Subject::Message(message);
    Ok(MessageView {
        message,
        received_at: Moment::from_millis(received_at),
        draft: tx.open(&subject, "contact_message.draft", &id, &draft)?,
        answered: answer
            .map(|answer| tx.open(&subject, "contact_message.answer", &id, &answer))
            .transpose()?,
    })
}

/// Looks for a message.
pub(super) fn find(tx: &mut Tx<'_>, message: MessageId) -> Result<Option<MessageView>, Failure> {
    let row: Option<Row> = contact_message::table
        .find((tx.municipality().to_owned(), message.to_string()))
        .select((
            contact_message::message_id,
            contact_message::received_at,
            contact_message::draft,
            contact_message::answer,
        ))
        .first(tx.conn())
        .optional()?;
    row.map(|row| view(tx, row)).transpose()
}

/// Those that wait, oldest first; then the answered ones, latest first.
pub(super) fn list(tx: &mut Tx<'_>) -> Result<Vec<MessageView>, Failure> {
    let columns = (
        contact_message::message_id,
        contact_message::received_at,
        contact_message::draft,
        contact_message::answer,
    );
    let of_town = contact_message::municipality.eq(tx.municipality().to_owned());
    let mut rows: Vec<Row> = contact_message::table
        .filter(of_town.clone())
        .filter(contact_message::answered_at.is_null())
        .order((contact_message::received_at, contact_message::message_id))
        .limit(LISTED_MAX)
        .select(columns)
        .load(tx.conn())?;
    let left = LISTED_MAX - i64::try_from(rows.len()).unwrap_or(LISTED_MAX);
    let answered: Vec<Row> = contact_message::table
        .filter(of_town)
        .filter(contact_message::answered_at.is_not_null())
        .order((
            contact_message::answered_at.desc(),
            contact_message::message_id,
        ))
        .limit(left)
        .select(columns)
        .load(tx.conn())?;
    rows.extend(answered);
    rows.into_iter().map(|row| view(tx, row)).collect()
}
