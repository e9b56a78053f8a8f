//! The contact slip (Kontaktzettel) as a form: one column, made for the keyboard. Tab moves from question to question,
//! a digit answers inside a group, Ctrl and Enter finish. Values in, events out.

use std::collections::BTreeSet;
use std::rc::Rc;

use shared::intake::{SlipDraft, SlipOutcome};
use shared::kernel::FieldProblems;
use strum::IntoEnumIterator;
use yew::prelude::*;

use super::choices::{FormLists, code, code_set, code_value, yes_no};
use super::handout::{Handout, Sheet};
use crate::forms::{OnChange, set};
use crate::t;
use crate::ui::{
    Button, ButtonKind, Chips, ChipsOne, Choice, ComboboxField, ProblemSummary, SelectField,
    SummaryLine, TextField, problem_text,
};

/// Where the slip that was finished last stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SlipStatus {
    /// None was finished yet; what is typed stays on this device.
    Open,
    /// None was finished yet, and this browser was not set up as a device: what is typed goes with the window.
    OpenHere,
    /// Being sent from a browser that was not set up as a device.
    OnItsWay,
    /// The device is putting it away.
    Storing,
    /// It could not be put away; what was typed is still in the form.
    Failed,
    /// On this device only.
    OnDevice,
    /// Offered, no answer yet.
    Sent,
    /// The server keeps it since this time of day.
    Confirmed(AttrValue),
    /// The server did not take it.
    NeedsYou,
}

impl SlipStatus {
    fn text(&self) -> AttrValue {
        match self {
            Self::Open => t!("intake-slip-status-open"),
            Self::OpenHere => t!("intake-slip-status-here"),
            Self::OnItsWay => t!("intake-slip-status-way"),
            Self::Storing => t!("intake-slip-status-storing"),
            Self::Failed => t!("intake-slip-status-failed"),
            Self::OnDevice => t!("intake-slip-status-device"),
            Self::Sent => t!("intake-slip-status-sent"),
            Self::Confirmed(time) => t!("intake-slip-status-confirmed", time = time.to_string()),
            Self::NeedsYou => t!("intake-slip-status-needs"),
        }
    }

    const fn class(&self) -> &'static str {
        match self {
            Self::Confirmed(_) => "slip__status--confirmed",
            Self::Failed | Self::NeedsYou => "slip__status--needs",
            _ => "slip__status--open",
        }
    }
}

/// Properties of [`SlipForm`].
#[derive(Debug, PartialEq, Properties)]
pub struct SlipFormProps {
    /// What was typed so far.
    pub draft: SlipDraft,
    /// What is wrong with it; empty until somebody tried to finish.
    pub problems: FieldProblems,
    /// Counts the attempts to finish.
    pub attempt: u32,
    /// What can be chosen.
    pub lists: Rc<FormLists>,
    /// Whose slip it is, if a person was chosen.
    #[prop_or_default]
    pub person_name: Option<AttrValue>,
    /// What the person takes along; nothing while there is nothing to say.
    #[prop_or_default]
    pub sheet: Option<Sheet>,
    /// Where the last one stands.
    pub status: SlipStatus,
    /// Every change.
    pub on_change: OnChange<SlipDraft>,
    /// Finish.
    pub on_done: Callback<()>,
    /// Print the sheet.
    pub on_print: Callback<()>,
}

/// The id of the first field, which receives the focus after each finished slip.
pub const FIRST_FIELD: &str = "slip-concern";

/// The order of the form, for the summary: path, id of the control, key of the label.
const ORDER: [(&str, &str, &str); 9] = [
    ("concern", FIRST_FIELD, "intake-slip-concern"),
    ("fields_of_action", "slip-fields", "intake-slip-fields"),
    ("channel", "slip-channel", "intake-slip-channel"),
    ("language", "slip-language", "intake-slip-language"),
    ("name", "slip-name", "intake-slip-name"),
    ("urgency", "slip-urgency", "intake-slip-urgency"),
    ("urgency_reason", "slip-reason", "intake-slip-reason"),
    ("outcome", "slip-outcome", "intake-slip-outcome"),
    ("office", "slip-office", "intake-slip-office"),
];

/// How many fields of action are shown before "more": the digits reach them all the same.
const FIRST_FIELDS: usize = 5;

