//! Choices as chips: several of a group, or one. The group is one stop of the Tab key; arrow keys move inside it, the
//! space bar toggles, and a digit toggles the chip at that place.

use std::collections::BTreeSet;
use std::rc::Rc;

use shared::kernel::FieldProblem;
use yew::prelude::*;

use super::Choice;
use super::field::{described_by, problem_text};
use crate::t;

/// Properties of [`Chips`].
#[derive(Debug, PartialEq, Properties)]
pub struct ChipsProps {
    /// The id of the group.
    pub id: AttrValue,
    /// The question.
    pub label: AttrValue,
    /// Said before the chips; may be empty.
    #[prop_or_default]
    pub hint: AttrValue,
    /// The chips.
    pub choices: Rc<[Choice]>,
    /// The values that are chosen.
    pub values: BTreeSet<AttrValue>,
    /// The values after a change.
    pub on_change: Callback<BTreeSet<AttrValue>>,
    /// What is wrong.
    #[prop_or_default]
    pub problems: Vec<FieldProblem>,
    /// Whether the form cannot be completed without one.
    #[prop_or_default]
    pub is_required: bool,
    /// How many chips are shown before "more"; 0 shows all. Chosen ones are always shown.
    #[prop_or_default]
    pub first: usize,
}

/// Several of a group.
#[function_component]
pub fn Chips(props: &ChipsProps) -> Html {
    let id = &props.id;
    let text = problem_text(&props.problems);
    let stop = use_state_eq(|| 0_usize);
    let is_open = use_state_eq(|| false);
    let is_cut = props.first > 0 && props.first < props.choices.len() && !*is_open;
    let shown: Rc<[Choice]> = props
        .choices
        .iter()
        .enumerate()
        .filter(|(place, choice)| {
            !is_cut || *place < props.first || props.values.contains(&choice.value)
        })
        .map(|(_, choice)| choice.clone())
        .collect();
    let toggle = {
        let (values, on_change) = (props.values.clone(), props.on_change.clone());
        move |value: &AttrValue| {
            let mut changed = values.clone();
            if !changed.remove(value) {
                changed.insert(value.clone());
            }
            on_change.emit(changed);
        }
    };
    let onkeydown = {
        let (shown, stop, toggle, id) =
            (Rc::clone(&shown), stop.clone(), toggle.clone(), id.clone());
        Callback::from(move |event: KeyboardEvent| {
            if event.ctrl_key() || event.alt_key() || event.meta_key() {
                return;
            }
            let last = shown.len().saturating_sub(1);
            let key = event.key();
            let to = match key.as_str() {
                "ArrowRight" | "ArrowDown" => (*stop).saturating_add(1).min(last),
                "ArrowLeft" | "ArrowUp" => (*stop).saturating_sub(1),
                "Home" => 0,
                "End" => last,
                digit => {
                    let place = digit
                        .parse::<usize>()
                        .ok()
                        .and_then(|digit| digit.checked_sub(1));
                    if let Some(choice) = place.and_then(|place| shown.get(place)) {
                        event.prevent_default();
                        toggle(&choice.value);
                    }
                    return;
                }
            };
            event.prevent_default();
            stop.set(to);
            if let Some(choice) = shown.get(to) {
                crate::platform::focus(&format!("{id}-{}", choice.value));
            }
        })
    };
    let current = (*stop).min(shown.len().saturating_sub(1));
    html! {
        <fieldset
            class={classes!("field", "field--group", (!text.is_empty()).then_some("field--wrong"))}
            id={id.clone()}
            tabindex="-1"
            aria-describedby={described_by(id)}
        >
            <legend class="field__label">
                { props.label.clone() }
                <span class="field__mark" hidden={!props.is_required} title={t!("ui-required")} aria-hidden="true">{ " *" }</span>
            </legend>
            <p class="field__hint" id={format!("{id}-hint")} hidden={props.hint.is_empty()}>{ props.hint.clone() }</p>
            <div class="field__control chips" {onkeydown}>
                { for shown.iter().enumerate().map(|(place, choice)| {
                    let (toggle, value, stop) = (toggle.clone(), choice.value.clone(), stop.clone());
                    html! {
                        <label class="chip" key={choice.value.to_string()}>
                            <input
                                type="checkbox"
                                class="chip__box"
                                id={format!("{id}-{}", choice.value)}
                                checked={props.values.contains(&choice.value)}
                                tabindex={if place == current { "0" } else { "-1" }}
                                onchange={Callback::from(move |_: Event| toggle(&value))}
                                onfocus={Callback::from(move |_: FocusEvent| stop.set(place))}
                            />
                            <span class="chip__words">{ choice.label.clone() }</span>
                        </label>
                    }
                }) }
                <button
                    key="more"
                    type="button"
                    class="chip chip--more"
                    hidden={!is_cut}
                    onclick={Callback::from(move |_: MouseEvent| is_open.set(true))}
                >
                    { t!("ui-more") }
                </button>
            </div>
            <p class="field__problem" id={format!("{id}-problem")} hidden={text.is_empty()}>{ text }</p>
        </fieldset>
    }
}

