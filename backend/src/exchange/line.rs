//! The line in which offers wait for their commit (docs/decisions/2026-11-26-writers-share-a-commit.md).
//!
//! Writers of one municipality write one after the other anyway, because numbers of the log are seen in the order in
//! which they are committed. What costs is not their work but making it durable. So whoever comes while a commit runs
//! waits, and all who wait share the next one: nobody waits for a timer, and nobody is answered before the commit. Not
//! here: what is done with an offer (`take` in the module above).

use std::collections::VecDeque;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use shared::exchange::{Offer, OfferAnswer};
use shared::kernel::Actor;
use tokio::sync::oneshot;

use super::{Offered, take_all};
use crate::attachment::Pictures;
use crate::db::Failure;
use crate::tx::Town;

/// Offers that may wait; more are refused at once.
const WAITING_MAX: usize = 4_096;
/// The most offers that share a commit.
const OFFERS_MAX: usize = 64;
/// Once so many envelopes share a commit, no further offer joins, so that the first one does not wait long for the last.
const ENVELOPES_ENOUGH: usize = 256;

/// The line. Clones share it.
#[derive(Clone, Default)]
pub struct Line(Arc<Mutex<Standing>>);

#[derive(Default)]
struct Standing {
    /// Whether a thread works through the line.
    is_led: bool,
    waiting: VecDeque<Place>,
}

/// One offer, and whom to tell.
struct Place {
    actor: Actor,
    offer: Offer,
    pictures: Pictures,
    told: oneshot::Sender<Result<OfferAnswer, Failure>>,
}

impl Place {
    fn offered(&self) -> Offered<'_> {
        Offered {
            actor: &self.actor,
            offer: &self.offer,
            pictures: &self.pictures,
        }
    }
}

impl fmt::Debug for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Line({} waiting)", self.standing().waiting.len())
    }
}

impl Line {
    fn standing(&self) -> MutexGuard<'_, Standing> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts an offer at the end; answers whether whoever did has to lead.
    fn join(&self, place: Place) -> Result<bool, Failure> {
        let mut standing = self.standing();
        if standing.waiting.len() >= WAITING_MAX {
            return Err(Failure::Busy);
        }
        standing.waiting.push_back(place);
        Ok(!std::mem::replace(&mut standing.is_led, true))
    }

    /// The offers that share the next commit, all of one municipality; if nobody waits, nobody leads any more.
    fn next(&self) -> Vec<Place> {
        let mut standing = self.standing();
        let mut batch: Vec<Place> = Vec::new();
        let mut envelopes = 0;
        while let Some(place) = standing.waiting.front() {
            let is_at_home = batch
                .first()
                .is_none_or(|first| first.actor.municipality == place.actor.municipality);
            if !is_at_home || batch.len() >= OFFERS_MAX || envelopes >= ENVELOPES_ENOUGH {
                break;
            }
            envelopes += place.offer.groups.iter().map(Vec::len).sum::<usize>();
            batch.extend(standing.waiting.pop_front());
        }
        standing.is_led = !batch.is_empty();
        batch
    }

    /// Everybody who still waits.
    fn leave(&self) -> VecDeque<Place> {
        std::mem::take(&mut self.standing().waiting)
    }
}

/// Stands in line with an offer until it is durable.
///
/// # Errors
/// If the database could not do its part; nothing of this offer was written then.
pub(super) async fn stand(
    town: &Town,
    actor: Actor,
    offer: Offer,
    pictures: Pictures,
) -> Result<OfferAnswer, Failure> {
    let (told, answer) = oneshot::channel();
    let place = Place {
        actor,
        offer,
        pictures,
        told,
    };
    if town.line().join(place)? {
        let town = town.clone();
        // Not waited for: it goes on for whoever joined in the meantime, also when this one goes away.
        drop(actix_web::web::block(move || lead(&town)));
    }
    answer
        .await
        .unwrap_or(Err(Failure::Broken("an offer that nobody answered")))
}

/// Works through the line until nobody waits.
fn lead(town: &Town) {
    loop {
        let batch = town.line().next();
        if batch.is_empty() {
            return;
        }
        commit_together(town, batch);
    }
}

/// Does all of a batch in one transaction. If that fails, each offer is tried by itself, so that none fails for what
/// another one did; only when the database is away or held, trying again would let everybody wait once more.
fn commit_together(town: &Town, batch: Vec<Place>) {
    match attempt(town, &batch) {
        Ok(answers) => {
            for (place, answer) in batch.into_iter().zip(answers) {
                tell(place, Ok(answer));
            }
        }
        Err(Failure::Busy) => {
            // Who came in the meantime has waited for the same database.
            for place in batch.into_iter().chain(town.line().leave()) {
                tell(place, Err(Failure::Busy));
            }
        }
        Err(Failure::Lost) => {
            for place in batch {
                tell(place, Err(Failure::Lost));
            }
        }
        Err(failure) => match <[Place; 1]>::try_from(batch) {
            Ok([alone]) => tell(alone, Err(failure)),
            Err(several) => {
                for place in several {
                    commit_together(town, vec![place]);
                }
            }
        },
    }
}

fn attempt(town: &Town, batch: &[Place]) -> Result<Vec<OfferAnswer>, Failure> {
    let Some(first) = batch.first() else {
        return Ok(Vec::new());
    };
    // A panic is a defect of ours: it takes the transaction back and ends one offer, never the line.
    catch_unwind(AssertUnwindSafe(|| {
        town.write_blocking(&first.actor.municipality, |tx| {
            take_all(tx, batch.iter().map(Place::offered))
        })
    }))
    .unwrap_or(Err(Failure::Broken("a write panicked")))
    .inspect(|_| town.wash_if_needed())
}

fn tell(place: Place, answer: Result<OfferAnswer, Failure>) {
    // Whoever went away in the meantime needs no word; the same envelopes get the same answer another time.
    let _ = place.told.send(answer);
}
