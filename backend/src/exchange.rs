//! The one way in which work is written (design 3.1): takes offers of envelopes, lets each be decided by its feature,
//! applies the effects and writes the log. An offer is one transaction, which it may share with others that came at the
//! same time; a group is done as a whole or not at all.
//!
//! Not here: what a command does (the features' services), who is signed in (`web`).

mod hand_in;
mod held;
mod line;
pub mod routes;

pub use hand_in::{hand_in, hand_in_blocking};
pub use held::{HeldEnvelope, Listed, apply, list, list_held};
pub use line::Line;

use std::collections::{BTreeMap, BTreeSet};

use actix_web::web;
use diesel::prelude::*;
use diesel::sql_types::Text;
use serde::{Deserialize, Serialize};
use shared::command::Command;
use shared::exchange::{
    Answered, Envelope, FORMAT, Offer, OfferAnswer, Outcome, Refusal, Sequence, Subject,
};
use shared::kernel::{AccountId, Actor, EnvelopeId, Epoch, Moment, UnitCode};

use crate::attachment::{self, Pictures};
use crate::db::schema::setting;
use crate::db::{Failure, parse};
use crate::decision::{Decided, Stop};
use crate::effect::{self, Effect};
use crate::erasure::ErasureEffect;
use crate::log::{self, Numbering, Stored};
use crate::tx::{KeyState, Town, Tx};

/// What the exchange itself keeps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ExchangeEffect {
    /// An envelope waits for the one who has the case now.
    Held {
        /// The envelope.
        envelope: Box<Envelope>,
        /// Who wrote it.
        author: AccountId,
        /// Their name, as it was.
        author_name: String,
        /// The unit they worked for.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        author_unit: Option<UnitCode>,
        /// When it was put aside.
        at: Moment,
    },
    /// Whoever has the case now looked at it. What follows from accepting it stands in effects of its own.
    HeldSettled {
        /// The envelope that was held.
        held: EnvelopeId,
        /// The name of the one who did.
        by_name: String,
        /// When.
        at: Moment,
        /// Why it was declined; absent if it was accepted.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        declined: Option<String>,
    },
}

impl ExchangeEffect {
    /// The effect that puts an envelope aside.
    fn held(author: &Actor, envelope: &Envelope, at: Moment) -> Self {
        Self::Held {
            envelope: Box::new(envelope.clone()),
            author: author.account,
            author_name: author.name.clone(),
            author_unit: Some(author.unit.clone()),
            at,
        }
    }
}

/// Takes an offer: all of it in one transaction, durable before this returns. Offers that come at the same time share
/// their commit.
///
/// # Errors
/// If the database could not do its part; nothing was written then.
pub async fn offer(town: &Town, actor: &Actor, offer: Offer) -> Result<OfferAnswer, Failure> {
    let (offer, pictures) = with_pictures(offer).await?;
    line::stand(town, actor.clone(), offer, pictures).await
}

/// Reads what came beside the envelopes, before a transaction begins.
async fn with_pictures(mut offer: Offer) -> Result<(Offer, Pictures), Failure> {
    if offer.attachments.is_empty() {
        return Ok((offer, Pictures::default()));
    }
    let read = web::block(move || {
        // What was read is not kept a second time while the offer waits.
        let attachments = std::mem::take(&mut offer.attachments);
        let pictures = Pictures::read(&attachments, offer.groups.iter().flatten());
        (offer, pictures)
    });
    read.await
        .map_err(|_| Failure::Broken("reading pictures panicked"))
}

/// As [`offer`], on this thread and in a transaction of its own; for the command line and the simulator.
///
/// # Errors
/// As [`offer`].
pub fn offer_blocking(town: &Town, actor: &Actor, offer: &Offer) -> Result<OfferAnswer, Failure> {
    let pictures = Pictures::read(&offer.attachments, offer.groups.iter().flatten());
    let mut answers = town.write_blocking(&actor.municipality, |tx| {
        let offered = Offered {
            actor,
            offer,
            pictures: &pictures,
        };
        take_all(tx, std::iter::once(offered))
    })?;
    town.wash_if_needed();
    answers
        .pop()
        .ok_or(Failure::Broken("an offer without an answer"))
}

