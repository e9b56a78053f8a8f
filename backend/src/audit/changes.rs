//! What was changed about a person, read out of the log. Its effects are gone through from the first one, so that what
//! stood at a field before a piece of work is what the log says of it, in the log's order, whatever its author's device
//! believed. Not here: conflicts and held work as they wait to be settled.

use std::collections::{BTreeMap, HashMap, VecDeque};

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use shared::access::{Action, Facts, may};
use shared::audit::changes::{
    AtPost, CHANGES_MOST, Change, ChangeLine, ChangeSearch, FoundChanges, SaidOfTwo,
};
use shared::case::{AppointmentDraft, NextDate};
use shared::consent::{RecordConsent, latest_to};
use shared::disclosure::DisclosureDraft;
use shared::exchange::{Sequence, Subject};
use shared::intake::state::IntakeStateName;
use shared::intake::{FactDraft, IntakeDraft};
use shared::kernel::edit::{lies_under, set_fields, value_of};
use shared::kernel::{
    Actor, AppointmentId, CaseId, DisclosureId, DistrictCode, Edits, EnvelopeId, FactId,
    FieldConflict, FieldPath, IntakeId, Moment, NoteId, Settlement, Wrote,
};
use shared::organisation::Organisation;
use shared::person::PersonDraft;

use super::Accounts;
use crate::case::CaseEffect;
use crate::consent::ConsentEffect;
use crate::db::Failure;
use crate::decision::{Permitted, Stop};
use crate::disclosure::DisclosureEffect;
use crate::documentation::DocumentationEffect;
use crate::effect::Effect;
use crate::exchange::ExchangeEffect;
use crate::intake::IntakeEffect;
use crate::log;
use crate::person::{self, PersonEffect};
use crate::tx::Tx;

/// How many entries of the log are held at once.
const WALKED: i64 = 500;
/// What an effect that does not fit what came before it is told as.
const UNFIT: Failure = Failure::Unreadable("log_entry.content");

/// What was changed about a person, as much of it as the actor reads of what stands there now.
///
/// # Errors
/// If the person is not the actor's to read, or what is asked for is no field.
pub fn changes(
    tx: &mut Tx<'_>,
    actor: &Actor,
    search: &ChangeSearch,
) -> Result<Permitted<FoundChanges>, Stop> {
    search.check()?;
    let opened = person::open_for(tx, actor, Action::ReadChanges, search.person)?;
    let facts = person::facts(tx, actor, opened.value())?;
    let parts = Parts::of(actor, &facts);
    let found = Found {
        accounts: Accounts::list(tx)?,
        search,
        parts,
        lines: VecDeque::new(),
        is_more: false,
    };
    let found = walk(tx, found)?;
    Ok(opened.map(|_| found.told()))
}

/// Goes through the log of a person from its beginning.
fn walk<'s>(tx: &mut Tx<'_>, mut found: Found<'s>) -> Result<Found<'s>, Stop> {
    let town = crate::organisation::current(tx)?;
    let subject = Subject::Person(found.search.person);
    let mut record = Record::default();
    let mut after = 0;
    loop {
        let page = log::list_of(tx, &subject, (after, found.search.before), WALKED)?;
        let Some(last) = page.last() else {
            return Ok(found);
        };
        after = last.head.sequence;
        for entry in page {
            let content = log::open(tx, &entry)?;
            let work = record.take(&content.effects, &town)?;
            found.keep(&entry.head, content.envelope.command.name(), work);
        }
    }
}

/// Which parts of a record somebody reads. The forms and what the client answered are read by everybody who reads the
/// person at all.
#[derive(Debug, Clone, Copy)]
struct Parts {
    lanes: bool,
    case: bool,
}

impl Parts {
    fn of(actor: &Actor, facts: &Facts) -> Self {
        let case = may(actor, Action::ReadCase, facts).is_yes();
        Self {
            lanes: case || may(actor, Action::WorkLanes, facts).is_yes(),
            case,
        }
    }

