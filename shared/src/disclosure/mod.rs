//! Disclosure (Weitergabe): what of a case is told to an office, or under the client's name in a case conference
//! (Fallkonferenz). It stands on the client's consent: E3 for each office, E4 for the conference, E2 where it tells of health.
//! What was told stays on record with the day, so that the client can be told to whom, and so that those who were told can be
//! asked to use it no longer when the client takes their consent back.
//!
//! A case may be discussed without a name, and an office be asked without one; neither is a disclosure.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use strum::{EnumIter, IntoStaticStr};
use validator::Validate;

use crate::consent::{ConsentAnswer, ConsentKind, Receiver, RecordConsent, is_in_force, latest_to};
use crate::intake::Lane;
use crate::kernel::text::{plain_line, plain_text};
use crate::kernel::{CaseId, Day, DisclosureId, FieldProblems, Moment, OfficeCode, ProblemCode};
use crate::organisation::Organisation;

/// How many days before it a conference is prepared at most.
const CONFERENCE_AHEAD_DAYS: i64 = 366;

/// What is told of a case, beside name and birth, without which nobody knows whom it is about.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    EnumIter,
    IntoStaticStr,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum DataClass {
    /// Address, telephone, e-mail.
    Contact,
    /// The residence status.
    Residence,
    /// What the client lives on.
    Livelihood,
    /// German: level and courses.
    Language,
    /// Work and training.
    Work,
    /// Housing.
    Housing,
    /// Health: a special category (E2).
    Health,
}

impl DataClass {
    /// The lane whose facts are told; absent for what stands in the person's form.
    #[must_use]
    pub const fn lane(self) -> Option<Lane> {
        Some(match self {
            Self::Contact => return None,
            Self::Residence => Lane::Residence,
            Self::Livelihood => Lane::Livelihood,
            Self::Language => Lane::Language,
            Self::Work => Lane::Work,
            Self::Housing => Lane::Housing,
            Self::Health => Lane::Health,
        })
    }

    /// Whether it needs a yes of its own (E2), because the law protects it beyond the rest.
    #[must_use]
    pub const fn is_special(self) -> bool {
        matches!(self, Self::Health)
    }
}

/// Records that something of a case is told to others, before it is printed or said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Disclose {
    /// This disclosure.
    pub disclosure: DisclosureId,
    /// The case.
    pub case: CaseId,
    /// To whom, what and what for.
    pub draft: DisclosureDraft,
}

/// A disclosure as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct DisclosureDraft {
    /// Who is told: one office, or those who sit in the conference, twelve at most.
    #[validate(length(min = 1, max = 12))]
    pub offices: Vec<OfficeCode>,
    /// The day of the conference in which the client is named; absent: one office is told, outside of any.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", extend("format" = "date")))]
    pub conference_on: Option<Day>,
    /// What is told.
    #[validate(length(min = 1))]
    pub classes: BTreeSet<DataClass>,
    /// What it is needed for, in a line that the receiver and the client read.
    #[validate(length(min = 1, max = 200), custom(function = "plain_line"))]
    pub purpose: String,
    /// What else is said to the receiver; empty: nothing.
    #[validate(length(max = 4000), custom(function = "plain_text"))]
    pub message: String,
}

impl DisclosureDraft {
    /// The whole check on a day, but for the client's consent ([`Self::check_consented`]).
    ///
    /// # Errors
    /// Every problem, at its field.
    pub fn check(&self, town: &Organisation, day: Day) -> Result<(), FieldProblems> {
        let mut problems = self
            .validate()
            .err()
            .map(FieldProblems::from)
            .unwrap_or_default();
        if !self.purpose.is_empty() && self.purpose.trim().is_empty() {
            problems.add("purpose", ProblemCode::Missing);
        }
        let each: BTreeSet<&OfficeCode> = self.offices.iter().collect();
        if each.len() < self.offices.len() {
            problems.add("offices", ProblemCode::Duplicate);
        }
        for office in &self.offices {
            town.check_office(Some(office), day, "offices", &mut problems);
        }
        match self.conference_on {
            None if each.len() > 1 => problems.add("offices", ProblemCode::Contradiction),
            Some(on) if on < day => problems.add("conference_on", ProblemCode::InPast),
            Some(on) if is_too_far(on, day) => problems.add("conference_on", ProblemCode::TooFar),
            _ => {}
        }
        problems.or(())
    }

