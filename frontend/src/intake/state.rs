//! The intake form while it is worked on: loading, autosave, consents, facts, completing and deciding. Everything goes
//! through the outbox; the screen says where it stands and never more.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::rc::Rc;

use gloo::timers::callback::Timeout;
use serde::{Deserialize, Serialize};
use shared::assignment::AssignCase;
use shared::calls::Call;
use shared::command::Command;
use shared::consent::RecordConsent;
use shared::device::{Entry, ShownPerson, Standing};
use shared::exchange::{Outcome, Sequence, Subject};
use shared::intake::calls::ReadIntakes;
use shared::intake::state::IntakeState;
use shared::intake::{
    CompleteIntake, DecideIntake, FactDraft, IntakeDecision, IntakeDraft, RecordFact,
};
use shared::kernel::{
    CaseId, ConsentId, Day, FactId, FieldProblems, IntakeId, LocalityCode, PersonId, PostCode,
};
use shared::organisation::{Located, Organisation};
use shared::person::PersonDraft;
use shared::person::calls::{ReadPerson, ThisPerson};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::consent::Answered;
use super::slip_state::confirmed_at;
use super::target::Chosen;
use super::work::IntakeWork;
use crate::api::{self, ApiFailure};
use crate::forms::{Change, OnChange};
use crate::offline::{
    DraftsHandle, NewCommand, Offline, PackHandle, Sent, use_drafts, use_outbox, use_pack,
};
use crate::platform::{self, editing};

/// Counts up when the fields of the form change.
pub const FORM_VERSION: u32 = 1;
/// The pause after which a change becomes a command.
const RECORD_MILLIS: u32 = 2_000;
/// The pause after which a change is in the draft.
const DRAFT_MILLIS: u32 = 300;

/// The key of a person's draft.
#[must_use]
pub fn draft_key(person: PersonId) -> String {
    format!("person:{person}")
}

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
    Ready(Box<Form>),
}

/// Where the input stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kept {
    /// Nothing was typed.
    Empty,
    /// Typed, kept as a draft, not a command yet.
    Typing,
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
    /// Attempts to complete.
    pub attempt: u32,
    sequence: Option<Sequence>,
    has_failed: bool,
}

/// The form with its verbs.
#[derive(Debug, Clone, PartialEq)]
pub struct Intake {
    /// What the page shows.
    pub loaded: Loaded,
    /// Where the input stands.
    pub kept: Kept,
    desk: Rc<Desk>,
}

struct Desk {
    person: PersonId,
    form: RefCell<Option<Form>>,
    missing: RefCell<Option<Loaded>>,
    organisation: RefCell<Rc<Organisation>>,
    outbox: Offline,
    drafts: DraftsHandle,
    pack: PackHandle,
    record_timer: RefCell<Option<Timeout>>,
    draft_timer: RefCell<Option<Timeout>>,
    is_recording: Cell<bool>,
    redraw: UseForceUpdateHandle,
}

impl std::fmt::Debug for Desk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Desk").finish_non_exhaustive()
    }
}

