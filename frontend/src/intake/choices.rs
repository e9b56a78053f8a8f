//! What can be chosen in the forms of intake and person, made once per page from the dated lists and the organisation.

use std::collections::BTreeSet;
use std::rc::Rc;

use shared::assignment::proposal::first_contact_due;
use shared::intake::Lane;
use shared::kernel::lists::{List, Lists};
use shared::kernel::{Code, Day};
use shared::organisation::{Organisation, valid_on};
use strum::IntoEnumIterator;
use yew::AttrValue;

use crate::i18n::{self, Language};
use crate::t;
use crate::ui::Choice;

/// The choices of all fields, as they hold on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormLists {
    /// Fields of action, the most frequent at the desk first.
    pub fields_of_action: Rc<[Choice]>,
    /// Kinds of contact that a slip comes from.
    pub slip_channels: Rc<[Choice]>,
    /// Languages.
    pub languages: Rc<[Choice]>,
    /// Urgencies, D2 with the day it means.
    pub urgencies: Rc<[Choice]>,
    /// Receiving offices.
    pub offices: Rc<[Choice]>,
    /// States, with stateless and unclear.
    pub states: Rc<[Choice]>,
    /// Sexes as stated.
    pub sexes: Rc<[Choice]>,
    /// Papers a name is read from.
    pub document_kinds: Rc<[Choice]>,
    /// Kinds of housing.
    pub housing: Rc<[Choice]>,
    /// Safe ways to reach somebody.
    pub safe_ways: Rc<[Choice]>,
    /// Relations in a household.
    pub relations: Rc<[Choice]>,
    /// How people find the service.
    pub routes: Rc<[Choice]>,
    /// The Stadtteile.
    pub localities: Rc<[Choice]>,
    /// Ways of explaining a consent.
    pub explained: Rc<[Choice]>,
    /// The information sheet that holds today: version and name.
    pub information: Choice,
    /// The texts of consent that hold today: version and name.
    pub consent: Choice,
    /// Values of the lanes, in the order of [`Lane`].
    pub lanes: Vec<(Lane, Rc<[Choice]>)>,
    /// Permissions to work.
    pub work_permissions: Rc<[Choice]>,
    /// Rules on the place of residence.
    pub residence_rules: Rc<[Choice]>,
    /// How far the identity is settled.
    pub identities: Rc<[Choice]>,
}

/// The fields of action in the order in which the desk needs them; the rest follows in the order of the list.
const FIELDS_FIRST: [&str; 5] = ["H02", "H01", "H03", "H04", "H07"];
/// How somebody comes to a slip; the other kinds of contact are a case manager's.
const SLIP_CHANNELS: [&str; 6] = [
    "SERVICEPOINT",
    "PERS_BUERO",
    "TEL",
    "MAIL",
    "HAUSBESUCH",
    "UNTERKUNFT",
];

impl FormLists {
    /// What can be chosen on a day, with labels in a language.
    #[must_use]
    pub fn on(organisation: &Organisation, day: Day, language: Language) -> Self {
        let of = |list: List| -> Vec<Choice> {
            Lists::shipped()
                .entries(list, day)
                .map(|entry| Choice::new(entry.code, entry.label(language.code())))
                .collect()
        };
        let text = |group: &str| {
            Lists::shipped()
                .entries(List::ConsentText, day)
                .filter(|entry| entry.group == group)
                .last()
                .map_or_else(
                    || Choice::new("", ""),
                    |entry| Choice::new(entry.code, entry.label(language.code())),
                )
        };
        let mut fields = of(List::FieldOfAction);
        fields.sort_by_key(|choice| {
            FIELDS_FIRST
                .iter()
                .position(|first| *first == &*choice.value)
                .unwrap_or(FIELDS_FIRST.len())
        });
        let short_fields = fields
            .into_iter()
            .map(|choice| {
                let label = t!(format!("intake-field-{}", choice.value));
                Choice { label, ..choice }
            })
            .collect();
        let channels = SLIP_CHANNELS
            .iter()
            .filter_map(|code| {
                of(List::ContactKind)
                    .into_iter()
                    .find(|choice| &*choice.value == *code)
            })
            .collect();
        let languages = Lists::shipped()
            .entries(List::Language, day)
            .map(|entry| Choice {
                detail: entry.autonym.into(),
                ..Choice::new(entry.code, entry.label(language.code()))
            })
            .collect();
        let urgencies = of(List::Urgency)
            .into_iter()
            .map(|choice| {
                let due = choice
                    .value
                    .parse()
                    .ok()
                    .map(|code| first_contact_due(organisation, Some(&code), day))
                    .unwrap_or(day);
                Choice::new(
                    choice.value.clone(),
                    t!(
                        format!("intake-urgency-{}", choice.value),
                        day = i18n::weekday_and_day(due).to_string()
                    ),
                )
            })
            .collect();
        Self {
            fields_of_action: short_fields,
            slip_channels: channels,
            languages,
            urgencies,
            offices: organisation
                .offices_on(day)
                .into_iter()
                .map(|office| Choice::new(office.code.to_string(), office.name.clone()))
                .collect(),
            states: of(List::State).into(),
            sexes: of(List::Sex).into(),
            document_kinds: of(List::DocumentKind).into(),
            housing: of(List::Housing).into(),
            safe_ways: of(List::SafeWay).into(),
            relations: of(List::Relation).into(),
            routes: of(List::Route).into(),
            localities: valid_on(&organisation.localities, day)
                .map(|locality| Choice::new(locality.code.to_string(), locality.name.clone()))
                .collect(),
            explained: of(List::Explained).into(),
            information: text("information"),
            consent: text("consent"),
            lanes: Lane::iter()
                .map(|lane| (lane, lane_values(lane, day, language).into()))
                .collect(),
            work_permissions: of(List::WorkPermission).into(),
            residence_rules: of(List::ResidenceRule).into(),
            identities: of(List::Identity).into(),
        }
    }

