//! Reads the question of a call from query string or body, with limits, and names the field that is wrong. What was
//! sent is never repeated in an answer.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use actix_web::HttpResponse;
use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::web::{Bytes, BytesMut, Payload, Query};
use futures::StreamExt;
use serde::de::DeserializeOwned;
use serde_path_to_error::Segment;
use shared::kernel::{FieldProblems, Problem, ProblemCode};

use super::refuse::Refused;

/// How long a body may take to arrive.
const BODY_WAIT: Duration = Duration::from_secs(30);
/// The longest query string of a call.
const QUERY_MAX: usize = 2_000;

/// Reads a question from the query string.
///
/// # Errors
/// If it is not a question of this call.
pub(super) fn from_query<Q: DeserializeOwned>(query: &str) -> Result<Q, Refused> {
    if query.len() > QUERY_MAX {
        return Err(Refused::too_large(QUERY_MAX));
    }
    Query::<Q>::from_query(query)
        .map(Query::into_inner)
        .map_err(|_| {
            Problem::Fields {
                fields: FieldProblems::at("", ProblemCode::Invalid),
            }
            .into()
        })
}

/// An answer's content together with a question's body that was not read to its end. The framework closes the connection
/// behind such an answer; had it been let go of, it would wait for the rest, which may never end.
pub(super) struct Unread {
    content: BoxBody,
    _body: Payload,
}

impl Unread {
    /// Puts it on the answer.
    pub(super) fn put_on(body: Payload, answer: &mut HttpResponse) {
        let whole = std::mem::replace(answer, HttpResponse::new(answer.status()));
        *answer = whole.map_body(|_, content| {
            BoxBody::new(Self {
                content,
                _body: body,
            })
        });
    }
}

impl MessageBody for Unread {
    type Error = Box<dyn std::error::Error>;

    fn size(&self) -> BodySize {
        self.content.size()
    }

    fn poll_next(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Self::Error>>> {
        Pin::new(&mut self.get_mut().content).poll_next(context)
    }
}

/// Takes in a body of at most `max` bytes; a longer one is cut off while it streams.
///
/// # Errors
/// If it is too long, too slow or broken off.
pub(super) async fn body(payload: &mut Payload, max: usize) -> Result<BytesMut, Refused> {
    let read = async {
        let mut body = BytesMut::new();
        while let Some(chunk) = payload.next().await {
            let chunk = chunk.map_err(|_| Refused::unreadable())?;
            if body.len() + chunk.len() > max {
                return Err(Refused::too_large(max));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body)
    };
    actix_web::rt::time::timeout(BODY_WAIT, read)
        .await
        .unwrap_or_else(|_| Err(Refused::too_slow()))
}

/// Reads a question from JSON.
///
/// # Errors
/// If it is not JSON (nothing can be named then) or not a question of this call (the field is named).
pub(super) fn from_json<Q: DeserializeOwned>(body: &[u8]) -> Result<Q, Refused> {
    // Every question is an object. Read as a list, its fields would be taken by their order, which nobody means.
    if !body.trim_ascii_start().starts_with(b"{") {
        return Err(Refused::unreadable());
    }
    let mut json = serde_json::Deserializer::from_slice(body);
    let question = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let inner = error.inner();
        if !inner.is_data() {
            return Refused::unreadable();
        }
        let (code, field) = kind_of(&inner.to_string());
        let mut path: Vec<String> = error
            .path()
            .iter()
            .filter_map(|segment| match segment {
                Segment::Seq { index } => Some(index.to_string()),
                Segment::Map { key } => Some(key.clone()),
                Segment::Enum { .. } | Segment::Unknown => None,
            })
            .collect();
        // The path ends at the object; these sentences name the field in it, which is one of ours.
        path.extend(field.filter(|field| path.last() != Some(field)));
        Problem::Fields {
            fields: FieldProblems::at(safe(&path), code),
        }
        .into()
    })?;
    json.end().map_err(|_| Refused::unreadable())?;
    Ok(question)
}

/// What serde found wrong, told by the fixed beginnings of its sentences; the rest of them may repeat a value.
fn kind_of(sentence: &str) -> (ProblemCode, Option<String>) {
    for (beginning, code) in [
        ("missing field `", ProblemCode::Missing),
        ("duplicate field `", ProblemCode::Duplicate),
    ] {
        if let Some(rest) = sentence.strip_prefix(beginning) {
            return (code, rest.split('`').next().map(ToOwned::to_owned));
        }
    }
    let code = match () {
        () if sentence.starts_with("unknown field") => ProblemCode::UnknownField,
        () if sentence.starts_with("invalid type") => ProblemCode::WrongType,
        () if sentence.starts_with("unknown variant") => ProblemCode::UnknownCode,
        () if sentence.starts_with("invalid value: integer") => ProblemCode::OutOfRange,
        () => ProblemCode::Invalid,
    };
    (code, None)
}

/// The path up to the first name that is not one of ours: a name that somebody typed could be anything.
fn safe(path: &[String]) -> String {
    path.iter()
        .take_while(|name| {
            (1..=40).contains(&name.len())
                && name.bytes().all(|byte| {
                    byte.is_ascii_lowercase()
                        || byte.is_ascii_digit()
                        || matches!(byte, b'_' | b'-')
                })
        })
        .cloned()
        .collect::<Vec<_>>()
        .join(".")
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Question {
        #[expect(dead_code, reason = "only read from JSON")]
        entries: Vec<Entry>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Entry {
        #[expect(dead_code, reason = "only read from JSON")]
        count: u8,
    }

    fn refused(body: &str) -> (u16, String) {
        let refused = from_json::<Question>(body.as_bytes()).unwrap_err();
        (
            refused.status.as_u16(),
            serde_json::to_string(&refused.problem).unwrap(),
        )
    }

    #[test]
    fn the_wrong_field_is_named_by_its_path() {
        assert_eq!(
            refused(r#"{"entries":[{"count":1},{"count":"Amira"}]}"#),
            (
                422,
                r#"{"problem":"fields","fields":{"entries.1.count":[{"code":"wrong_type"}]}}"#
                    .into()
            )
        );
        assert_eq!(
            refused(r#"{"entries":[{}]}"#).1,
            r#"{"problem":"fields","fields":{"entries.0.count":[{"code":"missing"}]}}"#
        );
        assert_eq!(
            refused(r#"{"entries":[],"colour":1}"#).1,
            r#"{"problem":"fields","fields":{"colour":[{"code":"unknown_field"}]}}"#
        );
        assert_eq!(
            refused(r#"{"entries":[],"entries":[]}"#).1,
            r#"{"problem":"fields","fields":{"entries":[{"code":"duplicate"}]}}"#
        );
    }

    #[test]
    fn what_was_typed_is_never_repeated() {
        let (_, problem) = refused(r#"{"entries":[],"Amira Haddad, geb. 1990":1}"#);
        assert!(!problem.contains("Amira"), "{problem}");
        let (_, problem) = refused(r#"{"entries":[{"count":300}]}"#);
        assert!(!problem.contains("300"), "{problem}");
    }

    #[test]
    fn what_is_not_json_is_unreadable() {
        for body in [
            "",
            "{",
            "{\"entries\":[]} x",
            "\u{0}",
            "[1e400]",
            &"[".repeat(100_000),
        ] {
            let (status, _) = refused(body);
            assert!(matches!(status, 400 | 422), "{body:.20}");
        }
    }
}
