//! Senders that mean no good, or no HTTP: each is answered by a problem document with our headers or cut off, never by a
//! failure, and everybody else is served meanwhile.

use std::fs;

use harness::{Client, Database, Town};
use serde_json::json;
use shared::calls::Call as _;
use shared::exchange::calls::OfferCommands;

use crate::socket::{HOST, Socket, ours, still_serves};

fn write(rest: &str) -> String {
    format!(
        "POST /api/session/sign-in HTTP/1.1\r\n{HOST}content-type: application/json\r\nx-lueckenlos: 1\r\n{rest}"
    )
}

#[test]
fn what_is_no_request_is_answered_like_everything_else() {
    let town = Town::on(Database::Sqlite);
    let get = |rest: &str| format!("GET /health/live HTTP/1.1\r\n{rest}\r\n");
    let many: String = (0..300).map(|n| format!("x-{n}: y\r\n")).collect();
    let large = format!("{HOST}x: {}\r\n", "y".repeat(100_000));
    for (about, request, status) in [
        ("bytes", "\u{0}\u{1}\u{2}\r\n\r\n".to_owned(), 400),
        ("half a line", "GET\r\n\r\n".to_owned(), 400),
        ("small letters", "get / http/1.1\r\n\r\n".to_owned(), 400),
        ("no host", get(""), 400),
        ("two hosts", get("host: a\r\nhost: b\r\n"), 400),
        (
            "a host that is none",
            get("host: a b/c\r\nconnection: close\r\n"),
            400,
        ),
        ("HTTP/2", format!("GET / HTTP/2.0\r\n{HOST}\r\n"), 400),
        (
            "HTTP/2 for real",
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_owned(),
            400,
        ),
        ("HTTP/3", format!("GET / HTTP/3.0\r\n{HOST}\r\n"), 400),
        (
            "a header with a space",
            get(&format!("{HOST}na me: x\r\n")),
            400,
        ),
        ("too many headers", get(&format!("{HOST}{many}")), 431),
        (
            "a folded header",
            get(&format!("{HOST}x: a\r\n b\r\n")),
            400,
        ),
        (
            "a long address",
            format!("GET /{} HTTP/1.1\r\n{HOST}\r\n", "y".repeat(70_000)),
            400,
        ),
        (
            "a length that is none",
            write("content-length: x\r\n\r\n{}"),
            400,
        ),
        (
            "two lengths",
            write("content-length: 2\r\ncontent-length: 3\r\n\r\n{}"),
            400,
        ),
        (
            "a length and pieces",
            write("content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n"),
            400,
        ),
        (
            "an unknown coding",
            write("transfer-encoding: gzip\r\n\r\n{}"),
            400,
        ),
        (
            "pieces that are none",
            write("transfer-encoding: chunked\r\n\r\nZZ\r\n{}\r\n0\r\n\r\n"),
            400,
        ),
        (
            "another server",
            format!("CONNECT a:1 HTTP/1.1\r\n{HOST}\r\n"),
            405,
        ),
        (
            "the server itself",
            format!("OPTIONS * HTTP/1.1\r\n{HOST}connection: close\r\n\r\n"),
            405,
        ),
        (
            "asking first",
            write("expect: 100-continue\r\nconnection: close\r\ncontent-length: 2\r\n\r\n{}"),
            422,
        ),
        (
            "a large header",
            get(&format!("{large}connection: close\r\n")),
            200,
        ),
    ] {
        let mut socket = Socket::to(&town);
        socket.say(request.as_bytes());
        let (answered, body) = ours(&socket.rest()).unwrap_or_else(|| panic!("{about}: hung up"));
        assert_eq!(answered, status, "{about}");
        if matches!(status, 400 | 431) {
            assert_eq!(body["problem"], "fields", "{about}");
        }
    }
    // The older version is spoken, in its own words.
    let mut socket = Socket::to(&town);
    socket.say(b"GET /health/live HTTP/1.0\r\n\r\n");
    assert_eq!(ours(&socket.rest()).map(|(status, _)| status), Some(200));
    // More than the framework takes in: some of it may never be read, so that the answer may be lost on the way.
    let mut socket = Socket::to(&town);
    socket.say(get(&format!("{HOST}x: {}\r\n", "y".repeat(1_000_000))).as_bytes());
    if let Some((status, body)) = ours(&socket.rest()) {
        assert_eq!((status, &body["problem"]), (431, &json!("fields")));
    }
    still_serves(&town);
}

#[test]
fn whoever_sends_no_request_in_time_is_hung_up_on_and_holds_up_nobody() {
    let town = Town::on(Database::Sqlite);
    let slow: Vec<Socket> = (0..200)
        .map(|n| {
            let mut socket = Socket::to(&town);
            // Nothing, half a head, or a head and the beginning of what was said to follow.
            match n % 3 {
                0 => {}
                1 => assert!(socket.say(b"GET / HTTP/1.1\r\nho")),
                _ => assert!(socket.say(write("content-length: 100\r\n\r\n{").as_bytes())),
            }
            socket
        })
        .collect();
    assert!(town.case_manager().is_signed_in());
    still_serves(&town);
    for socket in slow {
        if let Some((status, body)) = ours(&socket.rest()) {
            assert_eq!((status, &body["problem"]), (408, &json!("fields")));
        }
    }
    still_serves(&town);
}

