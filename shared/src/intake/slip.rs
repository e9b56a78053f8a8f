//! The contact slip (Kontaktzettel): counselling without a case, in under a minute, anonymous if wished.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use strum::{EnumIter, IntoStaticStr};
use validator::Validate;

use super::draft::needs_reason;
use crate::kernel::lists::{List, Lists};
use crate::kernel::text::{plain_line, plain_text};
use crate::kernel::{
    Code, Day, FieldProblems, Moment, OfficeCode, PersonId, ProblemCode, SlipId, UnitCode,
};
use crate::organisation::Organisation;

/// What happened at the desk.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, EnumIter, IntoStaticStr,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum SlipOutcome {
    /// Counselled; that was enough (Erstberatung).
    Counselled,
    /// Referred to another office (Verweisberatung).
    Referred,
    /// An intake was begun.
    Intake,
}

/// The slip as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct SlipDraft {
    /// The concern in a few words.
    #[validate(length(max = 500), custom(function = "plain_text"))]
    pub concern: String,
    /// Fields of action (Handlungsfelder) it touches.
    #[validate(length(max = 14))]
    pub fields_of_action: BTreeSet<Code>,
    /// How the contact came about, from the list of contact kinds.
    pub channel: Option<Code>,
    /// Name as spoken; empty means anonymous.
    #[validate(length(max = 200), custom(function = "plain_line"))]
    pub name: String,
    /// Language spoken.
    pub language: Option<Code>,
    /// Whether an interpreter was needed; absent: not discussed.
    pub needs_interpreter: Option<bool>,
    /// Urgency `D1` to `D4`.
    pub urgency: Option<Code>,
    /// The reason, needed with `D1` and `D2`.
    #[validate(length(max = 300), custom(function = "plain_line"))]
    pub urgency_reason: String,
    /// What happened.
    pub outcome: Option<SlipOutcome>,
    /// Where they were referred, needed with a referral.
    pub office: Option<OfficeCode>,
}

impl SlipDraft {
    /// The checks of the fields that are filled, while somebody types. Whether the office is one of the town's, see
    /// [`SlipDraft::organisation_problems`].
    #[must_use]
    pub fn field_problems(&self, today: Day) -> FieldProblems {
        let mut problems = self
            .validate()
            .err()
            .map(FieldProblems::from)
            .unwrap_or_default();
        let lists = Lists::shipped();
        let mut on_list = |list, code: &Option<Code>, path| {
            lists.check(list, code.as_ref(), today, path, &mut problems);
        };
        on_list(List::ContactKind, &self.channel, "channel");
        on_list(List::Language, &self.language, "language");
        on_list(List::Urgency, &self.urgency, "urgency");
        lists.check_each(
            List::FieldOfAction,
            &self.fields_of_action,
            today,
            "fields_of_action",
            &mut problems,
        );
        problems
    }

    /// The whole check: a slip is written in one go. Needed are the concern, a field of action, how the contact came
    /// about, the urgency with its reason where it is high, and what happened, with the office where it was a referral.
    ///
    /// # Errors
    /// Every problem, at its field.
    pub fn check(&self, today: Day) -> Result<(), FieldProblems> {
        let mut problems = self.field_problems(today);
        let mut needs = |is_there: bool, path: &str| {
            if !is_there {
                problems.add(path, ProblemCode::Missing);
            }
        };
        needs(!self.concern.trim().is_empty(), "concern");
        needs(!self.fields_of_action.is_empty(), "fields_of_action");
        needs(self.channel.is_some(), "channel");
        needs(self.urgency.is_some(), "urgency");
        needs(self.outcome.is_some(), "outcome");
        needs(
            self.outcome != Some(SlipOutcome::Referred) || self.office.is_some(),
            "office",
        );
        if needs_reason(self.urgency.as_ref()) && self.urgency_reason.trim().is_empty() {
            problems.add("urgency_reason", ProblemCode::ReasonNeeded);
        }
        problems.or(())
    }
}

impl SlipDraft {
    /// Whether what the slip names is there in this town on that day.
    #[must_use]
    pub fn organisation_problems(&self, town: &Organisation, day: Day) -> FieldProblems {
        let mut problems = FieldProblems::default();
        town.check_office(self.office.as_ref(), day, "office", &mut problems);
        problems
    }
}

