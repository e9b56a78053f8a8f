//! The calls that read intakes and slips.

use actix_web::web::ServiceConfig;
use shared::access::{Action, Basis};
use shared::calls::Nothing;
use shared::case::IntakeFile;
use shared::exchange::Subject;
use shared::intake::calls::{IntakeFiles, ReadIntakes, ReadSlips, Slips};
use shared::person::calls::ThisPerson;

use super::{service, store};
use crate::audit::Personal;
use crate::decision::Stop;
use crate::person;
use crate::web::{Fault, Signed, State, calls};

/// The most slips of one answer.
const SLIPS_MAX: i64 = 50;

/// Registers them.
pub fn register(routes: &mut ServiceConfig) {
    calls::signed::<ReadIntakes, _, _, _>(routes, intakes);
    calls::signed::<ReadSlips, _, _, _>(routes, slips);
}

async fn intakes(
    state: State,
    signed: Signed,
    this: ThisPerson,
) -> Result<Personal<IntakeFiles>, Fault> {
    let actor = signed.actor;
    let files = state
        .town
        .read(actor.municipality.clone(), move |tx| -> Result<_, Stop> {
            let opened = person::open_for(tx, &actor, Action::WorkIntake, this.person)?;
            let intakes = store::list(tx, &Subject::Person(this.person))?
                .into_iter()
                .map(|intake| IntakeFile {
                    intake: intake.id,
                    draft: intake.draft,
                    state: intake.state,
                })
                .collect();
            Ok(opened.map(|_| IntakeFiles { intakes }))
        })
        .await?;
    Ok(Personal::permitted(files, |_| {
        vec![Subject::Person(this.person)]
    })?)
}

async fn slips(state: State, signed: Signed, _: Nothing) -> Result<Personal<Slips>, Fault> {
    let actor = signed.actor;
    let slips = state
        .town
        .read(actor.municipality.clone(), move |tx| -> Result<_, Stop> {
            service::allow(&actor, Action::ReadSlip)?;
            let (counselled, intakes) = store::count_on(tx, &actor.unit, tx.now().day())?;
            Ok(Slips {
                slips: store::list_slips(tx, &actor.unit, SLIPS_MAX)?,
                counselled_today: u32::try_from(counselled).unwrap_or(u32::MAX),
                intakes_today: u32::try_from(intakes).unwrap_or(u32::MAX),
            })
        })
        .await?;
    let shown: Vec<_> = slips
        .slips
        .iter()
        .map(|slip| (Subject::Slip(slip.slip), Basis::Role))
        .collect();
    Ok(Personal::showing(slips, shown))
}
