//! What the head of a legal body (Trägerleitung) sees of it: how full its posts are, who is away, and which of its cases
//! somebody should look at. All of it is made of what stands in clear about a case; no name and nothing that was written.
//!
//! Not here: what a case manager's own day asks for (`case::today`), which knows what is due; the gap rules G01–G23.

use serde::{Deserialize, Serialize};
use strum::{EnumDiscriminants, EnumIter, IntoStaticStr};

use super::proposal::Candidate;
use crate::kernel::{BodyCode, CaseId, Day, DistrictCode, PostCode, UnitCode};

/// Why somebody should look at a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, EnumDiscriminants)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[strum_discriminants(
    name(CaseWarningKind),
    derive(Hash, PartialOrd, Ord, EnumIter, IntoStaticStr),
    strum(serialize_all = "snake_case"),
    doc = "The kinds of warnings, the gravest first, as texts are keyed."
)]
pub enum CaseWarning {
    /// Nobody is responsible for it.
    Nobody {
        /// Since it was opened.
        #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "date")))]
        since: Day,
    },
    /// The next date has passed.
    Overdue {
        /// The date.
        #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "date")))]
        since: Day,
    },
    /// It came to a post on an earlier day, and whoever holds it has not opened it.
    NotOpened {
        /// The day it came.
        #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "date")))]
        since: Day,
    },
    /// It has neither a next date nor a dated reason why not (design 3.13).
    NoNextDate,
    /// The person moved to another district, and the last day has passed to look whether the case stays (Z4).
    CheckPost {
        /// That day.
        #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "date")))]
        since: Day,
    },
}

impl CaseWarning {
    /// Since when it holds; absent where no day says it.
    #[must_use]
    pub const fn since(&self) -> Option<Day> {
        match self {
            Self::Nobody { since }
            | Self::Overdue { since }
            | Self::NotOpened { since }
            | Self::CheckPost { since } => Some(*since),
            Self::NoNextDate => None,
        }
    }
}

/// The days of an open case, as they stand in clear.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CaseDays {
    /// Opened on.
    pub opened_on: Day,
    /// The day it came to the post that has it; absent: nobody is responsible.
    pub assigned_on: Option<Day>,
    /// Whether whoever is responsible has opened it since.
    pub is_opened: bool,
    /// The next date, or the day on which the reason is looked at why there is none.
    pub next_on: Option<Day>,
    /// After a move: until when somebody looks whether the case stays.
    pub check_by: Option<Day>,
}

/// Why somebody should look at a case today, the gravest first. Days that a rule looks back from have to have passed: what
/// is due today is nobody's warning yet. A case that its worker has not opened is not also told to lack a next date.
#[must_use]
pub fn warnings(case: &CaseDays, today: Day) -> Vec<CaseWarning> {
    let Some(assigned_on) = case.assigned_on else {
        return vec![CaseWarning::Nobody {
            since: case.opened_on,
        }];
    };
    let passed = |day: Option<Day>| day.filter(|day| *day < today);
    let is_unopened = !case.is_opened && assigned_on < today;
    [
        passed(case.next_on).map(|since| CaseWarning::Overdue { since }),
        is_unopened.then_some(CaseWarning::NotOpened { since: assigned_on }),
        (case.next_on.is_none() && case.is_opened).then_some(CaseWarning::NoNextDate),
        passed(case.check_by).map(|since| CaseWarning::CheckPost { since }),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// A case that somebody should look at, without a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CaseToLookAt {
    /// The case.
    pub case: CaseId,
    /// The number that people use.
    pub number: String,
    /// The post that has it; absent: nobody is responsible.
    pub post: Option<PostCode>,
    /// The district, if one could be derived.
    pub district: Option<DistrictCode>,
    /// Why, the gravest first; never empty.
    pub warnings: Vec<CaseWarning>,
}

/// How many intakes of a unit are begun and not decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct UndecidedIntakes {
    /// The unit.
    pub unit: UnitCode,
    /// How many.
    pub count: u32,
    /// The day the oldest was begun.
    #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "date")))]
    pub oldest_on: Day,
}

