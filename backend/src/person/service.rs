//! What is decided about persons, one function per command.

use shared::access::{Action, Decision, Facts, may};
use shared::exchange::{Envelope, Refusal, Subject};
use shared::kernel::{
    AccountId, Actor, DistrictCode, FieldProblems, PersonId, ProblemCode, UnitCode, merge,
};
use shared::person::calls::{PersonFile, PersonLink};
use shared::person::{
    EditPerson, LinkPersons, PersonDraft, RecordPerson, TellPersonsApart, UnlinkPersons,
};

use super::{Doors, PersonEffect, disagreement, doubles, store};
use crate::case::Case;
use crate::db::Failure;
use crate::decision::{Decided, Permitted, Standing, Stop, allowed};
use crate::effect::Effect;
use crate::organisation;
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
    let basis = allowed(actor, Action::RecordPerson)?;
    let permitted = Permitted::by(person, Standing::Present(basis));
    if store::find(tx, person)?.is_some() {
        return Err(Refusal::AlreadyThere.into());
    }
    let today = tx.now().day();
    let mut problems = call.draft.field_problems(today);
    let town = organisation::current(tx)?;
    problems.add_under("", call.draft.organisation_problems(&town, today));
    problems.or(())?;
    let mut effects = vec![Effect::Person(PersonEffect::Recorded {
        unit: actor.unit.clone(),
        account: actor.account,
        at: tx.now(),
        is_protected: call.draft.is_protected(),
        district: call.draft.located(&town, today).district().cloned(),
        draft: Box::new(call.draft.clone()),
    })];
    effects.extend(doubles::of_new(tx, person, &call.draft)?);
    Ok(permitted.applied(effects))
}

/// Changes fields of a person: each field that nobody else changed is taken, the others wait for a decision.
///
/// # Errors
/// If the person is not the actor's to edit, or the fields given are wrong.
pub fn edit(
    tx: &mut Tx<'_>,
    actor: &Actor,
    envelope: &Envelope,
    call: &EditPerson,
) -> Result<Decided, Stop> {
    let person = subject_of(envelope)?;
    let person = open_for(tx, actor, Action::EditPerson, person)?;
    let current = store::get_draft(tx, person.id)?;
    let mut merged =
        merge(&current, &call.edits).map_err(|path| call.edits.unfit(&current, &path))?;
    let today = tx.now().day();
    let town = organisation::current(tx)?;
    let problems = |form: &PersonDraft| {
        let mut problems = form.field_problems(today);
        problems.add_under("", form.organisation_problems(&town, today));
        problems
    };
    call.edits
        .problems(&problems(&current), &problems(&merged.form))
        .or(())?;
    let settlements = disagreement::settled(tx, actor, envelope, "", (&call.edits, &current))?;
    disagreement::name_writers(tx, actor, envelope, &mut merged.conflicts, wrote)?;
    let district = merged.form.located(&town, today).district().cloned();
    let mut effects = Vec::new();
    if district != person.district {
        // A tablet may bring it days later.
        let on = tx.day_written(envelope);
        effects.extend(crate::case::moved(tx, person.id, district.as_ref(), on)?.map(Effect::Case));
    }
    let edited = PersonEffect::Edited {
        envelope: envelope.id,
        values: merged.taken,
        conflicts: merged.conflicts.clone(),
        settled: settlements.keys().cloned().collect(),
        settlements,
        is_protected: merged.form.is_protected(),
        district,
    };
    effects.insert(0, Effect::Person(edited));
    if current.names_and_birth() != merged.form.names_and_birth() {
        effects.extend(doubles::changes(tx, person.id, &merged.form)?);
    }
    Ok(person.merged(merged.conflicts, effects))
}

/// Whether an effect put a value into a field of the person's form.
fn wrote(effect: &Effect, path: &str) -> bool {
    match effect {
        Effect::Person(PersonEffect::Recorded { .. }) => true,
        Effect::Person(PersonEffect::Edited { values, .. }) => {
            disagreement::touches(values.keys(), path)
        }
        _ => false,
    }
}

