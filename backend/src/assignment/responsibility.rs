//! Who has which case: what the coordinator finds by post or number, how responsibility for a case came about, and what a
//! post is told of the cases that left it.

use shared::access::{Action, Basis, Decision, Facts, Reason, may};
use shared::assignment::TOLD_DAYS;
use shared::assignment::calls::{
    CaseSearch, FoundCases, HandedOver, HandedOverCases, Responsibility,
};
use shared::assignment::proposal::{ProposalFacts, propose as propose_by_rule};
use shared::case::{CaseHead, CaseState};
use shared::exchange::Subject;
use shared::kernel::{Actor, CaseId, Day, PersonId};
use shared::organisation::Organisation;
use shared::person::search::Query;

use super::service::{loads, without_name};
use crate::case::{self, Case};
use crate::decision::{Permitted, Stop};
use crate::tx::Tx;
use crate::{organisation, person};

/// How many cases of a post are listed.
const CASES_MAX: i64 = 50;
/// Of how many cases a post is told that they left.
const LEFT_MAX: i64 = 20;
const DAY_MILLIS: i64 = 86_400_000;

/// The posts with what they carry, and the open cases of a post or with a number, without a name; and on which basis they are
/// shown. A head of a body finds a case of the own body by its number.
///
/// # Errors
/// If the actor is neither the coordinator nor heads a body, or the database cannot answer.
pub fn find(
    tx: &mut Tx<'_>,
    actor: &Actor,
    search: &CaseSearch,
) -> Result<(FoundCases, Basis), Stop> {
    if !may(actor, Action::SeePool, &Facts::default()).is_yes() {
        return Ok((find_in_body(tx, actor, search)?, Basis::HeadOfBody));
    }
    let (town, today) = (organisation::current(tx)?, tx.now().day());
    let facts = ProposalFacts {
        loads: loads(tx)?,
        ..ProposalFacts::default()
    };
    let mut posts = propose_by_rule(&town, today, &facts);
    posts.sort_by(|a, b| a.post.cmp(&b.post));
    let (cases, total): (Vec<Case>, u32) = match (&search.post, number_in(search, tx)) {
        (Some(post), _) => case::list_at_post(tx, post, CASES_MAX)?,
        (None, Some(number)) => {
            let found = find_open(tx, &number)?;
            (found.iter().cloned().collect(), u32::from(found.is_some()))
        }
        (None, None) => (Vec::new(), 0),
    };
    let cases = cases
        .iter()
        .map(|case| unnamed(&town, case, today))
        .collect();
    let found = FoundCases {
        posts,
        cases,
        total,
    };
    Ok((found, Basis::Coordination))
}

/// As [`find`], for the head of a body: what is not of the own body is as if it were not there.
fn find_in_body(tx: &mut Tx<'_>, actor: &Actor, search: &CaseSearch) -> Result<FoundCases, Stop> {
    let (standing, _) = super::body::read(tx, actor)?;
    let mut found = FoundCases {
        posts: standing.posts,
        ..FoundCases::default()
    };
    let Some(number) = number_in(search, tx) else {
        return Ok(found);
    };
    let Some(case) = find_open(tx, &number)? else {
        return Ok(found);
    };
    match case::open_for(tx, actor, Action::SeeCaseHead, None, case.id) {
        Ok(case) => {
            let (town, today) = (organisation::current(tx)?, tx.now().day());
            found.cases.push(unnamed(&town, &case, today));
            found.total = 1;
            Ok(found)
        }
        Err(stop) if stop.is_refusal() => Ok(found),
        Err(stop) => Err(stop),
    }
}

/// The open case with a number.
fn find_open(tx: &mut Tx<'_>, number: &str) -> Result<Option<Case>, Stop> {
    let found = case::find_by_number(tx, number)?;
    Ok(found.filter(|case| case.state != CaseState::Closed))
}

/// A case with its worker, without a name.
fn unnamed(town: &Organisation, case: &Case, today: Day) -> CaseHead {
    CaseHead {
        responsible: case::responsible(town, case, today),
        ..without_name(case)
    }
}

