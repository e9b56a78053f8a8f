//! Finding persons by what is typed.
//!
//! What a typed text asks for, and how hits are ranked, is `shared::person`'s; who may be meant is looked up by
//! [`super::tokens`]. Here those are opened and ranked, and each hit is shown as far as the actor may see it.

use std::collections::{BTreeMap, HashMap};

use diesel::prelude::*;
use shared::access::{Action, Basis, Decision, Facts, may};
use shared::exchange::Subject;
use shared::kernel::{Actor, CaseId, Day, Moment, PersonId};
use shared::organisation::Organisation;
use shared::person::calls::{DeskHit, Hit, LinkedCase, PersonHits, PersonSearch};
use shared::person::matching::{MatchKind, MatchReason, NamesAndBirth, Verdict};
use shared::person::ranking::{Ranked, rank};
use shared::person::search::Query;

use super::{Doors, Person, service, store, tokens};
use crate::case::Case;
use crate::db::schema::integration_case;
use crate::db::{Failure, parse};
use crate::decision::{Stop, allowed};
use crate::tx::Tx;

/// Hits that are shown.
const HITS: usize = 20;
/// The longest text that is looked for.
const TEXT_MAX: usize = 200;

/// What was found, and the basis on which each person stands in it.
#[derive(Debug, Default)]
pub struct Found {
    /// The answer.
    pub hits: PersonHits,
    /// Whom it shows, and why the actor may see them.
    pub shown: BTreeMap<Subject, Basis>,
}

/// Finds persons by names in any spelling, birth or case number.
///
/// # Errors
/// If the actor may not search, or the database cannot answer.
pub fn find(tx: &mut Tx<'_>, actor: &Actor, search: &PersonSearch) -> Result<Found, Stop> {
    allowed(actor, Action::FindPerson)?;
    let text: String = search.text.chars().take(TEXT_MAX).collect();
    let query = Query::parse(&text, tx.now().day());
    if query.is_empty() {
        return Ok(Found::default());
    }
    let (mut ids, is_cut) = tokens::candidates(tx, &query)?;
    let numbered = by_number(tx, &query)?;
    ids.extend(numbered.filter(|id| !ids.contains(id)));
    if ids.is_empty() {
        return Ok(Found::default());
    }
    let mut ranked = Vec::new();
    for (person, names) in store::list_with_names(tx, &ids)? {
        let found = if numbered == Some(person.id) {
            Some(Ranked {
                verdict: Verdict::Likely,
                reasons: vec![MatchReason {
                    kind: MatchKind::Number,
                    typed: text.trim().to_owned(),
                    found: text.trim().to_owned(),
                }],
                score: u32::MAX,
            })
        } else {
            rank(&query, &names)
        };
        ranked.extend(found.map(|ranked| Candidate {
            person,
            names,
            ranked,
        }));
    }
    ranked.sort_by(|a, b| {
        b.ranked
            .verdict
            .cmp(&a.ranked.verdict)
            .then(b.ranked.score.cmp(&a.ranked.score))
            .then(a.person.id.cmp(&b.person.id))
    });
    show(tx, actor, &ranked, is_cut)
}

/// Somebody who fits what was typed.
struct Candidate {
    person: Person,
    names: NamesAndBirth,
    ranked: Ranked,
}

