//! The search without a network: over everybody this device knows, by the rules that the server uses. Those are the packed
//! cases, the rest of the worklist by its names, and who was taken in here.

use std::collections::BTreeSet;
use std::rc::Rc;

use shared::case::{AppointmentView, CaseHead};
use shared::device::{ShownCase, ShownPerson};
use shared::kernel::{CaseId, ImpreciseDate, PersonId};
use shared::person::calls::{DeskHit, Hit};
use shared::person::matching::{MatchReason, NamesAndBirth, Verdict};
use shared::person::ranking::{SearchKey, search_packed};
use shared::person::search::Query;

use super::card_state::own_hit;
use crate::offline::PackHandle;
use crate::platform;

/// As many hits as the server gives.
const HITS_MAX: usize = 20;
/// How long an appointment that has begun counts as the next.
const LATE_MILLIS: i64 = 60 * 60 * 1_000;

/// Everybody this device knows without a network.
#[derive(Debug, Default)]
pub(super) struct Here {
    /// The packed cases.
    cases: Rc<[ShownCase]>,
    /// The worker's other cases: of them only the lines of the worklist are here.
    left: Rc<[CaseHead]>,
    /// Who was taken in on this device and is not confirmed yet.
    taken_in: Vec<(ShownPerson, Option<CaseId>)>,
}

impl Here {
    /// What the device knows now.
    pub(super) async fn on(pack: &PackHandle) -> Self {
        let cases = pack.cases().await;
        let left = pack.left_behind().await;
        let is_packed = |person| cases.iter().any(|case| case.head.person == person);
        let taken_in = pack
            .on_device()
            .into_iter()
            .filter(|(shown, _)| !is_packed(shown.person))
            .map(|(shown, case)| (shown, case.map(|case| case.head.case)))
            .collect();
        Self {
            cases,
            left,
            taken_in,
        }
    }

    /// Whether there is nobody to search among.
    pub(super) fn is_empty(&self) -> bool {
        self.cases.is_empty() && self.left.is_empty() && self.taken_in.is_empty()
    }
}

/// What was found without a network.
#[derive(Debug, Default)]
pub(super) struct FoundHere {
    /// The hits, best first.
    pub(super) hits: Vec<Hit>,
    /// Those of whom only the line of the worklist is here.
    pub(super) left: BTreeSet<PersonId>,
}

/// What people are ranked by, kept while one searches: it takes longer to make than a search.
#[derive(Default)]
pub(super) struct Keys {
    cases: Option<Rc<[ShownCase]>>,
    left: Option<Rc<[CaseHead]>>,
    made_of: Vec<(PersonId, NamesAndBirth)>,
    /// Those of the cases first, then who was taken in here.
    people: Vec<(PersonId, SearchKey)>,
}

impl Keys {
    /// Those of whom the device knows now. The same cases come as the same lists; in others most names are the same.
    pub(super) fn of(&mut self, here: &Here) -> &[(PersonId, SearchKey)] {
        let is_last = self
            .cases
            .as_ref()
            .is_some_and(|it| Rc::ptr_eq(it, &here.cases))
            && self
                .left
                .as_ref()
                .is_some_and(|it| Rc::ptr_eq(it, &here.left));
        if !is_last {
            let packed = here.cases.iter();
            let packed = packed.map(|case| (case.head.person, case.person.draft.names_and_birth()));
            let left = here.left.iter().map(|head| (head.person, names_of(head)));
            let now: Vec<(PersonId, NamesAndBirth)> = packed.chain(left).collect();
            if now != self.made_of {
                self.people = now.iter().map(keyed).collect();
                self.made_of = now;
            }
            self.cases = Some(Rc::clone(&here.cases));
            self.left = Some(Rc::clone(&here.left));
        }
        self.people.truncate(self.made_of.len());
        let taken_in = here.taken_in.iter();
        let taken_in = taken_in.map(|(shown, _)| (shown.person, shown.draft.names_and_birth()));
        self.people.extend(taken_in.map(|one| keyed(&one)));
        &self.people
    }
}

fn keyed((person, names): &(PersonId, NamesAndBirth)) -> (PersonId, SearchKey) {
    (*person, SearchKey::of(names))
}

/// A line of the worklist has the name as it is shown, and no birth.
fn names_of(head: &CaseHead) -> NamesAndBirth {
    NamesAndBirth {
        spoken_name: head.name.clone(),
        original_script: head.original_script.clone(),
        ..NamesAndBirth::default()
    }
}

/// Whom this device knows that answer a typed text, best first. All of them are the worker's own.
pub(super) fn find(typed: &str, here: &Here, keys: &mut Keys) -> FoundHere {
    let query = Query::parse(typed, platform::now().day());
    let mut found = FoundHere::default();
    if let Some(number) = &query.number {
        let packed = here.cases.iter();
        let packed = packed.filter(|case| case.head.number == *number);
        found.hits = packed
            .map(|case| hit(case, Verdict::Likely, Vec::new()))
            .collect();
        for head in here.left.iter().filter(|head| head.number == *number) {
            found.left.insert(head.person);
            found.hits.push(left_hit(head, Verdict::Likely, Vec::new()));
        }
        return found;
    }
    for (person, ranked) in search_packed(&query, keys.of(here), HITS_MAX) {
        if let Some(case) = here.cases.iter().find(|case| case.head.person == person) {
            found.hits.push(hit(case, ranked.verdict, ranked.reasons));
        } else if let Some(head) = here.left.iter().find(|head| head.person == person) {
            found.left.insert(person);
            found
                .hits
                .push(left_hit(head, ranked.verdict, ranked.reasons));
        } else if let Some((shown, case)) = here
            .taken_in
            .iter()
            .find(|(shown, _)| shown.person == person)
        {
            let mut own = own_hit(shown, *case);
            if let Hit::Known(hit) = &mut own {
                hit.verdict = ranked.verdict;
                hit.reasons = ranked.reasons;
            }
            found.hits.push(own);
        }
    }
    found
}

/// A packed case as a hit.
pub(super) fn hit(case: &ShownCase, verdict: Verdict, reasons: Vec<MatchReason>) -> Hit {
    let planned = case.appointments.iter().map(|shown| &shown.value);
    known(
        &case.head,
        case.person.draft.born,
        planned,
        verdict,
        reasons,
    )
}

/// A line of the worklist as a hit: the birth is not in it.
fn left_hit(head: &CaseHead, verdict: Verdict, reasons: Vec<MatchReason>) -> Hit {
    known(head, None, head.appointment.iter(), verdict, reasons)
}

fn known<'a>(
    head: &CaseHead,
    born: Option<ImpreciseDate>,
    appointments: impl Iterator<Item = &'a AppointmentView>,
    verdict: Verdict,
    reasons: Vec<MatchReason>,
) -> Hit {
    // Whoever is late is still sent to where they are expected, as the server says it.
    let still_expected = platform::now().plus_millis(-LATE_MILLIS);
    Hit::Known(Box::new(DeskHit {
        person: head.person,
        name: head.name.clone(),
        original_script: head.original_script.clone(),
        born,
        case: Some(head.case),
        number: Some(head.number.clone()),
        responsible: head.responsible.clone(),
        appointment_at: appointments
            .filter(|view| view.end.is_none())
            .filter_map(|view| view.draft.starts_at)
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
