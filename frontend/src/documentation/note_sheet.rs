//! Writing an entry: kind of contact, text, done. Every keystroke is kept on the device; closing the sheet loses nothing.

use std::collections::BTreeSet;
use std::rc::Rc;

use gloo::timers::callback::Timeout;
use serde::{Deserialize, Serialize};
use shared::command::Command;
use shared::documentation::{AddNote, NoteDraft};
use shared::kernel::lists::List;
use shared::kernel::{CaseId, Day, FieldProblem, FieldProblems, NoteId, PersonId, ProblemCode};
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

/// The shortest and the longest contact, in minutes, as the check of the entry has them.
const MINUTES: [u16; 2] = [1, 1440];

/// What of a note is kept while it is typed: the entry, and the minutes as they stand in the field.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Typed {
    draft: NoteDraft,
    minutes: String,
}

impl Typed {
    /// A draft as it was kept; one of before the minutes were kept as typed is read too.
    fn kept(value: serde_json::Value) -> Option<Self> {
        serde_json::from_value(value.clone()).ok().or_else(|| {
            let draft: NoteDraft = serde_json::from_value(value).ok()?;
            let minutes = draft.minutes.map(|minutes| minutes.to_string());
            Some(Self {
                minutes: minutes.unwrap_or_default(),
                draft,
            })
        })
    }

    /// The entry, if everything in it can be read and is right.
    fn check(&self, today: Day) -> Result<NoteDraft, FieldProblems> {
        let mut draft = self.draft.clone();
        let minutes = read_minutes(&self.minutes);
        draft.minutes = minutes.clone().unwrap_or_default();
        let mut problems = draft.check(today).err().unwrap_or_default();
        if let Err(problem) = minutes {
            problems.add("minutes", problem);
        }
        problems.or(draft)
    }
}

/// The minutes as typed; nothing typed is no number, and anything else that is none is said at the field.
fn read_minutes(typed: &str) -> Result<Option<u16>, FieldProblem> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    let [min, max] = MINUTES;
    match typed.parse() {
        Ok(minutes) if (min..=max).contains(&minutes) => Ok(Some(minutes)),
        _ => Err(FieldProblem {
            code: ProblemCode::OutOfRange,
            limits: [("min", min), ("max", max)]
                .map(|(name, limit)| (name.to_owned(), i64::from(limit)))
                .into(),
        }),
    }
}

