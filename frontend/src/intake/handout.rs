//! The sheet of paper that somebody takes along: what they came for, what was agreed, where to go and whom to call. It is
//! made for a printer and not shown on the screen; of the record behind it, it holds what the person may carry in a
//! pocket and lose, and so neither name nor address of theirs. Only what is told to an office (`disclosure`) names them.

use shared::case::Responsible;
use shared::kernel::{Day, UnitCode};
use shared::organisation::{Holder, Office, Organisation, Unit};
use yew::prelude::*;

use crate::i18n;
use crate::t;

/// Where to go, as far as the town's own data say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contact {
    /// Who or what is there.
    pub name: AttrValue,
    /// The unit, beside the name of a person.
    pub unit: AttrValue,
    /// Street and town.
    pub address: AttrValue,
    /// Telephone.
    pub telephone: AttrValue,
    /// When somebody is there.
    pub hours: AttrValue,
}

impl Contact {
    /// An office that somebody is referred to.
    #[must_use]
    pub fn of_office(office: &Office) -> Self {
        Self {
            name: office.name.clone().into(),
            unit: AttrValue::default(),
            address: office.address.clone().into(),
            telephone: office.telephone.clone().into(),
            hours: office.hours.clone().into(),
        }
    }

    /// Whoever holds a post, in their unit.
    #[must_use]
    pub fn of_holder(holder: &Holder, unit: Option<&Unit>) -> Self {
        Self {
            name: holder.name.clone().into(),
            telephone: holder.telephone.clone().into(),
            ..unit.map(Self::of_unit).unwrap_or_default()
        }
    }

    /// Whoever is responsible for somebody.
    #[must_use]
    pub fn of_responsible(who: &Responsible, town: &Organisation, day: Day) -> Self {
        Self {
            name: who.name.clone().into(),
            telephone: who.telephone.clone().into(),
            ..from_unit(town, &who.unit, day)
        }
    }

    fn of_unit(unit: &Unit) -> Self {
        Self {
            name: AttrValue::default(),
            unit: unit.name.clone().into(),
            address: unit.address.clone().into(),
            telephone: AttrValue::default(),
            hours: unit.hours.clone().into(),
        }
    }

    /// Its lines, each with what it is; what is not known has none.
    #[must_use]
    pub fn lines(&self) -> Vec<AttrValue> {
        let telephone = if self.telephone.is_empty() {
            AttrValue::default()
        } else {
            t!(
                "assignment-done-telephone",
                telephone = self.telephone.to_string()
            )
        };
        [&self.unit, &self.address, &telephone, &self.hours]
            .into_iter()
            .filter(|line| !line.is_empty())
            .cloned()
            .collect()
    }
}

/// What stands on the sheet.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// What it is; absent: something for a person to take along.
    pub title: Option<AttrValue>,
    /// Who hands it out.
    pub from: Contact,
    /// The day.
    pub day: Day,
    /// What is said, each with its heading.
    pub said: Vec<(AttrValue, AttrValue)>,
    /// Where to go, with its heading.
    pub to: Option<(AttrValue, Contact)>,
}

/// The unit that hands a sheet out.
#[must_use]
pub fn from_unit(town: &Organisation, unit: &UnitCode, day: Day) -> Contact {
    town.unit_on(unit, day)
        .map(Contact::of_unit)
        .unwrap_or_default()
}

/// Properties of [`Handout`].
#[derive(Debug, PartialEq, Properties)]
pub struct HandoutProps {
    /// The sheet; without one the page prints as it is.
    pub sheet: Option<Sheet>,
}

/// The sheet, on paper only.
#[function_component]
pub fn Handout(props: &HandoutProps) -> Html {
    let Some(sheet) = &props.sheet else {
        return html! { <></> };
    };
    html! {
        <section class="handout" aria-hidden="true">
            <p class="handout__from">
                <strong>{ sheet.from.unit.clone() }</strong>
                { for [&sheet.from.address, &sheet.from.hours].into_iter().filter(|line| !line.is_empty()).map(|line| format!(" · {line}")) }
            </p>
            <h2>{ sheet.title.clone().unwrap_or_else(|| t!("intake-handout-title", day = i18n::day(sheet.day).to_string())) }</h2>
            <dl>
                { for sheet.said.iter().map(|(head, text)| html! {
                    <><dt>{ head.clone() }</dt><dd dir="auto">{ text.clone() }</dd></>
                }) }
                { for sheet.to.iter().map(|(head, contact)| html! {
                    <>
                        <dt>{ head.clone() }</dt>
                        <dd>
                            <strong>{ contact.name.clone() }</strong>
                            { for contact.lines().into_iter().map(|line| html! { <><br />{ line }</> }) }
                        </dd>
                    </>
                }) }
            </dl>
        </section>
    }
}
