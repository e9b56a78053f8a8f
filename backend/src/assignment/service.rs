//! Giving a case to a post, and who could take it. The rule that proposes is `shared`'s; here are the facts it asks for.

use std::collections::{BTreeMap, BTreeSet};

use diesel::dsl::count_star;
use diesel::prelude::*;
use shared::access::Action;
use shared::assignment::calls::{PoolCases, Proposal};
use shared::assignment::proposal::{ProposalFacts, first_contact_due, propose as propose_by_rule};
use shared::assignment::{AssignCase, check_choice};
use shared::case::{CaseHead, CaseState, NextDate};
use shared::exchange::{Envelope, Refusal};
use shared::kernel::{Actor, CaseId, FieldProblems, PersonId, PostCode, ProblemCode};

use crate::case::{self, Case, CaseEffect};
use crate::db::schema::{integration_case, person_link};
use crate::db::{Failure, parse};
use crate::decision::{Decided, Permitted, Stop, allowed};
use crate::effect::Effect;
use crate::tx::Tx;
use crate::{intake, organisation, person};

/// How many cases are listed whose person moved.
const TO_CHECK_MAX: i64 = 200;

/// Gives a case to a post. The day of the first contact follows from the urgency of the intake.
///
/// # Errors
/// If the actor may not, the case is not there or not open, or the post is not one of the day or vacant.
pub fn assign(
    tx: &mut Tx<'_>,
    actor: &Actor,
    envelope: &Envelope,
    call: &AssignCase,
) -> Result<Decided, Stop> {
    let person = person::subject_of(envelope)?;
    let case = case::open_for(tx, actor, Action::AssignCase, Some(person), call.case)?;
    if case.state == CaseState::Closed {
        return Err(Refusal::WrongState.into());
    }
    let today = tx.now().day();
    let town = organisation::current(tx)?;
    // Load decides about proposals, not about what a person may choose.
    let candidates = propose_by_rule(&town, today, &facts_without_load(tx, &case)?);
    let mut problems = call.organisation_problems(&town, today);
    if let Err(found) = check_choice(&candidates, actor.post.as_ref(), case.post.as_ref(), call) {
        problems.add_under("", found);
    }
    problems.or(())?;
    let post = town
        .post_on(&call.to, today)
        .ok_or_else(|| FieldProblems::at("to", ProblemCode::UnknownCode))?;
    let mut effects = vec![Effect::Case(CaseEffect::Assigned {
        case: call.case,
        post: call.to.clone(),
        unit: post.unit.clone(),
        at: tx.now(),
        because: call.because,
        reason: call.reason.trim().to_owned(),
    })];
    if case.next_on.is_none() {
        let urgency = intake::list(tx, &envelope.subject)?
            .into_iter()
            .find_map(|intake| intake.draft.urgency);
        let next = NextDate::FirstContact {
            on: first_contact_due(&town, urgency.as_ref(), today),
            urgency,
        };
        effects.push(Effect::Case(CaseEffect::NextDateSet {
            case: call.case,
            next,
        }));
    }
    Ok(case.applied(effects))
}

/// Who could take a case, best first, with the reasons.
///
/// # Errors
/// If the case is not there for this actor, or the database cannot answer.
pub fn propose(
    tx: &mut Tx<'_>,
    actor: &Actor,
    case: CaseId,
) -> Result<(PersonId, Permitted<Proposal>), Stop> {
    let opened = case::open_for(tx, actor, Action::AssignCase, None, case)?;
    let facts = ProposalFacts {
        loads: loads(tx)?,
        ..facts_without_load(tx, &opened)?
    };
    let today = tx.now().day();
    let town = organisation::current(tx)?;
    let candidates = propose_by_rule(&town, today, &facts);
    let district = opened.district.clone();
    let person = opened.person;
    Ok((
        person,
        opened.map(|_| Proposal {
            district,
            candidates,
        }),
    ))
}

