//! What is there, told by the log alone: a second, small reading of every command, written by hand and without a line of
//! the product's services. Generators ask it what can be done next; the checks ask it what must stand in the tables, in
//! every pack and in every answer.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::{Map, Value};
use shared::case::{AppointmentEnd, NextDate};
use shared::command::Command;
use shared::consent::{ConsentAnswer, ConsentKind};
use shared::exchange::{Envelope, HeldAnswer, Outcome, Subject};
use shared::inquiry::InquiryDraft;
use shared::kernel::{
    Actor, AppointmentId, CaseId, ConsentId, Day, DisclosureId, DistrictCode, Edits, EmergencyId,
    EnvelopeId, ErasureId, FactId, FieldPath, InquiryId, IntakeId, LinkId, MessageId, Moment,
    NoteId, PersonId, PostCode, Role, SlipId, UnitCode,
};

use crate::commands::town;
use crate::people::unit_of;

/// How far an intake is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Stage {
    Started,
    Completed,
    ExceptionAsked,
    ExceptionRefused,
    /// Admitted.
    Decided,
    /// Referred or counselled, which can be taken back.
    Ended,
}

/// An intake.
#[derive(Debug, Clone)]
pub(crate) struct Intake {
    pub(crate) form: Arc<Value>,
    pub(crate) stage: Stage,
}

/// An appointment.
#[derive(Debug, Clone)]
pub(crate) struct Appointment {
    pub(crate) starts_at: Moment,
    pub(crate) end: Option<AppointmentEnd>,
}

/// A case, with everything that a pack holds of it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Case {
    /// Who is responsible; absent: the pool.
    pub(crate) post: Option<PostCode>,
    /// Everybody who ever was.
    pub(crate) ever: BTreeSet<PostCode>,
    pub(crate) notes: Arc<BTreeMap<NoteId, String>>,
    /// What was told to others, and whether that has ended.
    pub(crate) disclosures: BTreeMap<DisclosureId, bool>,
    pub(crate) appointments: BTreeMap<AppointmentId, Appointment>,
    /// The next date, where a person set it; the server computes the first one by itself.
    pub(crate) next: Option<NextDate>,
    /// Where the person lives.
    pub(crate) district: Option<DistrictCode>,
    /// The person moved, and nobody has said yet whether the case stays with its post.
    pub(crate) is_to_check: bool,
}

/// A person.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    pub(crate) recorded_by: UnitCode,
    pub(crate) form: Arc<Value>,
    pub(crate) intakes: BTreeMap<IntakeId, Intake>,
    pub(crate) cases: BTreeMap<CaseId, Case>,
    /// The case that counts for who may do what: the one opened last.
    pub(crate) case: Option<CaseId>,
    pub(crate) links: BTreeMap<LinkId, Link>,
    /// Those of whom somebody said that they are another.
    pub(crate) apart: BTreeSet<PersonId>,
    pub(crate) facts: BTreeSet<FactId>,
    /// Answers, with the question, the day and whether it was a yes.
    pub(crate) consents: BTreeMap<ConsentId, (ConsentKind, Day, bool)>,
    is_found_at_desk: bool,
    /// Accesses in an emergency and checks, and whether the responsible worker has answered.
    pub(crate) emergencies: BTreeMap<EmergencyId, bool>,
    /// The units that ever opened the file in an emergency.
    opened_by: BTreeSet<UnitCode>,
    /// The latest request to erase them, and whether it waits.
    pub(crate) erasure: Option<(ErasureId, bool)>,
}

/// A statement that two persons are the same.
#[derive(Debug, Clone)]
pub(crate) struct Link {
    pub(crate) other: PersonId,
    pub(crate) is_undone: bool,
}

/// A contact slip.
#[derive(Debug, Clone)]
pub(crate) struct Slip {
    pub(crate) unit: UnitCode,
    pub(crate) person: Option<PersonId>,
}

