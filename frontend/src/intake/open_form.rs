//! One intake form that is open: loading it, keeping what is typed, recording what is due, sending what decides. Everything
//! goes through the outbox, one group at a time.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo::timers::callback::Timeout;
use shared::command::Command;
use shared::consent::{ConsentKind, is_given};
use shared::device::{Entry, Standing};
use shared::exchange::{Outcome, Subject};
use shared::intake::calls::{IntakeFiles, ReadIntakes};
use shared::intake::state::{IntakeMove, IntakeState, IntakeStateName};
use shared::intake::{CompleteIntake, DecideIntake, IntakeDecision};
use shared::kernel::{CaseId, LocalityCode, PersonId, PostCode};
use shared::organisation::{Located, Organisation};
use shared::person::PersonDraft;
use shared::person::calls::{PersonFile, ReadPerson, ThisPerson};
use wasm_bindgen_futures::spawn_local;
use yew::UseForceUpdateHandle;

use super::shown::{DraftValue, Form, Loaded, Stage, new_intake};
use super::target::Chosen;
use super::work::DueCommands;
use crate::api::{self, ApiFailure};
use crate::assignment::panel::PostChoice;
use crate::offline::{DraftsHandle, NewCommand, Offline, PackHandle, Sent};
use crate::platform;

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

/// What a form is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Taking somebody in: an intake begins with the first word.
    TakeIn,
    /// Taking somebody in who comes back: where the latest intake has ended, a new one begins with the first word.
    TakeInAgain,
    /// Correcting what is recorded: no intake begins, and none is decided.
    Correct,
}

/// One form that is open, with what it is kept and sent by.
pub(super) struct OpenForm {
    pub(super) person: PersonId,
    pub(super) purpose: Purpose,
    /// The form; what is shown shares it, and a change makes it anew.
    pub(super) form: RefCell<Option<Rc<Form>>>,
    pub(super) missing: RefCell<Option<Loaded>>,
    pub(super) organisation: RefCell<Rc<Organisation>>,
    pub(super) outbox: Offline,
    pub(super) drafts: DraftsHandle,
    pub(super) pack: PackHandle,
    pub(super) record_timer: RefCell<Option<Timeout>>,
    pub(super) draft_timer: RefCell<Option<Timeout>>,
    pub(super) is_recording: Cell<bool>,
    pub(super) redraw: UseForceUpdateHandle,
}

impl std::fmt::Debug for OpenForm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OpenForm").finish_non_exhaustive()
    }
}

impl PartialEq for OpenForm {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

/// The entries of the outbox about a person.
pub(super) fn entries_of(outbox: &Offline, person: PersonId) -> Vec<Entry> {
    let subject = Subject::Person(person);
    let mut entries = outbox.entries();
    entries.retain(|entry| entry.subjects().any(|of| *of == subject));
    entries
}

impl OpenForm {
    /// Changes what is shown.
    pub(super) fn with(&self, change: impl FnOnce(&mut Form)) {
        if let Some(form) = self.form.borrow_mut().as_mut() {
            change(Rc::make_mut(form));
        }
        self.redraw.force_update();
    }

    /// Changes what was typed; it is in the draft and a command soon after.
    pub(super) fn change(
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
        self.record_soon();
    }

    fn record_soon(self: &Rc<Self>) {
        let desk = Rc::clone(self);
        self.record_timer
            .replace(Some(Timeout::new(RECORD_MILLIS, move || {
                spawn_local(async move { desk.record_due().await });
            })));
    }

    /// The place was typed to its end, whether it says where that is or not.
    pub(super) fn place_is_typed(self: &Rc<Self>) {
        let was_placing = self
            .form
            .borrow_mut()
            .as_mut()
            .filter(|form| form.work.is_placing)
            .is_some_and(|form| std::mem::take(&mut Rc::make_mut(form).work.is_placing));
        if was_placing {
            self.record_soon();
        }
    }

