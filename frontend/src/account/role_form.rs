//! The fields of a role: what, where, on which post, from when until when.

use std::rc::Rc;

use shared::kernel::{FieldProblem, FieldProblems, Role};
use shared::signin::accounts::RoleDraft;
use strum::IntoEnumIterator;
use yew::prelude::*;

use super::state::Units;
use crate::t;
use crate::ui::{Choice, DayField, SelectField};

/// Properties of [`RoleFields`].
#[derive(Debug, PartialEq, Properties)]
pub(super) struct RoleFieldsProps {
    /// Before each id, so that two forms can stand on one page.
    pub(super) id: AttrValue,
    pub(super) draft: RoleDraft,
    pub(super) units: Units,
    /// What is wrong, by the names of the draft's fields.
    pub(super) problems: FieldProblems,
    pub(super) on_change: Callback<RoleDraft>,
}

/// The fields.
#[component]
pub(super) fn RoleFields(props: &RoleFieldsProps) -> Html {
    let draft = &props.draft;
    let of = |field: &str| -> Vec<FieldProblem> { props.problems.of(field).to_vec() };
    let id = |field: &str| AttrValue::from(format!("{}-{field}", props.id));
    let roles: Rc<[Choice]> = Role::iter()
        .map(|role| Choice::new(role.to_string(), t!(format!("role-{role}"))))
        .collect();
    let changed = |change: fn(&mut RoleDraft, Option<AttrValue>)| {
        let (draft, on_change) = (draft.clone(), props.on_change.clone());
        Callback::from(move |chosen: Option<AttrValue>| {
            let mut draft = draft.clone();
            change(&mut draft, chosen);
            on_change.emit(draft);
        })
    };
    let dated = |change: fn(&mut RoleDraft, Option<shared::kernel::Day>)| {
        let (draft, on_change) = (draft.clone(), props.on_change.clone());
        Callback::from(move |day| {
            let mut draft = draft.clone();
            change(&mut draft, day);
            on_change.emit(draft);
        })
    };
    let has_post = draft.role == Some(Role::CaseManager);
    html! {
        <>
            <SelectField
                id={id("role")}
                label={t!("role-form-role")}
                problems={of("role")}
                is_required=true
                choices={roles}
                value={draft.role.map(|role| AttrValue::from(role.to_string()))}
                on_choose={changed(|draft, chosen| {
                    draft.role = chosen.and_then(|code| code.parse().ok());
                    if draft.role != Some(Role::CaseManager) {
                        draft.post = None;
                    }
                })}
            />
            <SelectField
                id={id("unit")}
                label={t!("role-form-unit")}
                problems={of("unit")}
                is_required=true
                choices={props.units.unit_choices()}
                value={draft.unit.as_ref().map(|unit| AttrValue::from(unit.to_string()))}
                on_choose={changed(|draft, chosen| {
                    draft.unit = chosen.and_then(|code| code.parse().ok());
                    draft.post = None;
                })}
            />
            <div hidden={!has_post}>
                { for has_post.then(|| html! {
                    <SelectField
                        key="post"
                        id={id("post")}
                        label={t!("role-form-post")}
                        hint={if draft.unit.is_none() { t!("role-form-post-hint") } else { AttrValue::default() }}
                        problems={of("post")}
                        is_required=true
                        choices={props.units.post_choices(draft.unit.as_ref())}
                        value={draft.post.as_ref().map(|post| AttrValue::from(post.to_string()))}
                        on_choose={changed(|draft, chosen| draft.post = chosen.and_then(|code| code.parse().ok()))}
                    />
                }) }
            </div>
            <DayField
                id={id("from")}
                label={t!("role-form-from")}
                problems={of("valid_from")}
                is_required=true
                value={draft.valid_from}
                on_change={dated(|draft, day| draft.valid_from = day)}
                today={props.units.today}
            />
            <DayField
                id={id("until")}
                label={t!("role-form-until")}
                hint={t!("role-form-until-hint")}
                problems={of("valid_until")}
                value={draft.valid_until}
                on_change={dated(|draft, day| draft.valid_until = day)}
                today={props.units.today}
            />
        </>
    }
}
