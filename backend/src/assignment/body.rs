//! What the head of a legal body is shown of it. Which case somebody should look at is `shared`'s rule; here is what stands in
//! clear about them.

use shared::access::{Action, Basis};
use shared::assignment::body::{
    BodyStanding, CaseDays, CaseToLookAt, UndecidedIntakes, in_order, warnings,
};
use shared::assignment::proposal::{Candidate, ProposalFacts, propose as propose_by_rule};
use shared::exchange::Subject;
use shared::kernel::{Actor, Day};

use super::service::loads;
use crate::case::{self, Case};
use crate::decision::{Stop, allowed};
use crate::tx::Tx;
use crate::{intake, organisation};

/// How many cases are listed; as many are read of those that have a post, and of those that nobody has.
const CASES_MAX: usize = 100;

/// What the actor's legal body carries, and whose cases are shown on which basis.
///
/// # Errors
/// If the actor heads no body, or the database cannot answer.
pub fn read(tx: &mut Tx<'_>, actor: &Actor) -> Result<(BodyStanding, Vec<(Subject, Basis)>), Stop> {
    allowed(actor, Action::SeeBody)?;
    let (town, today) = (organisation::current(tx)?, tx.now().day());
    let units = town.units_of_body(&actor.unit, today);
    let facts = ProposalFacts {
        loads: loads(tx)?,
        ..ProposalFacts::default()
    };
    let mut carried: Vec<Candidate> = propose_by_rule(&town, today, &facts)
        .into_iter()
        .filter(|candidate| units.contains(&candidate.unit))
        .collect();
    carried.sort_by(|a, b| a.post.cmp(&b.post));
    let most = i64::try_from(CASES_MAX)
        .unwrap_or(i64::MAX)
        .saturating_add(1);
    let mut found = case::list_pool_of(tx, &units, most)?;
    found.extend(case::list_to_look_at(
        tx,
        &town.posts_of(&units),
        today,
        most,
    )?);
    let mut cases: Vec<(CaseToLookAt, Subject)> = found
        .iter()
        .filter_map(|case| Some((to_look_at(case, today)?, Subject::Person(case.person))))
        .collect();
    in_order(&mut cases, |(case, _)| case);
    let is_cut = cases.len() > CASES_MAX;
    cases.truncate(CASES_MAX);
    let intakes = intake::count_undecided(tx, &units)?
        .into_iter()
        .map(|(unit, (count, oldest_on))| UndecidedIntakes {
            unit,
            count,
            oldest_on,
        })
        .collect();
    let (cases, shown): (Vec<_>, Vec<_>) = cases.into_iter().unzip();
    let standing = BodyStanding {
        body: town
            .unit_on(&actor.unit, today)
            .map(|unit| unit.body.clone()),
        posts: carried,
        cases,
        is_cut,
        intakes,
    };
    let shown = shown
        .into_iter()
        .map(|subject| (subject, Basis::HeadOfBody))
        .collect();
    Ok((standing, shown))
}

/// A case as its head of body sees it; none if nobody has to look at it.
fn to_look_at(case: &Case, today: Day) -> Option<CaseToLookAt> {
    let days = CaseDays {
        opened_on: case.opened_on,
        assigned_on: case
            .post
            .as_ref()
            .map(|_| case.assigned_at.map_or(case.opened_on, |at| at.day())),
        is_opened: case.seen_at.is_some(),
        next_on: case.next_on,
        check_by: case.check_by,
    };
    let warnings = warnings(&days, today);
    (!warnings.is_empty()).then(|| CaseToLookAt {
        case: case.id,
        number: case.number.clone(),
        post: case.post.clone(),
        district: case.district.clone(),
        warnings,
    })
}
