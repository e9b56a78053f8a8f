//! The forms of person and intake in a real browser: whatever the reviewed table of bad input says of a field stands at
//! that field; and a key that is pressed draws its own field again and no other. That both languages have the words for a
//! problem, the test of the table shows.

#![cfg(target_arch = "wasm32")]
#![expect(
    clippy::expect_used,
    reason = "a test fails by panicking, and says why"
)]

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use gloo::timers::future::TimeoutFuture;
use gloo::utils::{body, document};
use lueckenlos_frontend::forms::Change;
use lueckenlos_frontend::i18n::Language;
use lueckenlos_frontend::intake::choices::FormLists;
use lueckenlos_frontend::intake::form::{ConcernForm, IntakeFormProps, OthersForm, ScreeningForm};
use lueckenlos_frontend::person::form::PersonForm;
use lueckenlos_frontend::person::place::Place;
use lueckenlos_frontend::ui::problem_text;
use lueckenlos_frontend::{intake, person};
use shared::intake::IntakeDraft;
use shared::kernel::{Code, Day, FieldProblem, FieldProblems, ImpreciseDate, ProblemCode};
use shared::organisation::files;
use shared::person::{HouseholdMember, LanguageSkill, PersonDraft};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{HtmlInputElement, HtmlTextAreaElement, InputEvent, InputEventInit};
use yew::prelude::*;

wasm_bindgen_test_configure!(run_in_browser);

const TABLE: &str = include_str!("../../tests/bad_input/table.txt");
const TODAY: Day = Day::constant(2026, 11, 23);

/// What the table says can be wrong with each field of a form, by the path of the field.
fn expected(form: &str) -> BTreeMap<String, BTreeSet<ProblemCode>> {
    let mut expected: BTreeMap<String, BTreeSet<ProblemCode>> = BTreeMap::new();
    let (mut own, mut field) = ("", "");
    for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
        let Some(answer) = line.strip_prefix("    ") else {
            match line.strip_prefix("  ") {
                Some(name) => field = name,
                None => own = line,
            }
            continue;
        };
        if own != form {
            continue;
        }
        let said = answer.split_once(": ").map_or(answer, |(said, _)| said);
        // What only edits from elsewhere can bring about, no form shows.
        let said = said.split("; as an edit").next().unwrap_or_default();
        for one in said.split("; ").flat_map(|part| part.split(" + ")) {
            let one = one.strip_prefix("when completed ").unwrap_or(one);
            let (code, at) = one.split_once(" at ").unwrap_or((one, field));
            if let Ok(code) = code.parse() {
                expected.entry(at.to_owned()).or_default().insert(code);
            }
        }
    }
    assert!(expected.len() > 5, "the table has no {form}");
    expected
}

thread_local! {
    /// What the component on the page shows; a root component takes no properties of its own.
    static SHOWN: RefCell<FieldProblems> = RefCell::default();
}

fn lists() -> Rc<FormLists> {
    let town = files::shipped().expect("the shipped town is whole");
    Rc::new(FormLists::on(&town, TODAY, Language::German))
}

#[component]
fn Person() -> Html {
    let mut draft = PersonDraft::default();
    draft
        .household
        .insert("m1".to_owned(), HouseholdMember::default());
    html! {
        <PersonForm
            {draft}
            problems={SHOWN.with_borrow(Clone::clone)}
            lists={lists()}
            place={Place::Nothing}
            today={TODAY}
            on_change={Callback::noop()}
            on_leave={Callback::noop()}
        />
    }
}

#[component]
fn Intake() -> Html {
    let props = || IntakeFormProps {
        draft: IntakeDraft::default(),
        problems: SHOWN.with_borrow(Clone::clone),
        lists: lists(),
        on_change: Callback::noop(),
        on_leave: Callback::noop(),
    };
    html! {
        <>
            <ConcernForm ..props() />
            <OthersForm ..props() />
            <ScreeningForm ..props() />
        </>
    }
}

async fn show<C>()
where
    C: BaseComponent<Properties = ()>,
{
    if let Some(earlier) = document().get_element_by_id("stage") {
        earlier.remove();
    }
    let root = document().create_element("div").expect("an element");
    root.set_id("stage");
    body().append_child(&root).expect("a page");
    yew::Renderer::<C>::with_root(root).render();
    TimeoutFuture::new(50).await;
}

/// Shows every problem of every field at once, and looks for its sentence at the field.
async fn each_stands_at_its_field<C>(form: &str, control_id: fn(&str) -> String, not_shown: &[&str])
where
    C: BaseComponent<Properties = ()>,
{
    let mut problems = FieldProblems::default();
    for (path, codes) in expected(form) {
        for code in codes {
            let limits = [("max".to_owned(), 7), ("min".to_owned(), 1)].into();
            problems.add(path.clone(), FieldProblem { code, limits });
        }
    }
    SHOWN.set(problems.clone());
    show::<C>().await;
    let mut missing = Vec::new();
    for (path, found) in problems.iter() {
        let place = document().get_element_by_id(&format!("{}-problem", control_id(path)));
        let text = place.and_then(|place| place.text_content());
        let sentences = problem_text(found);
        assert!(!sentences.contains("problem-"), "{path}: {sentences}");
        // Two fields may share a place.
        let is_shown = text.is_some_and(|text| text.contains(sentences.as_str()));
        if !is_shown && !not_shown.contains(&path.as_str()) {
            missing.push(path.clone());
        }
    }
    assert!(missing.is_empty(), "{form} says nothing at {missing:?}");
}

