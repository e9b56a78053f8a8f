//! Tricks with what surrounds a question: headers that claim something, cookies that somebody chose, media types, lengths,
//! addresses. What is believed is the session's own cookie, once, and nothing else.

use harness::{Client, Database, Town};
use serde_json::{Value, json};

use crate::socket::{HOST, Socket, ours, still_serves};

/// A word that stands in what is sent, and never in what comes back.
const PLANTED: &str = "planted";
/// A token in the form of one, which somebody chose.
const CHOSEN: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Sends a request as it is and answers with all that came back.
fn say(town: &Town, request: &str) -> String {
    let mut socket = Socket::to(town);
    socket.say(request.as_bytes());
    socket.rest()
}

/// A question by address, with headers beside what it needs.
fn get(town: &Town, path: &str, headers: &str) -> String {
    say(
        town,
        &format!("GET {path} HTTP/1.1\r\n{HOST}connection: close\r\n{headers}\r\n"),
    )
}

/// A question by content, with headers beside what it needs.
fn post(town: &Town, path: &str, headers: &str, body: &str) -> String {
    let length = body.len();
    say(
        town,
        &format!(
            "POST {path} HTTP/1.1\r\n{HOST}connection: close\r\nx-lueckenlos: 1\r\ncontent-length: {length}\r\n\
             {headers}\r\n{body}"
        ),
    )
}

fn status(said: &str) -> u16 {
    ours(said).expect("an answer").0
}

fn cookie(client: &Client) -> String {
    let token = client.session_token().expect("a session");
    format!("cookie: __Host-lueckenlos={token}\r\n")
}

/// Who is signed in, without what differs each time.
fn who(said: &str) -> (u16, Value) {
    let (status, body) = ours(said).expect("an answer");
    (status, body["actor"].clone())
}

fn head(said: &str) -> String {
    let (head, _) = said.split_once("\r\n\r\n").expect("a head");
    head.to_lowercase()
}

#[test]
fn what_a_header_claims_is_believed_by_nobody() {
    let town = Town::on(Database::Sqlite);
    let own = cookie(&town.reception());
    let expected = who(&get(&town, "/api/session", &own));
    assert_eq!(expected.0, 200);
    for claim in [
        "x-forwarded-for: planted.example",
        "x-forwarded-for: 127.0.0.1",
        "x-forwarded-host: planted.example",
        "x-forwarded-proto: planted",
        "x-forwarded-prefix: /planted",
        "x-forwarded-server: planted.example",
        "x-forwarded-user: admin",
        "x-remote-user: admin",
        "remote-user: admin",
        "x-real-ip: 127.0.0.1",
        "true-client-ip: 127.0.0.1",
        "forwarded: for=127.0.0.1;host=planted.example;proto=https",
        "x-original-url: /api/accounts",
        "x-rewrite-url: /api/accounts",
        "x-original-uri: /planted",
        "x-http-method: DELETE",
        "x-http-method-override: POST",
        "x-method-override: PUT",
        "x-request-id: planted",
        "x-actor: admin",
        "x-role: administrator",
        "authorization: Basic YWRtaW46ZGVtby1sdWVja2VubG9z",
        "authorization: Bearer planted",
        "proxy-authorization: Basic YWRtaW46ZGVtby1sdWVja2VubG9z",
        "accept: text/html, application/xml",
        "accept-language: planted",
        "accept-charset: utf-7",
        "referer: https://planted.example/",
        "user-agent: <script>planted</script>",
        "origin: https://planted.example",
        "upgrade: h2c",
        "te: trailers, deflate",
        "max-forwards: 0",
    ] {
        let claim = format!("{claim}\r\n");
        let inside = get(&town, "/api/session", &format!("{own}{claim}"));
        assert_eq!(who(&inside), expected, "{claim}");
        let outside = get(&town, "/api/session", &claim);
        assert_eq!(status(&outside), 401, "{claim}");
        // The address decides which call it is, and the method of the request which verb.
        let written = post(
            &town,
            "/api/session",
            &format!("{own}{claim}content-type: application/json\r\n"),
            "{}",
        );
        assert!([403, 405].contains(&status(&written)), "{claim}: {written}");
        for said in [inside, outside, written] {
            assert!(!said.to_lowercase().contains(PLANTED), "{claim}: {said}");
        }
    }
    // Another host is no other server: nothing of it stands in what comes back.
    let said = say(
        &town,
        &format!(
            "GET /api/session HTTP/1.1\r\nhost: planted.example\r\nconnection: close\r\n{own}\r\n"
        ),
    );
    assert_eq!(who(&said), expected);
    assert!(!said.contains(PLANTED), "{said}");
}

