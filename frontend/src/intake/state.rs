//! The intake form as a page uses it: what it holds, where it stands, and a verb for everything that can be done with it.
//! What happens then is `open_form`'s, what is shown `shown`'s.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo::timers::callback::Interval;
use shared::command::Command;
use shared::consent::RecordConsent;
use shared::intake::{FactDraft, IntakeDraft, RecordFact};
use shared::kernel::{ConsentId, FactId, PersonId, PostCode};
use shared::organisation::Organisation;
use shared::person::PersonDraft;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::consent::Answered;
pub use super::open_form::{FORM_VERSION, Purpose, draft_key};
use super::open_form::{OpenForm, entries_of};
pub use super::shown::{Checked, DraftValue, Form, Kept, Loaded, Stage};
use super::target::Chosen;
use crate::assignment::panel::PostChoice;
use crate::forms::{Change, OnChange};
use crate::offline::{Place, use_drafts, use_outbox, use_pack};
use crate::platform::{self, editing};
use crate::t;
use crate::ui::use_toasts;

/// How often a form that waits for the coordinator looks for the answer.
const ANSWER_MILLIS: u32 = 10_000;

/// The form with its verbs.
#[derive(Debug, Clone, PartialEq)]
pub struct Intake {
    /// What the page shows.
    pub loaded: Loaded,
    /// Where the input stands.
    pub kept: Kept,
    /// What can be done with it.
    pub verbs: Rc<Verbs>,
}

/// Everything that can be done with an open form. Made once for it: what is handed one of these need not be drawn again
/// because of that.
#[derive(Debug, Clone, PartialEq)]
pub struct Verbs {
    /// Every change of the person.
    pub on_person: OnChange<PersonDraft>,
    /// Every change of the intake.
    pub on_intake: OnChange<IntakeDraft>,
    /// A field of the person was left, by its path.
    pub on_leave_person: Callback<String>,
    /// A field of the intake was left, by its path.
    pub on_leave_intake: Callback<String>,
    /// A date of the person cannot be read, by its path; empty as soon as it can.
    pub on_unread: Callback<(String, String)>,
    /// Records what is due at once: a section was left.
    pub on_pause: Callback<()>,
    /// An answer on consent was given.
    pub on_answer: Callback<Answered>,
    /// A fact was entered.
    pub on_fact: Callback<(Option<FactId>, FactDraft)>,
    /// Completes the intake and decides what follows, as one group. With it the own post of a case manager who has no
    /// network: they take the case themselves.
    pub on_decide: Callback<(Chosen, Option<PostCode>)>,
    /// Chosen where two people had written differently.
    pub on_choose: Callback<Vec<Command>>,
    /// Gives the case to a post.
    pub on_assign: Callback<PostChoice>,
    /// Takes back that the intake ended.
    pub on_take_back: Callback<()>,
    /// Names every field that is missing or wrong above the form, each with the way to it.
    pub on_look: Callback<()>,
}

