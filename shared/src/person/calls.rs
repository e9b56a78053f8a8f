//! Calls about persons. Searches are POST: what is typed never stands in an address.

use serde::{Deserialize, Serialize};

use super::PersonDraft;
use super::matching::{MatchReason, Verdict};
use crate::call;
use crate::calls::Nothing;
use crate::case::{LatestIntake, Responsible};
use crate::exchange::Sequence;
use crate::kernel::{CaseId, Day, FieldConflict, ImpreciseDate, Moment, PersonId, SettledConflict};

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
    /// The next appointment that was planned with the person.
    #[serde(default)]
    pub appointment_at: Option<Moment>,
    /// By when the worker takes the next step, or is first in touch; no appointment.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", extend("format" = "date")))]
    pub next_on: Option<Day>,
    /// How their latest intake stands, where there is no open case and this reader may go on with it.
    #[serde(default)]
    pub intake: Option<LatestIntake>,
    /// The open case of the same human being under another record that was linked with this one; where this one has none.
    #[serde(default)]
    pub through: Option<LinkedCase>,
    /// How sure it is that what was typed means this person.
    pub verdict: Verdict,
    /// Why it hit.
    pub reasons: Vec<MatchReason>,
    /// Whether this reader may open the person's form.
    pub may_open: bool,
}

impl DeskHit {
    /// Who is responsible, by this record or by one that was linked with it.
    #[must_use]
    pub fn worker(&self) -> Option<&Responsible> {
        let linked = || self.through.as_ref()?.responsible.as_ref();
        self.responsible.as_ref().or_else(linked)
    }
}

/// An open case that was found through a link, as far as the reader may see whose it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LinkedCase {
    /// The person whose case it is, held to be the same human being.
    pub person: PersonId,
    /// Their name for showing.
    pub name: String,
    /// The case's number.
    pub number: String,
    /// Who is responsible; absent: it waits for a post.
    pub responsible: Option<Responsible>,
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
    /// Fields at which one was taken, the last first: what was not chosen stays readable.
    #[serde(default)]
    pub settled: Vec<SettledConflict>,
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

/// Names two persons; the reader may link the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TwoPersons {
    /// The one.
    pub person: PersonId,
    /// The other.
    pub other: PersonId,
}

/// One side of a comparison, as far as this reader may see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ComparedPerson {
    /// The person.
    pub person: PersonId,
    /// Whether the form may be read; else the draft holds name and birth alone.
    pub is_whole: bool,
    /// Those fields of the form that tell people apart.
    pub draft: PersonDraft,
    /// The case's number.
    pub number: Option<String>,
    /// The case, if this reader may open it.
    pub case: Option<CaseId>,
    /// Who is responsible.
    pub responsible: Option<Responsible>,
}

/// Two persons side by side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PersonComparison {
    /// The last sequence of the first person that this reflects.
    pub sequence: Sequence,
    /// The first.
    pub one: ComparedPerson,
    /// The other.
    pub other: ComparedPerson,
    /// How sure it is that they are the same.
    pub verdict: Verdict,
    /// Why; `typed` is what the first has, `found` what the other has.
    pub reasons: Vec<MatchReason>,
    /// The statement that they are the same, if it holds.
    pub link: Option<PersonLink>,
    /// Whether somebody has said that they are two.
    pub is_told_apart: bool,
}

/// A statement that the person is the same as another, who may be one that this reader cannot see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LinkedPerson {
    /// The statement.
    pub link: crate::kernel::LinkId,
    /// Why; empty where the other is not for this reader to see.
    pub reason: String,
    /// The other.
    pub other: Hit,
}

/// Who else may be the same human being as a person.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PersonDoubles {
    /// The last sequence of the person that this reflects.
    pub sequence: Sequence,
    /// Those who are held to be.
    pub linked: Vec<LinkedPerson>,
    /// Those who resemble the person and of whom nobody has said that they are another. The blind hit stands there once.
    pub possible: Vec<Hit>,
}

/// That a person of this reader may have been taken in twice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DoubleNotice {
    /// The person.
    pub person: PersonId,
    /// Their name for showing.
    pub name: String,
    /// The other, as far as this reader may see them.
    pub other: Hit,
    /// When it was found.
    pub found_at: Moment,
}

/// What the start page says about persons taken in twice, latest first, at most 20.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DoubleNotices {
    /// One per pair.
    pub notices: Vec<DoubleNotice>,
}

/// What a person's page answers within five seconds: who they are, whose case it is, what may be done next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PersonCard {
    /// The desk's projection; the blind hit where there is nobody, or nobody that this reader may see. The two are not
    /// told apart, so that an address tells nothing about who is known.
    pub hit: Hit,
    /// Whether this reader may change the form.
    pub may_edit: bool,
    /// Whether this reader may ask that the person be erased.
    #[serde(default)]
    pub may_ask_erasure: bool,
    /// Whether an intake waits to be finished, by this reader too.
    pub is_intake_open: bool,
    /// Whether this reader may begin a new one: nobody works with the person, and no intake waits.
    #[serde(default)]
    pub may_take_in: bool,
    /// Whether this reader may open the file of the case in an emergency.
    #[serde(default)]
    pub may_open_in_emergency: bool,
}

call!(
    /// Finds persons by name in any spelling, birth or case number.
    FindPersons, Post "/api/persons/find", SignedIn, PersonSearch => PersonHits
);
call!(
    /// Reads the desk's part of a person's form.
    ReadPerson, Get "/api/person", SignedIn, ThisPerson => PersonFile
);
call!(
    /// Reads what the desk may see of a person, and what may be done next.
    ReadPersonCard, Get "/api/person/card", SignedIn, ThisPerson => PersonCard
);
call!(
    /// Puts two persons side by side.
    ComparePersons, Get "/api/persons/compare", SignedIn, TwoPersons => PersonComparison
);
call!(
    /// Lists who else may be the same human being as a person.
    ReadDoubles, Get "/api/person/doubles", SignedIn, ThisPerson => PersonDoubles
);
call!(
    /// Lists persons of the one who asks that may have been taken in twice.
    ReadDoubleNotices, Get "/api/doubles", SignedIn, Nothing => DoubleNotices
);
