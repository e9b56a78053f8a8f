//! The target group (ZG1–ZG4): may this person be admitted, why, and what to do now. Pure; decided once, at admission,
//! and stored with the version of the rule.

use jiff::ToSpan;
use serde::{Deserialize, Serialize};
use strum::{EnumIter, IntoStaticStr};

use super::{IntakeDraft, OtherCaseManagement};
use crate::kernel::{Day, FieldProblems, ImpreciseDate, ProblemCode};
use crate::organisation::{Located, TargetGroupRule};
use crate::person::PersonDraft;

/// The result of the target-group rule (domain.md part 5).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, EnumIter, IntoStaticStr,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum EligibilityResult {
    /// KERN_VORRANG: in the target group, with priority.
    CoreFirst,
    /// KERN: in the target group.
    Core,
    /// VERWEIS: another service manages the case; refer for its field.
    Refer,
    /// VERWEIS to the integration centre of another town.
    ReferElsewhere,
    /// MINDERJ: a minor.
    Minor,
    /// AUSSERHALB: outside the window.
    Outside,
    /// PRUEFEN: the dates are too imprecise to say.
    Ask,
}

/// What to do now.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, EnumIter, IntoStaticStr,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Advice {
    /// Admit.
    Admit,
    /// Refer; admission for other fields stays possible.
    Refer,
    /// Ask for the missing or imprecise date.
    AskDate,
    /// Counsel and refer; admission only by exception of the coordinator, with a reason.
    CounselOrException,
    /// Refer to youth services; look again on the 18th birthday.
    ReferToYouthServices,
}

/// The stored answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Eligibility {
    /// The version of the rule it was decided under.
    pub rule_version: String,
    /// The day it was decided for (T).
    #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "date")))]
    pub decided_for: Day,
    /// The result.
    pub result: EligibilityResult,
    /// Why, as codes with the days that decided; the screen makes a sentence of the first.
    pub reasons: Vec<EligibilityReason>,
    /// What to do now.
    pub advice: Advice,
}

/// One reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EligibilityReason {
    /// The code; a text of every language names it.
    pub code: EligibilityReasonCode,
    /// The day that decided, if one did: the 18th birthday, the last day of the window.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", extend("format" = "date")))]
    pub day: Option<Day>,
}

/// Codes of reasons.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, EnumIter, IntoStaticStr,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum EligibilityReasonCode {
    /// Of age since `day`.
    Adult,
    /// Not of age before `day`.
    NotAdultBefore,
    /// The birth date does not tell whether the person is of age.
    AgeUnclear,
    /// Within the window until `day`.
    WithinWindow,
    /// The window ended on `day`.
    WindowEnded,
    /// The entry date does not tell whether it lies within the window.
    EntryUnclear,
    /// Born in Germany: no entry.
    BornInGermany,
    /// Lives outside the town.
    LivesElsewhere,
    /// No other case management, or a restricted one: priority.
    NoOtherCaseManagement,
    /// Another case management is in charge of its field.
    OtherCaseManagement,
    /// It is not known whether another service manages the case.
    OtherCaseManagementUnknown,
}

/// What the rule needs to know, and nothing more: neither status nor nationality, which never exclude.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EligibilityFacts {
    /// The day admission was first asked for (T).
    pub requested_on: Day,
    /// Birth; absent: not known.
    pub born: Option<ImpreciseDate>,
    /// Whether the country of birth is Germany.
    pub is_born_in_germany: bool,
    /// First entry to Germany, not to Leverkusen; absent: not known.
    pub entered: Option<ImpreciseDate>,
    /// Departure after that entry.
    pub left: Option<ImpreciseDate>,
    /// Entry after that departure.
    pub re_entered: Option<ImpreciseDate>,
    /// Whether the person lives outside the town.
    pub lives_elsewhere: bool,
    /// Whether another service manages the case; absent counts as unknown.
    pub other_case_management: Option<OtherCaseManagement>,
}

impl EligibilityFacts {
    /// Takes the facts from the two forms and from what the address said.
    ///
    /// # Errors
    /// `requested_on` is missing.
    pub fn from_forms(
        person: &PersonDraft,
        intake: &IntakeDraft,
        located: &Located,
    ) -> Result<Self, FieldProblems> {
        let requested_on = intake
            .requested_on
            .ok_or_else(|| FieldProblems::at("requested_on", ProblemCode::Missing))?;
        Ok(Self {
            requested_on,
            born: person.born,
            is_born_in_germany: person.is_born_in_germany(),
            entered: person.entered_germany,
            left: person.left_germany,
            re_entered: person.re_entered_germany,
            lives_elsewhere: matches!(located, Located::Elsewhere { .. } | Located::OtherTown),
            other_case_management: intake.other_case_management,
        })
    }
}

