//! The call that reads the organisation.

use std::sync::Arc;

use actix_web::web::ServiceConfig;
use shared::calls::Nothing;
use shared::organisation::Organisation;
use shared::organisation::calls::ReadOrganisation;

use super::store;
use crate::decision::Stop;
use crate::web::{Fault, Signed, State, calls};

/// Registers it.
pub fn register(routes: &mut ServiceConfig) {
    calls::signed::<ReadOrganisation, _, _, _>(routes, read);
}

async fn read(state: State, signed: Signed, _: Nothing) -> Result<Organisation, Fault> {
    let organisation = state
        .read_as(signed.actor, |tx, _| store::current(tx).map_err(Stop::from))
        .await?;
    Ok(Arc::unwrap_or_clone(organisation))
}
