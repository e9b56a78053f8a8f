//! The calls that read persons.

use actix_web::web::ServiceConfig;
use shared::calls::Nothing;
use shared::exchange::Subject;
use shared::kernel::Actor;
use shared::person::calls::{
    ComparePersons, DoubleNotices, FindPersons, PersonCard, PersonComparison, PersonDoubles,
    PersonFile, PersonHits, PersonSearch, ReadDoubleNotices, ReadDoubles, ReadPerson,
    ReadPersonCard, ThisPerson, TwoPersons,
};

use super::search::find as service_find;
use super::{card, doubles, service};
use crate::audit::Personal;
use crate::tx::Tx;
use crate::web::{Fault, Signed, State, calls};

/// Registers them.
pub fn register(routes: &mut ServiceConfig) {
    calls::signed::<FindPersons, _, _, _>(routes, find);
    calls::read::<ReadPerson, _, _>(routes, read);
    calls::read::<ReadPersonCard, _, _>(routes, read_card);
    calls::read::<ComparePersons, _, _>(routes, compare);
    calls::read::<ReadDoubles, _, _>(routes, of_person);
    calls::read::<ReadDoubleNotices, _, _>(routes, notices);
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

fn read(tx: &mut Tx<'_>, actor: &Actor, this: ThisPerson) -> Result<Personal<PersonFile>, Fault> {
    let file = service::read(tx, actor, this.person)?;
    Ok(Personal::permitted(file, |file| {
        std::iter::once(file.person)
            .chain(file.linked.iter().map(|link| link.other))
            .map(Subject::Person)
            .collect()
    })?)
}

fn read_card(
    tx: &mut Tx<'_>,
    actor: &Actor,
    this: ThisPerson,
) -> Result<Personal<PersonCard>, Fault> {
    let card = card::card(tx, actor, this.person)?;
    Ok(Personal::showing(card.answer, card.shown).withholding(card.withheld))
}

fn compare(
    tx: &mut Tx<'_>,
    actor: &Actor,
    two: TwoPersons,
) -> Result<Personal<PersonComparison>, Fault> {
    let compared = doubles::compare(tx, actor, two)?;
    Ok(Personal::showing(compared.answer, compared.shown))
}

fn of_person(
    tx: &mut Tx<'_>,
    actor: &Actor,
    this: ThisPerson,
) -> Result<Personal<PersonDoubles>, Fault> {
    let doubles = doubles::of_person(tx, actor, this.person)?;
    Ok(Personal::showing(doubles.answer, doubles.shown))
}

fn notices(
    tx: &mut Tx<'_>,
    actor: &Actor,
    Nothing {}: Nothing,
) -> Result<Personal<DoubleNotices>, Fault> {
    let notices = doubles::notices(tx, actor)?;
    Ok(Personal::showing(notices.answer, notices.shown))
}
