//! Why a route does not answer: a problem that people are told, or a failure below that only the log is told.

use shared::kernel::Problem;

use crate::db::{AsFailure, Failure};
use crate::decision::Stop;

/// What a route returns instead of an answer.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// A problem of the question or of who asks it.
    #[error(transparent)]
    Problem(#[from] Problem),
    /// The server cannot answer now.
    #[error(transparent)]
    Failure(#[from] Failure),
}

impl From<Stop> for Fault {
    fn from(stop: Stop) -> Self {
        match stop.problem() {
            Ok(problem) => Self::Problem(problem),
            Err(failure) => Self::Failure(failure),
        }
    }
}

impl AsFailure for Fault {
    fn as_failure(&self) -> Option<&Failure> {
        match self {
            Self::Failure(failure) => Some(failure),
            Self::Problem(_) => None,
        }
    }
}
