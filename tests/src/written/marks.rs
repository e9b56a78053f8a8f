//! Days and codes that stand nowhere else in the town: each names the field it was put into, as the words do. What the demo
//! town, its organisation and whoever works there hold is never taken for one, by rule and not by luck.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use jiff::Span;
use schemars::{JsonSchema, schema_for};
use serde_json::Value;
use shared::fixtures::{demo_organisation, demo_town};
use shared::kernel::lists::{List, Lists};
use shared::kernel::{Day, Moment};

use super::canaries::{Place, bare, is_a, is_text};
use crate::now;

/// Days that are made lie this far from each other, so that the day before or after one is no other.
const APART: i64 = 3;
/// A moment is at least this many milliseconds from 1970; smaller numbers count something.
const MOMENT_MIN: u64 = 10_000_000_000;

/// Fields whose code is not one of its own, by the end of their path, and why.
const SHARED_CODES: [(&str, &str); 21] = [
    ("sex", "four values"),
    ("document_kind", "eleven values, which demo people have"),
    (
        "address.housing",
        "thirteen values, which demo people have, and one locks the address",
    ),
    (
        "address.locality",
        "decides the district, which the coordinator sees",
    ),
    ("contact.safe_way", "six values"),
    ("household.*.relation", "ten values, which demo people have"),
    ("route", "sixteen values, which demo people have"),
    (
        "fields_of_action.*",
        "fourteen values, which demo people have",
    ),
    ("urgency", "four values"),
    ("other_case_management", "four values"),
    ("channel", "sixteen values, which demo people have"),
    ("outcome", "three values"),
    ("office", "the offices of the town are public"),
    ("lane", "six values"),
    ("state", "five values"),
    ("employment", "three values"),
    ("residence_rule", "four values"),
    ("identity", "three values"),
    ("contact", "sixteen values, which demo people have"),
    ("interpreter", "three values"),
    ("explained", "four values"),
];

/// A day or a code with where it stands.
#[derive(Debug, Clone)]
struct Mark {
    place: Place,
    /// The texts that give it away.
    ways: Vec<String>,
    /// The days that a number of milliseconds may fall on.
    days: Vec<Day>,
}

/// All days and codes that were put somewhere.
#[derive(Debug, Default)]
pub struct Marks {
    marks: Vec<Mark>,
    values: BTreeSet<String>,
    given: BTreeMap<List, usize>,
    is_worn_out: bool,
}

/// Everything that is in the demo town before anybody of the walk, as one text.
fn taken() -> &'static str {
    static TAKEN: OnceLock<String> = OnceLock::new();
    TAKEN.get_or_init(|| {
        let today = now().day();
        let mut all = serde_json::to_string(&demo_organisation(today).expect("an organisation"))
            .expect("JSON");
        for step in demo_town(today) {
            all.push_str(&serde_json::to_string(&step.command).expect("JSON"));
        }
        all
    })
}

/// As people write it here.
fn german(day: Day) -> [String; 2] {
    [
        day.strftime("%d.%m.%Y").to_string(),
        format!("{}.{}.{}", day.day(), day.month(), day.year()),
    ]
}

impl Marks {
    /// A new day, the first free one from a day on. `follow` are spans after which rules make another day of it: of age, end of
    /// the window.
    ///
    /// # Panics
    /// If a rule makes the same day of two.
    pub fn day(
        &mut self,
        (scene, class, path): (&'static str, &'static str, &str),
        from: Day,
        follow: &[Span],
    ) -> Day {
        let mut day = from;
        while self.values.contains(&day.to_string()) || taken().contains(&day.to_string()) {
            day = day.saturating_add(Span::new().days(APART));
        }
        let follow = follow.iter().map(|span| day.saturating_add(*span));
        let days: Vec<Day> = [day].into_iter().chain(follow).collect();
        for day in &days {
            assert!(self.values.insert(day.to_string()), "{path}: {day} twice");
        }
        let ways = days
            .iter()
            .flat_map(|day| german(*day).into_iter().chain([day.to_string()]))
            .collect();
        self.put((scene, class, path), ways, days);
        day
    }

