//! What is put into the fields: the fields of a form by its types, and for each kind of field every kind of badness.
//! A new field without a kind, or a code without a list, stops the tests.

use jiff::ToSpan;
use serde_json::{Map, Value, json};
use shared::kernel::{Day, Edits, FieldEdit, FieldProblem, ProblemCode};
use shared::organisation::Organisation;

use crate::forms::{Answer, Form};

/// One bad value for one field.
#[derive(Debug, Clone)]
pub(crate) struct Vector {
    /// The field, by the names that lead to it; none: the form as a whole.
    pub(crate) field: Vec<String>,
    /// What is bad about it.
    pub(crate) badness: &'static str,
    /// What stands there; `None`: the field is left out.
    pub(crate) value: Option<Value>,
    /// What else must stand in the form for this to be bad.
    pub(crate) beside: Vec<(Vec<String>, Value)>,
}

impl Vector {
    /// The form with this in it.
    pub(crate) fn in_form(&self, form: &Form) -> Value {
        let mut value = form.right.clone();
        for (path, beside) in &self.beside {
            put(&mut value, path, Some(beside.clone()));
        }
        put(&mut value, &self.field, self.value.clone());
        value
    }

    /// The path of the field in edits and answers.
    pub(crate) fn path(&self) -> String {
        self.field.join(".")
    }

    /// The same as edits of the right form.
    pub(crate) fn as_edits(&self, form: &Form) -> Edits {
        let edit = |path: &[String], wrote: Option<Value>| {
            let there = path.iter().try_fold(&form.right, |at, name| at.get(name));
            let edit = FieldEdit {
                saw: there.cloned().unwrap_or(Value::Null),
                wrote: wrote.unwrap_or(Value::Null),
            };
            (path.join("."), edit)
        };
        let beside = self.beside.iter();
        let beside = beside.map(|(path, value)| edit(path, Some(value.clone())));
        let own = edit(&self.field, self.value.clone());
        Edits(beside.chain([own]).collect())
    }

    /// What `shared` says to the form with this in it.
    pub(crate) fn checked(&self, form: &Form, day: Day, town: &Organisation) -> Answer {
        (form.check)(self.in_form(form), day, town)
    }
}

fn put(form: &mut Value, path: &[String], value: Option<Value>) {
    let Some((name, parents)) = path.split_last() else {
        *form = value.unwrap_or(Value::Null);
        return;
    };
    let mut at = form;
    for parent in parents {
        at = at.get_mut(parent).expect("the right form has every field");
    }
    let fields = at.as_object_mut().expect("fields stand in an object");
    match value {
        Some(value) => fields.insert(name.clone(), value),
        None => fields.remove(name),
    };
}

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Code,
    Codes,
    ById,
    Day,
    Date,
    Moment,
    YesNo,
    Number,
    Choice,
    Id,
    Part,
}

struct Schema<'s> {
    root: &'s Value,
}

impl Schema<'_> {
    /// The schema without what only says that it may be missing.
    fn bare<'v>(&'v self, schema: &'v Value) -> (&'v str, &'v Value) {
        let options = schema.get("anyOf").and_then(Value::as_array);
        let schema = options
            .and_then(|options| options.iter().find(|one| one["type"] != json!("null")))
            .unwrap_or(schema);
        let name = schema
            .get("$ref")
            .and_then(Value::as_str)
            .and_then(|path| path.strip_prefix("#/$defs/"));
        name.map_or(("", schema), |name| (name, &self.root["$defs"][name]))
    }

    fn kind(&self, schema: &Value) -> Kind {
        let (name, bare) = self.bare(schema);
        let is = |kind: &str| {
            let own = &bare["type"];
            own == kind
                || own
                    .as_array()
                    .is_some_and(|types| types.iter().any(|own| own == kind))
        };
        match name {
            "ImpreciseDate" => Kind::Date,
            "Moment" => Kind::Moment,
            _ if ["oneOf", "enum", "const"]
                .iter()
                .any(|key| bare.get(*key).is_some()) =>
            {
                Kind::Choice
            }
            _ if bare["format"] == "date" => Kind::Day,
            _ if bare["format"] == "uuid" => Kind::Id,
            _ if bare.get("pattern").is_some() => Kind::Code,
            _ if is("string") => Kind::Text,
            _ if is("boolean") => Kind::YesNo,
            _ if is("integer") => Kind::Number,
            _ if is("array") => Kind::Codes,
            _ if bare.get("properties").is_some() => Kind::Part,
            _ if is("object") => Kind::ById,
            _ => panic!("a field of a kind that nobody knows here: {bare}"),
        }
    }
}

