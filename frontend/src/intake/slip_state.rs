//! The contact slip while it is typed: every keystroke is kept on this device, a finished slip is on this device before
//! the screen says so, and then a fresh one begins.

use std::cell::Cell;
use std::rc::Rc;

use gloo::timers::callback::Timeout;
use shared::command::Command;
use shared::device::{EntryState, Standing};
use shared::exchange::Subject;
use shared::intake::{AttachSlip, RecordSlip, SlipDraft};
use shared::kernel::{EnvelopeId, FieldProblems, PersonId, SlipId};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::slip::{FIRST_FIELD, SlipStatus};
use crate::forms::{Change, OnChange};
use crate::i18n;
use crate::offline::{NewCommand, Place, use_drafts, use_outbox};
use crate::platform::{self, editing};

/// Under which the half-typed slip is kept.
const DRAFT: &str = "slip";
/// Counts up when the fields of the form change.
const FORM_VERSION: u32 = 1;
/// The pause between two writes of the draft.
const PAUSE_MILLIS: u32 = 300;

/// The slip with its verbs.
#[derive(Debug, Clone, PartialEq)]
pub struct Slip {
    /// What was typed.
    pub draft: SlipDraft,
    /// What is wrong, once somebody tried to finish.
    pub problems: FieldProblems,
    /// Counts the attempts to finish.
    pub attempt: u32,
    /// What a sheet for the person says: what stands in the form, else what was finished last; nothing before that.
    pub printed: Option<SlipDraft>,
    /// Where the slip that was finished last stands.
    pub status: SlipStatus,
    /// Every change.
    pub on_change: OnChange<SlipDraft>,
    /// Finishes the slip.
    pub on_done: Callback<()>,
}

/// A slip as it begins: at the desk most come to the desk.
fn fresh() -> SlipDraft {
    SlipDraft {
        channel: "SERVICEPOINT".parse().ok(),
        ..SlipDraft::default()
    }
}

/// What was done last.
#[derive(Debug, Clone, PartialEq)]
enum Done {
    Nothing,
    Storing,
    Failed,
    Recorded(EnvelopeId),
}

