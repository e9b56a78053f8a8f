//! Words that stand nowhere else: each names the field it was put into. The fields come from the types themselves, so that a
//! new one gets its word without anybody thinking of it.

use std::collections::BTreeMap;

use schemars::{JsonSchema, schema_for};
use serde_json::{Value, json};

use super::marks::Marks;

/// What every word begins with. Letters only, because names take nothing else.
pub const SIGN: &str = "kanari";
/// How many letters follow.
const LETTERS: usize = 4;

/// Texts whose values say nothing of their own, because they have a form to keep to.
const OF_A_FORM: [&str; 2] = ["post_code", "town"];
/// Texts that take a word and nothing around it: names hold letters only.
const BARE: [&str; 6] = [
    "family_name",
    "given_name",
    "birth_name",
    "called",
    "email",
    "telephone",
];

/// What a word stands in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The scene.
    pub scene: &'static str,
    /// What kind of content it is, as the table names it.
    pub class: String,
    /// The field.
    pub path: String,
    /// Whether the word stands there in its clothing.
    pub is_clothed: bool,
}

/// All words that were put somewhere.
#[derive(Debug, Default)]
pub struct Canaries {
    words: BTreeMap<String, Place>,
    /// Days and codes.
    pub marks: Marks,
    /// What stands around the words, in turn.
    clothing: &'static [(&'static str, &'static str)],
}

impl Canaries {
    /// Words with something before and behind them, in turn, wherever a field takes it.
    #[must_use]
    pub fn dressed(clothing: &'static [(&'static str, &'static str)]) -> Self {
        Self {
            clothing,
            ..Self::default()
        }
    }

    /// A new word for a place, in its clothing if the place takes one.
    pub fn word(&mut self, scene: &'static str, class: &str, path: &str) -> String {
        let name = path.rsplit('.').next().unwrap_or(path);
        if BARE.contains(&name) {
            self.bare_word(scene, class, path)
        } else {
            self.clothed(scene, class, path)
        }
    }

    /// A new word for a place that takes anything, in its clothing.
    ///
    /// # Panics
    /// Never: a word that was made is there.
    pub fn clothed(&mut self, scene: &'static str, class: &str, path: &str) -> String {
        let turn = self.words.len() % self.clothing.len().max(1);
        let word = self.bare_word(scene, class, path);
        let Some((before, behind)) = self.clothing.get(turn) else {
            return word;
        };
        let place = self
            .words
            .get_mut(&word)
            .expect("a word that was just made");
        place.is_clothed = true;
        format!("{before}{word}{behind}")
    }

    fn bare_word(&mut self, scene: &'static str, class: &str, path: &str) -> String {
        let mut number = self.words.len();
        let mut word = SIGN.to_owned();
        for _ in 0..LETTERS {
            word.push(char::from(
                b'a' + u8::try_from(number % 26).expect("a letter"),
            ));
            number /= 26;
        }
        let place = Place {
            scene,
            class: class.to_owned(),
            path: path.to_owned(),
            is_clothed: false,
        };
        self.words.insert(word.clone(), place);
        word
    }

    /// The form with a word in each of its texts. `class_of` says of what kind a field is, by its path.
    pub fn fill<T: JsonSchema>(
        &mut self,
        scene: &'static str,
        right: Value,
        class_of: fn(&str) -> &'static str,
    ) -> Value {
        let filling = Filling {
            root: schema_for!(T).to_value(),
            scene,
            class_of,
        };
        let mut filled = right;
        self.fill_in(&filling, &filling.root, &mut filled, "");
        filled
    }

    /// Puts words into the texts below a path. What holds no text stays as it is.
    fn fill_in(&mut self, filling: &Filling, schema: &Value, value: &mut Value, path: &str) {
        let schema = bare(&filling.root, schema);
        let under = |name: &str| {
            if path.is_empty() {
                name.to_owned()
            } else {
                format!("{path}.{name}")
            }
        };
        if let Some(properties) = schema.get("properties").and_then(Value::as_object) {
            let mut parts = value.as_object().cloned().unwrap_or_default();
            for (name, property) in properties {
                let mut part = parts.remove(name).unwrap_or(Value::Null);
                self.fill_in(filling, property, &mut part, &under(name));
                if !part.is_null() {
                    parts.insert(name.clone(), part);
                }
            }
            if !parts.is_empty() || value.is_object() {
                *value = Value::Object(parts);
            }
        } else if is_text(schema) {
            let name = path.rsplit('.').next().unwrap_or(path);
            if OF_A_FORM.contains(&name) {
                return;
            }
            let word = self.word(filling.scene, (filling.class_of)(path), path);
            *value = json!(match name {
                "email" => format!("{word}@example.org"),
                "telephone" => self.telephone(&word),
                _ => capital(&word),
            });
        } else if let Some(inner) = schema.get("additionalProperties")
            && let Some(parts) = value.as_object_mut()
        {
            for (key, part) in parts {
                self.fill_in(filling, inner, part, &under(key));
            }
        }
    }

    /// A telephone number in the place of a word; it is found as well.
    fn telephone(&mut self, word: &str) -> String {
        let place = self.words.remove(word).expect("a word that was just made");
        let number = format!("0214 7{:06}", self.words.len());
        // The word stays taken, so that the next one is another.
        self.words.insert(word.to_owned(), place.clone());
        self.words.insert(number.clone(), place);
        number
    }

    /// The places whose words stand in a text.
    #[must_use]
    pub fn found_in(&self, text: &str) -> Vec<&Place> {
        let text = text.to_lowercase();
        self.words
            .iter()
            .filter(|(word, _)| text.contains(word.as_str()))
            .map(|(_, place)| place)
            .collect()
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.words.len()
    }

    /// Each word with its place.
    pub fn iter(&self) -> impl Iterator<Item = (&String, &Place)> {
        self.words.iter()
    }
}

/// A form whose texts get words.
struct Filling {
    root: Value,
    scene: &'static str,
    /// Of what kind a field is, by its path.
    class_of: fn(&str) -> &'static str,
}

fn capital(word: &str) -> String {
    let (first, rest) = word.split_at(1);
    format!("{}{rest}", first.to_uppercase())
}

/// The schema without what only says that it may be missing, and without the detour over a name.
#[must_use]
pub fn bare<'s>(root: &'s Value, schema: &'s Value) -> &'s Value {
    let options = schema.get("anyOf").and_then(Value::as_array);
    let schema = options
        .and_then(|options| options.iter().find(|one| one["type"] != json!("null")))
        .unwrap_or(schema);
    schema
        .get("$ref")
        .and_then(Value::as_str)
        .and_then(|path| path.strip_prefix("#/$defs/"))
        .map_or(schema, |name| bare(root, &root["$defs"][name]))
}

/// Whether a schema takes values of a kind, perhaps beside others.
#[must_use]
pub fn is_a(schema: &Value, kind: &str) -> bool {
    match &schema["type"] {
        Value::String(own) => own == kind,
        Value::Array(kinds) => kinds.iter().any(|own| own == kind),
        _ => false,
    }
}

/// Whether anything may be written there: a text that is no code, day, id or choice.
#[must_use]
pub fn is_text(schema: &Value) -> bool {
    is_a(schema, "string")
        && ["format", "pattern", "enum", "const", "oneOf"]
            .iter()
            .all(|key| schema.get(*key).is_none())
}
