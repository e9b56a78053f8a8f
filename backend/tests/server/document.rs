//! The API document.

use std::collections::BTreeSet;

use backend::openapi;
use serde_json::Value;
use shared::calls::{Call, Verb, Visitor, each};

use crate::support::Server;

#[actix_web::test]
async fn the_document_is_served_to_anybody() {
    let server = Server::empty(|_| {});
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
    for (path, item) in document["paths"].as_object().unwrap() {
        for (verb, operation) in item.as_object().unwrap() {
            let name = operation["operationId"].as_str().unwrap().to_owned();
            found.insert((path.clone(), verb.clone(), name));
            assert!(!operation["summary"].as_str().unwrap().is_empty());
            for status in ["200", "401", "403", "404", "405", "413", "422", "503"] {
                assert!(!operation["responses"][status].is_null(), "{path} {status}");
            }
        }
    }
    assert_eq!(found, declared.0);
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
