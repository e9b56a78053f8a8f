//! The fields of the two forms about a person, in words: the label as on the form, and what stands in the field as a
//! reader says it. For places that speak of fields outside the form: conflicts, refusals, late work.

use serde_json::Value;
use shared::kernel::edit::FieldEdit;
use shared::kernel::lists::{List, Lists};
use shared::kernel::{Day, Edits, ImpreciseDate, IntakeId};
use shared::organisation::Organisation;
use shared::person::{HouseholdMember, LanguageSkill};
use yew::AttrValue;

use crate::ui::date_in_words;
use crate::{i18n, intake, platform, t};

/// The form that a field belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FormOf {
    /// The person's own.
    Person,
    /// That of an intake.
    Intake(IntakeId),
}

impl FormOf {
    /// The form and the path in it of a field that is named among all fields about a person, where those of an intake
    /// stand under its id.
    #[must_use]
    pub fn of(path: &str) -> (Self, &str) {
        path.strip_prefix("intake.")
            .and_then(|rest| rest.split_once('.'))
            .and_then(|(id, field)| Some((Self::Intake(id.parse().ok()?), field)))
            .unwrap_or((Self::Person, path))
    }

    /// The label of a field, as on the form; of what is entered once per language or member, with its name.
    #[must_use]
    pub fn label(self, path: &str) -> AttrValue {
        let label = label_of(&self.label_key(path));
        if let Self::Intake(_) = self {
            return label;
        }
        let names: Vec<&str> = path.split('.').collect();
        let detail = match names.as_slice() {
            ["languages", code] => code_name(List::Language, code),
            ["languages", code, "reads"] => t!(
                "person-languages-reads",
                name = code_name(List::Language, code)
            )
            .to_string(),
            ["languages", code, ..] => format!(
                "{}, {}",
                code_name(List::Language, code),
                t!("person-languages-first")
            ),
            ["household", _, ..] => {
                return AttrValue::from(format!("{}: {label}", t!("person-section-household")));
            }
            _ => return label,
        };
        AttrValue::from(format!("{label}: {detail}"))
    }

    fn label_key(self, path: &str) -> String {
        match self {
            Self::Person => super::form::label_key(path),
            Self::Intake(_) => intake::form::label_key(path),
        }
    }

    /// What stands in a field, as a reader says it.
    #[must_use]
    pub fn value(self, path: &str, value: &Value, town: &Organisation) -> String {
        match value {
            Value::Null => t!("disagreement-empty").to_string(),
            Value::Bool(true) => t!("person-answer-yes").to_string(),
            Value::Bool(false) => t!("person-answer-no").to_string(),
            Value::String(text) if text.trim().is_empty() => t!("disagreement-empty").to_string(),
            Value::String(text) => self.text(path, text, town),
            Value::Array(items) if items.is_empty() => t!("disagreement-empty").to_string(),
            Value::Array(items) => {
                let each = items.iter().map(|item| self.value(path, item, town));
                each.collect::<Vec<_>>().join(", ")
            }
            Value::Object(_) => self.part(path, value, town),
            Value::Number(number) => number.to_string(),
        }
    }

    fn text(self, path: &str, text: &str, town: &Organisation) -> String {
        match (self, path.rsplit('.').next().unwrap_or_default()) {
            (Self::Person, "locality") => text
                .parse()
                .ok()
                .and_then(|code| town.locality_on(&code, platform::now().day()))
                .map_or_else(|| text.to_owned(), |locality| locality.name.clone()),
            (Self::Intake(_), "other_case_management") => {
                t!(format!("intake-other-{text}")).to_string()
            }
            (Self::Intake(_), "requested_on") => text
                .parse::<Day>()
                .map_or_else(|_| text.to_owned(), |day| i18n::full_day(day).to_string()),
            (_, field) => match self.list(field) {
                Some(list) => code_name(list, text),
                None => text.to_owned(),
            },
        }
    }

    /// The list that the codes of a field come from.
    const fn list(self, field: &str) -> Option<List> {
        Some(match (self, field.as_bytes()) {
            (Self::Person, b"document_kind") => List::DocumentKind,
            (Self::Person, b"birth_country" | b"nationalities") => List::State,
            (Self::Person, b"sex") => List::Sex,
            (Self::Person, b"housing") => List::Housing,
            (Self::Person, b"safe_way") => List::SafeWay,
            (Self::Person, b"relation") => List::Relation,
            (Self::Intake(_), b"route") => List::Route,
            (Self::Intake(_), b"fields_of_action") => List::FieldOfAction,
            (Self::Intake(_), b"urgency") => List::Urgency,
            (Self::Intake(_), b"information_language") => List::Language,
            _ => return None,
        })
    }

    /// Whether anything may be typed into a field, as far as its checks allow.
    #[must_use]
    pub fn is_free_text(self, path: &str) -> bool {
        let field = path.rsplit('.').next().unwrap_or_default();
        let is_chosen = match self {
            Self::Person => matches!(field, "locality" | "born") || path.ends_with("germany"),
            Self::Intake(_) => matches!(field, "other_case_management" | "requested_on"),
        };
        !is_chosen && self.list(field).is_none() && !path.starts_with("languages")
    }