impl PartialEq for Desk {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

/// The intake form of a person.
#[hook]
pub fn use_intake(person: PersonId, organisation: &Rc<Organisation>) -> Intake {
    let outbox = use_outbox();
    let drafts = use_drafts();
    let pack = use_pack();
    let redraw = use_force_update();
    let desk = use_memo(person, {
        let outbox = outbox.clone();
        move |person| Desk {
            person: *person,
            form: RefCell::default(),
            missing: RefCell::default(),
            organisation: RefCell::default(),
            outbox,
            drafts,
            pack,
            record_timer: RefCell::default(),
            draft_timer: RefCell::default(),
            is_recording: Cell::default(),
            redraw,
        }
    });
    desk.organisation.replace(Rc::clone(organisation));
    {
        let desk = Rc::clone(&desk);
        use_effect_with((person, outbox.place.clone()), move |_| {
            if desk.form.borrow().is_none() {
                let desk = Rc::clone(&desk);
                spawn_local(async move { desk.load().await });
            }
        });
    }
    {
        // Whoever leaves the page leaves nothing behind that is only on the screen.
        let desk = Rc::clone(&desk);
        use_effect_with(person, move |_| {
            move || {
                spawn_local(async move {
                    desk.keep_draft().await;
                    desk.record_due().await;
                });
            }
        });
    }
    let form = desk.form.borrow().clone();
    let is_ahead = form
        .as_ref()
        .is_some_and(|form| form.has_begun && form.work.is_ahead());
    editing::use_editing(is_ahead);
    let entries = use_memo((outbox.revision, person), {
        let outbox = outbox.clone();
        move |(_, person)| entries_of(&outbox, *person)
    });
    let kept = form
        .as_ref()
        .map_or(Kept::Empty, |form| form.kept(is_ahead, &entries));
    let loaded = match form {
        Some(form) => Loaded::Ready(Box::new(form)),
        None => desk.missing.borrow().clone().unwrap_or(Loaded::Waiting),
    };
    Intake { loaded, kept, desk }
}

fn entries_of(outbox: &Offline, person: PersonId) -> Vec<Entry> {
    let subject = Subject::Person(person);
    let mut entries = outbox.entries();
    entries.retain(|entry| entry.subjects().any(|of| *of == subject));
    entries
}

impl Form {
    fn kept(&self, is_ahead: bool, entries: &[Entry]) -> Kept {
        if self.has_failed {
            return Kept::Failed;
        }
        let standing = entries.iter().filter_map(Entry::standing).max();
        match standing {
            Some(Standing::NeedsYou) => Kept::NeedsYou,
            _ if is_ahead => Kept::Typing,
            Some(Standing::OnDevice) => Kept::OnDevice,
            Some(Standing::Sent) => Kept::Sent,
            Some(Standing::Confirmed) => {
                Kept::Confirmed(entries.last().map(confirmed_at).unwrap_or_default())
            }
            None if self.work.recorded_person.is_some() => Kept::Confirmed(AttrValue::default()),
            None => Kept::Empty,
        }
    }

    /// What is wrong or missing for completing, under `person.` and `intake.`: the same check as the server's.
    #[must_use]
    pub fn completing_problems(&self, today: Day, town: &Organisation) -> FieldProblems {
        let mut problems = FieldProblems::default();
        if let Err(found) = self.work.person.check(today, town) {
            problems.add_under("person", found);
        }
        if let Err(found) = self.work.intake.check(today) {
            problems.add_under("intake", found);
        }
        problems
    }

    /// The problems to show now: those of fields that were left, or all after an attempt to complete.
    #[must_use]
    pub fn shown_problems(&self, today: Day, town: &Organisation) -> FieldProblems {
        if self.attempt > 0 {
            return self.completing_problems(today, town);
        }
        let mut shown = FieldProblems::default();
        for (path, problems) in self.work.field_problems(today).iter() {
            if self.left.contains(path) {
                for problem in problems {
                    shown.add(path.clone(), problem.clone());
                }
            }
        }
        shown
    }