fn offer_with(command: &str) -> String {
    let id = "0190a0a0-0000-7000-8000-000000000001";
    format!(
        r#"{{"groups":[[{{"id":"{id}","format":1,"subject":"slip:{id}","authored_at":0,"device":"{id}","command":{command}}}]]}}"#
    )
}

#[test]
fn json_that_is_meant_to_hurt_is_refused() {
    let town = Town::on(Database::Sqlite);
    let person = town.reception();
    let deep =
        |open: &str, close: &str| format!("{}1{}", open.repeat(100_000), close.repeat(100_000));
    for (about, body, status) in [
        ("lists without end", "[".repeat(100_000), 400),
        ("deep lists", deep("[", "]"), 400),
        ("deep objects", deep(r#"{"groups":"#, "}"), 422),
        (
            "a deep group",
            format!(r#"{{"groups":{}}}"#, deep("[", "]")),
            422,
        ),
        (
            "a deep command",
            offer_with(&format!(r#"{{"do":"add_note","with":{}}}"#, deep("[", "]"))),
            400,
        ),
        (
            "a number without end",
            offer_with(r#"{"do":"add_note","with":1e400}"#),
            400,
        ),
        (
            "half a letter",
            offer_with(r#"{"do":"add_note","with":"\ud800"}"#),
            400,
        ),
        (
            "a name twice",
            offer_with(r#"{"do":"add_note","do":"add_note","with":{}}"#),
            422,
        ),
        (
            "a name twice, deep",
            offer_with(r#"{"do":"add_note","with":{"draft":{"text":"a","text":"b"}}}"#),
            422,
        ),
        (
            "the same group twice",
            r#"{"groups":[],"groups":[]}"#.to_owned(),
            422,
        ),
        (
            "more than one question",
            r#"{"groups":[]}{"groups":[]}"#.to_owned(),
            400,
        ),
    ] {
        let answer = person
            .send("POST", OfferCommands::PATH, Some(&body))
            .expect("an answer");
        assert_eq!(answer.status, status, "{about}: {}", answer.body);
        assert_eq!(answer.json()["problem"], "fields", "{about}");
    }
    let length = 40;
    let mut socket = Socket::to(&town);
    let session = format!(
        "__Host-lueckenlos={}",
        person.session_token().expect("a session")
    );
    let head = write(&format!(
        "cookie: {session}\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n"
    ));
    socket.say(head.as_bytes());
    socket.say(&vec![0xff; length]);
    assert_eq!(ours(&socket.rest()).map(|(status, _)| status), Some(400));
    assert!(person.is_signed_in());
}

/// The most memory the server ever held, in kilobytes.
pub(crate) fn peak(town: &Town) -> u64 {
    let about =
        fs::read_to_string(format!("/proc/{}/status", town.process())).expect("the process");
    let line = about.lines().find(|line| line.starts_with("VmHWM:"));
    let number = line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok());
    number.expect("the peak")
}

/// Sends a body of 100 MB as far as the server takes it, and says what came back. Whoever sends gets a moment to read the
/// answer, in which what still comes is thrown away.
fn flood(town: &Town, client: &Client, is_in_pieces: bool) -> String {
    const ALL: usize = 100 * 1024 * 1024;
    let mut piece = vec![b' '; 64 * 1024];
    let length = if is_in_pieces {
        piece = [b"10000\r\n".as_slice(), &piece, b"\r\n"].concat();
        "transfer-encoding: chunked".to_owned()
    } else {
        format!("content-length: {ALL}")
    };
    let session = client.session_token().expect("a session");
    let head = format!(
        "POST {} HTTP/1.1\r\n{HOST}content-type: application/json\r\nx-lueckenlos: 1\r\n\
         cookie: __Host-lueckenlos={session}\r\n{length}\r\n\r\n",
        OfferCommands::PATH
    );
    let mut socket = Socket::to(town);
    assert!(socket.say(head.as_bytes()));
    let mut sent = 0;
    while sent < ALL && socket.say(&piece) {
        sent += 64 * 1024;
    }
    socket.rest()
}

#[test]
fn a_body_without_end_is_cut_off_while_it_streams() {
    let town = Town::on(Database::Sqlite);
    let person = town.reception();
    still_serves(&town);
    let before = peak(&town);
    for is_in_pieces in [false, true] {
        let said = flood(&town, &person, is_in_pieces);
        if let Some((status, body)) = ours(&said) {
            assert_eq!((status, &body["problem"]), (413, &json!("fields")));
        }
        still_serves(&town);
    }
    assert!(person.is_signed_in());
    let grown = peak(&town) - before;
    // The largest offer is 4 MB; it is read once, and grows by doubling.
    assert!(grown < 24 * 1024, "{grown} kB more than before");
}
