//! The calls that read persons.

use actix_web::web::ServiceConfig;
use shared::exchange::Subject;
use shared::person::calls::{
    FindPersons, PersonFile, PersonHits, PersonSearch, ReadPerson, ThisPerson,
};

use super::search::find as service_find;
use super::service;
use crate::audit::Personal;
use crate::web::{Fault, Signed, State, calls};

/// Registers them.
pub fn register(routes: &mut ServiceConfig) {
    calls::signed::<FindPersons, _, _, _>(routes, find);
    calls::signed::<ReadPerson, _, _, _>(routes, read);
}

async fn find(
    state: State,
    signed: Signed,
    search: PersonSearch,
) -> Result<Personal<PersonHits>, Fault> {
    let actor = signed.actor;
    let found = state
        .town
        .read(actor.municipality.clone(), move |tx| {
            service_find(tx, &actor, &search)
        })
        .await?;
    Ok(Personal::showing(found.hits, found.shown))
}

async fn read(
    state: State,
    signed: Signed,
    this: ThisPerson,
) -> Result<Personal<PersonFile>, Fault> {
    let actor = signed.actor;
    let file = state
        .town
        .read(actor.municipality.clone(), move |tx| {
            service::read(tx, &actor, this.person)
        })
        .await?;
    Ok(Personal::permitted(file, |file| {
        std::iter::once(file.person)
            .chain(file.linked.iter().map(|link| link.other))
            .map(Subject::Person)
            .collect()
    })?)
}
