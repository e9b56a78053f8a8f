//! Writing an entry: kind of contact, text, done. Every keystroke is kept on the device; closing the sheet loses nothing.

use std::collections::BTreeSet;
use std::rc::Rc;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use shared::case::CaseHead;
use shared::command::Command;
use shared::documentation::{AddNote, NoteDraft};
use shared::kernel::lists::List;
use shared::kernel::{
    CaseId, Code, Day, FieldProblem, FieldProblems, NoteId, PersonId, ProblemCode,
};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::case::state::{choices, contact_choices, unwritten_in_words, use_now, use_recorder};
use crate::offline::{Place, use_drafts, use_keeper, use_offline};
use crate::platform;
use crate::platform::editing::use_editing;
use crate::t;
use crate::ui::{
    AreaField, Button, ButtonKind, Checkbox, Chips, ChipsOne, Choice, DayField, Dialog, InputKind,
    Notice, TextField, Tone, use_toasts,
};

/// The version of this form; a draft typed under another one still opens, because fields are only added.
const FORM: u32 = 1;
/// Kinds of contact shown before "more".
const FIRST_KINDS: usize = 6;

/// The shortest and the longest contact, in minutes, as the check of the entry has them.
const MINUTES: [u16; 2] = [1, 1440];

/// What of a note is kept while it is typed: the entry, and the minutes as they stand in the field.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Typed {
    pub(super) draft: NoteDraft,
    minutes: String,
}

impl Typed {
    /// An entry that was just begun: today, and the kind of contact if it is known what it is written about.
    fn new(today: Day, contact: Option<Code>) -> Self {
        Self {
            draft: NoteDraft {
                occurred_on: Some(today),
                contact,
                ..NoteDraft::default()
            },
            minutes: String::new(),
        }
    }

    /// A draft as it was kept; one of before the minutes were kept as typed is read too.
    pub(super) fn kept(value: Value) -> Option<Self> {
        serde_json::from_value(value.clone()).ok().or_else(|| {
            let draft: NoteDraft = serde_json::from_value(value).ok()?;
            let minutes = draft.minutes.map(|minutes| minutes.to_string());
            Some(Self {
                minutes: minutes.unwrap_or_default(),
                draft,
            })
        })
    }

