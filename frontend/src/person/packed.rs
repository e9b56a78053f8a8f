//! The search without a network: over the cases on this device, by the rules that the server uses.

use std::rc::Rc;

use shared::device::ShownCase;
use shared::kernel::PersonId;
use shared::person::calls::{DeskHit, Hit};
use shared::person::matching::NamesAndBirth;
use shared::person::ranking::{SearchKey, search_packed};
use shared::person::search::Query;

use crate::platform;

/// As many hits as the server gives.
const HITS_MAX: usize = 20;
/// How long an appointment that has begun counts as the next.
const LATE_MILLIS: i64 = 60 * 60 * 1_000;

/// What the packed persons are ranked by, kept while one searches: it takes longer to make than a search.
#[derive(Default)]
pub(super) struct Keys {
    last: Option<Rc<[ShownCase]>>,
    made_of: Vec<(PersonId, NamesAndBirth)>,
    people: Vec<(PersonId, SearchKey)>,
}

impl Keys {
    /// Those of the cases as they are now. The same cases come as the same list; in another one most names are the same.
    pub(super) fn of(&mut self, cases: &Rc<[ShownCase]>) -> &[(PersonId, SearchKey)] {
        let is_last = |last: &Rc<[ShownCase]>| Rc::ptr_eq(last, cases);
        if self.last.as_ref().is_some_and(is_last) {
            return &self.people;
        }
        let now: Vec<(PersonId, NamesAndBirth)> = cases
            .iter()
            .map(|case| (case.head.person, case.person.draft.names_and_birth()))
            .collect();
        if now != self.made_of {
            self.people = now
                .iter()
                .map(|(person, names)| (*person, SearchKey::of(names)))
                .collect();
            self.made_of = now;
        }
        self.last = Some(Rc::clone(cases));
        &self.people
    }
}

/// The packed persons that answer a typed text, best first. All of them are the worker's own.
pub(super) fn find(typed: &str, cases: &Rc<[ShownCase]>, keys: &mut Keys) -> Vec<Hit> {
    let query = Query::parse(typed, platform::now().day());
    if let Some(number) = &query.number {
        return cases
            .iter()
            .filter(|case| case.head.number == *number)
            .map(|case| hit(case, shared::person::matching::Verdict::Likely, Vec::new()))
            .collect();
    }
    search_packed(&query, keys.of(cases), HITS_MAX)
        .into_iter()
        .filter_map(|(person, ranked)| {
            let case = cases.iter().find(|case| case.head.person == person)?;
            Some(hit(case, ranked.verdict, ranked.reasons))
        })
        .collect()
}

/// A packed case as a hit.
pub(super) fn hit(
    case: &ShownCase,
    verdict: shared::person::matching::Verdict,
    reasons: Vec<shared::person::matching::MatchReason>,
) -> Hit {
    let head = &case.head;
    // Whoever is late is still sent to where they are expected, as the server says it.
    let still_expected = platform::now().plus_millis(-LATE_MILLIS);
    Hit::Known(Box::new(DeskHit {
        person: head.person,
        name: head.name.clone(),
        original_script: head.original_script.clone(),
        born: case.person.draft.born,
        case: Some(head.case),
        number: Some(head.number.clone()),
        responsible: head.responsible.clone(),
        appointment_at: case
            .appointments
            .iter()
            .filter(|shown| shown.value.end.is_none())
            .filter_map(|shown| shown.value.draft.starts_at)
            .filter(|at| *at >= still_expected)
            .min(),
        intake: None,
        next_on: head.next.as_ref().map(shared::case::NextDate::on),
        through: None,
        verdict,
        reasons,
        may_open: true,
    }))
}