    /// A new code of a list: from its end, where the rare ones stand, and of no law that began or ended.
    pub fn code(
        &mut self,
        (scene, class, path): (&'static str, &'static str, &str),
        list: List,
    ) -> &'static str {
        let free: Vec<&'static str> = Lists::shipped()
            .all(list)
            .iter()
            .rev()
            .filter(|entry| entry.holds_on(jiff::civil::date(1900, 1, 1)))
            .filter(|entry| entry.holds_on(jiff::civil::date(2100, 1, 1)))
            .map(|entry| entry.code)
            .filter(|code| !taken().contains(&format!("\"{code}\"")))
            .collect();
        let turn = self.given.entry(list).or_default();
        let code = free[*turn % free.len()];
        self.is_worn_out |= *turn >= free.len();
        *turn += 1;
        self.values.insert(code.to_owned());
        let ways = vec![
            format!("\"{code}\""),
            format!(".{code}\""),
            format!(".{code}."),
            format!(";{code};"),
        ];
        self.put((scene, class, path), ways, Vec::new());
        code
    }

    fn put(
        &mut self,
        (scene, class, path): (&'static str, &'static str, &str),
        ways: Vec<String>,
        days: Vec<Day>,
    ) {
        let place = Place {
            scene,
            class: class.to_owned(),
            path: path.to_owned(),
            is_clothed: false,
        };
        self.marks.push(Mark { place, ways, days });
    }

    /// The places whose days or codes stand in a text: as text, or as a number of milliseconds in JSON.
    #[must_use]
    pub fn found_in(&self, text: &str) -> Vec<&Place> {
        let mut days = BTreeSet::new();
        if let Ok(json) = serde_json::from_str::<Value>(text) {
            moments(&json, &mut days);
        }
        self.marks
            .iter()
            .filter(|mark| {
                mark.ways.iter().any(|way| text.contains(way.as_str()))
                    || mark.days.iter().any(|day| days.contains(day))
            })
            .map(|mark| &mark.place)
            .collect()
    }

    /// How many there are.
    ///
    /// # Panics
    /// If a list had too few codes for each to be of one field.
    #[must_use]
    pub fn count(&self) -> usize {
        assert!(!self.is_worn_out, "a list has too few codes");
        self.marks.len()
    }

    /// Looks whether each day and each code of a form is one of its own.
    ///
    /// # Panics
    /// If one is not, or is missing, and the table of short lists does not say why.
    pub fn are_in<T: JsonSchema>(&self, form: &Value) {
        let root = schema_for!(T).to_value();
        self.look_in(&root, &root, form, "");
    }

    fn look_in(&self, root: &Value, schema: &Value, value: &Value, path: &str) {
        let schema = bare(root, schema);
        let under = |name: &str| {
            if path.is_empty() {
                name.to_owned()
            } else {
                format!("{path}.{name}")
            }
        };
        let is_shared = SHARED_CODES.iter().any(|(name, _)| *name == path);
        let is_made = |text: &str| self.values.contains(text);
        if let Some(choice) = chosen(schema, value) {
            return self.look_in(root, choice, value, path);
        }
        if let Some(properties) = schema.get("properties").and_then(Value::as_object) {
            for (name, property) in properties {
                self.look_in(root, property, &value[name], &under(name));
            }
        } else if let Some(entries) = schema.get("patternProperties").and_then(Value::as_object) {
            // Codes that name their entries.
            for (name, part) in value.as_object().into_iter().flatten() {
                assert!(is_made(name), "{path}: {name} stands elsewhere too");
                for entry in entries.values() {
                    self.look_in(root, entry, part, &under("*"));
                }
            }
        } else if let Some(entry) = schema
            .get("additionalProperties")
            .filter(|one| one.is_object())
        {
            for part in value
                .as_object()
                .into_iter()
                .flatten()
                .map(|(_, part)| part)
            {
                self.look_in(root, entry, part, &under("*"));
            }
        } else if let Some(item) = schema.get("items") {
            let items = value.as_array().filter(|items| !items.is_empty());
            let items = items.unwrap_or_else(|| panic!("{path}: nothing stands there"));
            for part in items {
                self.look_in(root, item, part, &under("*"));
            }
        } else if is_of_a_form(schema) && !is_shared {
            let text = value.as_str().unwrap_or_default();
            assert!(
                is_made(text),
                "{path}: {value} stands elsewhere too, or nothing does"
            );
        }
    }
}