/// All vectors of a form, in the order of its fields.
pub(crate) fn vectors(form: &Form, today: Day) -> Vec<Vector> {
    let schema = Schema { root: &form.schema };
    let mut all = Vec::new();
    let mut whole = |badness, value| {
        all.push(Vector {
            field: Vec::new(),
            badness,
            value: Some(value),
            beside: Vec::new(),
        });
    };
    let mut stranger = form.right.clone();
    put(&mut stranger, &["surprise".to_owned()], Some(json!("x")));
    whole("a field that nobody knows", stranger);
    whole("null", Value::Null);
    whole("a text", json!("Amira"));
    whole("a list", json!([form.right]));
    fields(
        form,
        &schema,
        &form.schema,
        &form.right,
        &[],
        today,
        &mut all,
    );
    all.extend(together(form, today));
    all
}

fn fields(
    form: &Form,
    schema: &Schema<'_>,
    own: &Value,
    right: &Value,
    under: &[String],
    today: Day,
    all: &mut Vec<Vector>,
) {
    let properties = properties(own, right);
    for (name, field) in properties {
        let path: Vec<String> = under.iter().cloned().chain([name.clone()]).collect();
        let there = right
            .get(name)
            .unwrap_or_else(|| panic!("{}: the right form has no {}", form.name, path.join(".")));
        let kind = schema.kind(field);
        let bare = schema.bare(field).1;
        if form.ids.contains(&path.join(".").as_str()) && kind != Kind::Id {
            panic!("{} is no id", path.join("."));
        }
        let mut add = |badness, value: Option<Value>| {
            all.push(Vector {
                field: path.clone(),
                badness,
                value,
                beside: Vec::new(),
            });
        };
        add("left out", None);
        add("null", Some(Value::Null));
        let other_type = match kind {
            Kind::Text | Kind::Code | Kind::Choice | Kind::Id => json!(7),
            Kind::Day | Kind::Date | Kind::Moment => json!(true),
            Kind::YesNo => json!("ja"),
            Kind::Number => json!("sieben"),
            Kind::Codes | Kind::ById | Kind::Part => json!("x"),
        };
        add("another type", Some(other_type));
        match kind {
            Kind::Text => texts(form, &path, today, all),
            Kind::Code => codes(form.name, &path, all, false),
            Kind::Codes => {
                codes(form.name, &path, all, true);
                all.push(one(&path, "too many", json!(many_codes())));
            }
            Kind::ById => {
                let entry = there
                    .as_object()
                    .and_then(|entries| entries.iter().next())
                    .expect("the right form has an entry");
                let with = |id: &str| json!({ id: entry.1 });
                all.push(one(&path, "an id with a dot", with("m.1")));
                all.push(one(&path, "an unknown id", with("GIBTSNICHT")));
                let many: Map<String, Value> = many_codes()
                    .into_iter()
                    .map(|id| (id, entry.1.clone()))
                    .collect();
                all.push(one(&path, "too many", Value::Object(many)));
                let inner = bare["additionalProperties"].as_object().map_or_else(
                    || {
                        bare["patternProperties"]
                            .as_object()
                            .and_then(|p| p.values().next())
                    },
                    |_| bare.get("additionalProperties"),
                );
                let (_, inner) = schema.bare(inner.expect("entries have a type"));
                let under: Vec<String> = path.iter().cloned().chain([entry.0.clone()]).collect();
                fields(form, schema, inner, entry.1, &under, today, all);
            }
            Kind::Part => fields(form, schema, bare, there, &path, today, all),
            Kind::Day => days(&path, today, all),
            Kind::Date => dates(&path, today, all),
            Kind::Moment => {
                for (badness, value) in [
                    ("the first there is", json!(i64::MIN)),
                    ("the last there is", json!(i64::MAX)),
                    ("nought", json!(0)),
                    ("a fraction", json!(1.5)),
                    ("more than there is", json!(1e300)),
                ] {
                    all.push(one(&path, badness, value));
                }
            }
            Kind::Number => {
                for (badness, value) in [
                    ("nought", json!(0)),
                    (
                        "one more than the most",
                        json!(bare["maximum"].as_i64().unwrap_or(0) + 1),
                    ),
                    ("below nought", json!(-1)),
                    ("more than fits", json!(70_000)),
                    ("a fraction", json!(1.5)),
                ] {
                    all.push(one(&path, badness, value));
                }
            }
            Kind::Choice => {
                all.push(one(&path, "an unknown choice", json!("vielleicht")));
                all.push(one(&path, "empty", json!("")));
            }
            Kind::Id => {
                all.push(one(&path, "no id", json!("Amira")));
                all.push(one(&path, "empty", json!("")));
            }
            Kind::YesNo => {}
        }
    }
}

