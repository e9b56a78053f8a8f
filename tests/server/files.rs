//! The app's files: compressed as built, kept by the browser as long as they hold, the page for every address of it.

use std::borrow::Cow;

use actix_web::test::TestRequest;
use backend::assets::Assets;
use harness::Database;

use crate::support::{Answer, Server};

fn app() -> Server {
    let file =
        |name: &str, content: &'static str| (name.to_owned(), Cow::Borrowed(content.as_bytes()));
    Server::with_files(
        Database::Sqlite,
        |_| {},
        Assets::of([
            file("index.html", "<!doctype html><title>Lückenlos</title>"),
            file("sw.js", "worker"),
            file("manifest.webmanifest", "{}"),
            file("app-0123456789abcdef_bg.wasm", "plain"),
            file("app-0123456789abcdef_bg.wasm.br", "brotli"),
            file("app-0123456789abcdef_bg.wasm.gz", "gzip"),
        ]),
    )
}

const WASM: &str = "/app-0123456789abcdef_bg.wasm";

async fn fetch(server: &Server, path: &str, headers: &[(&'static str, &str)]) -> Answer {
    let request = headers
        .iter()
        .fold(TestRequest::get().uri(path), |request, header| {
            request.insert_header(*header)
        });
    server.browser("192.0.2.1").send(request).await
}

#[actix_web::test]
async fn a_file_is_sent_as_the_browser_can_read_it() {
    let app = app();
    for (accepted, body, encoding) in [
        ("gzip, deflate, br", "brotli", "br"),
        ("gzip", "gzip", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip", "gzip"),
        ("identity", "plain", ""),
        ("", "plain", ""),
    ] {
        let answer = fetch(&app, WASM, &[("accept-encoding", accepted)]).await;
        assert_eq!(answer.text(), body, "{accepted}");
        assert_eq!(answer.header("content-encoding"), encoding);
        assert_eq!(answer.header("content-type"), "application/wasm");
        assert_eq!(answer.header("vary"), "Accept-Encoding");
    }
}

#[actix_web::test]
async fn only_what_never_changes_is_kept_without_asking() {
    let app = app();
    let kept = fetch(&app, WASM, &[]).await;
    assert_eq!(
        kept.header("cache-control"),
        "public, max-age=31536000, immutable"
    );
    for path in ["/", "/index.html", "/sw.js", "/manifest.webmanifest"] {
        let asked = fetch(&app, path, &[]).await;
        assert_eq!(asked.header("cache-control"), "no-cache", "{path}");
    }
}

#[actix_web::test]
async fn what_the_browser_has_is_not_sent_again() {
    let app = app();
    let first = fetch(&app, WASM, &[("accept-encoding", "br")]).await;
    let tag = first.header("etag").to_owned();
    let again = [("accept-encoding", "br"), ("if-none-match", tag.as_str())];
    let second = fetch(&app, WASM, &again).await;
    assert_eq!(second.status, 304);
    assert!(second.body.is_empty());
    assert_eq!(second.header("etag"), tag);
    // Another encoding is another body.
    let plain = fetch(&app, WASM, &[("if-none-match", &tag)]).await;
    assert_eq!(plain.status, 200);
}

#[actix_web::test]
async fn the_page_answers_every_address_a_person_opens_and_no_other() {
    let app = app();
    let html = ("accept", "text/html,application/xhtml+xml");
    let page = fetch(&app, "/faelle/0190", &[html]).await;
    assert_eq!(page.status, 200);
    assert!(page.text().contains("Lückenlos"));
    for (path, headers) in [
        ("/missing-0123456789abcdef.js", vec![("accept", "*/*")]),
        ("/missing.png", vec![]),
        ("/api/none", vec![html]),
        ("/api", vec![html]),
    ] {
        assert_eq!(fetch(&app, path, &headers).await.status, 404, "{path}");
    }
}

#[actix_web::test]
async fn no_address_leaves_the_app() {
    let app = app();
    for path in [
        "/../Cargo.toml",
        "/..%2fCargo.toml",
        "/%2e%2e/Cargo.toml",
        "//etc/passwd",
        "/app-0123456789abcdef_bg.wasm%00",
        "/app-0123456789abcdef_bg.wasm.br",
    ] {
        assert_eq!(fetch(&app, path, &[]).await.status, 404, "{path}");
    }
}

#[actix_web::test]
async fn without_the_built_app_the_server_says_so() {
    let server = Server::empty(Database::Sqlite, |_| {});
    let answer = fetch(&server, "/", &[("accept", "text/html")]).await;
    assert_eq!(answer.status, 503);
    assert!(answer.text().contains("cargo xtask serve"));
}
