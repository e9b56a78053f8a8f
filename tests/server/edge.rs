//! What every answer carries, whatever its status.

use actix_web::test::TestRequest;
use backend::assets::Assets;
use harness::Database;
use serde_json::json;

use crate::support::{Answer, Browser, Server};

/// One answer of each status that the server gives.
async fn all_statuses(server: &Server) -> Vec<Answer> {
    let browser = server.signed_in("empfang").await;
    let stranger = server.browser("198.51.100.7");
    vec![
        browser.get("/api/session").await,
        browser
            .send(Browser::write("/api/device/open").set_payload("{"))
            .await,
        stranger.get("/api/session").await,
        stranger
            .send(TestRequest::post().uri("/api/session/sign-in"))
            .await,
        browser.get("/api/no-such-call").await,
        browser.get("/no-such-file.js").await,
        browser.send(TestRequest::put().uri("/api/session")).await,
        browser.send(TestRequest::delete().uri("/index.html")).await,
        browser
            .send(Browser::write("/api/device/open").set_payload(vec![b' '; 200_000]))
            .await,
        browser.post("/api/device/open", &json!({})).await,
        browser.get("/fails").await,
        browser
            .send(
                TestRequest::get()
                    .uri("/")
                    .insert_header(("accept", "text/html")),
            )
            .await,
    ]
}

#[actix_web::test]
async fn every_answer_carries_the_security_headers() {
    let server = Server::demo(Database::Sqlite);
    let mut statuses = Vec::new();
    for answer in all_statuses(&server).await {
        statuses.push(answer.status.as_u16());
        let is = |name: &str, value: &str| {
            assert_eq!(answer.header(name), value, "{name} of {}", answer.status);
        };
        is(
            "content-security-policy",
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
             img-src 'self' blob: data:; font-src 'self'; connect-src 'self'; worker-src 'self'; \
             manifest-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; \
             frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types sw; report-to csp",
        );
        is("cross-origin-opener-policy", "same-origin");
        is("cross-origin-resource-policy", "same-origin");
        is("x-content-type-options", "nosniff");
        is("x-frame-options", "DENY");
        is("referrer-policy", "no-referrer");
        is("cache-control", "no-store");
        assert!(answer.header("permissions-policy").contains("camera=()"));
        assert_eq!(answer.header("x-request-id").len(), 16);
        // Plain http on this machine: no order to come by https.
        is("strict-transport-security", "");
        assert!(!answer.headers.contains_key("clear-site-data"));
        assert!(!answer.headers.contains_key("server"));
    }
    assert_eq!(
        statuses,
        [200, 400, 401, 403, 404, 404, 405, 405, 413, 422, 500, 503]
    );
}

#[actix_web::test]
async fn a_host_that_can_be_none_is_refused_before_anything_else() {
    let server = Server::empty(Database::Sqlite, |_| {});
    for host in ["a b", "a/b", "kim@example.org", ""] {
        let request = TestRequest::get()
            .uri("/health/live")
            .insert_header(("host", host));
        let answer = server.browser("192.0.2.1").send(request).await;
        assert_eq!(answer.status, 400, "{host}");
        assert_eq!(answer.header("x-frame-options"), "DENY");
    }
}

#[actix_web::test]
async fn behind_https_browsers_are_told_to_insist_on_it_with_every_answer() {
    let server = Server::empty(Database::Sqlite, |config| {
        config.tls = Some(backend::config::TlsFiles {
            cert: "unused".into(),
            key: "unused".into(),
        });
    });
    let browser = server.browser("192.0.2.1");
    for path in ["/health/live", "/api/session", "/api/none", "/fails"] {
        let answer = browser.get(path).await;
        assert_eq!(
            answer.header("strict-transport-security"),
            "max-age=63072000; includeSubDomains",
            "{path}"
        );
    }
}

#[actix_web::test]
async fn an_inline_script_of_the_built_page_is_allowed_by_its_hash() {
    let page = b"<script type=\"module\">import('/a.js')</script>";
    let server = Server::with_files(
        Database::Sqlite,
        |_| {},
        Assets::of([("index.html".to_owned(), page.as_slice().into())]),
    );
    let answer = server.browser("192.0.2.1").get("/").await;
    let policy = answer.header("content-security-policy");
    assert!(
        policy.contains("script-src 'self' 'wasm-unsafe-eval' 'sha256-"),
        "{policy}"
    );
}

#[actix_web::test]
async fn health_says_alive_and_ready_and_nothing_else() {
    let server = Server::empty(Database::Sqlite, |_| {});
    let browser = server.browser("192.0.2.1");
    assert_eq!(browser.get("/health/live").await.text(), "live\n");
    assert_eq!(browser.get("/health/ready").await.text(), "ready\n");
}