/// Properties of [`ChipsOne`].
#[derive(Debug, PartialEq, Properties)]
pub struct ChipsOneProps {
    /// The id of the group.
    pub id: AttrValue,
    /// The question.
    pub label: AttrValue,
    /// Said before the chips; may be empty.
    #[prop_or_default]
    pub hint: AttrValue,
    /// The chips.
    pub choices: Rc<[Choice]>,
    /// The value that is chosen.
    #[prop_or_default]
    pub value: Option<AttrValue>,
    /// What was chosen.
    pub on_choose: Callback<AttrValue>,
    /// What is wrong.
    #[prop_or_default]
    pub problems: Vec<FieldProblem>,
    /// Whether the form cannot be completed without one.
    #[prop_or_default]
    pub is_required: bool,
}

/// One of a group. Arrow keys move and choose, as in every radio group; a digit chooses the chip at that place.
#[function_component]
pub fn ChipsOne(props: &ChipsOneProps) -> Html {
    let id = &props.id;
    let text = problem_text(&props.problems);
    let onkeydown = {
        let (choices, on_choose, id) = (
            Rc::clone(&props.choices),
            props.on_choose.clone(),
            id.clone(),
        );
        Callback::from(move |event: KeyboardEvent| {
            if event.ctrl_key() || event.alt_key() || event.meta_key() {
                return;
            }
            let place = event
                .key()
                .parse::<usize>()
                .ok()
                .and_then(|digit| digit.checked_sub(1));
            if let Some(choice) = place.and_then(|place| choices.get(place)) {
                event.prevent_default();
                on_choose.emit(choice.value.clone());
                crate::platform::focus(&format!("{id}-{}", choice.value));
            }
        })
    };
    html! {
        <fieldset
            class={classes!("field", "field--group", (!text.is_empty()).then_some("field--wrong"))}
            id={id.clone()}
            tabindex="-1"
            aria-describedby={described_by(id)}
        >
            <legend class="field__label">
                { props.label.clone() }
                <span class="field__mark" hidden={!props.is_required} title={t!("ui-required")} aria-hidden="true">{ " *" }</span>
            </legend>
            <p class="field__hint" id={format!("{id}-hint")} hidden={props.hint.is_empty()}>{ props.hint.clone() }</p>
            <div class="field__control chips" {onkeydown}>
                { for props.choices.iter().map(|choice| {
                    let (on_choose, value) = (props.on_choose.clone(), choice.value.clone());
                    html! {
                        <label class="chip" key={choice.value.to_string()}>
                            <input
                                type="radio"
                                class="chip__box"
                                id={format!("{id}-{}", choice.value)}
                                name={id.clone()}
                                checked={props.value.as_ref() == Some(&choice.value)}
                                onchange={Callback::from(move |_: Event| on_choose.emit(value.clone()))}
                            />
                            <span class="chip__words">{ choice.label.clone() }</span>
                        </label>
                    }
                }) }
            </div>
            <p class="field__problem" id={format!("{id}-problem")} hidden={text.is_empty()}>{ text }</p>
        </fieldset>
    }
}