#[test]
fn who_claims_another_address_with_each_try_is_slowed_all_the_same() {
    let town = Town::on(Database::Sqlite);
    let credentials = json!({"login": "caritas", "password": "falsch"}).to_string();
    let mut answered = Vec::new();
    for n in 0..8 {
        let headers = format!(
            "content-type: application/json\r\nx-forwarded-for: 198.51.100.{n}\r\nx-real-ip: 198.51.100.{n}\r\n\
             forwarded: for=198.51.100.{n}\r\n"
        );
        answered.push(status(&post(
            &town,
            "/api/session/sign-in",
            &headers,
            &credentials,
        )));
    }
    assert_eq!(answered, [401, 401, 401, 401, 401, 429, 429, 429]);
}

#[test]
fn only_the_sessions_own_cookie_once_opens_anything() {
    let town = Town::on(Database::Sqlite);
    let client = town.reception();
    let token = client.session_token().expect("a session");
    let large = "x".repeat(60_000);
    for (about, headers, expected) in [
        (
            "its own",
            format!("cookie: __Host-lueckenlos={token}\r\n"),
            200,
        ),
        (
            "beside others",
            format!("cookie: a=b; lueckenlos={CHOSEN}; __Host-lueckenlos={token}; c\r\n"),
            200,
        ),
        (
            "beside a large one",
            format!("cookie: a={large}; __Host-lueckenlos={token}\r\n"),
            200,
        ),
        (
            "the name without its beginning",
            format!("cookie: lueckenlos={token}\r\n"),
            401,
        ),
        (
            "small letters",
            format!("cookie: __host-lueckenlos={token}\r\n"),
            401,
        ),
        (
            "another beginning",
            format!("cookie: __Secure-lueckenlos={token}\r\n"),
            401,
        ),
        (
            "a longer name",
            format!("cookie: __Host-lueckenlos2={token}\r\n"),
            401,
        ),
        (
            "a name in quotes",
            format!("cookie: \"__Host-lueckenlos\"={token}\r\n"),
            401,
        ),
        (
            "in quotes",
            format!("cookie: __Host-lueckenlos=\"{token}\"\r\n"),
            401,
        ),
        (
            "inside another's quotes",
            format!(
                "cookie: a=\"x; __Host-lueckenlos={CHOSEN}; y\"; __Host-lueckenlos={token}\r\n"
            ),
            401,
        ),
        (
            "twice, the chosen first",
            format!("cookie: __Host-lueckenlos={CHOSEN}; __Host-lueckenlos={token}\r\n"),
            401,
        ),
        (
            "twice, the chosen last",
            format!("cookie: __Host-lueckenlos={token}; __Host-lueckenlos={CHOSEN}\r\n"),
            401,
        ),
        (
            "twice, in two headers",
            format!("cookie: __Host-lueckenlos={token}\r\ncookie: __Host-lueckenlos={CHOSEN}\r\n"),
            401,
        ),
        (
            "without a value",
            "cookie: __Host-lueckenlos=\r\n".to_owned(),
            401,
        ),
        (
            "cut",
            format!("cookie: __Host-lueckenlos={}\r\n", &token[1..]),
            401,
        ),
        (
            "with more behind it",
            format!("cookie: __Host-lueckenlos={token}=\r\n"),
            401,
        ),
        (
            "escaped",
            format!(
                "cookie: __Host-lueckenlos=%{:02X}{}\r\n",
                token.as_bytes()[0],
                &token[1..]
            ),
            401,
        ),
        (
            "a statement",
            "cookie: __Host-lueckenlos=' OR 1=1 --\r\n".to_owned(),
            401,
        ),
        (
            "a way up",
            "cookie: __Host-lueckenlos=../../etc/passwd\r\n".to_owned(),
            401,
        ),
        (
            "very long",
            format!("cookie: __Host-lueckenlos={large}\r\n"),
            401,
        ),
        (
            "a browser's instead",
            format!("cookie: __Host-lueckenlos-browser={token}\r\n"),
            401,
        ),
        (
            "in another header",
            format!(
                "cookie2: __Host-lueckenlos={token}\r\nx-cookie: __Host-lueckenlos={token}\r\n"
            ),
            401,
        ),
        (
            "as a bearer's",
            format!("authorization: Bearer {token}\r\n"),
            401,
        ),
    ] {
        let said = get(&town, "/api/session", &headers);
        assert_eq!(status(&said), expected, "{about}");
        if expected == 401 {
            assert!(!said.contains(token), "{about}: {said}");
        }
    }
    for address in [
        format!("/api/session?__Host-lueckenlos={token}"),
        format!("/api/session;__Host-lueckenlos={token}"),
        format!("/api/session?session={token}"),
    ] {
        let said = get(&town, &address, "");
        assert!([401, 404].contains(&status(&said)), "{address}: {said}");
    }
    assert!(client.is_signed_in());
}