/// An offer, who makes it, and what was read beside it.
#[derive(Clone, Copy)]
struct Offered<'a> {
    actor: &'a Actor,
    offer: &'a Offer,
    pictures: &'a Pictures,
}

/// Takes offers in their order, one answer each.
fn take_all<'a>(
    tx: &mut Tx<'_>,
    offers: impl Iterator<Item = Offered<'a>> + Clone,
) -> Result<Vec<OfferAnswer>, Failure> {
    // Taken first, so that two who come first do not both begin an epoch.
    let mut numbering = Numbering::take(tx)?;
    let marks = Marks::get(tx)?;
    let all = offers.clone().map(|offered| offered.offer);
    look_ahead(tx, &mut numbering, all)?;
    let answers = offers
        .map(|offered| take(tx, &mut numbering, marks, offered))
        .collect::<Result<_, _>>()?;
    numbering.give_back(tx)?;
    tx.write_journal()?;
    Ok(answers)
}

/// Asks once for all envelopes which ids are bound and which subjects have a key, instead of once per envelope.
fn look_ahead<'a>(
    tx: &mut Tx<'_>,
    numbering: &mut Numbering,
    offers: impl Iterator<Item = &'a Offer>,
) -> Result<(), Failure> {
    let envelopes: Vec<&Envelope> = offers.flat_map(|offer| &offer.groups).flatten().collect();
    if envelopes.len() < 2 {
        return Ok(());
    }
    let subjects: BTreeSet<Subject> = envelopes
        .iter()
        .map(|envelope| envelope.subject.clone())
        .collect();
    tx.look_up_keys(&subjects.into_iter().collect::<Vec<_>>())?;
    numbering.look_ahead(tx, envelopes.iter().map(|envelope| envelope.id).collect())
}

fn take(
    tx: &mut Tx<'_>,
    numbering: &mut Numbering,
    marks: Marks,
    Offered {
        actor,
        offer,
        pictures,
    }: Offered<'_>,
) -> Result<OfferAnswer, Failure> {
    if offer.epoch.is_some_and(|known| known != marks.epoch) {
        // The sender still believes in what a restore lost. Run now, its newer work would be decided without it.
        return Ok(marks.answer(Vec::new()));
    }
    tx.set_pictures(pictures);
    let mut outcomes = Vec::new();
    for group in &offer.groups {
        outcomes.extend(take_group(tx, numbering, actor, group)?);
    }
    Ok(marks.answer(outcomes))
}

/// What is known of an envelope before it is decided.
enum Known {
    /// Nothing: it is to be decided.
    New,
    /// It was answered before.
    Answered(Answered),
    /// It is not taken, and not written down either.
    Barred(Refusal),
    /// It stands in the same group already, at this place.
    Twice(usize),
}

/// Does a group as a whole or not at all. If a member is refused, or was before, each of the others is answered
/// `group_refused`; all answers are written down, so that a member offered again alone gets the same answer.
fn take_group(
    tx: &mut Tx<'_>,
    numbering: &mut Numbering,
    actor: &Actor,
    group: &[Envelope],
) -> Result<Vec<Answered>, Failure> {
    let mut known = Vec::with_capacity(group.len());
    for (index, envelope) in group.iter().enumerate() {
        let earlier = group
            .iter()
            .take(index)
            .position(|earlier| earlier.id == envelope.id);
        known.push(match earlier {
            Some(first) if group.get(first) == Some(envelope) => Known::Twice(first),
            Some(_) => Known::Barred(Refusal::ChangedContent),
            None => look_up(tx, numbering, actor, envelope)?,
        });
    }
    let is_blocked = known.iter().any(|known| match known {
        Known::Barred(_) => true,
        Known::Answered(answered) => matches!(answered.answer, Outcome::Refused { .. }),
        Known::New | Known::Twice(_) => false,
    });
    let culprit = if is_blocked {
        None
    } else {
        match do_group(tx, numbering, actor, group, &known) {
            Ok(answers) => return Ok(in_order(group, &known, answers)),
            Err(GroupStop::Failed(failure)) => return Err(failure),
            Err(GroupStop::Refused(index, outcome)) => Some((index, outcome)),
        }
    };
    let mut answers = Vec::new();
    for (index, envelope) in group.iter().enumerate() {
        if !matches!(known.get(index), Some(Known::New)) {
            continue;
        }
        let answer = match &culprit {
            Some((at, outcome)) if *at == index => outcome.clone(),
            _ => Outcome::refused(Refusal::GroupRefused),
        };
        answers.push(write_down(tx, numbering, actor, envelope, answer, &[])?);
    }
    Ok(in_order(group, &known, answers))
}

