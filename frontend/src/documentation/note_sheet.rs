//! Writing an entry: kind of contact, text, done. Every keystroke is kept on the device; closing the sheet loses nothing.

use std::collections::BTreeSet;
use std::rc::Rc;

use gloo::timers::callback::Timeout;
use shared::command::Command;
use shared::documentation::{AddNote, NoteDraft};
use shared::kernel::lists::List;
use shared::kernel::{CaseId, FieldProblems, NoteId, PersonId};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::case::state::{choices, contact_choices, use_now, use_recorder};
use crate::offline::use_drafts;
use crate::platform;
use crate::platform::editing::use_editing;
use crate::t;
use crate::ui::{
    AreaField, Button, ButtonKind, Checkbox, Chips, ChipsOne, DayField, Dialog, InputKind, Notice,
    TextField, Tone, use_toasts,
};

/// The version of this form; a draft typed under another one still opens, because fields are only added.
const FORM: u32 = 1;
/// How long a pause in typing is before the draft is kept.
const PAUSE_MILLIS: u32 = 300;
/// Kinds of contact shown before "more".
const FIRST_KINDS: usize = 6;

/// Properties of [`NoteSheet`].
#[derive(Debug, PartialEq, Properties)]
pub struct NoteSheetProps {
    /// The case to write on; the sheet is open while there is one.
    pub case: Option<CaseId>,
    /// Whose case it is.
    pub person: Option<PersonId>,
    /// Their name, for the heading.
    pub name: AttrValue,
    /// The sheet was closed.
    pub on_close: Callback<()>,
}

/// The sheet.
#[component]
pub fn NoteSheet(props: &NoteSheetProps) -> Html {
    let title = t!("cases-note-for", name = props.name.to_string());
    html! {
        <Dialog id="note-sheet" is_open={props.case.is_some()} {title} on_close={props.on_close.clone()} is_wide=true>
            if let (Some(case), Some(person)) = (props.case, props.person) {
                <NoteForm key={case.to_string()} {case} {person} on_done={props.on_close.clone()} />
            } else {
                <div />
            }
        </Dialog>
    }
}

#[derive(Debug, PartialEq, Properties)]
struct NoteFormProps {
    case: CaseId,
    person: PersonId,
    on_done: Callback<()>,
}

