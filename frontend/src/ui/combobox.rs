//! A choice from a long list by typing (combobox with a list box, after the ARIA Authoring Practices).

use std::rc::Rc;

use shared::kernel::FieldProblem;
use yew::prelude::*;

use super::field::described_by;
use super::{Choice, Field};
use crate::platform::press;
use crate::t;

/// At most so many suggestions at once; more are not read, and the list says that there are.
const MOST_SHOWN: usize = 40;

/// Properties of [`Combobox`].
#[derive(Debug, PartialEq, Properties)]
pub struct ComboboxProps {
    /// The id; hint and problem hang on it.
    pub id: AttrValue,
    /// What can be chosen.
    pub choices: Rc<[Choice]>,
    /// The value that is chosen.
    #[prop_or_default]
    pub value: Option<AttrValue>,
    /// What was chosen; none if the field was emptied.
    pub on_choose: Callback<Option<AttrValue>>,
    /// What is typed, for choices that are looked up elsewhere.
    #[prop_or_default]
    pub on_type: Callback<String>,
    /// Whether `choices` already are the answer to what was typed, so that nothing is filtered here.
    #[prop_or_default]
    pub is_looked_up: bool,
    /// Whether a text that is no choice may stay; it is handed to `on_type`, and `text` brings it back.
    #[prop_or_default]
    pub is_free: bool,
    /// The free text.
    #[prop_or_default]
    pub text: AttrValue,
    /// An example.
    #[prop_or_default]
    pub placeholder: AttrValue,
    /// Whether a problem stands at it.
    #[prop_or_default]
    pub is_wrong: bool,
}

/// Compares without case, marks and the German digraphs, so that `oe` finds `ö`.
fn folded(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for letter in text.chars().flat_map(char::to_lowercase) {
        match letter {
            'ä' => plain.push_str("ae"),
            'ö' => plain.push_str("oe"),
            'ü' => plain.push_str("ue"),
            'ß' => plain.push_str("ss"),
            other => plain.push(other),
        }
    }
    plain
}

/// The choices that fit what was typed: those that begin with it first, then those in which a word does, then those
/// that hold it anywhere. Beside them how many more there are than are shown.
fn fitting(choices: &[Choice], typed: &str) -> (Vec<Choice>, usize) {
    let typed = folded(typed.trim());
    if typed.is_empty() {
        let shown = choices.iter().take(MOST_SHOWN).cloned().collect();
        return (shown, choices.len().saturating_sub(MOST_SHOWN));
    }
    let mut found: Vec<(u8, &Choice)> = choices
        .iter()
        .filter_map(|choice| {
            let label = folded(&choice.label);
            let rank = if label.starts_with(&typed) || folded(&choice.value) == typed {
                0
            } else if label
                .split([' ', '-', '(', '/'])
                .any(|word| word.starts_with(&typed))
            {
                1
            } else if label.contains(&typed) || folded(&choice.detail).contains(&typed) {
                2
            } else {
                return None;
            };
            Some((rank, choice))
        })
        .collect();
    found.sort_by_key(|(rank, _)| *rank);
    let more = found.len().saturating_sub(MOST_SHOWN);
    let shown = found.into_iter().take(MOST_SHOWN);
    (shown.map(|(_, choice)| choice.clone()).collect(), more)
}

