//! The one call that writes, and the one that lists what was held.

use std::collections::HashMap;

use actix_web::web::ServiceConfig;
use shared::access::Basis;
use shared::audit::Why;
use shared::calls::Nothing;
use shared::exchange::calls::{ListHeld, OfferCommands};
use shared::exchange::{HeldWork, Offer, OfferAnswer, Outcome, Subject};
use shared::kernel::attachment::ATTACHMENTS_MOST;
use shared::kernel::{Actor, EnvelopeId, FieldProblem, FieldProblems, Problem, ProblemCode};

use crate::audit::Personal;
use crate::tx::Tx;
use crate::web::{Fault, Signed, State, calls};

/// The most groups of an offer.
const GROUPS_MAX: usize = 200;
/// The most envelopes of a group.
const GROUP_MAX: usize = 20;

/// Registers it.
pub fn register(routes: &mut ServiceConfig) {
    calls::signed::<OfferCommands, _, _, _>(routes, offer);
    calls::read::<ListHeld, _, _>(routes, held);
}

fn held(tx: &mut Tx<'_>, actor: &Actor, Nothing {}: Nothing) -> Result<Personal<HeldWork>, Fault> {
    let listed = super::list(tx, actor)?;
    // What somebody wrote themselves is theirs by their role; of the case it shows nothing.
    let own = listed.own.into_iter().map(|own| (own, Basis::Role));
    Ok(Personal::showing(
        listed.work,
        listed.shown.into_iter().chain(own),
    ))
}

async fn offer(state: State, signed: Signed, offer: Offer) -> Result<Personal<OfferAnswer>, Fault> {
    if offer
        .author
        .is_some_and(|author| author != signed.actor.account)
    {
        // Work of one account is never run under the session of another.
        return Err(Problem::NotSignedIn.into());
    }
    check(&offer)?;
    let subjects = subjects(&offer);
    let answer = super::offer(&state.town, &signed.actor, offer).await?;
    Ok(logged(answer, &subjects))
}

/// The subject of each envelope of an offer.
pub(crate) fn subjects(offer: &Offer) -> HashMap<EnvelopeId, Subject> {
    offer
        .groups
        .iter()
        .flatten()
        .map(|envelope| (envelope.id, envelope.subject.clone()))
        .collect()
}

/// Outcomes show what others wrote only where they hold conflicts.
fn logged(answer: OfferAnswer, subjects: &HashMap<EnvelopeId, Subject>) -> Personal<OfferAnswer> {
    let shown: Vec<Subject> = answer
        .outcomes
        .iter()
        .filter(|answered| matches!(answered.answer, Outcome::Conflict { .. }))
        .filter_map(|answered| subjects.get(&answered.id).cloned())
        .collect();
    if shown.is_empty() {
        Personal::of_nobody(answer)
    } else {
        Personal::showing_because(answer, Why::OwnConflict, shown)
    }
}

/// Checks the size of an offer, as the API document states it.
fn check(offer: &Offer) -> Result<(), FieldProblems> {
    let mut problems = FieldProblems::default();
    let mut sized = |path: String, size: usize, max: usize| match size {
        0 => problems.add(path, ProblemCode::Missing),
        size if size > max => problems.add(
            path,
            FieldProblem::limited(ProblemCode::TooMany, "max", max),
        ),
        _ => {}
    };
    sized("groups".to_owned(), offer.groups.len(), GROUPS_MAX);
    for (index, group) in offer.groups.iter().enumerate() {
        sized(format!("groups.{index}"), group.len(), GROUP_MAX);
    }
    if offer.attachments.len() > ATTACHMENTS_MOST {
        problems.add(
            "attachments",
            FieldProblem::limited(ProblemCode::TooMany, "max", ATTACHMENTS_MOST),
        );
    }
    problems.or(())
}
