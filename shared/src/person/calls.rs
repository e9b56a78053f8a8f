//! Calls about persons. Searches are POST: what is typed never stands in an address.

use serde::{Deserialize, Serialize};

use super::PersonDraft;
use super::matching::{MatchReason, Verdict};
use crate::call;
use crate::case::Responsible;
use crate::exchange::Sequence;
use crate::kernel::{CaseId, Day, FieldConflict, ImpreciseDate, PersonId};

/// What is typed into the one search field.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PersonSearch {
    /// Names in any spelling and script, a birth date or year, a case number. What lies beyond 200 characters is not
    /// looked at: a search is never refused for its length.
    pub text: String,
}

/// The answer to a search.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PersonHits {
    /// The best hits, best first, at most 20.
    pub hits: Vec<Hit>,
    /// Whether there were more candidates than were looked at, so that another word helps.
    pub is_cut: bool,
}

/// One hit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Hit {
    /// The fixed projection for the desk.
    Known(Box<DeskHit>),
    /// Possibly known at another body: ask. Nothing more.
    Blind,
}

/// What the desk sees of a person, and nothing more (design 3.12).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DeskHit {
    /// The person.
    pub person: PersonId,
    /// Name for showing.
    pub name: String,
    /// Name in the original script.
    pub original_script: String,
    /// Birth.
    pub born: Option<ImpreciseDate>,
    /// The case, if there is one and this reader may open it.
    pub case: Option<CaseId>,
    /// The case's number.
    pub number: Option<String>,
    /// Who is responsible.
    pub responsible: Option<Responsible>,
    /// The next date.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", extend("format" = "date")))]
    pub next_on: Option<Day>,
    /// How sure it is that what was typed means this person.
    pub verdict: Verdict,
    /// Why it hit.
    pub reasons: Vec<MatchReason>,
    /// Whether this reader may open the person's form.
    pub may_open: bool,
}

/// Names a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ThisPerson {
    /// The person.
    pub person: PersonId,
}

/// The desk's part of the form, with what is needed to edit it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PersonFile {
    /// The person.
    pub person: PersonId,
    /// The last sequence this reflects.
    pub sequence: Sequence,
    /// The form.
    pub draft: PersonDraft,
    /// Answers on consent, oldest first.
    pub consents: Vec<crate::consent::RecordConsent>,
    /// Persons held to be the same, as far as this reader may see them.
    pub linked: Vec<PersonLink>,
    /// Fields that wait for a decision.
    pub conflicts: Vec<FieldConflict>,
}

/// A statement that two persons are the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PersonLink {
    /// The statement.
    pub link: crate::kernel::LinkId,
    /// The other person.
    pub other: PersonId,
    /// Why.
    pub reason: String,
}

call!(
    /// Finds persons by name in any spelling, birth or case number.
    FindPersons, Post "/api/persons/find", SignedIn, PersonSearch => PersonHits
);
call!(
    /// Reads the desk's part of a person's form.
    ReadPerson, Get "/api/person", SignedIn, ThisPerson => PersonFile
);