/// One answer per envelope, in the order offered; `answers` holds those of the new ones.
fn in_order(group: &[Envelope], known: &[Known], answers: Vec<Answered>) -> Vec<Answered> {
    let mut fresh = answers.into_iter();
    let mut all: Vec<Answered> = Vec::with_capacity(group.len());
    for (envelope, known) in group.iter().zip(known) {
        let answered = match known {
            Known::New => fresh.next(),
            Known::Answered(answered) => Some(answered.clone()),
            Known::Barred(because) => Some(Answered {
                id: envelope.id,
                sequence: None,
                answer: Outcome::refused(*because),
            }),
            Known::Twice(first) => all.get(*first).cloned(),
        };
        all.extend(answered);
    }
    all
}

fn look_up(
    tx: &mut Tx<'_>,
    numbering: &Numbering,
    actor: &Actor,
    envelope: &Envelope,
) -> Result<Known, Failure> {
    if envelope.format != FORMAT {
        return Ok(Known::Barred(Refusal::UnknownFormat));
    }
    if tx.key_state(&envelope.subject)? == KeyState::Erased {
        return Ok(Known::Barred(Refusal::Erased));
    }
    if numbering.is_fresh(envelope.id) {
        return Ok(Known::New);
    }
    Ok(match log::find(tx, numbering, actor, envelope)? {
        None => Known::New,
        Some(Stored::Same { sequence, outcome }) => Known::Answered(Answered {
            id: envelope.id,
            sequence: Some(sequence),
            answer: outcome,
        }),
        Some(Stored::Foreign) => Known::Barred(Refusal::ForeignEnvelope),
        Some(Stored::Changed) => Known::Barred(Refusal::ChangedContent),
    })
}

/// Why a group was taken back.
enum GroupStop {
    /// The member at this place was refused.
    Refused(usize, Outcome),
    /// The database did not do its part.
    Failed(Failure),
}