/// An inquiry across units.
#[derive(Debug, Clone, Default)]
pub(crate) struct Inquiry {
    /// Those with the names and the birth that it speaks of; the server may know more who resemble them.
    pub(crate) meant: BTreeSet<PersonId>,
    pub(crate) answered: BTreeSet<PersonId>,
}

/// Work that was put aside for whoever has the case now.
#[derive(Debug, Clone)]
pub(crate) struct Held {
    pub(crate) envelope: Arc<Envelope>,
    /// The unit of its author.
    pub(crate) unit: UnitCode,
    pub(crate) is_settled: bool,
}

/// The town.
#[derive(Debug, Clone, Default)]
pub(crate) struct Town {
    pub(crate) persons: BTreeMap<PersonId, Person>,
    pub(crate) slips: BTreeMap<SlipId, Slip>,
    pub(crate) held: BTreeMap<EnvelopeId, Held>,
    /// Messages of the contact form, and whether they were answered.
    pub(crate) messages: BTreeMap<MessageId, bool>,
    /// Inquiries across units: who may be meant, and who was answered about.
    pub(crate) inquiries: BTreeMap<InquiryId, Inquiry>,
    /// Those who were erased.
    pub(crate) erased: BTreeSet<PersonId>,
    done: Arc<BTreeSet<EnvelopeId>>,
}

impl Person {
    pub(crate) fn post(&self) -> Option<&PostCode> {
        self.cases.get(self.case.as_ref()?)?.post.as_ref()
    }

    /// Whether this worker may work with the person: they are responsible, or their unit took the person in and nobody is.
    pub(crate) fn is_for(&self, actor: &Actor) -> bool {
        match self.post() {
            Some(post) => is_worker_at(actor, post),
            None => works_with_people(actor) && actor.unit == self.recorded_by,
        }
    }

    /// Whether the answer that counts lets them be admitted: of the latest day, and of one day the one given last.
    pub(crate) fn agrees(&self) -> bool {
        self.says_yes(ConsentKind::CaseManagement)
    }

    /// Whether the answer that counts lets the Jobcenter be told.
    pub(crate) fn shares(&self) -> bool {
        self.says_yes(ConsentKind::Sharing)
    }

    fn says_yes(&self, asked: ConsentKind) -> bool {
        self.consents
            .values()
            .filter(|(kind, ..)| *kind == asked)
            .max_by_key(|(_, day, _)| *day)
            .is_some_and(|(_, _, is_yes)| *is_yes)
    }

    /// The request to erase them that waits.
    pub(crate) fn asked(&self) -> Option<ErasureId> {
        let (erasure, is_open) = self.erasure?;
        is_open.then_some(erasure)
    }

    /// Whether this worker is responsible.
    pub(crate) fn is_case_of(&self, actor: &Actor) -> bool {
        self.post().is_some_and(|post| is_worker_at(actor, post))
    }

    /// Whether the desk's projection is for them.
    pub(crate) fn is_shown_to(&self, actor: &Actor) -> bool {
        works_with_people(actor)
            && (self.is_case_of(actor)
                || (!self.is_protected() && (self.is_for(actor) || self.is_found_at_desk)))
    }

    /// As [`Person::is_shown_to`], or through a file that was opened in an emergency: when that ends is the server's to say.
    pub(crate) fn may_be_shown_to(&self, actor: &Actor) -> bool {
        self.is_shown_to(actor) || (!self.is_protected() && self.opened_by.contains(&actor.unit))
    }

    /// Whether this form has the same names and the same birth.
    fn is_named_like(&self, draft: &InquiryDraft) -> bool {
        let own = |field: &str| self.form.get(field).cloned().unwrap_or_default();
        own("family_name") == draft.family_name.as_str()
            && own("given_name") == draft.given_name.as_str()
            && own("born") == serde_json::to_value(draft.born).unwrap()
    }

    fn is_protected(&self) -> bool {
        self.form.pointer("/address/is_locked") == Some(&Value::Bool(true))
    }

