//! The intake's part of the form: concern, other case management, screening. Values in, events out.

use std::collections::BTreeSet;
use std::rc::Rc;

use shared::intake::{IntakeDraft, OtherCaseManagement, Screening};
use shared::kernel::{FieldProblem, FieldProblems};
use strum::IntoEnumIterator;
use yew::prelude::*;

use super::choices::{FormLists, code, code_set, code_value, yes_no};
use crate::forms::{OnChange, set};
use crate::t;
use crate::ui::{AreaField, Chips, ChipsOne, Choice, DayField, SelectField, TextField};

/// Properties of the parts of the form.
#[derive(Debug, PartialEq, Properties)]
pub struct IntakeFormProps {
    /// The intake as typed.
    pub draft: IntakeDraft,
    /// The problems to show, by the paths of the draft.
    pub problems: FieldProblems,
    /// What can be chosen.
    pub lists: Rc<FormLists>,
    /// Every change.
    pub on_change: OnChange<IntakeDraft>,
    /// A field was left, by its path.
    pub on_leave: Callback<String>,
}

impl IntakeFormProps {
    fn at(&self, path: &str) -> Vec<FieldProblem> {
        self.problems.of(path).to_vec()
    }

    fn leave(&self, path: &'static str) -> Callback<()> {
        self.on_leave.reform(move |()| path.to_owned())
    }
}

/// The id of the control of a field, by its path in the draft.
#[must_use]
pub fn control_id(path: &str) -> String {
    format!("intake-{}", path.replace(['.', '_'], "-"))
}

/// The key of the label of a field, by its path in the draft.
#[must_use]
pub fn label_key(path: &str) -> String {
    match path {
        "information_sheet" => "intake-information".to_owned(),
        "information_language" => "intake-information-language".to_owned(),
        path => format!("intake-{}", path.replace('.', "-")),
    }
}

/// What brought the person.
#[function_component]
pub fn ConcernForm(props: &IntakeFormProps) -> Html {
    let draft = &props.draft;
    let is_urgent = draft
        .urgency
        .as_ref()
        .is_some_and(|urgency| matches!(urgency.as_str(), "D1" | "D2"));
    html! {
        <div class="form">
            <AreaField
                id={control_id("concern")}
                label={t!("intake-concern")}
                value={draft.concern.clone()}
                problems={props.at("concern")}
                is_required=true
                on_input={set(&props.on_change, |intake: &mut IntakeDraft, text| intake.concern = text)}
                on_leave={props.leave("concern")}
            />
            <Chips
                id={control_id("fields_of_action")}
                label={t!("intake-fields_of_action")}
                choices={Rc::clone(&props.lists.fields_of_action)}
                values={draft.fields_of_action.iter().map(code_value).collect::<BTreeSet<_>>()}
                problems={props.at("fields_of_action")}
                on_change={set(&props.on_change, |intake: &mut IntakeDraft, values| intake.fields_of_action = code_set(&values))}
            />
            <ChipsOne
                id={control_id("urgency")}
                label={t!("intake-urgency")}
                choices={Rc::clone(&props.lists.urgencies)}
                value={draft.urgency.as_ref().map(code_value)}
                problems={props.at("urgency")}
                is_required=true
                on_choose={set(&props.on_change, |intake: &mut IntakeDraft, value| intake.urgency = code(Some(value)))}
            />
            <div hidden={!is_urgent}>
                <TextField
                    id={control_id("urgency_reason")}
                    label={t!("intake-urgency_reason")}
                    value={draft.urgency_reason.clone()}
                    problems={props.at("urgency_reason")}
                    is_required={is_urgent}
                    on_input={set(&props.on_change, |intake: &mut IntakeDraft, text| intake.urgency_reason = text)}
                    on_leave={props.leave("urgency_reason")}
                />
            </div>
            <div class="fields">
                <DayField
                    id={control_id("requested_on")}
                    label={t!("intake-requested_on")}
                    hint={t!("intake-requested_on-hint")}
                    value={draft.requested_on}
                    problems={props.at("requested_on")}
                    is_required=true
                    on_change={set(&props.on_change, |intake: &mut IntakeDraft, day| intake.requested_on = day)}
                />
                <SelectField
                    id={control_id("route")}
                    label={t!("intake-route")}
                    choices={Rc::clone(&props.lists.routes)}
                    value={draft.route.as_ref().map(code_value)}
                    problems={props.at("route")}
                    on_choose={set(&props.on_change, |intake: &mut IntakeDraft, value| intake.route = code(value))}
                />
            </div>
        </div>
    }
}