#[wasm_bindgen_test]
async fn what_is_wrong_with_a_person_stands_at_its_field() {
    // Nobody types the id of an entry, nor more entries than the form offers to add.
    each_stands_at_its_field::<Person>("person", person::form::control_id, &["household"]).await;
}

#[wasm_bindgen_test]
async fn what_is_wrong_with_an_intake_stands_at_its_field() {
    // The information sheet has its place beside the consents.
    let elsewhere = ["information_sheet", "information_language"];
    each_stands_at_its_field::<Intake>("intake", intake::form::control_id, &elsewhere).await;
}

/// Notes the ids of the controls that are drawn: yew compares what a control holds with what it is to hold, and ticks
/// every box anew.
const NOTE_WHAT_IS_DRAWN: &str = r#"
    window.drawnControls ??= (() => {
        const drawn = new Set();
        for (const kind of [HTMLInputElement, HTMLTextAreaElement]) {
            for (const name of ["value", "checked"]) {
                const own = Object.getOwnPropertyDescriptor(kind.prototype, name);
                if (own) {
                    Object.defineProperty(kind.prototype, name, {
                        ...own,
                        get() { drawn.add(this.id); return own.get.call(this); },
                        set(to) { drawn.add(this.id); own.set.call(this, to); },
                    });
                }
            }
        }
        return drawn;
    })();
    window.drawnControls.clear();
"#;

/// Types a text into a control, and says which controls were drawn for it.
async fn drawn_for(id: &str, text: &str) -> Vec<String> {
    let control = document().get_element_by_id(id).expect("the control");
    if let Some(input) = control.dyn_ref::<HtmlInputElement>() {
        input.set_value(text);
    } else {
        let area: &HtmlTextAreaElement = control.dyn_ref().expect("a control for text");
        area.set_value(text);
    }
    js_sys::eval(NOTE_WHAT_IS_DRAWN).expect("the notes begin");
    let settings = InputEventInit::new();
    settings.set_bubbles(true);
    let event = InputEvent::new_with_event_init_dict("input", &settings).expect("an event");
    control.dispatch_event(&event).expect("heard");
    TimeoutFuture::new(50).await;
    let drawn = js_sys::eval("[...window.drawnControls].sort().join(' ')").expect("the notes");
    let drawn = drawn.as_string().unwrap_or_default();
    drawn.split_whitespace().map(str::to_owned).collect()
}

fn code(code: &str) -> Code {
    code.parse().expect("a code")
}

/// As long as the form gets in a talk: a family, several languages and nationalities, a time away.
fn longest() -> PersonDraft {
    let year = |year| Some(ImpreciseDate::Year { year });
    let skill = LanguageSkill {
        reads: Some(true),
        is_first: true,
    };
    let mut person = PersonDraft {
        given_name: "Amira".into(),
        family_name: "Beispiel".into(),
        born: year(1990),
        entered_germany: year(2015),
        left_germany: year(2017),
        re_entered_germany: year(2019),
        nationalities: [code("SYR"), code("IRQ")].into(),
        languages: [(code("ara"), skill.clone()), (code("kmr"), skill)].into(),
        ..PersonDraft::default()
    };
    for id in ["m1", "m2", "m3"] {
        let member = HouseholdMember {
            name: "Beispiel".into(),
            born: year(2012),
            ..HouseholdMember::default()
        };
        person.household.insert(id.to_owned(), member);
    }
    person
}

/// A form as a page shows it: what is typed goes into the draft, and the page is drawn again.
#[hook]
fn use_draft<T: Clone + 'static>(begin: fn() -> T) -> (T, Callback<Change<T>>) {
    let draft = use_mut_ref(begin);
    let redraw = use_force_update();
    let on_change = {
        let draft = Rc::clone(&draft);
        use_callback((), move |change: Change<T>, ()| {
            change.apply(&mut draft.borrow_mut());
            redraw.force_update();
        })
    };
    let draft = draft.borrow().clone();
    (draft, on_change)
}

#[component]
fn Longest() -> Html {
    let (person, on_person) = use_draft(longest);
    let (intake, on_intake) = use_draft(IntakeDraft::default);
    let lists = use_memo((), |()| Rc::unwrap_or_clone(lists()));
    let on_leave = use_callback((), |_: String, ()| {});
    let intake = || IntakeFormProps {
        draft: intake.clone(),
        problems: FieldProblems::default(),
        lists: Rc::clone(&lists),
        on_change: on_intake.clone(),
        on_leave: on_leave.clone(),
    };
    html! {
        <>
            <PersonForm
                draft={person}
                problems={FieldProblems::default()}
                lists={Rc::clone(&lists)}
                place={Place::Nothing}
                today={TODAY}
                on_change={on_person}
                on_leave={on_leave.clone()}
            />
            <ConcernForm ..intake() />
            <OthersForm ..intake() />
            <ScreeningForm ..intake() />
        </>
    }
}

#[wasm_bindgen_test]
async fn a_key_draws_the_field_it_is_pressed_in_and_no_other() {
    show::<Longest>().await;
    for id in [
        "person-family-name",
        "person-address-street",
        "person-contact-hint",
        "intake-concern",
        "intake-urgency-reason",
    ] {
        assert_eq!(drawn_for(id, "Muster").await, [id]);
    }
}

#[wasm_bindgen_test]
async fn a_key_in_the_household_draws_one_member_of_it() {
    show::<Longest>().await;
    let drawn = drawn_for("person-household-m2-name", "Amir").await;
    assert!(drawn.contains(&"person-household-m2-name".to_owned()));
    let others: Vec<_> = drawn
        .iter()
        .filter(|id| !id.starts_with("person-household-m2-"))
        .collect();
    assert!(others.is_empty(), "{others:?} were drawn too");
}
