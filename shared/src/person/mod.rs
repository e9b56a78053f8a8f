//! A person: names as in the document, as spoken and in the original script, birth, languages, contact, address,
//! household. What the desk's part of the intake form holds (domain.md part 2), never residence status or health.

pub mod calls;
pub mod comparison;
pub mod din91379;
pub mod doubles;
mod draft;
pub mod matching;
#[cfg(test)]
mod matching_tests;
pub mod name;
pub mod name_forms;
pub mod naming;
pub mod ranking;
pub mod search;
pub mod sound;
pub mod transliterate;
pub mod two_words;

pub use draft::{
    Address, Contact, GERMANY, HOUSING_WITHOUT_LOCALITY, HouseholdMember, LanguageSkill,
    PersonDraft, STATELESS,
};

use serde::{Deserialize, Serialize};

use crate::kernel::text::check_line;
use crate::kernel::{Edits, FieldProblems, LinkId, PersonId, ProblemCode};

/// The most characters of a reason why two persons are held to be the same, or are not.
const REASON_MAX: usize = 400;

/// Records a person who was not known. The id is the envelope's subject. The form may be incomplete.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RecordPerson {
    /// What is known so far.
    pub draft: PersonDraft,
}

/// Changes fields of a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EditPerson {
    /// What was seen and what was written, per field of [`PersonDraft`].
    pub edits: Edits,
}

/// States that the envelope's subject and another person are the same human being. Nothing is merged by that, and it
/// can be taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LinkPersons {
    /// The statement.
    pub link: LinkId,
    /// The other person.
    pub other: PersonId,
    /// Why they are held to be the same.
    pub reason: String,
}

/// Takes the statement back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct UnlinkPersons {
    /// The statement.
    pub link: LinkId,
    /// Why it was wrong.
    pub reason: String,
}

/// States that the envelope's subject and another person, who resemble each other, are two human beings: nobody is told
/// again that they may be one. Linking them later is still possible.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TellPersonsApart {
    /// The other person.
    pub other: PersonId,
    /// Why they are two.
    pub reason: String,
}

impl LinkPersons {
    /// The whole check.
    ///
    /// # Errors
    /// Every problem, at its field.
    pub fn check(&self) -> Result<(), FieldProblems> {
        let mut problems = FieldProblems::default();
        let missing = Some(ProblemCode::Missing);
        check_line(&self.reason, REASON_MAX, missing, "reason", &mut problems);
        problems.or(())
    }
}

impl TellPersonsApart {
    /// The whole check.
    ///
    /// # Errors
    /// Every problem, at its field.
    pub fn check(&self) -> Result<(), FieldProblems> {
        let mut problems = FieldProblems::default();
        let missing = Some(ProblemCode::Missing);
        check_line(&self.reason, REASON_MAX, missing, "reason", &mut problems);
        problems.or(())
    }
}

impl UnlinkPersons {
    /// The whole check.
    ///
    /// # Errors
    /// Every problem, at its field.
    pub fn check(&self) -> Result<(), FieldProblems> {
        let mut problems = FieldProblems::default();
        let missing = Some(ProblemCode::Missing);
        check_line(&self.reason, REASON_MAX, missing, "reason", &mut problems);
        problems.or(())
    }
}
