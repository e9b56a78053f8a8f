//! The integration case (Fall): the record that every feature hangs on. An open case always has one responsible worker
//! or stands in the coordinator's pool, and has a next date or a dated reason why not (design 3.13).

pub mod calls;
mod file;
mod history;
mod sight;
pub mod today;

pub use file::{CaseFile, CaseHead, CaseState, IntakeFile, LatestIntake, Responsible};
pub use history::{CaseHistory, ChoiceReason, DistrictStretch, KeepPost, PostKept, PostStretch};
pub use sight::{CaseSight, SeenBy, Sight, SightPart};

use serde::{Deserialize, Serialize};
use strum::{EnumIter, EnumString, IntoStaticStr};
use validator::Validate;

use crate::kernel::lists::{List, Lists};
use crate::kernel::text::{check_line, plain_line};
use crate::kernel::{AppointmentId, CaseId, Code, Day, FieldProblems, Moment, ProblemCode};

/// How far ahead an appointment can be planned, in years. Beyond lies a slip of the finger.
const YEARS_AHEAD: i64 = 2;

/// The next date of a case, or why there is none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum NextDate {
    /// Something is due on a day.
    Due {
        /// The day.
        #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "date")))]
        on: Day,
        /// What is due, in a few words.
        what: String,
    },
    /// The first personal contact is due (rule G02); set when a case is given to a post.
    FirstContact {
        /// The last day for it.
        #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "date")))]
        on: Day,
        /// How urgent the intake was (`D1` to `D4`), from which the day follows; absent where that was not said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        urgency: Option<Code>,
    },
    /// Nothing is due, for a reason, to be looked at again on a day.
    NoneBecause {
        /// The reason.
        reason: String,
        /// When the reason is looked at again.
        #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "date")))]
        review_on: Day,
    },
}

impl NextDate {
    /// The day on which the case shows up in the worklist again.
    #[must_use]
    pub const fn on(&self) -> Day {
        match self {
            Self::Due { on, .. } | Self::FirstContact { on, .. } => *on,
            Self::NoneBecause { review_on, .. } => *review_on,
        }
    }
}

impl NextDate {
    /// What is wrong with it: something is said, in a line, and the day is one that a case can live to see.
    #[must_use]
    pub fn problems(&self) -> FieldProblems {
        let mut problems = FieldProblems::default();
        match self {
            Self::Due { what, .. } => {
                check_line(what, 200, Some(ProblemCode::Missing), "what", &mut problems);
            }
            Self::NoneBecause { reason, .. } => {
                let code = Some(ProblemCode::ReasonNeeded);
                check_line(reason, 200, code, "reason", &mut problems);
            }
            Self::FirstContact { on, urgency } => {
                let (lists, urgency) = (Lists::shipped(), urgency.as_ref());
                lists.check(List::Urgency, urgency, *on, "urgency", &mut problems);
            }
        }
        let path = match self {
            Self::NoneBecause { .. } => "review_on",
            Self::Due { .. } | Self::FirstContact { .. } => "on",
        };
        check_day(self.on(), path, &mut problems);
        problems
    }
}

/// Says that the responsible worker has opened the case; from then on it is no longer new in their worklist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SeeCase {
    /// The case.
    pub case: CaseId,
}

/// Sets the next date of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SetNextDate {
    /// The case.
    pub case: CaseId,
    /// The date, or why there is none.
    pub next: NextDate,
}

impl SetNextDate {
    /// The whole check.
    ///
    /// # Errors
    /// Every problem, at its field under `next`.
    pub fn check(&self) -> Result<(), FieldProblems> {
        let mut problems = FieldProblems::default();
        problems.add_under("next", self.next.problems());
        problems.or(())
    }
}

/// A day that work on a case can lie on: since there is case management, and within a working life.
fn check_day(day: Day, path: &str, problems: &mut FieldProblems) {
    if day < jiff::civil::date(1990, 1, 1) {
        problems.add(path, ProblemCode::TooEarly);
    }
    if day > jiff::civil::date(2100, 12, 31) {
        problems.add(path, ProblemCode::OutOfRange);
    }
}

/// Plans an appointment (Termin).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PlanAppointment {
    /// The new appointment.
    pub appointment: AppointmentId,
    /// The case.
    pub case: CaseId,
    /// When, where, with whom.
    pub draft: AppointmentDraft,
}