    const fn show(self, change: &Change) -> bool {
        match change {
            Change::Field { .. }
            | Change::Waiting { .. }
            | Change::Decided { .. }
            | Change::IntakeState { .. }
            | Change::Consent { .. }
            | Change::Link { .. } => true,
            Change::Fact { .. } => self.lanes,
            Change::NextDate { .. }
            | Change::Appointment { .. }
            | Change::CaseOpened { .. }
            | Change::Responsible { .. }
            | Change::District { .. }
            | Change::PostKept
            | Change::Note { .. }
            | Change::Disclosure { .. } => self.case,
        }
    }
}

/// The latest lines that fit a search, while the log is gone through.
struct Found<'s> {
    accounts: Accounts,
    search: &'s ChangeSearch,
    parts: Parts,
    lines: VecDeque<ChangeLine>,
    is_more: bool,
}

impl Found<'_> {
    fn keep(&mut self, head: &log::Head, command: &str, work: Work) {
        let handed_in = work.handed_in.clone();
        let fits = |change: &Change| self.parts.show(change) && self.search.fits(change);
        let changes: Vec<Change> = work.changes().into_iter().filter(fits).collect();
        if changes.is_empty() {
            return;
        }
        let (command, handed_in) = match handed_in {
            Some(held) => (held.command, Some(held.wrote)),
            None => (command, None),
        };
        self.lines.push_back(ChangeLine {
            sequence: head.sequence,
            at: head.received_at,
            authored_at: ChangeLine::told_apart(head.received_at, head.authored_at),
            who: self.accounts.of(head.author),
            command: command.to_owned(),
            handed_in,
            changes,
        });
        if self.lines.len() > CHANGES_MOST {
            self.lines.pop_front();
            self.is_more = true;
        }
    }

    fn told(self) -> FoundChanges {
        let oldest: Option<Sequence> = self.lines.front().map(|line| line.sequence);
        FoundChanges {
            lines: self.lines.into_iter().rev().collect(),
            next: oldest.filter(|_| self.is_more),
        }
    }
}

/// A person as the log has told of them so far.
#[derive(Debug, Default)]
struct Record {
    person: PersonDraft,
    intakes: HashMap<IntakeId, (IntakeDraft, Option<IntakeStateName>)>,
    /// What was written at a field and waits.
    waiting: BTreeMap<FieldPath, Vec<Value>>,
    consents: Vec<RecordConsent>,
    facts: HashMap<FactId, FactDraft>,
    next: HashMap<CaseId, NextDate>,
    appointments: HashMap<AppointmentId, AppointmentDraft>,
    posts: HashMap<CaseId, AtPost>,
    districts: HashMap<CaseId, Option<DistrictCode>>,
    notes: HashMap<NoteId, Moment>,
    disclosures: HashMap<DisclosureId, DisclosureDraft>,
    held: HashMap<EnvelopeId, HandedIn>,
}

/// Work that was held: which, and who had written it.
#[derive(Debug, Clone)]
struct HandedIn {
    command: &'static str,
    wrote: Wrote,
}

/// What one piece of work did.
#[derive(Debug, Default)]
struct Work {
    fields: Vec<FieldChange>,
    decided: Vec<Change>,
    others: Vec<Change>,
    handed_in: Option<HandedIn>,
}

#[derive(Debug)]
struct FieldChange {
    path: FieldPath,
    from: Value,
    to: Value,
}

impl Work {
    /// All of it: fields first. A field that was decided is told once.
    fn changes(self) -> Vec<Change> {
        let decided: Vec<FieldPath> = self.decided.iter().map(Change::path).collect();
        let is_told = |path: &str| {
            let mut of = decided.iter();
            of.any(|one| one == path || lies_under(path, one))
        };
        let fields = self.fields.into_iter().filter(|one| !is_told(&one.path));
        let fields = fields.map(|FieldChange { path, from, to }| Change::Field { path, from, to });
        fields.chain(self.decided).chain(self.others).collect()
    }

