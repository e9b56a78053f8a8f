//! What one answer showed, as the log keeps it: the reasons, each with the subjects shown for it,
//! `responsible person:… person:…;consent person:…`.

use shared::access::Reason;
use shared::audit::Why;
use shared::exchange::Subject;

/// What one answer showed, or refused to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Sorted by the text of the reason, then by subject; each pair once.
    shown: Vec<(Why, Subject)>,
}

impl Line {
    /// A line about these.
    pub(super) fn of(shown: impl IntoIterator<Item = (Why, Subject)>) -> Self {
        let mut shown: Vec<_> = shown.into_iter().collect();
        shown.sort_by(|(why, subject), (other_why, other)| {
            (why.code(), subject).cmp(&(other_why.code(), other))
        });
        shown.dedup();
        Self { shown }
    }

    /// The same line, also about these.
    pub(super) fn with(self, more: impl IntoIterator<Item = (Why, Subject)>) -> Self {
        Self::of(self.shown.into_iter().chain(more))
    }

    /// Somebody was asked for and not shown.
    #[must_use]
    pub fn refused(whose: Subject, because: Reason) -> Self {
        Self::of([(Why::Refused(because), whose)])
    }

    /// Something was asked for that is not there.
    #[must_use]
    pub fn of_nobody() -> Self {
        Self::of([])
    }

    /// Whom it showed of those for whom somebody else is responsible.
    pub(super) fn of_others(&self) -> impl Iterator<Item = &Subject> {
        let of_others = self.shown.iter().filter(|(why, _)| why.is_of_others());
        of_others.map(|(_, subject)| subject)
    }

    /// As stored.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        let mut current = None;
        for (why, subject) in &self.shown {
            if current != Some(why) {
                if current.is_some() {
                    text.push(';');
                }
                text.push_str(&why.to_string());
                current = Some(why);
            }
            text.push(' ');
            text.push_str(&subject.to_string());
        }
        text
    }
}

/// Whom a stored line showed, and why. What no version of this program writes is passed over.
pub(super) fn read(text: &str) -> Vec<(Why, Subject)> {
    let mut shown = Vec::new();
    for part in text.split(';') {
        let mut words = part.split(' ');
        let why = Why::from(words.next().unwrap_or_default().to_owned());
        shown.extend(words.filter_map(|word| Some((why, word.parse().ok()?))));
    }
    shown
}

#[cfg(test)]
mod tests {
    use shared::access::Basis;
    use shared::kernel::PersonId;

    use super::super::Personal;
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
        let text = line.unwrap().text();
        assert_eq!(
            text,
            format!(
                "consent {};responsible {} {}",
                person(1),
                person(1),
                person(2)
            )
        );
        let read = read(&text);
        assert_eq!(
            read,
            [
                (Why::Allowed(Basis::Consent), person(1)),
                (Why::Allowed(Basis::Responsible), person(1)),
                (Why::Allowed(Basis::Responsible), person(2)),
            ]
        );
        assert_eq!(Personal::showing((), []).open().1.unwrap().text(), "");
        assert!(Personal::of_nobody(()).open().1.is_none());
    }

    #[test]
    fn who_was_refused_is_read_back_as_refused() {
        let line = Line::refused(person(1), Reason::NotResponsible);
        assert_eq!(
            read(&line.text()),
            [(Why::Refused(Reason::NotResponsible), person(1))]
        );
        assert_eq!(read(""), []);
        assert_eq!(read("responsible nobody;;x"), []);
    }
}