impl From<Failure> for GroupStop {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

fn do_group(
    tx: &mut Tx<'_>,
    numbering: &mut Numbering,
    actor: &Actor,
    group: &[Envelope],
    known: &[Known],
) -> Result<Vec<Answered>, GroupStop> {
    let new: Vec<(usize, &Envelope)> = group
        .iter()
        .zip(known)
        .enumerate()
        .filter(|(_, (_, known))| matches!(known, Known::New))
        .map(|(index, (envelope, _))| (index, envelope))
        .collect();
    if let [alone] = new.as_slice() {
        // Whoever decides only reads, so that a refusal leaves nothing to take back: no savepoint.
        return Ok(vec![do_one(tx, numbering, actor, *alone)?]);
    }
    let before = numbering.last();
    let done = tx.part(|tx| {
        new.into_iter()
            .map(|member| do_one(tx, numbering, actor, member))
            .collect()
    });
    if done.is_err() {
        numbering.back_to(before);
    }
    done
}

fn do_one(
    tx: &mut Tx<'_>,
    numbering: &mut Numbering,
    actor: &Actor,
    (index, envelope): (usize, &Envelope),
) -> Result<Answered, GroupStop> {
    if tx.ensure_key(&envelope.subject)? {
        numbering.begin_chain(&envelope.subject);
    }
    let Decided {
        outcome,
        mut effects,
    } = match decide(tx, actor, envelope) {
        Ok(decided) => decided,
        Err(Stop::NotFound) if names_erased(tx, &envelope.command)? => {
            return Err(GroupStop::Refused(index, Outcome::refused(Refusal::Erased)));
        }
        Err(stop) => return Err(GroupStop::Refused(index, stop.outcome()?)),
    };
    if outcome == Outcome::Held {
        let held = ExchangeEffect::held(actor, envelope, tx.now());
        effects = vec![Effect::Exchange(held)];
    }
    for effect in &effects {
        effect::apply(tx, &envelope.subject, effect)?;
        if let Effect::Erasure(ErasureEffect::Erased { verdict, .. }) = effect {
            tx.note_erasure((**verdict).clone());
        }
    }
    attachment::keep(tx, envelope)?;
    Ok(write_down(
        tx, numbering, actor, envelope, outcome, &effects,
    )?)
}

/// Whether a command about something that is there speaks of somebody who was erased.
fn names_erased(tx: &mut Tx<'_>, command: &Command) -> Result<bool, Failure> {
    let other = match command {
        Command::AttachSlip(call) => call.person,
        Command::DetachSlip(call) => call.person,
        Command::LinkPersons(call) => call.other,
        Command::TellPersonsApart(call) => call.other,
        _ => return Ok(false),
    };
    Ok(tx.key_state(&Subject::Person(other))? == KeyState::Erased)
}

fn write_down(
    tx: &mut Tx<'_>,
    numbering: &mut Numbering,
    actor: &Actor,
    envelope: &Envelope,
    outcome: Outcome,
    effects: &[Effect],
) -> Result<Answered, Failure> {
    tx.ensure_key(&envelope.subject)?;
    let sequence = log::append(tx, numbering, actor, envelope, &outcome, effects)?;
    Ok(Answered {
        id: envelope.id,
        sequence: Some(sequence),
        answer: outcome,
    })
}

/// Lets the feature decide that the command belongs to. The one list of who decides what.
fn decide(tx: &mut Tx<'_>, actor: &Actor, envelope: &Envelope) -> Result<Decided, Stop> {
    match &envelope.command {
        Command::RecordPerson(call) => crate::person::record(tx, actor, envelope, call),
        Command::AddNote(call) => crate::documentation::add(tx, actor, envelope, call),
        Command::Disclose(call) => crate::disclosure::disclose(tx, actor, envelope, call),
        Command::EndDisclosure(call) => crate::disclosure::end(tx, actor, envelope, call),
        Command::EditPerson(call) => crate::person::edit(tx, actor, envelope, call),
        Command::LinkPersons(call) => crate::person::link(tx, actor, envelope, call),
        Command::UnlinkPersons(call) => crate::person::unlink(tx, actor, envelope, call),
        Command::RecordConsent(call) => crate::consent::record(tx, actor, envelope, call),
        Command::TellPersonsApart(call) => crate::person::tell_apart(tx, actor, envelope, call),
        Command::KeepPost(call) => crate::case::keep_post(tx, actor, envelope, call),
        Command::SeeCase(call) => crate::case::see(tx, actor, envelope, call),
        Command::SetNextDate(call) => crate::case::set_next_date(tx, actor, envelope, call),
        Command::PlanAppointment(call) => crate::case::plan(tx, actor, envelope, call),
        Command::SettleAppointment(call) => crate::case::settle(tx, actor, envelope, call),
        Command::StartIntake(call) => crate::intake::start(tx, actor, envelope, call),
        Command::EditIntake(call) => crate::intake::edit(tx, actor, envelope, call),
        Command::CompleteIntake(call) => crate::intake::complete(tx, actor, envelope, call),
        Command::DecideIntake(call) => crate::intake::decide(tx, actor, envelope, call),
        Command::RecordFact(call) => crate::intake::record_fact(tx, actor, envelope, call),
        Command::AssignCase(call) => crate::assignment::assign(tx, actor, envelope, call),
        Command::RecordSlip(call) => crate::intake::record_slip(tx, actor, envelope, call),
        Command::AttachSlip(call) => crate::intake::attach_slip(tx, actor, envelope, call),
        Command::DetachSlip(call) => crate::intake::detach_slip(tx, actor, envelope, call),
        Command::LoadOrganisation(call) => crate::organisation::load(tx, actor, envelope, call),
        Command::SettleHeld(call) => held::settle(tx, actor, envelope, call),
        Command::ReceiveMessage(call) => crate::contact::receive(tx, actor, envelope, call),
        Command::AnswerMessage(call) => crate::contact::answer(tx, actor, envelope, call),
        Command::OpenInEmergency(call) => crate::emergency::open(tx, actor, envelope, call),
        Command::OpenForCheck(call) => crate::emergency::check(tx, actor, envelope, call),
        Command::EndEmergency(call) => crate::emergency::end(tx, actor, envelope, call),
        Command::AnswerEmergency(call) => crate::emergency::answer(tx, actor, envelope, call),
        Command::SendInquiry(call) => crate::inquiry::send(tx, actor, envelope, call),
        Command::AnswerInquiry(call) => crate::inquiry::answer(tx, actor, envelope, call),
        Command::AskErasure(call) => crate::erasure::ask(tx, actor, envelope, call),
        Command::TakeBackErasure(call) => crate::erasure::take_back(tx, actor, envelope, call),
        Command::DeclineErasure(call) => crate::erasure::decline(tx, actor, envelope, call),
        Command::ConfirmErasure(call) => crate::erasure::confirm(tx, actor, envelope, call),
        Command::IssueReport(call) => crate::reporting::issue(tx, actor, envelope, call),
    }
}

/// The marks that every answer carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Marks {
    /// The epoch of this database.
    pub epoch: Epoch,
    /// What it held when the epoch began.
    pub epoch_began_at: Sequence,
    /// Up to where it is backed up.
    pub backed_up_to: Sequence,
}