fn number_in(search: &CaseSearch, tx: &Tx<'_>) -> Option<String> {
    Query::parse(&search.number, tx.now().day()).number
}

/// Who has a case, and how that came about. A name and what was said in words are for those who may read the file.
///
/// # Errors
/// If the case is not for the actor to see, or the database cannot answer.
pub fn read(
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: CaseId,
) -> Result<(PersonId, Permitted<Responsibility>), Stop> {
    let opened = case::open_for(tx, actor, Action::SeeCaseHead, None, id)?;
    let facts = person::facts_about(tx, actor, opened.person, &opened)?;
    let is_whole = may(actor, Action::ReadCase, &facts).is_yes();
    let may_assign =
        opened.state != CaseState::Closed && may(actor, Action::AssignCase, &facts).is_yes();
    let may_check = may(actor, Action::OpenForCheck, &facts).is_yes();
    let (town, today) = (organisation::current(tx)?, tx.now().day());
    let mut history = case::history(tx, &town, &opened)?;
    let head = if is_whole {
        case::head(tx, &town, &opened)?
    } else {
        let posts = history.posts.iter_mut().map(|post| &mut post.reason);
        let kept = history
            .districts
            .iter_mut()
            .filter_map(|at| at.kept.as_mut());
        for words in posts.chain(kept.map(|kept| &mut kept.reason)) {
            words.clear();
        }
        if opened.basis() == Some(Basis::HeadOfBody) {
            // Which post of another body had the case is no business of this one.
            let own = town.posts_of(&town.units_of_body(&actor.unit, today));
            history.posts.retain(|stretch| own.contains(&stretch.post));
        }
        CaseHead {
            responsible: case::responsible(&town, &opened, today),
            assigned_at: opened.assigned_at,
            ..without_name(&opened)
        }
    };
    let person = opened.person;
    let answer = Responsibility {
        head,
        history,
        may_assign,
        may_check,
        is_file_open: is_whole,
    };
    Ok((person, opened.map(|_| answer)))
}

/// The cases that left the actor's post lately: where they went and why.
///
/// # Errors
/// If the actor holds no post as a case manager, or the database cannot answer.
pub fn handed_over(
    tx: &mut Tx<'_>,
    actor: &Actor,
) -> Result<(HandedOverCases, Vec<(Subject, Basis)>), Stop> {
    // Only what the actor's own post had is looked for.
    let facts = Facts {
        was_responsible: actor.post.is_some(),
        ..Facts::default()
    };
    let basis = match may(actor, Action::SeeHandover, &facts) {
        Decision::Yes(basis) => basis,
        Decision::No(because) => return Err(Stop::NotAllowed(because)),
    };
    let Some(post) = &actor.post else {
        return Err(Stop::NotAllowed(Reason::NotResponsible));
    };
    let since = tx.now().plus_millis(-TOLD_DAYS * DAY_MILLIS);
    let left = case::list_left(tx, post, since, LEFT_MAX)?;
    let (town, today) = (organisation::current(tx)?, tx.now().day());
    let sealed: Vec<_> = left
        .iter()
        .map(|left| (left.case.person, left.draft.clone()))
        .collect();
    let drafts = person::open_drafts(tx, &sealed)?;
    let cases: Vec<&Case> = left.iter().map(|left| &left.case).collect();
    let mut reasons = case::why_now(tx, &cases)?;
    let cases: Vec<HandedOver> = left
        .iter()
        .zip(drafts)
        .map(|(left, draft)| {
            let (because, reason) = reasons.remove(&left.case.id).unwrap_or_default();
            HandedOver {
                case: left.case.id,
                person: left.case.person,
                number: left.case.number.clone(),
                name: draft.shown_name(),
                at: left.at,
                to: case::responsible(&town, &left.case, today),
                because,
                reason,
            }
        })
        .collect();
    let shown = cases
        .iter()
        .map(|handed| (Subject::Person(handed.person), basis))
        .collect();
    Ok((HandedOverCases { cases }, shown))
}