/// The form.
#[function_component]
pub fn SlipForm(props: &SlipFormProps) -> Html {
    let draft = &props.draft;
    let lists = &props.lists;
    let problems = |path: &str| props.problems.of(path).to_vec();
    let lines: Vec<SummaryLine> = ORDER
        .iter()
        .filter(|(path, _, _)| !props.problems.of(path).is_empty())
        .map(|(path, field, label)| SummaryLine {
            on_go: None,
            field: (*field).into(),
            label: t!(label),
            text: problem_text(props.problems.of(path)),
        })
        .collect();
    let onkeydown = {
        let on_done = props.on_done.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
                event.prevent_default();
                on_done.emit(());
            }
        })
    };
    let onsubmit = {
        let on_done = props.on_done.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            on_done.emit(());
        })
    };
    let outcomes: Rc<[Choice]> = SlipOutcome::iter()
        .map(|outcome| {
            let code: &'static str = outcome.into();
            Choice::new(code, t!(format!("intake-outcome-{code}")))
        })
        .collect();
    let outcome_value = draft.outcome.map(|outcome| {
        let code: &'static str = outcome.into();
        AttrValue::from(code)
    });
    let is_urgent = draft
        .urgency
        .as_ref()
        .is_some_and(|urgency| matches!(urgency.as_str(), "D1" | "D2"));
    let is_referred = draft.outcome == Some(SlipOutcome::Referred);
    html! {
        <form class="slip form" {onkeydown} {onsubmit} novalidate=true autocomplete="off">
            <p class="slip__for" hidden={props.person_name.is_none()}>
                { t!("intake-slip-for", name = props.person_name.clone().unwrap_or_default().to_string()) }
            </p>
            <ProblemSummary {lines} attempt={props.attempt} />
            <TextField
                id={FIRST_FIELD}
                label={t!("intake-slip-concern")}
                value={draft.concern.clone()}
                problems={problems("concern")}
                is_required=true
                on_input={set(&props.on_change, |slip, text| slip.concern = text)}
            />
            <Chips
                id="slip-fields"
                label={t!("intake-slip-fields")}
                choices={Rc::clone(&lists.fields_of_action)}
                first={FIRST_FIELDS}
                values={draft.fields_of_action.iter().map(code_value).collect::<BTreeSet<_>>()}
                problems={problems("fields_of_action")}
                is_required=true
                on_change={set(&props.on_change, |slip, values| slip.fields_of_action = code_set(&values))}
            />
            <div class="fields">
                <ComboboxField
                    id="slip-language"
                    label={t!("intake-slip-language")}
                    choices={Rc::clone(&lists.languages)}
                    value={draft.language.as_ref().map(code_value)}
                    problems={problems("language")}
                    on_choose={set(&props.on_change, |slip, value| slip.language = code(value))}
                />
                <TextField
                    id="slip-name"
                    label={t!("intake-slip-name")}
                    placeholder={t!("intake-slip-anonymous")}
                    value={draft.name.clone()}
                    problems={problems("name")}
                    on_input={set(&props.on_change, |slip, text| slip.name = text)}
                />
            </div>
            <div class="fields">
                <SelectField
                    id="slip-channel"
                    label={t!("intake-slip-channel")}
                    choices={Rc::clone(&lists.slip_channels)}
                    value={draft.channel.as_ref().map(code_value)}
                    problems={problems("channel")}
                    is_required=true
                    on_choose={set(&props.on_change, |slip, value| slip.channel = code(value))}
                />
                <ChipsOne
                    id="slip-interpreter"
                    label={t!("intake-slip-interpreter")}
                    choices={yes_no::short()}
                    value={yes_no::chosen(draft.needs_interpreter)}
                    on_choose={set(&props.on_change, |slip, value: AttrValue| slip.needs_interpreter = yes_no::answer(&value))}
                />
            </div>
            <ChipsOne
                id="slip-urgency"
                label={t!("intake-slip-urgency")}
                choices={Rc::clone(&lists.urgencies)}
                value={draft.urgency.as_ref().map(code_value)}
                problems={problems("urgency")}
                is_required=true
                on_choose={set(&props.on_change, |slip, value| slip.urgency = code(Some(value)))}
            />
            <div hidden={!is_urgent}>
                <TextField
                    id="slip-reason"
                    label={t!("intake-slip-reason")}
                    hint={t!("intake-slip-reason-hint")}
                    value={draft.urgency_reason.clone()}
                    problems={problems("urgency_reason")}
                    is_required={is_urgent}
                    on_input={set(&props.on_change, |slip, text| slip.urgency_reason = text)}
                />
            </div>
            <ChipsOne
                id="slip-outcome"
                label={t!("intake-slip-outcome")}
                choices={outcomes}
                value={outcome_value}
                problems={problems("outcome")}
                is_required=true
                on_choose={set(&props.on_change, |slip, value: AttrValue| {
                    slip.outcome = SlipOutcome::iter().find(|outcome| {
                        let code: &'static str = outcome.into();
                        *value == *code
                    });
                })}
            />
            <div hidden={!is_referred}>
                <ComboboxField
                    id="slip-office"
                    label={t!("intake-slip-office")}
                    choices={Rc::clone(&lists.offices)}
                    value={draft.office.as_ref().map(|office| AttrValue::from(office.to_string()))}
                    problems={problems("office")}
                    is_required={is_referred}
                    on_choose={set(&props.on_change, |slip, value: Option<AttrValue>| {
                        slip.office = value.and_then(|value| value.parse().ok());
                    })}
                />
            </div>
            <div class="slip__actions">
                <Button
                    kind={ButtonKind::Primary}
                    is_submit=true
                    is_wide=true
                    key_hint={t!("intake-key-done")}
                    shortcut={AttrValue::Static("Control+Enter")}
                    is_waiting={props.status == SlipStatus::Storing}
                >
                    { t!("intake-slip-done") }
                </Button>
                <Button id="slip-print" on_press={props.on_print.clone()} is_disabled={props.sheet.is_none()}>{ t!("intake-slip-print") }</Button>
            </div>
            <Handout sheet={props.sheet.clone()} />
            <p class={classes!("slip__status", props.status.class())} role="status">{ props.status.text() }</p>
            <p class="slip__keys muted">{ t!("intake-slip-keys") }</p>
        </form>
    }
}
