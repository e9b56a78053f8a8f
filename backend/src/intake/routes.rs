//! The calls that read intakes and slips.

use actix_web::web::ServiceConfig;
use shared::access::Basis;
use shared::calls::Nothing;
use shared::exchange::Subject;
use shared::intake::calls::{
    ExceptionRequests, IntakeFiles, OpenIntakes, PersonSlips, ReadExceptions, ReadIntakes,
    ReadOpenIntakes, ReadSlips, ReadSlipsOf, SlipWindow, Slips,
};
use shared::person::calls::ThisPerson;

use super::read;
use crate::audit::Personal;
use crate::web::{Fault, Signed, State, calls};

/// Registers them.
pub fn register(routes: &mut ServiceConfig) {
    calls::signed::<ReadIntakes, _, _, _>(routes, intakes);
    calls::signed::<ReadSlips, _, _, _>(routes, slips);
    calls::signed::<ReadSlipsOf, _, _, _>(routes, slips_of);
    calls::signed::<ReadOpenIntakes, _, _, _>(routes, unfinished);
    calls::signed::<ReadExceptions, _, _, _>(routes, exceptions);
}

async fn intakes(
    state: State,
    signed: Signed,
    this: ThisPerson,
) -> Result<Personal<IntakeFiles>, Fault> {
    let files = state
        .read_as(signed.actor, move |tx, actor| {
            read::files(tx, actor, this.person)
        })
        .await?;
    Ok(Personal::permitted(files, |_| {
        vec![Subject::Person(this.person)]
    })?)
}

async fn slips(state: State, signed: Signed, window: SlipWindow) -> Result<Personal<Slips>, Fault> {
    let (slips, shown) = state
        .read_as(signed.actor, move |tx, actor| {
            read::latest_slips(tx, actor, window)
        })
        .await?;
    Ok(Personal::showing(slips, shown))
}

async fn slips_of(
    state: State,
    signed: Signed,
    this: ThisPerson,
) -> Result<Personal<PersonSlips>, Fault> {
    let slips = state
        .read_as(signed.actor, move |tx, actor| {
            read::slips_of(tx, actor, this.person)
        })
        .await?;
    Ok(Personal::permitted(slips, |slips| {
        let slips = slips.slips.iter().map(|slip| Subject::Slip(slip.slip));
        std::iter::once(Subject::Person(this.person))
            .chain(slips)
            .collect()
    })?)
}

async fn unfinished(
    state: State,
    signed: Signed,
    _: Nothing,
) -> Result<Personal<OpenIntakes>, Fault> {
    let (intakes, shown) = state.read_as(signed.actor, read::unfinished).await?;
    Ok(Personal::showing(intakes, shown))
}

async fn exceptions(
    state: State,
    signed: Signed,
    _: Nothing,
) -> Result<Personal<ExceptionRequests>, Fault> {
    let waiting = state.read_as(signed.actor, read::exceptions).await?;
    let shown: Vec<_> = waiting
        .requests
        .iter()
        .map(|request| (Subject::Person(request.person), Basis::Coordination))
        .collect();
    Ok(Personal::showing(waiting, shown))
}
