//! How unsent commands show on top of packed copies, so that a screen reads one thing. Also shows what exists on this
//! device only: a person taken in where there is no network, with everything recorded about them.
//!
//! Nothing here decides; the server does. A command that was refused still shows, marked, until its author puts it away.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::entry::{Entry, Standing};
use crate::assignment::AssignCase;
use crate::case::{
    AppointmentView, CaseFile, CaseHead, CaseHistory, CaseState, IntakeFile, KeepPost, SeeCase,
};
use crate::command::Command;
use crate::consent::special::unwritten_since;
use crate::consent::{ConsentKind, RecordConsent, revoked_on};
use crate::disclosure::{DisclosureEnded, DisclosureView, first_waits_since};
use crate::documentation::NoteView;
use crate::exchange::{Envelope, Sequence, Subject};
use crate::intake::calls::IntakeFiles;
use crate::intake::state::{IntakeMove, IntakeState};
use crate::intake::{IntakeDecision, RecordFact};
use crate::kernel::edit::set_fields;
use crate::kernel::{
    Actor, CaseId, Day, Edits, FieldConflict, FieldPath, IntakeId, Moment, PersonId,
    SettledConflict, merge,
};
use crate::person::PersonDraft;
use crate::person::calls::PersonFile;

/// Something shown, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown<T> {
    /// What is shown.
    pub value: T,
    /// Where it stands.
    pub standing: Standing,
}

impl<T> Shown<T> {
    pub(super) const fn new(value: T, standing: Standing) -> Self {
        Self { value, standing }
    }
}

/// An intake as it looks on this device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownIntake {
    /// The intake.
    pub file: IntakeFile,
    /// Where the intake as a whole stands: the least calm of its parts.
    pub standing: Standing,
    /// Fields that were edited here and are not confirmed yet.
    pub fields: BTreeMap<FieldPath, Standing>,
    /// Whether it was declared complete, here or on the server.
    pub is_completed: bool,
    /// What was decided here and is not reflected in the file's state yet.
    pub decided: Option<Shown<IntakeDecision>>,
}

/// A person as they look on this device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownPerson {
    /// The person.
    pub person: PersonId,
    /// The form.
    pub draft: PersonDraft,
    /// Where the person as a whole stands: the least calm of all parts.
    pub standing: Standing,
    /// Fields that were edited here and are not confirmed yet.
    pub fields: BTreeMap<FieldPath, Standing>,
    /// Intakes, latest first.
    pub intakes: Vec<ShownIntake>,
    /// Facts on the lanes, oldest first.
    pub facts: Vec<Shown<RecordFact>>,
    /// Answers on consent, oldest first.
    pub consents: Vec<Shown<RecordConsent>>,
    /// Fields on which two people wrote differently, as the server knows them or as this device foresees them.
    pub conflicts: Vec<Shown<FieldConflict>>,
    /// Fields at which that was decided, the last first, as the server knows them.
    pub settled: Vec<SettledConflict>,
    /// When they were recorded, if that was on this device and is known.
    pub recorded_at: Option<Moment>,
    /// The last sequence that the copy underneath reflects, to base commands on.
    pub sequence: Option<Sequence>,
}

impl ShownPerson {
    /// Whether the latest intake waits to be finished, as far as this device knows.
    #[must_use]
    pub fn is_intake_open(&self) -> bool {
        self.intakes.first().is_some_and(|latest| {
            latest.decided.is_none() && latest.file.state.name().is_undecided()
        })
    }
}

/// A case as it looks on this device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownCase {
    /// The head, with the next date as set here.
    pub head: CaseHead,
    /// Where the next date stands.
    pub next_standing: Standing,
    /// Whom it is about.
    pub person: ShownPerson,
    /// Appointments, by beginning.
    pub appointments: Vec<Shown<AppointmentView>>,
    /// Documentation, newest first.
    pub notes: Vec<Shown<NoteView>>,
    /// What was told to others, newest first.
    pub disclosures: Vec<Shown<DisclosureView>>,
    /// Who was responsible and where the person lived, as the server knows it.
    pub history: CaseHistory,
    /// The least calm standing of all parts.
    pub standing: Standing,
}

