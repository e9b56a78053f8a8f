//! A connection to the server without anything in between that knows HTTP, and its answers as they came.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use harness::Town;
use serde_json::Value;

/// A connection to the server, without anything in between that knows HTTP.
pub(crate) struct Socket(TcpStream);

impl Socket {
    pub(crate) fn to(town: &Town) -> Self {
        let address = town.address();
        let address = address.trim_start_matches("http://");
        let socket = TcpStream::connect(address).expect("a connection");
        let patience = Some(Duration::from_secs(60));
        socket.set_read_timeout(patience).expect("a limit");
        socket.set_write_timeout(patience).expect("a limit");
        Self(socket)
    }

    /// Whether the server still took it.
    pub(crate) fn say(&mut self, bytes: &[u8]) -> bool {
        self.0.write_all(bytes).is_ok()
    }

    /// Everything up to the end of the connection, which the server brings about.
    pub(crate) fn rest(mut self) -> String {
        let mut heard = Vec::new();
        let mut piece = [0; 4096];
        loop {
            match self.0.read(&mut piece) {
                Ok(0) => break,
                Ok(length) => heard.extend_from_slice(piece.get(..length).unwrap_or_default()),
                // Cut off: what came before counts.
                Err(error) if error.kind() == std::io::ErrorKind::ConnectionReset => break,
                Err(error) => panic!("the server neither answers nor hangs up: {error}"),
            }
        }
        String::from_utf8_lossy(&heard).into_owned()
    }
}

/// Whether an answer is one of ours, and which: its status and its body. `None`: the server hung up.
pub(crate) fn ours(said: &str) -> Option<(u16, Value)> {
    if said.is_empty() {
        return None;
    }
    let said = said
        .strip_prefix("HTTP/1.1 100 Continue\r\n\r\n")
        .unwrap_or(said);
    let (head, body) = said.split_once("\r\n\r\n").expect("a head");
    for header in [
        "content-security-policy: default-src 'none'; ",
        "cross-origin-opener-policy: same-origin",
        "cross-origin-resource-policy: same-origin",
        "permissions-policy: ",
        "referrer-policy: no-referrer",
        "x-content-type-options: nosniff",
        "x-frame-options: DENY",
        "x-request-id: ",
        "cache-control: no-store",
        "content-length: ",
        "date: ",
    ] {
        assert_eq!(
            head.matches(&format!("\r\n{header}")).count(),
            1,
            "{header}: {said}"
        );
    }
    let status = head
        .split(' ')
        .nth(1)
        .and_then(|status| status.parse().ok());
    let body = serde_json::from_str(body).unwrap_or(Value::Null);
    Some((status.expect("a status"), body))
}

/// Whether everybody else is served.
pub(crate) fn still_serves(town: &Town) {
    let ready = town.stranger().send("GET", "/health/ready", None);
    assert_eq!(ready.expect("an answer").status, 200);
}

/// The host that a request names.
pub(crate) const HOST: &str = "host: localhost\r\n";