#[test]
fn a_cookie_that_was_chosen_before_is_never_the_sessions() {
    let town = Town::on(Database::Sqlite);
    let credentials =
        json!({"login": "empfang", "password": backend::seed::DEMO_PASSWORD}).to_string();
    for planted in [
        format!("__Host-lueckenlos={CHOSEN}"),
        format!("__Host-lueckenlos={CHOSEN}; __Host-lueckenlos-browser={CHOSEN}"),
        format!("lueckenlos={CHOSEN}"),
        format!("__Host-lueckenlos={CHOSEN}; __Host-lueckenlos={CHOSEN}"),
    ] {
        let headers = format!("content-type: application/json\r\ncookie: {planted}\r\n");
        let said = post(&town, "/api/session/sign-in", &headers, &credentials);
        assert_eq!(status(&said), 200, "{planted}");
        assert!(!said.contains(CHOSEN), "{planted}: {said}");
        let given = head(&said)
            .matches("\r\nset-cookie: __host-lueckenlos")
            .count();
        assert!((1..=2).contains(&given), "{planted}: {said}");
        let used = format!("cookie: __Host-lueckenlos={CHOSEN}\r\n");
        assert_eq!(status(&get(&town, "/api/session", &used)), 401, "{planted}");
    }
}

#[test]
fn a_write_is_json_of_our_own_page_or_nothing() {
    let town = Town::on(Database::Sqlite);
    let client = town.reception();
    let own = cookie(&client);
    let path = "/api/session/sign-out";
    let form = "--x\r\ncontent-disposition: form-data; name=\"a\"; filename=\"../../a\"\r\n\r\n{}\r\n--x--";
    for (kind, body) in [
        ("", "{}"),
        ("content-type: text/plain\r\n", "{}"),
        ("content-type: text/plain; x=application/json\r\n", "{}"),
        ("content-type: application/x-www-form-urlencoded\r\n", "{}"),
        ("content-type: multipart/form-data; boundary=x\r\n", form),
        ("content-type: application/jsonp\r\n", "{}"),
        ("content-type: application/json+x\r\n", "{}"),
        ("content-type: text/json\r\n", "{}"),
        (
            "content-type: application/xml\r\n",
            "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>",
        ),
        ("content-type: application/csp-report\r\n", "{}"),
    ] {
        let said = post(&town, path, &format!("{own}{kind}"), body);
        assert_eq!(status(&said), 403, "{kind}: {said}");
    }
    // Whatever the letters are said to be, they are read as UTF-8.
    let wide: String = "{\"x\":1}".chars().flat_map(|one| [one, '\0']).collect();
    for (kind, body) in [
        (
            "content-type: application/json; charset=utf-16\r\n",
            wide.as_str(),
        ),
        (
            "content-type: application/json; charset=utf-7\r\n",
            "+AHsAfQ-",
        ),
        (
            "content-type: application/json\r\ncontent-encoding: gzip\r\n",
            "\u{1f}\u{8}rubbish",
        ),
        (
            "content-type: application/json\r\ncontent-encoding: br\r\n",
            "rubbish",
        ),
    ] {
        let said = post(&town, path, &format!("{own}{kind}"), body);
        assert_eq!(status(&said), 400, "{kind}: {said}");
    }
    assert!(client.is_signed_in());
    still_serves(&town);
}