/// Holds a statement about two persons to what its author may know: two there are, and the other is theirs to see.
fn see_other(
    tx: &mut Tx<'_>,
    actor: &Actor,
    person: PersonId,
    other: PersonId,
) -> Result<(), Stop> {
    if other == person {
        return Err(FieldProblems::at("other", ProblemCode::Duplicate).into());
    }
    let other = store::find(tx, other)?.ok_or(Stop::NotFound)?;
    let facts = facts(tx, actor, &other)?;
    if is_seen(actor, &facts) {
        Ok(())
    } else {
        Err(Stop::NotFound)
    }
}

/// States that two persons are the same human being. Nothing is merged by that.
///
/// # Errors
/// If either is not for the actor to see, or they are linked already.
pub fn link(
    tx: &mut Tx<'_>,
    actor: &Actor,
    envelope: &Envelope,
    call: &LinkPersons,
) -> Result<Decided, Stop> {
    let person = subject_of(envelope)?;
    let person = open_for(tx, actor, Action::LinkPersons, person)?;
    call.check()?;
    see_other(tx, actor, person.id, call.other)?;
    if store::find_link(tx, call.link)?.is_some()
        || store::list_links(tx, person.id)?
            .iter()
            .any(|link| link.joins(person.id, call.other))
    {
        return Err(Refusal::AlreadyThere.into());
    }
    Ok(person.applied(vec![Effect::Person(PersonEffect::Linked {
        link: call.link,
        other: call.other,
        at: tx.now(),
        reason: call.reason.clone(),
    })]))
}

/// States that two persons who resemble each other are two: nobody is told of the pair again.
///
/// # Errors
/// If either is not for the actor to see, or they are held to be the same.
pub fn tell_apart(
    tx: &mut Tx<'_>,
    actor: &Actor,
    envelope: &Envelope,
    call: &TellPersonsApart,
) -> Result<Decided, Stop> {
    let person = subject_of(envelope)?;
    let person = open_for(tx, actor, Action::LinkPersons, person)?;
    call.check()?;
    see_other(tx, actor, person.id, call.other)?;
    if store::list_links(tx, person.id)?
        .iter()
        .any(|link| link.joins(person.id, call.other))
    {
        return Err(Refusal::WrongState.into());
    }
    Ok(person.applied(vec![Effect::Person(PersonEffect::ToldApart {
        other: call.other,
        at: tx.now(),
    })]))
}

/// Takes such a statement back.
///
/// # Errors
/// If the link is not one of this person, or was taken back already.
pub fn unlink(
    tx: &mut Tx<'_>,
    actor: &Actor,
    envelope: &Envelope,
    call: &UnlinkPersons,
) -> Result<Decided, Stop> {
    let person = subject_of(envelope)?;
    let person = open_for(tx, actor, Action::LinkPersons, person)?;
    call.check()?;
    let link = store::find_link(tx, call.link)?
        .filter(|link| link.person == person.id || link.other == person.id)
        .ok_or(Stop::NotFound)?;
    if link.is_undone {
        return Err(Refusal::WrongState.into());
    }
    Ok(person.applied(vec![Effect::Person(PersonEffect::Unlinked {
        link: call.link,
        at: tx.now(),
    })]))
}