/// The form of a person, opened for a purpose that stays the same while the page is shown.
#[hook]
pub fn use_intake(person: PersonId, purpose: Purpose, organisation: &Rc<Organisation>) -> Intake {
    let outbox = use_outbox();
    let drafts = use_drafts();
    let pack = use_pack();
    let redraw = use_force_update();
    let open = use_memo(person, {
        let outbox = outbox.clone();
        move |person| OpenForm {
            person: *person,
            purpose,
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
    open.organisation.replace(Rc::clone(organisation));
    {
        let open = Rc::clone(&open);
        use_effect_with((person, outbox.place.clone()), move |(_, place)| {
            // Until it is known where work is kept here, nothing could be recorded, and what waits here is not known.
            if *place != Place::Looking && open.form.borrow().is_none() {
                let open = Rc::clone(&open);
                spawn_local(async move { open.load().await });
            }
        });
    }
    {
        // Whoever leaves the page leaves nothing behind that is only on the screen.
        let open = Rc::clone(&open);
        use_effect_with(person, move |_| {
            move || {
                spawn_local(async move {
                    open.keep_draft().await;
                    open.place_is_typed();
                    open.record_due().await;
                });
            }
        });
    }
    {
        let open = Rc::clone(&open);
        use_effect_with(person, move |_| {
            let look = Interval::new(ANSWER_MILLIS, move || {
                if open.waits_for_an_answer() {
                    let open = Rc::clone(&open);
                    spawn_local(async move { open.look_again().await });
                }
            });
            move || drop(look)
        });
    }
    let form = open.form.borrow().clone();
    let is_ahead = form
        .as_ref()
        .is_some_and(|form| form.has_begun && form.is_ahead());
    editing::use_editing(is_ahead);
    let toasts = use_toasts();
    let is_restored = form.as_ref().is_some_and(|form| form.is_restored);
    use_effect_with(is_restored, move |is_restored| {
        if *is_restored {
            toasts.say(t!("intake-restored"));
        }
    });
    let is_lasting = matches!(outbox.place, Place::Open(_));
    let is_unkept = use_memo((), |()| Cell::new(false));
    editing::use_asking_before_unload(&is_unkept);
    let entries = use_memo((outbox.revision, person), {
        let outbox = outbox.clone();
        move |(_, person)| entries_of(&outbox, *person)
    });
    let kept = form.as_ref().map_or(Kept::Empty, |form| {
        form.kept(is_ahead, &entries, is_lasting, platform::now().day())
    });
    // What was taken over from a search counts too: nobody typed into the form yet, and a reload would lose it.
    let is_carried = form
        .as_ref()
        .is_some_and(|form| !form.has_begun && form.is_carried());
    is_unkept.set(!is_lasting && (is_ahead || is_carried || kept == Kept::InWindow));
    let loaded = match form {
        Some(form) => Loaded::Ready(form),
        None => open.missing.borrow().clone().unwrap_or(Loaded::Waiting),
    };
    let verbs = use_memo(open, Verbs::of);
    Intake {
        loaded,
        kept,
        verbs,
    }
}

impl Verbs {
    fn of(open: &Rc<OpenForm>) -> Self {
        Self {
            on_person: on_person(open),
            on_intake: on_intake(open),
            on_leave_person: on_leave(open, "person"),
            on_leave_intake: on_leave(open, "intake"),
            on_unread: on_unread(open),
            on_pause: on_pause(open),
            on_answer: on_answer(open),
            on_fact: on_fact(open),
            on_decide: on_decide(open),
            on_choose: on_choose(open),
            on_assign: on_assign(open),
            on_take_back: on_take_back(open),
            on_look: on_look(open),
        }
    }
}

fn on_person(open: &Rc<OpenForm>) -> OnChange<PersonDraft> {
    let open = Rc::clone(open);
    Callback::from(move |change: Change<PersonDraft>| {
        open.change(|form, locality| {
            let before = form.work.person.address.place.clone();
            change.apply(&mut form.work.person);
            // What the place says for certain needs no click.
            if form.work.person.address.locality.is_none() {
                form.work.person.address.locality = locality(&form.work.person);
            }
            let address = &form.work.person.address;
            form.work.is_placing =
                address.locality.is_none() && (form.work.is_placing || address.place != before);
        });
    })
}

fn on_intake(open: &Rc<OpenForm>) -> OnChange<IntakeDraft> {
    let open = Rc::clone(open);
    Callback::from(move |change: Change<IntakeDraft>| {
        open.change(|form, _| change.apply(&mut form.work.intake));
    })
}

fn on_leave(open: &Rc<OpenForm>, prefix: &'static str) -> Callback<String> {
    let open = Rc::clone(open);
    Callback::from(move |path: String| {
        let path = format!("{prefix}.{path}");
        if path == "person.address.place" {
            open.place_is_typed();
        }
        let is_new = open
            .form
            .borrow()
            .as_ref()
            .is_some_and(|form| !form.left.contains(&path));
        if is_new {
            open.with(|form| {
                form.left.insert(path);
            });
        }
    })
}

fn on_unread(open: &Rc<OpenForm>) -> Callback<(String, String)> {
    let open = Rc::clone(open);
    Callback::from(move |(path, text): (String, String)| {
        let is_news =
            open.form.borrow().as_ref().is_some_and(|form| {
                form.unread.get(&path).map_or("", String::as_str) != text.as_str()
            });
        if is_news {
            open.change(|form, _| form.take_unread(path, text));
        }
    })
}

fn on_pause(open: &Rc<OpenForm>) -> Callback<()> {
    let open = Rc::clone(open);
    Callback::from(move |()| {
        let open = Rc::clone(&open);
        spawn_local(async move { open.record_due().await });
    })
}

fn on_answer(open: &Rc<OpenForm>) -> Callback<Answered> {
    let open = Rc::clone(open);
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
            receiver: None,
            until: None,
            interpreter: String::new(),
            signature: None,
        };
        let open = Rc::clone(&open);
        spawn_local(async move {
            if open
                .record_also(vec![Command::RecordConsent(consent.clone())])
                .await
            {
                open.with(|form| {
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

fn on_fact(open: &Rc<OpenForm>) -> Callback<(Option<FactId>, FactDraft)> {
    let open = Rc::clone(open);
    Callback::from(move |(corrects, draft): (Option<FactId>, FactDraft)| {
        let fact = RecordFact {
            fact: FactId::born(platform::now(), platform::random()),
            corrects,
            draft,
        };
        let open = Rc::clone(&open);
        spawn_local(async move {
            if open
                .record_also(vec![Command::RecordFact(fact.clone())])
                .await
            {
                open.with(|form| {
                    form.facts = form.facts.iter().cloned().chain([fact.clone()]).collect();
                });
            }
        });
    })
}

fn on_decide(open: &Rc<OpenForm>) -> Callback<(Chosen, Option<PostCode>)> {
    let open = Rc::clone(open);
    Callback::from(move |(chosen, take_over)| {
        let open = Rc::clone(&open);
        spawn_local(async move { open.decide(chosen, take_over).await });
    })
}

fn on_choose(open: &Rc<OpenForm>) -> Callback<Vec<Command>> {
    let open = Rc::clone(open);
    Callback::from(move |commands: Vec<Command>| {
        let open = Rc::clone(&open);
        spawn_local(async move { open.choose(commands).await });
    })
}

fn on_assign(open: &Rc<OpenForm>) -> Callback<PostChoice> {
    let open = Rc::clone(open);
    Callback::from(move |choice: PostChoice| {
        let open = Rc::clone(&open);
        spawn_local(async move { open.assign(choice).await });
    })
}

fn on_take_back(open: &Rc<OpenForm>) -> Callback<()> {
    let open = Rc::clone(open);
    Callback::from(move |()| {
        let open = Rc::clone(&open);
        spawn_local(async move { open.take_back().await });
    })
}

fn on_look(open: &Rc<OpenForm>) -> Callback<()> {
    let open = Rc::clone(open);
    Callback::from(move |()| open.with(|form| form.attempt = form.attempt.saturating_add(1)))
}
