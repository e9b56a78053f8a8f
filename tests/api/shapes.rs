//! Questions made from the shapes of the calls, as a program makes them that knows nothing but the API document: the least
//! that a call takes, and the same with something put into each place of it. A new call, and a new field, join by themselves.

use harness::written::{bare, is_a, is_text};
use harness::{now, random};
use schemars::schema_for;
use serde_json::{Map, Value, json};
use shared::calls::{Audience, Call, Verb, Visitor, each};
use shared::kernel::EnvelopeId;

/// Stands where something is to be put in.
const MARK: &str = "put it here";
/// Stands where a question names something.
const SOME_ID: &str = "01930000-0000-7000-8000-000000000001";

/// A call, as the document has it.
pub(crate) struct Shape {
    pub(crate) name: &'static str,
    pub(crate) path: &'static str,
    pub(crate) verb: Verb,
    pub(crate) audience: Audience,
    schema: Value,
}

/// A place in a question.
pub(crate) struct Place {
    /// Where it is, as problems name it.
    pub(crate) path: String,
    /// Whether any text may stand there; else it is an id, a day, a code or a choice.
    pub(crate) is_free: bool,
    question: Value,
}

/// What a place has to be to be looked for.
#[derive(Clone, Copy)]
enum Wanted {
    Strings,
    Objects,
}

/// All calls.
pub(crate) fn shapes() -> Vec<Shape> {
    struct All(Vec<Shape>);
    impl Visitor for All {
        fn visit<C: Call>(&mut self, _: C) {
            self.0.push(Shape {
                name: C::NAME,
                path: C::PATH,
                verb: C::VERB,
                audience: C::AUDIENCE,
                schema: schema_for!(C::Question).to_value(),
            });
        }
    }
    let mut all = All(Vec::new());
    each(&mut all);
    all.0
}

impl Shape {
    /// The least that the call takes.
    pub(crate) fn least(&self) -> Value {
        with_new_ids(least(&self.schema, &self.schema))
    }

    /// Every place where a string may stand, those that may be left out too.
    pub(crate) fn strings(&self) -> Vec<Place> {
        self.places(Wanted::Strings)
    }

    /// Every object, at which somebody may put a field more.
    pub(crate) fn objects(&self) -> Vec<Place> {
        self.places(Wanted::Objects)
    }

    fn places(&self, wanted: Wanted) -> Vec<Place> {
        let mut found = Vec::new();
        walk(&self.schema, &self.schema, wanted, "", &mut found);
        found
    }
}

impl Place {
    /// The question with a text in this place.
    pub(crate) fn with(&self, text: &str) -> Value {
        with_new_ids(replaced(&self.question, &json!(text)))
    }

    /// The question with one more field in this object; nothing if it has such a field.
    pub(crate) fn with_field(&self, name: &str, value: &Value) -> Option<Value> {
        let (question, is_put) = put_field(&self.question, name, value);
        is_put.then(|| with_new_ids(question))
    }
}

fn fields(schema: &Value) -> impl Iterator<Item = (&String, &Value)> {
    schema["properties"].as_object().into_iter().flatten()
}

/// The least value that a schema takes.
fn least(root: &Value, schema: &Value) -> Value {
    let schema = bare(root, schema);
    if let Some(only) = schema.get("const") {
        return only.clone();
    }
    if let Some(first) = schema["enum"].as_array().and_then(|all| all.first()) {
        return first.clone();
    }
    if let Some(first) = schema["oneOf"].as_array().and_then(|all| all.first()) {
        return least(root, first);
    }
    if let Some(parts) = schema["prefixItems"].as_array() {
        return parts.iter().map(|part| least(root, part)).collect();
    }
    if is_a(schema, "object") {
        let needed = schema["required"].as_array().into_iter().flatten();
        let needed = needed.filter_map(|name| {
            let name = name.as_str()?;
            Some((name.to_owned(), least(root, &schema["properties"][name])))
        });
        return Value::Object(needed.collect());
    }
    if is_a(schema, "array") {
        let is_empty = schema["minItems"].as_u64().unwrap_or_default() == 0;
        return if is_empty {
            json!([])
        } else {
            json!([least(root, &schema["items"])])
        };
    }
    if is_a(schema, "string") {
        return json!(least_text(schema));
    }
    if is_a(schema, "boolean") {
        return json!(false);
    }
    if is_a(schema, "integer") || is_a(schema, "number") {
        return json!(schema["minimum"].as_i64().unwrap_or(1).max(1));
    }
    json!({})
}

