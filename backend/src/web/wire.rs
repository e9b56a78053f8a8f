//! The last stretch of an answer: what the HTTP framework says by itself, before any layer of ours is asked, leaves with
//! the same headers and a problem document like every other answer.
//!
//! It answers so when a request is none at all: a line that cannot be read, a header block without end, a body of two
//! lengths, a sender who says nothing. Its answer is bare and closes the connection; nothing of ours looks like it.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use actix_web::http::StatusCode;
use shared::kernel::Problem;
use shared::kernel::problem::Reference;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::edge::EdgeHeaders;
use super::refuse::Refused;
use crate::clock::hex;
use crate::surroundings::Surroundings;

/// How much of a header block the framework takes in.
const HEAD_MAX: usize = 128 * 1024;

/// What is said to whoever sends no request.
#[derive(Debug, Clone)]
pub struct Courtesy {
    headers: Arc<EdgeHeaders>,
    surroundings: Surroundings,
}

impl Courtesy {
    /// Says it with these headers.
    #[must_use]
    pub fn new(headers: EdgeHeaders, surroundings: Surroundings) -> Self {
        Self {
            headers: Arc::new(headers),
            surroundings,
        }
    }

    /// The whole answer in place of a bare one, and its line in the log.
    fn answer(&self, bare: &Bare<'_>) -> String {
        let id = self
            .surroundings
            .random::<8>()
            .map_or_else(|_| "0".repeat(16), |bytes| hex(&bytes));
        tracing::info!(request = %id, status = bare.status.as_u16(), "no request that can be read");
        let problem = match bare.status {
            StatusCode::REQUEST_TIMEOUT => Refused::too_slow().problem,
            StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE | StatusCode::PAYLOAD_TOO_LARGE => {
                Refused::too_large(HEAD_MAX).problem
            }
            status if status.is_client_error() => Refused::unreadable().problem,
            _ => Problem::Unavailable {
                reference: Reference(id.clone()),
            },
        };
        // A problem holds codes and numbers only, so this cannot fail; an empty body would still be an answer.
        let body = serde_json::to_string(&problem).unwrap_or_default();
        let headers: String = self
            .headers
            .lines()
            .map(|(name, value)| format!("{name}: {value}\r\n"))
            .collect();
        format!(
            "{}\r\n{headers}cache-control: no-store\r\nx-request-id: {id}\r\ncontent-type: application/json\r\n\
             content-length: {}\r\nconnection: close\r\n{}\r\n\r\n{body}",
            bare.status_line,
            body.len(),
            bare.date,
        )
    }
}

/// An answer of the framework's own: a status, no content, the end of the connection.
#[derive(Debug, PartialEq, Eq)]
struct Bare<'a> {
    /// What is to be sent before it.
    before: &'a [u8],
    status_line: &'a str,
    status: StatusCode,
    date: &'a str,
}

impl<'a> Bare<'a> {
    /// No such answer is longer.
    const MAX: usize = 200;

    /// Finds one at the end of what is to be sent; it is always the last of a connection.
    fn at_end_of(bytes: &'a [u8]) -> Option<Self> {
        let tail_at = bytes.len().saturating_sub(Self::MAX);
        let tail = bytes.get(tail_at..)?;
        let at = tail_at + tail.windows(7).rposition(|word| word == b"HTTP/1.")?;
        let (before, head) = bytes.split_at_checked(at)?;
        let mut lines = std::str::from_utf8(head)
            .ok()?
            .strip_suffix("\r\n\r\n")?
            .split("\r\n");
        let status_line = lines.next()?;
        let status: StatusCode = status_line.split(' ').nth(1)?.parse().ok()?;
        let is_bare = (status.is_client_error() || status.is_server_error())
            && lines.next()? == "content-length: 0"
            && lines.next()? == "connection: close";
        let date = lines.next().filter(|line| line.starts_with("date: "))?;
        (is_bare && lines.next().is_none()).then_some(Self {
            before,
            status_line,
            status,
            date,
        })
    }
}

