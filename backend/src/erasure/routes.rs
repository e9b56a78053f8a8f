//! The reads about erasures.

use actix_web::web::ServiceConfig;
use shared::access::Basis;
use shared::calls::Nothing;
use shared::erasure::calls::{ErasureOf, Erasures, ListErasures, ReadErasure, WhoseErasure};
use shared::exchange::Subject;
use shared::kernel::Actor;

use super::service;
use crate::audit::Personal;
use crate::tx::Tx;
use crate::web::{Fault, calls};

/// Registers them.
pub fn register(routes: &mut ServiceConfig) {
    calls::read::<ReadErasure, _, _>(routes, of);
    calls::read::<ListErasures, _, _>(routes, list);
}

fn of(tx: &mut Tx<'_>, actor: &Actor, whose: WhoseErasure) -> Result<Personal<ErasureOf>, Fault> {
    let (told, subject, basis) = service::of(tx, actor, whose)?;
    Ok(Personal::showing(told, [(subject, basis)]))
}

fn list(tx: &mut Tx<'_>, actor: &Actor, Nothing {}: Nothing) -> Result<Personal<Erasures>, Fault> {
    let erasures = service::list(tx, actor)?;
    let open = erasures
        .open
        .iter()
        .map(|open| Subject::Person(open.person));
    let done = erasures
        .done
        .iter()
        .map(|done| Subject::Erasure(done.erasure));
    let shown: Vec<_> = open
        .chain(done)
        .map(|subject| (subject, Basis::Coordination))
        .collect();
    Ok(Personal::showing(erasures, shown))
}
