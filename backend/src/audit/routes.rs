//! The calls that read the logs. Each is logged itself, under its own name.

use actix_web::web::ServiceConfig;
use shared::audit::calls::{
    AnomalyWindow, EXPORTED_MOST, ExportReadings, FoundAnomalies, FoundReadings, FoundWritings,
    LINES_MOST, ListAnomalies, ListReaders, ReadWhoRead, ReadWritings, Readers, ReadingExport,
    ReadingSearch, SearchReadings, WhoRead, WritingSearch,
};
use shared::audit::changes::{ChangeSearch, FoundChanges, ReadChanges};
use shared::calls::Nothing;
use shared::case::calls::ThisCase;
use shared::exchange::Subject;
use shared::kernel::{Actor, Problem};

use super::{Personal, changes, index, service};
use crate::tx::Tx;
use crate::web::{Fault, Signed, State, calls};

/// Registers them.
pub fn register(routes: &mut ServiceConfig) {
    calls::read::<ListReaders, _, _>(routes, readers);
    calls::signed::<SearchReadings, _, _, _>(routes, search);
    calls::signed::<ExportReadings, _, _, _>(routes, export);
    calls::signed::<ReadWritings, _, _, _>(routes, writings);
    calls::signed::<ListAnomalies, _, _, _>(routes, anomalies);
    calls::signed::<ReadWhoRead, _, _, _>(routes, who_read);
    calls::signed::<ReadChanges, _, _, _>(routes, changed);
}

fn readers(tx: &mut Tx<'_>, actor: &Actor, Nothing {}: Nothing) -> Result<Readers, Fault> {
    Ok(service::readers(tx, actor)?)
}

async fn search(
    state: State,
    signed: Signed,
    search: ReadingSearch,
) -> Result<Personal<FoundReadings>, Fault> {
    found(&state, signed.actor, search, LINES_MOST).await
}

async fn export(
    state: State,
    signed: Signed,
    export: ReadingExport,
) -> Result<Personal<FoundReadings>, Fault> {
    let lines = export.lines.clamp(1, EXPORTED_MOST);
    found(&state, signed.actor, export.search, lines).await
}

async fn found(
    state: &State,
    actor: Actor,
    search: ReadingSearch,
    most: u32,
) -> Result<Personal<FoundReadings>, Fault> {
    search.check()?;
    let whom = search.whom.clone();
    let opened = state
        .read_as(actor.clone(), move |tx, actor| {
            service::open(tx, actor, &whom)
        })
        .await?;
    let wanted = service::wanted(&opened, &search, most);
    let lines = state
        .reads
        .look(move |conn, municipality| index::find(conn, municipality, &wanted))
        .await?;
    let (found, shown) = service::readings(&opened, lines, most)?;
    let found = state
        .read_as(actor, move |tx, _| service::numbered(tx, found))
        .await?;
    Ok(Personal::showing(found, shown))
}

async fn writings(
    state: State,
    signed: Signed,
    search: WritingSearch,
) -> Result<Personal<FoundWritings>, Fault> {
    let (found, shown) = state
        .read_as(signed.actor, move |tx, actor| {
            service::writings(tx, actor, &search)
        })
        .await?;
    Ok(Personal::showing(found, shown))
}

async fn anomalies(
    state: State,
    signed: Signed,
    window: AnomalyWindow,
) -> Result<Personal<FoundAnomalies>, Fault> {
    let since = service::since(window, state.town.surroundings().now());
    let (opened, inquiries) = state
        .read_as(signed.actor, move |tx, actor| {
            service::open_window(tx, actor, since)
        })
        .await?;
    let watched = state
        .reads
        .look(move |conn, municipality| service::watch_since(conn, municipality, since, &inquiries))
        .await?;
    Ok(Personal::showing(
        service::anomalies(&opened, since, watched),
        [],
    ))
}

async fn who_read(
    state: State,
    signed: Signed,
    this: ThisCase,
) -> Result<Personal<WhoRead>, Fault> {
    let (person, accounts, told) = state
        .read_as(signed.actor, move |tx, actor| {
            service::open_case(tx, actor, this.case)
        })
        .await?;
    let basis = person.basis().ok_or(Problem::NotFound)?;
    let person = person.into_value();
    let seen = state
        .reads
        .look(move |conn, municipality| service::who_read(conn, municipality, person))
        .await?;
    let today = state.town.surroundings().now().day();
    let told = seen.told(&accounts, told, today);
    Ok(Personal::showing(told, [(Subject::Person(person), basis)]))
}

async fn changed(
    state: State,
    signed: Signed,
    search: ChangeSearch,
) -> Result<Personal<FoundChanges>, Fault> {
    let person = Subject::Person(search.person);
    let found = state
        .read_as(signed.actor, move |tx, actor| {
            changes::changes(tx, actor, &search)
        })
        .await?;
    Ok(Personal::permitted(found, |_| vec![person])?)
}
