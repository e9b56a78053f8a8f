//! The API document (OpenAPI 3.1), made from the same types that the calls are served and sent with.
//!
//! It is public: it says what the source says anyway, and holds no data. A page that shows it does not exist.

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::web::{Bytes, Data};
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Map, Value, json};
use shared::calls::{Audience, Call, Verb, Visitor, each};
use shared::kernel::Problem;

use crate::signin::SESSION_COOKIE;
use crate::web::calls::body_max;

/// The document as sent.
#[derive(Debug, Clone)]
pub struct Document(Bytes);

/// Answers with the document.
pub async fn answer(document: Data<Document>) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "application/json"))
        .body(document.0.clone())
}

/// Makes the document.
///
/// # Errors
/// If it cannot be written as JSON.
pub fn document() -> Result<Document, serde_json::Error> {
    Ok(Document(serde_json::to_vec(&value())?.into()))
}

/// The document as a value.
#[must_use]
pub fn value() -> Value {
    let settings = SchemaSettings::draft2020_12().with(|settings| {
        settings.definitions_path = "/components/schemas".into();
        settings.meta_schema = None;
    });
    let mut paths = Paths {
        schemas: settings.into_generator(),
        items: Map::new(),
    };
    each(&mut paths);
    let problem = paths.schemas.subschema_for::<Problem>().to_value();
    let mut schemas = paths.schemas.take_definitions(true);
    schemas.sort_keys();
    json!({
        "openapi": "3.1.0",
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "info": {
            "title": "Lückenlos",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Municipal integration case management. Work is written by one call, `OfferCommands`; the other calls read. \
                A write demands the header `X-Lueckenlos: 1`, which only the product's own page sends.",
            "license": { "name": "EUPL-1.2", "identifier": "EUPL-1.2" },
        },
        "servers": [{ "url": "/" }],
        "paths": paths.items,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "session": { "type": "apiKey", "in": "cookie", "name": SESSION_COOKIE },
            },
            "responses": responses(&problem),
        },
    })
}

/// What a call may answer besides 200, with the sentence that says when.
const REFUSALS: [(&str, &str, &str); 10] = [
    ("400", "Unreadable", "The body is not JSON."),
    (
        "401",
        "NotSignedIn",
        "Nobody is signed in, or name or password are wrong.",
    ),
    (
        "403",
        "NotAllowed",
        "Not for this person to do, or not sent by the product's own page.",
    ),
    (
        "404",
        "NotFound",
        "Not there, or not for this person to see.",
    ),
    ("405", "WrongVerb", "The call has another verb."),
    ("408", "TooSlow", "The body took too long."),
    (
        "413",
        "TooLarge",
        "The body is larger than this call takes.",
    ),
    (
        "422",
        "Fields",
        "Fields of the question are wrong; each is named.",
    ),
    (
        "429",
        "TooMany",
        "Too many tries; the header says when the next is possible.",
    ),
    (
        "503",
        "Unavailable",
        "The server cannot answer now; trying again is right.",
    ),
];

fn responses(problem: &Value) -> Value {
    REFUSALS
        .iter()
        .map(|(_, name, about)| {
            let response = json!({
                "description": about,
                "content": { "application/json": { "schema": problem } },
            });
            ((*name).to_owned(), response)
        })
        .collect::<Map<_, _>>()
        .into()
}

struct Paths {
    schemas: SchemaGenerator,
    items: Map<String, Value>,
}

impl Visitor for Paths {
    fn visit<C: Call>(&mut self, _: C) {
        let answer = self.schemas.subschema_for::<C::Answer>().to_value();
        let mut operation = json!({
            "operationId": C::NAME,
            "summary": C::ABOUT.trim(),
            "security": match C::AUDIENCE {
                Audience::Public => json!([]),
                Audience::SignedIn => json!([{ "session": [] }]),
            },
        });
        let mut answers: BTreeMap<String, Value> = REFUSALS
            .iter()
            .filter(|(status, _, _)| match C::VERB {
                Verb::Get => !matches!(*status, "400" | "408"),
                Verb::Post => true,
            })
            .map(|(status, name, _)| {
                let response = json!({ "$ref": format!("#/components/responses/{name}") });
                ((*status).to_owned(), response)
            })
            .collect();
        answers.insert(
            "200".to_owned(),
            json!({
                "description": "The answer.",
                "content": { "application/json": { "schema": answer } },
            }),
        );
        operation["responses"] = json!(answers);
        let verb = match C::VERB {
            Verb::Get => {
                operation["parameters"] = self.query::<C::Question>();
                "get"
            }
            Verb::Post => {
                let question = self.schemas.subschema_for::<C::Question>().to_value();
                operation["parameters"] = json!([{
                    "name": "X-Lueckenlos",
                    "in": "header",
                    "required": true,
                    "schema": { "const": "1" },
                }]);
                operation["requestBody"] = json!({
                    "required": true,
                    "description": format!("At most {} bytes.", body_max::<C>()),
                    "content": { "application/json": { "schema": question } },
                });
                "post"
            }
        };
        self.items.entry(C::PATH).or_insert_with(|| json!({}))[verb] = operation;
    }
}

impl Paths {
    /// The fields of a question as parameters of the query string.
    fn query<Q: JsonSchema>(&mut self) -> Value {
        let schema = Q::json_schema(&mut self.schemas).to_value();
        let required = |name: &str| {
            schema
                .get("required")
                .and_then(Value::as_array)
                .is_some_and(|names| names.iter().any(|one| one == name))
        };
        schema
            .get("properties")
            .and_then(Value::as_object)
            .map(|fields| {
                fields
                    .iter()
                    .map(|(name, field)| {
                        json!({
                            "name": name,
                            "in": "query",
                            "required": required(name),
                            "schema": field,
                        })
                    })
                    .collect::<Vec<_>>()
            })
            .unwrap_or_default()
            .into()
    }
}