/// The desk's part of a person's form, with what is needed to edit it.
///
/// # Errors
/// If the person is not for the actor to read.
pub fn read(tx: &mut Tx<'_>, actor: &Actor, id: PersonId) -> Result<Permitted<PersonFile>, Stop> {
    let person = open_for(tx, actor, Action::ReadPerson, id)?;
    let mut linked = Vec::new();
    for link in store::list_links(tx, id)? {
        let other = if link.person == id {
            link.other
        } else {
            link.person
        };
        let Some(other) = store::find(tx, other)? else {
            continue;
        };
        let facts = facts(tx, actor, &other)?;
        if is_seen(actor, &facts) {
            linked.push(PersonLink {
                link: link.link,
                other: other.id,
                reason: link.reason,
            });
        }
    }
    let disagreements = disagreement::list(tx, id)?;
    let file = PersonFile {
        person: id,
        sequence: crate::log::last_of(tx, &Subject::Person(id))?,
        draft: store::get_draft(tx, id)?,
        consents: crate::consent::list_of_person(tx, id)?,
        linked,
        conflicts: disagreements.waiting,
        settled: disagreements.settled,
    };
    Ok(person.map(|_| file))
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

/// Opens a person for an action: looks them up and decides. A consent that is taken back by somebody who had the case once
/// is permitted as `Former`, which turns it into `Held`.
///
/// # Errors
/// `NotFound` if they are not there, `Withheld` if not for this actor to see or to act on.
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
        // What a client takes back is not lost because it comes late: whoever has the case now decides on it.
        Decision::No(_) if action == Action::RevokeConsent && had_case(tx, actor, person.id)? => {
            Ok(Permitted::by(person, Standing::Former))
        }
        Decision::No(because) => Err(Stop::Withheld {
            whose: Subject::Person(person.id),
            because,
            is_seen: is_seen(actor, &facts),
        }),
    }
}

/// Whether the actor had the person's case once, as its worker or as a deputy.
fn had_case(tx: &mut Tx<'_>, actor: &Actor, person: PersonId) -> Result<bool, Failure> {
    match crate::case::find_current(tx, person)? {
        Some(case) => crate::case::had_once(tx, actor, &case),
        None => Ok(false),
    }
}

/// Whether anything of the person is for this actor to see.
#[must_use]
pub fn is_seen(actor: &Actor, facts: &Facts) -> bool {
    [Action::ReadPerson, Action::SeeDeskHit]
        .into_iter()
        .any(|action| may(actor, action, facts).is_yes())
}

/// What `may` needs to know of a person: their open case, who recorded them, what they agreed to.
///
/// # Errors
/// If the database cannot answer.
pub fn facts(tx: &mut Tx<'_>, actor: &Actor, person: &Person) -> Result<Facts, Stop> {
    let case = crate::case::find_current(tx, person.id)?;
    let doors = Doors::of(tx, actor, case.as_ref())?;
    Ok(facts_with(actor, person, case.as_ref(), &doors))
}

/// As [`facts`], where the person's open case was read already, and how the actor stands in for its worker.
#[must_use]
pub fn facts_with(actor: &Actor, person: &Person, case: Option<&Case>, doors: &Doors) -> Facts {
    let facts = Facts {
        responsible_post: case.and_then(|case| case.post.clone()),
        responsible_unit: case.and_then(|case| case.unit.clone()),
        recorded_by_unit: Some(person.recorded_by_unit.clone()),
        is_recorded_by_actor: person.recorded_by_account == actor.account,
        has_case: case.is_some(),
        is_found_at_desk: person.is_found_at_desk,
        is_protected: person.is_protected,
        ..Facts::default()
    };
    doors.complete(facts, case)
}

/// As [`facts`], for a person by id.
///
/// # Errors
/// `NotFound` if there is no such person.
pub fn facts_of(tx: &mut Tx<'_>, actor: &Actor, person: PersonId) -> Result<Facts, Stop> {
    let person = store::find(tx, person)?.ok_or(Stop::NotFound)?;
    facts(tx, actor, &person)
}

/// The unit that recorded a person.
///
/// # Errors
/// `NotFound` if there is no such person.
pub fn unit_of(tx: &mut Tx<'_>, person: PersonId) -> Result<UnitCode, Stop> {
    let person = store::find(tx, person)?.ok_or(Stop::NotFound)?;
    Ok(person.recorded_by_unit)
}

/// As [`facts_of`], where it is about one of the person's cases, current or not.
///
/// # Errors
/// As [`facts_of`].
pub fn facts_about(
    tx: &mut Tx<'_>,
    actor: &Actor,
    person: PersonId,
    case: &Case,
) -> Result<Facts, Stop> {
    let person = store::find(tx, person)?.ok_or(Stop::NotFound)?;
    let doors = Doors::of(tx, actor, [case])?;
    Ok(facts_with(actor, &person, Some(case), &doors))
}
