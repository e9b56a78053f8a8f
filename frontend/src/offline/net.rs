//! The outbox's way to the server.

use shared::device::{Net, NetFailure};
use shared::exchange::calls::OfferCommands;
use shared::exchange::{Offer, OfferAnswer};
use shared::kernel::Problem;

use crate::api::{self, ApiFailure};
use crate::platform;

/// Offers by the app's own calls.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct ApiNet;

impl Net for ApiNet {
    async fn offer(&self, offer: Offer) -> Result<OfferAnswer, NetFailure> {
        if !platform::is_online() {
            return Err(NetFailure::Unreachable);
        }
        api::send::<OfferCommands>(&offer).await.map_err(failure)
    }
}

/// What a failed call means for the outbox. Nothing in here lets an entry go.
pub(super) fn failure(failure: ApiFailure) -> NetFailure {
    match failure {
        ApiFailure::Offline if !platform::is_online() => NetFailure::Unreachable,
        // Nothing is known about whether the server heard.
        ApiFailure::Offline => NetFailure::NoAnswer,
        ApiFailure::Unreadable => NetFailure::Odd { status: 200 },
        ApiFailure::Problem(problem) => match problem {
            Problem::NotSignedIn => NetFailure::NotSignedIn,
            Problem::TooMany { after_seconds } => NetFailure::TooMany { after_seconds },
            Problem::Unavailable { .. } => NetFailure::Unavailable,
            Problem::Fields { fields } => NetFailure::Fields { fields },
            Problem::NotFound => NetFailure::Odd { status: 404 },
            Problem::NotAllowed { .. } => NetFailure::Odd { status: 403 },
        },
    }
}