/// Who else manages the case.
#[function_component]
pub fn OthersForm(props: &IntakeFormProps) -> Html {
    let draft = &props.draft;
    let choices: Rc<[Choice]> = [
        OtherCaseManagement::None,
        OtherCaseManagement::Restricted,
        OtherCaseManagement::Yes,
        OtherCaseManagement::Unknown,
    ]
    .into_iter()
    .map(|other| {
        Choice::new(
            other_code(other),
            t!(format!("intake-other-{}", other_code(other))),
        )
    })
    .collect();
    let has_other = matches!(
        draft.other_case_management,
        Some(OtherCaseManagement::Yes | OtherCaseManagement::Restricted)
    );
    html! {
        <div class="form">
            <ChipsOne
                id={control_id("other_case_management")}
                label={t!("intake-other_case_management")}
                hint={t!("intake-other_case_management-hint")}
                {choices}
                value={draft.other_case_management.map(|other| AttrValue::from(other_code(other)))}
                problems={props.at("other_case_management")}
                on_choose={set(&props.on_change, |intake: &mut IntakeDraft, value: AttrValue| {
                    intake.other_case_management =
                        OtherCaseManagement::iter().find(|other| *value == *other_code(*other));
                })}
            />
            <div hidden={!has_other}>
                <TextField
                    id={control_id("other_case_management_at")}
                    label={t!("intake-other_case_management_at")}
                    value={draft.other_case_management_at.clone()}
                    problems={props.at("other_case_management_at")}
                    on_input={set(&props.on_change, |intake: &mut IntakeDraft, text| intake.other_case_management_at = text)}
                    on_leave={props.leave("other_case_management_at")}
                />
            </div>
        </div>
    }
}

fn other_code(other: OtherCaseManagement) -> &'static str {
    other.into()
}

/// How a question of the screening is found in its answers.
type Answer = fn(&mut Screening) -> &mut Option<bool>;

/// The five questions, with the way to their answers.
const QUESTIONS: [(&str, Answer); 5] = [
    ("has_complex_need", |screening| {
        &mut screening.has_complex_need
    }),
    ("has_several_providers", |screening| {
        &mut screening.has_several_providers
    }),
    ("regular_paths_fail", |screening| {
        &mut screening.regular_paths_fail
    }),
    ("resources_insufficient", |screening| {
        &mut screening.resources_insufficient
    }),
    ("is_wanted", |screening| &mut screening.is_wanted),
];

/// Whether case management is needed: five questions, each may stay open.
#[function_component]
pub fn ScreeningForm(props: &IntakeFormProps) -> Html {
    let mut screening = props.draft.screening.clone();
    let spoken_for = QUESTIONS
        .iter()
        .filter(|(_, answer)| *answer(&mut screening) == Some(true))
        .count();
    html! {
        <div class="form">
            <p class="muted">{ t!("intake-screening-intro") }</p>
            { for QUESTIONS.iter().map(|(name, answer)| {
                let answer = *answer;
                html! {
                    <ChipsOne
                        key={*name}
                        id={control_id(&format!("screening.{name}"))}
                        label={t!(format!("intake-screening-{name}"))}
                        choices={yes_no::choices()}
                        value={yes_no::value(*answer(&mut screening))}
                        problems={props.at(&format!("screening.{name}"))}
                        on_choose={set(&props.on_change, move |intake: &mut IntakeDraft, value: AttrValue| {
                            *answer(&mut intake.screening) = yes_no::answer(&value);
                        })}
                    />
                }
            }) }
            <p role="status"><strong>{ t!("intake-screening-result", count = spoken_for) }</strong></p>
        </div>
    }
}