fn least_text(schema: &Value) -> String {
    match (schema["format"].as_str(), schema["pattern"].as_str()) {
        (Some("uuid"), _) => SOME_ID.to_owned(),
        (Some("date"), _) => now().day().to_string(),
        (_, Some("^[0-9]{8}$")) => "05316000".to_owned(),
        (_, Some(pattern)) if pattern.contains("person") => format!("person:{SOME_ID}"),
        (_, Some(_)) => "ara".to_owned(),
        _ => "Amira".to_owned(),
    }
}

/// Finds the places below a schema; the questions that hold them are built on the way back.
fn walk(root: &Value, schema: &Value, wanted: Wanted, path: &str, found: &mut Vec<Place>) {
    let schema = bare(root, schema);
    if is_a(schema, "string") {
        if matches!(wanted, Wanted::Strings) && schema.get("const").is_none() {
            found.push(Place {
                path: path.to_owned(),
                is_free: is_text(schema),
                question: json!(MARK),
            });
        }
        return;
    }
    for one in schema["oneOf"].as_array().into_iter().flatten() {
        walk(root, one, wanted, path, found);
    }
    if is_a(schema, "object") && schema.get("properties").is_some() {
        if matches!(wanted, Wanted::Objects) {
            // The fields that the object has stand under the mark, so that none of them is taken for one more.
            let own = fields(schema).map(|(name, _)| (name.clone(), json!(true)));
            let mut question = least(root, schema);
            question[MARK] = own.collect();
            found.push(Place {
                path: path.to_owned(),
                is_free: false,
                question,
            });
        }
        for (name, field) in fields(schema) {
            let from = found.len();
            walk(root, field, wanted, &under(path, name), found);
            for place in found.iter_mut().skip(from) {
                let mut whole = least(root, schema);
                whole[name] = std::mem::take(&mut place.question);
                place.question = whole;
            }
        }
    }
    for (inner, name) in [("items", "0"), ("additionalProperties", "x")] {
        let Some(of) = schema.get(inner).filter(|of| of.is_object()) else {
            continue;
        };
        let from = found.len();
        walk(root, of, wanted, &under(path, name), found);
        for place in found.iter_mut().skip(from) {
            let entry = std::mem::take(&mut place.question);
            place.question = if inner == "items" {
                json!([entry])
            } else {
                json!({ name: entry })
            };
        }
    }
}

fn under(path: &str, name: &str) -> String {
    if path.is_empty() {
        name.to_owned()
    } else {
        format!("{path}.{name}")
    }
}

fn replaced(question: &Value, by: &Value) -> Value {
    match question {
        Value::String(text) if text == MARK => by.clone(),
        Value::Object(fields) => fields
            .iter()
            .map(|(name, value)| (name.clone(), replaced(value, by)))
            .collect(),
        Value::Array(items) => items.iter().map(|item| replaced(item, by)).collect(),
        _ => question.clone(),
    }
}

/// The question without its mark, with a field more where it was; whether the field is one more.
fn put_field(question: &Value, name: &str, value: &Value) -> (Value, bool) {
    match question {
        Value::Object(fields) => {
            let mut is_put = false;
            let mut all = Map::new();
            for (own, inner) in fields.iter().filter(|(own, _)| *own != MARK) {
                let (inner, is_inside) = put_field(inner, name, value);
                is_put |= is_inside;
                all.insert(own.clone(), inner);
            }
            if let Some(own) = fields.get(MARK).filter(|own| own.get(name).is_none()) {
                is_put |= own.is_object();
                all.insert(name.to_owned(), value.clone());
            }
            (Value::Object(all), is_put)
        }
        Value::Array(items) => {
            let put: Vec<_> = items
                .iter()
                .map(|item| put_field(item, name, value))
                .collect();
            let is_put = put.iter().any(|(_, is_put)| *is_put);
            (put.into_iter().map(|(item, _)| item).collect(), is_put)
        }
        _ => (question.clone(), false),
    }
}

/// An envelope is bound to its content: other content needs another id to be looked at.
fn with_new_ids(mut question: Value) -> Value {
    let groups = question.get_mut("groups").and_then(Value::as_array_mut);
    let groups = groups.into_iter().flatten();
    for envelope in groups.filter_map(Value::as_array_mut).flatten() {
        if envelope["id"] == SOME_ID {
            envelope["id"] = json!(EnvelopeId::born(now(), random()));
        }
    }
    question
}
