//! The case manager's part of the form: dated facts on the way lanes. The desk neither sees nor fills it. Values in,
//! events out.

use std::rc::Rc;

use shared::intake::{FactDraft, Lane, LinkState, RecordFact};
use shared::kernel::date::Nearest;
use shared::kernel::{Day, FactId, FieldProblem, FieldProblems};
use strum::IntoEnumIterator;
use yew::prelude::*;

use super::choices::{FormLists, code, code_value, label_of, yes_no};
use crate::forms::{Change, OnChange, set};
use crate::i18n;
use crate::platform;
use crate::t;
use crate::ui::{
    Button, ButtonKind, ChipsOne, Choice, ComboboxField, DateField, DayField, SelectField,
    TextField, date_in_words,
};

/// Properties of [`LanesForm`].
#[derive(Debug, PartialEq, Properties)]
pub struct LanesFormProps {
    /// The facts so far, oldest first.
    pub facts: Rc<[RecordFact]>,
    /// What can be chosen.
    pub lists: Rc<FormLists>,
    /// A fact was entered; perhaps it corrects an earlier one.
    pub on_record: Callback<(Option<FactId>, FactDraft)>,
    /// Today.
    pub today: Day,
    /// Since when the client does not allow that special categories are written down (E2).
    pub unwritten_since: Option<Day>,
}

/// All lanes, each with what is known and a form for more.
#[function_component]
pub fn LanesForm(props: &LanesFormProps) -> Html {
    html! {
        <div class="form">
            <p class="muted">{ t!("intake-lanes-intro") }</p>
            { for Lane::iter().map(|lane| {
                let name: &'static str = lane.into();
                html! {
                    <LaneForm
                        key={name}
                        {lane}
                        facts={props.facts.iter().filter(|fact| fact.draft.lane == lane).cloned().collect::<Rc<[_]>>()}
                        lists={Rc::clone(&props.lists)}
                        on_record={props.on_record.clone()}
                        today={props.today}
                        unwritten_since={props.unwritten_since}
                    />
                }
            }) }
        </div>
    }
}

#[derive(Debug, PartialEq, Properties)]
struct LaneFormProps {
    lane: Lane,
    facts: Rc<[RecordFact]>,
    lists: Rc<FormLists>,
    on_record: Callback<(Option<FactId>, FactDraft)>,
    today: Day,
    unwritten_since: Option<Day>,
}

impl LaneFormProps {
    /// What is wrong with a fact as typed.
    fn problems_of(&self, draft: &FactDraft) -> FieldProblems {
        let mut problems = draft.check(self.today).err().unwrap_or_default();
        let recorded = self.facts.iter().map(|fact| &fact.draft);
        let consented = draft.check_consented(self.unwritten_since, recorded);
        problems.add_under("", consented.err().unwrap_or_default());
        problems
    }
}

/// What is open on a lane.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
enum Open {
    #[default]
    Nothing,
    New,
    Correcting(FactId),
}