/// Shows of each as much as the actor may see. Their open cases are read in two goes: of the best, who mostly fill the
/// answer, and of all others. So how many statements a search takes does not depend on how many it finds.
fn show(
    tx: &mut Tx<'_>,
    actor: &Actor,
    candidates: &[Candidate],
    is_cut: bool,
) -> Result<Found, Stop> {
    let mut found = Found {
        hits: PersonHits {
            hits: Vec::new(),
            is_cut,
        },
        shown: BTreeMap::new(),
    };
    let mut is_blind = false;
    let mut standings = Standings::default();
    let (town, today) = (crate::organisation::current(tx)?, tx.now().day());
    let (best, others) = candidates.split_at(candidates.len().min(2 * HITS));
    for some in [best, others] {
        if found.hits.hits.len() == HITS {
            found.hits.is_cut |= !some.is_empty();
            break;
        }
        let ids: Vec<PersonId> = some.iter().map(|candidate| candidate.person.id).collect();
        let cases = crate::case::list_current(tx, &ids)?;
        let doors = Doors::of(tx, actor, cases.values())?;
        for candidate in some {
            let person = &candidate.person;
            let case = cases.get(&person.id);
            let facts = service::facts_with(actor, person, case, &doors);
            let Decision::Yes(basis) = may(actor, Action::SeeDeskHit, &facts) else {
                // However many there are, the blind hit is one: a count would say more than "ask".
                is_blind |= candidate.ranked.verdict >= Verdict::Possible;
                continue;
            };
            if found.hits.hits.len() == HITS {
                found.hits.is_cut = true;
                break;
            }
            let seen = Seen {
                id: person.id,
                names: &candidate.names,
                facts: &facts,
                case,
            };
            let why = (candidate.ranked.verdict, candidate.ranked.reasons.clone());
            found.shown.insert(Subject::Person(person.id), basis);
            let hit = desk_hit(actor, (&town, today), &seen, why);
            found.hits.hits.push(Hit::Known(Box::new(hit)));
            standings.note(person.id, case, facts);
        }
    }
    let through = standings.tell(tx, actor, &mut found.hits.hits)?;
    found.shown.extend(through);
    if is_blind {
        found.hits.hits.push(Hit::Blind);
    }
    Ok(found)
}

/// Whoever is late is still sent to where they are expected.
const LATE_MILLIS: i64 = 60 * 60 * 1_000;

/// From when on an appointment counts as one that is still to come.
pub(super) const fn still_expected(now: Moment) -> Moment {
    now.plus_millis(-LATE_MILLIS)
}

/// What has been read of those whom a page shows, to add to their hits how they stand: for all at once, when they are known.
#[derive(Debug, Default)]
pub(super) struct Standings(HashMap<PersonId, (Option<CaseId>, Facts)>);

impl Standings {
    /// Notes whose hit is shown, with their open case.
    pub(super) fn note(&mut self, id: PersonId, case: Option<&Case>, facts: Facts) {
        self.0.insert(id, (case.map(|case| case.id), facts));
    }

    /// Adds to each hit the next appointment of its case; where there is none, how the intake stands, for those who may go
    /// on with it, and the case that the same human being has under a linked record. Answers whom that shows besides, and
    /// why. How many statements it takes does not depend on how many hits there are.
    pub(super) fn tell<'h>(
        &self,
        tx: &mut Tx<'_>,
        actor: &Actor,
        hits: impl IntoIterator<Item = &'h mut Hit>,
    ) -> Result<BTreeMap<Subject, Basis>, Stop> {
        let cases: Vec<CaseId> = self.0.values().filter_map(|(case, _)| *case).collect();
        let from = still_expected(tx.now());
        let appointments = crate::case::list_next_beginnings(tx, &cases, from)?;
        let without: Vec<PersonId> = self
            .0
            .iter()
            .filter(|(_, (case, facts))| {
                case.is_none() && may(actor, Action::WorkIntake, facts).is_yes()
            })
            .map(|(id, _)| *id)
            .collect();
        let intakes = crate::intake::list_latest(tx, &without)?;
        let caseless: Vec<PersonId> = self
            .0
            .iter()
            .filter(|(_, (case, _))| case.is_none())
            .map(|(id, _)| *id)
            .collect();
        let mut linked = linked_cases(tx, actor, &caseless)?;
        for hit in hits {
            if let Hit::Known(hit) = hit
                && let Some((case, _)) = self.0.get(&hit.person)
            {
                hit.appointment_at = case.and_then(|case| appointments.get(&case).copied());
                hit.intake = intakes.get(&hit.person).cloned();
                hit.through = linked.of.remove(&hit.person);
            }
        }
        Ok(linked.shown)
    }
}

