//! What an address says about the district, live below the field: found, to be asked, meant differently, elsewhere.

use std::rc::Rc;

use shared::kernel::LocalityCode;
use shared::organisation::Suggestion;
use shared::person::PersonDraft;
use yew::prelude::*;

use crate::forms::{OnChange, set};
use crate::t;
use crate::ui::{Badge, Button, ButtonKind, ChipsOne, Choice, Notice, Tone};

/// What is known of the place, with the names to show.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Place {
    /// Nothing was typed.
    #[default]
    Nothing,
    /// A Stadtteil and its district.
    Found {
        /// Name of the Stadtteil.
        locality: AttrValue,
        /// Name of the district.
        district: AttrValue,
    },
    /// In town; which Stadtteil has to be asked.
    Which {
        /// Those that come into question; empty: any.
        candidates: Vec<LocalityCode>,
    },
    /// A known place elsewhere, with the town it belongs to.
    Elsewhere {
        /// The town.
        town: AttrValue,
    },
    /// Nothing fits to the letter; these are near.
    Mean {
        /// The nearest first.
        suggestions: Vec<Suggestion>,
    },
    /// A post code was typed: from it no Stadtteil follows.
    PostCode,
    /// Nothing is known.
    Unknown,
}

/// Properties of [`PlaceLine`].
#[derive(Debug, PartialEq, Properties)]
pub struct PlaceLineProps {
    /// What is known.
    pub place: Place,
    /// The Stadtteile.
    pub localities: Rc<[Choice]>,
    /// A Stadtteil was chosen or the choice taken back, or another spelling of the place was confirmed.
    pub on_change: OnChange<PersonDraft>,
}

/// The line below the field.
#[function_component]
pub fn PlaceLine(props: &PlaceLineProps) -> Html {
    let found = match &props.place {
        Place::Found { locality, district } => t!(
            "person-locality-found",
            locality = locality.to_string(),
            district = district.to_string()
        ),
        _ => AttrValue::default(),
    };
    let warning = match &props.place {
        Place::Elsewhere { town } => t!("person-locality-elsewhere", place = town.to_string()),
        Place::PostCode => t!("person-locality-post-code"),
        Place::Unknown => t!("person-locality-unknown"),
        _ => AttrValue::default(),
    };
    let choices: Rc<[Choice]> = match &props.place {
        Place::Which { candidates } if !candidates.is_empty() => props
            .localities
            .iter()
            .filter(|choice| {
                candidates
                    .iter()
                    .any(|code| *choice.value == *code.as_str())
            })
            .cloned()
            .collect(),
        Place::Which { .. } | Place::Unknown | Place::PostCode => Rc::clone(&props.localities),
        _ => Rc::new([]),
    };
    let suggestions = match &props.place {
        Place::Mean { suggestions } => suggestions.clone(),
        _ => Vec::new(),
    };
    let on_choose = set(
        &props.on_change,
        |person: &mut PersonDraft, value: AttrValue| person.address.locality = value.parse().ok(),
    );
    let on_place = set(
        &props.on_change,
        |person: &mut PersonDraft, text: String| {
            person.address.place = text;
            person.address.locality = None;
        },
    );
    html! {
        <div class="place">
            <p class="place__found" role="status" hidden={found.is_empty()}>
                <Badge tone={Tone::Success} is_checked=true>{ found }</Badge>
            </p>
            <Notice tone={Tone::Warning} text={warning} />
            <div hidden={choices.is_empty()}>
                <ChipsOne id="person-locality" label={t!("person-locality-which")} {choices} {on_choose} />
            </div>
            <div class="place__mean" hidden={suggestions.is_empty()}>
                <p>{ t!("person-locality-mean") }</p>
                <div class="place__suggestions">
                    { for suggestions.iter().map(|suggestion| {
                        let name = suggestion.name.clone();
                        html! {
                            <Button
                                key={suggestion.name.clone()}
                                kind={ButtonKind::Secondary}
                                on_press={on_place.reform(move |()| name.clone())}
                            >
                                { AttrValue::from(suggestion.name.clone()) }
                            </Button>
                        }
                    }) }
                </div>
            </div>
        </div>
    }
}
