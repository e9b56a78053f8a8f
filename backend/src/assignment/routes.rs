//! The calls about responsibility.

use actix_web::web::ServiceConfig;
use shared::access::Basis;
use shared::assignment::calls::{
    CaseSearch, FindCases, FoundCases, HandedOverCases, Pool, PoolCases, Proposal, Propose,
    ReadHandedOver, ReadResponsibility, Responsibility,
};
use shared::calls::Nothing;
use shared::case::calls::ThisCase;
use shared::exchange::Subject;

use super::{responsibility, service};
use crate::audit::Personal;
use crate::web::{Fault, Signed, State, calls};

/// Registers them.
pub fn register(routes: &mut ServiceConfig) {
    calls::signed::<Pool, _, _, _>(routes, pool);
    calls::signed::<Propose, _, _, _>(routes, propose);
    calls::signed::<FindCases, _, _, _>(routes, find);
    calls::signed::<ReadResponsibility, _, _, _>(routes, read);
    calls::signed::<ReadHandedOver, _, _, _>(routes, handed_over);
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

async fn find(
    state: State,
    signed: Signed,
    search: CaseSearch,
) -> Result<Personal<FoundCases>, Fault> {
    let found = state
        .read_as(signed.actor, move |tx, actor| {
            responsibility::find(tx, actor, &search)
        })
        .await?;
    let shown: Vec<_> = found
        .cases
        .iter()
        .map(|head| (Subject::Person(head.person), Basis::Coordination))
        .collect();
    Ok(Personal::showing(found, shown))
}

async fn read(
    state: State,
    signed: Signed,
    this: ThisCase,
) -> Result<Personal<Responsibility>, Fault> {
    let (person, responsibility) = state
        .read_as(signed.actor, move |tx, actor| {
            responsibility::read(tx, actor, this.case)
        })
        .await?;
    Ok(Personal::permitted(responsibility, |_| {
        vec![Subject::Person(person)]
    })?)
}

async fn handed_over(
    state: State,
    signed: Signed,
    _: Nothing,
) -> Result<Personal<HandedOverCases>, Fault> {
    let (cases, shown) = state
        .read_as(signed.actor, responsibility::handed_over)
        .await?;
    Ok(Personal::showing(cases, shown))
}
