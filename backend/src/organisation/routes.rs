//! The calls that read the organisation.

use std::sync::Arc;

use actix_web::web::ServiceConfig;
use shared::calls::Nothing;
use shared::kernel::Problem;
use shared::organisation::Organisation;
use shared::organisation::calls::{
    OrganisationStanding, ReadOrganisation, ReadOrganisationStanding,
};

use super::store;
use crate::decision::Stop;
use crate::web::{Fault, Signed, State, calls};

/// Registers them.
pub fn register(routes: &mut ServiceConfig) {
    calls::signed::<ReadOrganisation, _, _, _>(routes, read);
    calls::signed::<ReadOrganisationStanding, _, _, _>(routes, standing);
}

async fn read(state: State, signed: Signed, _: Nothing) -> Result<Organisation, Fault> {
    let organisation = state
        .read_as(signed.actor, |tx, _| store::current(tx).map_err(Stop::from))
        .await?;
    Ok(Arc::unwrap_or_clone(organisation))
}

async fn standing(state: State, signed: Signed, _: Nothing) -> Result<OrganisationStanding, Fault> {
    let standing = state
        .read_as(signed.actor, |tx, _| {
            store::find_standing(tx).map_err(Stop::from)
        })
        .await?;
    Ok(standing.ok_or(Problem::NotFound)?)
}