/// Decides ZG1 to ZG3. Where several answers apply the order is: impossible input; residence elsewhere; certainly a
/// minor; certainly outside the window, or born in Germany; to be asked; the answer by other case management
/// (domain.md 9a).
///
/// # Errors
/// At the field: a date that no calendar has, a birth or an entry that lies wholly after T, a return wholly before the
/// departure.
pub fn decide(
    rule: &TargetGroupRule,
    facts: &EligibilityFacts,
) -> Result<Eligibility, FieldProblems> {
    use EligibilityReasonCode as Code;
    use EligibilityResult as Result;

    let dates = Dates::read(facts)?;
    let today = facts.requested_on;
    let age = age(rule, dates.born, today);
    let window = window(rule, &dates, today);
    let (other, other_reason) = match facts.other_case_management {
        Some(OtherCaseManagement::None | OtherCaseManagement::Restricted) => {
            (Result::CoreFirst, Code::NoOtherCaseManagement)
        }
        Some(OtherCaseManagement::Yes) => (Result::Refer, Code::OtherCaseManagement),
        Some(OtherCaseManagement::Unknown) | None => {
            (Result::Core, Code::OtherCaseManagementUnknown)
        }
    };

    let because = |code, day| EligibilityReason { code, day };
    let adult = match age {
        Known::Yes(day) => because(Code::Adult, Some(day)),
        Known::No(day) => because(Code::NotAdultBefore, Some(day)),
        Known::Unclear => because(Code::AgeUnclear, None),
    };
    let within = match window {
        Known::Yes(day) => because(Code::WithinWindow, Some(day)),
        Known::No(day) => because(Code::WindowEnded, Some(day)),
        Known::Unclear => because(Code::EntryUnclear, None),
    };
    let (result, reasons) = if facts.lives_elsewhere {
        (
            Result::ReferElsewhere,
            vec![because(Code::LivesElsewhere, None)],
        )
    } else if matches!(age, Known::No(_)) {
        (Result::Minor, vec![adult])
    } else if facts.is_born_in_germany {
        (Result::Outside, vec![because(Code::BornInGermany, None)])
    } else if matches!(window, Known::No(_)) {
        (Result::Outside, vec![within])
    } else {
        match (age, window) {
            (Known::Unclear, Known::Unclear) => (Result::Ask, vec![adult, within]),
            (Known::Unclear, _) => (Result::Ask, vec![adult, within]),
            (_, Known::Unclear) => (Result::Ask, vec![within, adult]),
            _ if other == Result::Refer => {
                (other, vec![because(other_reason, None), within, adult])
            }
            _ => (other, vec![within, adult, because(other_reason, None)]),
        }
    };
    Ok(Eligibility {
        rule_version: rule.version.clone(),
        decided_for: today,
        result,
        reasons,
        advice: match result {
            Result::CoreFirst | Result::Core => Advice::Admit,
            Result::Refer | Result::ReferElsewhere => Advice::Refer,
            Result::Minor => Advice::ReferToYouthServices,
            Result::Outside => Advice::CounselOrException,
            Result::Ask => Advice::AskDate,
        },
    })
}

/// What is known about a question with a day that decides it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Known {
    Yes(Day),
    No(Day),
    Unclear,
}

/// The first and the last day that a date can mean; `None` if no calendar has it.
fn span(date: ImpreciseDate) -> Option<(Day, Day)> {
    let exists = match date {
        ImpreciseDate::Day { .. } | ImpreciseDate::SetByAuthority { .. } => true,
        ImpreciseDate::Month { year, month } => {
            (1..=9999).contains(&year) && (1..=12).contains(&month)
        }
        ImpreciseDate::Year { year } | ImpreciseDate::Estimated { year } => {
            (1..=9999).contains(&year)
        }
    };
    exists.then(|| (date.first_day(), date.last_day()))
}

/// First and last day that each date can mean, checked against each other.
struct Dates {
    born: Option<(Day, Day)>,
    entered: Option<(Day, Day)>,
    left: Option<(Day, Day)>,
    re_entered: Option<(Day, Day)>,
}

