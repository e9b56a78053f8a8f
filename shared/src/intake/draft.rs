//! The intake's form: what brought the person, what others do already, whether case management is needed.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use strum::{EnumIter, IntoStaticStr};
use validator::Validate;

use crate::kernel::lists::{List, Lists};
use crate::kernel::text::{plain_line, plain_text};
use crate::kernel::{Code, Day, FieldProblems, ProblemCode};

/// Nobody asked for admission before the first programme of this kind.
const EARLIEST_REQUEST: Day = jiff::civil::date(2000, 1, 1);

/// Whether another service already manages the case (rule ZG3).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, EnumIter, IntoStaticStr,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum OtherCaseManagement {
    /// None.
    None,
    /// Restricted: access in part only.
    Restricted,
    /// Yes.
    Yes,
    /// Not known.
    Unknown,
}

/// The five criteria for case management; absent: not discussed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Screening {
    /// Three problem areas or more.
    pub has_complex_need: Option<bool>,
    /// Several providers take part.
    pub has_several_providers: Option<bool>,
    /// The regular paths fail in this case.
    pub regular_paths_fail: Option<bool>,
    /// Own resources do not suffice.
    pub resources_insufficient: Option<bool>,
    /// The person wants it.
    pub is_wanted: Option<bool>,
}

/// The intake as typed; incomplete is normal.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct IntakeDraft {
    /// The day admission was first asked for: T of the target-group rules.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", extend("format" = "date")))]
    pub requested_on: Option<Day>,
    /// How the person found the service (Zugangsweg), from its list.
    pub route: Option<Code>,
    /// The concern in the person's own words.
    #[validate(length(max = 2000), custom(function = "plain_text"))]
    pub concern: String,
    /// Fields of action (Handlungsfelder) it touches.
    #[validate(length(max = 14))]
    pub fields_of_action: BTreeSet<Code>,
    /// Urgency `D1` to `D4`.
    pub urgency: Option<Code>,
    /// The reason, needed with `D1` and `D2`.
    #[validate(length(max = 300), custom(function = "plain_line"))]
    pub urgency_reason: String,
    /// Whether another service already manages the case.
    pub other_case_management: Option<OtherCaseManagement>,
    /// Which service, and whom to ask there.
    #[validate(length(max = 200), custom(function = "plain_line"))]
    pub other_case_management_at: String,
    /// The version of the information sheet (Art. 13 DSGVO) that was handed over.
    #[validate(length(max = 40), custom(function = "plain_line"))]
    pub information_sheet: String,
    /// Its language.
    pub information_language: Option<Code>,
    /// Whether case management is needed.
    pub screening: Screening,
}

impl IntakeDraft {
    /// The checks of the fields that are filled; an incomplete form passes.
    #[must_use]
    pub fn field_problems(&self, today: Day) -> FieldProblems {
        let mut problems = self
            .validate()
            .err()
            .map(FieldProblems::from)
            .unwrap_or_default();
        match self.requested_on {
            Some(day) if day > today => problems.add("requested_on", ProblemCode::InFuture),
            Some(day) if day < EARLIEST_REQUEST => {
                problems.add("requested_on", ProblemCode::TooEarly);
            }
            _ => {}
        }
        let lists = Lists::shipped();
        let mut on_list = |list, code: &Option<Code>, path| {
            lists.check(list, code.as_ref(), today, path, &mut problems);
        };
        on_list(List::Route, &self.route, "route");
        on_list(List::Urgency, &self.urgency, "urgency");
        on_list(
            List::Language,
            &self.information_language,
            "information_language",
        );
        lists.check_each(
            List::FieldOfAction,
            &self.fields_of_action,
            today,
            "fields_of_action",
            &mut problems,
        );
        if self.other_case_management == Some(OtherCaseManagement::None)
            && !self.other_case_management_at.trim().is_empty()
        {
            problems.add("other_case_management_at", ProblemCode::Contradiction);
        }
        problems
    }

    /// Whether the intake can be completed: everything filled is right, and what the target group and the first contact
    /// need is there. That is the day of the request, the concern, the urgency and, where it is high, its reason.
    /// Everything else may stay open; another case management that nobody asked about counts as unknown.
    ///
    /// # Errors
    /// All problems, with `missing` where something is needed.
    pub fn check(&self, today: Day) -> Result<(), FieldProblems> {
        let mut problems = self.field_problems(today);
        let mut needs = |is_there: bool, path: &str| {
            if !is_there {
                problems.add(path, ProblemCode::Missing);
            }
        };
        needs(self.requested_on.is_some(), "requested_on");
        needs(!self.concern.trim().is_empty(), "concern");
        needs(self.urgency.is_some(), "urgency");
        if needs_reason(self.urgency.as_ref()) && self.urgency_reason.trim().is_empty() {
            problems.add("urgency_reason", ProblemCode::ReasonNeeded);
        }
        problems.or(())
    }
}

