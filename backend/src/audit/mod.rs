//! The read log (design 3.7): one line per answer that shows personal data, written before the answer leaves.
//!
//! A route cannot forget it: what shows clients is returned as [`Personal`], which only the web layer opens, and only
//! together with its line. The log of what was *changed* is `log`.

mod accounts;
mod chain;
mod changes;
mod expire;
mod export;
mod index;
mod limit;
mod line;
pub mod routes;
mod service;
mod store;
mod watch;
mod writer;

use shared::access::{Basis, Reason};
use shared::audit::Why;
use shared::exchange::Subject;
use shared::kernel::Problem;

use crate::decision::Permitted;

pub(crate) use accounts::Accounts;
pub use chain::{Broken, Head, UnreadableHead, batches, verify, verify_from};
pub use changes::changes;
pub use expire::Expired;
pub use export::ExportFailure;
pub use limit::Limit;
pub use line::Line;
pub use writer::{ReadLog, Recorded};

/// An answer with personal data, whose data it is and why it may be shown.
#[derive(Debug)]
pub struct Personal<T> {
    answer: T,
    line: Option<Line>,
}

impl<T> Personal<T> {
    /// An answer that shows these subjects, each on this basis; showing nobody is written down too.
    #[must_use]
    pub fn showing(answer: T, shown: impl IntoIterator<Item = (Subject, Basis)>) -> Self {
        let shown = shown
            .into_iter()
            .map(|(subject, basis)| (Why::Allowed(basis), subject));
        Self {
            answer,
            line: Some(Line::of(shown)),
        }
    }

    /// An answer that was permitted as a whole, with the subjects in it. Who reads nothing is told that nothing is
    /// there.
    ///
    /// # Errors
    /// `NotFound` if the permission is one to write only.
    pub fn permitted(
        permitted: Permitted<T>,
        shown: impl FnOnce(&T) -> Vec<Subject>,
    ) -> Result<Self, Problem> {
        let basis = permitted.basis().ok_or(Problem::NotFound)?;
        let shown = shown(permitted.value());
        Ok(Self::showing(
            permitted.into_value(),
            shown.into_iter().map(|subject| (subject, basis)),
        ))
    }

    /// An answer that shows these subjects for a reason that is no access basis.
    #[must_use]
    pub fn showing_because(
        answer: T,
        because: Why,
        shown: impl IntoIterator<Item = Subject>,
    ) -> Self {
        let shown = shown.into_iter().map(|subject| (because, subject));
        Self {
            answer,
            line: Some(Line::of(shown)),
        }
    }

    /// The same answer, which says of some only that they may be known: they were asked for, and not shown.
    #[must_use]
    pub fn withholding(mut self, withheld: impl IntoIterator<Item = (Subject, Reason)>) -> Self {
        if let Some(line) = self.line.take() {
            let withheld = withheld
                .into_iter()
                .map(|(subject, because)| (Why::Refused(because), subject));
            self.line = Some(line.with(withheld));
        }
        self
    }

    /// An answer that could show somebody but does not, like outcomes without a conflict.
    #[must_use]
    pub const fn of_nobody(answer: T) -> Self {
        Self { answer, line: None }
    }

    /// Takes it apart; the one who does so writes the line first.
    pub(crate) fn open(self) -> (T, Option<Line>) {
        (self.answer, self.line)
    }
}
