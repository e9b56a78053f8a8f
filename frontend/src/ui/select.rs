//! A choice from a short list.

use std::rc::Rc;

use shared::kernel::FieldProblem;
use wasm_bindgen::JsCast;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::field::described_by;
use super::{Choice, Field};
use crate::t;

/// Properties of [`Select`].
#[derive(Debug, PartialEq, Properties)]
pub struct SelectProps {
    /// The id; hint and problem hang on it.
    pub id: AttrValue,
    /// What can be chosen.
    pub choices: Rc<[Choice]>,
    /// The value that is chosen.
    #[prop_or_default]
    pub value: Option<AttrValue>,
    /// What was chosen; none if the choice was taken back.
    pub on_choose: Callback<Option<AttrValue>>,
    /// What stands there while nothing is chosen.
    #[prop_or_default]
    pub empty: AttrValue,
    /// Whether a problem stands at it.
    #[prop_or_default]
    pub is_wrong: bool,
}

/// The browser's own select: works with every screen reader and on every tablet.
#[function_component]
pub fn Select(props: &SelectProps) -> Html {
    let onchange = {
        let on_choose = props.on_choose.clone();
        Callback::from(move |event: Event| {
            if let Some(select) = event
                .target()
                .and_then(|target| target.dyn_into::<HtmlSelectElement>().ok())
            {
                let value = select.value();
                on_choose.emit((!value.is_empty()).then(|| value.into()));
            }
        })
    };
    let empty = if props.empty.is_empty() {
        t!("ui-choose")
    } else {
        props.empty.clone()
    };
    html! {
        <select
            class="input input--select"
            id={props.id.clone()}
            name={props.id.clone()}
            aria-describedby={described_by(&props.id)}
            aria-invalid={props.is_wrong.then_some("true")}
            {onchange}
        >
            <option key="" value="" selected={props.value.is_none()}>{ empty }</option>
            { for props.choices.iter().map(|choice| html! {
                <option
                    key={format!("choice-{}", choice.value)}
                    value={choice.value.clone()}
                    selected={props.value.as_ref() == Some(&choice.value)}
                >
                    { choice.label.clone() }
                </option>
            }) }
        </select>
    }
}

/// Properties of [`SelectField`].
#[derive(Debug, PartialEq, Properties)]
pub struct SelectFieldProps {
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
    /// What was chosen; none if the choice was taken back.
    pub on_choose: Callback<Option<AttrValue>>,
    /// What stands there while nothing is chosen.
    #[prop_or_default]
    pub empty: AttrValue,
}

/// A labelled select.
#[function_component]
pub fn SelectField(props: &SelectFieldProps) -> Html {
    html! {
        <Field
            id={props.id.clone()}
            label={props.label.clone()}
            hint={props.hint.clone()}
            problems={props.problems.clone()}
            is_required={props.is_required}
        >
            <Select
                id={props.id.clone()}
                choices={Rc::clone(&props.choices)}
                value={props.value.clone()}
                on_choose={props.on_choose.clone()}
                empty={props.empty.clone()}
                is_wrong={!props.problems.is_empty()}
            />
        </Field>
    }
}