    /// Loads the form: what waits on this device, else from the server, else from a draft. What somebody types into stays:
    /// an answer that comes after another one changes nothing any more.
    pub(super) async fn load(self: &Rc<Self>) {
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
            Some(here) if has_unsent => Ok(Some(Form::of(&here))),
            here => match read(&question).await {
                Ok((file, intakes)) => {
                    let shown = self.pack.show_forms(&file, &intakes);
                    Ok(shown.as_ref().map(Form::of))
                }
                Err(ApiFailure::Problem(shared::kernel::Problem::NotFound)) => {
                    Ok(here.as_ref().map(Form::of))
                }
                Err(failure) => match here.as_ref().map(Form::of) {
                    Some(form) => Ok(Some(form)),
                    None if draft.is_some() => Ok(None),
                    None => Err(failure),
                },
            },
        };
        if self.form.borrow().is_some() {
            return;
        }
        let value = draft
            .as_ref()
            .and_then(|draft| serde_json::from_value::<DraftValue>(draft.value.clone()).ok());
        match (form, value) {
            (Ok(Some(mut form)), value) => {
                form.work.begins_intake = self.purpose != Purpose::Correct;
                // A draft of another intake than the one that ended is of one that was begun anew.
                let drafted = value
                    .as_ref()
                    .map(|value| value.intake_id)
                    .filter(|drafted| *drafted != form.work.intake_id);
                if form.has_ended() && form.work.begins_intake {
                    if let Some(drafted) = drafted {
                        form.begin_anew(drafted);
                    } else if self.purpose == Purpose::TakeInAgain {
                        form.begin_anew(new_intake());
                    }
                }
                if form.work.begins_intake
                    && form.work.recorded_intake.is_none()
                    && form.work.intake.requested_on.is_none()
                {
                    form.work.intake.requested_on = Some(today);
                }
                if let Some(value) = value {
                    // What was typed before anything was recorded was typed into an empty form.
                    let before = draft.and_then(|draft| draft.before);
                    form.take_draft(value, before);
                }
                self.form.replace(Some(Rc::new(form)));
                self.go_on();
            }
            (Ok(None), Some(value)) => {
                // A draft that knows what was recorded before it is no new person, also where no copy is left here.
                let before = draft.and_then(|draft| draft.before);
                let form = Form::of_draft(self.person, value, before);
                self.form.replace(Some(Rc::new(form)));
                self.go_on();
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

    /// What a tab that ended left in the draft counts as if it was typed just now: nobody has to type on for it.
    fn go_on(self: &Rc<Self>) {
        let is_ahead = |form: &Rc<Form>| form.has_begun && form.work.is_ahead();
        if self.form.borrow().as_ref().is_some_and(is_ahead) {
            self.with(|form| form.is_restored = true);
            self.record_soon();
        }
    }

    /// Whether the coordinator was asked and the server knows it. A refusal can still be taken back.
    pub(super) fn waits_for_an_answer(&self) -> bool {
        self.form.borrow().as_ref().is_some_and(|form| {
            matches!(
                (&form.stage, &form.state),
                (
                    Stage::Open,
                    IntakeState::ExceptionAsked { .. } | IntakeState::ExceptionRefused { .. }
                ) | (Stage::Decided(IntakeDecision::AskException { .. }), _)
            )
        })
    }

    /// Looks whether the coordinator has answered. What is typed here stays as it is.
    pub(super) async fn look_again(&self) {
        let question = ThisPerson {
            person: self.person,
        };
        // Without an answer the form waits on; the next look is soon.
        let Ok(files) = api::send::<ReadIntakes>(&question).await else {
            return;
        };
        let Some(own) = self.form.borrow().as_ref().map(|form| form.work.intake_id) else {
            return;
        };
        let state = files
            .intakes
            .into_iter()
            .find(|file| file.intake == own)
            .map(|file| file.state);
        let shown = self
            .form
            .borrow()
            .as_ref()
            .map(|form| (form.stage.clone(), form.state.name()));
        let is_answer = state
            .as_ref()
            .is_some_and(|state| match (state.name(), &shown) {
                (IntakeStateName::ExceptionRefused | IntakeStateName::Admitted, _) => true,
                (IntakeStateName::ExceptionAsked, Some((Stage::Open, before))) => {
                    *before == IntakeStateName::ExceptionRefused
                }
                _ => false,
            });
        if let (Some(state), true) = (state, is_answer) {
            self.with(|form| {
                form.state = state;
                form.stage = Stage::Open;
            });
        }
    }

    /// Keeps what is typed and no command yet.
    pub(super) async fn keep_draft(&self) {
        let Some(form) = self.form.borrow().clone() else {
            return;
        };
        if !form.has_begun || !form.is_ahead() {
            return;
        }
        let value = DraftValue {
            intake_id: form.work.intake_id,
            person: form.work.person.clone(),
            intake: form.work.intake.clone(),
            has_begun: form.has_begun,
            unread: form.unread.clone(),
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
    pub(super) async fn record_due(self: &Rc<Self>) {
        self.record_also(Vec::new()).await;
    }

    /// Records what is due together with further commands, as one group, and says whether that worked.
    pub(super) async fn record_also(self: &Rc<Self>, also: Vec<Command>) -> bool {
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
        let is_whole = settle.is_whole;
        self.settle(recorded.is_ok(), settle);
        if recorded.is_ok() && !is_whole {
            // What could not be recorded yet stands from now on against what was.
            self.keep_draft().await;
        }
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
            .is_none_or(|due| due.person == form.work.person && due.intake == form.work.intake)
            && form.unread.is_empty();
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

    /// Completes the form and decides what follows.
    pub(super) async fn decide(self: &Rc<Self>, chosen: Chosen, take_over: Option<PostCode>) {
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
            Chosen::AskException(reason, is_no_name) => {
                IntakeDecision::AskException { reason, is_no_name }
            }
            Chosen::Counselled(reason) => IntakeDecision::Counselled { reason },
        };
        // The same rule as the server's: a screen that was not drawn again yet must not get around it.
        if decision.needs_consent() && !is_given(&form.consents, ConsentKind::CaseManagement) {
            self.with(|form| form.stage = Stage::Refused("refusal-consent_missing".to_owned()));
            return;
        }
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
            let choice = PostChoice::on_site(to.clone());
            also.push(Command::AssignCase(choice.command(*case)));
            then = Stage::Assigned {
                case: *case,
                post: to,
            };
        }
        self.send(also, Stage::Deciding, then).await;
    }

    /// Takes back that the intake ended: the form is open again, with everything that stood in it.
    pub(super) async fn take_back(self: &Rc<Self>) {
        let Some(intake) = self.form.borrow().as_ref().map(|form| form.work.intake_id) else {
            return;
        };
        let decision = IntakeDecision::TakeBack {};
        let command = Command::DecideIntake(DecideIntake {
            intake,
            decision: decision.clone(),
        });
        self.send(vec![command], Stage::Deciding, Stage::Open).await;
        self.with(|form| {
            if form.stage == Stage::Open
                && let Ok(state) = form.state.clone().apply(IntakeMove::Decide(decision))
            {
                form.state = state;
            }
        });
    }

    /// Records what was chosen where two people had written differently, and shows what the server makes of it. What is
    /// typed in the form goes first.
    pub(super) async fn choose(self: &Rc<Self>, commands: Vec<Command>) {
        self.record_due().await;
        let group = commands
            .iter()
            .map(|command| NewCommand::new(Subject::Person(self.person), command.clone()))
            .collect();
        let sent = self.outbox.send(group, None).await;
        self.with(|form| {
            form.has_failed = sent.is_err();
            if sent.is_ok() {
                form.take_chosen(&commands);
            }
        });
        let question = ThisPerson {
            person: self.person,
        };
        // Without a network the rest shows when the form is opened again.
        if let Ok((file, intakes)) = read(&question).await
            && let Some(here) = self.pack.show_forms(&file, &intakes)
        {
            self.with(|form| form.take_disagreements(&here));
        }
    }

    /// Gives the case to a post.
    pub(super) async fn assign(self: &Rc<Self>, choice: PostChoice) {
        let case = self.form.borrow().as_ref().and_then(|form| form.case());
        if let Some(case) = case {
            let post = choice.to.clone();
            let command = Command::AssignCase(choice.command(case));
            let then = Stage::Assigned { case, post };
            self.send(vec![command], Stage::Assigning { case }, then)
                .await;
            // The intake is decided all the same: another post may take the case.
            self.with(|form| {
                if let Stage::Refused(why) = &form.stage {
                    form.stage = Stage::NotAssigned {
                        case,
                        why: why.clone(),
                    };
                }
            });
        }
    }

    /// Records and sends a group whose answer decides how the page goes on, and what it shows meanwhile.
    async fn send(self: &Rc<Self>, also: Vec<Command>, meanwhile: Stage, then: Stage) {
        let before = self.form.borrow().as_ref().map(|form| form.stage.clone());
        let Some((commands, settle)) = self.group(also) else {
            return;
        };
        self.record_timer.take();
        self.with(|form| form.stage = meanwhile);
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
    due: Option<DueCommands>,
    is_whole: bool,
}

async fn read(question: &ThisPerson) -> Result<(PersonFile, IntakeFiles), ApiFailure> {
    let person = api::send::<ReadPerson>(question).await?;
    let intakes = api::send::<ReadIntakes>(question).await?;
    Ok((person, intakes))
}