    /// The case, once there is one.
    #[must_use]
    pub fn case(&self) -> Option<CaseId> {
        match (&self.stage, &self.state) {
            (Stage::Assigned { case, .. }, _)
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

impl Intake {
    /// Every change of the person.
    #[must_use]
    pub fn on_person(&self) -> OnChange<PersonDraft> {
        let desk = Rc::clone(&self.desk);
        Callback::from(move |change: Change<PersonDraft>| {
            desk.change(|form, locality| {
                change.apply(&mut form.work.person);
                // What the place says for certain needs no click.
                if form.work.person.address.locality.is_none() {
                    form.work.person.address.locality = locality(&form.work.person);
                }
            });
        })
    }

    /// Every change of the intake.
    #[must_use]
    pub fn on_intake(&self) -> OnChange<IntakeDraft> {
        let desk = Rc::clone(&self.desk);
        Callback::from(move |change: Change<IntakeDraft>| {
            desk.change(|form, _| change.apply(&mut form.work.intake));
        })
    }

    /// A field was left, by its path under `person.` or `intake.`.
    #[must_use]
    pub fn on_leave(&self, prefix: &'static str) -> Callback<String> {
        let desk = Rc::clone(&self.desk);
        Callback::from(move |path: String| {
            let path = format!("{prefix}.{path}");
            let is_new = desk
                .form
                .borrow_mut()
                .as_mut()
                .is_some_and(|form| form.left.insert(path));
            if is_new {
                desk.redraw.force_update();
            }
        })
    }

    /// Records what is due at once: a section was left.
    #[must_use]
    pub fn on_pause(&self) -> Callback<()> {
        let desk = Rc::clone(&self.desk);
        Callback::from(move |()| {
            let desk = Rc::clone(&desk);
            spawn_local(async move { desk.record_due().await });
        })
    }

    /// An answer on consent was given.
    #[must_use]
    pub fn on_answer(&self) -> Callback<Answered> {
        let desk = Rc::clone(&self.desk);
        Callback::from(move |answered: Answered| {
            let now = platform::now();
            let consent = RecordConsent {
                consent: ConsentId::born(now, platform::random()),
                kind: answered.kind,
                answer: answered.answer,
                text_version: answered.text_version,
                language: answered.language,
                explained: answered.explained,
                answered_on: now.day(),
            };
            let desk = Rc::clone(&desk);
            spawn_local(async move {
                if desk
                    .record_also(vec![Command::RecordConsent(consent.clone())])
                    .await
                {
                    desk.with(|form| {
                        form.consents = form
                            .consents
                            .iter()
                            .cloned()
                            .chain([consent.clone()])
                            .collect();
                    });
                }
            });
        })
    }

    /// A fact was entered.
    #[must_use]
    pub fn on_fact(&self) -> Callback<(Option<FactId>, FactDraft)> {
        let desk = Rc::clone(&self.desk);
        Callback::from(move |(corrects, draft): (Option<FactId>, FactDraft)| {
            let fact = RecordFact {
                fact: FactId::born(platform::now(), platform::random()),
                corrects,
                draft,
            };
            let desk = Rc::clone(&desk);
            spawn_local(async move {
                if desk
                    .record_also(vec![Command::RecordFact(fact.clone())])
                    .await
                {
                    desk.with(|form| {
                        form.facts = form.facts.iter().cloned().chain([fact.clone()]).collect();
                    });
                }
            });
        })
    }

    /// Completes the intake and decides what follows, as one group. `take_over` is the own post of a case manager who
    /// has no network: they take the case themselves.
    #[must_use]
    pub fn on_decide(&self, take_over: Option<PostCode>) -> Callback<Chosen> {
        let desk = Rc::clone(&self.desk);
        Callback::from(move |chosen: Chosen| {
            let (desk, take_over) = (Rc::clone(&desk), take_over.clone());
            spawn_local(async move { desk.decide(chosen, take_over).await });
        })
    }

    /// Gives the case to a post.
    #[must_use]
    pub fn on_assign(&self) -> Callback<(PostCode, String)> {
        let desk = Rc::clone(&self.desk);
        Callback::from(move |(to, reason): (PostCode, String)| {
            let desk = Rc::clone(&desk);
            spawn_local(async move { desk.assign(to, reason).await });
        })
    }
}

impl Desk {
    fn with(&self, change: impl FnOnce(&mut Form)) {
        if let Some(form) = self.form.borrow_mut().as_mut() {
            change(form);
        }
        self.redraw.force_update();
    }

    fn change(
        self: &Rc<Self>,
        change: impl FnOnce(&mut Form, &dyn Fn(&PersonDraft) -> Option<LocalityCode>),
    ) {
        let organisation = Rc::clone(&self.organisation.borrow());
        let today = platform::now().day();
        let locality = move |person: &PersonDraft| match person.located(&organisation, today) {
            Located::District { locality, .. } => Some(locality),
            _ => None,
        };
        self.with(|form| {
            change(form, &locality);
            form.has_begun = true;
        });
        let desk = Rc::clone(self);
        self.draft_timer
            .replace(Some(Timeout::new(DRAFT_MILLIS, move || {
                spawn_local(async move { desk.keep_draft().await });
            })));
        let desk = Rc::clone(self);
        self.record_timer
            .replace(Some(Timeout::new(RECORD_MILLIS, move || {
                spawn_local(async move { desk.record_due().await });
            })));
    }

    async fn load(self: &Rc<Self>) {
        let today = platform::now().day();
        let here = self.pack.person(self.person).await;
        let has_unsent = entries_of(&self.outbox, self.person).iter().any(|entry| {
            entry
                .standing()
                .is_some_and(|standing| standing != Standing::Confirmed)
        });
        let draft = self.drafts.find(&draft_key(self.person)).await;
        let question = ThisPerson {
            person: self.person,
        };
        // What waits on this device is newer than what the server has.
        let form = match here {
            Some(here) if has_unsent => Ok(Some(from_device(&here))),
            here => match read::<ReadPerson, ReadIntakes>(&question).await {
                Ok((file, intakes)) => Ok(Some(Form::of_server(file, intakes.intakes))),
                Err(ApiFailure::Problem(shared::kernel::Problem::NotFound)) => {
                    Ok(here.as_ref().map(from_device))
                }
                Err(failure) => match here.as_ref().map(from_device) {
                    Some(form) => Ok(Some(form)),
                    None if draft.is_some() => Ok(None),
                    None => Err(failure),
                },
            },
        };
        let value = draft
            .as_ref()
            .and_then(|draft| serde_json::from_value::<DraftValue>(draft.value.clone()).ok());
        match (form, value) {
            (Ok(Some(mut form)), value) => {
                if form.work.recorded_intake.is_none() && form.work.intake.requested_on.is_none() {
                    form.work.intake.requested_on = Some(today);
                }
                if let (Some(value), Some(before)) = (value, draft.and_then(|draft| draft.before)) {
                    form.take_draft(value, before);
                }
                self.form.replace(Some(form));
            }
            (Ok(None), Some(value)) => {
                // A draft that knows what was recorded before it is no new person, also where no copy is left here.
                let before = draft.and_then(|draft| draft.before);
                let form = Form::of_draft(self.person, value, before);
                self.form.replace(Some(form));
            }
            (Ok(None), None) => {
                self.missing.replace(Some(Loaded::NotFound));
            }
            (Err(failure), _) => {
                self.missing
                    .replace(Some(Loaded::Failed(failure.text_key())));
            }
        }
        self.redraw.force_update();
    }

    async fn keep_draft(&self) {
        let Some(form) = self.form.borrow().clone() else {
            return;
        };
        if !form.has_begun || !form.work.is_ahead() {
            return;
        }
        let value = DraftValue {
            intake_id: form.work.intake_id,
            person: form.work.person.clone(),
            intake: form.work.intake.clone(),
            has_begun: form.has_begun,
        };
        let before = form
            .work
            .recorded_person
            .as_ref()
            .and_then(|person| serde_json::to_value((person, &form.work.recorded_intake)).ok());
        let value = serde_json::to_value(value).unwrap_or_default();
        let kept = self
            .drafts
            .keep(&draft_key(self.person), FORM_VERSION, before, value)
            .await;
        self.note(kept.is_ok());
    }

    fn note(&self, is_kept: bool) {
        let is_news = self
            .form
            .borrow()
            .as_ref()
            .is_some_and(|form| form.has_failed == is_kept);
        if is_news {
            self.with(|form| form.has_failed = !is_kept);
        }
    }

    /// Records what is due. One at a time: what is typed meanwhile is due the next time.
    async fn record_due(self: &Rc<Self>) {
        self.record_also(Vec::new()).await;
    }

    /// Records what is due together with further commands, as one group, and says whether that worked.
    async fn record_also(self: &Rc<Self>, also: Vec<Command>) -> bool {
        let Some((commands, settle)) = self.group(also) else {
            return false;
        };
        if commands.is_empty() {
            return true;
        }
        if self.is_recording.replace(true) {
            // The pause runs once more; nothing is lost, it is in the draft.
            let desk = Rc::clone(self);
            self.record_timer
                .replace(Some(Timeout::new(DRAFT_MILLIS, move || {
                    spawn_local(async move { desk.record_due().await });
                })));
            return false;
        }
        let key = draft_key(self.person);
        let recorded = self
            .outbox
            .record(commands, settle.is_whole.then_some(key.as_str()))
            .await;
        self.is_recording.set(false);
        self.settle(recorded.is_ok(), settle);
        recorded.is_ok()
    }

    /// The commands that are due with further ones behind them.
    fn group(&self, also: Vec<Command>) -> Option<(Vec<NewCommand>, Settle)> {
        let today = platform::now().day();
        let form = self.form.borrow();
        let form = form.as_ref()?;
        let due = form.work.due(form.has_begun || !also.is_empty(), today);
        let is_whole = due
            .as_ref()
            .is_none_or(|due| due.person == form.work.person && due.intake == form.work.intake);
        let commands = due
            .iter()
            .flat_map(|due| due.commands.iter().cloned())
            .chain(also)
            .map(|command| {
                let new = NewCommand::new(Subject::Person(self.person), command);
                match form.sequence {
                    Some(sequence) => new.based_on(sequence),
                    None => new,
                }
            })
            .collect();
        Some((commands, Settle { due, is_whole }))
    }

    fn settle(&self, is_kept: bool, settle: Settle) {
        self.with(|form| {
            form.has_failed = !is_kept;
            if let (true, Some(due)) = (is_kept, &settle.due) {
                form.work.take_recorded(due);
                form.has_begun = true;
            }
        });
    }

    async fn decide(self: &Rc<Self>, chosen: Chosen, take_over: Option<PostCode>) {
        let Some(form) = self.form.borrow().clone() else {
            return;
        };
        let town = Rc::clone(&self.organisation.borrow());
        if !form
            .completing_problems(platform::now().day(), &town)
            .is_empty()
        {
            self.with(|form| form.attempt = form.attempt.saturating_add(1));
            return;
        }
        let intake = form.work.intake_id;
        let decision = match chosen {
            Chosen::Admit => IntakeDecision::Admit {
                case: CaseId::born(platform::now(), platform::random()),
            },
            Chosen::Refer(office, reason) => IntakeDecision::Refer { office, reason },
            Chosen::AskException(reason) => IntakeDecision::AskException { reason },
            Chosen::Counselled => IntakeDecision::Counselled {},
        };
        let mut also = Vec::new();
        if !matches!(form.state, IntakeState::ExceptionAsked { .. }) {
            also.push(Command::CompleteIntake(CompleteIntake { intake }));
        }
        also.push(Command::DecideIntake(DecideIntake {
            intake,
            decision: decision.clone(),
        }));
        let mut then = Stage::Decided(decision.clone());
        if let (IntakeDecision::Admit { case }, Some(to)) = (&decision, take_over) {
            also.push(Command::AssignCase(AssignCase {
                case: *case,
                to: to.clone(),
                reason: String::new(),
            }));
            then = Stage::Assigned {
                case: *case,
                post: to,
            };
        }
        self.send(also, then).await;
    }

    async fn assign(self: &Rc<Self>, to: PostCode, reason: String) {
        let case = self.form.borrow().as_ref().and_then(Form::case);
        if let Some(case) = case {
            let command = Command::AssignCase(AssignCase {
                case,
                to: to.clone(),
                reason,
            });
            self.send(vec![command], Stage::Assigned { case, post: to })
                .await;
        }
    }

    /// Records and sends a group whose answer decides how the page goes on.
    async fn send(self: &Rc<Self>, also: Vec<Command>, then: Stage) {
        let before = self.form.borrow().as_ref().map(|form| form.stage.clone());
        let Some((commands, settle)) = self.group(also) else {
            return;
        };
        self.record_timer.take();
        self.with(|form| form.stage = Stage::Deciding);
        let key = draft_key(self.person);
        let sent = self
            .outbox
            .send(commands, settle.is_whole.then_some(key.as_str()))
            .await;
        self.settle(sent.is_ok(), settle);
        let stage = match sent {
            Ok(Sent::Waits) => then,
            Ok(sent) if sent.is_kept() => then,
            Ok(Sent::Answered(answers)) => answers
                .iter()
                .find_map(|answered| match &answered.answer {
                    Outcome::Refused { because, .. }
                        if *because != shared::exchange::Refusal::GroupRefused =>
                    {
                        let code: &'static str = because.into();
                        Some(Stage::Refused(format!("refusal-{code}")))
                    }
                    _ => None,
                })
                .unwrap_or_else(|| Stage::Refused("refusal-group_refused".to_owned())),
            Err(_) => before.unwrap_or(Stage::Open),
        };
        self.with(|form| form.stage = stage);
    }
}

/// What is taken over once a group is recorded.
struct Settle {
    due: Option<super::work::DueCommands>,
    is_whole: bool,
}

async fn read<P: Call<Question = ThisPerson>, I: Call<Question = ThisPerson>>(
    question: &ThisPerson,
) -> Result<(P::Answer, I::Answer), ApiFailure> {
    let person = api::send::<P>(question).await?;
    let intakes = api::send::<I>(question).await?;
    Ok((person, intakes))
}

impl Form {
    fn of_new(person: PersonId, value: DraftValue) -> Self {
        Self::around(
            IntakeWork::begin(person, value.intake_id, value.person, value.intake),
            value.has_begun,
        )
    }

    fn of_draft(person: PersonId, value: DraftValue, before: Option<serde_json::Value>) -> Self {
        let mut form = Self::of_new(person, value);
        let before = before.and_then(|before| serde_json::from_value(before).ok());
        if let Some((person, intake)) = before {
            form.work.recorded_person = Some(person);
            form.work.recorded_intake = intake;
        }
        form
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
            attempt: 0,
            sequence: None,
            has_failed: false,
        }
    }

    fn of_server(
        file: shared::person::calls::PersonFile,
        intakes: Vec<shared::case::IntakeFile>,
    ) -> Self {
        let latest = intakes.into_iter().next();
        let intake_id = latest
            .as_ref()
            .map_or_else(new_intake, |intake| intake.intake);
        let mut work = IntakeWork::begin(
            file.person,
            intake_id,
            file.draft.clone(),
            latest
                .as_ref()
                .map(|intake| intake.draft.clone())
                .unwrap_or_default(),
        );
        work.recorded_person = Some(file.draft);
        work.recorded_intake = latest.as_ref().map(|intake| intake.draft.clone());
        let mut form = Self::around(work, false);
        form.consents = file.consents.into();
        form.sequence = Some(file.sequence);
        if let Some(intake) = latest {
            form.state = intake.state;
        }
        form
    }

    /// Brings a half-typed form back on top of what is recorded now.
    fn take_draft(&mut self, value: DraftValue, before: serde_json::Value) {
        let Ok((person, intake)) =
            serde_json::from_value::<(PersonDraft, Option<IntakeDraft>)>(before)
        else {
            return;
        };
        let now_person = self.work.recorded_person.clone().unwrap_or_default();
        let now_intake = self.work.recorded_intake.clone();
        self.work.recorded_person = Some(person);
        self.work.recorded_intake = intake;
        self.work.person = value.person;
        self.work.intake = value.intake;
        self.work.follow(now_person, now_intake);
        self.has_begun = true;
    }
}

fn from_device(here: &ShownPerson) -> Form {
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
    let mut form = Form::around(work, false);
    form.consents = here
        .consents
        .iter()
        .map(|shown| shown.value.clone())
        .collect();
    form.facts = here.facts.iter().map(|shown| shown.value.clone()).collect();
    form.sequence = here.sequence;
    if let Some(latest) = latest {
        form.state = latest.file.state.clone();
        if let Some(decided) = &latest.decided {
            form.stage = Stage::Decided(decided.value.clone());
        }
    }
    form
}

fn new_intake() -> IntakeId {
    IntakeId::born(platform::now(), platform::random())
}
