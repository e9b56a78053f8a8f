//! The read log (design 3.7): one line per answer that shows personal data, written before the answer leaves.
//!
//! A route cannot forget it: what shows clients is returned as [`Personal`], which only the web layer opens, and only
//! together with its line. The log of what was *changed* is `log`.

mod chain;
mod store;
mod writer;

use shared::access::Basis;
use shared::exchange::Subject;
use shared::kernel::Problem;

use crate::decision::Permitted;

pub use chain::{Broken, batches, verify};
pub use writer::ReadLog;

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
        let mut shown: Vec<_> = shown
            .into_iter()
            .map(|(subject, basis)| (<&'static str>::from(basis), subject))
            .collect();
        shown.sort();
        shown.dedup();
        Self {
            answer,
            line: Some(Line { shown }),
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

    /// An answer that shows these subjects for a reason that is no access basis, named by its code.
    #[must_use]
    pub fn showing_because(
        answer: T,
        because: &'static str,
        shown: impl IntoIterator<Item = Subject>,
    ) -> Self {
        let mut shown: Vec<_> = shown
            .into_iter()
            .map(|subject| (because, subject))
            .collect();
        shown.sort();
        shown.dedup();
        Self {
            answer,
            line: Some(Line { shown }),
        }
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

/// What one answer showed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    shown: Vec<(&'static str, Subject)>,
}

impl Line {
    /// As stored: the bases, each with the subjects shown on it, `responsible person:… person:…;consent person:…`.
    fn text(&self) -> String {
        let mut text = String::new();
        let mut current = None;
        for (basis, subject) in &self.shown {
            if current != Some(basis) {
                if current.is_some() {
                    text.push(';');
                }
                text.push_str(basis);
                current = Some(basis);
            }
            text.push(' ');
            text.push_str(&subject.to_string());
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use shared::kernel::PersonId;

    use super::*;

    fn person(n: u128) -> Subject {
        Subject::Person(PersonId::from_uuid(uuid::Uuid::from_u128(n)))
    }

    #[test]
    fn a_line_names_everybody_once_under_each_basis() {
        let personal = Personal::showing(
            (),
            [
                (person(2), Basis::Responsible),
                (person(1), Basis::Consent),
                (person(2), Basis::Responsible),
                (person(1), Basis::Responsible),
            ],
        );
        let (_, line) = personal.open();
        assert_eq!(
            line.unwrap().text(),
            format!(
                "consent {};responsible {} {}",
                person(1),
                person(1),
                person(2)
            )
        );
        assert_eq!(Personal::showing((), []).open().1.unwrap().text(), "");
        assert!(Personal::of_nobody(()).open().1.is_none());
    }
}
