//! The call that reads a picture. It is answered like everything else, as JSON: no address holds a file of somebody's making,
//! which a browser could take for a page.

use actix_web::web::ServiceConfig;
use shared::attachment::calls::{Picture, ReadAttachment, ThisAttachment};
use shared::exchange::Subject;
use shared::kernel::Actor;

use super::service;
use crate::audit::Personal;
use crate::tx::Tx;
use crate::web::{Fault, calls};

/// Registers it.
pub fn register(routes: &mut ServiceConfig) {
    calls::read::<ReadAttachment, _, _>(routes, read);
}

fn read(tx: &mut Tx<'_>, actor: &Actor, this: ThisAttachment) -> Result<Personal<Picture>, Fault> {
    let picture = service::read(tx, actor, this)?;
    Ok(Personal::permitted(picture, |_| {
        vec![Subject::Person(this.person)]
    })?)
}
