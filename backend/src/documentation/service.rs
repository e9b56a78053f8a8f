//! What is decided about entries of the documentation.

use shared::access::Action;
use shared::documentation::AddNote;
use shared::exchange::{Envelope, Refusal};
use shared::kernel::{Actor, ProblemCode};

use super::{DocumentationEffect, store};
use crate::decision::{Decided, Stop};
use crate::effect::Effect;
use crate::tx::Tx;

/// Adds an entry to the documentation of a case.
///
/// # Errors
/// If the case is not the actor's, the entry is there already, or fields are wrong.
pub fn add(
    tx: &mut Tx<'_>,
    actor: &Actor,
    envelope: &Envelope,
    call: &AddNote,
) -> Result<Decided, Stop> {
    let person = crate::person::subject_of(envelope)?;
    let case = crate::case::open_for(tx, actor, Action::WorkCase, Some(person), call.case)?;
    if store::exists(tx, call.note)? {
        return Err(Refusal::AlreadyThere.into());
    }
    // The server's day: a device's clock may be wrong, and a contact lies behind the one who writes about it.
    call.draft.check(tx.now().day())?;
    if call.draft.tells_special() {
        let day = tx.day_written(envelope);
        let since = crate::consent::unwritten_since(tx, person, day)?;
        call.draft.check_consented(since)?;
    }
    if let Some(corrected) = call.draft.corrects
        && !store::is_in_case(tx, corrected, case.id)?
    {
        return Err(shared::kernel::FieldProblems::at("corrects", ProblemCode::Invalid).into());
    }
    Ok(
        case.applied(vec![Effect::Documentation(DocumentationEffect::Added {
            note: call.note,
            case: call.case,
            author: actor.account,
            author_name: actor.name.clone(),
            authored_at: envelope.authored_at,
            draft: Box::new(call.draft.clone()),
            accepted: None,
        })]),
    )
}
