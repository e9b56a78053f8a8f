//! Which pictures are taken, and who sees them.

use shared::access::Action;
use shared::attachment::calls::{Picture, ThisAttachment};
use shared::consent::RecordConsent;
use shared::exchange::{Envelope, Subject};
use shared::kernel::{Actor, AttachmentId, FieldProblems, PersonId};

use super::store;
use crate::db::Failure;
use crate::decision::{Permitted, Stop};
use crate::tx::Tx;
use crate::{case, consent, exchange, person};

/// Checks that a picture which a command names at this field came along, or is here from before.
///
/// # Errors
/// The problem of the picture, at the field.
pub fn check(tx: &mut Tx<'_>, person: PersonId, id: AttachmentId, path: &str) -> Result<(), Stop> {
    if store::exists(tx, person, id)? {
        return Ok(());
    }
    match tx.pictures().find(id) {
        Ok(_) => Ok(()),
        Err(code) => Err(FieldProblems::at(path, code).into()),
    }
}

/// Keeps the picture that an envelope names, together with what the envelope changes. The same picture of the same person is
/// kept once.
///
/// # Errors
/// If a statement fails.
pub fn keep(tx: &mut Tx<'_>, envelope: &Envelope) -> Result<(), Failure> {
    let (Some(person), Some(id)) = (envelope.subject.person(), envelope.command.attachment())
    else {
        return Ok(());
    };
    let pictures = tx.pictures().clone();
    if let Ok(picture) = pictures.find(id)
        && !store::exists(tx, person, id)?
    {
        store::insert(tx, person, id, picture)?;
    }
    Ok(())
}

/// The picture that an answer on consent of this person names, or one that waits to be accepted: for whoever reads the answers,
/// which are in the person's record and in the file of their case.
///
/// # Errors
/// As for the record and the file; `NotFound` if nothing of this person names such a picture.
pub fn read(
    tx: &mut Tx<'_>,
    actor: &Actor,
    this: ThisAttachment,
) -> Result<Permitted<Picture>, Stop> {
    let permitted = open(tx, actor, this.person)?;
    if !is_named(tx, this)? {
        return Err(Stop::NotFound);
    }
    let picture = store::find(tx, this.person, this.attachment)?.ok_or(Stop::NotFound)?;
    Ok(permitted.map(|()| picture))
}

/// Opens what the answers on consent are read in: the record, or where that is closed to the actor, the file of the case.
fn open(tx: &mut Tx<'_>, actor: &Actor, id: PersonId) -> Result<Permitted<()>, Stop> {
    let withheld = match person::open_for(tx, actor, Action::ReadPerson, id) {
        Ok(person) => return Ok(person.map(drop)),
        Err(withheld @ Stop::Withheld { .. }) => withheld,
        Err(stop) => return Err(stop),
    };
    match case::find_current(tx, id)? {
        Some(case) => {
            let case = case::open_for(tx, actor, Action::ReadCase, Some(id), case.id)?;
            Ok(case.map(drop))
        }
        None => Err(withheld),
    }
}

fn is_named(tx: &mut Tx<'_>, this: ThisAttachment) -> Result<bool, Failure> {
    let answers = consent::list_of_person(tx, this.person)?;
    let mut scans = answers.iter().filter_map(RecordConsent::scan);
    if scans.any(|scan| scan == this.attachment) {
        return Ok(true);
    }
    let held = exchange::list_held(tx, &Subject::Person(this.person))?;
    Ok(held
        .iter()
        .any(|held| held.envelope.command.attachment() == Some(this.attachment)))
}