/// The fields of a type; of one with several shapes, those of the shape that the right form has.
fn properties<'s>(own: &'s Value, right: &Value) -> &'s Map<String, Value> {
    let shapes = own.get("oneOf").and_then(Value::as_array);
    let shape = shapes.and_then(|shapes| {
        shapes
            .iter()
            .find(|shape| shape["properties"]["kind"]["const"] == right["kind"])
    });
    static NONE: std::sync::OnceLock<Map<String, Value>> = std::sync::OnceLock::new();
    shape
        .unwrap_or(own)
        .get("properties")
        .and_then(Value::as_object)
        .unwrap_or_else(|| NONE.get_or_init(Map::new))
}

fn one(path: &[String], badness: &'static str, value: Value) -> Vector {
    Vector {
        field: path.to_vec(),
        badness,
        value: Some(value),
        beside: Vec::new(),
    }
}

fn many_codes() -> Vec<String> {
    (0..300).map(|n| format!("A{n}")).collect()
}

fn texts(form: &Form, path: &[String], today: Day, all: &mut Vec<Vector>) {
    let most = longest(form, path, today);
    for (badness, text) in [
        ("empty", String::new()),
        ("spaces", "   ".to_owned()),
        ("the longest", "a".repeat(most)),
        ("too long by one", "a".repeat(most + 1)),
        ("a control character", "Amira\u{7}".to_owned()),
        ("a NUL", "Amira\0".to_owned()),
        ("a line break", "Amira\nHaddad".to_owned()),
        ("no character at all", "Amira\u{FFFF}".to_owned()),
        ("an override to the left", "Amira\u{202E}x".to_owned()),
        ("an isolate to the left", "Amira\u{2067}x".to_owned()),
        ("a mark of direction", "Amira\u{200F}x".to_owned()),
        ("no width", "Ami\u{200B}ra".to_owned()),
        ("a byte order mark", "\u{FEFF}Amira".to_owned()),
        ("a mark on nothing", "\u{301}Amira".to_owned()),
        ("a heap of marks", format!("A{}", "\u{301}".repeat(12))),
        ("Arabic", "محمد".to_owned()),
        ("Cyrillic", "Олена".to_owned()),
        ("Han", "李".to_owned()),
        ("digits only", "12".to_owned()),
        ("markup", "<b>Amira</b>".to_owned()),
        ("a picture", "👩\u{200D}👧".to_owned()),
    ] {
        all.push(one(path, badness, json!(text)));
    }
}

/// How many characters a line takes, as the problem says that too many bring about: the table need not repeat it.
fn longest(form: &Form, path: &[String], today: Day) -> usize {
    let probe = |length: usize| {
        let text = one(path, "probe", json!("a".repeat(length)));
        let answer = text.checked(form, today, &Organisation::default());
        let is_too_long = |found: &FieldProblem| found.code == ProblemCode::TooLong;
        matches!(answer, Answer::Problems(found) if found.iter().any(|(_, one)| is_too_long(one)))
    };
    assert!(
        probe(100_001),
        "{}: {} has no limit",
        form.name,
        path.join(".")
    );
    let (mut fits, mut too_long) = (0, 100_001);
    while too_long - fits > 1 {
        let middle = usize::midpoint(fits, too_long);
        if probe(middle) {
            too_long = middle;
        } else {
            fits = middle;
        }
    }
    fits
}

fn codes(form: &str, path: &[String], all: &mut Vec<Vector>, is_set: bool) {
    let other_list = other_list_code(form, path);
    for (badness, text) in [
        ("an unknown code", "GIBTSNICHT"),
        ("a code of another list", other_list),
        ("no code", "zwei Wörter"),
        ("empty", ""),
        (
            "too long for a code",
            "A2345678901234567890123456789012345678901",
        ),
    ] {
        let value = if is_set { json!([text]) } else { json!(text) };
        all.push(one(path, badness, value));
    }
}

/// A code that stands on a list, but not on this field's. Each field with a code is named here with its list.
fn other_list_code(form: &str, path: &[String]) -> &'static str {
    match path.last().map(String::as_str).unwrap_or_default() {
        "document_kind" | "birth_country" | "sex" | "nationalities" | "housing" | "safe_way"
        | "relation" | "route" | "urgency" | "channel" | "contact" | "explained"
        | "interpreter" | "employment" | "residence_rule" | "identity" | "fields_of_action"
        | "classes" => "ara",
        "language" | "information_language" => "H01",
        // A value of another lane.
        "value" => "SGB2",
        // Codes of the town's organisation, of another of its lists.
        "locality" => "II",
        "office" | "offices" => "caritas-1",
        "to" => "jobcenter",
        _ => panic!("{form}: {} has a code of no list", path.join(".")),
    }
}