/// A packed case with what the outbox holds about its person on top.
#[must_use]
pub fn overlay(file: &CaseFile, entries: &[Entry], actor: &Actor) -> ShownCase {
    let mut view = View::of_file(file);
    view.take_all(entries, actor);
    view.into_case(file.head.case)
        .unwrap_or_else(|| unchanged(file))
}

/// A person whose forms were read from the server just now, with what the outbox holds about them on top.
#[must_use]
pub fn overlay_forms(
    file: &PersonFile,
    intakes: &IntakeFiles,
    entries: &[Entry],
    actor: &Actor,
) -> ShownPerson {
    let mut view = View::of_forms(file, intakes);
    view.take_all(entries, actor);
    view.person
}

/// A person of whom no copy is packed, as far as the outbox tells; `None` if it holds nothing about them. The second
/// value is their case, if one was opened here.
#[must_use]
pub fn overlay_person(
    person: PersonId,
    entries: &[Entry],
    actor: &Actor,
) -> Option<(ShownPerson, Option<ShownCase>)> {
    let mut view = View::blank(person);
    view.take_all(entries, actor);
    view.person.recorded_at?;
    let case = view.cases.keys().next_back().copied();
    let shown = view.person.clone();
    Some((shown, case.and_then(|case| view.into_case(case))))
}

/// The persons that were recorded on this device, oldest first.
#[must_use]
pub fn persons_on_device(entries: &[Entry]) -> Vec<PersonId> {
    let mut seen = BTreeSet::new();
    entries
        .iter()
        .filter(|entry| entry.standing().is_some())
        .flat_map(|entry| &entry.envelopes)
        .filter(|envelope| matches!(envelope.command, Command::RecordPerson(_)))
        .filter_map(|envelope| envelope.subject.person())
        .filter(|person| seen.insert(*person))
        .collect()
}

fn unchanged(file: &CaseFile) -> ShownCase {
    let view = View::of_file(file);
    ShownCase {
        head: file.head.clone(),
        next_standing: Standing::Confirmed,
        person: view.person,
        appointments: Vec::new(),
        notes: Vec::new(),
        disclosures: Vec::new(),
        history: file.history.clone(),
        standing: Standing::Confirmed,
    }
}

/// What belongs to one case beside its person.
#[derive(Debug, Clone)]
struct CaseParts {
    head: CaseHead,
    next_standing: Standing,
    appointments: Vec<Shown<AppointmentView>>,
    notes: Vec<Shown<NoteView>>,
    disclosures: Vec<Shown<DisclosureView>>,
    history: CaseHistory,
}

/// The person and their cases while commands are laid on top, one after the other.
struct View {
    person: ShownPerson,
    cases: BTreeMap<CaseId, CaseParts>,
    /// The day of the last answer on special categories (E2) that the copy underneath does not reflect.
    answered_special_on: Option<Day>,
}

impl View {
    fn blank(person: PersonId) -> Self {
        Self {
            person: ShownPerson {
                person,
                draft: PersonDraft::default(),
                standing: Standing::Confirmed,
                fields: BTreeMap::new(),
                intakes: Vec::new(),
                facts: Vec::new(),
                consents: Vec::new(),
                conflicts: Vec::new(),
                settled: Vec::new(),
                recorded_at: None,
                sequence: None,
            },
            cases: BTreeMap::new(),
            answered_special_on: None,
        }
    }

    fn of_forms(file: &PersonFile, forms: &IntakeFiles) -> Self {
        let mut view = Self::blank(file.person);
        view.person.draft = file.draft.clone();
        view.person.facts = confirmed(&forms.facts);
        view.person.consents = confirmed(&file.consents);
        view.person.conflicts = confirmed(&file.conflicts);
        view.person.settled.clone_from(&file.settled);
        view.person.sequence = Some(file.sequence);
        view.person.intakes = forms.intakes.iter().map(shown_intake).collect();
        view
    }

