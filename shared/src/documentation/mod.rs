//! Documentation (Verlauf): what happened with and for the client, entry by entry. Entries are only added; a correction
//! is a further entry that names the one it corrects.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::kernel::lists::{List, Lists, is_special};
use crate::kernel::text::plain_text;
use crate::kernel::{AccountId, CaseId, Code, Day, FieldProblems, Moment, NoteId, ProblemCode};

/// Adds an entry to the documentation of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AddNote {
    /// The new entry.
    pub note: NoteId,
    /// The case it belongs to.
    pub case: CaseId,
    /// What it says.
    pub draft: NoteDraft,
}

/// What a contact note holds, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct NoteDraft {
    /// The day of the contact.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", extend("format" = "date")))]
    #[validate(required)]
    pub occurred_on: Option<Day>,
    /// How contact was had, from the list of contact kinds (Kontaktart).
    #[validate(required)]
    pub contact: Option<Code>,
    /// What happened, in the worker's words.
    #[validate(length(min = 1, max = 10000), custom(function = "plain_text"))]
    pub text: String,
    /// Length in minutes, if somebody noted it.
    #[validate(range(min = 1, max = 1440))]
    pub minutes: Option<u16>,
    /// Fields of action (Handlungsfelder) it was about.
    #[validate(length(max = 14))]
    pub fields_of_action: BTreeSet<Code>,
    /// Whether only the responsible worker may read the text; others see that it exists.
    pub is_confidential: bool,
    /// The entry this one corrects; both stay.
    pub corrects: Option<NoteId>,
}

impl NoteDraft {
    /// The whole check: field rules, that the day has come, and that the codes are on their lists.
    ///
    /// # Errors
    /// Every problem, at its field.
    pub fn check(&self, today: Day) -> Result<(), FieldProblems> {
        let mut problems = self
            .validate()
            .err()
            .map(FieldProblems::from)
            .unwrap_or_default();
        if self.occurred_on.is_some_and(|day| day > today) {
            problems.add("occurred_on", ProblemCode::InFuture);
        }
        if self
            .occurred_on
            .is_some_and(|day| day < jiff::civil::date(1990, 1, 1))
        {
            problems.add("occurred_on", ProblemCode::TooEarly);
        }
        if !self.text.is_empty() && self.text.trim().is_empty() {
            problems.add("text", ProblemCode::Missing);
        }
        let lists = Lists::shipped();
        lists.check(
            List::ContactKind,
            self.contact.as_ref(),
            today,
            "contact",
            &mut problems,
        );
        lists.check_each(
            List::FieldOfAction,
            &self.fields_of_action,
            today,
            "fields_of_action",
            &mut problems,
        );
        problems.or(())
    }

    /// Whether a field of action tells of a special category, such as health.
    #[must_use]
    pub fn tells_special(&self) -> bool {
        let mut fields = self.fields_of_action.iter();
        fields.any(|code| is_special(List::FieldOfAction, code))
    }

    /// Whether the client lets it be written down, by since when they do not allow special categories (E2,
    /// [`unwritten_since`](crate::consent::special::unwritten_since)).
    ///
    /// # Errors
    /// If it tells of one and they said no.
    pub fn check_consented(&self, unwritten_since: Option<Day>) -> Result<(), FieldProblems> {
        match unwritten_since {
            Some(_) if self.tells_special() => Err(FieldProblems::at(
                "fields_of_action",
                ProblemCode::NotConsented,
            )),
            _ => Ok(()),
        }
    }
}

/// An entry as a worker who may read the case sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NoteView {
    /// The entry.
    pub note: NoteId,
    /// Who wrote it.
    pub author: AccountId,
    /// Their name, as it was.
    pub author_name: String,
    /// When they wrote it, by their device's clock.
    pub authored_at: Moment,
    /// What it says; absent if it is confidential and not for this reader.
    pub draft: Option<NoteDraft>,
    /// Who accepted it, if it was handed in late (nachgereicht).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accepted: Option<NoteAccepted>,
}

/// That an entry was handed in late, and who accepted it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NoteAccepted {
    /// Who was responsible then and accepted it.
    pub by_name: String,
    /// When.
    pub at: Moment,
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    const TODAY: Day = date(2026, 11, 23);

    fn code(text: &str) -> Option<Code> {
        Some(text.parse().unwrap())
    }

    fn complete() -> NoteDraft {
        NoteDraft {
            occurred_on: Some(TODAY),
            contact: code("HAUSBESUCH"),
            text: "Unterlagen durchgesehen.".into(),
            ..NoteDraft::default()
        }
    }

    fn after(change: impl FnOnce(&mut NoteDraft)) -> Vec<String> {
        let mut draft = complete();
        change(&mut draft);
        let problems = draft.check(TODAY).err().unwrap_or_default();
        problems
            .iter()
            .flat_map(|(path, found)| {
                found
                    .iter()
                    .map(move |one| format!("{path} {}", one.code.as_str()))
            })
            .collect()
    }

    #[test]
    fn a_note_says_when_how_and_what() {
        assert!(after(|_| ()).is_empty());
        assert_eq!(
            after(|note| note.occurred_on = None),
            ["occurred_on missing"]
        );
        assert_eq!(after(|note| note.contact = None), ["contact missing"]);
        assert_eq!(after(|note| note.text = " \n".into()), ["text missing"]);
        assert_eq!(after(|note| note.text = String::new()), ["text missing"]);
    }

    #[test]
    fn the_contact_was_today_or_earlier() {
        let on = |day| after(move |note| note.occurred_on = Some(day));
        assert_eq!(on(date(2026, 11, 24)), ["occurred_on in_future"]);
        assert_eq!(on(date(1989, 12, 31)), ["occurred_on too_early"]);
    }

    #[test]
    fn codes_must_be_on_their_lists() {
        assert_eq!(
            after(|note| note.contact = code("BRIEFTAUBE")),
            ["contact unknown_code"]
        );
        assert_eq!(
            after(|note| note.fields_of_action = ["H00".parse().unwrap()].into()),
            ["fields_of_action unknown_code"]
        );
    }

    #[test]
    fn a_contact_takes_at_least_a_minute_and_at_most_a_day() {
        for (minutes, is_right) in [(0, false), (1, true), (1440, true), (1441, false)] {
            assert_eq!(
                after(|note| note.minutes = Some(minutes)).is_empty(),
                is_right,
                "{minutes}"
            );
        }
    }

    #[test]
    fn health_is_a_field_of_a_note_as_long_as_the_client_does_not_say_no() {
        let about = |field: &str| NoteDraft {
            fields_of_action: [field.parse().unwrap()].into(),
            ..complete()
        };
        assert_eq!(about("H09").check_consented(None), Ok(()));
        assert_eq!(about("H03").check_consented(Some(TODAY)), Ok(()));
        assert_eq!(complete().check_consented(Some(TODAY)), Ok(()));
        assert_eq!(
            about("H09").check_consented(Some(TODAY)),
            Err(FieldProblems::at(
                "fields_of_action",
                ProblemCode::NotConsented
            ))
        );
    }

    proptest! {
        #[test]
        fn any_note_is_checked_without_panic_and_alike_each_time(
            text in any::<String>(), minutes: Option<u16>, contact in "[A-Z_]{1,12}",
        ) {
            let draft = NoteDraft { text, minutes, contact: contact.parse().ok(), ..complete() };
            prop_assert_eq!(draft.check(TODAY), draft.check(TODAY));
        }
    }
}
