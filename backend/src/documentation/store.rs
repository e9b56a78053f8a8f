//! The rows of the documentation.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use shared::documentation::{NoteAccepted, NoteDraft, NoteView};
use shared::exchange::Subject;
use shared::kernel::{AccountId, CaseId, Moment, NoteId, PersonId};

use crate::db::schema::note;
use crate::db::{Failure, parse};
use crate::tx::Tx;

/// What can change in the documentation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum DocumentationEffect {
    /// An entry was added.
    Added {
        /// The entry.
        note: NoteId,
        /// The case.
        case: CaseId,
        /// Who wrote it.
        author: AccountId,
        /// Their name, as it was.
        author_name: String,
        /// When, by their device's clock.
        authored_at: Moment,
        /// What it says.
        draft: Box<NoteDraft>,
        /// Who accepted it, if it was handed in late.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        accepted: Option<NoteAccepted>,
    },
}

impl DocumentationEffect {
    /// Notes who accepted the entry.
    pub fn accept(&mut self, by: &NoteAccepted) {
        let Self::Added { accepted, .. } = self;
        *accepted = Some(by.clone());
    }
}

/// What is sealed of an entry.
#[derive(Debug, Serialize, Deserialize)]
struct NoteContent {
    author_name: String,
    draft: NoteDraft,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    accepted: Option<NoteAccepted>,
}

/// Applies an effect.
///
/// # Errors
/// If a statement fails.
pub fn apply(
    tx: &mut Tx<'_>,
    subject: &Subject,
    effect: &DocumentationEffect,
) -> Result<(), Failure> {
    let person = subject
        .person()
        .ok_or(Failure::Broken("an entry of another subject"))?;
    let DocumentationEffect::Added {
        note: id,
        case,
        author,
        author_name,
        authored_at,
        draft,
        accepted,
    } = effect;
    let content = tx.seal(
        subject,
        "note.content",
        &id.to_string(),
        &NoteContent {
            author_name: author_name.clone(),
            draft: (**draft).clone(),
            accepted: accepted.clone(),
        },
    )?;
    let occurred_on = draft
        .occurred_on
        .ok_or(Failure::Broken("an entry without its day"))?;
    let contact = draft
        .contact
        .as_ref()
        .ok_or(Failure::Broken("an entry without its kind of contact"))?;
    diesel::insert_into(note::table)
        .values((
            note::municipality.eq(tx.municipality().to_owned()),
            note::note_id.eq(id.to_string()),
            note::case_id.eq(case.to_string()),
            note::person_id.eq(person.to_string()),
            note::author.eq(author.to_string()),
            note::authored_at.eq(authored_at.millis()),
            note::occurred_on.eq(occurred_on.to_string()),
            note::contact.eq(contact.as_str()),
            note::is_confidential.eq(draft.is_confidential),
            note::content.eq(content),
        ))
        .execute(tx.conn())?;
    Ok(())
}

/// Whether there is an entry under this id.
pub(super) fn exists(tx: &mut Tx<'_>, id: NoteId) -> Result<bool, Failure> {
    let found: Option<String> = note::table
        .find((tx.municipality().to_owned(), id.to_string()))
        .select(note::note_id)
        .first(tx.conn())
        .optional()?;
    Ok(found.is_some())
}

/// Whether the entry belongs to the case.
pub(super) fn is_in_case(tx: &mut Tx<'_>, id: NoteId, case: CaseId) -> Result<bool, Failure> {
    let found: Option<String> = note::table
        .find((tx.municipality().to_owned(), id.to_string()))
        .select(note::case_id)
        .first(tx.conn())
        .optional()?;
    Ok(found == Some(case.to_string()))
}

/// The entries of a case, newest first, as its responsible worker sees them.
///
/// # Errors
/// If the database cannot answer or an entry is unreadable.
pub fn list_of_case(
    tx: &mut Tx<'_>,
    person: PersonId,
    case: CaseId,
) -> Result<Vec<NoteView>, Failure> {
    let rows: Vec<(String, String, i64, Vec<u8>)> = note::table
        .filter(note::municipality.eq(tx.municipality().to_owned()))
        .filter(note::case_id.eq(case.to_string()))
        .order((note::authored_at.desc(), note::note_id.desc()))
        .select((
            note::note_id,
            note::author,
            note::authored_at,
            note::content,
        ))
        .load(tx.conn())?;
    rows.into_iter()
        .map(|(id, author, authored_at, content)| {
            let content: NoteContent =
                tx.open(&Subject::Person(person), "note.content", &id, &content)?;
            Ok(NoteView {
                note: parse(&id, "note.note_id")?,
                author: parse(&author, "note.author")?,
                author_name: content.author_name,
                authored_at: Moment::from_millis(authored_at),
                draft: Some(content.draft),
                accepted: content.accepted,
            })
        })
        .collect()
}
