//! The API document.

use std::collections::BTreeSet;
use std::path::Path;

use backend::openapi;
use harness::Database;
use serde_json::Value;
use shared::calls::{Call, Verb, Visitor, each};

use crate::support::Server;

#[actix_web::test]
async fn the_document_is_served_to_anybody() {
    let server = Server::empty(Database::Sqlite, |_| {});
    let answer = server.browser("192.0.2.1").get("/api/openapi.json").await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.json(), openapi::value());
}

#[test]
fn every_declared_call_is_in_the_document_and_nothing_else() {
    struct Names(BTreeSet<(String, String, String)>);
    impl Visitor for Names {
        fn visit<C: Call>(&mut self, _: C) {
            let verb = match C::VERB {
                Verb::Get => "get",
                Verb::Post => "post",
            };
            self.0
                .insert((C::PATH.to_owned(), verb.to_owned(), C::NAME.to_owned()));
        }
    }
    let mut declared = Names(BTreeSet::new());
    each(&mut declared);

    let document = openapi::value();
    let mut found = BTreeSet::new();
    let outside = [
        &openapi::LIVE,
        &openapi::READY,
        &openapi::REPORTS,
        &openapi::DOCUMENT,
        &openapi::BACK,
    ];
    for (path, item) in document["paths"].as_object().unwrap() {
        for (verb, operation) in item.as_object().unwrap() {
            let name = operation["operationId"].as_str().unwrap().to_owned();
            if outside
                .iter()
                .any(|one| one.path == path && one.name == name)
            {
                continue;
            }
            found.insert((path.clone(), verb.clone(), name));
            assert!(!operation["summary"].as_str().unwrap().is_empty());
            for status in ["200", "405", "413", "422", "503"] {
                assert!(!operation["responses"][status].is_null(), "{path} {status}");
            }
        }
    }
    assert_eq!(found, declared.0);
}

/// The ways in which a call is registered.
const WAYS: [&str; 4] = [
    "calls::signed::<",
    "calls::entering::<",
    "calls::read::<",
    "calls::public::<",
];

/// The sources of the backend, each with the name of its file.
fn sources() -> Vec<(String, String)> {
    fn walk(folder: &Path, found: &mut Vec<(String, String)>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else {
                let text = std::fs::read_to_string(&path).unwrap();
                found.push((
                    path.file_name().unwrap().to_string_lossy().into_owned(),
                    text,
                ));
            }
        }
    }
    let mut found = Vec::new();
    walk(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("../backend/src"),
        &mut found,
    );
    found
}

/// The framework does not tell which addresses it has, so that the sources are asked: everything is registered in two
/// ways only, and each of them takes its address from the document's own lists.
#[test]
fn nothing_is_registered_that_is_not_in_the_document() {
    struct Names(BTreeSet<&'static str>);
    impl Visitor for Names {
        fn visit<C: Call>(&mut self, _: C) {
            self.0.insert(C::NAME);
        }
    }
    let sources = sources();
    let mut registered = BTreeSet::new();
    let mut outside = 0;
    for (file, text) in &sources {
        for way in WAYS {
            let names = text
                .split(way)
                .skip(1)
                .filter_map(|rest| rest.split(',').next());
            registered.extend(names);
        }
        outside += text.matches("outside_of_calls(routes, &openapi::").count();
        let resources =
            text.matches("web::resource(").count() + text.matches("web::scope(").count();
        let expected = if file == "calls.rs" { 2 } else { 0 };
        if resources > 0 || file == "calls.rs" {
            assert!(
                resources <= expected,
                "{file} registers in a way of its own"
            );
        }
        assert!(
            !text.contains(".route(\""),
            "{file} registers in a way of its own"
        );
    }
    let mut declared = Names(BTreeSet::new());
    each(&mut declared);
    assert_eq!(registered, declared.0);
    assert_eq!(outside, 5);
}

/// Which answer brings a cookie stands in the type that its handler returns.
#[test]
fn the_document_says_of_every_answer_whether_it_brings_a_cookie() {
    let mut bringing = BTreeSet::new();
    for (_, text) in sources() {
        for rest in WAYS.iter().flat_map(|way| text.split(way).skip(1)) {
            let (Some((name, _)), Some((_, rest))) =
                (rest.split_once(','), rest.split_once("(routes, "))
            else {
                continue;
            };
            let handler = rest.split(')').next().unwrap();
            let begins = format!("fn {handler}(");
            let signature = text
                .split_once(&begins)
                .and_then(|(_, rest)| rest.split_once(" {\n"))
                .map(|(signature, _)| signature);
            if signature.is_some_and(|signature| signature.contains("Cookies<")) {
                bringing.insert(name.to_owned());
            }
        }
    }
    let document = openapi::value();
    let mut told = BTreeSet::new();
    for item in document["paths"].as_object().unwrap().values() {
        for operation in item.as_object().unwrap().values() {
            if !operation["responses"]["200"]["headers"]["Set-Cookie"].is_null() {
                told.insert(operation["operationId"].as_str().unwrap().to_owned());
            }
        }
    }
    assert!(bringing.contains("Confirm"), "{bringing:?}");
    assert_eq!(told, bringing);
}

#[test]
fn an_error_is_described_as_the_problem_it_is() {
    let document = openapi::value();
    for (name, response) in document["components"]["responses"].as_object().unwrap() {
        let schema = &response["content"]["application/json"]["schema"];
        let problem = schema["allOf"][1]["properties"]["problem"]["const"].as_str();
        assert!(problem.is_some(), "{name}");
        assert_eq!(schema["allOf"][0]["$ref"], "#/components/schemas/Problem");
    }
}

#[test]
fn every_reference_leads_somewhere() {
    fn walk(value: &Value, document: &Value) {
        match value {
            Value::Object(fields) => {
                if let Some(Value::String(reference)) = fields.get("$ref") {
                    let pointer = reference.strip_prefix('#').unwrap();
                    assert!(document.pointer(pointer).is_some(), "{reference}");
                }
                fields.values().for_each(|value| walk(value, document));
            }
            Value::Array(items) => items.iter().for_each(|value| walk(value, document)),
            _ => {}
        }
    }
    let document = openapi::value();
    assert_eq!(document["openapi"], "3.1.0");
    walk(&document, &document);
}

#[test]
fn inputs_refuse_what_they_do_not_know() {
    let document = openapi::value();
    let schemas = &document["components"]["schemas"];
    for input in [
        "Credentials",
        "FirstAccount",
        "Offer",
        "Envelope",
        "Enrolment",
        "PersonSearch",
    ] {
        assert_eq!(schemas[input]["additionalProperties"], false, "{input}");
    }
}
