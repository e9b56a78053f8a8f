//! Work handed in by a device whose session or right has ended (design 3.8): kept for whoever has the case now to
//! accept. Nothing is decided and nothing is shown.

use actix_web::web;
use shared::exchange::{Answered, Envelope, OfferAnswer, Outcome};
use shared::kernel::{Actor, Attachment, Epoch};

use super::{ExchangeEffect, Known, Marks, look_up, write_down};
use crate::attachment::{self, Pictures};
use crate::db::Failure;
use crate::decision::Stop;
use crate::effect::{self, Effect};
use crate::log::Numbering;
use crate::tx::{Town, Tx};

/// Takes envelopes that their author can no longer offer: each is held, or gets the answer it already has.
///
/// # Errors
/// If the database could not do its part; nothing was written then.
pub async fn hand_in(
    town: &Town,
    author: Actor,
    epoch: Option<Epoch>,
    envelopes: Vec<Envelope>,
    attachments: Vec<Attachment>,
) -> Result<OfferAnswer, Failure> {
    let (envelopes, pictures) = web::block(move || {
        let pictures = Pictures::read(&attachments, &envelopes);
        (envelopes, pictures)
    })
    .await
    .map_err(|_| Failure::Broken("reading pictures panicked"))?;
    town.write(author.municipality.clone(), move |tx| {
        tx.set_pictures(&pictures);
        take(tx, &author, epoch, &envelopes)
    })
    .await
}

/// As [`hand_in`], on this thread; for the simulator and tests.
///
/// # Errors
/// As [`hand_in`].
pub fn hand_in_blocking(
    town: &Town,
    author: &Actor,
    epoch: Option<Epoch>,
    envelopes: &[Envelope],
    attachments: &[Attachment],
) -> Result<OfferAnswer, Failure> {
    let pictures = Pictures::read(attachments, envelopes);
    town.write_blocking(&author.municipality, |tx| {
        tx.set_pictures(&pictures);
        take(tx, author, epoch, envelopes)
    })
}

fn take(
    tx: &mut Tx<'_>,
    author: &Actor,
    epoch: Option<Epoch>,
    envelopes: &[Envelope],
) -> Result<OfferAnswer, Failure> {
    let mut numbering = Numbering::take(tx)?;
    let marks = Marks::get(tx)?;
    if epoch.is_some_and(|known| known != marks.epoch) {
        // As with an offer: the device first hears of the restore, and then hands in what was lost by it, too.
        numbering.give_back(tx)?;
        return Ok(marks.answer(Vec::new()));
    }
    let mut outcomes = Vec::with_capacity(envelopes.len());
    for envelope in envelopes {
        outcomes.push(hold(tx, &mut numbering, author, envelope)?);
    }
    numbering.give_back(tx)?;
    Ok(marks.answer(outcomes))
}

fn hold(
    tx: &mut Tx<'_>,
    numbering: &mut Numbering,
    author: &Actor,
    envelope: &Envelope,
) -> Result<Answered, Failure> {
    match look_up(tx, numbering, author, envelope)? {
        Known::Answered(answered) => Ok(without_content(answered)),
        Known::Barred(because) => Ok(Answered {
            id: envelope.id,
            sequence: None,
            answer: Outcome::refused(because),
        }),
        Known::New | Known::Twice(_) => {
            tx.ensure_key(&envelope.subject)?;
            if let Err(stop) = has_picture(tx, envelope) {
                return write_down(tx, numbering, author, envelope, stop.outcome()?, &[]);
            }
            let held = ExchangeEffect::held(author, envelope, tx.now());
            let effects = [Effect::Exchange(held)];
            for effect in &effects {
                effect::apply(tx, &envelope.subject, effect)?;
            }
            attachment::keep(tx, envelope)?;
            write_down(tx, numbering, author, envelope, Outcome::Held, &effects)
        }
    }
}

/// Whether the picture that an envelope names is there: without it nobody could accept what was held.
fn has_picture(tx: &mut Tx<'_>, envelope: &Envelope) -> Result<(), Stop> {
    match (envelope.subject.person(), envelope.command.attachment()) {
        (Some(person), Some(id)) => attachment::check(tx, person, id, "signature"),
        _ => Ok(()),
    }
}

/// An earlier answer, without what others wrote: a device without a session reads nothing.
fn without_content(mut answered: Answered) -> Answered {
    if let Outcome::Conflict { fields } = &mut answered.answer {
        fields.clear();
    }
    answered
}