    /// The values of a lane.
    #[must_use]
    pub fn lane(&self, lane: Lane) -> Rc<[Choice]> {
        self.lanes.iter().find(|(of, _)| *of == lane).map_or_else(
            || Rc::new([]) as Rc<[Choice]>,
            |(_, choices)| Rc::clone(choices),
        )
    }
}

/// What a fact on a lane can say on a day: the values of all its lists, each with the list where there are several. A value
/// that two of them share, like "unknown", is there once and says nothing of a list.
fn lane_values(lane: Lane, day: Day, language: Language) -> Vec<Choice> {
    let lists = lane.lists();
    let mut values: Vec<Choice> = Vec::new();
    for list in lists {
        let name: &'static str = list.into();
        for entry in Lists::shipped().entries(*list, day) {
            if let Some(shared) = values.iter_mut().find(|value| *value.value == *entry.code) {
                shared.detail = AttrValue::default();
                continue;
            }
            let detail = match lists {
                [_] => AttrValue::default(),
                _ => t!(format!("list-{}", name.replace('_', "-"))),
            };
            values.push(Choice {
                detail,
                ..Choice::new(entry.code, entry.label(language.code()))
            });
        }
    }
    values
}

/// The code a choice stands for.
#[must_use]
pub fn code(value: Option<AttrValue>) -> Option<Code> {
    value.and_then(|value| value.parse().ok())
}

/// A code as the value of a choice.
#[must_use]
pub fn code_value(code: &Code) -> AttrValue {
    AttrValue::from(code.to_string())
}

/// The codes that chips stand for.
#[must_use]
pub fn code_set(values: &BTreeSet<AttrValue>) -> BTreeSet<Code> {
    values
        .iter()
        .filter_map(|value| value.parse().ok())
        .collect()
}

/// Yes, no, and not discussed: three answers, because not asking is not a no.
pub mod yes_no {
    use std::rc::Rc;

    use yew::AttrValue;

    use crate::t;
    use crate::ui::Choice;

    /// The three answers.
    #[must_use]
    pub fn choices() -> Rc<[Choice]> {
        Rc::new([
            Choice::new("yes", t!("person-answer-yes")),
            Choice::new("no", t!("person-answer-no")),
            Choice::new("open", t!("person-answer-open")),
        ])
    }

    /// Yes and no alone, where not asking is said by choosing none.
    #[must_use]
    pub fn short() -> Rc<[Choice]> {
        choices().iter().take(2).cloned().collect()
    }

    /// The choice that stands for an answer among [`short`].
    #[must_use]
    pub fn chosen(answer: Option<bool>) -> Option<AttrValue> {
        value(answer).filter(|_| answer.is_some())
    }

    /// The choice that stands for an answer.
    #[must_use]
    pub fn value(answer: Option<bool>) -> Option<AttrValue> {
        Some(AttrValue::Static(match answer {
            Some(true) => "yes",
            Some(false) => "no",
            None => "open",
        }))
    }

    /// The answer a choice stands for.
    #[must_use]
    pub fn answer(value: &str) -> Option<bool> {
        match value {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        }
    }
}

/// The name of a code among its choices; the code itself where the list has lost it.
#[must_use]
pub fn label_of(choices: &[Choice], code: &Code) -> AttrValue {
    choices
        .iter()
        .find(|choice| *choice.value == *code.as_str())
        .map_or_else(|| code_value(code), |choice| choice.label.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_a_lane_takes_can_be_chosen_and_nothing_twice() {
        let day = jiff::civil::date(2026, 11, 26);
        for lane in Lane::iter() {
            let offered: Vec<String> = lane_values(lane, day, Language::German)
                .iter()
                .map(|choice| choice.value.to_string())
                .collect();
            let taken: BTreeSet<String> = lane
                .lists()
                .iter()
                .flat_map(|list| Lists::shipped().entries(*list, day))
                .map(|entry| entry.code.to_string())
                .collect();
            assert_eq!(
                offered.iter().cloned().collect::<BTreeSet<_>>(),
                taken,
                "{lane:?}"
            );
            assert_eq!(offered.len(), taken.len(), "{lane:?}");
        }
    }

    #[test]
    fn several_lists_of_a_lane_are_told_apart() {
        let day = jiff::civil::date(2026, 11, 26);
        let work = lane_values(Lane::Work, day, Language::German);
        let detail = |code: &str| {
            let choice = work.iter().find(|choice| &*choice.value == code);
            choice.map(|choice| choice.detail.to_string())
        };
        assert_eq!(detail("AHR").as_deref(), Some("Schulbesuch"));
        assert_eq!(detail("UNBEK").as_deref(), Some(""));
        let health = lane_values(Lane::Health, day, Language::German);
        assert!(health.iter().all(|choice| choice.detail.is_empty()));
    }
}