/// The fields below "more", and the order in which the first problem is looked for.
const FIELDS: [(&str, &str); 5] = [
    ("contact", "note-contact"),
    ("text", "note-text"),
    ("occurred_on", "note-occurred-on"),
    ("minutes", "note-minutes"),
    ("fields_of_action", "note-fields"),
];

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
    let typed = use_state(|| Typed {
        draft: NoteDraft {
            occurred_on: Some(today),
            contact: "PERS_BUERO".parse().ok(),
            ..NoteDraft::default()
        },
        minutes: String::new(),
    });
    let draft = &typed.draft;
    let problems = use_state(FieldProblems::default);
    let shows_more = use_state(|| false);
    let pause = use_mut_ref(|| None::<Timeout>);
    let unkept = use_state_eq(|| None::<&'static str>);
    use_editing(!draft.text.is_empty());

    // What was half typed here before stands there again.
    {
        let (typed, drafts, key) = (typed.clone(), drafts.clone(), key.clone());
        use_effect_with(props.case, move |_| {
            spawn_local(async move {
                if let Some(kept) = drafts
                    .find(&key)
                    .await
                    .and_then(|kept| Typed::kept(kept.value))
                {
                    typed.set(kept);
                }
                platform::focus("note-text");
            });
        });
    }
    let change = {
        let (typed, drafts, key) = (typed.clone(), drafts.clone(), key.clone());
        let unkept = unkept.setter();
        Rc::new(move |change: &dyn Fn(&mut Typed)| {
            let mut next = (*typed).clone();
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
            typed.set(next);
        })
    };
    let on_submit = {
        let (typed, problems, key) = (typed.clone(), problems.clone(), key.clone());
        let shows_more = shows_more.clone();
        let (recorder, toasts, on_done) = (recorder, toasts.clone(), props.on_done.clone());
        let (case, person) = (props.case, props.person);
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let draft = match typed.check(today) {
                Ok(draft) => draft,
                Err(found) => {
                    let wrong = |(path, _): &&(&str, &str)| !found.of(path).is_empty();
                    if let Some((path, id)) = FIELDS.iter().find(wrong) {
                        shows_more.set(*shows_more || !matches!(*path, "contact" | "text"));
                        platform::focus_soon(id);
                    }
                    problems.set(found);
                    return;
                }
            };
            let note = NoteId::born(platform::now(), platform::random());
            let command = Command::AddNote(AddNote { note, case, draft });
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
        let (drafts, toasts, on_done, typed) =
            (drafts, toasts, props.on_done.clone(), typed.clone());
        Callback::from(move |()| {
            let kept = serde_json::to_value(&*typed).ok();
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
    let edit = |write: fn(&mut Typed, String)| {
        let change = Rc::clone(&change);
        Callback::from(move |text: String| change(&|typed| write(typed, text.clone())))
    };
    html! {
        <form class="stack" onsubmit={on_submit} novalidate=true>
            <ChipsOne
                id="note-contact"
                label={t!("note-contact")}
                choices={contact_choices(today).iter().take(FIRST_KINDS.max(if *shows_more { usize::MAX } else { 0 })).cloned().collect::<Rc<[_]>>()}
                value={draft.contact.as_ref().map(|code| AttrValue::from(code.to_string()))}
                on_choose={let change = Rc::clone(&change); Callback::from(move |chosen: AttrValue| {
                    change(&|typed| typed.draft.contact = chosen.parse().ok());
                })}
                problems={problems.of("contact").to_vec()}
            />
            <AreaField
                id="note-text"
                label={t!("note-text")}
                hint={t!("note-text-hint")}
                value={AttrValue::from(draft.text.clone())}
                on_input={edit(|typed, text| typed.draft.text = text)}
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
                    on_change={let change = Rc::clone(&change); Callback::from(move |day| change(&|typed| typed.draft.occurred_on = day))}
                    problems={problems.of("occurred_on").to_vec()}
                />
                <TextField
                    id="note-minutes"
                    label={t!("note-minutes")}
                    kind={InputKind::Digits}
                    value={AttrValue::from(typed.minutes.clone())}
                    on_input={edit(|typed, text| typed.minutes = text)}
                    problems={read_minutes(&typed.minutes).err().into_iter().collect::<Vec<_>>()}
                />
                <Chips
                    id="note-fields"
                    label={t!("note-fields")}
                    choices={choices(List::FieldOfAction, today)}
                    values={draft.fields_of_action.iter().map(|code| AttrValue::from(code.to_string())).collect::<BTreeSet<_>>()}
                    on_change={let change = Rc::clone(&change); Callback::from(move |chosen: BTreeSet<AttrValue>| {
                        change(&|typed| typed.draft.fields_of_action = chosen.iter().filter_map(|code| code.parse().ok()).collect());
                    })}
                    problems={problems.of("fields_of_action").to_vec()}
                />
                <Checkbox
                    id="note-confidential"
                    label={t!("note-confidential")}
                    is_checked={draft.is_confidential}
                    on_change={let change = Rc::clone(&change); Callback::from(move |ticked| change(&|typed| typed.draft.is_confidential = ticked))}
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

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: Day = jiff::civil::date(2026, 11, 23);

    fn typed(minutes: &str) -> Typed {
        Typed {
            draft: NoteDraft {
                occurred_on: Some(TODAY),
                contact: "TEL".parse().ok(),
                text: "Brief erklärt".to_owned(),
                ..NoteDraft::default()
            },
            minutes: minutes.to_owned(),
        }
    }

    #[test]
    fn minutes_that_cannot_be_read_are_said_and_never_dropped() {
        assert_eq!(typed(" 45 ").check(TODAY).unwrap().minutes, Some(45));
        assert_eq!(typed("").check(TODAY).unwrap().minutes, None);
        for wrong in ["eine Stunde", "1,5", "0", "1441", "70000", "-5"] {
            let problems = typed(wrong).check(TODAY).unwrap_err();
            assert_eq!(problems.of("minutes").len(), 1, "{wrong}");
            assert_eq!(problems.of("minutes")[0].code, ProblemCode::OutOfRange);
        }
    }

    #[test]
    fn a_half_typed_note_comes_back_as_it_stood() {
        let now = typed("eine Stunde");
        let kept = serde_json::to_value(&now).unwrap();
        assert_eq!(Typed::kept(kept), Some(now));
        let before = NoteDraft {
            minutes: Some(30),
            ..typed("").draft
        };
        let kept = Typed::kept(serde_json::to_value(&before).unwrap()).unwrap();
        assert_eq!((kept.draft, kept.minutes.as_str()), (before, "30"));
    }
}
