//! The calls about access in an emergency.

use actix_web::web::ServiceConfig;
use shared::calls::Nothing;
use shared::emergency::calls::{
    Emergencies, ReadEmergencies, ReviewEmergencies, ReviewedEmergencies,
};
use shared::kernel::Actor;

use crate::audit::Personal;
use crate::tx::Tx;
use crate::web::{Fault, calls};

/// Registers them.
pub fn register(routes: &mut ServiceConfig) {
    calls::read::<ReadEmergencies, _, _>(routes, read);
    calls::read::<ReviewEmergencies, _, _>(routes, review);
}

fn read(
    tx: &mut Tx<'_>,
    actor: &Actor,
    Nothing {}: Nothing,
) -> Result<Personal<Emergencies>, Fault> {
    let (emergencies, shown) = super::read(tx, actor)?;
    Ok(Personal::showing(emergencies, shown))
}

fn review(
    tx: &mut Tx<'_>,
    actor: &Actor,
    Nothing {}: Nothing,
) -> Result<Personal<ReviewedEmergencies>, Fault> {
    let (reviewed, shown) = super::review(tx, actor)?;
    Ok(Personal::showing(reviewed, shown))
}
