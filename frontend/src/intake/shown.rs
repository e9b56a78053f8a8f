//! The intake form as the screen shows it: what was typed, what of it is recorded, what was decided, what is wrong. Made
//! from what the server has, from what is on this device, or from a draft. Pure but for the ids it gives.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use shared::command::Command;
use shared::consent::RecordConsent;
use shared::device::{Entry, ShownPerson, Standing};
use shared::exchange::Sequence;
use shared::intake::eligibility::{Eligibility, EligibilityFacts, decide};
use shared::intake::state::IntakeState;
use shared::intake::{IntakeDecision, IntakeDraft, RecordFact};
use shared::kernel::edit::set_fields;
use shared::kernel::{
    CaseId, Day, FieldConflict, FieldPath, FieldProblems, ImpreciseDate, IntakeId, PersonId,
    PostCode, SettledConflict,
};
use shared::organisation::Organisation;
use shared::person::PersonDraft;
use yew::AttrValue;

use super::slip_state::confirmed_at;
use super::work::IntakeWork;
use crate::person::field_words::FormOf;
use crate::platform;

/// What the draft of an intake form holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DraftValue {
    /// The intake it will be, or is.
    pub intake_id: IntakeId,
    /// The person as on the screen.
    pub person: PersonDraft,
    /// The intake as on the screen.
    pub intake: IntakeDraft,
    /// Whether somebody typed into the form itself.
    #[serde(default)]
    pub has_begun: bool,
    /// Dates of the person as typed that cannot be read, by their paths.
    #[serde(default)]
    pub unread: BTreeMap<String, String>,
}

/// What the page shows.
#[derive(Debug, Clone, PartialEq)]
pub enum Loaded {
    /// On its way.
    Waiting,
    /// There is no such person, or not for this reader.
    NotFound,
    /// Neither here nor from the server; the key of the text that says why.
    Failed(&'static str),
    /// The form.
    Ready(Rc<Form>),
}

/// Where the input stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kept {
    /// Nothing was typed.
    Empty,
    /// Typed, kept as a draft, not a command yet.
    Typing,
    /// In this window only: this browser was not set up as a device, and the server has not got it yet.
    InWindow,
    /// So many fields were left that are wrong as typed, and are nowhere else yet.
    Wrong(usize),
    /// On this device.
    OnDevice,
    /// Offered, no answer yet.
    Sent,
    /// The server keeps it, since this time of day.
    Confirmed(AttrValue),
    /// Somebody has to look at the answer.
    NeedsYou,
    /// The device could not keep it.
    Failed,
}

/// What follows from the intake, as far as it was decided on this page or before.
#[derive(Debug, Clone, PartialEq)]
pub enum Stage {
    /// Being filled in.
    Open,
    /// Being recorded and sent.
    Deciding,
    /// Decided.
    Decided(IntakeDecision),
    /// Admitted, and being given to a post.
    Assigning {
        /// The case.
        case: CaseId,
    },
    /// Admitted, and the post that was chosen could not be given it.
    NotAssigned {
        /// The case.
        case: CaseId,
        /// The key of the text that says why.
        why: String,
    },
    /// Admitted, and given to a post.
    Assigned {
        /// The case.
        case: CaseId,
        /// The post.
        post: PostCode,
    },
    /// The server refused; the key of the text that says why.
    Refused(String),
}

/// What is wrong with a form, under `person.` and `intake.`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// What is wrong or missing for completing.
    pub completing: FieldProblems,
    /// What is said at the fields now: at those that were left, or all of it after an attempt to complete.
    pub shown: FieldProblems,
}

/// The form with everything around it.
#[derive(Debug, Clone, PartialEq)]
pub struct Form {
    /// The two drafts and what of them is recorded.
    pub work: IntakeWork,
    /// Whether somebody typed.
    pub has_begun: bool,
    /// Answers on consent, oldest first.
    pub consents: Rc<[RecordConsent]>,
    /// Facts on the lanes, oldest first.
    pub facts: Rc<[RecordFact]>,
    /// The state the server told.
    pub state: IntakeState,
    /// What was decided here.
    pub stage: Stage,
    /// Fields that somebody left: their problems are shown.
    pub left: BTreeSet<String>,
    /// Dates of the person as typed that cannot be read, by their paths: they are in no command, and stay in the draft
    /// until somebody has put them right.
    pub unread: BTreeMap<String, String>,
    /// Attempts to complete.
    pub attempt: u32,
    /// Fields on which two people wrote differently, and nobody has chosen yet.
    pub conflicts: Rc<[FieldConflict]>,
    /// Those at which somebody has, the last first.
    pub settled: Rc<[SettledConflict]>,
    /// The last sequence that the copy underneath reflects.
    pub(super) sequence: Option<Sequence>,
    /// Whether the device could not keep the input.
    pub(super) has_failed: bool,
    /// Whether it began with what a tab that ended had not recorded.
    pub(super) is_restored: bool,
}

