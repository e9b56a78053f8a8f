//! Where a person comes from and lives, and how they are reached without harm, on the form.

use std::rc::Rc;

use shared::kernel::ImpreciseDate;
use shared::person::PersonDraft;
use yew::prelude::*;

use super::form::{PersonFormProps, group};
use super::place::PlaceLine;
use crate::forms::fields::{FieldProps, Line, OneListed, Tick, When};
use crate::forms::{OnChange, set};
use crate::intake::choices::{code, code_value};
use crate::t;
use crate::ui::{Checkbox, InputKind};

/// A date of the person.
type DateOf = FieldProps<PersonDraft, Option<ImpreciseDate>>;

/// Entry, arrival, and a time away.
pub(super) fn arrival(props: &PersonFormProps) -> Html {
    let draft = &props.draft;
    let entered = DateOf {
        hint: AttrValue::Static("person-entered_germany-hint"),
        is_required: true,
        ..props.field("entered_germany", draft.entered_germany, |person, date| {
            person.entered_germany = date;
        })
    };
    html! {
        <Arrival
            {entered}
            arrived={props.field("arrived_in_town", draft.arrived_in_town, |person, date| person.arrived_in_town = date)}
            left={props.field("left_germany", draft.left_germany, |person, date| person.left_germany = date)}
            re_entered={props.field("re_entered_germany", draft.re_entered_germany, |person, date| person.re_entered_germany = date)}
            on_change={props.on_change.clone()}
        />
    }
}

#[derive(Debug, PartialEq, Properties)]
struct ArrivalProps {
    entered: DateOf,
    arrived: DateOf,
    left: DateOf,
    re_entered: DateOf,
    on_change: OnChange<PersonDraft>,
}

#[function_component]
fn Arrival(props: &ArrivalProps) -> Html {
    let was_away = use_state_eq(|| false);
    let is_away = *was_away || props.left.value.is_some() || props.re_entered.value.is_some();
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
                    <When<PersonDraft> ..props.entered.clone() />
                    <When<PersonDraft> ..props.arrived.clone() />
                </div>
                <Checkbox id="person-was-away" label={t!("person-was-away")} is_checked={is_away} on_change={on_away} />
                <div class="fields" hidden={!is_away}>
                    <When<PersonDraft> ..props.left.clone() />
                    <When<PersonDraft> ..props.re_entered.clone() />
                </div>
            </>
        },
    )
}

/// The address, and what it says about the district.
pub(super) fn housing(props: &PersonFormProps) -> Html {
    let address = &props.draft.address;
    let line = |path, value: &String, take| props.field(path, value.clone(), take);
    // Another place or town is another question: what was derived or chosen for the old one no longer holds.
    let (place, town) = (
        line("address.place", &address.place, |person, text| {
            person.address.place = text;
            person.address.locality = None;
        }),
        line("address.town", &address.town, |person, text| {
            person.address.town = text;
            person.address.locality = None;
        }),
    );
    group(
        "person-section-address",
        html! {
            <>
                <Line<PersonDraft>
                    hint="person-place-hint"
                    is_required=true
                    problems={[props.at("address.place"), props.at("address.locality")].concat()}
                    ..place
                />
                <PlaceLine
                    place={props.place.clone()}
                    localities={Rc::clone(&props.lists.localities)}
                    on_change={props.on_change.clone()}
                />
                <>{ props.moved.clone() }</>
                <div class="fields">
                    <Line<PersonDraft> ..line("address.street", &address.street, |person, text| person.address.street = text) />
                    <Line<PersonDraft>
                        kind={InputKind::Digits}
                        ..line("address.post_code", &address.post_code, |person, text| person.address.post_code = text)
                    />
                </div>
                <div class="fields">
                    <Line<PersonDraft> ..town />
                    <Line<PersonDraft> ..line("address.care_of", &address.care_of, |person, text| person.address.care_of = text) />
                </div>
                <OneListed<PersonDraft>
                    choices={Rc::clone(&props.lists.housing)}
                    ..props.field("address.housing", address.housing.as_ref().map(code_value), |person, value| {
                        person.address.housing = code(value);
                        // A women's shelter is never shown to others.
                        if person.address.housing.as_ref().is_some_and(|housing| housing.as_str() == "FRAUENHAUS") {
                            person.address.is_locked = true;
                        }
                    })
                />
                <Tick<PersonDraft>
                    hint="person-locked-hint"
                    ..props.field("address.is_locked", address.is_locked, |person, is_locked| person.address.is_locked = is_locked)
                />
            </>
        },
    )
}

/// How the person is reached without harm.
pub(super) fn reach(props: &PersonFormProps) -> Html {
    let contact = &props.draft.contact;
    let line = |path, value: &String, take| props.field(path, value.clone(), take);
    group(
        "person-section-contact",
        html! {
            <>
                <div class="fields">
                    <Line<PersonDraft>
                        kind={InputKind::Telephone}
                        ..line("contact.telephone", &contact.telephone, |person, text| person.contact.telephone = text)
                    />
                    <Line<PersonDraft>
                        kind={InputKind::Email}
                        ..line("contact.email", &contact.email, |person, text| person.contact.email = text)
                    />
                </div>
                <OneListed<PersonDraft>
                    hint="person-safe_way-hint"
                    choices={Rc::clone(&props.lists.safe_ways)}
                    ..props.field("contact.safe_way", contact.safe_way.as_ref().map(code_value), |person, value| person.contact.safe_way = code(value))
                />
                <Line<PersonDraft> ..line("contact.hint", &contact.hint, |person, text| person.contact.hint = text) />
            </>
        },
    )
}