    pub(crate) fn is_linked_to(&self, other: PersonId) -> bool {
        self.links
            .values()
            .any(|link| link.other == other && !link.is_undone)
    }

    /// The address is in this district now. If that is news, whoever has the case is asked whether it stays.
    fn live_in(&mut self, district: Option<DistrictCode>) {
        let Some(case) = self.case.and_then(|case| self.cases.get_mut(&case)) else {
            return;
        };
        if case.district != district {
            case.district = district;
            case.is_to_check = case.post.is_some();
        }
    }
}

/// The district of the Stadtteil that was chosen; everybody here has chosen one.
fn district_of(form: &Value) -> Option<DistrictCode> {
    let chosen = form.pointer("/address/locality")?.as_str()?;
    let mut localities = town().localities.iter();
    let locality = localities.find(|locality| locality.code.as_str() == chosen)?;
    Some(locality.district.clone())
}

fn is_worker_at(actor: &Actor, post: &PostCode) -> bool {
    actor.is(Role::CaseManager) && actor.post.as_ref() == Some(post)
}

/// What only case managers get to see.
const fn is_of_case_managers(command: &Command) -> bool {
    matches!(
        command,
        Command::AddNote(_)
            | Command::Disclose(_)
            | Command::EndDisclosure(_)
            | Command::RecordFact(_)
            | Command::SeeCase(_)
            | Command::SetNextDate(_)
            | Command::PlanAppointment(_)
            | Command::SettleAppointment(_)
    )
}

fn works_with_people(actor: &Actor) -> bool {
    actor.is(Role::Reception) || actor.is(Role::CaseManager)
}

impl Town {
    /// Takes in what was answered. Says at which fields the log should have conflicts, where that is a question.
    pub(crate) fn take(
        &mut self,
        actor_unit: &UnitCode,
        envelope: &Envelope,
        outcome: &Outcome,
    ) -> Option<BTreeSet<FieldPath>> {
        if !Arc::make_mut(&mut self.done).insert(envelope.id)
            || matches!(outcome, Outcome::Refused { .. })
        {
            return None;
        }
        if *outcome == Outcome::Held {
            let held = Held {
                envelope: Arc::new(envelope.clone()),
                unit: actor_unit.clone(),
                is_settled: false,
            };
            self.held.insert(envelope.id, held);
            return None;
        }
        self.apply(actor_unit, &envelope.subject, &envelope.command)
    }

    /// Whether this envelope was answered.
    pub(crate) fn has_answered(&self, id: EnvelopeId) -> bool {
        self.done.contains(&id)
    }