/// A socket on which bare answers are replaced.
#[derive(Debug)]
pub struct Wire<S> {
    socket: S,
    courtesy: Courtesy,
    /// What stands in place of what the framework wrote, and how much of it was sent.
    instead: Vec<u8>,
    sent: usize,
}

impl<S> Wire<S> {
    /// Wraps a socket.
    pub fn new(socket: S, courtesy: Courtesy) -> Self {
        Self {
            socket,
            courtesy,
            instead: Vec::new(),
            sent: 0,
        }
    }
}

impl<S: AsyncWrite + Unpin> Wire<S> {
    fn send_instead(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        while let Some(rest) = self
            .instead
            .get(self.sent..)
            .filter(|rest| !rest.is_empty())
        {
            match ready!(Pin::new(&mut self.socket).poll_write(context, rest))? {
                0 => return Poll::Ready(Err(io::ErrorKind::WriteZero.into())),
                sent => self.sent += sent,
            }
        }
        self.instead.clear();
        self.sent = 0;
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Wire<S> {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().socket).poll_read(context, into)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Wire<S> {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let wire = self.get_mut();
        ready!(wire.send_instead(context))?;
        let Some(bare) = Bare::at_end_of(bytes) else {
            return Pin::new(&mut wire.socket).poll_write(context, bytes);
        };
        let answer = wire.courtesy.answer(&bare);
        wire.instead = [bare.before, answer.as_bytes()].concat();
        // Taken over whole; what the socket does not take now goes with the flush that follows.
        match wire.send_instead(context) {
            Poll::Ready(Err(error)) => Poll::Ready(Err(error)),
            Poll::Ready(Ok(())) | Poll::Pending => Poll::Ready(Ok(bytes.len())),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let wire = self.get_mut();
        ready!(wire.send_instead(context))?;
        Pin::new(&mut wire.socket).poll_flush(context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let wire = self.get_mut();
        ready!(wire.send_instead(context))?;
        Pin::new(&mut wire.socket).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BARE: &str = "HTTP/1.1 408 Request Timeout\r\ncontent-length: 0\r\nconnection: close\r\n\
                        date: Thu, 26 Nov 2026 07:50:10 GMT\r\n\r\n";

    #[test]
    fn a_bare_answer_is_found_behind_a_whole_one() {
        let whole = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\nx-request-id: 1\r\n\r\n{}";
        let both = format!("{whole}{BARE}");
        for (sent, before) in [(BARE, ""), (both.as_str(), whole)] {
            let found = Bare::at_end_of(sent.as_bytes()).unwrap();
            assert_eq!(found.before, before.as_bytes());
            assert_eq!(found.status, StatusCode::REQUEST_TIMEOUT);
        }
    }

    #[test]
    fn what_is_ours_is_left_alone() {
        let ours = BARE.replace("date:", "x-request-id: 1\r\ndate:");
        let fine = BARE.replace("408 Request Timeout", "200 OK");
        let kept = BARE.replace("connection: close\r\n", "");
        let with_body = format!("{BARE}{{}}");
        for sent in ["", "HTTP/1.", "{}", &ours, &fine, &kept, &with_body] {
            assert_eq!(Bare::at_end_of(sent.as_bytes()), None, "{sent}");
        }
    }

    #[test]
    fn an_answer_that_was_put_together_is_whole() {
        let courtesy = Courtesy::new(
            EdgeHeaders::new("default-src 'none'", true).unwrap(),
            Surroundings::machine(),
        );
        let answer = courtesy.answer(&Bare::at_end_of(BARE.as_bytes()).unwrap());
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("HTTP/1.1 408 Request Timeout\r\n"));
        assert!(head.contains("\r\ncontent-security-policy: default-src 'none'\r\n"));
        assert!(head.contains("\r\nstrict-transport-security: "));
        assert!(head.contains(&format!("\r\ncontent-length: {}\r\n", body.len())));
        assert_eq!(
            body,
            r#"{"problem":"fields","fields":{"":[{"code":"invalid"}]}}"#
        );
        assert_eq!(Bare::at_end_of(answer.as_bytes()), None);
    }
}