    /// The entry, if everything in it can be read, is right, and may be written down.
    fn check(&self, today: Day, unwritten_since: Option<Day>) -> Result<NoteDraft, FieldProblems> {
        let mut draft = self.draft.clone();
        let minutes = read_minutes(&self.minutes);
        draft.minutes = minutes.clone().unwrap_or_default();
        let mut problems = draft.check(today).err().unwrap_or_default();
        if let Err(problem) = minutes {
            problems.add("minutes", problem);
        }
        let consented = draft.check_consented(unwritten_since);
        problems.add_under("", consented.err().unwrap_or_default());
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
    pub head: Option<CaseHead>,
    /// The kind of contact of the appointment it is written about; absent where it is begun from anywhere else.
    #[prop_or_default]
    pub contact: Option<Code>,
    /// The sheet was closed.
    pub on_close: Callback<()>,
}

/// The sheet.
#[component]
pub fn NoteSheet(props: &NoteSheetProps) -> Html {
    let name = props.head.as_ref().map(|head| head.name.clone());
    let title = t!("cases-note-for", name = name.unwrap_or_default());
    html! {
        <Dialog id="note-sheet" is_open={props.head.is_some()} {title} focus="note-text"
            on_close={props.on_close.clone()} is_wide=true>
            if let Some(head) = &props.head {
                <NoteForm key={head.case.to_string()} case={head.case} person={head.person} contact={props.contact.clone()}
                    unwritten_since={head.unwritten_since}
                    on_done={props.on_close.clone()} />
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
    contact: Option<Code>,
    unwritten_since: Option<Day>,
    on_done: Callback<()>,
}

#[component]
fn NoteForm(props: &NoteFormProps) -> Html {
    let today = use_now().day();
    let recorder = use_recorder();
    let drafts = use_drafts();
    let offline = use_offline();
    let is_kept_here = matches!(offline.place, Place::Open(_));
    let toasts = use_toasts();
    let key = format!("note:{}", props.case);
    // One entry for one opened sheet: however often it is sent, it is the same one.
    let note = *use_state(|| NoteId::born(platform::now(), platform::random()));
    let typed = use_state(|| Typed::new(today, props.contact.clone()));
    let draft = &typed.draft;
    let problems = use_state(FieldProblems::default);
    let shows_more = use_state(|| false);
    let is_saving = use_state_eq(|| false);
    let is_under_way = use_mut_ref(|| false);
    let unkept = use_state_eq(|| None::<&'static str>);
    use_editing(!draft.text.is_empty());
    let keeper = {
        let unkept = unkept.setter();
        use_keeper(
            key.clone(),
            FORM,
            Callback::from(move |failure| unkept.set(failure)),
        )
    };

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
            });
        });
    }
    let change = {
        let (typed, keeper) = (typed.clone(), keeper.clone());
        Rc::new(move |change: &dyn Fn(&mut Typed)| {
            let mut next = (*typed).clone();
            change(&mut next);
            keeper.typed(&next);
            typed.set(next);
        })
    };
    let on_submit = {
        let (typed, problems, keeper) = (typed.clone(), problems.clone(), keeper.clone());
        let (shows_more, is_saving) = (shows_more.clone(), is_saving.clone());
        let (toasts, on_done) = (toasts.clone(), props.on_done.clone());
        let (case, person, unwritten_since) = (props.case, props.person, props.unwritten_since);
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if *is_under_way.borrow() {
                return;
            }
            let draft = match typed.check(today, unwritten_since) {
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
            is_under_way.replace(true);
            is_saving.set(true);
            keeper.forget();
            let command = Command::AddNote(AddNote { note, case, draft });
            let (toasts, on_done, keeper) = (toasts.clone(), on_done.clone(), keeper.clone());
            let (typed, is_saving, is_under_way) =
                (typed.clone(), is_saving.clone(), Rc::clone(&is_under_way));
            let then = {
                let keeper = keeper.clone();
                Callback::from(move |is_kept| {
                    if is_kept {
                        toasts.say(t!("note-saved"));
                        on_done.emit(());
                        // A draft whose keeping had begun before must not outlive its entry.
                        let keeper = keeper.clone();
                        spawn_local(async move { keeper.give_up().await });
                    } else {
                        is_under_way.replace(false);
                        is_saving.set(false);
                        keeper.typed(&*typed);
                    }
                })
            };
            recorder.record_then(person, None, command, Some(keeper.form().to_owned()), then);
        })
    };
    let on_discard = {
        let (drafts, toasts, on_done, typed) =
            (drafts, toasts, props.on_done.clone(), typed.clone());
        let keeper = keeper.clone();
        Callback::from(move |()| {
            let kept = serde_json::to_value(&*typed).ok();
            let (drafts, key, toasts) = (drafts.clone(), key.clone(), toasts.clone());
            keeper.forget();
            on_done.emit(());
            spawn_local(async move {
                drafts.give_up(&key).await;
                drafts.tell();
                let undo = Callback::from(move |()| {
                    let (drafts, key, kept) = (drafts.clone(), key.clone(), kept.clone());
                    spawn_local(async move {
                        if let Some(kept) = kept {
                            drop(drafts.keep(&key, FORM, None, kept).await);
                            drafts.tell();
                        }
                    });
                });
                toasts.say_with_undo(t!("note-discarded"), undo);
            });
        })
    };
    let onfocusout = {
        let keeper = keeper.clone();
        Callback::from(move |event: FocusEvent| {
            // Within the sheet the pause is soon over anyway. A warning that came between the press and the release of a
            // button would move it away from under the finger, and the press would be lost.
            if !stays_in_a_form(&event) {
                keeper.keep_now();
            }
        })
    };
    let edit = |write: fn(&mut Typed, String)| {
        let change = Rc::clone(&change);
        Callback::from(move |text: String| change(&|typed| write(typed, text.clone())))
    };
    // Said at once, because what it is about can be left away before it is written.
    let unallowed = match draft.check_consented(props.unwritten_since) {
        Ok(()) => problems.of("fields_of_action").to_vec(),
        Err(unallowed) => unallowed.of("fields_of_action").to_vec(),
    };
    html! {
        <form class="stack" onsubmit={on_submit} {onfocusout} novalidate=true>
            <Notice tone={Tone::Warning} text={unwritten_in_words(props.unwritten_since)} />
            <ChipsOne
                id="note-contact"
                label={t!("note-contact")}
                is_required=true
                choices={kinds(today, draft.contact.as_ref(), *shows_more)}
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
                    problems={unallowed}
                />
                <Checkbox
                    id="note-confidential"
                    label={t!("note-confidential")}
                    is_checked={draft.is_confidential}
                    on_change={let change = Rc::clone(&change); Callback::from(move |ticked| change(&|typed| typed.draft.is_confidential = ticked))}
                />
            </div>
            <Notice tone={Tone::Danger} text={unkept.map(|key| t!(key)).unwrap_or_default()} />
            <p class="muted" hidden={unkept.is_some()}>
                { if is_kept_here { t!("note-draft-kept") } else { t!("note-draft-window") } }
            </p>
            <div class="actions">
                <Button kind={ButtonKind::Primary} is_submit=true is_waiting={*is_saving}>{ t!("note-save") }</Button>
                <Button
                    is_expanded={Some(*shows_more)}
                    on_press={let shows_more = shows_more.clone(); Callback::from(move |()| shows_more.set(!*shows_more))}
                >{ t!("note-more") }</Button>
                <Button kind={ButtonKind::Quiet} on_press={on_discard}>{ t!("note-cancel") }</Button>
            </div>
        </form>
    }
}