    /// What the town would be if these were done, in order.
    pub(crate) fn with<'a>(
        &self,
        actor: &Actor,
        envelopes: impl Iterator<Item = &'a Envelope>,
    ) -> Self {
        let mut town = self.clone();
        for envelope in envelopes {
            town.apply(&actor.unit, &envelope.subject, &envelope.command);
        }
        town
    }

    /// Whether this worker may accept or decline it: whoever may work with the person; where nobody knows the person, or
    /// it is about none, the unit of its author.
    pub(crate) fn may_settle(&self, actor: &Actor, held: &Held) -> bool {
        let person = held.envelope.subject.person();
        let is_theirs = match person.and_then(|id| self.persons.get(&id)) {
            Some(person) => person.is_for(actor),
            None => works_with_people(actor) && actor.unit == held.unit,
        };
        is_theirs && (actor.is(Role::CaseManager) || !is_of_case_managers(&held.envelope.command))
    }

    fn apply(
        &mut self,
        unit: &UnitCode,
        subject: &Subject,
        command: &Command,
    ) -> Option<BTreeSet<FieldPath>> {
        if let Command::SettleHeld(settled) = command {
            let held = self.held.get_mut(&settled.held)?;
            held.is_settled = true;
            let late = Arc::clone(&held.envelope);
            // What is accepted is done now, by the right and in the unit of the one who accepts.
            return match settled.answer {
                HeldAnswer::Accept {} => self.apply(unit, &late.subject, &late.command),
                HeldAnswer::Decline { .. } => None,
            };
        }
        if let Command::ConfirmErasure(confirmed) = command {
            self.erase(confirmed.person);
            return None;
        }
        if let Subject::Message(id) = subject {
            match command {
                Command::ReceiveMessage(_) => {
                    self.messages.entry(*id).or_insert(false);
                }
                Command::AnswerMessage(_) => {
                    self.messages.insert(*id, true);
                }
                _ => {}
            }
            return None;
        }
        if let Subject::Inquiry(id) = subject {
            match command {
                Command::SendInquiry(sent) => {
                    let persons = self.persons.iter();
                    let meant = persons.filter(|(_, one)| one.is_named_like(&sent.draft));
                    let meant = meant.map(|(id, _)| *id).collect();
                    self.inquiries.entry(*id).or_insert(Inquiry {
                        meant,
                        ..Inquiry::default()
                    });
                }
                Command::AnswerInquiry(answer) => {
                    let inquiry = self.inquiries.get_mut(id)?;
                    inquiry.answered.insert(answer.person);
                }
                _ => {}
            }
            return None;
        }
        if let Subject::Slip(id) = subject {
            match command {
                Command::RecordSlip(_) => {
                    let unit = unit.clone();
                    self.slips.entry(*id).or_insert(Slip { unit, person: None });
                }
                Command::AttachSlip(attach) => {
                    if let Some(slip) = self.slips.get_mut(id) {
                        slip.person = Some(attach.person);
                    }
                }
                Command::DetachSlip(_) => {
                    if let Some(slip) = self.slips.get_mut(id) {
                        slip.person = None;
                    }
                }
                _ => {}
            }
            return None;
        }
        let id = subject.person()?;
        if let Command::RecordPerson(new) = command {
            self.persons.entry(id).or_insert_with(|| Person {
                recorded_by: unit.clone(),
                form: Arc::new(serde_json::to_value(&new.draft).unwrap()),
                intakes: BTreeMap::new(),
                cases: BTreeMap::new(),
                case: None,
                links: BTreeMap::new(),
                apart: BTreeSet::new(),
                facts: BTreeSet::new(),
                consents: BTreeMap::new(),
                is_found_at_desk: false,
                emergencies: BTreeMap::new(),
                opened_by: BTreeSet::new(),
                erasure: None,
            });
            return None;
        }
        let person = self.persons.get_mut(&id)?;
        match command {
            Command::AskErasure(ask) => person.erasure = Some((ask.erasure, true)),
            Command::TakeBackErasure(_) | Command::DeclineErasure(_) => {
                if let Some((_, is_open)) = &mut person.erasure {
                    *is_open = false;
                }
            }
            Command::EditPerson(edit) => {
                let conflicts = merge(Arc::make_mut(&mut person.form), &edit.edits);
                person.live_in(district_of(&person.form));
                return Some(conflicts);
            }
            Command::EditIntake(edit) => {
                let intake = person.intakes.get_mut(&edit.intake)?;
                return Some(merge(Arc::make_mut(&mut intake.form), &edit.edits));
            }
            Command::LinkPersons(new) => {
                let link = Link {
                    other: new.other,
                    is_undone: false,
                };
                person.links.insert(new.link, link);
                if let Some(other) = self.persons.get_mut(&new.other) {
                    let link = Link {
                        other: id,
                        is_undone: false,
                    };
                    other.links.insert(new.link, link);
                }
            }
            Command::UnlinkPersons(undo) => {
                let other = person.links.get(&undo.link).map(|link| link.other);
                for one in [Some(id), other].into_iter().flatten() {
                    if let Some(link) = self
                        .persons
                        .get_mut(&one)
                        .and_then(|person| person.links.get_mut(&undo.link))
                    {
                        link.is_undone = true;
                    }
                }
            }
            Command::OpenInEmergency(opened) => {
                person.emergencies.insert(opened.emergency, false);
                person.opened_by.insert(unit.clone());
            }
            Command::OpenForCheck(opened) => {
                person.emergencies.insert(opened.emergency, false);
            }
            Command::AnswerEmergency(answered) => {
                person.emergencies.insert(answered.emergency, true);
            }
            Command::TellPersonsApart(told) => {
                person.apart.insert(told.other);
                if let Some(other) = self.persons.get_mut(&told.other) {
                    other.apart.insert(id);
                }
            }
            Command::RecordConsent(new) => {
                let is_yes = new.answer == ConsentAnswer::Given;
                let is_latest = person
                    .consents
                    .values()
                    .filter(|(kind, ..)| *kind == new.kind)
                    .all(|(_, day, _)| *day <= new.answered_on);
                if is_latest && new.kind == ConsentKind::FoundAtDesk {
                    person.is_found_at_desk = is_yes;
                }
                person
                    .consents
                    .insert(new.consent, (new.kind, new.answered_on, is_yes));
            }
            Command::StartIntake(new) => {
                let intake = Intake {
                    form: Arc::new(serde_json::to_value(&new.draft).unwrap()),
                    stage: Stage::Started,
                };
                person.intakes.insert(new.intake, intake);
            }
            Command::CompleteIntake(done) => {
                person.intakes.get_mut(&done.intake)?.stage = Stage::Completed;
            }
            Command::DecideIntake(decided) => {
                use shared::intake::IntakeDecision::{
                    Admit, AdmitByException, AskException, Counselled, Refer, RefuseException,
                    TakeBack, TakeBackRefusal,
                };
                // Nobody becomes a case without agreeing to it, whatever the server says.
                if decided.decision.needs_consent() && !person.agrees() {
                    return None;
                }
                let district = district_of(&person.form);
                let intake = person.intakes.get_mut(&decided.intake)?;
                intake.stage = match decided.decision {
                    AskException { .. } | TakeBackRefusal {} => Stage::ExceptionAsked,
                    RefuseException { .. } => Stage::ExceptionRefused,
                    Refer { .. } | Counselled { .. } => Stage::Ended,
                    TakeBack {} => Stage::Completed,
                    Admit { .. } | AdmitByException { .. } => Stage::Decided,
                };
                if let Admit { case } | AdmitByException { case, .. } = decided.decision {
                    let new = Case {
                        district,
                        ..Case::default()
                    };
                    person.cases.insert(case, new);
                    person.case = Some(case);
                }
            }
            Command::RecordFact(new) => {
                person.facts.insert(new.fact);
            }
            Command::AssignCase(given) => {
                let case = person.cases.get_mut(&given.case)?;
                case.post = Some(given.to.clone());
                case.ever.insert(given.to.clone());
                case.is_to_check = false;
            }
            Command::KeepPost(kept) => {
                person.cases.get_mut(&kept.case)?.is_to_check = false;
            }
            Command::SetNextDate(set) => {
                person.cases.get_mut(&set.case)?.next = Some(set.next.clone());
            }
            Command::PlanAppointment(new) => {
                let appointment = Appointment {
                    starts_at: new.draft.starts_at.unwrap_or_default(),
                    end: None,
                };
                let case = person.cases.get_mut(&new.case)?;
                case.appointments.insert(new.appointment, appointment);
            }
            Command::SettleAppointment(done) => {
                let case = person.cases.get_mut(&done.case)?;
                case.appointments.get_mut(&done.appointment)?.end = Some(done.end);
            }
            Command::Disclose(told) => {
                let case = person.cases.get_mut(&told.case)?;
                case.disclosures.insert(told.disclosure, false);
            }
            Command::EndDisclosure(done) => {
                let case = person.cases.get_mut(&done.case)?;
                case.disclosures.insert(done.disclosure, true);
            }
            Command::AddNote(new) => {
                let case = person.cases.get_mut(&new.case)?;
                Arc::make_mut(&mut case.notes).insert(new.note, new.draft.text.clone());
            }
            _ => {}
        }
        None
    }

    /// Nothing is left of this person, and nothing that others have says that they were there.
    fn erase(&mut self, id: PersonId) {
        self.erased.insert(id);
        self.persons.remove(&id);
        for other in self.persons.values_mut() {
            other.links.retain(|_, link| link.other != id);
            other.apart.remove(&id);
        }
        let slips: BTreeSet<SlipId> = self
            .slips
            .iter()
            .filter(|(_, slip)| slip.person == Some(id))
            .map(|(id, _)| *id)
            .collect();
        let inquiries: BTreeSet<InquiryId> = self
            .inquiries
            .iter()
            .filter(|(_, inquiry)| inquiry.meant.contains(&id))
            .map(|(id, _)| *id)
            .collect();
        self.slips.retain(|id, _| !slips.contains(id));
        self.inquiries.retain(|id, _| !inquiries.contains(id));
        self.held.retain(|_, held| match &held.envelope.subject {
            Subject::Person(person) => *person != id,
            Subject::Slip(slip) => !slips.contains(slip),
            Subject::Inquiry(inquiry) => !inquiries.contains(inquiry),
            _ => true,
        });
    }

    /// The slips that the log still tells of were not at the person any more when they were erased: they are somebody else's.
    fn keep_slips_of(&mut self, id: PersonId) {
        for slip in self.slips.values_mut() {
            if slip.person == Some(id) {
                slip.person = None;
            }
        }
    }

    /// The cases that a post is responsible for.
    pub(crate) fn cases_of<'a>(
        &'a self,
        post: &'a PostCode,
    ) -> impl Iterator<Item = (PersonId, CaseId, &'a Person, &'a Case)> {
        self.persons.iter().flat_map(move |(id, person)| {
            person
                .cases
                .iter()
                .filter(move |(_, case)| case.post.as_ref() == Some(post))
                .map(move |(case_id, case)| (*id, *case_id, person, case))
        })
    }

    /// The town that a whole log tells, and every place where the log has other conflicts than it should (I3).
    pub(crate) fn told_by(log: &[crate::server::Logged]) -> (Self, Vec<String>) {
        let mut town = Self::default();
        let mut broken = Vec::new();
        for logged in log {
            let unit = unit_of(logged.author);
            let Some(told) = &logged.content else {
                Arc::make_mut(&mut town.done).insert(logged.id);
                continue;
            };
            if let (Command::ConfirmErasure(confirmed), Outcome::Applied) =
                (&told.envelope.command, &told.outcome)
            {
                town.keep_slips_of(confirmed.person);
            }
            let Some(expected) = town.take(&unit, &told.envelope, &told.outcome) else {
                continue;
            };
            let found: BTreeSet<_> = match &told.outcome {
                Outcome::Conflict { fields } => {
                    fields.iter().map(|field| field.path.clone()).collect()
                }
                _ => BTreeSet::new(),
            };
            if found != expected {
                broken.push(format!(
                    "I3: {} has conflicts at {found:?}, and should at {expected:?}",
                    logged.id
                ));
            }
        }
        (town, broken)
    }
}

/// The table of domain.md 9a, field by field: what was seen, what was written, what is there. Answers where they conflict.
fn merge(form: &mut Value, edits: &Edits) -> BTreeSet<FieldPath> {
    let mut conflicts = BTreeSet::new();
    for (path, field) in &edits.0 {
        let pointer = format!("/{}", path.replace('.', "/"));
        let current = form.pointer(&pointer).cloned().unwrap_or_default();
        if field.wrote == field.saw || field.wrote == current {
            continue;
        }
        if current == field.saw {
            put(form, path, field.wrote.clone());
        } else {
            conflicts.insert(path.clone());
        }
    }
    conflicts
}

fn put(form: &mut Value, path: &str, value: Value) {
    let mut at = form;
    for name in path.split('.') {
        if !at.is_object() {
            *at = Value::Object(Map::new());
        }
        at = at
            .as_object_mut()
            .unwrap()
            .entry(name)
            .or_insert(Value::Null);
    }
    *at = value;
}