/// What [`linked_cases`] finds.
#[derive(Debug, Default)]
pub(super) struct LinkedCases {
    /// The case of each person for whom there is one.
    pub(super) of: HashMap<PersonId, LinkedCase>,
    /// Whom it shows, and why the actor may see them.
    pub(super) shown: BTreeMap<Subject, Basis>,
}

/// The open cases that persons without one have under a linked record, as far as the actor may see whose they are.
pub(super) fn linked_cases(
    tx: &mut Tx<'_>,
    actor: &Actor,
    persons: &[PersonId],
) -> Result<LinkedCases, Stop> {
    let mut found = LinkedCases::default();
    let pairs = store::list_linked(tx, persons)?;
    let others: Vec<PersonId> = pairs.iter().map(|(_, other)| *other).collect();
    let cases = crate::case::list_current(tx, &others)?;
    let with_case: Vec<PersonId> = cases.keys().copied().collect();
    if with_case.is_empty() {
        return Ok(found);
    }
    let (town, today) = (crate::organisation::current(tx)?, tx.now().day());
    let doors = Doors::of(tx, actor, cases.values())?;
    for (other, names) in store::list_with_names(tx, &with_case)? {
        let Some(case) = cases.get(&other.id) else {
            continue;
        };
        let facts = service::facts_with(actor, &other, Some(case), &doors);
        let bases = [Action::ReadPerson, Action::SeeDeskHit].map(|one| may(actor, one, &facts));
        let Some(basis) = bases.into_iter().find_map(|decision| match decision {
            Decision::Yes(basis) => Some(basis),
            Decision::No(_) => None,
        }) else {
            continue;
        };
        for (person, _) in pairs.iter().filter(|(_, linked)| *linked == other.id) {
            found.shown.insert(Subject::Person(other.id), basis);
            found.of.insert(
                *person,
                LinkedCase {
                    person: other.id,
                    name: names.shown_name(),
                    number: case.number.clone(),
                    responsible: crate::case::responsible(&town, case, today),
                },
            );
        }
    }
    Ok(found)
}

/// A person whom the actor may see at the desk, with what was read about them.
pub(super) struct Seen<'a> {
    pub(super) id: PersonId,
    pub(super) names: &'a NamesAndBirth,
    pub(super) facts: &'a Facts,
    pub(super) case: Option<&'a Case>,
}

/// What the desk sees of a person whom this actor may see, in a town on a day; what [`Standings`] add is missing.
pub(super) fn desk_hit(
    actor: &Actor,
    (town, today): (&Organisation, Day),
    seen: &Seen<'_>,
    (verdict, reasons): (Verdict, Vec<MatchReason>),
) -> DeskHit {
    let case = seen.case;
    let may_open_case = may(actor, Action::ReadCase, seen.facts).is_yes();
    DeskHit {
        person: seen.id,
        name: seen.names.shown_name(),
        original_script: seen.names.original_script.clone(),
        born: seen.names.born,
        case: case.filter(|_| may_open_case).map(|case| case.id),
        number: case.map(|case| case.number.clone()),
        responsible: case.and_then(|case| crate::case::responsible(town, case, today)),
        appointment_at: None,
        next_on: case.and_then(|case| case.next_on),
        intake: None,
        through: None,
        verdict,
        reasons,
        may_open: may(actor, Action::ReadPerson, seen.facts).is_yes(),
    }
}

fn by_number(tx: &mut Tx<'_>, query: &Query) -> Result<Option<PersonId>, Failure> {
    let Some(number) = &query.number else {
        return Ok(None);
    };
    let municipality = tx.municipality().to_owned();
    let person: Option<String> = integration_case::table
        .filter(integration_case::municipality.eq(municipality))
        .filter(integration_case::number.eq(number.to_string()))
        .select(integration_case::person_id)
        .first(tx.conn())
        .optional()?;
    person
        .map(|person| parse(&person, "integration_case.person_id"))
        .transpose()
}