/// A slip as the desk sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SlipView {
    /// The slip.
    pub slip: SlipId,
    /// When it was written.
    pub authored_at: Moment,
    /// The unit that wrote it.
    pub unit: UnitCode,
    /// The person it was attached to.
    pub person: Option<PersonId>,
    /// What it says.
    pub draft: SlipDraft,
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

    fn complete() -> SlipDraft {
        SlipDraft {
            concern: "Brief vom Jobcenter nicht verstanden".into(),
            fields_of_action: ["H02".parse().unwrap()].into(),
            channel: code("SERVICEPOINT"),
            urgency: code("D3"),
            outcome: Some(SlipOutcome::Counselled),
            ..SlipDraft::default()
        }
    }

    fn after(change: impl FnOnce(&mut SlipDraft)) -> Vec<String> {
        let mut draft = complete();
        change(&mut draft);
        shown(&draft.check(TODAY).err().unwrap_or_default())
    }

    fn shown(problems: &FieldProblems) -> Vec<String> {
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
    fn an_anonymous_slip_is_complete_without_name_and_language() {
        assert_eq!(complete().check(TODAY), Ok(()));
    }

    #[test]
    fn an_empty_slip_lacks_what_makes_it_count() {
        assert!(SlipDraft::default().field_problems(TODAY).is_empty());
        assert_eq!(
            shown(&SlipDraft::default().check(TODAY).unwrap_err()),
            [
                "channel missing",
                "concern missing",
                "fields_of_action missing",
                "outcome missing",
                "urgency missing",
            ]
        );
        assert_eq!(
            after(|slip| slip.concern = "  ".into()),
            ["concern missing"]
        );
    }

    #[test]
    fn a_referral_names_the_office() {
        assert_eq!(
            after(|slip| slip.outcome = Some(SlipOutcome::Referred)),
            ["office missing"]
        );
        assert!(
            after(|slip| {
                slip.outcome = Some(SlipOutcome::Referred);
                slip.office = Some("jobcenter".parse().unwrap());
            })
            .is_empty()
        );
    }

    #[test]
    fn a_high_urgency_needs_a_reason() {
        for urgency in ["D1", "D2"] {
            assert_eq!(
                after(|slip| slip.urgency = code(urgency)),
                ["urgency_reason reason_needed"]
            );
            assert!(
                after(|slip| {
                    slip.urgency = code(urgency);
                    slip.urgency_reason = "Frist im Bescheid, 27.11.".into();
                })
                .is_empty()
            );
        }
    }

    #[test]
    fn codes_must_be_on_their_lists() {
        assert_eq!(
            after(|slip| slip.channel = code("POST")),
            ["channel unknown_code"]
        );
        assert_eq!(
            after(|slip| slip.language = code("xx")),
            ["language unknown_code"]
        );
        assert_eq!(
            after(|slip| slip.urgency = code("D0")),
            ["urgency unknown_code"]
        );
        assert_eq!(
            after(|slip| slip.fields_of_action = ["H99".parse().unwrap()].into()),
            ["fields_of_action unknown_code"]
        );
    }

    #[test]
    fn typed_text_has_its_limits() {
        assert_eq!(
            after(|slip| slip.concern = "a".repeat(501)),
            ["concern too_long"]
        );
        assert_eq!(
            after(|slip| slip.name = "a\tb".into()),
            ["name control_character"]
        );
        assert_eq!(
            after(|slip| slip.concern = "\u{2066}a".into()),
            ["concern direction_override"]
        );
    }

    proptest! {
        #[test]
        fn any_slip_is_checked_without_panic_and_alike_each_time(
            concern in any::<String>(), name in any::<String>(), reason in any::<String>(),
            urgency in "[A-Z0-9]{1,3}", channel in "[A-Z_]{1,12}", needs_interpreter: Option<bool>,
        ) {
            let slip = SlipDraft {
                concern,
                name,
                urgency: urgency.parse().ok(),
                urgency_reason: reason,
                channel: channel.parse().ok(),
                needs_interpreter,
                ..complete()
            };
            prop_assert_eq!(slip.check(TODAY), slip.check(TODAY));
        }
    }
}
