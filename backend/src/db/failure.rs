//! What can go wrong below the work: the database cannot answer, or holds what it never should.
//!
//! Every failure reaches people as `Problem::Unavailable` with a reference; the cause stands in the log only.

use diesel::result::{DatabaseErrorKind, Error};

/// Why the database did not do its part. `Display` names the kind and never a value.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// Locked, or all connections taken, for longer than two seconds. Trying again is right.
    #[error("the database is busy")]
    Busy,
    /// The connection was lost or cannot be made. Trying again is right.
    #[error("the database cannot be reached")]
    Lost,
    /// No room is left where the database lives.
    #[error("the database has no room left")]
    Full,
    /// The database may only be read.
    #[error("the database is read-only")]
    ReadOnly,
    /// The erasure journal cannot be used, without which nobody is erased.
    #[error("the erasure journal cannot be used")]
    Journal,
    /// PostgreSQL asks to run the transaction again.
    #[error("the transaction met another one")]
    Again,
    /// A stored value could not be read back: damaged, tampered with, or sealed under another key.
    #[error("unreadable value in {0}")]
    Unreadable(&'static str),
    /// Any other failure of a statement.
    #[error("a statement failed")]
    Query(#[source] Error),
    /// Our own mistake, caught before it reached the data.
    #[error("broken: {0}")]
    Broken(&'static str),
}

impl Failure {
    /// Whether the same call can succeed a moment later without anybody doing anything.
    #[must_use]
    pub const fn passes(&self) -> bool {
        matches!(self, Self::Busy | Self::Lost | Self::Again)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match &error {
            Error::DatabaseError(kind, information) => {
                of_message(kind, information.message()).unwrap_or(Self::Query(error))
            }
            Error::BrokenTransactionManager => Self::Lost,
            _ => Self::Query(error),
        }
    }
}

impl From<serde_json::Error> for Failure {
    fn from(_: serde_json::Error) -> Self {
        Self::Broken("a value without canonical form")
    }
}

/// An effect changes exactly the row it names.
///
/// # Errors
/// If it changed none or several.
pub const fn one(rows: usize) -> Result<(), Failure> {
    if rows == 1 {
        Ok(())
    } else {
        Err(Failure::Broken("an effect on a row that is not there"))
    }
}

/// Diesel has a kind for few of the failures that matter here; the rest is told by the databases' fixed words.
fn of_message(kind: &DatabaseErrorKind, message: &str) -> Option<Failure> {
    let says = |words: &[&str]| words.iter().any(|word| message.contains(word));
    match kind {
        DatabaseErrorKind::ClosedConnection => Some(Failure::Lost),
        DatabaseErrorKind::SerializationFailure => Some(Failure::Again),
        DatabaseErrorKind::ReadOnlyTransaction => Some(Failure::ReadOnly),
        _ if says(&["deadlock detected", "could not serialize"]) => Some(Failure::Again),
        _ if says(&[
            "database is locked",
            "database table is locked",
            "lock timeout",
            "statement timeout",
            "too many clients",
            "too many connections",
        ]) =>
        {
            Some(Failure::Busy)
        }
        _ if says(&[
            "database or disk is full",
            "No space left on device",
            "disk full",
        ]) =>
        {
            Some(Failure::Full)
        }
        _ if says(&["readonly database", "read-only transaction"]) => Some(Failure::ReadOnly),
        _ if says(&[
            "server closed the connection",
            "terminating connection",
            "connection to server",
            "no connection to the server",
            "the database system is",
            "could not receive data",
            "could not send data",
            "SSL connection has been closed",
        ]) =>
        {
            Some(Failure::Lost)
        }
        _ => None,
    }
}
