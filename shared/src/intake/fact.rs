//! A dated fact on a way lane (design 3.16), in the shape of a chain link: who is in charge, from when to when, in which
//! state. The case manager's part of the form; the desk neither writes nor sees it.

use serde::{Deserialize, Serialize};
use strum::{EnumIter, IntoStaticStr};
use validator::Validate;

use crate::kernel::date::check_day;
use crate::kernel::lists::{List, Lists, is_special};
use crate::kernel::text::plain_line;
use crate::kernel::{Code, Day, FieldProblems, ImpreciseDate, OfficeCode, ProblemCode};
use crate::organisation::Organisation;

/// The lanes of a way.
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
pub enum Lane {
    /// Residence status (Aufenthalt).
    Residence,
    /// Livelihood and its legal sphere (Lebensunterhalt, Rechtskreis).
    Livelihood,
    /// German (Sprache): level or course.
    Language,
    /// Work and training.
    Work,
    /// Housing.
    Housing,
    /// Health.
    Health,
}

impl Lane {
    /// The lists from which a fact on this lane takes its value.
    #[must_use]
    pub const fn lists(self) -> &'static [List] {
        match self {
            Self::Residence => &[List::ResidenceStatus],
            Self::Livelihood => &[List::Livelihood, List::Procedure],
            Self::Language => &[List::LanguageLevel, List::Course],
            Self::Work => &[List::Employment, List::Training, List::School],
            Self::Housing => &[List::Housing],
            Self::Health => &[List::Health],
        }
    }
}

/// The state of a chain link (Kettenglied).
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    Deserialize,
    EnumIter,
    IntoStaticStr,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum LinkState {
    /// Planned.
    Planned,
    /// The receiving office has confirmed.
    Confirmed,
    /// Under way.
    #[default]
    Running,
    /// Ended, with something that follows.
    EndedWithSuccessor,
    /// Ended, with nothing that follows.
    EndedWithoutSuccessor,
}

/// The fact as typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FactDraft {
    /// The lane.
    pub lane: Lane,
    /// What holds, from the lane's dated code list.
    pub value: Option<Code>,
    /// From when.
    pub begins: Option<ImpreciseDate>,
    /// Until when (valid until, granted until); absent: open.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", extend("format" = "date")))]
    pub ends: Option<Day>,
    /// The office in charge.
    pub office: Option<OfficeCode>,
    /// The state of the link.
    pub state: LinkState,
    /// Whether the office has confirmed the hand-over; absent: not asked.
    pub is_handover_confirmed: Option<bool>,
    /// Permission to work (residence lane): `allowed`, `with_permission`, `forbidden`.
    pub employment: Option<Code>,
    /// Rule on the place of residence (residence lane), from its list.
    pub residence_rule: Option<Code>,
    /// Identity (residence lane): `settled`, `in_clarification`, `unsettled`.
    pub identity: Option<Code>,
    /// Passport valid until (residence lane).
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", extend("format" = "date")))]
    pub passport_until: Option<Day>,
    /// An application for what follows was made on.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", extend("format" = "date")))]
    pub applied_on: Option<Day>,
    /// Anything else that matters, in a line.
    #[validate(length(max = 400), custom(function = "plain_line"))]
    pub remark: String,
}

impl FactDraft {
    /// A fact of which nothing is typed yet: on its lane, and running as most are.
    #[must_use]
    pub fn blank(lane: Lane) -> Self {
        Self {
            lane,
            value: None,
            begins: None,
            ends: None,
            office: None,
            state: LinkState::default(),
            is_handover_confirmed: None,
            employment: None,
            residence_rule: None,
            identity: None,
            passport_until: None,
            applied_on: None,
            remark: String::new(),
        }
    }

