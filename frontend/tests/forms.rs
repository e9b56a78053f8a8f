//! The forms of person and intake in a real browser: whatever the reviewed table of bad input says of a field stands at
//! that field. That both languages have the words for it, the test of the table shows.

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
use lueckenlos_frontend::i18n::Language;
use lueckenlos_frontend::intake::choices::FormLists;
use lueckenlos_frontend::intake::form::{ConcernForm, IntakeFormProps, OthersForm, ScreeningForm};
use lueckenlos_frontend::person::form::PersonForm;
use lueckenlos_frontend::person::place::Place;
use lueckenlos_frontend::ui::problem_text;
use lueckenlos_frontend::{intake, person};
use shared::intake::IntakeDraft;
use shared::kernel::{Day, FieldProblem, FieldProblems, ProblemCode};
use shared::organisation::files;
use shared::person::{HouseholdMember, PersonDraft};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
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
