//! The one call that writes, and the one that shows what was held.

use super::{HeldWork, Offer, OfferAnswer};
use crate::call;
use crate::calls::Nothing;

call!(
    /// Offers commands in envelopes; each gets its outcome, and the same one again the same outcome.
    OfferCommands, Post "/api/commands", SignedIn, Offer => OfferAnswer
);
call!(
    /// Lists held work: what waits for the one who asks, and what became of their own.
    ListHeld, Get "/api/held", SignedIn, Nothing => HeldWork
);
