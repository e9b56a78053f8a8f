//! The one call that writes.

use super::{Offer, OfferAnswer};
use crate::call;

call!(
    /// Offers commands in envelopes; each gets its outcome, and the same one again the same outcome.
    OfferCommands, Post "/api/commands", SignedIn, Offer => OfferAnswer
);