/// The kinds of contact: the usual ones first, the others with "more", and the one that is chosen always.
fn kinds(today: Day, chosen: Option<&Code>, shows_all: bool) -> Rc<[Choice]> {
    contact_choices(today)
        .iter()
        .enumerate()
        .filter(|(at, choice)| {
            shows_all
                || *at < FIRST_KINDS
                || chosen.is_some_and(|code| code.as_str() == choice.value.as_str())
        })
        .map(|(_, choice)| choice.clone())
        .collect()
}

/// Whether the focus goes on to something in a form.
fn stays_in_a_form(event: &FocusEvent) -> bool {
    event
        .related_target()
        .and_then(|to| to.dyn_into::<web_sys::Element>().ok())
        .and_then(|to| to.closest("form").ok().flatten())
        .is_some()
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
        assert_eq!(typed(" 45 ").check(TODAY, None).unwrap().minutes, Some(45));
        assert_eq!(typed("").check(TODAY, None).unwrap().minutes, None);
        for wrong in ["eine Stunde", "1,5", "0", "1441", "70000", "-5"] {
            let problems = typed(wrong).check(TODAY, None).unwrap_err();
            assert_eq!(problems.of("minutes").len(), 1, "{wrong}");
            assert_eq!(problems.of("minutes")[0].code, ProblemCode::OutOfRange);
        }
    }

    #[test]
    fn the_chosen_kind_of_contact_is_shown_though_it_is_a_rare_one() {
        let rare: Code = "BRIEF".parse().unwrap();
        let is_there = |choices: Rc<[Choice]>| {
            choices
                .iter()
                .any(|one| one.value.as_str() == rare.as_str())
        };
        assert!(!is_there(kinds(TODAY, None, false)));
        assert!(is_there(kinds(TODAY, Some(&rare), false)));
        assert!(is_there(kinds(TODAY, None, true)));
    }

    #[test]
    fn a_note_that_was_begun_from_nothing_claims_no_kind_of_contact() {
        assert_eq!(Typed::new(TODAY, None).draft.contact, None);
        let visit: Code = "HAUSBESUCH".parse().unwrap();
        let begun = Typed::new(TODAY, Some(visit.clone()));
        assert_eq!(
            (begun.draft.contact, begun.draft.occurred_on),
            (Some(visit), Some(TODAY))
        );
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
