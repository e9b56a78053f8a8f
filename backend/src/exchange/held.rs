//! Held work (nachgereicht): put aside when its author no longer has the case or has no session, listed to whoever has
//! the case now, accepted or declined by them. It stays in the table afterwards, so that its author is told.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use shared::access::{Action, Basis, Decision, Facts, Reason, may};
use shared::case::CaseState;
use shared::command::Command;
use shared::documentation::NoteAccepted;
use shared::exchange::{
    Envelope, HeldAnswer, HeldEntry, HeldSettled, HeldWork, Outcome, OwnHeld, Refusal, SettleHeld,
    Subject, is_case_work,
};
use shared::kernel::{AccountId, Actor, CaseId, EnvelopeId, Moment, UnitCode};

use super::{ExchangeEffect, decide};
use crate::db::schema::{held_envelope, integration_case};
use crate::db::{Failure, one, parse};
use crate::decision::{Decided, Stop};
use crate::effect::Effect;
use crate::person;
use crate::tx::Tx;

/// How much is shown at once; more than anybody settles in one go.
const LISTED_MAX: i64 = 100;

/// What is sealed of held work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldEnvelope {
    /// The envelope.
    pub envelope: Envelope,
    /// The name of its author.
    pub author_name: String,
}

/// What is sealed of how it was settled.
#[derive(Debug, Serialize, Deserialize)]
struct Settlement {
    by_name: String,
    declined: Option<String>,
}

/// Applies an effect of the exchange itself.
///
/// # Errors
/// If a statement fails.
pub fn apply(tx: &mut Tx<'_>, subject: &Subject, effect: &ExchangeEffect) -> Result<(), Failure> {
    match effect {
        ExchangeEffect::Held {
            envelope,
            author,
            author_name,
            author_unit,
            at,
        } => {
            let id = envelope.id.to_string();
            let content = tx.seal(
                subject,
                "held_envelope.content",
                &id,
                &HeldEnvelope {
                    envelope: (**envelope).clone(),
                    author_name: author_name.clone(),
                },
            )?;
            diesel::insert_into(held_envelope::table)
                .values((
                    held_envelope::municipality.eq(tx.municipality().to_owned()),
                    held_envelope::envelope_id.eq(id),
                    held_envelope::subject.eq(subject.to_string()),
                    held_envelope::person_id.eq(subject.person().map(|person| person.to_string())),
                    held_envelope::case_id
                        .eq(case_of(&envelope.command).map(|case| case.to_string())),
                    held_envelope::author.eq(author.to_string()),
                    held_envelope::author_unit.eq(author_unit.as_ref().map(UnitCode::as_str)),
                    held_envelope::held_at.eq(at.millis()),
                    held_envelope::content.eq(content),
                ))
                .execute(tx.conn())?;
        }
        ExchangeEffect::HeldSettled {
            held,
            by_name,
            at,
            declined,
        } => {
            let id = held.to_string();
            let settlement = tx.seal(
                subject,
                "held_envelope.settlement",
                &id,
                &Settlement {
                    by_name: by_name.clone(),
                    declined: declined.clone(),
                },
            )?;
            one(
                diesel::update(held_envelope::table.find((tx.municipality().to_owned(), id)))
                    .set((
                        held_envelope::settled_at.eq(at.millis()),
                        held_envelope::settlement.eq(settlement),
                    ))
                    .execute(tx.conn())?,
            )?;
        }
    }
    Ok(())
}

/// The case a command speaks of, if it speaks of one.
fn case_of(command: &Command) -> Option<CaseId> {
    match command {
        Command::AddNote(call) => Some(call.case),
        Command::Disclose(call) => Some(call.case),
        Command::EndDisclosure(call) => Some(call.case),
        Command::SeeCase(call) => Some(call.case),
        Command::SetNextDate(call) => Some(call.case),
        Command::PlanAppointment(call) => Some(call.case),
        Command::SettleAppointment(call) => Some(call.case),
        Command::AssignCase(call) => Some(call.case),
        Command::KeepPost(call) => Some(call.case),
        _ => None,
    }
}

/// Held work as it stands in its row.
struct Held {
    subject: Subject,
    case: Option<CaseId>,
    author: AccountId,
    author_unit: Option<UnitCode>,
    held_at: Moment,
    settled_at: Option<Moment>,
    settlement: Option<Vec<u8>>,
    content: HeldEnvelope,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = held_envelope)]
struct HeldRow {
    envelope_id: String,
    subject: String,
    case_id: Option<String>,
    author: String,
    author_unit: Option<String>,
    held_at: i64,
    settled_at: Option<i64>,
    settlement: Option<Vec<u8>>,
    content: Vec<u8>,
}