/// Type, and choose with the arrow keys and Enter, or with a finger.
#[function_component]
pub fn Combobox(props: &ComboboxProps) -> Html {
    let id = &props.id;
    let typed = use_state_eq(|| None::<String>);
    let is_open = use_state_eq(|| false);
    let active = use_state_eq(|| None::<usize>);
    let chosen_label = props
        .value
        .as_ref()
        .and_then(|value| props.choices.iter().find(|choice| choice.value == *value))
        .map_or_else(|| props.text.clone(), |choice| choice.label.clone());
    let shown_text = (*typed).clone().map_or(chosen_label, AttrValue::from);
    let (shown, more) = if props.is_looked_up {
        fitting(&props.choices, "")
    } else {
        fitting(&props.choices, typed.as_deref().unwrap_or_default())
    };
    let shown: Rc<[Choice]> = shown.into();
    // What was typed and left, and stands for no choice.
    let is_unlisted = !*is_open && !props.is_free && typed.is_some();
    let close = {
        let (is_open, active, typed) = (is_open.clone(), active.clone(), typed.clone());
        move || {
            is_open.set(false);
            active.set(None);
            typed.set(None);
        }
    };
    let choose = {
        let (on_choose, close) = (props.on_choose.clone(), close.clone());
        move |choice: &Choice| {
            on_choose.emit(Some(choice.value.clone()));
            close();
        }
    };
    let oninput = {
        let (typed, is_open, active) = (typed.clone(), is_open.clone(), active.clone());
        let (on_type, on_choose) = (props.on_type.clone(), props.on_choose.clone());
        let has_value = props.value.is_some();
        Callback::from(move |event: InputEvent| {
            let input: web_sys::HtmlInputElement = event.target_unchecked_into();
            let text = input.value();
            if has_value {
                on_choose.emit(None);
            }
            on_type.emit(text.clone());
            typed.set(Some(text));
            active.set(None);
            is_open.set(true);
        })
    };
    let onkeydown = {
        let (shown, active, is_open) = (Rc::clone(&shown), active.clone(), is_open.clone());
        let (close, choose) = (close.clone(), choose.clone());
        let is_free = props.is_free;
        Callback::from(move |event: KeyboardEvent| {
            let last = shown.len().saturating_sub(1);
            match event.key().as_str() {
                "ArrowDown" => {
                    event.prevent_default();
                    active.set(Some(match *active {
                        Some(place) if *is_open => place.saturating_add(1).min(last),
                        _ => 0,
                    }));
                    is_open.set(true);
                }
                "ArrowUp" => {
                    event.prevent_default();
                    active.set(Some(match *active {
                        Some(place) if *is_open => place.saturating_sub(1),
                        _ => last,
                    }));
                    is_open.set(true);
                }
                "Enter" if *is_open => {
                    // Without a mark the first suggestion is meant, unless any text will do.
                    let place = match *active {
                        Some(place) => Some(place),
                        None if is_free => None,
                        None => Some(0),
                    };
                    if let Some(choice) = place.and_then(|place| shown.get(place)) {
                        event.prevent_default();
                        choose(choice);
                    }
                }
                "Escape" if *is_open => {
                    event.prevent_default();
                    event.stop_propagation();
                    close();
                }
                _ => {}
            }
        })
    };
    let onblur = {
        let (shown, typed, is_open, active) = (
            Rc::clone(&shown),
            typed.clone(),
            is_open.clone(),
            active.clone(),
        );
        let (close, choose, is_free) = (close.clone(), choose.clone(), props.is_free);
        Callback::from(move |_: FocusEvent| {
            // What was typed in full is chosen. Anything else stays as it was typed, with a word that it is no choice: it
            // would otherwise be gone before anybody noticed.
            let exact = (*typed).as_ref().and_then(|typed| {
                shown.iter().find(|choice| {
                    !typed.is_empty() && folded(&choice.label) == folded(typed.trim())
                })
            });
            match exact {
                Some(choice) => choose(choice),
                None if !is_free
                    && (*typed)
                        .as_ref()
                        .is_some_and(|text| !text.trim().is_empty()) =>
                {
                    let (is_open, active) = (is_open.clone(), active.clone());
                    press::after(move || {
                        is_open.set(false);
                        active.set(None);
                    });
                }
                None => close(),
            }
        })
    };
    let is_shown =
        *is_open && !(shown.is_empty() && typed.as_deref().unwrap_or_default().is_empty());
    let list = format!("{id}-list");
    let active_id = (*active)
        .filter(|_| is_shown)
        .map(|place| format!("{id}-option-{place}"));
    html! {
        <div class="combobox">
            <input
                class="input"
                id={id.clone()}
                name={id.clone()}
                type="text"
                role="combobox"
                autocomplete="off"
                spellcheck="false"
                dir="auto"
                value={shown_text}
                placeholder={props.placeholder.clone()}
                aria-expanded={if is_shown { "true" } else { "false" }}
                aria-controls={list.clone()}
                aria-autocomplete="list"
                aria-activedescendant={active_id}
                aria-describedby={format!("{} {id}-unlisted", described_by(id))}
                aria-invalid={(props.is_wrong || is_unlisted).then_some("true")}
                {oninput}
                {onkeydown}
                {onblur}
                onclick={let is_open = is_open.clone(); Callback::from(move |_: MouseEvent| is_open.set(true))}
            />
            <ul class="combobox__list" id={list} role="listbox" hidden={!is_shown}>
                { for shown.iter().enumerate().map(|(place, choice)| {
                    let (choose, picked) = (choose.clone(), choice.clone());
                    // `mousedown`, because the field would lose the focus before a click.
                    let onmousedown = Callback::from(move |event: MouseEvent| {
                        event.prevent_default();
                        choose(&picked);
                    });
                    html! {
                        <li
                            key={choice.value.to_string()}
                            id={format!("{id}-option-{place}")}
                            class="combobox__option"
                            role="option"
                            aria-selected={if *active == Some(place) { "true" } else { "false" }}
                            {onmousedown}
                        >
                            <span>{ choice.label.clone() }</span>
                            <span class="muted" hidden={choice.detail.is_empty()}>{ choice.detail.clone() }</span>
                        </li>
                    }
                }) }
                <li key="none" class="combobox__none muted" role="option" aria-disabled="true" aria-selected="false" hidden={!shown.is_empty()}>
                    { t!("ui-nothing-fits") }
                </li>
                <li key="more" class="combobox__none muted" role="option" aria-disabled="true" aria-selected="false" hidden={more == 0}>
                    { t!("ui-more-fit", count = more) }
                </li>
            </ul>
            <p class="field__problem" id={format!("{id}-unlisted")} role="status" hidden={!is_unlisted}>{ t!("ui-not-listed") }</p>
            <span class="visually-hidden" role="status">
                { if is_shown { t!("ui-suggestions", count = shown.len()) } else { AttrValue::default() } }
            </span>
        </div>
    }
}