    /// The checks of the fields that are filled; an incomplete fact passes.
    #[must_use]
    pub fn field_problems(&self, today: Day) -> FieldProblems {
        let mut problems = self
            .validate()
            .err()
            .map(FieldProblems::from)
            .unwrap_or_default();
        let lists = Lists::shipped();
        let is_ahead = matches!(self.state, LinkState::Planned | LinkState::Confirmed);
        match self.begins.map(|begins| begins.check_past(today)) {
            // What is planned may begin later, but not after anybody's life.
            Some(Err(ProblemCode::InFuture)) if is_ahead => {
                possible(
                    self.begins.map(ImpreciseDate::first_day),
                    "begins",
                    &mut problems,
                );
            }
            Some(Err(problem)) => problems.add("begins", problem),
            Some(Ok(())) | None => {}
        }
        // The code must have existed when the fact began; a title that the law has ended since is still a fact.
        let (first, last) = self.begins.map_or((today, today), |begins| {
            (begins.first_day(), begins.last_day())
        });
        if let Some(value) = &self.value
            && !self
                .lane
                .lists()
                .iter()
                .any(|list| lists.is_valid_within(*list, value, first, last))
        {
            problems.add("value", ProblemCode::UnknownCode);
        }
        if self
            .ends
            .is_some_and(|ends| ends < first && self.begins.is_some())
        {
            problems.add("ends", ProblemCode::EndBeforeStart);
        }
        let has_ended = matches!(
            self.state,
            LinkState::EndedWithSuccessor | LinkState::EndedWithoutSuccessor
        );
        if has_ended && self.ends.is_some_and(|ends| ends > today) {
            problems.add("ends", ProblemCode::InFuture);
        }
        if self.applied_on.is_some_and(|day| day > today) {
            problems.add("applied_on", ProblemCode::InFuture);
        }
        possible(self.ends, "ends", &mut problems);
        possible(
            self.applied_on.filter(|day| *day <= today),
            "applied_on",
            &mut problems,
        );
        possible(self.passport_until, "passport_until", &mut problems);
        self.check_residence(today, &mut problems);
        problems
    }

    /// The whole check: everything filled is right, the value is there, and what has ended says when.
    ///
    /// # Errors
    /// Every problem, at its field.
    pub fn check(&self, today: Day) -> Result<(), FieldProblems> {
        let mut problems = self.field_problems(today);
        if self.value.is_none() {
            problems.add("value", ProblemCode::Missing);
        }
        let has_ended = matches!(
            self.state,
            LinkState::EndedWithSuccessor | LinkState::EndedWithoutSuccessor
        );
        if has_ended && self.ends.is_none() {
            problems.add("ends", ProblemCode::Missing);
        }
        problems.or(())
    }

    /// Whether the value tells of a special category, such as a treatment.
    #[must_use]
    pub fn tells_special(&self) -> bool {
        self.value.as_ref().is_some_and(|value| {
            let mut lists = self.lane.lists().iter();
            lists.any(|list| is_special(*list, value))
        })
    }

    /// Whether the client lets it be written down, by since when they do not allow special categories (E2,
    /// [`unwritten_since`](crate::consent::special::unwritten_since)). What is recorded already may be corrected and ended.
    ///
    /// # Errors
    /// If it tells something new of one and they said no.
    pub fn check_consented<'a>(
        &self,
        unwritten_since: Option<Day>,
        recorded: impl IntoIterator<Item = &'a Self>,
    ) -> Result<(), FieldProblems> {
        let is_told_already =
            |recorded: &Self| (recorded.lane, &recorded.value) == (self.lane, &self.value);
        let is_new = || !recorded.into_iter().any(is_told_already);
        if unwritten_since.is_some() && self.tells_special() && is_new() {
            return Err(FieldProblems::at("value", ProblemCode::NotConsented));
        }
        Ok(())
    }

    /// Whether what the fact names is there in this town: an office that has been closed since was in charge then, so
    /// the day on which the fact began counts too.
    #[must_use]
    pub fn organisation_problems(&self, town: &Organisation, today: Day) -> FieldProblems {
        let mut problems = FieldProblems::default();
        let began = self.begins.map_or(today, ImpreciseDate::last_day);
        let office = self
            .office
            .as_ref()
            .filter(|office| town.office_on(office, began).is_none());
        town.check_office(office, today, "office", &mut problems);
        problems
    }

    /// What belongs to a residence status stands on that lane only.
    fn check_residence(&self, today: Day, problems: &mut FieldProblems) {
        let lists = Lists::shipped();
        for (list, code, path) in [
            (List::WorkPermission, &self.employment, "employment"),
            (List::ResidenceRule, &self.residence_rule, "residence_rule"),
            (List::Identity, &self.identity, "identity"),
        ] {
            lists.check(list, code.as_ref(), today, path, problems);
            if code.is_some() && self.lane != Lane::Residence {
                problems.add(path, ProblemCode::Contradiction);
            }
        }
        if self.passport_until.is_some() && self.lane != Lane::Residence {
            problems.add("passport_until", ProblemCode::Contradiction);
        }
    }
}

