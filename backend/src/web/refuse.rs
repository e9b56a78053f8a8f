//! A problem as an answer: the one place that turns problems into status codes.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{ALLOW, HeaderValue, RETRY_AFTER};
use shared::kernel::{FieldProblem, FieldProblems, Problem, ProblemCode};

/// A problem on its way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The status that goes with it.
    pub status: StatusCode,
    /// The problem.
    pub problem: Problem,
}

impl From<Problem> for Refused {
    fn from(problem: Problem) -> Self {
        let status = match &problem {
            Problem::NotFound => StatusCode::NOT_FOUND,
            Problem::NotAllowed { .. } => StatusCode::FORBIDDEN,
            Problem::NotSignedIn => StatusCode::UNAUTHORIZED,
            Problem::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Problem::Fields { .. } => StatusCode::UNPROCESSABLE_ENTITY,
            Problem::Unavailable { .. } => StatusCode::SERVICE_UNAVAILABLE,
        };
        Self { status, problem }
    }
}

impl Refused {
    /// The question could not be read at all.
    #[must_use]
    pub fn unreadable() -> Self {
        Self {
            status: StatusCode::BAD_REQUEST,
            problem: Problem::Fields {
                fields: FieldProblems::at("", ProblemCode::Invalid),
            },
        }
    }

    /// The body is larger than this call takes.
    #[must_use]
    pub fn too_large(max: usize) -> Self {
        Self {
            status: StatusCode::PAYLOAD_TOO_LARGE,
            problem: Problem::Fields {
                fields: FieldProblems::at(
                    "",
                    FieldProblem::limited(ProblemCode::TooLong, "max", max),
                ),
            },
        }
    }

    /// The body came too slowly.
    #[must_use]
    pub fn too_slow() -> Self {
        Self {
            status: StatusCode::REQUEST_TIMEOUT,
            ..Self::unreadable()
        }
    }

    /// The request did not come from a page of ours.
    #[must_use]
    pub fn foreign_page() -> Self {
        Problem::NotAllowed {
            because: "foreign_page".to_owned(),
        }
        .into()
    }

    /// As an answer.
    #[must_use]
    pub fn answer(&self) -> HttpResponse {
        let mut answer = HttpResponse::build(self.status);
        match self.problem {
            Problem::TooMany { after_seconds } => {
                answer.insert_header((RETRY_AFTER, after_seconds.to_string()));
            }
            Problem::Unavailable { .. } => {
                answer.insert_header((RETRY_AFTER, "1"));
            }
            _ => {}
        }
        answer.json(&self.problem)
    }
}

/// Answers an address under `/api` that is no call.
#[must_use]
pub(super) fn no_such_call() -> HttpResponse {
    Refused::from(Problem::NotFound).answer()
}

/// Answers a verb that a call does not have; `allowed` is the one it has.
#[must_use]
pub(super) fn wrong_verb(allowed: &'static str) -> HttpResponse {
    let refused = Refused {
        status: StatusCode::METHOD_NOT_ALLOWED,
        problem: Problem::NotFound,
    };
    let mut answer = refused.answer();
    answer
        .headers_mut()
        .insert(ALLOW, HeaderValue::from_static(allowed));
    answer
}