fn read(tx: &mut Tx<'_>, row: HeldRow) -> Result<Held, Failure> {
    let subject: Subject = parse(&row.subject, "held_envelope.subject")?;
    Ok(Held {
        content: tx.open(
            &subject,
            "held_envelope.content",
            &row.envelope_id,
            &row.content,
        )?,
        case: row
            .case_id
            .map(|id| parse(&id, "held_envelope.case_id"))
            .transpose()?,
        author: parse(&row.author, "held_envelope.author")?,
        author_unit: row
            .author_unit
            .map(|unit| parse(&unit, "held_envelope.author_unit"))
            .transpose()?,
        held_at: Moment::from_millis(row.held_at),
        settled_at: row.settled_at.map(Moment::from_millis),
        settlement: row.settlement,
        subject,
    })
}

impl Held {
    /// How it was settled, if it was.
    fn settled(&self, tx: &mut Tx<'_>) -> Result<Option<HeldSettled>, Failure> {
        let (Some(at), Some(sealed)) = (self.settled_at, &self.settlement) else {
            return Ok(None);
        };
        let id = self.content.envelope.id.to_string();
        let settlement: Settlement =
            tx.open(&self.subject, "held_envelope.settlement", &id, sealed)?;
        Ok(Some(HeldSettled {
            at,
            by_name: settlement.by_name,
            declined_because: settlement.declined,
        }))
    }

    /// Whether the actor may settle it. Of a person whom nobody has recorded yet, as of a slip or a message, the author's
    /// unit is all that is known.
    fn may_settle(&self, tx: &mut Tx<'_>, actor: &Actor) -> Result<Decision, Stop> {
        let known = match self.subject.person() {
            Some(person) => match person::facts_of(tx, actor, person) {
                Ok(facts) => Some(facts),
                Err(Stop::NotFound) => None,
                Err(stop) => return Err(stop),
            },
            None => None,
        };
        let facts = known.unwrap_or_else(|| Facts {
            recorded_by_unit: self.author_unit.clone(),
            ..Facts::default()
        });
        let decision = may(actor, Action::SettleHeld, &facts);
        if decision.is_yes() && is_case_work(&self.content.envelope.command) {
            return Ok(may(actor, Action::WorkLanes, &facts));
        }
        Ok(decision)
    }
}

fn find(tx: &mut Tx<'_>, id: EnvelopeId) -> Result<Option<Held>, Failure> {
    let row = held_envelope::table
        .find((tx.municipality().to_owned(), id.to_string()))
        .select(HeldRow::as_select())
        .first(tx.conn())
        .optional()?;
    row.map(|row| read(tx, row)).transpose()
}

/// What is held about a subject and not settled yet, oldest first.
///
/// # Errors
/// If the database cannot answer or something is unreadable.
pub fn list_held(tx: &mut Tx<'_>, subject: &Subject) -> Result<Vec<HeldEnvelope>, Failure> {
    let rows: Vec<HeldRow> = held_envelope::table
        .filter(held_envelope::municipality.eq(tx.municipality().to_owned()))
        .filter(held_envelope::subject.eq(subject.to_string()))
        .filter(held_envelope::settled_at.is_null())
        .order((held_envelope::held_at, held_envelope::envelope_id))
        .select(HeldRow::as_select())
        .load(tx.conn())?;
    rows.into_iter()
        .map(|row| Ok(read(tx, row)?.content))
        .collect()
}

/// Held work for the one who asks, each with the basis on which they see it, and what became of their own.
#[derive(Debug)]
pub struct Listed {
    /// The answer.
    pub work: HeldWork,
    /// Whose data is shown, and why.
    pub shown: Vec<(Subject, Basis)>,
    /// Whose data their own work is about.
    pub own: Vec<Subject>,
}

/// Lists held work.
///
/// # Errors
/// If the database cannot answer or something is unreadable.
pub fn list(tx: &mut Tx<'_>, actor: &Actor) -> Result<Listed, Stop> {
    let mut listed = Listed {
        work: HeldWork::default(),
        shown: Vec::new(),
        own: Vec::new(),
    };
    for row in waiting(tx, actor)? {
        let held = read(tx, row)?;
        let Decision::Yes(basis) = held.may_settle(tx, actor)? else {
            continue;
        };
        listed.shown.push((held.subject.clone(), basis));
        let name = match held.subject.person() {
            Some(person) => person::find_draft(tx, person)?
                .map(|draft| draft.shown_name())
                .unwrap_or_default(),
            None => String::new(),
        };
        listed.work.to_settle.push(HeldEntry {
            envelope: held.content.envelope,
            author_name: held.content.author_name,
            held_at: held.held_at,
            case: held.case,
            name,
        });
    }
    for row in of_author(tx, actor)? {
        let held = read(tx, row)?;
        let settled = held.settled(tx)?;
        listed.own.push(held.subject.clone());
        listed.work.own.push(OwnHeld {
            held: held.content.envelope.id,
            command: held.content.envelope.command.name().to_owned(),
            authored_at: held.content.envelope.authored_at,
            settled,
        });
    }
    Ok(listed)
}