/// A slip for a person, or for nobody in particular.
#[hook]
pub fn use_slip(person: Option<PersonId>) -> Slip {
    let draft = use_mut_ref(fresh);
    let shown = use_state_eq(fresh);
    let done = use_state_eq(|| Done::Nothing);
    let attempt = use_state_eq(|| 0_u32);
    let is_tried = use_state_eq(|| false);
    let last = use_state_eq(|| None::<SlipDraft>);
    let outbox = use_outbox();
    let drafts = use_drafts();
    let timer = use_mut_ref(|| None::<Timeout>);
    // A browser that is no device keeps drafts in this window only.
    let is_lasting = matches!(outbox.place, Place::Open(_));
    let is_unkept = use_memo((), |()| Cell::new(false));
    editing::use_editing(*shown != fresh());
    editing::use_asking_before_unload(&is_unkept);
    {
        // What was half typed before a reload or a crash.
        let (draft, shown, drafts) = (Rc::clone(&draft), shown.setter(), drafts.clone());
        let is_unkept = Rc::clone(&is_unkept);
        use_effect_with(outbox.place.clone(), move |_| {
            spawn_local(async move {
                let kept = drafts.find(DRAFT).await;
                if let Some(kept) = kept.and_then(|kept| serde_json::from_value(kept.value).ok())
                    && *draft.borrow() == fresh()
                {
                    shown.set(SlipDraft::clone(&kept));
                    is_unkept.set(!is_lasting && kept != fresh());
                    draft.replace(kept);
                }
            });
        });
    }
    let keep = {
        let (draft, drafts, is_unkept) = (Rc::clone(&draft), drafts, Rc::clone(&is_unkept));
        Callback::from(move |()| {
            let value = serde_json::to_value(&*draft.borrow()).unwrap_or_default();
            let (drafts, is_unkept) = (drafts.clone(), Rc::clone(&is_unkept));
            spawn_local(async move {
                // A draft that cannot be kept is still on the screen, and the browser asks before it goes.
                let kept = drafts.keep(DRAFT, FORM_VERSION, None, value).await;
                is_unkept.set(!(kept.is_ok() && is_lasting));
            });
        })
    };
    {
        // Whoever leaves the page sooner than the pause leaves nothing behind.
        let (timer, keep) = (Rc::clone(&timer), keep.clone());
        use_effect_with(outbox.place.clone(), move |_| {
            move || {
                if timer.borrow_mut().take().is_some() {
                    keep.emit(());
                }
            }
        });
    }
    let on_change = {
        let (draft, shown, timer) = (Rc::clone(&draft), shown.setter(), Rc::clone(&timer));
        let is_unkept = Rc::clone(&is_unkept);
        Callback::from(move |change: Change<SlipDraft>| {
            change.apply(&mut draft.borrow_mut());
            shown.set(draft.borrow().clone());
            is_unkept.set(true);
            let keep = keep.clone();
            timer.replace(Some(Timeout::new(PAUSE_MILLIS, move || keep.emit(()))));
        })
    };
    let on_done = {
        let (draft, shown, timer) = (Rc::clone(&draft), shown.setter(), Rc::clone(&timer));
        let (done, attempt, is_tried) = (done.clone(), attempt.clone(), is_tried.setter());
        let (outbox, is_unkept) = (outbox.clone(), Rc::clone(&is_unkept));
        let last = last.setter();
        Callback::from(move |()| {
            let finished = draft.borrow().clone();
            // The same key or click once more: the slip is done, and nobody has begun the next.
            let is_done = matches!(*done, Done::Recorded(_)) && finished == fresh();
            if *done == Done::Storing || is_done {
                return;
            }
            is_tried.set(true);
            if finished.check(platform::now().day()).is_err() {
                attempt.set(attempt.saturating_add(1));
                return;
            }
            timer.take();
            done.set(Done::Storing);
            let commands = commands(finished.clone(), person);
            let last = last.clone();
            let (draft, shown, done, is_tried, outbox, is_unkept) = (
                Rc::clone(&draft),
                shown.clone(),
                done.setter(),
                is_tried.clone(),
                outbox.clone(),
                Rc::clone(&is_unkept),
            );
            spawn_local(async move {
                match outbox.record(commands, Some(DRAFT)).await {
                    Ok(ids) => {
                        draft.replace(fresh());
                        is_unkept.set(false);
                        shown.set(fresh());
                        is_tried.set(false);
                        last.set(Some(finished));
                        done.set(ids.first().map_or(Done::Failed, |id| Done::Recorded(*id)));
                        platform::focus(FIRST_FIELD);
                    }
                    Err(_) => done.set(Done::Failed),
                }
            });
        })
    };
    let problems = if *is_tried {
        shown.check(platform::now().day()).err().unwrap_or_default()
    } else {
        FieldProblems::default()
    };
    let status = match &*done {
        Done::Nothing if is_lasting => SlipStatus::Open,
        Done::Nothing => SlipStatus::OpenHere,
        Done::Storing => SlipStatus::Storing,
        Done::Failed => SlipStatus::Failed,
        Done::Recorded(id) => match status_of(&outbox, *id) {
            SlipStatus::OnDevice | SlipStatus::Sent if !is_lasting => SlipStatus::OnItsWay,
            status => status,
        },
    };
    let printed = Some((*shown).clone())
        .filter(|typed| *typed != fresh())
        .or_else(|| (*last).clone());
    Slip {
        draft: (*shown).clone(),
        printed,
        problems,
        attempt: *attempt,
        status,
        on_change,
        on_done,
    }
}

fn commands(draft: SlipDraft, person: Option<PersonId>) -> Vec<NewCommand> {
    let slip = SlipId::born(platform::now(), platform::random());
    let subject = Subject::Slip(slip);
    let mut commands = vec![NewCommand::new(
        subject.clone(),
        Command::RecordSlip(RecordSlip { draft }),
    )];
    commands.extend(
        person.map(|person| NewCommand::new(subject, Command::AttachSlip(AttachSlip { person }))),
    );
    commands
}

/// Where the group with this envelope stands. One that has left the outbox is confirmed and backed up.
fn status_of(outbox: &crate::offline::Offline, id: EnvelopeId) -> SlipStatus {
    let entries = outbox.entries();
    let entry = entries
        .iter()
        .find(|entry| entry.envelopes.iter().any(|envelope| envelope.id == id));
    match entry.and_then(|entry| Some((entry.standing()?, entry))) {
        Some((Standing::OnDevice, _)) => SlipStatus::OnDevice,
        Some((Standing::Sent, _)) => SlipStatus::Sent,
        Some((Standing::NeedsYou, _)) => SlipStatus::NeedsYou,
        Some((Standing::Confirmed, entry)) => SlipStatus::Confirmed(confirmed_at(entry)),
        None => SlipStatus::Confirmed(AttrValue::default()),
    }
}

/// The time of day at which the server said that it keeps an entry.
#[must_use]
pub fn confirmed_at(entry: &shared::device::Entry) -> AttrValue {
    match (&entry.state, entry.last_try) {
        (EntryState::Confirmed { .. }, Some(at)) => i18n::clock_time(at),
        _ => AttrValue::default(),
    }
}
