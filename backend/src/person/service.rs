//! What is decided about persons, one function per command.

use shared::access::{Action, Decision, Facts, may};
use shared::exchange::{Envelope, Refusal};
use shared::kernel::{AccountId, Actor, DistrictCode, PersonId, UnitCode};
use shared::person::{PersonDraft, RecordPerson};

use super::PersonEffect;
use super::store;
use crate::decision::{Decided, Permitted, Standing, Stop};
use crate::effect::Effect;
use crate::tx::Tx;

/// What stands in clear about a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The person.
    pub id: PersonId,
    /// The unit that recorded them.
    pub recorded_by_unit: UnitCode,
    /// Who recorded them.
    pub recorded_by_account: AccountId,
    /// Whether they agreed to be found at the Service-Point.
    pub is_found_at_desk: bool,
    /// Whether their address is locked.
    pub is_protected: bool,
    /// The district their address lies in, if one could be derived.
    pub district: Option<DistrictCode>,
}

/// Records a person who was not known.
///
/// # Errors
/// If the actor may not, the subject is no person or known already, or fields are wrong.
pub fn record(
    tx: &mut Tx<'_>,
    actor: &Actor,
    envelope: &Envelope,
    call: &RecordPerson,
) -> Result<Decided, Stop> {
    let person = subject_of(envelope)?;
    let permitted = match may(actor, Action::RecordPerson, &Facts::default()) {
        Decision::Yes(basis) => Permitted::by(person, Standing::Present(basis)),
        Decision::No(because) => return Err(Stop::NotAllowed(because)),
    };
    if store::find(tx, person)?.is_some() {
        return Err(Refusal::AlreadyThere.into());
    }
    call.draft.field_problems(tx.now().day()).or(())?;
    Ok(
        permitted.applied(vec![Effect::Person(PersonEffect::Recorded {
            unit: actor.unit.clone(),
            account: actor.account,
            at: tx.now(),
            is_protected: is_protected(&call.draft),
            district: None,
            draft: Box::new(call.draft.clone()),
        })]),
    )
}

/// The person an envelope is about.
///
/// # Errors
/// If its subject is of another kind.
pub fn subject_of(envelope: &Envelope) -> Result<PersonId, Stop> {
    envelope
        .subject
        .person()
        .ok_or(Stop::Refused(Refusal::WrongSubject))
}

/// Opens a person for an action: looks them up and decides.
///
/// # Errors
/// `NotFound` if they are not there or not for this actor to see, `NotAllowed` if seen but not to be acted on.
pub fn open_for(
    tx: &mut Tx<'_>,
    actor: &Actor,
    action: Action,
    person: PersonId,
) -> Result<Permitted<Person>, Stop> {
    let person = store::find(tx, person)?.ok_or(Stop::NotFound)?;
    let facts = facts(tx, actor, &person)?;
    match may(actor, action, &facts) {
        Decision::Yes(basis) => Ok(Permitted::by(person, Standing::Present(basis))),
        Decision::No(because) => {
            let is_seen = [Action::ReadPerson, Action::SeeDeskHit]
                .into_iter()
                .any(|action| may(actor, action, &facts).is_yes());
            Err(if is_seen {
                Stop::NotAllowed(because)
            } else {
                Stop::NotFound
            })
        }
    }
}

/// What `may` needs to know of a person: their open case, who recorded them, what they agreed to.
///
/// # Errors
/// If the database cannot answer.
pub fn facts(tx: &mut Tx<'_>, actor: &Actor, person: &Person) -> Result<Facts, Stop> {
    let case = crate::case::find_current(tx, person.id)?;
    Ok(Facts {
        responsible_post: case.as_ref().and_then(|case| case.post.clone()),
        responsible_unit: case.as_ref().and_then(|case| case.unit.clone()),
        recorded_by_unit: Some(person.recorded_by_unit.clone()),
        is_recorded_by_actor: person.recorded_by_account == actor.account,
        has_case: case.is_some(),
        is_found_at_desk: person.is_found_at_desk,
        is_protected: person.is_protected,
    })
}

/// As [`facts`], for a person by id.
///
/// # Errors
/// `NotFound` if there is no such person.
pub fn facts_of(tx: &mut Tx<'_>, actor: &Actor, person: PersonId) -> Result<Facts, Stop> {
    let person = store::find(tx, person)?.ok_or(Stop::NotFound)?;
    facts(tx, actor, &person)
}

/// Whether the address is hidden from all but the responsible worker: it is locked, or it is a women's shelter.
fn is_protected(draft: &PersonDraft) -> bool {
    draft.address.is_locked
        || draft
            .address
            .housing
            .as_ref()
            .is_some_and(|housing| housing.as_str() == "FRAUENHAUS")
}
