//! The API document (OpenAPI 3.1), made from the same types that the calls are served and sent with.
//!
//! It is public: it says what the source says anyway, and holds no data. A page that shows it does not exist.

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::web::{Bytes, Data};
use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;
use schemars::{JsonSchema, Schema, SchemaGenerator};
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
        // What stands twice in a set is taken once, and not refused.
        settings
            .transforms
            .push(Box::new(RecursiveTransform(|schema: &mut Schema| {
                schema.remove("uniqueItems");
            })));
    });
    let mut paths = Paths {
        schemas: settings.into_generator(),
        items: Map::new(),
    };
    each(&mut paths);
    for outside in OUTSIDE {
        let item = json!({ method(outside.verb): outside.operation() });
        paths.items.insert(outside.path.to_owned(), item);
    }
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
                A `POST` demands the header `X-Lueckenlos: 1`, which only the product's own page sends. Every answer \
                carries `X-Request-Id`, which names its line in the server's log, and `X-Lueckenlos-Provider` where people can \
                also sign in with the town's own sign-in service.",
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

/// The calls whose answer brings a cookie, or takes one away. A test compares this with what the handlers return.
const WITH_COOKIE: [&str; 10] = [
    "SignIn",
    "SignOut",
    "GiveFactor",
    "Confirm",
    "ChangePassword",
    "ActIn",
    "FinishTotp",
    "FinishPasskey",
    "BeginProvider",
    "LinkProvider",
];

/// What is answered under an address that belongs to no call and to no file of the app.
#[derive(Debug)]
pub struct Outside {
    /// The name in the document.
    pub name: &'static str,
    /// The address.
    pub path: &'static str,
    /// The one verb it has.
    pub verb: Verb,
    /// What it is for.
    about: &'static str,
    /// Status, media type (none: no content), when.
    answers: &'static [(&'static str, Option<&'static str>, &'static str)],
}

const PLAIN: Option<&str> = Some("text/plain");

/// Whether the process lives.
pub const LIVE: Outside = Outside {
    name: "IsAlive",
    path: "/health/live",
    verb: Verb::Get,
    about: "Says that the process answers.",
    answers: &[("200", PLAIN, "It does.")],
};

/// Whether the database answers.
pub const READY: Outside = Outside {
    name: "IsReady",
    path: "/health/ready",
    verb: Verb::Get,
    about: "Says whether the database answers.",
    answers: &[
        ("200", PLAIN, "It does."),
        ("503", PLAIN, "It does not; the cause stands in the log."),
    ],
};

/// Where browsers report.
pub const REPORTS: Outside = Outside {
    name: "ReportPolicy",
    path: "/csp-reports",
    verb: Verb::Post,
    about: "Takes a browser's word that a page broke the content security policy, at most 32768 bytes.",
    answers: &[
        ("204", None, "Taken."),
        ("400", None, "Too long, too slow or broken off."),
    ],
};

/// The document itself.
pub const DOCUMENT: Outside = Outside {
    name: "ReadDocument",
    path: "/api/openapi.json",
    verb: Verb::Get,
    about: "This document.",
    answers: &[("200", Some("application/json"), "The document.")],
};

/// Where the town's own sign-in service sends browsers back to.
pub const BACK: Outside = Outside {
    name: "ComeBack",
    path: crate::signin::provider::BACK,
    verb: Verb::Get,
    about: "Takes a browser back from the town's own sign-in service, and sends it on to a page that says what came of it.",
    answers: &[("303", None, "The page, in the header `Location`.")],
};

/// All of them.
const OUTSIDE: [&Outside; 5] = [&LIVE, &READY, &REPORTS, &DOCUMENT, &BACK];

/// An answer that is none: its status, its name in the document, the problems it may hold, when it is given.
struct Refusal {
    status: &'static str,
    name: &'static str,
    problem: &'static str,
    about: &'static str,
}

/// What a call may answer besides 200.
const REFUSALS: [Refusal; 10] = [
    Refusal {
        status: "400",
        name: "Unreadable",
        problem: "fields",
        about: "The body is not JSON.",
    },
    Refusal {
        status: "401",
        name: "NotSignedIn",
        problem: "not_signed_in",
        about: "Nobody is signed in, or name or password are wrong.",
    },
    Refusal {
        status: "403",
        name: "NotAllowed",
        problem: "not_allowed",
        about: "Not for this person to do, or not sent by the product's own page.",
    },
    Refusal {
        status: "404",
        name: "NotFound",
        problem: "not_found",
        about: "Not there, or not for this person to see.",
    },
    Refusal {
        status: "405",
        name: "WrongVerb",
        problem: "not_found",
        about: "The call has another verb, which the header says.",
    },
    Refusal {
        status: "408",
        name: "TooSlow",
        problem: "fields",
        about: "The body took longer than 30 seconds.",
    },
    Refusal {
        status: "413",
        name: "TooLarge",
        problem: "fields",
        about: "The question is larger than this call takes.",
    },
    Refusal {
        status: "422",
        name: "Fields",
        problem: "fields",
        about: "Fields of the question are wrong; each is named.",
    },
    Refusal {
        status: "429",
        name: "TooMany",
        problem: "too_many",
        about: "Too many tries, or more different people of others than anybody's work asks for; the header says in how many seconds the next is possible.",
    },
    Refusal {
        status: "503",
        name: "Unavailable",
        problem: "unavailable",
        about: "The server cannot answer now; trying again is right.",
    },
];