/// Every D1 and D2 needs a reason (domain.md part 3).
pub(super) fn needs_reason(urgency: Option<&Code>) -> bool {
    urgency.is_some_and(|code| matches!(code.as_str(), "D1" | "D2"))
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

    fn complete() -> IntakeDraft {
        IntakeDraft {
            requested_on: Some(TODAY),
            concern: "Sucht einen Sprachkurs".into(),
            urgency: code("D3"),
            ..IntakeDraft::default()
        }
    }

    /// What one change does to a complete form: `field code` per problem.
    fn after(change: impl FnOnce(&mut IntakeDraft)) -> Vec<String> {
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
    fn an_empty_form_may_be_kept_but_not_completed() {
        let empty = IntakeDraft::default();
        assert!(empty.field_problems(TODAY).is_empty());
        assert_eq!(
            shown(&empty.check(TODAY).unwrap_err()),
            ["concern missing", "requested_on missing", "urgency missing"]
        );
        assert_eq!(complete().check(TODAY), Ok(()));
    }

    #[test]
    fn spaces_are_no_concern() {
        assert_eq!(
            after(|draft| draft.concern = " \n ".into()),
            ["concern missing"]
        );
    }

    #[test]
    fn the_request_was_made_today_or_earlier() {
        let requested = |day| after(move |draft| draft.requested_on = Some(day));
        assert_eq!(requested(date(2026, 11, 24)), ["requested_on in_future"]);
        assert_eq!(requested(date(1999, 12, 31)), ["requested_on too_early"]);
        assert!(requested(date(2000, 1, 1)).is_empty());
    }

    #[test]
    fn codes_must_be_on_their_lists() {
        assert_eq!(
            after(|draft| draft.route = code("NEIN")),
            ["route unknown_code"]
        );
        assert_eq!(
            after(|draft| draft.urgency = code("D5")),
            ["urgency unknown_code"]
        );
        assert_eq!(
            after(|draft| draft.information_language = code("de")),
            ["information_language unknown_code"]
        );
        assert_eq!(
            after(
                |draft| draft.fields_of_action = ["H01", "H15"].map(|c| c.parse().unwrap()).into()
            ),
            ["fields_of_action unknown_code"]
        );
        assert!(
            after(|draft| {
                draft.route = code("JOBCENTER");
                draft.information_language = code("ara");
                draft.fields_of_action = ["H01".parse().unwrap()].into();
            })
            .is_empty()
        );
    }

    #[test]
    fn a_high_urgency_needs_a_reason_before_the_form_is_complete() {
        for urgency in ["D1", "D2"] {
            let mut draft = complete();
            draft.urgency = code(urgency);
            assert!(draft.field_problems(TODAY).is_empty());
            assert_eq!(
                shown(&draft.check(TODAY).unwrap_err()),
                ["urgency_reason reason_needed"]
            );
            draft.urgency_reason = "Wohnung gekündigt zum Monatsende".into();
            assert_eq!(draft.check(TODAY), Ok(()));
        }
        assert!(after(|draft| draft.urgency = code("D4")).is_empty());
    }

    #[test]
    fn no_other_case_management_is_at_no_place() {
        assert_eq!(
            after(|draft| {
                draft.other_case_management = Some(OtherCaseManagement::None);
                draft.other_case_management_at = "Jobcenter".into();
            }),
            ["other_case_management_at contradiction"]
        );
    }

    #[test]
    fn typed_text_has_its_limits() {
        assert_eq!(
            after(|draft| draft.concern = "a".repeat(2001)),
            ["concern too_long"]
        );
        assert!(after(|draft| draft.concern = "ä".repeat(2000)).is_empty());
        assert_eq!(
            after(|draft| draft.other_case_management_at = "a\u{202E}b".into()),
            ["other_case_management_at direction_override"]
        );
        assert_eq!(
            after(|draft| draft.urgency_reason = "a\nb".into()),
            ["urgency_reason control_character"]
        );
    }

    proptest! {
        #[test]
        fn any_form_is_checked_without_panic_and_alike_each_time(
            concern in any::<String>(), reason in any::<String>(), sheet in any::<String>(),
            urgency in "[A-Z0-9]{1,3}", fields in proptest::collection::btree_set("H[0-9]{2}", 0..20),
            days in -800_000i32..2_000_000,
        ) {
            let draft = IntakeDraft {
                requested_on: Some(Day::MIN.saturating_add(jiff::Span::new().days(days.max(0)))),
                concern,
                urgency: urgency.parse().ok(),
                urgency_reason: reason,
                information_sheet: sheet,
                fields_of_action: fields.iter().filter_map(|field| field.parse().ok()).collect(),
                ..IntakeDraft::default()
            };
            prop_assert_eq!(draft.check(TODAY), draft.check(TODAY));
            // What is wrong with a field is wrong also when the form is completed.
            let whole = draft.check(TODAY).err().unwrap_or_default();
            for (path, found) in draft.field_problems(TODAY).iter() {
                prop_assert!(found.iter().all(|one| whole.of(path).contains(one)));
            }
        }
    }
}