#[test]
fn one_request_is_one_whatever_it_says_of_its_length() {
    let town = Town::on(Database::Sqlite);
    let client = town.reception();
    let own = cookie(&client);
    // What is hidden would end the session.
    let hidden = format!(
        "POST /api/session/sign-out HTTP/1.1\r\n{HOST}x-lueckenlos: 1\r\ncontent-type: application/json\r\n\
         content-length: 2\r\n{own}\r\n{{}}"
    );
    for (about, lengths) in [
        (
            "both",
            "content-length: 5\r\ntransfer-encoding: chunked\r\n",
        ),
        (
            "both, turned",
            "transfer-encoding: chunked\r\ncontent-length: 5\r\n",
        ),
        ("two lengths", "content-length: 5\r\ncontent-length: 0\r\n"),
        ("a list of lengths", "content-length: 5, 5\r\n"),
        ("a sign", "content-length: +5\r\n"),
        ("less than nothing", "content-length: -5\r\n"),
        ("another base", "content-length: 0x5\r\n"),
        ("a fraction", "content-length: 5.0\r\n"),
        (
            "beyond every number",
            "content-length: 99999999999999999999999\r\n",
        ),
        ("a space in the name", "transfer-encoding : chunked\r\n"),
        ("no such coding", "transfer-encoding: xchunked\r\n"),
        (
            "another coding last",
            "transfer-encoding: chunked, identity\r\n",
        ),
        (
            "twice",
            "transfer-encoding: chunked\r\ntransfer-encoding: identity\r\n",
        ),
    ] {
        let request = format!(
            "POST /api/session/sign-in HTTP/1.1\r\n{HOST}x-lueckenlos: 1\r\ncontent-type: application/json\r\n{lengths}\r\n\
             0\r\n\r\n{hidden}"
        );
        let said = say(&town, &request);
        assert_eq!(said.matches("HTTP/1.1 ").count(), 1, "{about}: {said}");
        assert_eq!(status(&said), 400, "{about}");
        assert!(client.is_signed_in(), "{about}");
    }
    for (about, chunk) in [
        ("no number", "zz\r\n"),
        ("a sign", "+2\r\n{}\r\n0\r\n\r\n"),
        ("less than nothing", "-2\r\n{}\r\n0\r\n\r\n"),
        (
            "beyond every number",
            "fffffffffffffffffffff\r\n{}\r\n0\r\n\r\n",
        ),
        ("shorter than it is", "1\r\n{}\r\n0\r\n\r\n"),
    ] {
        let request = format!(
            "POST /api/session/sign-in HTTP/1.1\r\n{HOST}x-lueckenlos: 1\r\ncontent-type: application/json\r\n\
             transfer-encoding: chunked\r\n\r\n{chunk}{hidden}"
        );
        let said = say(&town, &request);
        assert_eq!(said.matches("HTTP/1.1 ").count(), 1, "{about}: {said}");
        assert_eq!(status(&said), 400, "{about}");
        assert!(client.is_signed_in(), "{about}");
    }
}

#[test]
fn nothing_that_is_sent_becomes_a_header_or_is_given_back() {
    let town = Town::on(Database::Sqlite);
    let own = cookie(&town.reception());
    for address in [
        "/%0d%0aset-cookie:%20planted=1",
        "/api/%0d%0aset-cookie:%20planted=1",
        "/api/session?x=%0d%0aset-cookie:%20planted=1",
        "/api/session?%0d%0aset-cookie:%20planted=1",
        "/api/session?x=%E5%98%8A%E5%98%8Dset-cookie:%20planted=1",
        "/%3Cscript%3Eplanted%3C/script%3E",
        "/<script>planted</script>",
        "/api/<script>planted</script>",
        "//planted.example/%2f..",
        "/\\planted.example",
        "/https://planted.example/",
        "/anmelden?next=https://planted.example/",
        "https://planted.example/api/session",
    ] {
        for headers in ["", "accept: text/html\r\n"] {
            let said = get(&town, address, &format!("{own}{headers}"));
            let head = head(&said);
            for name in ["set-cookie", "location", "refresh", "link"] {
                assert!(!head.contains(&format!("\r\n{name}:")), "{address}: {head}");
            }
            assert!(!said.contains(PLANTED), "{address}: {said}");
        }
    }
    for broken in [
        "x: a\rset-cookie: planted=1\r\n",
        "x: a\0b\r\n",
        "x\0: b\r\n",
        ": b\r\n",
        "x\r\n",
        "x: a\x7fb\r\n",
    ] {
        let said = get(&town, "/api/session", broken);
        assert_eq!(status(&said), 400, "{broken:?}");
        assert!(!said.contains(PLANTED), "{broken:?}: {said}");
    }
    // A verb that gives back what was sent is there nowhere.
    for verb in [
        "TRACE", "TRACK", "DEBUG", "OPTIONS", "HEAD", "PROPFIND", "PLANTED",
    ] {
        for path in ["/api/session", "/api/commands", "/api/none", "/health/live"] {
            let said = say(
                &town,
                &format!(
                    "{verb} {path} HTTP/1.1\r\n{HOST}connection: close\r\nx: {PLANTED}\r\n{own}\r\n"
                ),
            );
            let (status, _) = ours(&said).expect("an answer");
            assert!([404, 405].contains(&status), "{verb} {path}: {said}");
            assert!(!said.contains(PLANTED), "{verb} {path}: {said}");
            assert!(
                !head(&said).contains("\r\naccess-control-"),
                "{verb} {path}: {said}"
            );
        }
    }
}