/// What a proposal needs to know of the case and its person.
fn facts_without_load(tx: &mut Tx<'_>, case: &Case) -> Result<ProposalFacts, Failure> {
    let draft = person::get_draft(tx, case.person)?;
    Ok(ProposalFacts {
        district: case.district.clone(),
        languages: draft.languages.keys().cloned().collect(),
        household_posts: linked_posts(tx, case.person)?,
        loads: BTreeMap::new(),
    })
}

/// The cases that nobody is responsible for, oldest first, without a name: the coordinator sees district and dates.
///
/// # Errors
/// If the actor is not the coordinator, or the database cannot answer.
pub fn pool(tx: &mut Tx<'_>, actor: &Actor) -> Result<PoolCases, Stop> {
    allowed(actor, Action::SeePool)?;
    let cases = case::list_pool(tx)?
        .into_iter()
        .map(|case| without_name(&case))
        .collect();
    let town = organisation::current(tx)?;
    let today = tx.now().day();
    let to_check = case::list_to_check(tx, TO_CHECK_MAX)?
        .into_iter()
        .map(|case| CaseHead {
            responsible: case::responsible(&town, &case, today),
            ..without_name(&case)
        })
        .collect();
    Ok(PoolCases { cases, to_check })
}

pub(super) fn without_name(case: &Case) -> CaseHead {
    CaseHead {
        case: case.id,
        person: case.person,
        number: case.number.clone(),
        name: String::new(),
        original_script: String::new(),
        district: case.district.clone(),
        state: case.state,
        responsible: None,
        assigned_at: None,
        is_new: false,
        next: None,
        appointment: None,
        check_by: case.check_by,
        revoked_on: None,
        deputy_revoked_on: None,
        disclosure_revoked_on: None,
        unwritten_since: None,
        opened_on: case.opened_on,
    }
}

/// Open cases by post.
pub(super) fn loads(tx: &mut Tx<'_>) -> Result<BTreeMap<PostCode, u32>, Failure> {
    let municipality = tx.municipality().to_owned();
    let rows: Vec<(Option<String>, i64)> = integration_case::table
        .filter(integration_case::municipality.eq(municipality))
        .filter(integration_case::state.ne(<&'static str>::from(CaseState::Closed)))
        .filter(integration_case::post.is_not_null())
        .group_by(integration_case::post)
        .select((integration_case::post, count_star()))
        .load(tx.conn())?;
    rows.into_iter()
        .filter_map(|(post, count)| Some((post?, count)))
        .map(|(post, count)| {
            Ok((
                parse(&post, "integration_case.post")?,
                u32::try_from(count).unwrap_or(u32::MAX),
            ))
        })
        .collect()
}

/// Posts that already work with somebody who is held to be the same person. The members of a household are names on a
/// form until they are persons of their own.
fn linked_posts(tx: &mut Tx<'_>, person: PersonId) -> Result<BTreeSet<PostCode>, Failure> {
    let municipality = tx.municipality().to_owned();
    let id = person.to_string();
    let linked: Vec<(String, String)> = person_link::table
        .filter(person_link::municipality.eq(&municipality))
        .filter(person_link::unlinked_at.is_null())
        .filter(
            person_link::person_id
                .eq(&id)
                .or(person_link::other_id.eq(&id)),
        )
        .select((person_link::person_id, person_link::other_id))
        .load(tx.conn())?;
    let others: Vec<String> = linked
        .into_iter()
        .map(|(one, other)| if one == id { other } else { one })
        .collect();
    let posts: Vec<Option<String>> = integration_case::table
        .filter(integration_case::municipality.eq(&municipality))
        .filter(integration_case::person_id.eq_any(others))
        .filter(integration_case::post.is_not_null())
        .select(integration_case::post)
        .load(tx.conn())?;
    posts
        .into_iter()
        .flatten()
        .map(|post| parse(&post, "integration_case.post"))
        .collect()
}
