//! The widgets in a real browser: what is typed keeps its place, problems are tied to their field, the keyboard suffices.

#![cfg(target_arch = "wasm32")]
#![expect(
    clippy::expect_used,
    reason = "a test fails by panicking, and says why"
)]

use std::collections::BTreeSet;
use std::rc::Rc;

use gloo::timers::future::TimeoutFuture;
use gloo::utils::{body, document};
use lueckenlos_frontend::ui::{
    Chips, Choice, ComboboxField, DateField, Page, ProblemSummary, SummaryLine, TextField,
};
use shared::kernel::{FieldProblem, ImpreciseDate, ProblemCode};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{Element, Event, HtmlElement, HtmlInputElement, KeyboardEvent, KeyboardEventInit};
use yew::prelude::*;

wasm_bindgen_test_configure!(run_in_browser);

/// Shows a component alone on the page.
async fn show<C>()
where
    C: BaseComponent<Properties = ()>,
{
    // Only what an earlier test showed: the page also holds the runner's own output.
    if let Some(earlier) = document().get_element_by_id("stage") {
        earlier.remove();
    }
    let root = document().create_element("div").expect("an element");
    root.set_id("stage");
    body().append_child(&root).expect("a page");
    yew::Renderer::<C>::with_root(root).render();
    drawn().await;
}

async fn drawn() {
    TimeoutFuture::new(30).await;
}

fn element(id: &str) -> Element {
    document()
        .get_element_by_id(id)
        .unwrap_or_else(|| panic!("no {id} on the page"))
}

fn input(id: &str) -> HtmlInputElement {
    element(id).dyn_into().expect("an input")
}

async fn type_into(id: &str, text: &str) {
    let input = input(id);
    input.focus().expect("focus");
    input.set_value(text);
    let event = bubbling_input();
    input.dispatch_event(&event).expect("heard");
    drawn().await;
}

fn bubbling_input() -> Event {
    let settings = web_sys::InputEventInit::new();
    settings.set_bubbles(true);
    web_sys::InputEvent::new_with_event_init_dict("input", &settings)
        .expect("an event")
        .into()
}

async fn press(id: &str, key: &str) {
    let settings = KeyboardEventInit::new();
    settings.set_bubbles(true);
    settings.set_cancelable(true);
    settings.set_key(key);
    let event =
        KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &settings).expect("a key");
    element(id).dispatch_event(&event).expect("heard");
    drawn().await;
}

fn focused() -> String {
    document()
        .active_element()
        .map(|element| element.id())
        .unwrap_or_default()
}

#[function_component]
fn Name() -> Html {
    let name = use_state_eq(String::new);
    let problems: Vec<FieldProblem> = if name.is_empty() {
        vec![ProblemCode::Missing.into()]
    } else {
        Vec::new()
    };
    let on_input = {
        let name = name.clone();
        Callback::from(move |text| name.set(text))
    };
    html! {
        <TextField id="name" label="Name" value={(*name).clone()} {problems} {on_input} />
    }
}

#[wasm_bindgen_test]
async fn a_problem_that_comes_and_goes_leaves_the_cursor_where_it_is() {
    show::<Name>().await;
    let before = input("name");
    type_into("name", "A").await;
    assert!(
        before.is_same_node(Some(&input("name"))),
        "the field was made anew"
    );
    assert_eq!(focused(), "name");
    assert_eq!(before.get_attribute("aria-invalid"), None);
    assert!(element("name-problem").has_attribute("hidden"));
    type_into("name", "").await;
    assert!(
        before.is_same_node(Some(&input("name"))),
        "the field was made anew"
    );
    assert_eq!(focused(), "name");
    assert_eq!(
        before.get_attribute("aria-invalid").as_deref(),
        Some("true")
    );
    assert!(!element("name-problem").has_attribute("hidden"));
}

#[wasm_bindgen_test]
async fn a_field_names_its_hint_and_its_problem() {
    show::<Name>().await;
    let named = input("name")
        .get_attribute("aria-describedby")
        .unwrap_or_default();
    for id in named.split(' ') {
        element(id);
    }
    assert!(named.contains("name-problem") && named.contains("name-hint"));
    let label = document()
        .query_selector("label[for=name]")
        .expect("a selector");
    assert!(label.is_some(), "no label for the field");
    assert_eq!(
        element("name-problem").text_content().as_deref(),
        Some("Diese Angabe fehlt noch.")
    );
}

#[function_component]
fn Birth() -> Html {
    let born = use_state_eq(|| None::<ImpreciseDate>);
    let on_change = {
        let born = born.clone();
        Callback::from(move |date| born.set(date))
    };
    html! {
        <div>
            <DateField id="born" label="Geburt" value={*born} {on_change} may_be_set_by_authority=true />
            <p id="kept">{ born.map(ImpreciseDate::shown).unwrap_or_default() }</p>
        </div>
    }
}