    fn of_file(file: &CaseFile) -> Self {
        let mut view = Self::blank(file.head.person);
        view.person.draft = file.person.clone();
        view.person.facts = confirmed(&file.facts);
        view.person.consents = confirmed(&file.consents);
        view.person.conflicts = confirmed(&file.conflicts);
        view.person.settled.clone_from(&file.settled);
        view.person.sequence = Some(file.sequence);
        view.person
            .intakes
            .extend(file.intake.as_ref().map(shown_intake));
        view.cases.insert(
            file.head.case,
            CaseParts {
                head: file.head.clone(),
                next_standing: Standing::Confirmed,
                appointments: confirmed(&file.appointments),
                notes: confirmed(&file.notes),
                disclosures: confirmed(&file.disclosures),
                history: file.history.clone(),
            },
        );
        view
    }

    fn take_all(&mut self, entries: &[Entry], actor: &Actor) {
        let subject = Subject::Person(self.person.person);
        for entry in entries {
            let Some(standing) = entry.standing() else {
                continue;
            };
            for envelope in &entry.envelopes {
                if envelope.subject != subject {
                    continue;
                }
                let is_reflected = self.is_reflected(entry, envelope);
                if !is_reflected || standing == Standing::NeedsYou {
                    self.person.standing = self.person.standing.max(standing);
                }
                if !is_reflected {
                    self.take(envelope, standing, actor);
                    self.correct(entry, envelope, standing);
                }
            }
        }
    }

    /// Whether the copy underneath was made after this envelope was done, as far as it could be.
    fn is_reflected(&self, entry: &Entry, envelope: &Envelope) -> bool {
        entry.is_kept_by_server()
            && entry
                .answer_to(envelope.id)
                .and_then(|answered| answered.sequence)
                .zip(self.person.sequence)
                .is_some_and(|(sequence, reflected)| sequence <= reflected)
    }