    /// Whether the client agreed to it: to each office (E3), to be named in a conference on its day (E4), and to health being
    /// told (E2). Who was never asked did not agree. The answers are those that they had given until the day.
    ///
    /// # Errors
    /// `NoConsent` at each field that lacks a yes.
    pub fn check_consented<'a>(
        &self,
        answers: impl IntoIterator<Item = &'a RecordConsent> + Clone,
        day: Day,
    ) -> Result<(), FieldProblems> {
        let mut problems = FieldProblems::default();
        for (kind, _) in self.lacking(answers, day) {
            problems.add(field_of(kind), ProblemCode::NoConsent);
        }
        problems.or(())
    }

    /// The questions to which it lacks a yes on a day, each with its receiver: what the client has to be asked first.
    #[must_use]
    pub fn lacking<'a>(
        &self,
        answers: impl IntoIterator<Item = &'a RecordConsent> + Clone,
        day: Day,
    ) -> Vec<(ConsentKind, Option<Receiver>)> {
        let day = self.conference_on.map_or(day, |on| day.max(on));
        self.questions()
            .filter(|(kind, receiver)| !is_in_force(answers.clone(), *kind, receiver.as_ref(), day))
            .collect()
    }

    /// Since when the client no longer wants it, if they took back what it stood on: the first such day.
    #[must_use]
    pub fn revoked_on<'a>(
        &self,
        answers: impl IntoIterator<Item = &'a RecordConsent> + Clone,
    ) -> Option<Day> {
        self.questions()
            .filter_map(|(kind, receiver)| latest_to(answers.clone(), kind, receiver.as_ref()))
            .filter(|answer| answer.answer == ConsentAnswer::Revoked)
            .map(|answer| answer.answered_on)
            .min()
    }

    /// The questions on which a disclosure may stand.
    pub const STANDS_ON: [ConsentKind; 3] = [
        ConsentKind::Sharing,
        ConsentKind::NamedConference,
        ConsentKind::SpecialCategories,
    ];

    /// Whether it stands on a question.
    #[must_use]
    pub fn stands_on(&self, kind: ConsentKind, receiver: Option<&Receiver>) -> bool {
        self.questions()
            .any(|(asked, of)| asked == kind && of.as_ref() == receiver)
    }

    /// What the client has to have agreed to, each with its receiver.
    fn questions(&self) -> impl Iterator<Item = (ConsentKind, Option<Receiver>)> + '_ {
        let offices = self.offices.iter().cloned();
        let offices = offices.map(|office| (ConsentKind::Sharing, Some(Receiver::Office(office))));
        let conference = self
            .conference_on
            .map(|_| (ConsentKind::NamedConference, None));
        let special = self.classes.iter().any(|class| class.is_special());
        let special = special.then_some((ConsentKind::SpecialCategories, None));
        offices.chain(conference).chain(special)
    }
}

/// At which field it is said that a question lacks its yes.
const fn field_of(kind: ConsentKind) -> &'static str {
    match kind {
        ConsentKind::NamedConference => "conference_on",
        ConsentKind::SpecialCategories => "classes",
        _ => "offices",
    }
}

fn is_too_far(on: Day, day: Day) -> bool {
    let most = jiff::Span::new().days(CONFERENCE_AHEAD_DAYS);
    on > day.saturating_add(most)
}

/// Ends a disclosure: after the client took back what it stood on, where it is their wish whether its receivers are asked to use
/// it no longer; or because it never came to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EndDisclosure {
    /// The disclosure.
    pub disclosure: DisclosureId,
    /// The case.
    pub case: CaseId,
    /// How.
    pub end: DisclosureEnd,
}

/// How a disclosure ends.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    Deserialize,
    EnumIter,
    strum::EnumString,
    IntoStaticStr,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum DisclosureEnd {
    /// Those who were told were asked to use it no longer.
    ReceiverTold,
    /// The client did not want that.
    NotWished,
    /// Nobody was told after all: the sheet was not handed over, or the conference did not take place. The client is not told
    /// of it either.
    NotTold,
}

impl DisclosureEnd {
    /// Whether it answers to the client's taking back what the disclosure stood on, and is wrong while they agree to it.
    #[must_use]
    pub const fn follows_revocation(self) -> bool {
        match self {
            Self::ReceiverTold | Self::NotWished => true,
            Self::NotTold => false,
        }
    }
}

/// A disclosure as whoever works on the case sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DisclosureView {
    /// The disclosure.
    pub disclosure: DisclosureId,
    /// To whom, what and what for.
    pub draft: DisclosureDraft,
    /// Who told it, by name as it was.
    pub by_name: String,
    /// When, by their device's clock.
    pub at: Moment,
    /// How it ended; absent: it did not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<DisclosureEnded>,
}

impl DisclosureView {
    /// Since when something is to be done about it: the client took back what it stands on, and nobody has ended it.
    #[must_use]
    pub fn waits_since<'a>(
        &self,
        answers: impl IntoIterator<Item = &'a RecordConsent> + Clone,
    ) -> Option<Day> {
        match self.end {
            Some(_) => None,
            None => self.draft.revoked_on(answers),
        }
    }
}

/// Since when the first of several waits.
#[must_use]
pub fn first_waits_since<'a, 'b>(
    disclosures: impl IntoIterator<Item = &'a DisclosureView>,
    answers: impl IntoIterator<Item = &'b RecordConsent> + Clone,
) -> Option<Day> {
    let waits = |told: &DisclosureView| told.waits_since(answers.clone());
    disclosures.into_iter().filter_map(waits).min()
}

/// How a disclosure ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DisclosureEnded {
    /// How.
    pub end: DisclosureEnd,
    /// By whom.
    pub by_name: String,
    /// When, by their device's clock.
    pub at: Moment,
}

#[cfg(test)]
mod tests;
