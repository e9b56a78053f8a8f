//! Yes or no, and one of a few.

use std::rc::Rc;

use shared::kernel::FieldProblem;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::Choice;
use super::field::{described_by, problem_text};
use crate::t;

/// Properties of [`Checkbox`].
#[derive(Debug, PartialEq, Properties)]
pub struct CheckboxProps {
    /// The id.
    pub id: AttrValue,
    /// What is agreed to.
    pub label: AttrValue,
    /// Said below; may be empty.
    #[prop_or_default]
    pub hint: AttrValue,
    /// Whether it is ticked.
    pub is_checked: bool,
    /// Every change.
    pub on_change: Callback<bool>,
    /// What is wrong.
    #[prop_or_default]
    pub problems: Vec<FieldProblem>,
}

/// A box to tick.
#[function_component]
pub fn Checkbox(props: &CheckboxProps) -> Html {
    let id = &props.id;
    let text = problem_text(&props.problems);
    let onchange = {
        let on_change = props.on_change.clone();
        Callback::from(move |event: Event| {
            if let Some(input) = event
                .target()
                .and_then(|target| target.dyn_into::<HtmlInputElement>().ok())
            {
                on_change.emit(input.checked());
            }
        })
    };
    html! {
        <div class={classes!("field", (!text.is_empty()).then_some("field--wrong"))}>
            <label class="tick" for={id.clone()}>
                <input
                    type="checkbox"
                    class="tick__box"
                    id={id.clone()}
                    checked={props.is_checked}
                    aria-describedby={described_by(id)}
                    aria-invalid={(!text.is_empty()).then_some("true")}
                    {onchange}
                />
                <span>{ props.label.clone() }</span>
            </label>
            <p class="field__hint" id={format!("{id}-hint")} hidden={props.hint.is_empty()}>{ props.hint.clone() }</p>
            <p class="field__problem" id={format!("{id}-problem")} hidden={text.is_empty()}>{ text }</p>
        </div>
    }
}

/// Properties of [`RadioGroup`].
#[derive(Debug, PartialEq, Properties)]
pub struct RadioGroupProps {
    /// The id of the group; each choice has `id-value`.
    pub id: AttrValue,
    /// The question.
    pub label: AttrValue,
    /// Said before the choices; may be empty.
    #[prop_or_default]
    pub hint: AttrValue,
    /// The answers.
    pub choices: Rc<[Choice]>,
    /// The answer that is chosen.
    #[prop_or_default]
    pub value: Option<AttrValue>,
    /// What was chosen.
    pub on_choose: Callback<AttrValue>,
    /// What is wrong.
    #[prop_or_default]
    pub problems: Vec<FieldProblem>,
    /// Whether the form cannot be completed without it.
    #[prop_or_default]
    pub is_required: bool,
}

/// One of a few, all visible.
#[function_component]
pub fn RadioGroup(props: &RadioGroupProps) -> Html {
    let id = &props.id;
    let text = problem_text(&props.problems);
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
            <div class="field__control ticks">
                { for props.choices.iter().map(|choice| {
                    let on_choose = props.on_choose.clone();
                    let value = choice.value.clone();
                    html! {
                        <label class="tick" key={choice.value.to_string()}>
                            <input
                                type="radio"
                                class="tick__box"
                                id={format!("{id}-{}", choice.value)}
                                name={id.clone()}
                                checked={props.value.as_ref() == Some(&choice.value)}
                                onchange={Callback::from(move |_: Event| on_choose.emit(value.clone()))}
                            />
                            <span>
                                { choice.label.clone() }
                                <span class="tick__detail muted" hidden={choice.detail.is_empty()}>{ choice.detail.clone() }</span>
                            </span>
                        </label>
                    }
                }) }
            </div>
            <p class="field__problem" id={format!("{id}-problem")} hidden={text.is_empty()}>{ text }</p>
        </fieldset>
    }
}
