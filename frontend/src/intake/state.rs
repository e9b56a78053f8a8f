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
pub use super::shown::{DraftValue, Form, Kept, Loaded, Stage};
use super::target::Chosen;
use crate::assignment::panel::PostChoice;
use crate::forms::{Change, OnChange};
use crate::offline::{Place, use_drafts, use_outbox, use_pack};
use crate::platform::{self, editing};

/// How often a form that waits for the coordinator looks for the answer.
const ANSWER_MILLIS: u32 = 10_000;

/// The form with its verbs.
#[derive(Debug, Clone, PartialEq)]
pub struct Intake {
    /// What the page shows.
    pub loaded: Loaded,
    /// Where the input stands.
    pub kept: Kept,
    open: Rc<OpenForm>,
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
        None => open.missing.borrow().clone().unwrap_or(Loaded::Waiting),
    };
    Intake { loaded, kept, open }
}

impl Intake {
    /// Every change of the person.
    #[must_use]
    pub fn on_person(&self) -> OnChange<PersonDraft> {
        let open = Rc::clone(&self.open);
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

    /// Every change of the intake.
    #[must_use]
    pub fn on_intake(&self) -> OnChange<IntakeDraft> {
        let open = Rc::clone(&self.open);
        Callback::from(move |change: Change<IntakeDraft>| {
            open.change(|form, _| change.apply(&mut form.work.intake));
        })
    }

    /// A field was left, by its path under `person.` or `intake.`.
    #[must_use]
    pub fn on_leave(&self, prefix: &'static str) -> Callback<String> {
        let open = Rc::clone(&self.open);
        Callback::from(move |path: String| {
            let path = format!("{prefix}.{path}");
            if path == "person.address.place" {
                open.place_is_typed();
            }
            let is_new = open
                .form
                .borrow_mut()
                .as_mut()
                .is_some_and(|form| form.left.insert(path));
            if is_new {
                open.redraw.force_update();
            }
        })
    }

    /// Records what is due at once: a section was left.
    #[must_use]
    pub fn on_pause(&self) -> Callback<()> {
        let open = Rc::clone(&self.open);
        Callback::from(move |()| {
            let open = Rc::clone(&open);
            spawn_local(async move { open.record_due().await });
        })
    }

    /// An answer on consent was given.
    #[must_use]
    pub fn on_answer(&self) -> Callback<Answered> {
        let open = Rc::clone(&self.open);
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

    /// A fact was entered.
    #[must_use]
    pub fn on_fact(&self) -> Callback<(Option<FactId>, FactDraft)> {
        let open = Rc::clone(&self.open);
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

    /// Completes the intake and decides what follows, as one group. `take_over` is the own post of a case manager who
    /// has no network: they take the case themselves.
    #[must_use]
    pub fn on_decide(&self, take_over: Option<PostCode>) -> Callback<Chosen> {
        let open = Rc::clone(&self.open);
        Callback::from(move |chosen: Chosen| {
            let (open, take_over) = (Rc::clone(&open), take_over.clone());
            spawn_local(async move { open.decide(chosen, take_over).await });
        })
    }

    /// Chosen where two people had written differently.
    #[must_use]
    pub fn on_choose(&self) -> Callback<Vec<Command>> {
        let open = Rc::clone(&self.open);
        Callback::from(move |commands: Vec<Command>| {
            let open = Rc::clone(&open);
            spawn_local(async move { open.choose(commands).await });
        })
    }

    /// Gives the case to a post.
    #[must_use]
    pub fn on_assign(&self) -> Callback<PostChoice> {
        let open = Rc::clone(&self.open);
        Callback::from(move |choice: PostChoice| {
            let open = Rc::clone(&open);
            spawn_local(async move { open.assign(choice).await });
        })
    }
}
