//! Documentation (Verlauf): what happened with and for the client, entry by entry. Entries are only added; a correction
//! is a further entry that names the one it corrects.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use validator::Validate;

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
    /// The whole check: field rules, and that the day has come.
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
        problems.or(())
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
}
