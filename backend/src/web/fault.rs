//! Why a route does not answer: a problem that people are told, or a failure below that only the log is told.

use shared::kernel::{FieldProblems, Problem};

use crate::audit::Line;
use crate::db::{AsFailure, Failure};
use crate::decision::Stop;

/// What a route returns instead of an answer.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// A problem of the question or of who asks it.
    #[error(transparent)]
    Problem(#[from] Problem),
    /// The same, of somebody who is there: it leaves after the log of reads says that it was tried.
    #[error("withheld")]
    Withheld {
        /// What people are told.
        problem: Problem,
        /// Whose it is, and why not.
        line: Line,
    },
    /// The server cannot answer now.
    #[error(transparent)]
    Failure(#[from] Failure),
}

impl From<Stop> for Fault {
    fn from(stop: Stop) -> Self {
        let line = match &stop {
            Stop::Withheld { whose, because, .. } => Some(Line::refused(whose.clone(), *because)),
            _ => None,
        };
        match (stop.problem(), line) {
            (Ok(problem), Some(line)) => Self::Withheld { problem, line },
            (Ok(problem), None) => Self::Problem(problem),
            (Err(failure), _) => Self::Failure(failure),
        }
    }
}

impl From<FieldProblems> for Fault {
    fn from(fields: FieldProblems) -> Self {
        Self::Problem(Problem::Fields { fields })
    }
}

impl AsFailure for Fault {
    fn as_failure(&self) -> Option<&Failure> {
        match self {
            Self::Failure(failure) => Some(failure),
            Self::Problem(_) | Self::Withheld { .. } => None,
        }
    }
}
