//! Calls: every one that is declared is served, refuses a stranger, demands a page of ours, and reads its question
//! strictly.

use actix_web::http::StatusCode;
use actix_web::test::TestRequest;
use backend::signin::SESSION_COOKIE;
use harness::Database;
use serde_json::json;
use shared::calls::{Audience, Call, Verb, Visitor, each};

use crate::support::{Browser, Server};

struct Declared {
    name: &'static str,
    path: &'static str,
    verb: Verb,
    audience: Audience,
}

fn declared() -> Vec<Declared> {
    struct List(Vec<Declared>);
    impl Visitor for List {
        fn visit<C: Call>(&mut self, _: C) {
            self.0.push(Declared {
                name: C::NAME,
                path: C::PATH,
                verb: C::VERB,
                audience: C::AUDIENCE,
            });
        }
    }
    let mut list = List(Vec::new());
    each(&mut list);
    list.0
}

fn request(call: &Declared) -> TestRequest {
    match call.verb {
        Verb::Get => TestRequest::get().uri(call.path),
        Verb::Post => Browser::write(call.path).set_payload("{}"),
    }
}

#[actix_web::test]
async fn every_declared_call_is_served_and_refuses_a_stranger() {
    let server = Server::demo(Database::Sqlite);
    let stranger = server.browser("198.51.100.7");
    for call in declared() {
        let answer = stranger.send(request(&call)).await;
        match call.audience {
            Audience::Entering | Audience::SignedIn => {
                assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{}", call.name);
                assert_eq!(answer.json(), json!({ "problem": "not_signed_in" }));
            }
            // Whoever waits for a second factor is known by the cookie alone.
            Audience::Public if call.name == "AskPasskey" => {
                assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{}", call.name);
            }
            Audience::Public if call.name == "ReadProvider" => {
                assert_eq!(answer.status, StatusCode::OK, "{}", call.name);
            }
            // The demo town has no sign-in service of its own.
            Audience::Public if call.name == "BeginProvider" => {
                assert_eq!(answer.status, StatusCode::NOT_FOUND, "{}", call.name);
            }
            // An empty question is wrong everywhere else, and says that there is a call.
            Audience::Public => assert_eq!(answer.status, 422, "{}", call.name),
        }
        stranger.set_cookie(
            SESSION_COOKIE,
            "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        );
        if call.audience != Audience::Public {
            assert_eq!(stranger.send(request(&call)).await.status, 401);
        }
        stranger.forget_cookies();
    }
}

#[actix_web::test]
async fn no_call_has_a_second_verb() {
    let server = Server::demo(Database::Sqlite);
    let browser = server.signed_in("empfang").await;
    for call in declared() {
        for method in [
            "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE",
        ] {
            let own = match call.verb {
                Verb::Get => "GET",
                Verb::Post => "POST",
            };
            if method == own {
                continue;
            }
            let request = request(&call).method(method.parse().unwrap());
            let answer = browser.send(request).await;
            assert_eq!(answer.status, 405, "{method} {}", call.path);
            assert_eq!(answer.header("allow"), own);
        }
    }
}

#[actix_web::test]
async fn what_is_no_call_has_one_verb_too() {
    let server = Server::demo(Database::Sqlite);
    let browser = server.browser("192.0.2.1");
    for (path, own) in [
        ("/health/live", "GET"),
        ("/health/ready", "GET"),
        ("/csp-reports", "POST"),
        ("/api/openapi.json", "GET"),
        ("/api/session/provider/callback", "GET"),
    ] {
        for method in [
            "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE",
        ] {
            let request = TestRequest::default()
                .uri(path)
                .method(method.parse().unwrap());
            let answer = browser.send(request).await;
            if method == own {
                let is_answered = answer.status.is_success() || answer.status == 303;
                assert!(is_answered, "{method} {path}");
                continue;
            }
            assert_eq!(answer.status, 405, "{method} {path}");
            assert_eq!(answer.header("allow"), own);
            assert_eq!(answer.header("x-frame-options"), "DENY");
        }
    }
}

#[actix_web::test]
async fn a_name_that_stands_twice_in_a_command_is_refused_where_it_stands() {
    let server = Server::demo(Database::Sqlite);
    let browser = server.signed_in("empfang").await;
    let id = "0190a0a0-0000-7000-8000-000000000001";
    let offer = format!(
        r#"{{"groups":[[{{"id":"{id}","format":1,"subject":"slip:{id}","authored_at":0,"device":"{id}",
        "command":{{"do":"attach_slip","with":{{"person":"{id}","person":"{id}"}}}}}}]]}}"#
    );
    let answer = browser
        .send(Browser::write("/api/commands").set_payload(offer))
        .await;
    assert_eq!(answer.status, 422, "{}", answer.text());
    assert_eq!(
        answer.json()["fields"],
        json!({ "groups.0.0.command.with.person": [{ "code": "duplicate" }] })
    );
}

#[actix_web::test]
async fn a_pack_of_more_cases_than_the_document_says_is_refused() {
    let server = Server::demo(Database::Sqlite);
    let browser = server.signed_in("awo").await;
    let ids = |count: u32| -> Vec<String> {
        (0..count)
            .map(|n| format!("0190a0a0-0000-7000-8000-{n:012}"))
            .collect()
    };
    let answer = browser
        .post("/api/pack", &json!({ "chosen": ids(2_001) }))
        .await;
    assert_eq!(answer.status, 422);
    assert_eq!(
        answer.json()["fields"],
        json!({ "chosen": [{ "code": "too_many", "limits": { "max": 2_000 } }] })
    );
}

