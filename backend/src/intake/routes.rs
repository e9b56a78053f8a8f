//! The calls that read intakes and slips.

use actix_web::web::ServiceConfig;
use shared::access::Basis;
use shared::calls::Nothing;
use shared::exchange::Subject;
use shared::intake::calls::{
    ExceptionRequests, IntakeFiles, OpenIntakes, PersonSlips, ReadExceptions, ReadIntakes,
    ReadOpenIntakes, ReadSlips, ReadSlipsOf, SlipWindow, Slips,
};
use shared::kernel::Actor;
use shared::person::calls::ThisPerson;

use super::read;
use crate::audit::Personal;
use crate::tx::Tx;
use crate::web::{Fault, calls};

/// Registers them.
pub fn register(routes: &mut ServiceConfig) {
    calls::read::<ReadIntakes, _, _>(routes, intakes);
    calls::read::<ReadSlips, _, _>(routes, slips);
    calls::read::<ReadSlipsOf, _, _>(routes, slips_of);
    calls::read::<ReadOpenIntakes, _, _>(routes, unfinished);
    calls::read::<ReadExceptions, _, _>(routes, exceptions);
}

fn intakes(
    tx: &mut Tx<'_>,
    actor: &Actor,
    this: ThisPerson,
) -> Result<Personal<IntakeFiles>, Fault> {
    let files = read::files(tx, actor, this.person)?;
    Ok(Personal::permitted(files, |_| {
        vec![Subject::Person(this.person)]
    })?)
}

fn slips(tx: &mut Tx<'_>, actor: &Actor, window: SlipWindow) -> Result<Personal<Slips>, Fault> {
    let (slips, shown) = read::latest_slips(tx, actor, window)?;
    Ok(Personal::showing(slips, shown))
}

fn slips_of(
    tx: &mut Tx<'_>,
    actor: &Actor,
    this: ThisPerson,
) -> Result<Personal<PersonSlips>, Fault> {
    let slips = read::slips_of(tx, actor, this.person)?;
    Ok(Personal::permitted(slips, |slips| {
        let slips = slips.slips.iter().map(|slip| Subject::Slip(slip.slip));
        std::iter::once(Subject::Person(this.person))
            .chain(slips)
            .collect()
    })?)
}

fn unfinished(
    tx: &mut Tx<'_>,
    actor: &Actor,
    Nothing {}: Nothing,
) -> Result<Personal<OpenIntakes>, Fault> {
    let (intakes, shown) = read::unfinished(tx, actor)?;
    Ok(Personal::showing(intakes, shown))
}

fn exceptions(
    tx: &mut Tx<'_>,
    actor: &Actor,
    Nothing {}: Nothing,
) -> Result<Personal<ExceptionRequests>, Fault> {
    let waiting = read::exceptions(tx, actor)?;
    let shown: Vec<_> = waiting
        .requests
        .iter()
        .map(|request| (Subject::Person(request.person), Basis::Coordination))
        .collect();
    Ok(Personal::showing(waiting, shown))
}
