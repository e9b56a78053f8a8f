//! The call about inquiries across units.

use actix_web::web::ServiceConfig;
use shared::calls::Nothing;
use shared::inquiry::calls::{Inquiries, ReadInquiries};
use shared::kernel::Actor;

use crate::audit::Personal;
use crate::tx::Tx;
use crate::web::{Fault, calls};

/// Registers it.
pub fn register(routes: &mut ServiceConfig) {
    calls::read::<ReadInquiries, _, _>(routes, read);
}

fn read(tx: &mut Tx<'_>, actor: &Actor, Nothing {}: Nothing) -> Result<Personal<Inquiries>, Fault> {
    let (inquiries, shown) = super::read(tx, actor)?;
    Ok(Personal::showing(inquiries, shown))
}
