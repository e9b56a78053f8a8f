//! The calls about responsibility.

use actix_web::web::ServiceConfig;
use shared::access::Basis;
use shared::assignment::body::BodyStanding;
use shared::assignment::calls::{
    CaseSearch, FindCases, FoundCases, HandedOverCases, Pool, PoolCases, Proposal, Propose,
    ReadBody, ReadHandedOver, ReadResponsibility, Responsibility,
};
use shared::calls::Nothing;
use shared::case::calls::ThisCase;
use shared::exchange::Subject;
use shared::kernel::Actor;

use super::{body, responsibility, service};
use crate::audit::Personal;
use crate::tx::Tx;
use crate::web::{Fault, Signed, State, calls};

/// Registers them.
pub fn register(routes: &mut ServiceConfig) {
    calls::read::<Pool, _, _>(routes, pool);
    calls::read::<Propose, _, _>(routes, propose);
    calls::signed::<FindCases, _, _, _>(routes, find);
    calls::read::<ReadResponsibility, _, _>(routes, read);
    calls::read::<ReadHandedOver, _, _>(routes, handed_over);
    calls::read::<ReadBody, _, _>(routes, of_body);
}

fn pool(tx: &mut Tx<'_>, actor: &Actor, Nothing {}: Nothing) -> Result<Personal<PoolCases>, Fault> {
    let cases = service::pool(tx, actor)?;
    let shown: Vec<_> = cases
        .cases
        .iter()
        .map(|head| (Subject::Person(head.person), Basis::Coordination))
        .collect();
    Ok(Personal::showing(cases, shown))
}

fn propose(tx: &mut Tx<'_>, actor: &Actor, this: ThisCase) -> Result<Personal<Proposal>, Fault> {
    let (person, proposal) = service::propose(tx, actor, this.case)?;
    Ok(Personal::permitted(proposal, |_| {
        vec![Subject::Person(person)]
    })?)
}

async fn find(
    state: State,
    signed: Signed,
    search: CaseSearch,
) -> Result<Personal<FoundCases>, Fault> {
    let (found, basis) = state
        .read_as(signed.actor, move |tx, actor| {
            responsibility::find(tx, actor, &search)
        })
        .await?;
    let shown: Vec<_> = found
        .cases
        .iter()
        .map(|head| (Subject::Person(head.person), basis))
        .collect();
    Ok(Personal::showing(found, shown))
}

fn read(tx: &mut Tx<'_>, actor: &Actor, this: ThisCase) -> Result<Personal<Responsibility>, Fault> {
    let (person, responsibility) = responsibility::read(tx, actor, this.case)?;
    Ok(Personal::permitted(responsibility, |_| {
        vec![Subject::Person(person)]
    })?)
}

fn handed_over(
    tx: &mut Tx<'_>,
    actor: &Actor,
    Nothing {}: Nothing,
) -> Result<Personal<HandedOverCases>, Fault> {
    let (cases, shown) = responsibility::handed_over(tx, actor)?;
    Ok(Personal::showing(cases, shown))
}

fn of_body(
    tx: &mut Tx<'_>,
    actor: &Actor,
    Nothing {}: Nothing,
) -> Result<Personal<BodyStanding>, Fault> {
    let (standing, shown) = body::read(tx, actor)?;
    Ok(Personal::showing(standing, shown))
}
