//! Where a person comes from and lives, and how they are reached without harm, on the form.

use std::rc::Rc;

use shared::person::PersonDraft;
use yew::prelude::*;

use super::form::{PersonFormProps, control_id, group, line, line_of};
use super::place::PlaceLine;
use crate::forms::set;
use crate::intake::choices::{code, code_value};
use crate::t;
use crate::ui::{Checkbox, DateField, InputKind, SelectField, TextField};

#[function_component]
pub(super) fn Arrival(props: &PersonFormProps) -> Html {
    let draft = &props.draft;
    let was_away = use_state_eq(|| false);
    let is_away = *was_away || draft.left_germany.is_some() || draft.re_entered_germany.is_some();
    let on_away = {
        let (was_away, clear) = (
            was_away.clone(),
            set(
                &props.on_change,
                |person: &mut PersonDraft, is_away: bool| {
                    if !is_away {
                        person.left_germany = None;
                        person.re_entered_germany = None;
                    }
                },
            ),
        );
        Callback::from(move |is_away: bool| {
            was_away.set(is_away);
            clear.emit(is_away);
        })
    };
    group(
        "person-section-arrival",
        html! {
            <>
                <div class="fields">
                    <DateField
                        id={control_id("entered_germany")}
                        label={t!("person-entered_germany")}
                        hint={t!("person-entered_germany-hint")}
                        value={draft.entered_germany}
                        today={props.today}
                        problems={props.at("entered_germany")}
                        is_required=true
                        on_change={props.date("entered_germany", |person, date| person.entered_germany = date)}
                        />
                    <DateField
                        id={control_id("arrived_in_town")}
                        label={t!("person-arrived_in_town")}
                        value={draft.arrived_in_town}
                        today={props.today}
                        problems={props.at("arrived_in_town")}
                        on_change={props.date("arrived_in_town", |person, date| person.arrived_in_town = date)}
                        />
                </div>
                <Checkbox id="person-was-away" label={t!("person-was-away")} is_checked={is_away} on_change={on_away} />
                <div class="fields" hidden={!is_away}>
                    <DateField
                        id={control_id("left_germany")}
                        label={t!("person-left_germany")}
                        value={draft.left_germany}
                        today={props.today}
                        problems={props.at("left_germany")}
                        on_change={props.date("left_germany", |person, date| person.left_germany = date)}
                        />
                    <DateField
                        id={control_id("re_entered_germany")}
                        label={t!("person-re_entered_germany")}
                        value={draft.re_entered_germany}
                        today={props.today}
                        problems={props.at("re_entered_germany")}
                        on_change={props.date("re_entered_germany", |person, date| person.re_entered_germany = date)}
                        />
                </div>
            </>
        },
    )
}

#[function_component]
pub(super) fn Housing(props: &PersonFormProps) -> Html {
    let address = &props.draft.address;
    // Another place is another question: what was derived or chosen for the old one no longer holds.
    let on_place = set(
        &props.on_change,
        |person: &mut PersonDraft, text: String| {
            person.address.place = text;
            person.address.locality = None;
        },
    );
    let on_town = set(
        &props.on_change,
        |person: &mut PersonDraft, text: String| {
            person.address.town = text;
            person.address.locality = None;
        },
    );
    group(
        "person-section-address",
        html! {
            <>
                <TextField
                    id={control_id("address.place")}
                    label={t!("person-place")}
                    hint={t!("person-place-hint")}
                    value={address.place.clone()}
                    problems={[props.at("address.place"), props.at("address.locality")].concat()}
                    is_required=true
                    on_input={on_place}
                    on_leave={props.leave("address.place")}
                />
                <PlaceLine
                    place={props.place.clone()}
                    typed={address.place.clone()}
                    localities={Rc::clone(&props.lists.localities)}
                    on_locality={set(&props.on_change, |person: &mut PersonDraft, chosen| person.address.locality = chosen)}
                    on_place={set(&props.on_change, |person: &mut PersonDraft, text| {
                        person.address.place = text;
                        person.address.locality = None;
                    })}
                />
                <>{ props.moved.clone() }</>
                <div class="fields">
                    { line(props, "address.street", &address.street, |person, text| person.address.street = text) }
                    { line_of(props, "address.post_code", &address.post_code, "", InputKind::Digits, |person, text| person.address.post_code = text) }
                </div>
                <div class="fields">
                    <TextField
                        id={control_id("address.town")}
                        label={t!("person-town")}
                        value={address.town.clone()}
                        problems={props.at("address.town")}
                        on_input={on_town}
                        on_leave={props.leave("address.town")}
                    />
                    { line(props, "address.care_of", &address.care_of, |person, text| person.address.care_of = text) }
                </div>
                <SelectField
                    id={control_id("address.housing")}
                    label={t!("person-housing")}
                    choices={Rc::clone(&props.lists.housing)}
                    value={address.housing.as_ref().map(code_value)}
                    problems={props.at("address.housing")}
                    on_choose={set(&props.on_change, |person: &mut PersonDraft, value| {
                        person.address.housing = code(value);
                        // A women's shelter is never shown to others.
                        if person.address.housing.as_ref().is_some_and(|housing| housing.as_str() == "FRAUENHAUS") {
                            person.address.is_locked = true;
                        }
                    })}
                />
                <Checkbox
                    id={control_id("address.is_locked")}
                    label={t!("person-locked")}
                    hint={t!("person-locked-hint")}
                    is_checked={address.is_locked}
                    on_change={set(&props.on_change, |person: &mut PersonDraft, is_locked| person.address.is_locked = is_locked)}
                />
            </>
        },
    )
}

#[function_component]
pub(super) fn Reach(props: &PersonFormProps) -> Html {
    let contact = &props.draft.contact;
    group(
        "person-section-contact",
        html! {
            <>
                <div class="fields">
                    { line_of(props, "contact.telephone", &contact.telephone, "", InputKind::Telephone, |person, text| person.contact.telephone = text) }
                    { line_of(props, "contact.email", &contact.email, "", InputKind::Email, |person, text| person.contact.email = text) }
                </div>
                <SelectField
                    id={control_id("contact.safe_way")}
                    label={t!("person-safe_way")}
                    hint={t!("person-safe_way-hint")}
                    choices={Rc::clone(&props.lists.safe_ways)}
                    value={contact.safe_way.as_ref().map(code_value)}
                    problems={props.at("contact.safe_way")}
                    on_choose={set(&props.on_change, |person: &mut PersonDraft, value| person.contact.safe_way = code(value))}
                />
                { line(props, "contact.hint", &contact.hint, |person, text| person.contact.hint = text) }
            </>
        },
    )
}