#[component]
fn NoteForm(props: &NoteFormProps) -> Html {
    let today = use_now().day();
    let recorder = use_recorder();
    let drafts = use_drafts();
    let toasts = use_toasts();
    let key = format!("note:{}", props.case);
    let draft = use_state(|| NoteDraft {
        occurred_on: Some(today),
        contact: "PERS_BUERO".parse().ok(),
        ..NoteDraft::default()
    });
    let problems = use_state(FieldProblems::default);
    let shows_more = use_state(|| false);
    let pause = use_mut_ref(|| None::<Timeout>);
    let unkept = use_state_eq(|| None::<&'static str>);
    use_editing(!draft.text.is_empty());

    // What was half typed here before stands there again.
    {
        let (draft, drafts, key) = (draft.clone(), drafts.clone(), key.clone());
        use_effect_with(props.case, move |_| {
            spawn_local(async move {
                if let Some(kept) = drafts.find(&key).await
                    && let Ok(kept) = serde_json::from_value(kept.value)
                {
                    draft.set(kept);
                }
                platform::focus("note-text");
            });
        });
    }
    let change = {
        let (draft, drafts, key) = (draft.clone(), drafts.clone(), key.clone());
        let unkept = unkept.setter();
        Rc::new(move |change: &dyn Fn(&mut NoteDraft)| {
            let mut next = (*draft).clone();
            change(&mut next);
            if let Ok(value) = serde_json::to_value(&next) {
                let (drafts, key, unkept) = (drafts.clone(), key.clone(), unkept.clone());
                let keep = Timeout::new(PAUSE_MILLIS, move || {
                    spawn_local(async move {
                        let kept = drafts.keep(&key, FORM, None, value).await;
                        unkept.set(kept.err().map(|failure| failure.text_key()));
                    });
                });
                pause.replace(Some(keep));
            }
            draft.set(next);
        })
    };
    let on_submit = {
        let (draft, problems, key) = (draft.clone(), problems.clone(), key.clone());
        let (recorder, toasts, on_done) = (recorder, toasts.clone(), props.on_done.clone());
        let (case, person) = (props.case, props.person);
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if let Err(found) = draft.check(today) {
                problems.set(found);
                return;
            }
            let note = NoteId::born(platform::now(), platform::random());
            let command = Command::AddNote(AddNote {
                note,
                case,
                draft: (*draft).clone(),
            });
            let (toasts, on_done) = (toasts.clone(), on_done.clone());
            let then = Callback::from(move |is_kept| {
                if is_kept {
                    toasts.say(t!("note-saved"));
                    on_done.emit(());
                }
            });
            recorder.record_then(person, None, command, Some(key.clone()), then);
        })
    };
    let on_discard = {
        let (drafts, toasts, on_done, draft) =
            (drafts, toasts, props.on_done.clone(), draft.clone());
        Callback::from(move |()| {
            let kept = serde_json::to_value(&*draft).ok();
            let (drafts, key, toasts) = (drafts.clone(), key.clone(), toasts.clone());
            on_done.emit(());
            spawn_local(async move {
                drafts.give_up(&key).await;
                let undo = Callback::from(move |()| {
                    let (drafts, key, kept) = (drafts.clone(), key.clone(), kept.clone());
                    spawn_local(async move {
                        if let Some(kept) = kept {
                            drop(drafts.keep(&key, FORM, None, kept).await);
                        }
                    });
                });
                toasts.say_with_undo(t!("note-discarded"), undo);
            });
        })
    };
    let edit = |write: fn(&mut NoteDraft, String)| {
        let change = Rc::clone(&change);
        Callback::from(move |typed: String| change(&|draft| write(draft, typed.clone())))
    };
    html! {
        <form class="stack" onsubmit={on_submit} novalidate=true>
            <ChipsOne
                id="note-contact"
                label={t!("note-contact")}
                choices={contact_choices(today).iter().take(FIRST_KINDS.max(if *shows_more { usize::MAX } else { 0 })).cloned().collect::<Rc<[_]>>()}
                value={draft.contact.as_ref().map(|code| AttrValue::from(code.to_string()))}
                on_choose={let change = Rc::clone(&change); Callback::from(move |chosen: AttrValue| {
                    change(&|draft| draft.contact = chosen.parse().ok());
                })}
                problems={problems.of("contact").to_vec()}
            />
            <AreaField
                id="note-text"
                label={t!("note-text")}
                hint={t!("note-text-hint")}
                value={AttrValue::from(draft.text.clone())}
                on_input={edit(|draft, typed| draft.text = typed)}
                problems={problems.of("text").to_vec()}
                rows={5}
                is_required=true
            />
            <div class="stack" hidden={!*shows_more}>
                <DayField
                    id="note-occurred-on"
                    label={t!("note-occurred-on")}
                    value={draft.occurred_on}
                    today={Some(today)}
                    on_change={let change = Rc::clone(&change); Callback::from(move |day| change(&|draft| draft.occurred_on = day))}
                    problems={problems.of("occurred_on").to_vec()}
                />
                <TextField
                    id="note-minutes"
                    label={t!("note-minutes")}
                    kind={InputKind::Digits}
                    value={draft.minutes.map(|minutes| AttrValue::from(minutes.to_string())).unwrap_or_default()}
                    on_input={edit(|draft, typed| draft.minutes = typed.trim().parse().ok())}
                    problems={problems.of("minutes").to_vec()}
                />
                <Chips
                    id="note-fields"
                    label={t!("note-fields")}
                    choices={choices(List::FieldOfAction, today)}
                    values={draft.fields_of_action.iter().map(|code| AttrValue::from(code.to_string())).collect::<BTreeSet<_>>()}
                    on_change={let change = Rc::clone(&change); Callback::from(move |chosen: BTreeSet<AttrValue>| {
                        change(&|draft| draft.fields_of_action = chosen.iter().filter_map(|code| code.parse().ok()).collect());
                    })}
                    problems={problems.of("fields_of_action").to_vec()}
                />
                <Checkbox
                    id="note-confidential"
                    label={t!("note-confidential")}
                    is_checked={draft.is_confidential}
                    on_change={let change = Rc::clone(&change); Callback::from(move |ticked| change(&|draft| draft.is_confidential = ticked))}
                />
            </div>
            <Notice tone={Tone::Danger} text={unkept.map(|key| t!(key)).unwrap_or_default()} />
            <p class="muted" hidden={unkept.is_some()}>{ t!("note-draft-kept") }</p>
            <div class="actions">
                <Button kind={ButtonKind::Primary} is_submit=true>{ t!("note-save") }</Button>
                <Button
                    is_expanded={Some(*shows_more)}
                    on_press={let shows_more = shows_more.clone(); Callback::from(move |()| shows_more.set(!*shows_more))}
                >{ t!("note-more") }</Button>
                <Button kind={ButtonKind::Quiet} on_press={on_discard}>{ t!("note-cancel") }</Button>
            </div>
        </form>
    }
}