    fn take(&mut self, envelope: &Envelope, standing: Standing, actor: &Actor) {
        match &envelope.command {
            Command::RecordPerson(new) => {
                self.person.draft = new.draft.clone();
                self.person.recorded_at = Some(envelope.authored_at);
            }
            Command::EditPerson(edit) => {
                let conflicts = lay_on(
                    &mut self.person.draft,
                    &mut self.person.fields,
                    &edit.edits,
                    standing,
                );
                self.decide("", &edit.edits);
                self.foresee(conflicts, standing);
            }
            Command::RecordConsent(consent) => {
                if consent.kind == ConsentKind::SpecialCategories {
                    self.answered_special_on = Some(consent.answered_on);
                }
                add(
                    &mut self.person.consents,
                    consent.clone(),
                    standing,
                    |one| one.consent,
                );
            }
            Command::RecordFact(fact) => {
                add(&mut self.person.facts, fact.clone(), standing, |one| {
                    one.fact
                });
            }
            Command::StartIntake(new) => {
                if self.intake(new.intake).is_none() {
                    let intake = ShownIntake {
                        file: IntakeFile {
                            intake: new.intake,
                            draft: new.draft.clone(),
                            state: IntakeState::Open,
                        },
                        standing,
                        fields: BTreeMap::new(),
                        is_completed: false,
                        decided: None,
                    };
                    self.person.intakes.insert(0, intake);
                }
            }
            Command::EditIntake(edit) => {
                let conflicts = self.intake(edit.intake).map(|intake| {
                    intake.standing = intake.standing.max(standing);
                    lay_on(
                        &mut intake.file.draft,
                        &mut intake.fields,
                        &edit.edits,
                        standing,
                    )
                });
                let prefix = format!("intake.{}.", edit.intake);
                self.decide(&prefix, &edit.edits);
                let conflicts = conflicts.unwrap_or_default().into_iter();
                let conflicts = conflicts.map(|conflict| FieldConflict {
                    path: format!("{prefix}{}", conflict.path),
                    ..conflict
                });
                self.foresee(conflicts.collect(), standing);
            }
            Command::CompleteIntake(done) => {
                if let Some(intake) = self.intake(done.intake) {
                    intake.standing = intake.standing.max(standing);
                    intake.is_completed = true;
                }
            }
            Command::DecideIntake(decided) => {
                if let Some(intake) = self.intake(decided.intake) {
                    intake.standing = intake.standing.max(standing);
                    intake.decided = match &decided.decision {
                        // The end was taken back: what was decided before no longer holds, here or there.
                        IntakeDecision::TakeBack {} => {
                            let back = IntakeMove::Decide(decided.decision.clone());
                            if let Ok(state) = intake.file.state.clone().apply(back) {
                                intake.file.state = state;
                            }
                            None
                        }
                        decision => Some(Shown::new(decision.clone(), standing)),
                    };
                }
                if let IntakeDecision::Admit { case }
                | IntakeDecision::AdmitByException { case, .. } = &decided.decision
                {
                    self.open_case(*case, envelope, standing);
                }
            }
            Command::SetNextDate(set) => {
                if let Some(parts) = self.cases.get_mut(&set.case) {
                    parts.head.next = Some(set.next.clone());
                    parts.next_standing = standing;
                }
            }
            Command::PlanAppointment(plan) => {
                if let Some(parts) = self.cases.get_mut(&plan.case) {
                    let view = AppointmentView {
                        appointment: plan.appointment,
                        draft: plan.draft.clone(),
                        end: None,
                    };
                    add(&mut parts.appointments, view, standing, |one| {
                        one.appointment
                    });
                }
            }
            Command::SettleAppointment(settled) => {
                if let Some(shown) = self.cases.get_mut(&settled.case).and_then(|parts| {
                    parts
                        .appointments
                        .iter_mut()
                        .find(|shown| shown.value.appointment == settled.appointment)
                }) {
                    shown.value.end = Some(settled.end);
                    shown.standing = shown.standing.max(standing);
                }
            }
            Command::AddNote(new) => {
                if let Some(parts) = self.cases.get_mut(&new.case) {
                    let view = NoteView {
                        note: new.note,
                        author: actor.account,
                        author_name: actor.name.clone(),
                        authored_at: envelope.authored_at,
                        draft: Some(new.draft.clone()),
                        accepted: None,
                    };
                    add(&mut parts.notes, view, standing, |one| one.note);
                }
            }
            Command::Disclose(new) => {
                if let Some(parts) = self.cases.get_mut(&new.case) {
                    let view = DisclosureView {
                        disclosure: new.disclosure,
                        draft: new.draft.clone(),
                        by_name: actor.name.clone(),
                        at: envelope.authored_at,
                        end: None,
                    };
                    add(&mut parts.disclosures, view, standing, |one| one.disclosure);
                }
            }
            Command::EndDisclosure(done) => {
                if let Some(shown) = self.cases.get_mut(&done.case).and_then(|parts| {
                    let mut all = parts.disclosures.iter_mut();
                    all.find(|shown| shown.value.disclosure == done.disclosure)
                }) {
                    shown.value.end = Some(DisclosureEnded {
                        end: done.end,
                        by_name: actor.name.clone(),
                        at: envelope.authored_at,
                    });
                    shown.standing = shown.standing.max(standing);
                }
            }
            Command::SeeCase(SeeCase { case }) => {
                if let Some(parts) = self.cases.get_mut(case) {
                    parts.head.is_new = false;
                }
            }
            Command::AssignCase(AssignCase { case, .. }) => {
                // Who is responsible the server says; the device only knows that it was asked for.
                if let Some(parts) = self.cases.get_mut(case) {
                    parts.head.is_new = false;
                }
            }
            Command::KeepPost(KeepPost { case, .. }) => {
                if let Some(parts) = self.cases.get_mut(case) {
                    parts.head.check_by = None;
                }
            }
            // Links are shown on the person's page, which asks the server; the rest is not about a person.
            Command::LinkPersons(_)
            | Command::UnlinkPersons(_)
            | Command::TellPersonsApart(_)
            | Command::RecordSlip(_)
            | Command::AttachSlip(_)
            | Command::DetachSlip(_)
            | Command::LoadOrganisation(_)
            | Command::SettleHeld(_)
            | Command::ReceiveMessage(_)
            | Command::AnswerMessage(_)
            | Command::OpenInEmergency(_)
            | Command::OpenForCheck(_)
            | Command::EndEmergency(_)
            | Command::AnswerEmergency(_)
            | Command::SendInquiry(_)
            | Command::AnswerInquiry(_)
            | Command::AskErasure(_)
            | Command::TakeBackErasure(_)
            | Command::DeclineErasure(_)
            | Command::ConfirmErasure(_)
            | Command::IssueReport(_) => {}
        }
    }