#[actix_web::test]
async fn a_write_from_another_page_changes_nothing() {
    let server = Server::demo(Database::Sqlite);
    let browser = server.signed_in("empfang").await;
    let sign_out = || TestRequest::post().uri("/api/session/sign-out");
    let json = ("content-type", "application/json");
    let own = ("x-lueckenlos", "1");
    let foreign = [
        sign_out().set_payload("{}"),
        sign_out().insert_header(json).set_payload("{}"),
        sign_out().insert_header(own).set_payload("{}"),
        sign_out()
            .insert_header(own)
            .insert_header(("content-type", "text/plain"))
            .set_payload("{}"),
        sign_out()
            .insert_header(own)
            .insert_header(json)
            .insert_header(("origin", "https://evil.example"))
            .set_payload("{}"),
        sign_out()
            .insert_header(own)
            .insert_header(json)
            .insert_header(("sec-fetch-site", "cross-site"))
            .set_payload("{}"),
    ];
    for request in foreign {
        let answer = browser.send(request).await;
        assert_eq!(answer.status, 403);
        assert_eq!(
            answer.json(),
            json!({ "problem": "not_allowed", "because": "foreign_page" })
        );
    }
    assert_eq!(browser.get("/api/session").await.status, 200);
    for verb in [
        TestRequest::get(),
        TestRequest::default().method("HEAD".parse().unwrap()),
    ] {
        browser.send(verb.uri("/api/session/sign-out")).await;
    }
    assert_eq!(browser.get("/api/session").await.status, 200);
}

#[actix_web::test]
async fn a_question_of_another_shape_is_a_problem_and_never_a_failure() {
    let server = Server::demo(Database::Sqlite);
    let browser = server.signed_in("admin").await;
    let device = "0190a0a0-0000-7000-8000-000000000001";
    for (body, status, problem) in [
        ("", 400, json!({ "": [{ "code": "invalid" }] })),
        ("{", 400, json!({ "": [{ "code": "invalid" }] })),
        ("\u{0}", 400, json!({ "": [{ "code": "invalid" }] })),
        ("{}", 422, json!({ "device": [{ "code": "missing" }] })),
        ("[]", 400, json!({ "": [{ "code": "invalid" }] })),
        ("1e400", 400, json!({ "": [{ "code": "invalid" }] })),
        (
            r#"{"device":1}"#,
            422,
            json!({ "device": [{ "code": "wrong_type" }] }),
        ),
        (
            r#"{"device":"x"}"#,
            422,
            json!({ "device": [{ "code": "invalid" }] }),
        ),
        (
            &format!(r#"{{"device":"{device}","role":"administrator"}}"#),
            422,
            json!({ "role": [{ "code": "unknown_field" }] }),
        ),
        (
            &format!(r#"{{"device":"{device}","device":"{device}"}}"#),
            422,
            json!({ "device": [{ "code": "duplicate" }] }),
        ),
        (
            &"[".repeat(60_000),
            400,
            json!({ "": [{ "code": "invalid" }] }),
        ),
    ] {
        let request = Browser::write("/api/device/open").set_payload(body.to_owned());
        let answer = browser.send(request).await;
        assert_eq!(answer.status, status, "{body:.40}");
        assert_eq!(
            answer.json(),
            json!({ "problem": "fields", "fields": problem }),
            "{body:.40}"
        );
    }
    // No such device: the question itself was right.
    let answer = browser
        .post("/api/device/open", &json!({ "device": device }))
        .await;
    assert_eq!(answer.status, 404);
}

#[actix_web::test]
async fn a_query_string_is_read_as_strictly() {
    let server = Server::demo(Database::Sqlite);
    let browser = server.signed_in("admin").await;
    assert_eq!(
        browser.get("/api/session?role=administrator").await.status,
        422
    );
    let long = format!("/api/session?{}", "a".repeat(3_000));
    assert_eq!(browser.get(&long).await.status, 413);
}

#[actix_web::test]
async fn a_body_over_the_limit_is_refused_with_the_limit() {
    let server = Server::demo(Database::Sqlite);
    let browser = server.signed_in("empfang").await;
    for (path, max) in [
        ("/api/device/open", 64 * 1024),
        ("/api/commands", 4 * 1024 * 1024),
    ] {
        let answer = browser
            .send(Browser::write(path).set_payload(vec![b' '; max + 1]))
            .await;
        assert_eq!(answer.status, 413);
        assert_eq!(
            answer.json(),
            json!({ "problem": "fields", "fields": { "": [{ "code": "too_long", "limits": { "max": max } }] } })
        );
    }
}

#[actix_web::test]
async fn the_first_offer_reaches_the_exchange() {
    let server = Server::demo(Database::Sqlite);
    let browser = server.signed_in("empfang").await;
    let answer = browser
        .post("/api/commands", &json!({ "groups": [] }))
        .await;
    assert_eq!(answer.status, 422);
    assert_eq!(
        answer.json(),
        json!({ "problem": "fields", "fields": { "groups": [{ "code": "missing" }] } })
    );
}
