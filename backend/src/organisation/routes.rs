//! The calls that read the organisation.

use std::sync::Arc;

use actix_web::web::ServiceConfig;
use shared::calls::Nothing;
use shared::kernel::{Actor, Problem};
use shared::organisation::Organisation;
use shared::organisation::calls::{
    OrganisationStanding, ReadOrganisation, ReadOrganisationStanding,
};

use super::store;
use crate::tx::Tx;
use crate::web::{Fault, calls};

/// Registers them.
pub fn register(routes: &mut ServiceConfig) {
    calls::read::<ReadOrganisation, _, _>(routes, read);
    calls::read::<ReadOrganisationStanding, _, _>(routes, standing);
}

fn read(tx: &mut Tx<'_>, _: &Actor, Nothing {}: Nothing) -> Result<Organisation, Fault> {
    Ok(Arc::unwrap_or_clone(store::current(tx)?))
}

fn standing(
    tx: &mut Tx<'_>,
    _: &Actor,
    Nothing {}: Nothing,
) -> Result<OrganisationStanding, Fault> {
    Ok(store::find_standing(tx)?.ok_or(Problem::NotFound)?)
}