impl Dates {
    fn read(facts: &EligibilityFacts) -> Result<Self, FieldProblems> {
        let mut problems = FieldProblems::default();
        let mut read = |field: &str, date: Option<ImpreciseDate>| {
            let span = date.and_then(span);
            if date.is_some() && span.is_none() {
                problems.add(field, ProblemCode::ImpossibleDate);
            }
            span
        };
        let dates = Self {
            born: read("born", facts.born),
            entered: read("entered_germany", facts.entered),
            left: read("left_germany", facts.left),
            re_entered: read("re_entered_germany", facts.re_entered),
        };
        for (field, span) in [
            ("born", dates.born),
            ("entered_germany", dates.entered),
            ("re_entered_germany", dates.re_entered),
        ] {
            if span.is_some_and(|(first, _)| first > facts.requested_on) {
                problems.add(field, ProblemCode::InFuture);
            }
        }
        let ends_before = |end: Option<(Day, Day)>, start: Option<(Day, Day)>| matches!((end, start), (Some((_, last)), Some((first, _))) if last < first);
        if ends_before(dates.left, dates.entered) {
            problems.add("left_germany", ProblemCode::BeforeEntry);
        }
        if ends_before(dates.re_entered, dates.left) {
            problems.add("re_entered_germany", ProblemCode::BeforeDeparture);
        }
        problems.or(dates)
    }
}

/// ZG1. Of age from the birthday on; born on 29 February, from 1 March in a year without that day.
fn age(rule: &TargetGroupRule, born: Option<(Day, Day)>, today: Day) -> Known {
    let of_age = |born: Day| {
        let birthday = born.saturating_add(i64::from(rule.age_years).years());
        // Adding years to 29 February gives 28 February where the year has no 29th; the year of life ends only then.
        if birthday.day() == born.day() {
            birthday
        } else {
            birthday.saturating_add(1.day())
        }
    };
    let Some((first, last)) = born else {
        return Known::Unclear;
    };
    match (of_age(first), of_age(last)) {
        (_, latest) if latest <= today => Known::Yes(latest),
        (earliest, _) if today < earliest => Known::No(earliest),
        _ => Known::Unclear,
    }
}

/// ZG2. Within the window up to and including the anniversary of the entry that counts.
fn window(rule: &TargetGroupRule, dates: &Dates, today: Day) -> Known {
    // The anniversary of 29 February is 28 February where the year has no 29th (§ 188 BGB).
    let last_day = |entry: Day| entry.saturating_add(i64::from(rule.window_years).years());
    let Some(possible) = possible_entries(rule, dates, today) else {
        return Known::Unclear;
    };
    // An entry lies before the day on which somebody asks.
    let ends = possible
        .iter()
        .flat_map(|(first, last)| [last_day(*first), last_day((*last).min(today))]);
    match (ends.clone().min(), ends.max()) {
        (Some(earliest), _) if today <= earliest => Known::Yes(earliest),
        (_, Some(latest)) if latest < today => Known::No(latest),
        _ => Known::Unclear,
    }
}

/// The periods in which the entry that counts can lie: the first one, or a later one if the absence was longer than
/// the rule's months. `None` if nothing is known about an entry that may count.
fn possible_entries(rule: &TargetGroupRule, dates: &Dates, today: Day) -> Option<Vec<(Day, Day)>> {
    let after_absence = |left: Day| left.saturating_add(i64::from(rule.absence_months).months());
    // A departure after the day of the request says nothing about it.
    let left = dates.left.filter(|(first, _)| *first <= today);
    let Some(left) = left else {
        return match (dates.entered, dates.re_entered) {
            (Some(entered), None) => Some(vec![entered]),
            // How long they were away is not known, so either may count.
            (Some(entered), Some(re_entered)) => Some(vec![entered, re_entered]),
            // The first entry lies before the later one; if that is too long ago, so is the first.
            (None, Some((_, last))) => Some(vec![(Day::MIN, last)]),
            (None, None) => None,
        };
    };
    let earliest_that_counts = after_absence(left.0).saturating_add(1.day());
    // Who left and asks at the desk is back; the day is not known, but it lies after the departure.
    let (back_from, back_until) = dates.re_entered.unwrap_or((left.0, today));
    let counts_certainly = dates.re_entered.is_some() && back_from > after_absence(left.1);
    let cannot_count = back_until < earliest_that_counts;
    let re_entry = (back_from.max(earliest_that_counts), back_until);
    match dates.entered {
        _ if counts_certainly => Some(vec![re_entry]),
        Some(entered) if cannot_count => Some(vec![entered]),
        Some(entered) => Some(vec![entered, re_entry]),
        // The first entry lies before the departure, nobody knows how long.
        None if cannot_count => Some(vec![(Day::MIN, left.1)]),
        None => Some(vec![(Day::MIN, left.1), re_entry]),
    }
}

#[cfg(test)]
mod tests;
