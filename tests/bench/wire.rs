//! A connection to the server that sends prepared bytes and reads just enough of the answer: the client shares the cores
//! with what it measures, and must cost little.

use std::io::{Error, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// One connection, kept open.
pub(crate) struct Wire {
    stream: TcpStream,
    buffer: Vec<u8>,
    body: std::ops::Range<usize>,
}

impl Wire {
    /// Connects to `host:port`.
    pub(crate) fn to(address: &str) -> std::io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        Ok(Self {
            stream,
            buffer: Vec::with_capacity(64 * 1024),
            body: 0..0,
        })
    }

    /// Sends a request and answers with the status of what came back.
    pub(crate) fn ask(&mut self, request: &[u8]) -> std::io::Result<u16> {
        self.stream.write_all(request)?;
        self.buffer.clear();
        let mut chunk = [0; 32 * 1024];
        let head = loop {
            self.read(&mut chunk)?;
            if let Some(at) = find(&self.buffer, b"\r\n\r\n") {
                break at + 4;
            }
        };
        let text = String::from_utf8_lossy(&self.buffer[..head]).to_ascii_lowercase();
        let status = text
            .split(' ')
            .nth(1)
            .and_then(|word| word.parse().ok())
            .ok_or_else(|| Error::other("no status"))?;
        let length: usize = text
            .lines()
            .find_map(|line| line.strip_prefix("content-length:"))
            .and_then(|value| value.trim().parse().ok())
            .ok_or_else(|| Error::other("no length"))?;
        while self.buffer.len() < head + length {
            self.read(&mut chunk)?;
        }
        self.body = head..head + length;
        Ok(status)
    }

    /// The body of the last answer.
    pub(crate) fn body(&self) -> &[u8] {
        self.buffer.get(self.body.clone()).unwrap_or_default()
    }

    fn read(&mut self, chunk: &mut [u8]) -> std::io::Result<()> {
        let count = self.stream.read(chunk)?;
        if count == 0 {
            return Err(Error::other("the connection ended"));
        }
        self.buffer.extend_from_slice(&chunk[..count]);
        Ok(())
    }
}

fn find(text: &[u8], word: &[u8]) -> Option<usize> {
    text.windows(word.len()).position(|window| window == word)
}

/// The bytes of a request by somebody signed in.
pub(crate) fn request(verb: &str, path: &str, cookie: &str, body: Option<&str>) -> Vec<u8> {
    let body = body.unwrap_or_default();
    format!(
        "{verb} {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\nX-Lueckenlos: 1\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}