    /// The fields in which a form is other than before, under the name of the form.
    fn form<F: Serialize>(&mut self, prefix: &str, before: &F, after: &F) -> Result<(), Failure> {
        let edits = Edits::between(before, after).map_err(|_| UNFIT)?;
        self.fields
            .extend(edits.0.into_iter().map(|(path, edit)| FieldChange {
                path: format!("{prefix}{path}"),
                from: edit.saw,
                to: edit.wrote,
            }));
        Ok(())
    }

    fn say(&mut self, said: SaidOfTwo) {
        self.others.push(Change::Link { said });
    }
}

/// A form after fields of it got values.
fn changed<F: Serialize + DeserializeOwned>(
    form: &F,
    values: &BTreeMap<FieldPath, Value>,
) -> Result<F, Failure> {
    set_fields(form, values).map_err(|_| UNFIT)
}

impl Record {
    /// Takes in what a piece of work did.
    fn take(&mut self, effects: &[Effect], town: &Organisation) -> Result<Work, Failure> {
        let mut work = Work::default();
        for effect in effects {
            match effect {
                Effect::Person(effect) => self.of_person(effect, &mut work)?,
                Effect::Intake(effect) => self.of_intake(effect, &mut work)?,
                Effect::Consent(ConsentEffect::Recorded(answer)) => {
                    self.of_consent(answer, &mut work);
                }
                Effect::Case(effect) => self.of_case(effect, town, &mut work),
                Effect::Documentation(effect) => self.of_documentation(effect, &mut work),
                Effect::Disclosure(effect) => self.of_disclosure(effect, &mut work),
                Effect::Exchange(effect) => self.of_exchange(effect, &mut work),
                // These have pages of their own, or are about nobody.
                Effect::Emergency(_)
                | Effect::Inquiry(_)
                | Effect::Erasure(_)
                | Effect::Organisation(_)
                | Effect::Contact(_)
                | Effect::Report(_) => {}
            }
        }
        Ok(work)
    }

    fn of_person(&mut self, effect: &PersonEffect, work: &mut Work) -> Result<(), Failure> {
        match effect {
            PersonEffect::Recorded { draft, .. } => {
                work.form("", &PersonDraft::default(), draft)?;
                self.person = (**draft).clone();
            }
            PersonEffect::Edited {
                values,
                conflicts,
                settled,
                settlements,
                ..
            } => {
                self.disagree(conflicts, (settled, settlements), work)?;
                let after = changed(&self.person, values)?;
                work.form("", &self.person, &after)?;
                self.person = after;
            }
            PersonEffect::Disagreed {
                conflicts,
                settled,
                settlements,
                ..
            } => self.disagree(conflicts, (settled, settlements), work)?,
            PersonEffect::Linked { .. } => work.say(SaidOfTwo::Same),
            PersonEffect::Unlinked { .. } => work.say(SaidOfTwo::SameNoMore),
            PersonEffect::ToldApart { .. } => work.say(SaidOfTwo::Two),
            // They follow from what is told already.
            PersonEffect::Resembles { .. }
            | PersonEffect::ResemblesNoMore { .. }
            | PersonEffect::FoundAtDesk { .. } => {}
        }
        Ok(())
    }

