//! The calls about responsibility.

use actix_web::web::ServiceConfig;
use shared::access::Basis;
use shared::assignment::calls::{Pool, PoolCases, Proposal, Propose};
use shared::calls::Nothing;
use shared::case::calls::ThisCase;
use shared::exchange::Subject;

use super::service;
use crate::audit::Personal;
use crate::web::{Fault, Signed, State, calls};

/// Registers them.
pub fn register(routes: &mut ServiceConfig) {
    calls::signed::<Pool, _, _, _>(routes, pool);
    calls::signed::<Propose, _, _, _>(routes, propose);
}

async fn pool(state: State, signed: Signed, _: Nothing) -> Result<Personal<PoolCases>, Fault> {
    let cases = state.read_as(signed.actor, service::pool).await?;
    let shown: Vec<_> = cases
        .cases
        .iter()
        .map(|head| (Subject::Person(head.person), Basis::Coordination))
        .collect();
    Ok(Personal::showing(cases, shown))
}

async fn propose(
    state: State,
    signed: Signed,
    this: ThisCase,
) -> Result<Personal<Proposal>, Fault> {
    let (person, proposal) = state
        .read_as(signed.actor, move |tx, actor| {
            service::propose(tx, actor, this.case)
        })
        .await?;
    Ok(Personal::permitted(proposal, |_| {
        vec![Subject::Person(person)]
    })?)
}
