//! The calls of a device.

use actix_web::web::ServiceConfig;
use shared::calls::Nothing;
use shared::device::calls::{
    AskDevice, DeviceStanding, EnrolDevice, HandIn, OpenDevice, ThisDevice,
};
use shared::device::{DeviceSecret, Enrolment, HandedIn};
use shared::exchange::OfferAnswer;

use super::service;
use crate::audit::Personal;
use crate::web::{Fault, Signed, State, Stranger, calls};

/// Registers them.
pub fn register(routes: &mut ServiceConfig) {
    calls::signed::<EnrolDevice, _, _, _>(routes, enrol);
    calls::signed::<OpenDevice, _, _, _>(routes, open);
    calls::public::<AskDevice, _, _, _>(routes, ask);
    calls::public::<HandIn, _, _, _>(routes, hand_in);
}

async fn enrol(state: State, signed: Signed, enrolment: Enrolment) -> Result<Nothing, Fault> {
    service::enrol(&state.town, &signed.actor, enrolment).await?;
    Ok(Nothing {})
}

async fn open(state: State, signed: Signed, this: ThisDevice) -> Result<DeviceSecret, Fault> {
    service::open(&state.town, &signed.actor, this.device).await
}

async fn ask(state: State, _stranger: Stranger, this: ThisDevice) -> Result<DeviceStanding, Fault> {
    service::standing(&state.town, &state.config.municipality, this.device).await
}

async fn hand_in(
    state: State,
    _stranger: Stranger,
    handed_in: HandedIn,
) -> Result<Personal<OfferAnswer>, Fault> {
    let answer = service::hand_in(&state.town, &state.config.municipality, handed_in).await?;
    Ok(Personal::of_nobody(answer))
}