    /// What was decided of what waited, and what waits since.
    fn disagree<'a>(
        &mut self,
        conflicts: &[FieldConflict],
        (settled, settlements): (
            impl IntoIterator<Item = &'a FieldPath>,
            &BTreeMap<FieldPath, Settlement>,
        ),
        work: &mut Work,
    ) -> Result<(), Failure> {
        self.decide(settled, settlements, work)?;
        self.wait(conflicts, work);
        Ok(())
    }

    /// What waits at fields from now on.
    fn wait(&mut self, conflicts: &[FieldConflict], work: &mut Work) {
        for conflict in conflicts {
            let waiting = self.waiting.entry(conflict.path.clone()).or_default();
            waiting.push(conflict.wrote.clone());
            work.others.push(Change::Waiting {
                path: conflict.path.clone(),
                stays: conflict.current.clone(),
                wrote: conflict.wrote.clone(),
            });
        }
    }

    /// What waited at fields and was decided. How is absent in what was decided before that was written down; then the
    /// field itself tells.
    fn decide<'a>(
        &mut self,
        settled: impl IntoIterator<Item = &'a FieldPath>,
        settlements: &BTreeMap<FieldPath, Settlement>,
        work: &mut Work,
    ) -> Result<(), Failure> {
        for path in settled {
            let waited = self.waiting.remove(path).unwrap_or_default();
            let Some(settlement) = settlements.get(path) else {
                continue;
            };
            let (from, to) = (self.value(path)?, settlement.value.clone());
            let mut not_chosen: Vec<Value> = Vec::new();
            for text in std::iter::once(from.clone()).chain(waited) {
                if text != to && !not_chosen.contains(&text) {
                    not_chosen.push(text);
                }
            }
            work.decided.push(Change::Decided {
                path: path.clone(),
                from,
                to,
                not_chosen,
            });
        }
        Ok(())
    }

    /// What stands in a field, which is that of an intake where its name begins so.
    fn value(&self, path: &str) -> Result<Value, Failure> {
        let of_intake = path
            .strip_prefix("intake.")
            .and_then(|rest| rest.split_once('.'))
            .and_then(|(id, field)| Some((self.intakes.get(&id.parse().ok()?)?, field)));
        match of_intake {
            Some(((draft, _), field)) => value_of(draft, field),
            None => value_of(&self.person, path),
        }
        .map_err(|_| UNFIT)
    }

    fn of_intake(&mut self, effect: &IntakeEffect, work: &mut Work) -> Result<(), Failure> {
        match effect {
            IntakeEffect::Started { intake, draft, .. } => {
                work.form(&prefix(*intake), &IntakeDraft::default(), draft)?;
                let state = IntakeStateName::Open;
                work.others.push(Change::IntakeState {
                    intake: *intake,
                    from: None,
                    to: state,
                });
                let begun = ((**draft).clone(), Some(state));
                self.intakes.insert(*intake, begun);
            }
            IntakeEffect::Edited { intake, fields } => {
                let (draft, _) = self.intakes.get_mut(intake).ok_or(UNFIT)?;
                let after = changed(draft, fields)?;
                work.form(&prefix(*intake), draft, &after)?;
                *draft = after;
            }
            IntakeEffect::Moved { intake, state, .. } => {
                let (_, at) = self.intakes.get_mut(intake).ok_or(UNFIT)?;
                let to = state.name();
                let from = at.replace(to);
                let intake = *intake;
                work.others.push(Change::IntakeState { intake, from, to });
            }
            IntakeEffect::FactRecorded { record, .. } => {
                let corrected = record.corrects.and_then(|fact| self.facts.get(&fact));
                work.others.push(Change::Fact {
                    from: corrected.cloned().map(Box::new),
                    to: Box::new(record.draft.clone()),
                });
                self.facts.insert(record.fact, record.draft.clone());
            }
            // Slips have a log of their own.
            IntakeEffect::SlipRecorded { .. }
            | IntakeEffect::SlipAttached { .. }
            | IntakeEffect::SlipDetached => {}
        }
        Ok(())
    }

    fn of_consent(&mut self, answer: &RecordConsent, work: &mut Work) {
        let (kind, receiver) = (answer.kind, answer.receiver.as_ref());
        let before = latest_to(&self.consents, kind, receiver).map(|before| before.answer);
        self.consents.push(answer.clone());
        let counting = latest_to(&self.consents, kind, receiver);
        work.others.push(Change::Consent {
            kind,
            receiver: receiver.cloned(),
            from: before,
            to: answer.answer,
            answered_on: answer.answered_on,
            counts: counting.is_some_and(|counting| counting.consent == answer.consent),
        });
    }

    fn of_case(&mut self, effect: &CaseEffect, town: &Organisation, work: &mut Work) {
        match effect {
            CaseEffect::Opened { case, district, .. } => {
                self.districts.insert(*case, district.clone());
                let district = district.clone();
                work.others.push(Change::CaseOpened { district });
            }
            CaseEffect::Assigned { case, post, at, .. } => {
                let to = AtPost {
                    name: town.name_on(post, at.day()),
                    post: post.clone(),
                };
                let from = self.posts.insert(*case, to.clone());
                work.others.push(Change::Responsible { from, to });
            }
            CaseEffect::Moved { case, district, .. } => {
                let from = self.districts.insert(*case, district.clone());
                work.others.push(Change::District {
                    from: from.flatten(),
                    to: district.clone(),
                });
            }
            CaseEffect::PostKept { .. } => work.others.push(Change::PostKept),
            CaseEffect::NextDateSet { case, next } => {
                let from = self.next.insert(*case, next.clone());
                let to = next.clone();
                work.others.push(Change::NextDate { from, to });
            }
            CaseEffect::AppointmentPlanned {
                appointment, draft, ..
            } => {
                self.appointments.insert(*appointment, (**draft).clone());
                let (draft, end) = (draft.clone(), None);
                work.others.push(Change::Appointment { draft, end });
            }
            CaseEffect::AppointmentEnded { appointment, end } => {
                let draft = self.appointments.get(appointment).cloned();
                let (draft, end) = (Box::new(draft.unwrap_or_default()), Some(*end));
                work.others.push(Change::Appointment { draft, end });
            }
            // That somebody has opened a case is no change of it.
            CaseEffect::Seen { .. } => {}
        }
    }

    fn of_documentation(&mut self, effect: &DocumentationEffect, work: &mut Work) {
        let DocumentationEffect::Added {
            note,
            authored_at,
            draft,
            ..
        } = effect;
        let corrected = draft.corrects.and_then(|note| self.notes.get(&note));
        let corrects = corrected.copied();
        work.others.push(Change::Note { corrects });
        self.notes.insert(*note, *authored_at);
    }

    fn of_disclosure(&mut self, effect: &DisclosureEffect, work: &mut Work) {
        match effect {
            DisclosureEffect::Disclosed {
                disclosure, draft, ..
            } => {
                self.disclosures.insert(*disclosure, (**draft).clone());
                let (draft, end) = (draft.clone(), None);
                work.others.push(Change::Disclosure { draft, end });
            }
            DisclosureEffect::Ended {
                disclosure, end, ..
            } => {
                let draft = self.disclosures.get(disclosure).cloned();
                let (draft, end) = (Box::new(draft.unwrap_or_default()), Some(*end));
                work.others.push(Change::Disclosure { draft, end });
            }
            // It follows from the answer on consent, which is told.
            DisclosureEffect::Revoked { .. } => {}
        }
    }

    fn of_exchange(&mut self, effect: &ExchangeEffect, work: &mut Work) {
        match effect {
            ExchangeEffect::Held {
                envelope,
                author_name,
                ..
            } => {
                let handed_in = HandedIn {
                    command: envelope.command.name(),
                    wrote: Wrote {
                        by_name: author_name.clone(),
                        at: envelope.authored_at,
                    },
                };
                self.held.insert(envelope.id, handed_in);
            }
            ExchangeEffect::HeldSettled { held, .. } => {
                work.handed_in = self.held.remove(held);
            }
        }
    }
}

/// Under which name the fields of an intake stand among those about a person.
fn prefix(intake: IntakeId) -> String {
    format!("intake.{intake}.")
}