/// Whether a schema takes days or codes and nothing else: no text, no id, no choice of words of ours.
fn is_of_a_form(schema: &Value) -> bool {
    let is_id = schema["format"] == "uuid";
    is_a(schema, "string") && !is_text(schema) && !is_id && schema.get("const").is_none()
}

/// Of shapes that are told apart by a word, the one that a value has.
fn chosen<'s>(schema: &'s Value, value: &Value) -> Option<&'s Value> {
    let shapes = schema.get("oneOf").and_then(Value::as_array)?;
    let has_shape = |shape: &&Value| {
        let properties = shape.get("properties").and_then(Value::as_object);
        properties.is_some_and(|properties| {
            properties
                .iter()
                .any(|(name, part)| part.get("const").is_some_and(|word| *word == value[name]))
        })
    };
    shapes.iter().find(has_shape)
}

/// The days of all moments in an answer.
fn moments(json: &Value, days: &mut BTreeSet<Day>) {
    match json {
        Value::Number(number) => {
            let millis = number.as_i64().unwrap_or_default();
            if millis.unsigned_abs() >= MOMENT_MIN {
                days.insert(Moment::from_millis(millis).day());
            }
        }
        Value::Array(parts) => parts.iter().for_each(|part| moments(part, days)),
        Value::Object(parts) => parts.values().for_each(|part| moments(part, days)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_day_is_found_however_it_is_written_and_no_other() {
        let mut marks = Marks::default();
        let from = jiff::civil::date(1940, 2, 3);
        let age = Span::new().years(18);
        let day = marks.day(("case", "born", "born"), from, &[age]);
        let noon = Moment::when_local_is(day.at(12, 0, 0, 0)).millis();
        for text in [
            json!({"on": day.to_string()}).to_string(),
            json!({"at": [noon]}).to_string(),
            format!("geboren am {}", german(day)[0]),
            format!("geboren am {}.", german(day)[1]),
            json!(day.saturating_add(age).to_string()).to_string(),
        ] {
            assert_eq!(marks.found_in(&text).len(), 1, "{text}");
        }
        let next = marks.day(("case", "born", "born"), from, &[age]);
        let after = Moment::when_local_is(day.at(12, 0, 0, 0)).plus_millis(86_400_000);
        assert_ne!(next, day);
        assert!(
            marks
                .found_in(&json!({"at": after.millis()}).to_string())
                .is_empty()
        );
    }

    #[test]
    fn a_code_is_found_as_a_value_a_name_and_in_a_path() {
        let mut marks = Marks::default();
        let code = marks.code(("case", "language", "languages"), List::Language);
        for text in [
            json!({"language": code}).to_string(),
            json!({code: {}}).to_string(),
            json!({"path": format!("languages.{code}.reads")}).to_string(),
        ] {
            assert_eq!(marks.found_in(&text).len(), 1, "{text}");
        }
        assert!(
            marks
                .found_in(&format!("{{\"x\": \"{code}x\"}}"))
                .is_empty()
        );
    }

    #[test]
    #[should_panic(expected = "stands elsewhere too")]
    fn a_form_with_a_day_of_others_is_not_taken() {
        let form = json!({"begins": {"precision": "day", "on": "2025-03-01"}});
        Marks::default().are_in::<shared::intake::FactDraft>(&form);
    }
}
