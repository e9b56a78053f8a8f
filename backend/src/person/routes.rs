//! The calls that read persons.

use actix_web::web::ServiceConfig;
use shared::calls::Nothing;
use shared::exchange::Subject;
use shared::person::calls::{
    ComparePersons, DoubleNotices, FindPersons, PersonCard, PersonComparison, PersonDoubles,
    PersonFile, PersonHits, PersonSearch, ReadDoubleNotices, ReadDoubles, ReadPerson,
    ReadPersonCard, ThisPerson, TwoPersons,
};

use super::search::find as service_find;
use super::{card, doubles, service};
use crate::audit::Personal;
use crate::web::{Fault, Signed, State, calls};

/// Registers them.
pub fn register(routes: &mut ServiceConfig) {
    calls::signed::<FindPersons, _, _, _>(routes, find);
    calls::signed::<ReadPerson, _, _, _>(routes, read);
    calls::signed::<ReadPersonCard, _, _, _>(routes, read_card);
    calls::signed::<ComparePersons, _, _, _>(routes, compare);
    calls::signed::<ReadDoubles, _, _, _>(routes, of_person);
    calls::signed::<ReadDoubleNotices, _, _, _>(routes, notices);
}

async fn find(
    state: State,
    signed: Signed,
    search: PersonSearch,
) -> Result<Personal<PersonHits>, Fault> {
    let found = state
        .read_as(signed.actor, move |tx, actor| {
            service_find(tx, actor, &search)
        })
        .await?;
    Ok(Personal::showing(found.hits, found.shown))
}

async fn read(
    state: State,
    signed: Signed,
    this: ThisPerson,
) -> Result<Personal<PersonFile>, Fault> {
    let file = state
        .read_as(signed.actor, move |tx, actor| {
            service::read(tx, actor, this.person)
        })
        .await?;
    Ok(Personal::permitted(file, |file| {
        std::iter::once(file.person)
            .chain(file.linked.iter().map(|link| link.other))
            .map(Subject::Person)
            .collect()
    })?)
}

async fn read_card(
    state: State,
    signed: Signed,
    this: ThisPerson,
) -> Result<Personal<PersonCard>, Fault> {
    let card = state
        .read_as(signed.actor, move |tx, actor| {
            card::card(tx, actor, this.person)
        })
        .await?;
    Ok(Personal::showing(card.answer, card.shown))
}

async fn compare(
    state: State,
    signed: Signed,
    two: TwoPersons,
) -> Result<Personal<PersonComparison>, Fault> {
    let compared = state
        .read_as(signed.actor, move |tx, actor| {
            doubles::compare(tx, actor, two)
        })
        .await?;
    Ok(Personal::showing(compared.answer, compared.shown))
}

async fn of_person(
    state: State,
    signed: Signed,
    this: ThisPerson,
) -> Result<Personal<PersonDoubles>, Fault> {
    let doubles = state
        .read_as(signed.actor, move |tx, actor| {
            doubles::of_person(tx, actor, this.person)
        })
        .await?;
    Ok(Personal::showing(doubles.answer, doubles.shown))
}

async fn notices(
    state: State,
    signed: Signed,
    _: Nothing,
) -> Result<Personal<DoubleNotices>, Fault> {
    let notices = state.read_as(signed.actor, doubles::notices).await?;
    Ok(Personal::showing(notices.answer, notices.shown))
}