#[wasm_bindgen_test]
async fn a_date_is_read_as_people_write_it_and_nothing_typed_is_lost() {
    show::<Birth>().await;
    for (typed, kept) in [
        ("1990", "1990"),
        ("3.1990", "03.1990"),
        ("1.3.90", "01.03.1990"),
    ] {
        type_into("born", typed).await;
        assert_eq!(
            element("kept").text_content().as_deref(),
            Some(kept),
            "{typed}"
        );
        assert_eq!(input("born").value(), typed);
    }
    type_into("born", "31.2.1990").await;
    assert_eq!(element("kept").text_content().as_deref(), Some(""));
    input("born").blur().expect("left");
    drawn().await;
    assert_eq!(input("born").value(), "31.2.1990");
    assert_eq!(
        element("born-problem").text_content().as_deref(),
        Some("Diesen Tag gibt es nicht.")
    );
}

fn languages() -> Rc<[Choice]> {
    [
        ("ar", "Arabisch"),
        ("am", "Amharisch"),
        ("hy", "Armenisch"),
        ("tr", "Türkisch"),
    ]
    .into_iter()
    .map(|(code, name)| Choice::new(code, name))
    .collect()
}

#[function_component]
fn Language() -> Html {
    let value = use_state_eq(|| None::<AttrValue>);
    let on_choose = {
        let value = value.clone();
        Callback::from(move |chosen| value.set(chosen))
    };
    html! {
        <div>
            <ComboboxField id="language" label="Sprache" choices={languages()} value={(*value).clone()} {on_choose} />
            <p id="kept">{ (*value).clone().unwrap_or_default() }</p>
        </div>
    }
}

#[wasm_bindgen_test]
async fn a_long_list_is_chosen_from_with_the_keyboard_alone() {
    show::<Language>().await;
    type_into("language", "tuer").await;
    assert_eq!(
        element("language")
            .get_attribute("aria-expanded")
            .as_deref(),
        Some("true")
    );
    press("language", "ArrowDown").await;
    let active = element("language")
        .get_attribute("aria-activedescendant")
        .expect("a marked choice");
    assert_eq!(element(&active).text_content().as_deref(), Some("Türkisch"));
    press("language", "Enter").await;
    assert_eq!(element("kept").text_content().as_deref(), Some("tr"));
    assert_eq!(input("language").value(), "Türkisch");
    type_into("language", "ar").await;
    press("language", "Escape").await;
    assert_eq!(
        element("language")
            .get_attribute("aria-expanded")
            .as_deref(),
        Some("false")
    );
}

/// A word with a slip in it stays to be mended, and is said to be no choice; what is typed in full is chosen.
#[wasm_bindgen_test]
async fn what_is_no_choice_stays_and_is_said() {
    show::<Language>().await;
    let is_said = || {
        element("language-unlisted")
            .get_attribute("hidden")
            .is_none()
    };
    input("language").focus().expect("focus");
    type_into("language", "Türkich").await;
    assert!(!is_said());
    input("language").blur().expect("blur");
    drawn().await;
    assert_eq!(input("language").value(), "Türkich");
    assert!(is_said());
    assert_eq!(
        input("language").get_attribute("aria-invalid").as_deref(),
        Some("true")
    );
    input("language").focus().expect("focus");
    type_into("language", "türkisch").await;
    input("language").blur().expect("blur");
    drawn().await;
    assert_eq!(element("kept").text_content().as_deref(), Some("tr"));
    assert!(!is_said());
}

#[function_component]
fn Fields() -> Html {
    let values = use_state_eq(BTreeSet::<AttrValue>::new);
    let on_change = {
        let values = values.clone();
        Callback::from(move |changed| values.set(changed))
    };
    html! {
        <Chips id="fields" label="Felder" choices={languages()} values={(*values).clone()} {on_change} />
    }
}

#[wasm_bindgen_test]
async fn a_group_of_chips_is_one_stop_and_digits_toggle() {
    show::<Fields>().await;
    let stops = document()
        .query_selector_all("#fields input[tabindex='0']")
        .expect("a selector");
    assert_eq!(stops.length(), 1);
    press("fields-ar", "2").await;
    assert!(input("fields-am").checked() && !input("fields-ar").checked());
    input("fields-ar").focus().expect("focus");
    press("fields-ar", "ArrowRight").await;
    assert_eq!(focused(), "fields-am");
    press("fields-am", "2").await;
    assert!(!input("fields-am").checked());
}

#[function_component]
fn Form() -> Html {
    let attempt = use_state_eq(|| 0_u32);
    let lines = vec![SummaryLine {
        on_go: None,
        field: "name".into(),
        label: "Name".into(),
        text: "fehlt".into(),
    }];
    let onclick = {
        let attempt = attempt.clone();
        Callback::from(move |_: MouseEvent| attempt.set(*attempt + 1))
    };
    html! {
        <Page title="Formular">
            <ProblemSummary {lines} attempt={*attempt} />
            <input id="name" />
            <button id="send" {onclick}>{ "Fertig" }</button>
        </Page>
    }
}

#[wasm_bindgen_test]
async fn a_failed_attempt_leads_to_the_problems_and_from_there_to_the_field() {
    show::<Form>().await;
    let click = |selector: &str| {
        let target = document()
            .query_selector(selector)
            .expect("a selector")
            .expect("there");
        target.unchecked_into::<HtmlElement>().click();
    };
    click("#send");
    drawn().await;
    assert_eq!(focused(), "problem-summary");
    click("#problem-summary a");
    drawn().await;
    assert_eq!(focused(), "name");
    assert_eq!(document().title(), "Formular – Lückenlos");
}