/// Calls that one network or account may send a few times only, until some time has passed, and those that show people of
/// others.
const COUNTED: [&str; 14] = [
    "SignIn",
    "GiveFactor",
    "Confirm",
    "ChangePassword",
    "FinishTotp",
    "BeginProvider",
    "LinkProvider",
    "ReadInvitation",
    "AcceptInvitation",
    "SendMessage",
    "FindPersons",
    "ReadPersonCard",
    "ComparePersons",
    "ReadDoubles",
];
/// Calls whose question names something that may not be there.
const ABOUT_SOMETHING: [&str; 32] = [
    "ReadAttachment",
    "RemovePasskey",
    "ActIn",
    "EndSession",
    "ReadInvitation",
    "AcceptInvitation",
    "InviteAgain",
    "GrantRole",
    "EndRole",
    "CloseAccount",
    "OpenAccount",
    "UnlinkAccount",
    "BeginProvider",
    "LinkProvider",
    "LoseDevice",
    "EnrolDevice",
    "OpenDevice",
    "HandIn",
    "SetUp",
    "ReadPerson",
    "ComparePersons",
    "ReadDoubles",
    "ReadSlipsOf",
    "ReadResponsibility",
    "ReadIntakes",
    "ReadOrganisationStanding",
    "ReadCase",
    "ReadSight",
    "Propose",
    "ReadWhoRead",
    "ReadChanges",
    "ReadErasure",
];

impl Refusal {
    /// Whether a call can answer so. The contract tests fail on an answer that is not told here, and name what is told
    /// here and was never given.
    fn is_of<C: Call>(&self) -> bool {
        let is_post = C::VERB == Verb::Post;
        let is_signed = C::AUDIENCE != Audience::Public;
        match self.status {
            "400" | "408" => is_post,
            "401" => is_signed || matches!(C::NAME, "SignIn" | "GiveFactor" | "AskPasskey"),
            // Who still has to set up a second factor is refused whatever their role.
            "403" => is_post || C::AUDIENCE == Audience::SignedIn,
            "404" => ABOUT_SOMETHING.contains(&C::NAME),
            "429" => COUNTED.contains(&C::NAME),
            _ => true,
        }
    }

    fn response(&self, problem: &Value) -> Value {
        let kind = json!({ "properties": { "problem": { "const": self.problem } } });
        let mut response = json!({
            "description": self.about,
            "content": { "application/json": { "schema": { "allOf": [problem, kind] } } },
        });
        let header = match self.status {
            "405" => Some((
                "Allow",
                json!({ "type": "string", "enum": ["GET", "POST"] }),
            )),
            "429" | "503" => Some(("Retry-After", json!({ "type": "integer", "minimum": 1 }))),
            _ => None,
        };
        if let Some((name, schema)) = header {
            response["headers"] = json!({ name: { "required": true, "schema": schema } });
        }
        response
    }
}

fn responses(problem: &Value) -> Value {
    REFUSALS
        .iter()
        .map(|refusal| (refusal.name.to_owned(), refusal.response(problem)))
        .collect::<Map<_, _>>()
        .into()
}

impl Outside {
    fn operation(&self) -> Value {
        let mut answers: Map<String, Value> = self
            .answers
            .iter()
            .map(|(status, media_type, about)| {
                let mut response = json!({ "description": about });
                if let Some(media_type) = media_type {
                    response["content"] = json!({ *media_type: {} });
                }
                ((*status).to_owned(), response)
            })
            .collect();
        answers.insert(
            "405".to_owned(),
            json!({ "$ref": "#/components/responses/WrongVerb" }),
        );
        let mut operation = json!({
            "operationId": self.name,
            "summary": self.about,
            "security": [],
            "responses": answers,
        });
        if self.verb == Verb::Post {
            operation["requestBody"] = json!({ "content": { "application/reports+json": {} } });
        }
        operation
    }
}

const fn method(verb: Verb) -> &'static str {
    match verb {
        Verb::Get => "get",
        Verb::Post => "post",
    }
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
                Audience::Entering | Audience::SignedIn => json!([{ "session": [] }]),
            },
        });
        let mut answers: BTreeMap<String, Value> = REFUSALS
            .iter()
            .filter(|refusal| refusal.is_of::<C>())
            .map(|refusal| {
                let response =
                    json!({ "$ref": format!("#/components/responses/{}", refusal.name) });
                (refusal.status.to_owned(), response)
            })
            .collect();
        let mut given = json!({
            "description": "The answer.",
            "content": { "application/json": { "schema": answer } },
        });
        if WITH_COOKIE.contains(&C::NAME) {
            given["headers"] =
                json!({ "Set-Cookie": { "required": true, "schema": { "type": "string" } } });
        }
        answers.insert("200".to_owned(), given);
        operation["responses"] = json!(answers);
        match C::VERB {
            Verb::Get => operation["parameters"] = self.query::<C::Question>(),
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
            }
        }
        self.items.entry(C::PATH).or_insert_with(|| json!({}))[method(C::VERB)] = operation;
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