/// Rows that may wait for this actor: about cases of their post, and about whom nobody is responsible for yet.
fn waiting(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<HeldRow>, Failure> {
    let closed = <&'static str>::from(CaseState::Closed);
    let municipality = tx.municipality().to_owned();
    let unsettled = || {
        held_envelope::table
            .filter(held_envelope::municipality.eq(municipality.clone()))
            .filter(held_envelope::settled_at.is_null())
            .order((held_envelope::held_at, held_envelope::envelope_id))
            .limit(LISTED_MAX)
            .select(HeldRow::as_select())
    };
    let current = || {
        integration_case::table
            .filter(integration_case::municipality.eq(held_envelope::municipality))
            .filter(
                integration_case::person_id
                    .nullable()
                    .eq(held_envelope::person_id),
            )
            .filter(integration_case::state.ne(closed))
    };
    let mut rows = Vec::new();
    if let Some(post) = &actor.post {
        let own = current().filter(integration_case::post.eq(post.as_str()));
        rows = unsettled()
            .filter(diesel::dsl::exists(own))
            .load(tx.conn())?;
    }
    let taken = current().filter(integration_case::post.is_not_null());
    let free: Vec<HeldRow> = unsettled()
        .filter(diesel::dsl::not(diesel::dsl::exists(taken)))
        .load(tx.conn())?;
    rows.extend(free);
    rows.sort_by(|one, other| {
        (one.held_at, &one.envelope_id).cmp(&(other.held_at, &other.envelope_id))
    });
    Ok(rows)
}

fn of_author(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<HeldRow>, Failure> {
    Ok(held_envelope::table
        .filter(held_envelope::municipality.eq(tx.municipality().to_owned()))
        .filter(held_envelope::author.eq(actor.account.to_string()))
        .order((
            held_envelope::held_at.desc(),
            held_envelope::envelope_id.desc(),
        ))
        .limit(LISTED_MAX)
        .select(HeldRow::as_select())
        .load(tx.conn())?)
}

/// Accepts or declines held work. Accepted, it is decided like any command: by the right of the one who accepts, in the
/// name of the one who wrote it.
///
/// # Errors
/// If it is not there for the actor, was settled already, or cannot be done as it was written.
pub(super) fn settle(
    tx: &mut Tx<'_>,
    actor: &Actor,
    envelope: &Envelope,
    call: &SettleHeld,
) -> Result<Decided, Stop> {
    let held = find(tx, call.held)?
        .filter(|held| held.subject == envelope.subject)
        .ok_or(Stop::NotFound)?;
    if !held.may_settle(tx, actor)?.is_yes() {
        return Err(Stop::NotFound);
    }
    if held.settled_at.is_some() {
        return Err(Refusal::WrongState.into());
    }
    call.check()?;
    let settled = |declined: Option<String>, at| {
        Effect::Exchange(ExchangeEffect::HeldSettled {
            held: call.held,
            by_name: actor.name.clone(),
            at,
            declined,
        })
    };
    match &call.answer {
        HeldAnswer::Decline { reason } => Ok(Decided {
            outcome: Outcome::Applied,
            effects: vec![settled(Some(reason.trim().to_owned()), tx.now())],
        }),
        HeldAnswer::Accept {} => {
            let late = held.content.envelope;
            // An answer that came late answers nothing any more; it can only be declined.
            if matches!(late.command, Command::SettleHeld(_)) {
                return Err(Refusal::WrongState.into());
            }
            let author = Actor {
                account: held.author,
                name: held.content.author_name,
                ..actor.clone()
            };
            let mut decided = decide(tx, &author, &late)?;
            if decided.outcome == Outcome::Held {
                return Err(Stop::NotAllowed(Reason::NotResponsible));
            }
            let accepted = NoteAccepted {
                by_name: actor.name.clone(),
                at: tx.now(),
            };
            for effect in &mut decided.effects {
                if let Effect::Documentation(effect) = effect {
                    effect.accept(&accepted);
                }
            }
            decided.effects.push(settled(None, tx.now()));
            Ok(decided)
        }
    }
}