impl Form {
    /// Where the input stands, by what the outbox holds about the person.
    pub(super) fn kept(
        &self,
        is_ahead: bool,
        entries: &[Entry],
        is_lasting: bool,
        today: Day,
    ) -> Kept {
        if self.has_failed {
            return Kept::Failed;
        }
        let wrong = if is_ahead || !self.unread.is_empty() {
            self.left_wrong(today)
        } else {
            0
        };
        let standing = entries.iter().filter_map(Entry::standing).max();
        match standing {
            Some(Standing::NeedsYou) => Kept::NeedsYou,
            _ if wrong > 0 => Kept::Wrong(wrong),
            _ if is_ahead && !is_lasting => Kept::InWindow,
            _ if is_ahead => Kept::Typing,
            Some(Standing::OnDevice | Standing::Sent) if !is_lasting => Kept::InWindow,
            Some(Standing::OnDevice) => Kept::OnDevice,
            Some(Standing::Sent) => Kept::Sent,
            Some(Standing::Confirmed) => {
                Kept::Confirmed(entries.last().map(confirmed_at).unwrap_or_default())
            }
            None if self.work.recorded_person.is_some() => Kept::Confirmed(AttrValue::default()),
            None => Kept::Empty,
        }
    }

    /// Whether anything is on the screen that no command holds yet.
    #[must_use]
    pub fn is_ahead(&self) -> bool {
        self.work.is_ahead() || !self.unread.is_empty()
    }

    /// Whether what stands in it was typed somewhere else, a search or a slip, and is recorded nowhere.
    #[must_use]
    pub fn is_carried(&self) -> bool {
        self.work.recorded_person.is_none()
            && (self.work.person != PersonDraft::default() || !self.unread.is_empty())
    }

    /// Keeps a date as typed that cannot be read; empty: it can.
    pub(super) fn take_unread(&mut self, path: String, text: String) {
        if text.is_empty() {
            self.unread.remove(&path);
        } else {
            self.unread.insert(path, text);
        }
    }

    /// What is wrong with the dates that cannot be read, under `person.`.
    fn unread_problems(&self, today: Day) -> FieldProblems {
        let mut problems = FieldProblems::default();
        for (path, text) in &self.unread {
            if let Err(code) = ImpreciseDate::typed(text, today) {
                problems.add(format!("person.{path}"), code);
            }
        }
        problems
    }

    /// How many fields somebody left that are wrong as typed. They are held back until they are right.
    fn left_wrong(&self, today: Day) -> usize {
        if self.left.is_empty() && self.unread.is_empty() {
            return 0;
        }
        self.problems_left(today).iter().count()
    }

    /// What is wrong or missing for completing, under `person.` and `intake.`: the same check as the server's.
    #[must_use]
    pub fn completing_problems(&self, today: Day, town: &Organisation) -> FieldProblems {
        // What was typed and cannot be read is not missing.
        let mut problems = self.unread_problems(today);
        if let Err(mut found) = self.work.person.check(today, town) {
            self.unread.keys().for_each(|path| found.forget(path));
            problems.add_under("person", found);
        }
        if let Err(found) = self.work.intake.check(today) {
            problems.add_under("intake", found);
        }
        problems
    }

    /// The problems of fields that were left.
    fn problems_left(&self, today: Day) -> FieldProblems {
        let mut shown = self.unread_problems(today);
        for (path, problems) in self.work.field_problems(today).iter() {
            if self.left.contains(path) {
                for problem in problems {
                    shown.add(path.clone(), problem.clone());
                }
            }
        }
        shown
    }

    /// What is wrong or missing, looked for once each time the form is drawn.
    #[must_use]
    pub fn checked(&self, today: Day, town: &Organisation) -> Checked {
        let completing = self.completing_problems(today, town);
        let shown = if self.attempt > 0 {
            completing.clone()
        } else {
            self.problems_left(today)
        };
        Checked { completing, shown }
    }

    /// The answer of the target-group rule for what stands here now; none while too little is known to say anything.
    #[must_use]
    pub fn eligibility_as_typed(&self, today: Day, town: &Organisation) -> Option<Eligibility> {
        let (person, intake) = (&self.work.person, &self.work.intake);
        if person.born.is_none() && person.entered_germany.is_none() {
            return None;
        }
        let facts =
            EligibilityFacts::from_forms(person, intake, &person.located(town, today)).ok()?;
        let rule = town.target_group_rule_on(intake.requested_on.unwrap_or(today))?;
        decide(rule, &facts).ok()
    }