    /// A value that is more than one word: a date, a language skill, a member of the household.
    fn part(self, path: &str, value: &Value, town: &Organisation) -> String {
        if let Ok(date) = serde_json::from_value::<ImpreciseDate>(value.clone()) {
            return date_in_words(date).to_string();
        }
        if path.starts_with("languages.")
            && let Ok(skill) = serde_json::from_value::<LanguageSkill>(value.clone())
        {
            let first = skill.is_first.then(|| t!("person-languages-first"));
            let reads = skill.reads.map(|reads| {
                let answer = if reads {
                    "person-answer-yes"
                } else {
                    "person-answer-no"
                };
                t!("disagreement-reads", answer = t!(answer).to_string())
            });
            let parts: Vec<String> = [first, reads]
                .into_iter()
                .flatten()
                .map(|part| part.to_string())
                .collect();
            return if parts.is_empty() {
                t!("person-answer-yes").to_string()
            } else {
                parts.join(", ")
            };
        }
        if path.starts_with("household.")
            && let Ok(member) = serde_json::from_value::<HouseholdMember>(value.clone())
        {
            let born = member
                .born
                .map(|born| super::words::born(Some(born)).to_string());
            let relation = member
                .relation
                .map(|relation| code_name(List::Relation, relation.as_str()));
            let parts: Vec<String> = [Some(member.name), relation, born]
                .into_iter()
                .flatten()
                .filter(|part| !part.is_empty())
                .collect();
            return parts.join(", ");
        }
        let Value::Object(fields) = value else {
            return String::new();
        };
        let named = fields
            .iter()
            .map(|(name, inner)| self.value(&format!("{path}.{name}"), inner, town));
        named.collect::<Vec<_>>().join(", ")
    }

    /// What edits wrote, one line per field.
    #[must_use]
    pub fn lines(self, edits: &Edits, town: &Organisation) -> Vec<String> {
        edits
            .0
            .iter()
            .map(|(path, FieldEdit { wrote, .. })| {
                format!("{}: {}", self.label(path), self.value(path, wrote, town))
            })
            .collect()
    }
}

/// The name of a field of any other form, by its path in the command; what is a field of none is called that.
#[must_use]
pub fn name_of(path: &str) -> AttrValue {
    if path.is_empty() {
        return t!("field-whole");
    }
    let names = path.rsplit('.');
    // The last part that is no entry of a list.
    let name = names
        .into_iter()
        .find(|name| i18n::has(&format!("field-{name}")));
    name.map_or_else(|| t!("field-other"), |name| t!(format!("field-{name}")))
}

fn label_of(key: &str) -> AttrValue {
    if i18n::has(key) {
        t!(key)
    } else {
        t!("field-other")
    }
}

fn code_name(list: List, code: &str) -> String {
    Lists::shipped()
        .entry(list, code, platform::now().day())
        .map_or_else(
            || code.to_owned(),
            |entry| entry.label(i18n::code()).to_owned(),
        )
}

#[cfg(test)]
mod tests {
    use shared::intake::IntakeDraft;
    use shared::person::PersonDraft;

    use super::*;

    /// Every path there is in a form: the form itself, its parts, their fields.
    fn paths(at: &str, value: &Value, found: &mut Vec<String>) {
        found.push(at.to_owned());
        if let Value::Object(fields) = value {
            for (name, inner) in fields {
                let path = if at.is_empty() {
                    name.clone()
                } else {
                    format!("{at}.{name}")
                };
                paths(&path, inner, found);
            }
        }
    }

    #[test]
    fn every_field_that_can_be_refused_has_words_of_its_own() {
        let mut person = PersonDraft::default();
        person
            .languages
            .insert("ara".parse().unwrap(), LanguageSkill::default());
        let mut person = serde_json::to_value(person).unwrap();
        // An entry of the household stands under an id that says nothing.
        person["household"]["m1"] = serde_json::to_value(HouseholdMember::default()).unwrap();
        let intake = serde_json::to_value(IntakeDraft::default()).unwrap();
        let id = IntakeId::from_uuid(uuid::Uuid::nil());
        for (form, value) in [(FormOf::Person, person), (FormOf::Intake(id), intake)] {
            let mut all = Vec::new();
            paths("", &value, &mut all);
            assert!(all.len() > 10, "{all:?}");
            for path in all {
                let key = form.label_key(&path);
                assert!(i18n::has(&key), "{form:?} {path}: {key}");
            }
        }
    }

    #[test]
    fn what_is_a_field_of_no_form_is_no_key_between_brackets() {
        for path in ["elsewhere", "a.b.c", "household.m1.elsewhere"] {
            for label in [FormOf::Person.label(path), name_of(path)] {
                assert!(!label.contains('⟦'), "{path}: {label}");
            }
        }
        assert_eq!(name_of("draft.minutes"), t!("field-minutes"));
    }
}
