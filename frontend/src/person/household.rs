//! With whom a person lives, on the form: the others in the household, each under an id made where they were entered.

use std::collections::BTreeMap;
use std::rc::Rc;

use shared::kernel::{Day, FieldProblems};
use shared::person::{HouseholdMember, PersonDraft};
use yew::prelude::*;

use super::form::{control_id, group};
use crate::forms::{OnChange, part, set};
use crate::intake::choices::{FormLists, code, code_value, yes_no};
use crate::platform;
use crate::t;
use crate::ui::{Button, ButtonKind, ChipsOne, DateField, SelectField, TextField};

#[derive(Debug, PartialEq, Properties)]
pub(super) struct HouseholdProps {
    pub(super) household: BTreeMap<String, HouseholdMember>,
    pub(super) problems: FieldProblems,
    pub(super) lists: Rc<FormLists>,
    pub(super) today: Day,
    pub(super) on_change: OnChange<PersonDraft>,
    pub(super) on_leave: Callback<String>,
}

#[function_component]
pub(super) fn Household(props: &HouseholdProps) -> Html {
    let household = &props.household;
    let add = {
        let on_add = set(&props.on_change, |person: &mut PersonDraft, id: String| {
            person.household.insert(id, HouseholdMember::default());
        });
        Callback::from(move |()| {
            // Time first, so that the entries keep the order in which they were made.
            let id = format!(
                "{:x}-{}",
                platform::now().millis(),
                u16::from_be_bytes(platform::random())
            );
            on_add.emit(id);
        })
    };
    group(
        "person-section-household",
        html! {
            <>
                <p class="muted" hidden={!household.is_empty()}>{ t!("person-household-none") }</p>
                <ul class="household" hidden={household.is_empty()}>
                    { for household.iter().enumerate().map(|(at, (id, member))| {
                        html! {
                            <li key={id.clone()} class="household__one">
                                <Member
                                    id={id.clone()}
                                    number={at.saturating_add(1)}
                                    member={member.clone()}
                                    problems={under(&props.problems, id)}
                                    lists={Rc::clone(&props.lists)}
                                    today={props.today}
                                    on_change={props.on_change.clone()}
                                    on_leave={props.on_leave.clone()}
                                />
                            </li>
                        }
                    }) }
                </ul>
                <Button on_press={add} id="person-household">{ t!("person-household-add") }</Button>
            </>
        },
    )
}

fn member_change(on_change: &OnChange<PersonDraft>, id: &str) -> OnChange<HouseholdMember> {
    let id = id.to_owned();
    part(on_change, move |person: &mut PersonDraft| {
        person.household.entry(id.clone()).or_default()
    })
}

fn under(problems: &FieldProblems, id: &str) -> FieldProblems {
    let prefix = format!("household.{id}.");
    let mut found = FieldProblems::default();
    for (path, at) in problems.iter() {
        if let Some(field) = path.strip_prefix(&prefix) {
            for problem in at {
                found.add(field, problem.clone());
            }
        }
    }
    found
}

#[derive(Debug, PartialEq, Properties)]
struct MemberProps {
    id: String,
    number: usize,
    member: HouseholdMember,
    problems: FieldProblems,
    lists: Rc<FormLists>,
    today: Day,
    on_change: OnChange<PersonDraft>,
    on_leave: Callback<String>,
}

#[function_component]
fn Member(props: &MemberProps) -> Html {
    let member = &props.member;
    let on_change = member_change(&props.on_change, &props.id);
    let on_remove = {
        let gone = props.id.clone();
        set(&props.on_change, move |person: &mut PersonDraft, ()| {
            person.household.remove(&gone);
        })
    };
    let path = |field: &str| format!("household.{}.{field}", props.id);
    let leave = |field: &'static str| {
        let path = path(field);
        props.on_leave.reform(move |()| path.clone())
    };
    html! {
        <fieldset class="form__group form__group--inner">
            <legend class="form__legend">{ t!("person-household-member", number = props.number) }</legend>
            <div class="fields">
                <TextField
                    id={control_id(&path("name"))}
                    label={t!("person-household-name")}
                    value={member.name.clone()}
                    problems={props.problems.of("name").to_vec()}
                    on_input={set(&on_change, |member: &mut HouseholdMember, text| member.name = text)}
                    on_leave={leave("name")}
                />
                <SelectField
                    id={control_id(&path("relation"))}
                    label={t!("person-household-relation")}
                    choices={Rc::clone(&props.lists.relations)}
                    value={member.relation.as_ref().map(code_value)}
                    problems={props.problems.of("relation").to_vec()}
                    on_choose={set(&on_change, |member: &mut HouseholdMember, value| member.relation = code(value))}
                />
            </div>
            <div class="fields">
                <DateField
                    id={control_id(&path("born"))}
                    label={t!("person-household-born")}
                    value={member.born}
                    today={props.today}
                    problems={props.problems.of("born").to_vec()}
                    on_change={set(&on_change, |member: &mut HouseholdMember, date| member.born = date)}
                />
                <ChipsOne
                    id={control_id(&path("has_case"))}
                    label={t!("person-household-has_case")}
                    choices={yes_no::choices()}
                    value={yes_no::value(member.has_case)}
                    on_choose={set(&on_change, |member: &mut HouseholdMember, value: AttrValue| member.has_case = yes_no::answer(&value))}
                />
            </div>
            <Button kind={ButtonKind::Quiet} on_press={on_remove}>{ t!("person-household-remove") }</Button>
        </fieldset>
    }
}