    /// The case, once there is one.
    #[must_use]
    pub fn case(&self) -> Option<CaseId> {
        match (&self.stage, &self.state) {
            (
                Stage::Assigned { case, .. }
                | Stage::Assigning { case }
                | Stage::NotAssigned { case, .. },
                _,
            )
            | (
                Stage::Decided(
                    IntakeDecision::Admit { case } | IntakeDecision::AdmitByException { case, .. },
                ),
                _,
            )
            | (_, IntakeState::Admitted { case, .. }) => Some(*case),
            _ => None,
        }
    }
}

impl Form {
    /// Somebody of whom only a draft is there.
    pub(super) fn of_new(person: PersonId, value: DraftValue) -> Self {
        let mut form = Self::around(
            IntakeWork::begin(person, value.intake_id, value.person, value.intake),
            value.has_begun,
        );
        // Taken over from a search, it was typed to its end: what is wrong with it is said at once.
        form.left.insert("person.born".to_owned());
        form.unread = value.unread;
        form
    }

    /// Somebody of whom a draft is there, and what was recorded before it.
    pub(super) fn of_draft(
        person: PersonId,
        value: DraftValue,
        before: Option<serde_json::Value>,
    ) -> Self {
        let mut form = Self::of_new(person, value);
        let before = before.and_then(|before| serde_json::from_value(before).ok());
        if let Some((person, intake)) = before {
            form.work.recorded_person = Some(person);
            form.work.recorded_intake = intake;
        }
        form
    }

    /// A person as they look on this device: what the server has or what is packed, with everything unsent on top.
    pub(super) fn of(here: &ShownPerson) -> Self {
        let latest = here.intakes.first();
        let intake_id = latest.map_or_else(new_intake, |intake| intake.file.intake);
        let intake = latest.map(|intake| intake.file.draft.clone());
        let mut work = IntakeWork::begin(
            here.person,
            intake_id,
            here.draft.clone(),
            intake.clone().unwrap_or_default(),
        );
        work.recorded_person = Some(here.draft.clone());
        work.recorded_intake = intake;
        let mut form = Self::around(work, false);
        form.consents = here
            .consents
            .iter()
            .map(|shown| shown.value.clone())
            .collect();
        form.facts = here.facts.iter().map(|shown| shown.value.clone()).collect();
        form.take_disagreements(here);
        form.sequence = here.sequence;
        if let Some(latest) = latest {
            form.state = latest.file.state.clone();
            if let Some(decided) = &latest.decided {
                form.stage = Stage::Decided(decided.value.clone());
            }
        }
        form
    }

    /// Shows what waits for a choice and what was chosen.
    pub(super) fn take_disagreements(&mut self, here: &ShownPerson) {
        self.conflicts = here
            .conflicts
            .iter()
            .map(|shown| shown.value.clone())
            .collect();
        self.settled = here.settled.iter().cloned().collect();
    }

    /// Takes over what was chosen where two people had written differently: it stands in the form and is recorded.
    pub(super) fn take_chosen(&mut self, commands: &[Command]) {
        let work = &mut self.work;
        for command in commands {
            let (form, edits) = match command {
                Command::EditPerson(edit) => (FormOf::Person, &edit.edits),
                Command::EditIntake(edit) => (FormOf::Intake(edit.intake), &edit.edits),
                _ => continue,
            };
            let values = edits.0.iter();
            let values = values.map(|(path, edit)| (path.clone(), edit.wrote.clone()));
            let values: BTreeMap<_, _> = values.collect();
            match form {
                FormOf::Person => {
                    put(&mut work.person, &values);
                    work.recorded_person
                        .iter_mut()
                        .for_each(|form| put(form, &values));
                }
                FormOf::Intake(intake) if intake == work.intake_id => {
                    put(&mut work.intake, &values);
                    work.recorded_intake
                        .iter_mut()
                        .for_each(|form| put(form, &values));
                }
                FormOf::Intake(_) => {}
            }
            self.conflicts = self
                .conflicts
                .iter()
                .filter(|conflict| {
                    let (of, path) = FormOf::of(&conflict.path);
                    of != form || !edits.0.contains_key(path)
                })
                .cloned()
                .collect();
        }
    }

    /// Whether the intake ended in counselling or referral, here or before.
    #[must_use]
    pub fn has_ended(&self) -> bool {
        match &self.stage {
            Stage::Decided(decision) => matches!(
                decision,
                IntakeDecision::Refer { .. } | IntakeDecision::Counselled { .. }
            ),
            _ => matches!(
                self.state,
                IntakeState::Referred { .. } | IntakeState::Counselled { .. }
            ),
        }
    }

    /// Begins a new intake of the same person; the one before stays as it ended.
    pub(super) fn begin_anew(&mut self, intake: IntakeId) {
        self.work.intake_id = intake;
        self.work.intake = IntakeDraft::default();
        self.work.recorded_intake = None;
        self.state = IntakeState::Open;
        self.stage = Stage::Open;
    }