/// A day that is in no papers of anybody alive is a slip of the pen.
fn possible(day: Option<Day>, path: &str, problems: &mut FieldProblems) {
    if let Some(Err(problem)) = day.map(check_day) {
        problems.add(path, problem);
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;
    use strum::IntoEnumIterator;

    use super::*;

    const TODAY: Day = date(2026, 11, 23);

    fn code(text: &str) -> Option<Code> {
        Some(text.parse().unwrap())
    }

    fn on(year: i16, month: i8, day: i8) -> Option<ImpreciseDate> {
        Some(ImpreciseDate::Day {
            on: date(year, month, day),
        })
    }

    fn complete() -> FactDraft {
        FactDraft {
            lane: Lane::Residence,
            value: code("AE_25_2_SUB"),
            begins: on(2025, 3, 1),
            ends: Some(date(2028, 2, 29)),
            office: None,
            state: LinkState::Running,
            is_handover_confirmed: None,
            employment: code("allowed"),
            residence_rule: code("P12A"),
            identity: code("settled"),
            passport_until: Some(date(2027, 1, 1)),
            applied_on: None,
            remark: String::new(),
        }
    }

    fn after(change: impl FnOnce(&mut FactDraft)) -> Vec<String> {
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
    fn a_whole_fact_passes_and_one_without_value_is_not_complete() {
        assert!(after(|_| ()).is_empty());
        assert_eq!(after(|fact| fact.value = None), ["value missing"]);
        let mut draft = complete();
        draft.value = None;
        assert!(draft.field_problems(TODAY).is_empty());
    }

    #[test]
    fn a_treatment_is_no_news_once_the_client_says_no_and_insurance_always_is() {
        let of = |value: &str| FactDraft {
            lane: Lane::Health,
            value: code(value),
            ..complete()
        };
        let treatment = of("BEHANDLUNG");
        assert_eq!(treatment.check_consented(None, []), Ok(()));
        assert_eq!(of("KV_GES").check_consented(Some(TODAY), []), Ok(()));
        let refused = Err(FieldProblems::at("value", ProblemCode::NotConsented));
        assert_eq!(
            treatment.check_consented(Some(TODAY), [&of("GDB")]),
            refused
        );
        // It can be ended, or put right.
        assert_eq!(
            treatment.check_consented(Some(TODAY), [&of("BEHANDLUNG")]),
            Ok(())
        );
    }

    #[test]
    fn the_value_is_from_a_list_of_its_lane() {
        for (lane, value) in [
            (Lane::Residence, "GEST"),
            (Lane::Livelihood, "SGB2"),
            (Lane::Livelihood, "WOGG"),
            (Lane::Language, "B1"),
            (Lane::Language, "IK_ALLG"),
            (Lane::Work, "TZ"),
            (Lane::Work, "AUSB_AUSL"),
            (Lane::Housing, "GU"),
            (Lane::Health, "KV_GES"),
        ] {
            let on_lane = |other: Lane| {
                after(|fact| {
                    *fact = FactDraft {
                        lane: other,
                        value: code(value),
                        employment: None,
                        residence_rule: None,
                        identity: None,
                        passport_until: None,
                        ..fact.clone()
                    }
                })
            };
            for other in Lane::iter() {
                let expected: &[&str] = if other == lane {
                    &[]
                } else {
                    &["value unknown_code"]
                };
                assert_eq!(on_lane(other), expected, "{value} on {other:?}");
            }
        }
    }

    #[test]
    fn a_status_counts_as_known_when_the_law_had_it_at_the_beginning() {
        let since = |value: &str, begins| {
            after(|fact| {
                fact.value = code(value);
                fact.begins = begins;
            })
        };
        assert!(since("AE_104C", on(2025, 10, 1)).is_empty());
        assert_eq!(since("AE_104C", on(2022, 12, 30)), ["value unknown_code"]);
        assert!(since("AE_104C", Some(ImpreciseDate::Year { year: 2022 })).is_empty());
        assert!(since("AE_104C", None).is_empty());
        assert_eq!(since("ERFUNDEN", None), ["value unknown_code"]);
    }

    #[test]
    fn an_end_lies_after_the_beginning() {
        assert_eq!(
            after(|fact| fact.ends = Some(date(2025, 2, 28))),
            ["ends end_before_start"]
        );
        assert!(after(|fact| fact.ends = Some(date(2025, 3, 1))).is_empty());
        assert!(
            after(|fact| {
                fact.begins = Some(ImpreciseDate::Year { year: 2025 });
                fact.ends = Some(date(2025, 1, 1));
            })
            .is_empty()
        );
    }

    #[test]
    fn only_what_is_planned_begins_later() {
        let begins = |state| {
            after(move |fact| {
                fact.begins = on(2026, 12, 1);
                fact.ends = None;
                fact.state = state;
            })
        };
        assert!(begins(LinkState::Planned).is_empty());
        assert!(begins(LinkState::Confirmed).is_empty());
        assert_eq!(begins(LinkState::Running), ["begins in_future"]);
    }

    #[test]
    fn days_lie_within_what_papers_can_say() {
        for (day, code) in [
            (date(1899, 12, 31), "too_early"),
            (date(2101, 1, 1), "out_of_range"),
        ] {
            assert_eq!(
                after(|fact| {
                    fact.begins = None;
                    fact.ends = Some(day);
                    fact.passport_until = Some(day);
                }),
                [format!("ends {code}"), format!("passport_until {code}")]
            );
        }
        assert_eq!(
            after(|fact| fact.applied_on = Some(date(1899, 12, 31))),
            ["applied_on too_early"]
        );
        assert_eq!(
            after(|fact| {
                fact.state = LinkState::Planned;
                fact.begins = on(2101, 1, 1);
                fact.ends = None;
            }),
            ["begins out_of_range"]
        );
    }

    #[test]
    fn what_has_ended_says_when_and_not_in_the_future() {
        for state in [
            LinkState::EndedWithSuccessor,
            LinkState::EndedWithoutSuccessor,
        ] {
            assert_eq!(
                after(|fact| {
                    fact.state = state;
                    fact.ends = None;
                }),
                ["ends missing"]
            );
            assert_eq!(after(|fact| fact.state = state), ["ends in_future"]);
            assert!(
                after(|fact| {
                    fact.state = state;
                    fact.ends = Some(TODAY);
                })
                .is_empty()
            );
        }
    }

    #[test]
    fn an_application_was_made_today_or_earlier() {
        assert_eq!(
            after(|fact| fact.applied_on = Some(date(2026, 11, 24))),
            ["applied_on in_future"]
        );
    }

    #[test]
    fn what_belongs_to_a_residence_status_stands_on_its_lane() {
        assert_eq!(
            after(|fact| {
                fact.lane = Lane::Housing;
                fact.value = code("GU");
            }),
            [
                "employment contradiction",
                "identity contradiction",
                "passport_until contradiction",
                "residence_rule contradiction",
            ]
        );
        assert_eq!(
            after(|fact| fact.employment = code("maybe")),
            ["employment unknown_code"]
        );
        assert_eq!(
            after(|fact| fact.identity = code("maybe")),
            ["identity unknown_code"]
        );
        assert_eq!(
            after(|fact| fact.residence_rule = code("P99")),
            ["residence_rule unknown_code"]
        );
    }

    #[test]
    fn a_remark_is_one_line_of_at_most_400_letters() {
        assert_eq!(
            after(|fact| fact.remark = "a\nb".into()),
            ["remark control_character"]
        );
        assert_eq!(
            after(|fact| fact.remark = "a".repeat(401)),
            ["remark too_long"]
        );
    }

    proptest! {
        #[test]
        fn any_fact_is_checked_without_panic_and_alike_each_time(
            value in "[A-Z0-9_]{1,8}", remark in any::<String>(),
            year in any::<i16>(), month in any::<i8>(), days in 0i32..7_000_000,
        ) {
            let draft = FactDraft {
                value: value.parse().ok(),
                begins: Some(ImpreciseDate::Month { year, month }),
                ends: Some(Day::MIN.saturating_add(jiff::Span::new().days(days))),
                remark,
                ..complete()
            };
            prop_assert_eq!(draft.check(TODAY), draft.check(TODAY));
        }
    }
}
