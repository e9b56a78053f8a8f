//! The read of reports.

use actix_web::web::ServiceConfig;
use shared::calls::Nothing;
use shared::kernel::Actor;
use shared::reporting::calls::{ReadReports, Reports};

use super::service;
use crate::tx::Tx;
use crate::web::{Fault, calls};

/// Registers it.
pub fn register(routes: &mut ServiceConfig) {
    calls::read::<ReadReports, _, _>(routes, read);
}

fn read(tx: &mut Tx<'_>, actor: &Actor, Nothing {}: Nothing) -> Result<Reports, Fault> {
    Ok(service::read(tx, actor)?)
}