/// When, where and with whom.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct AppointmentDraft {
    /// The moment it begins.
    #[validate(required)]
    pub starts_at: Option<Moment>,
    /// The kind of contact, from the list of contact kinds (home visit, Service-Point, accompaniment …).
    #[validate(required)]
    pub contact: Option<Code>,
    /// Where, and how to find it.
    #[validate(length(max = 200), custom(function = "plain_line"))]
    pub place: String,
    /// What it is about.
    #[validate(length(max = 200), custom(function = "plain_line"))]
    pub about: String,
    /// Interpreter: `none`, `open`, `confirmed`.
    pub interpreter: Option<Code>,
}

impl AppointmentDraft {
    /// The whole check: field rules, a day that was still to come when this was written and that lies at most
    /// two years ahead, and a kind that can be planned. What was planned without a network on its day may arrive after it.
    ///
    /// # Errors
    /// Every problem, at its field.
    pub fn check(&self, written_on: Day, today: Day) -> Result<(), FieldProblems> {
        let mut problems = self
            .validate()
            .err()
            .map(FieldProblems::from)
            .unwrap_or_default();
        if let Some(at) = self.starts_at {
            let farthest = today.saturating_add(jiff::Span::new().years(YEARS_AHEAD));
            if at.day() < written_on {
                problems.add("starts_at", ProblemCode::InPast);
            } else if at.day() > farthest {
                problems.add("starts_at", ProblemCode::TooFar);
            }
        }
        if self
            .contact
            .as_ref()
            .is_some_and(|kind| !can_be_planned(kind))
        {
            problems.add("contact", ProblemCode::Invalid);
        }
        // Neither list has rows that end, so any day serves where none was given.
        let day = self.starts_at.unwrap_or_default().day();
        let lists = Lists::shipped();
        for (list, code, path) in [
            (List::ContactKind, &self.contact, "contact"),
            (List::Interpreter, &self.interpreter, "interpreter"),
        ] {
            lists.check(list, code.as_ref(), day, path, &mut problems);
        }
        problems.or(())
    }
}

/// Whether an appointment of this kind can be planned: a kind that says how a try ended cannot.
#[must_use]
pub fn can_be_planned(kind: &Code) -> bool {
    // The list has no rows that end, so any day serves.
    let entry = Lists::shipped().entry(List::ContactKind, kind.as_str(), Day::default());
    !entry.is_some_and(|entry| entry.has("outcome"))
}

/// How an appointment ended.
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
    EnumString,
    IntoStaticStr,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum AppointmentEnd {
    /// It took place.
    Kept,
    /// The client did not come.
    Missed,
    /// The client cancelled.
    CancelledByClient,
    /// The worker cancelled.
    CancelledByWorker,
    /// It was moved: another appointment stands in its place (verlegt).
    Moved,
}

impl AppointmentEnd {
    /// Whether an appointment can end like this on that day: nobody kept or missed what has not come yet, and what has
    /// ended does not end again.
    ///
    /// # Errors
    /// `Contradiction` if it has ended, `InFuture` if it lies ahead.
    pub fn follows(
        self,
        ended: Option<Self>,
        starts_at: Moment,
        today: Day,
    ) -> Result<(), ProblemCode> {
        match (ended, self) {
            (Some(_), _) => Err(ProblemCode::Contradiction),
            (None, Self::Kept | Self::Missed) if starts_at.day() > today => {
                Err(ProblemCode::InFuture)
            }
            (None, _) => Ok(()),
        }
    }
}

/// Says how a planned appointment ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SettleAppointment {
    /// The appointment.
    pub appointment: AppointmentId,
    /// The case.
    pub case: CaseId,
    /// How it ended.
    pub end: AppointmentEnd,
}

