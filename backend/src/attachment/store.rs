//! The rows of pictures.

use diesel::prelude::*;
use shared::attachment::calls::Picture;
use shared::exchange::Subject;
use shared::kernel::{AttachmentId, PersonId};

use crate::db::Failure;
use crate::db::schema::attachment;
use crate::tx::Tx;

/// What stands for a row in its seal.
fn name_of(person: PersonId, id: AttachmentId) -> String {
    format!("{person}:{id}")
}

fn key_of(tx: &Tx<'_>, person: PersonId, id: AttachmentId) -> (String, String, String) {
    let municipality = tx.municipality().to_owned();
    (municipality, person.to_string(), id.to_string())
}

/// Whether this picture of the person is here.
///
/// # Errors
/// If the database cannot answer.
pub fn exists(tx: &mut Tx<'_>, person: PersonId, id: AttachmentId) -> Result<bool, Failure> {
    let found: Option<String> = attachment::table
        .find(key_of(tx, person, id))
        .select(attachment::attachment_id)
        .first(tx.conn())
        .optional()?;
    Ok(found.is_some())
}

/// The picture, if it is here.
pub(super) fn find(
    tx: &mut Tx<'_>,
    person: PersonId,
    id: AttachmentId,
) -> Result<Option<Picture>, Failure> {
    let found: Option<Vec<u8>> = attachment::table
        .find(key_of(tx, person, id))
        .select(attachment::content)
        .first(tx.conn())
        .optional()?;
    let subject = Subject::Person(person);
    found
        .map(|sealed| {
            tx.open(
                &subject,
                "attachment.content",
                &name_of(person, id),
                &sealed,
            )
        })
        .transpose()
}

/// Keeps a picture that is not here yet.
pub(super) fn insert(
    tx: &mut Tx<'_>,
    person: PersonId,
    id: AttachmentId,
    picture: &Picture,
) -> Result<(), Failure> {
    let subject = Subject::Person(person);
    let content = tx.seal(
        &subject,
        "attachment.content",
        &name_of(person, id),
        picture,
    )?;
    diesel::insert_into(attachment::table)
        .values((
            attachment::municipality.eq(tx.municipality().to_owned()),
            attachment::person_id.eq(person.to_string()),
            attachment::attachment_id.eq(id.to_string()),
            attachment::taken_at.eq(tx.now().millis()),
            attachment::content.eq(content),
        ))
        .execute(tx.conn())?;
    Ok(())
}