#[test]
fn no_way_of_writing_an_address_leads_past_the_session_or_to_a_file() {
    let town = Town::on(Database::Sqlite);
    for address in [
        "/api//session",
        "//api/session",
        "/api/session/",
        "/api/./session",
        "/api/x/../session",
        "/x/..%2fapi/session",
        "/%61pi/session",
        "/api%2fsession",
        "/API/SESSION",
        "/api/session%00",
        "/api/session%20",
        "/api/session.json",
        "/api/session;x=1",
        "/api/session%3fx",
        "/../../../../etc/passwd",
        "/..%2f..%2f..%2f..%2fetc%2fpasswd",
        "/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
        "/..%252f..%252fetc%252fpasswd",
        "/..%5c..%5c..%5cetc%5cpasswd",
        "/....//....//etc/passwd",
        "/..%c0%af..%c0%afetc/passwd",
        "/file:///etc/passwd",
        "/town.key",
        "/town.sqlite",
        "/../town.key",
        "/.env",
        "/.git/config",
        "/Cargo.toml",
        "/index.html.br",
    ] {
        for accept in ["", "accept: text/html\r\n"] {
            let said = get(&town, address, accept);
            let (head, body) = said.split_once("\r\n\r\n").expect("a head");
            assert!(
                !head.to_lowercase().contains("\r\nlocation:"),
                "{address}: {head}"
            );
            let is_page =
                body.starts_with("<!doctype html>") || body.starts_with("<!DOCTYPE html>");
            let is_refused = ["400", "401", "404"]
                .iter()
                .any(|status| head.starts_with(&format!("HTTP/1.1 {status}")));
            assert!(is_page || is_refused, "{address}: {said}");
            for secret in ["root:", "SQLite format", "[package]", "[core]"] {
                assert!(!body.contains(secret), "{address}: {said}");
            }
        }
    }
}

#[test]
fn no_answer_about_people_is_kept_by_a_cache_or_given_in_parts() {
    let town = Town::on(Database::Sqlite);
    let own = cookie(&town.case_manager());
    let whole = get(&town, "/api/cases", &own);
    let (status, cases) = ours(&whole).expect("an answer");
    assert_eq!(status, 200);
    for headers in [
        "if-none-match: *\r\n",
        "if-match: \"x\"\r\n",
        "if-modified-since: Fri, 01 Jan 2100 00:00:00 GMT\r\n",
        "if-unmodified-since: Thu, 01 Jan 1970 00:00:00 GMT\r\n",
        "range: bytes=0-1\r\n",
        "range: bytes=0-,0-,0-,0-,0-,0-,0-,0-\r\n",
        "cache-control: only-if-cached\r\n",
        "pragma: x\r\n",
    ] {
        let said = get(&town, "/api/cases", &format!("{own}{headers}"));
        assert_eq!(
            ours(&said).expect("an answer"),
            (200, cases.clone()),
            "{headers}"
        );
        for name in ["etag", "last-modified", "age", "expires", "accept-ranges"] {
            assert!(
                !head(&said).contains(&format!("\r\n{name}:")),
                "{headers}: {said}"
            );
        }
    }
}