#[function_component]
fn LaneForm(props: &LaneFormProps) -> Html {
    let lane = props.lane;
    let name: &'static str = lane.into();
    let open = use_state_eq(Open::default);
    let draft = use_state_eq(|| FactDraft::blank(lane));
    let problems = use_state_eq(FieldProblems::default);
    let corrected = |fact: &RecordFact| fact.is_corrected_by(props.facts.iter());
    let on_change: OnChange<FactDraft> = {
        let draft = draft.clone();
        Callback::from(move |change: Change<FactDraft>| {
            let mut changed = (*draft).clone();
            change.apply(&mut changed);
            draft.set(changed);
        })
    };
    let begin = {
        let (open, draft, problems) = (open.clone(), draft.clone(), problems.clone());
        Callback::from(move |()| {
            draft.set(FactDraft::blank(lane));
            problems.set(FieldProblems::default());
            open.set(Open::New);
            platform::focus_soon(&format!("fact-{name}-value"));
        })
    };
    let correct = {
        let (open, draft, problems) = (open.clone(), draft.clone(), problems.clone());
        Callback::from(move |fact: RecordFact| {
            draft.set(fact.draft);
            problems.set(FieldProblems::default());
            open.set(Open::Correcting(fact.fact));
            platform::focus_soon(&format!("fact-{name}-value"));
        })
    };
    let leave = {
        let open = open.clone();
        Callback::from(move |()| {
            open.set(Open::Nothing);
            platform::focus_soon(&format!("fact-{name}-add"));
        })
    };
    let record = {
        let (open, draft, problems) = (open.clone(), draft.clone(), problems.clone());
        let on_record = props.on_record.clone();
        let wrong = props.problems_of(&draft);
        Callback::from(move |()| {
            let found = wrong.clone();
            if found.is_empty() {
                let corrects = match *open {
                    Open::Correcting(fact) => Some(fact),
                    _ => None,
                };
                on_record.emit((corrects, (*draft).clone()));
                open.set(Open::Nothing);
                platform::focus_soon(&format!("fact-{name}-add"));
            } else if let Some((path, _)) = found.iter().next() {
                platform::focus(&format!("fact-{name}-{}", control_of(path)));
            }
            problems.set(found);
        })
    };
    let values = props.lists.lane(lane);
    let id = |field: &str| format!("fact-{name}-{field}");
    let at = |path: &str| -> Vec<FieldProblem> { problems.of(path).to_vec() };
    let states: Rc<[Choice]> = LinkState::iter()
        .map(|state| {
            let code: &'static str = state.into();
            Choice::new(code, t!(format!("link-state-{code}")))
        })
        .collect();
    let state_code: &'static str = draft.state.into();
    let is_residence = lane == Lane::Residence;
    html! {
        <section class="lane" aria-labelledby={id("title")}>
            <header class="row row--apart">
                <h3 id={id("title")}>{ t!(format!("lane-{name}")) }</h3>
                <span class="lane__none muted" hidden={!props.facts.is_empty() || *open != Open::Nothing}>
                    { t!("intake-fact-none") }
                </span>
                <span hidden={*open != Open::Nothing}>
                    <Button id={id("add")} on_press={begin.clone()}>
                        { t!(if props.facts.is_empty() { "intake-fact-record" } else { "intake-fact-another" }) }
                    </Button>
                </span>
            </header>
            <ul class="facts" hidden={props.facts.is_empty()}>
                { for props.facts.iter().filter(|fact| !corrected(fact)).map(|fact| {
                    let again = fact.clone();
                    html! {
                        <li key={fact.fact.to_string()} class="facts__one">
                            <span>{ fact_words(fact, &values, &props.lists) }</span>
                            <Button kind={ButtonKind::Quiet} on_press={correct.reform(move |()| again.clone())}>
                                { t!("intake-fact-correct") }
                            </Button>
                        </li>
                    }
                }) }
            </ul>
            <div class="form lane__form" hidden={*open == Open::Nothing}>
                <ComboboxField
                    id={id("value")}
                    label={t!("intake-fact-value")}
                    choices={Rc::clone(&values)}
                    value={draft.value.as_ref().map(code_value)}
                    problems={at("value")}
                    is_required=true
                    on_choose={set(&on_change, |fact: &mut FactDraft, value| fact.value = code(value))}
                />
                <div class="fields">
                    <DateField
                        id={id("begins")}
                        label={t!("intake-fact-begins")}
                        value={draft.begins}
                        problems={at("begins")}
                        on_change={set(&on_change, |fact: &mut FactDraft, date| fact.begins = date)}
                    />
                    <DayField
                        id={id("ends")}
                        label={t!("intake-fact-ends")}
                        nearest={Nearest::Coming}
                        value={draft.ends}
                        problems={at("ends")}
                        on_change={set(&on_change, |fact: &mut FactDraft, day| fact.ends = day)}
                    />
                </div>
                <div class="fields">
                    <ComboboxField
                        id={id("office")}
                        label={t!("intake-fact-office")}
                        choices={Rc::clone(&props.lists.offices)}
                        value={draft.office.as_ref().map(|office| AttrValue::from(office.to_string()))}
                        problems={at("office")}
                        on_choose={set(&on_change, |fact: &mut FactDraft, value: Option<AttrValue>| {
                            fact.office = value.and_then(|value| value.parse().ok());
                        })}
                    />
                    <SelectField
                        id={id("state")}
                        label={t!("intake-fact-state")}
                        choices={states}
                        value={AttrValue::from(state_code)}
                        problems={at("state")}
                        on_choose={set(&on_change, |fact: &mut FactDraft, value: Option<AttrValue>| {
                            fact.state = LinkState::iter()
                                .find(|state| {
                                    let code: &'static str = state.into();
                                    value.as_deref() == Some(code)
                                })
                                .unwrap_or_default();
                        })}
                    />
                </div>
                <ChipsOne
                    id={id("handover")}
                    label={t!("intake-fact-handover")}
                    choices={yes_no::choices()}
                    value={yes_no::value(draft.is_handover_confirmed)}
                    on_choose={set(&on_change, |fact: &mut FactDraft, value: AttrValue| fact.is_handover_confirmed = yes_no::answer(&value))}
                />
                <div class="form" hidden={!is_residence}>
                    <div class="fields">
                        <SelectField
                            id={id("employment")}
                            label={t!("intake-fact-employment")}
                            choices={Rc::clone(&props.lists.work_permissions)}
                            value={draft.employment.as_ref().map(code_value)}
                            problems={at("employment")}
                            on_choose={set(&on_change, |fact: &mut FactDraft, value| fact.employment = code(value))}
                        />
                        <SelectField
                            id={id("residence-rule")}
                            label={t!("intake-fact-residence_rule")}
                            choices={Rc::clone(&props.lists.residence_rules)}
                            value={draft.residence_rule.as_ref().map(code_value)}
                            problems={at("residence_rule")}
                            on_choose={set(&on_change, |fact: &mut FactDraft, value| fact.residence_rule = code(value))}
                        />
                    </div>
                    <div class="fields">
                        <SelectField
                            id={id("identity")}
                            label={t!("intake-fact-identity")}
                            choices={Rc::clone(&props.lists.identities)}
                            value={draft.identity.as_ref().map(code_value)}
                            problems={at("identity")}
                            on_choose={set(&on_change, |fact: &mut FactDraft, value| fact.identity = code(value))}
                        />
                        <DayField
                            id={id("passport")}
                            label={t!("intake-fact-passport")}
                            nearest={Nearest::Coming}
                            value={draft.passport_until}
                            problems={at("passport_until")}
                            on_change={set(&on_change, |fact: &mut FactDraft, day| fact.passport_until = day)}
                        />
                    </div>
                </div>
                <div class="fields">
                    <DayField
                        id={id("applied")}
                        label={t!("intake-fact-applied")}
                        value={draft.applied_on}
                        problems={at("applied_on")}
                        on_change={set(&on_change, |fact: &mut FactDraft, day| fact.applied_on = day)}
                    />
                    <TextField
                        id={id("remark")}
                        label={t!("intake-fact-remark")}
                        value={draft.remark.clone()}
                        problems={at("remark")}
                        on_input={set(&on_change, |fact: &mut FactDraft, text| fact.remark = text)}
                    />
                </div>
                <div class="row">
                    <Button id={id("record")} kind={ButtonKind::Primary} on_press={record}>{ t!("intake-fact-record") }</Button>
                    <Button kind={ButtonKind::Quiet} on_press={leave}>{ t!("intake-target-cancel") }</Button>
                </div>
            </div>
        </section>
    }
}

/// The control of a field, by its path in the fact.
fn control_of(path: &str) -> &str {
    match path {
        "residence_rule" => "residence-rule",
        "is_handover_confirmed" => "handover",
        "passport_until" => "passport",
        "applied_on" => "applied",
        path => path,
    }
}

fn fact_words(fact: &RecordFact, values: &[Choice], lists: &FormLists) -> AttrValue {
    let draft = &fact.draft;
    let mut words = Vec::new();
    words.extend(
        draft
            .value
            .as_ref()
            .map(|value| label_of(values, value).to_string()),
    );
    words.extend(draft.begins.map(|begins| {
        t!("intake-fact-since", day = date_in_words(begins).to_string()).to_string()
    }));
    words.extend(
        draft
            .ends
            .map(|ends| t!("intake-fact-until", day = i18n::day(ends).to_string()).to_string()),
    );
    words.extend(draft.office.as_ref().and_then(|office| {
        let choice = lists
            .offices
            .iter()
            .find(|choice| *choice.value == *office.as_str())?;
        Some(choice.label.to_string())
    }));
    let state: &'static str = draft.state.into();
    words.push(t!(format!("link-state-{state}")).to_string());
    words.join(" · ").into()
}