fn days(path: &[String], today: Day, all: &mut Vec<Vector>) {
    let soon = today.saturating_add(2.days());
    for (badness, text) in [
        ("a day that no calendar has", "2023-02-30".to_owned()),
        ("a leap day in another year", "2023-02-29".to_owned()),
        ("another way to write a day", "30.02.2023".to_owned()),
        ("empty", String::new()),
        ("in two days", soon.to_string()),
        ("long to come", "9999-12-31".to_owned()),
        ("long gone", "0001-01-01".to_owned()),
        ("in the century before the last", "1899-12-31".to_owned()),
    ] {
        all.push(one(path, badness, json!(text)));
    }
}

fn dates(path: &[String], today: Day, all: &mut Vec<Vector>) {
    let soon = today.saturating_add(2.days());
    let later = today.saturating_add(2.months());
    for (badness, value) in [
        (
            "a day that no calendar has",
            json!({"precision": "day", "on": "2023-02-30"}),
        ),
        (
            "a leap day in another year",
            json!({"precision": "set_by_authority", "on": "2023-02-29"}),
        ),
        (
            "a thirteenth month",
            json!({"precision": "month", "year": 1990, "month": 13}),
        ),
        (
            "a month nought",
            json!({"precision": "month", "year": 1990, "month": 0}),
        ),
        ("a year nought", json!({"precision": "year", "year": 0})),
        (
            "a year of five digits",
            json!({"precision": "year", "year": 10_000}),
        ),
        (
            "a year before Christ",
            json!({"precision": "estimated", "year": -44}),
        ),
        (
            "a precision that nobody knows",
            json!({"precision": "roughly", "year": 1990}),
        ),
        (
            "a part that is missing",
            json!({"precision": "month", "year": 1990}),
        ),
        (
            "a part too many",
            json!({"precision": "year", "year": 1990, "month": 5}),
        ),
        (
            "in two days",
            json!({"precision": "day", "on": soon.to_string()}),
        ),
        (
            "in two months",
            json!({"precision": "month", "year": later.year(), "month": later.month()}),
        ),
        (
            "in the year 9999",
            json!({"precision": "year", "year": 9999}),
        ),
        (
            "in the year 1899",
            json!({"precision": "year", "year": 1899}),
        ),
        (
            "in the year 1",
            json!({"precision": "day", "on": "0001-01-01"}),
        ),
        ("a written day, not an object", json!("1990-05-17")),
    ] {
        all.push(one(path, badness, value));
    }
}

/// What is bad only together with another field.
fn together(form: &Form, today: Day) -> Vec<Vector> {
    let path = |text: &str| -> Vec<String> { text.split('.').map(str::to_owned).collect() };
    let with = |field: &str, badness, value: Value, beside: &[(&str, Value)]| Vector {
        field: path(field),
        badness,
        value: Some(value),
        beside: beside
            .iter()
            .map(|(at, value)| (path(at), value.clone()))
            .collect(),
    };
    let day = |text: &str| json!({"precision": "day", "on": text});
    let soon = today.saturating_add(2.days()).to_string();
    match form.name {
        "person" => vec![
            with(
                "nationalities",
                "stateless and not",
                json!(["SYR", "XXA"]),
                &[],
            ),
            with(
                "entered_germany",
                "before the birth",
                day("1990-05-16"),
                &[],
            ),
            with("left_germany", "before the entry", day("2022-02-28"), &[]),
            with(
                "re_entered_germany",
                "before the departure",
                day("2023-02-28"),
                &[],
            ),
            with(
                "address.post_code",
                "digits of another script",
                json!("٥١٣٧٩"),
                &[],
            ),
            with("contact.telephone", "too short a number", json!("123"), &[]),
            with("contact.email", "no host", json!("amira@"), &[]),
        ],
        "intake" => vec![with(
            "urgency_reason",
            "none, where one is needed",
            json!(""),
            &[("urgency", json!("D1"))],
        )],
        "fact" => vec![
            with(
                "value",
                "a code before its law",
                json!("AE_104C"),
                &[("begins", day("2022-12-30"))],
            ),
            with("ends", "before the beginning", json!("2025-02-28"), &[]),
            with(
                "ends",
                "ended and still to come",
                json!(soon),
                &[("state", json!("ended_with_successor"))],
            ),
            with(
                "ends",
                "ended, nobody says when",
                Value::Null,
                &[("state", json!("ended_without_successor"))],
            ),
        ],
        "assignment" => vec![
            with(
                "because",
                "a language that is not spoken there",
                json!("language"),
                &[],
            ),
            with(
                "because",
                "on the spot, by somebody else",
                json!("on_site"),
                &[],
            ),
        ],
        "slip" => vec![
            with("office", "referred to nobody", Value::Null, &[]),
            with(
                "urgency_reason",
                "none, where one is needed",
                json!(" "),
                &[("urgency", json!("D1"))],
            ),
        ],
        _ => Vec::new(),
    }
}
