//! The intake's part of the form: concern, other case management, screening. Values in, events out.

use std::collections::BTreeSet;
use std::rc::Rc;

use shared::intake::{IntakeDraft, OtherCaseManagement, Screening};
use shared::kernel::{FieldProblem, FieldProblems};
use strum::IntoEnumIterator;
use yew::prelude::*;

use super::choices::{FormLists, code, code_set, code_value};
use crate::forms::OnChange;
use crate::forms::fields::{
    FieldProps, Fields, Line, Lines, OnDay, OneChip, OneListed, SomeChips, YesOrNo,
};
use crate::t;
use crate::ui::Choice;

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

    /// What a field of the intake shows, and how the intake takes it.
    fn field<V: PartialEq>(
        &self,
        path: &'static str,
        value: V,
        take: fn(&mut IntakeDraft, V),
    ) -> FieldProps<IntakeDraft, V> {
        FieldProps::new(
            path,
            value,
            self.at(path),
            take,
            (&self.on_change, &self.on_leave),
        )
    }
}

impl Fields for IntakeDraft {
    fn control_id(path: &str) -> String {
        control_id(path)
    }

    fn label_key(path: &str) -> String {
        label_key(path)
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
        "" => "field-whole".to_owned(),
        "screening" => "intake-section-screening".to_owned(),
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
            <Lines<IntakeDraft>
                is_required=true
                ..props.field("concern", draft.concern.clone(), |intake, text| intake.concern = text)
            />
            <SomeChips<IntakeDraft>
                choices={Rc::clone(&props.lists.fields_of_action)}
                ..props.field("fields_of_action", draft.fields_of_action.iter().map(code_value).collect::<BTreeSet<_>>(), |intake, values| intake.fields_of_action = code_set(&values))
            />
            <OneChip<IntakeDraft>
                choices={Rc::clone(&props.lists.urgencies)}
                is_required=true
                ..props.field("urgency", draft.urgency.as_ref().map(code_value), |intake, value| intake.urgency = code(value))
            />
            <div hidden={!is_urgent}>
                <Line<IntakeDraft>
                    is_required={is_urgent}
                    ..props.field("urgency_reason", draft.urgency_reason.clone(), |intake, text| intake.urgency_reason = text)
                />
            </div>
            <div class="fields">
                <OnDay<IntakeDraft>
                    hint="intake-requested_on-hint"
                    is_required=true
                    ..props.field("requested_on", draft.requested_on, |intake, day| intake.requested_on = day)
                />
                <OneListed<IntakeDraft>
                    choices={Rc::clone(&props.lists.routes)}
                    ..props.field("route", draft.route.as_ref().map(code_value), |intake, value| intake.route = code(value))
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
            <OneChip<IntakeDraft>
                hint="intake-other_case_management-hint"
                {choices}
                ..props.field(
                    "other_case_management",
                    draft.other_case_management.map(|other| AttrValue::from(other_code(other))),
                    |intake, value| {
                        intake.other_case_management = OtherCaseManagement::iter()
                            .find(|other| value.as_deref() == Some(other_code(*other)));
                    },
                )
            />
            <div hidden={!has_other}>
                <Line<IntakeDraft>
                    ..props.field("other_case_management_at", draft.other_case_management_at.clone(), |intake, text| intake.other_case_management_at = text)
                />
            </div>
        </div>
    }
}

fn other_code(other: OtherCaseManagement) -> &'static str {
    other.into()
}

/// A question of the screening: its path, its answer, and how the intake takes another one.
type Question = (
    &'static str,
    fn(&Screening) -> Option<bool>,
    fn(&mut IntakeDraft, Option<bool>),
);

/// The five questions.
const QUESTIONS: [Question; 5] = [
    (
        "screening.has_complex_need",
        |screening| screening.has_complex_need,
        |intake, answer| intake.screening.has_complex_need = answer,
    ),
    (
        "screening.has_several_providers",
        |screening| screening.has_several_providers,
        |intake, answer| intake.screening.has_several_providers = answer,
    ),
    (
        "screening.regular_paths_fail",
        |screening| screening.regular_paths_fail,
        |intake, answer| intake.screening.regular_paths_fail = answer,
    ),
    (
        "screening.resources_insufficient",
        |screening| screening.resources_insufficient,
        |intake, answer| intake.screening.resources_insufficient = answer,
    ),
    (
        "screening.is_wanted",
        |screening| screening.is_wanted,
        |intake, answer| intake.screening.is_wanted = answer,
    ),
];

/// Whether case management is needed: five questions, each may stay open.
#[function_component]
pub fn ScreeningForm(props: &IntakeFormProps) -> Html {
    let screening = &props.draft.screening;
    let spoken_for = QUESTIONS
        .iter()
        .filter(|(_, answer, _)| answer(screening) == Some(true))
        .count();
    html! {
        <div class="form">
            <p class="muted">{ t!("intake-screening-intro") }</p>
            { for QUESTIONS.iter().map(|(path, answer, take)| html! {
                <YesOrNo<IntakeDraft> key={*path} ..props.field(path, answer(screening), *take) />
            }) }
            <p role="status"><strong>{ t!("intake-screening-result", count = spoken_for) }</strong></p>
        </div>
    }
}