/// An appointment as the worker sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AppointmentView {
    /// The appointment.
    pub appointment: AppointmentId,
    /// When, where, with whom.
    pub draft: AppointmentDraft,
    /// How it ended; absent while it lies ahead.
    pub end: Option<AppointmentEnd>,
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: Day = jiff::civil::date(2026, 11, 23);

    fn at(day: Day) -> Moment {
        let noon = day.at(12, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC);
        Moment::from_millis(noon.unwrap().timestamp().as_millisecond())
    }

    /// Every end against every state and both sides of today.
    #[test]
    fn an_appointment_ends_once_and_not_before_its_day() {
        use strum::IntoEnumIterator;
        let today = jiff::civil::date(2026, 11, 23);
        let tomorrow = jiff::civil::date(2026, 11, 24);
        for end in AppointmentEnd::iter() {
            let is_cancelled = matches!(
                end,
                AppointmentEnd::CancelledByClient
                    | AppointmentEnd::CancelledByWorker
                    | AppointmentEnd::Moved
            );
            assert_eq!(end.follows(None, at(today), today), Ok(()));
            assert_eq!(end.follows(None, at(tomorrow), today).is_ok(), is_cancelled);
            for ended in AppointmentEnd::iter() {
                assert_eq!(
                    end.follows(Some(ended), at(today), today),
                    Err(ProblemCode::Contradiction)
                );
            }
        }
    }

    #[test]
    fn a_next_date_says_what_or_why_not() {
        let next = |next| SetNextDate {
            case: CaseId::from_uuid(uuid::Uuid::from_u128(1)),
            next,
        };
        let on = jiff::civil::date(2026, 12, 1);
        let due = |what: &str| {
            next(NextDate::Due {
                on,
                what: what.into(),
            })
            .check()
        };
        assert_eq!(due("Termin im Jobcenter"), Ok(()));
        assert_eq!(
            due(" ").unwrap_err(),
            FieldProblems::at("next.what", ProblemCode::Missing)
        );
        assert!(due(&"x".repeat(201)).is_err());
        assert!(due("a\u{202E}b").is_err());
        let far = jiff::civil::date(9999, 1, 1);
        let reason = next(NextDate::NoneBecause {
            reason: String::new(),
            review_on: far,
        })
        .check();
        let problems = reason.unwrap_err();
        assert_eq!(problems.of("next.reason").len(), 1);
        assert_eq!(problems.of("next.review_on").len(), 1);
    }

    fn planned(day: Day, kind: &str) -> AppointmentDraft {
        AppointmentDraft {
            starts_at: Some(at(day)),
            contact: kind.parse().ok(),
            ..AppointmentDraft::default()
        }
    }

    #[test]
    fn an_appointment_lies_between_today_and_two_years_ahead() {
        let on = |day| planned(day, "HAUSBESUCH").check(TODAY, TODAY);
        let refused = |code| Err(FieldProblems::at("starts_at", code));
        assert_eq!(on(TODAY), Ok(()));
        assert_eq!(on(jiff::civil::date(2028, 11, 23)), Ok(()));
        assert_eq!(
            on(jiff::civil::date(2026, 11, 22)),
            refused(ProblemCode::InPast)
        );
        assert_eq!(
            on(jiff::civil::date(2020, 1, 1)),
            refused(ProblemCode::InPast)
        );
        assert_eq!(
            on(jiff::civil::date(2028, 11, 24)),
            refused(ProblemCode::TooFar)
        );
        assert_eq!(
            on(jiff::civil::date(2090, 12, 1)),
            refused(ProblemCode::TooFar)
        );
    }

    #[test]
    fn what_was_planned_on_its_day_arrives_later_and_is_taken() {
        let later = jiff::civil::date(2026, 11, 30);
        assert_eq!(planned(TODAY, "TEL").check(TODAY, later), Ok(()));
    }

    #[test]
    fn nobody_plans_how_a_try_ends() {
        for kind in [
            "NICHT_ERSCHIENEN",
            "VERSUCH_ERFOLGLOS",
            "ABGESAGT_KL",
            "ABGESAGT_CM",
        ] {
            let problems = planned(TODAY, kind).check(TODAY, TODAY).unwrap_err();
            assert_eq!(
                problems,
                FieldProblems::at("contact", ProblemCode::Invalid),
                "{kind}"
            );
        }
        assert_eq!(planned(TODAY, "FALLKONF").check(TODAY, TODAY), Ok(()));
    }

    #[test]
    fn an_appointment_needs_moment_and_kind() {
        let problems = AppointmentDraft {
            interpreter: "perhaps".parse().ok(),
            ..AppointmentDraft::default()
        }
        .check(TODAY, TODAY)
        .unwrap_err();
        let paths: Vec<_> = problems.iter().map(|(path, _)| path.as_str()).collect();
        assert_eq!(paths, ["contact", "interpreter", "starts_at"]);
    }
}