/// What a legal body carries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct BodyStanding {
    /// The body; absent if the reader's unit is no longer one of the town's.
    pub body: Option<BodyCode>,
    /// Its posts of the day, by code, with their load.
    pub posts: Vec<Candidate>,
    /// Its cases that somebody should look at, the gravest and oldest first, at most 100.
    pub cases: Vec<CaseToLookAt>,
    /// Whether there are more than are listed.
    pub is_cut: bool,
    /// Its units with undecided intakes, by code.
    pub intakes: Vec<UndecidedIntakes>,
}

/// Puts the cases in the order in which they are looked at: the gravest first, then whatever has waited longest, then by
/// number. What else is known of each may come along.
pub fn in_order<T>(cases: &mut [T], case_of: impl Fn(&T) -> &CaseToLookAt) {
    cases.sort_by(|a, b| {
        let key = |case: &CaseToLookAt| {
            let first = case.warnings.first();
            (
                first.map(CaseWarningKind::from),
                first.and_then(CaseWarning::since),
            )
        };
        let (a, b) = (case_of(a), case_of(b));
        key(a).cmp(&key(b)).then_with(|| a.number.cmp(&b.number))
    });
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn days(next_on: Option<Day>) -> CaseDays {
        CaseDays {
            opened_on: date(2026, 11, 2),
            assigned_on: Some(date(2026, 11, 4)),
            is_opened: true,
            next_on,
            check_by: None,
        }
    }

    const TODAY: Day = date(2026, 11, 27);

    #[test]
    fn a_date_of_today_has_not_passed_and_one_of_yesterday_has() {
        assert!(warnings(&days(Some(TODAY)), TODAY).is_empty());
        let since = date(2026, 11, 26);
        assert_eq!(
            warnings(&days(Some(since)), TODAY),
            [CaseWarning::Overdue { since }]
        );
        assert_eq!(warnings(&days(None), TODAY), [CaseWarning::NoNextDate]);
    }

    #[test]
    fn a_case_that_nobody_has_is_told_as_that_alone() {
        let case = CaseDays {
            assigned_on: None,
            is_opened: false,
            ..days(Some(date(2026, 11, 5)))
        };
        let since = case.opened_on;
        assert_eq!(warnings(&case, TODAY), [CaseWarning::Nobody { since }]);
    }

    #[test]
    fn a_case_is_unopened_from_the_day_after_it_came() {
        let came = |on| CaseDays {
            assigned_on: Some(on),
            is_opened: false,
            ..days(None)
        };
        assert!(warnings(&came(TODAY), TODAY).is_empty());
        let since = date(2026, 11, 26);
        assert_eq!(
            warnings(&came(since), TODAY),
            [CaseWarning::NotOpened { since }]
        );
    }

    #[test]
    fn a_move_is_a_warning_once_the_last_day_to_look_at_it_is_over() {
        let moved = |by| CaseDays {
            check_by: Some(by),
            ..days(Some(TODAY))
        };
        assert!(warnings(&moved(TODAY), TODAY).is_empty());
        let since = date(2026, 11, 26);
        assert_eq!(
            warnings(&moved(since), TODAY),
            [CaseWarning::CheckPost { since }]
        );
    }

    #[test]
    fn the_gravest_stands_first_and_then_what_has_waited_longest() {
        let case = |number: &str, warning| CaseToLookAt {
            case: CaseId::from_uuid(uuid::Uuid::nil()),
            number: number.to_owned(),
            post: None,
            district: None,
            warnings: vec![warning],
        };
        let on = |day| date(2026, 11, day);
        let mut cases = [
            case("5", CaseWarning::NoNextDate),
            case("4", CaseWarning::NotOpened { since: on(1) }),
            case("3", CaseWarning::Overdue { since: on(9) }),
            case("2", CaseWarning::Overdue { since: on(3) }),
            case("1", CaseWarning::Nobody { since: on(20) }),
        ];
        in_order(&mut cases, |case| case);
        let numbers: Vec<&str> = cases.iter().map(|case| case.number.as_str()).collect();
        assert_eq!(numbers, ["1", "2", "3", "4", "5"]);
    }
}