    fn intake(&mut self, id: IntakeId) -> Option<&mut ShownIntake> {
        self.person
            .intakes
            .iter_mut()
            .find(|intake| intake.file.intake == id)
    }

    /// Takes away what waits at fields that were edited by somebody who saw what is there: that decides it.
    fn decide(&mut self, prefix: &str, edits: &Edits) {
        self.person.conflicts.retain(|shown| {
            let edit = shown.value.path.strip_prefix(prefix);
            let edit = edit.and_then(|field| edits.0.get(field));
            edit.is_none_or(|edit| edit.saw != shown.value.current)
        });
    }

    /// Shows what the server said is there at the fields of a conflict: it has seen more than the copy underneath.
    fn correct(&mut self, entry: &Entry, envelope: &Envelope, standing: Standing) {
        let found: Vec<FieldConflict> = entry
            .conflicts()
            .filter(|(wrote, _)| wrote.id == envelope.id)
            .map(|(_, conflict)| conflict.clone())
            .collect();
        if found.is_empty() {
            return;
        }
        let current = found
            .iter()
            .map(|conflict| (conflict.path.clone(), conflict.current.clone()))
            .collect();
        let prefix = match &envelope.command {
            Command::EditPerson(_) => {
                if let Ok(draft) = set_fields(&self.person.draft, &current) {
                    self.person.draft = draft;
                }
                String::new()
            }
            Command::EditIntake(edit) => {
                if let Some(intake) = self.intake(edit.intake)
                    && let Ok(draft) = set_fields(&intake.file.draft, &current)
                {
                    intake.file.draft = draft;
                }
                format!("intake.{}.", edit.intake)
            }
            _ => return,
        };
        self.person.conflicts.retain(|shown| {
            !found.iter().any(|conflict| {
                shown.value.path == format!("{prefix}{}", conflict.path)
                    && shown.value.wrote == conflict.wrote
            })
        });
        // What was decided on this device since waits no more.
        if standing == Standing::NeedsYou {
            let waiting = found.into_iter().map(|conflict| FieldConflict {
                path: format!("{prefix}{}", conflict.path),
                ..conflict
            });
            self.foresee(waiting.collect(), standing);
        }
    }

    fn foresee(&mut self, conflicts: Vec<FieldConflict>, standing: Standing) {
        for conflict in conflicts {
            if !self
                .person
                .conflicts
                .iter()
                .any(|shown| shown.value.is_same(&conflict))
            {
                self.person.conflicts.push(Shown::new(conflict, standing));
            }
        }
    }

