//! The calls about responsibility.

use actix_web::web::ServiceConfig;
use shared::access::Basis;
use shared::assignment::calls::{Pool, PoolCases, Proposal, Propose};
use shared::calls::Nothing;
use shared::case::calls::ThisCase;
use shared::exchange::Subject;
use shared::kernel::Actor;

use super::service;
use crate::audit::Personal;
use crate::tx::Tx;
use crate::web::{Fault, calls};

/// Registers them.
pub fn register(routes: &mut ServiceConfig) {
    calls::read::<Pool, _, _>(routes, pool);
    calls::read::<Propose, _, _>(routes, propose);
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
