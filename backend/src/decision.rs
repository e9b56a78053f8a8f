//! What a service says to a command: what was decided and with which effects, or why it stops.

use std::ops::Deref;

use shared::access::{Action, Basis, Decision, Facts, Reason, may};
use shared::exchange::{Outcome, Refusal, Subject};
use shared::kernel::{Actor, FieldConflict, FieldProblems, Problem};

use crate::db::{AsFailure, Failure};
use crate::effect::Effect;

/// What a service decided. Tables of the work change only by applying the effects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// The answer to the author.
    pub outcome: Outcome,
    /// What changes.
    pub effects: Vec<Effect>,
}

/// Why a service stops before it has decided anything.
#[derive(Debug, thiserror::Error)]
pub enum Stop {
    /// Not there, or not for this person to see.
    #[error("not found")]
    NotFound,
    /// Seen, but not to be done by this person.
    #[error("not allowed")]
    NotAllowed(Reason),
    /// Of somebody who is there, and whom this person may not see, or not so much of: answered like one of the two above,
    /// and if it was a read, the log of reads says that it was tried.
    #[error("withheld")]
    Withheld {
        /// Whose it is.
        whose: Subject,
        /// Why not.
        because: Reason,
        /// Whether the actor sees something of them.
        is_seen: bool,
    },
    /// A command that cannot be done, for a reason other than these.
    #[error("refused")]
    Refused(Refusal),
    /// Fields are wrong.
    #[error("problems at fields")]
    Fields(FieldProblems),
    /// The database did not do its part.
    #[error(transparent)]
    Failed(#[from] Failure),
}

/// The basis on which an actor may do what is about nobody in particular: their role alone decides.
///
/// # Errors
/// If the role does not include it.
pub fn allowed(actor: &Actor, action: Action) -> Result<Basis, Stop> {
    match may(actor, action, &Facts::default()) {
        Decision::Yes(basis) => Ok(basis),
        Decision::No(reason) => Err(Stop::NotAllowed(reason)),
    }
}

impl From<diesel::result::Error> for Stop {
    fn from(error: diesel::result::Error) -> Self {
        Self::Failed(error.into())
    }
}

impl From<FieldProblems> for Stop {
    fn from(fields: FieldProblems) -> Self {
        Self::Fields(fields)
    }
}

impl From<Refusal> for Stop {
    fn from(because: Refusal) -> Self {
        Self::Refused(because)
    }
}

impl AsFailure for Stop {
    fn as_failure(&self) -> Option<&Failure> {
        match self {
            Self::Failed(failure) => Some(failure),
            _ => None,
        }
    }
}

impl Stop {
    /// Whether there is something that the actor is not to see or do.
    #[must_use]
    pub const fn is_refusal(&self) -> bool {
        matches!(
            self,
            Self::NotFound | Self::NotAllowed(_) | Self::Withheld { .. }
        )
    }

    /// As the outcome of a command.
    ///
    /// # Errors
    /// The failure, which is no outcome: nothing was decided, and the sender tries again.
    pub fn outcome(self) -> Result<Outcome, Failure> {
        match self {
            Self::NotFound | Self::Withheld { is_seen: false, .. } => {
                Ok(Outcome::refused(Refusal::NotFound))
            }
            Self::NotAllowed(_) | Self::Withheld { .. } => {
                Ok(Outcome::refused(Refusal::NotAllowed))
            }
            Self::Refused(because) => Ok(Outcome::refused(because)),
            Self::Fields(fields) => Ok(Outcome::Refused {
                because: Refusal::Fields,
                fields,
            }),
            Self::Failed(failure) => Err(failure),
        }
    }

    /// As the problem that answers a read.
    ///
    /// # Errors
    /// The failure, which the web layer logs and answers as `Unavailable`.
    pub fn problem(self) -> Result<Problem, Failure> {
        match self {
            Self::NotFound | Self::Refused(_) | Self::Withheld { is_seen: false, .. } => {
                Ok(Problem::NotFound)
            }
            Self::NotAllowed(because) | Self::Withheld { because, .. } => Ok(Problem::NotAllowed {
                because: <&'static str>::from(because).to_owned(),
            }),
            Self::Fields(fields) => Ok(Problem::Fields { fields }),
            Self::Failed(failure) => Err(failure),
        }
    }
}

/// How the author stands to what they write about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// They may do it.
    Present(Basis),
    /// They had the case once: what they write is held for the one who has it now.
    Former,
}

/// Something that was looked up and that the actor may act on. Only an "open for this action" makes one; whoever writes
/// asks for it.
#[derive(Debug, Clone)]
pub struct Permitted<T> {
    value: T,
    standing: Standing,
}

impl<T> Permitted<T> {
    /// States that the action was decided to be permitted.
    pub(crate) const fn by(value: T, standing: Standing) -> Self {
        Self { value, standing }
    }

    /// What was looked up.
    pub const fn value(&self) -> &T {
        &self.value
    }

    /// The same permission, on something that was read by it.
    #[must_use]
    pub fn map<U>(self, read: impl FnOnce(T) -> U) -> Permitted<U> {
        Permitted {
            value: read(self.value),
            standing: self.standing,
        }
    }

    /// What was looked up, the permission used up.
    #[must_use]
    pub fn into_value(self) -> T {
        self.value
    }

    /// On which basis; absent for work of a former worker, who reads nothing.
    #[must_use]
    pub const fn basis(&self) -> Option<Basis> {
        match self.standing {
            Standing::Present(basis) => Some(basis),
            Standing::Former => None,
        }
    }

    /// Done, with these effects; or held, if the author no longer has the case.
    #[must_use]
    pub fn applied(&self, effects: Vec<Effect>) -> Decided {
        self.decided(Outcome::Applied, effects)
    }

    /// Done as far as nobody else had written the same fields.
    #[must_use]
    pub fn merged(&self, conflicts: Vec<FieldConflict>, effects: Vec<Effect>) -> Decided {
        if conflicts.is_empty() {
            self.applied(effects)
        } else {
            self.decided(Outcome::Conflict { fields: conflicts }, effects)
        }
    }

    fn decided(&self, outcome: Outcome, effects: Vec<Effect>) -> Decided {
        match self.standing {
            Standing::Present(_) => Decided { outcome, effects },
            // The exchange adds the effect that keeps the envelope.
            Standing::Former => Decided {
                outcome: Outcome::Held,
                effects: Vec::new(),
            },
        }
    }
}

impl<T> Deref for Permitted<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}