    fn open_case(&mut self, case: CaseId, envelope: &Envelope, standing: Standing) {
        let person = &self.person;
        self.cases.entry(case).or_insert_with(|| CaseParts {
            head: CaseHead {
                case,
                person: person.person,
                number: String::new(),
                name: name_of(&person.draft),
                original_script: person.draft.original_script.clone(),
                district: None,
                state: CaseState::Open,
                responsible: None,
                assigned_at: None,
                is_new: false,
                next: None,
                appointment: None,
                check_by: None,
                revoked_on: None,
                deputy_revoked_on: None,
                disclosure_revoked_on: None,
                unwritten_since: None,
                opened_on: envelope.authored_at.day(),
            },
            next_standing: standing,
            appointments: Vec::new(),
            notes: Vec::new(),
            disclosures: Vec::new(),
            history: CaseHistory::default(),
        });
    }

    fn into_case(mut self, case: CaseId) -> Option<ShownCase> {
        let mut parts = self.cases.remove(&case)?;
        let answers = || self.person.consents.iter().map(|shown| &shown.value);
        parts.head.revoked_on = revoked_on(answers(), ConsentKind::CaseManagement);
        // What was answered here counts at once. Whether a yes ran out since, the server's line says, which knows the day.
        if let Some(day) = self.answered_special_on {
            parts.head.unwritten_since = unwritten_since(answers(), day);
        }
        let told = parts.disclosures.iter().map(|shown| &shown.value);
        parts.head.disclosure_revoked_on = first_waits_since(told, answers());
        parts
            .disclosures
            .sort_by_key(|shown| std::cmp::Reverse((shown.value.at, shown.value.disclosure)));
        parts
            .appointments
            .sort_by_key(|shown| shown.value.draft.starts_at);
        parts
            .notes
            .sort_by_key(|shown| std::cmp::Reverse((shown.value.authored_at, shown.value.note)));
        Some(ShownCase {
            head: parts.head,
            next_standing: parts.next_standing,
            standing: self.person.standing,
            person: self.person,
            appointments: parts.appointments,
            notes: parts.notes,
            disclosures: parts.disclosures,
            history: parts.history,
        })
    }
}

fn confirmed<T: Clone>(values: &[T]) -> Vec<Shown<T>> {
    values
        .iter()
        .map(|value| Shown::new(value.clone(), Standing::Confirmed))
        .collect()
}

/// An intake as the server has it.
fn shown_intake(file: &IntakeFile) -> ShownIntake {
    ShownIntake {
        is_completed: file.state != IntakeState::Open,
        decided: None,
        file: file.clone(),
        standing: Standing::Confirmed,
        fields: BTreeMap::new(),
    }
}

fn add<T, K: PartialEq>(
    into: &mut Vec<Shown<T>>,
    value: T,
    standing: Standing,
    id: impl Fn(&T) -> K,
) {
    // The copy underneath may hold it already, if it was fetched between the answer and now.
    if !into.iter().any(|shown| id(&shown.value) == id(&value)) {
        into.push(Shown::new(value, standing));
    }
}

/// Lays edits on a form as the server would, and says which fields are not confirmed. What would be a conflict stays
/// as it is and is handed back.
fn lay_on<T: Serialize + DeserializeOwned>(
    form: &mut T,
    fields: &mut BTreeMap<FieldPath, Standing>,
    edits: &Edits,
    standing: Standing,
) -> Vec<FieldConflict> {
    if standing != Standing::Confirmed {
        fields.extend(edits.0.keys().map(|path| (path.clone(), standing)));
    }
    match merge(form, edits) {
        Ok(merged) => {
            *form = merged.form;
            merged.conflicts
        }
        // The server will name the field; until then the form is shown without it.
        Err(_) => Vec::new(),
    }
}

/// The name to show before the server has made one: as in the document, else as spoken, else in the original script.
fn name_of(draft: &PersonDraft) -> String {
    let document = [draft.family_name.trim(), draft.given_name.trim()];
    let document: Vec<_> = document
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect();
    [
        document.join(", "),
        draft.spoken_name.trim().to_owned(),
        draft.original_script.trim().to_owned(),
    ]
    .into_iter()
    .find(|name| !name.is_empty())
    .unwrap_or_default()
}

#[cfg(test)]
mod tests;