impl Marks {
    /// The answer that holds these outcomes.
    fn answer(self, outcomes: Vec<Answered>) -> OfferAnswer {
        OfferAnswer {
            epoch: self.epoch,
            epoch_began_at: self.epoch_began_at,
            backed_up_to: self.backed_up_to,
            outcomes,
        }
    }

    /// Reads the marks; a municipality that has no epoch yet gets one.
    ///
    /// # Errors
    /// If the database cannot answer.
    pub fn get(tx: &mut Tx<'_>) -> Result<Self, Failure> {
        let rows: Vec<(String, String)> = setting::table
            .filter(setting::municipality.eq(tx.municipality().to_owned()))
            .select((setting::name, setting::value))
            .load(tx.conn())?;
        let settings: BTreeMap<String, String> = rows.into_iter().collect();
        let mark = |name: &str| {
            settings
                .get(name)
                .map_or(Ok(0), |value| parse(value, "setting.value"))
        };
        let Some(epoch) = settings.get("epoch") else {
            let epoch = Epoch::born(tx.now(), tx.random()?);
            set_setting(tx, "epoch", &epoch.to_string())?;
            return Ok(Self {
                epoch,
                epoch_began_at: 0,
                backed_up_to: 0,
            });
        };
        Ok(Self {
            epoch: parse(epoch, "setting.epoch")?,
            epoch_began_at: mark("epoch_began_at")?,
            backed_up_to: mark("backed_up_to")?,
        })
    }

    /// Begins a new epoch after a restore: devices offer again what lies after what the restored copy holds.
    ///
    /// # Errors
    /// If the database cannot answer.
    pub fn begin_epoch(tx: &mut Tx<'_>) -> Result<Epoch, Failure> {
        let numbering = Numbering::take(tx)?;
        let epoch = Epoch::born(tx.now(), tx.random()?);
        set_setting(tx, "epoch", &epoch.to_string())?;
        set_setting(tx, "epoch_began_at", &numbering.last().to_string())?;
        set_setting(tx, "backed_up_to", &numbering.last().to_string())?;
        Ok(epoch)
    }

    /// Notes that everything up to here is in a backup.
    ///
    /// # Errors
    /// If the database cannot answer.
    pub fn backed_up(tx: &mut Tx<'_>, to: Sequence) -> Result<(), Failure> {
        set_setting(tx, "backed_up_to", &to.to_string())
    }
}

fn set_setting(tx: &mut Tx<'_>, name: &str, value: &str) -> Result<(), Failure> {
    let municipality = tx.municipality().to_owned();
    diesel::sql_query(
        "INSERT INTO setting (municipality, name, value) VALUES ($1, $2, $3)
         ON CONFLICT (municipality, name) DO UPDATE SET value = excluded.value",
    )
    .bind::<Text, _>(municipality)
    .bind::<Text, _>(name)
    .bind::<Text, _>(value)
    .execute(tx.conn())?;
    Ok(())
}

/// The ids of the envelopes in an offer, for log lines.
#[must_use]
pub fn ids(offer: &Offer) -> Vec<EnvelopeId> {
    offer
        .groups
        .iter()
        .flatten()
        .map(|envelope| envelope.id)
        .collect()
}