/// Properties of [`ComboboxField`].
#[derive(Debug, PartialEq, Properties)]
pub struct ComboboxFieldProps {
    /// The id of the control.
    pub id: AttrValue,
    /// The label.
    pub label: AttrValue,
    /// Said before the field; may be empty.
    #[prop_or_default]
    pub hint: AttrValue,
    /// What is wrong with the value.
    #[prop_or_default]
    pub problems: Vec<FieldProblem>,
    /// Whether the form cannot be completed without it.
    #[prop_or_default]
    pub is_required: bool,
    /// What can be chosen.
    pub choices: Rc<[Choice]>,
    /// The value that is chosen.
    #[prop_or_default]
    pub value: Option<AttrValue>,
    /// What was chosen; none if the field was emptied.
    pub on_choose: Callback<Option<AttrValue>>,
    /// What is typed.
    #[prop_or_default]
    pub on_type: Callback<String>,
    /// Whether a text that is no choice may stay.
    #[prop_or_default]
    pub is_free: bool,
    /// The free text.
    #[prop_or_default]
    pub text: AttrValue,
    /// An example.
    #[prop_or_default]
    pub placeholder: AttrValue,
}

/// A labelled combobox.
#[function_component]
pub fn ComboboxField(props: &ComboboxFieldProps) -> Html {
    html! {
        <Field
            id={props.id.clone()}
            label={props.label.clone()}
            hint={props.hint.clone()}
            problems={props.problems.clone()}
            is_required={props.is_required}
        >
            <Combobox
                id={props.id.clone()}
                choices={Rc::clone(&props.choices)}
                value={props.value.clone()}
                on_choose={props.on_choose.clone()}
                on_type={props.on_type.clone()}
                is_free={props.is_free}
                text={props.text.clone()}
                placeholder={props.placeholder.clone()}
                is_wrong={!props.problems.is_empty()}
            />
        </Field>
    }
}