    fn around(work: IntakeWork, has_begun: bool) -> Self {
        Self {
            work,
            has_begun,
            consents: Rc::new([]),
            facts: Rc::new([]),
            state: IntakeState::Open,
            stage: Stage::Open,
            left: BTreeSet::new(),
            unread: BTreeMap::new(),
            attempt: 0,
            conflicts: Rc::new([]),
            settled: Rc::new([]),
            sequence: None,
            has_failed: false,
            is_restored: false,
        }
    }

    /// Brings a half-typed form back on top of what is recorded now.
    pub(super) fn take_draft(&mut self, value: DraftValue, before: Option<serde_json::Value>) {
        let before = before.map(serde_json::from_value::<(PersonDraft, Option<IntakeDraft>)>);
        let Ok((person, intake)) = before.unwrap_or_else(|| Ok(Default::default())) else {
            return;
        };
        let now_person = self.work.recorded_person.clone().unwrap_or_default();
        let now_intake = self.work.recorded_intake.clone();
        self.work.recorded_person = Some(person);
        self.work.recorded_intake = intake;
        self.work.person = value.person;
        self.work.intake = value.intake;
        self.work.follow(now_person, now_intake);
        self.unread = value.unread;
        self.has_begun = true;
    }
}

/// Puts values into a form. A value that does not fit was refused before it was recorded.
fn put<T: Serialize + DeserializeOwned>(form: &mut T, values: &BTreeMap<FieldPath, Value>) {
    if let Ok(changed) = set_fields(form, values) {
        *form = changed;
    }
}

/// The id of an intake that begins here.
pub(super) fn new_intake() -> IntakeId {
    IntakeId::born(platform::now(), platform::random())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: Day = jiff::civil::date(2026, 11, 23);

    fn form() -> Form {
        let mut person = PersonDraft::default();
        person.contact.telephone = "ruf mich an".into();
        let value = DraftValue {
            intake_id: IntakeId::from_uuid(uuid::Uuid::from_u128(1)),
            person,
            intake: IntakeDraft::default(),
            has_begun: true,
            unread: BTreeMap::new(),
        };
        Form::of_new(PersonId::from_uuid(uuid::Uuid::from_u128(2)), value)
    }

    #[test]
    fn a_wrong_field_that_was_left_is_counted_and_is_no_draft() {
        let mut form = form();
        assert_eq!(form.kept(true, &[], true, TODAY), Kept::Typing);
        form.left.insert("person.contact.telephone".into());
        assert_eq!(form.kept(true, &[], true, TODAY), Kept::Wrong(1));
        form.work.person.contact.telephone = "0214 1234567".into();
        assert_eq!(form.kept(true, &[], true, TODAY), Kept::Typing);
    }

    #[test]
    fn a_browser_that_is_no_device_promises_no_more_than_its_window() {
        assert_eq!(form().kept(true, &[], false, TODAY), Kept::InWindow);
    }

    #[test]
    fn a_date_that_cannot_be_read_is_kept_wrong_and_not_missing() {
        let mut form = form();
        form.work.person.contact.telephone = String::new();
        form.work.recorded_person = Some(form.work.person.clone());
        form.work.recorded_intake = Some(form.work.intake.clone());
        assert!(!form.is_ahead());
        form.take_unread("born".into(), "31.02.1990".into());
        assert!(form.is_ahead());
        assert_eq!(form.kept(true, &[], true, TODAY), Kept::Wrong(1));
        let town = shared::organisation::files::shipped().unwrap();
        let problems = form.completing_problems(TODAY, &town);
        let codes: Vec<_> = problems
            .of("person.born")
            .iter()
            .map(|one| one.code)
            .collect();
        assert_eq!(codes, [shared::kernel::ProblemCode::ImpossibleDate]);
        form.take_unread("born".into(), String::new());
        assert!(!form.is_ahead());
    }

    #[test]
    fn a_new_intake_begins_where_the_last_has_ended_and_takes_nothing_of_it() {
        let mut form = form();
        assert!(!form.has_ended());
        form.work.intake.concern = "Wohnung".into();
        form.work.recorded_intake = Some(form.work.intake.clone());
        form.stage = Stage::Decided(IntakeDecision::Counselled {
            reason: String::new(),
        });
        assert!(form.has_ended());
        let again = IntakeId::from_uuid(uuid::Uuid::from_u128(3));
        form.begin_anew(again);
        assert!(!form.has_ended());
        assert_eq!(form.work.intake_id, again);
        assert_eq!(form.work.intake, IntakeDraft::default());
        assert_eq!(form.work.recorded_intake, None);
        assert_eq!(form.work.person.contact.telephone, "ruf mich an");
    }
}
