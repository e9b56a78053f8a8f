//! A field: label, hint, control, and the place where its problem stands.

use shared::kernel::FieldProblem;
use yew::prelude::*;

use crate::i18n::Value;
use crate::t;

/// One choice of a select, radio group, chip group or combobox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What is handed out when it is chosen.
    pub value: AttrValue,
    /// What is read.
    pub label: AttrValue,
    /// A second, quieter line; may be empty.
    pub detail: AttrValue,
}

impl Choice {
    /// A choice without a second line.
    #[must_use]
    pub fn new(value: impl Into<AttrValue>, label: impl Into<AttrValue>) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
            detail: AttrValue::default(),
        }
    }
}

/// The sentences for the problems of one field, in the chosen language.
#[must_use]
pub fn problem_text(problems: &[FieldProblem]) -> AttrValue {
    let sentences: Vec<_> = problems
        .iter()
        .map(|problem| {
            let key = format!("problem-{}", problem.code.as_str());
            let limits: Vec<_> = problem
                .limits
                .iter()
                .map(|(name, limit)| (name.as_str(), Value::from(*limit)))
                .collect();
            let has_min = problem.limits.contains_key("min");
            let has_max = problem.limits.contains_key("max");
            match (problem.code, has_min, has_max) {
                // A range may have one end only; the sentence differs.
                (shared::kernel::ProblemCode::OutOfRange, true, true) => {
                    crate::i18n::text("problem-out_of_range_between", &limits)
                }
                _ => crate::i18n::text(&key, &limits),
            }
            .to_string()
        })
        .collect();
    sentences.join(" ").into()
}

/// The ids that a control names in `aria-describedby`.
pub(super) fn described_by(id: &str) -> String {
    format!("{id}-hint {id}-problem")
}

/// Properties of [`Field`].
#[derive(Debug, PartialEq, Properties)]
pub struct FieldProps {
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
    /// The control. Its id is `id`, and it names hint and problem (every control of `ui` does).
    pub children: Children,
    /// Further classes.
    #[prop_or_default]
    pub class: Classes,
}

/// Label, hint, control, problem: always four places, so that nothing moves focus when a problem comes or goes.
#[function_component]
pub fn Field(props: &FieldProps) -> Html {
    let id = &props.id;
    let text = problem_text(&props.problems);
    html! {
        <div class={classes!("field", (!text.is_empty()).then_some("field--wrong"), props.class.clone())}>
            <label class="field__label" for={id.clone()}>
                { props.label.clone() }
                <span class="field__mark" hidden={!props.is_required} title={t!("ui-required")} aria-hidden="true">{ " *" }</span>
            </label>
            <p class="field__hint" id={format!("{id}-hint")} hidden={props.hint.is_empty()}>{ props.hint.clone() }</p>
            <div class="field__control">{ props.children.clone() }</div>
            <p class="field__problem" id={format!("{id}-problem")} hidden={text.is_empty()}>{ text }</p>
        </div>
    }
}
