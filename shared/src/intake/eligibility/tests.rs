//! One test per sentence of the rule, tables at its boundaries, and its consistency under imprecise dates.

use jiff::civil::date;
use proptest::prelude::*;

use super::EligibilityReasonCode as Code;
use super::EligibilityResult::{Ask, Core, CoreFirst, Minor, Outside, Refer, ReferElsewhere};
use super::*;

fn rule() -> TargetGroupRule {
    TargetGroupRule {
        version: "test-1".into(),
        age_years: 18,
        window_years: 5,
        absence_months: 6,
        valid_from: date(2021, 1, 1),
        valid_until: None,
    }
}

fn on(year: i16, month: i8, day: i8) -> Option<ImpreciseDate> {
    Some(ImpreciseDate::Day {
        on: date(year, month, day),
    })
}

fn in_month(year: i16, month: i8) -> Option<ImpreciseDate> {
    Some(ImpreciseDate::Month { year, month })
}

fn in_year(year: i16) -> Option<ImpreciseDate> {
    Some(ImpreciseDate::Year { year })
}

/// An adult who entered two years ago, with no other case management.
fn facts() -> EligibilityFacts {
    EligibilityFacts {
        requested_on: date(2026, 11, 23),
        born: on(1990, 3, 1),
        is_born_in_germany: false,
        entered: on(2024, 11, 1),
        left: None,
        re_entered: None,
        lives_elsewhere: false,
        other_case_management: Some(OtherCaseManagement::None),
    }
}

fn result(facts: &EligibilityFacts) -> EligibilityResult {
    decide(&rule(), facts).unwrap().result
}

fn first_reason(facts: &EligibilityFacts) -> (Code, Option<Day>) {
    let reason = decide(&rule(), facts).unwrap().reasons.remove(0);
    (reason.code, reason.day)
}

#[test]
fn the_version_of_the_rule_and_its_day_are_stored_with_the_answer() {
    let answer = decide(&rule(), &facts()).unwrap();
    assert_eq!(answer.rule_version, "test-1");
    assert_eq!(answer.decided_for, date(2026, 11, 23));
    assert_eq!(answer.advice, Advice::Admit);
    let codes: Vec<_> = answer.reasons.iter().map(|r| (r.code, r.day)).collect();
    assert_eq!(
        codes,
        [
            (Code::WithinWindow, Some(date(2029, 11, 1))),
            (Code::Adult, Some(date(2008, 3, 1))),
            (Code::NoOtherCaseManagement, None),
        ]
    );
}

#[test]
fn other_case_management_gives_priority_or_refers_and_never_excludes() {
    use OtherCaseManagement as Other;
    for (other, expected, advice) in [
        (Some(Other::None), CoreFirst, Advice::Admit),
        (Some(Other::Restricted), CoreFirst, Advice::Admit),
        (Some(Other::Unknown), Core, Advice::Admit),
        (None, Core, Advice::Admit),
        (Some(Other::Yes), Refer, Advice::Refer),
    ] {
        let answer = decide(
            &rule(),
            &EligibilityFacts {
                other_case_management: other,
                ..facts()
            },
        )
        .unwrap();
        assert_eq!(
            (answer.result, answer.advice),
            (expected, advice),
            "{other:?}"
        );
    }
}

#[test]
fn of_age_from_the_eighteenth_birthday_on() {
    for (born, requested, expected) in [
        (date(2008, 11, 24), date(2026, 11, 23), Minor),
        (date(2008, 11, 23), date(2026, 11, 23), CoreFirst),
        (date(2008, 11, 22), date(2026, 11, 23), CoreFirst),
        // Born on a leap day: of age from 1 March in a year without one, on the day itself in a leap year.
        (date(2008, 2, 29), date(2026, 2, 28), Minor),
        (date(2008, 2, 29), date(2026, 3, 1), CoreFirst),
        (date(2006, 2, 28), date(2024, 2, 28), CoreFirst),
        (date(2006, 3, 1), date(2024, 2, 29), Minor),
    ] {
        let facts = EligibilityFacts {
            born: Some(ImpreciseDate::Day { on: born }),
            entered: on(2023, 1, 1),
            requested_on: requested,
            ..facts()
        };
        assert_eq!(result(&facts), expected, "born {born}, asked {requested}");
    }
}

#[test]
fn a_leap_day_birthday_in_a_leap_year_is_the_day_itself() {
    let rule = TargetGroupRule {
        age_years: 20,
        ..rule()
    };
    for (requested, expected) in [(date(2028, 2, 28), Minor), (date(2028, 2, 29), CoreFirst)] {
        let facts = EligibilityFacts {
            born: on(2008, 2, 29),
            requested_on: requested,
            ..facts()
        };
        assert_eq!(decide(&rule, &facts).unwrap().result, expected);
    }
}

#[test]
fn a_birth_year_is_asked_about_only_in_the_year_that_decides() {
    for (year, expected) in [(2007, CoreFirst), (2008, Ask), (2009, Minor)] {
        let facts = EligibilityFacts {
            born: in_year(year),
            ..facts()
        };
        assert_eq!(result(&facts), expected, "{year}");
    }
    let on_the_last_day = EligibilityFacts {
        born: in_year(2008),
        requested_on: date(2026, 12, 31),
        ..facts()
    };
    assert_eq!(result(&on_the_last_day), CoreFirst);
    let on_the_first_day = EligibilityFacts {
        born: in_year(2008),
        requested_on: date(2026, 1, 1),
        ..facts()
    };
    assert_eq!(result(&on_the_first_day), Ask);
    let the_day_before = EligibilityFacts {
        born: in_year(2008),
        requested_on: date(2025, 12, 31),
        ..facts()
    };
    assert_eq!(result(&the_day_before), Minor);
}

#[test]
fn a_birth_month_works_like_a_birth_year() {
    for (born, expected) in [
        (in_month(2008, 10), CoreFirst),
        (in_month(2008, 11), Ask),
        (in_month(2008, 12), Minor),
    ] {
        assert_eq!(result(&EligibilityFacts { born, ..facts() }), expected);
    }
    let last_of_month = EligibilityFacts {
        born: in_month(2008, 11),
        requested_on: date(2026, 11, 30),
        ..facts()
    };
    assert_eq!(result(&last_of_month), CoreFirst);
    // The last day of February 2008 is a leap day, whose birthday in 2026 is 1 March.
    let leap = |day| EligibilityFacts {
        born: in_month(2008, 2),
        requested_on: day,
        ..facts()
    };
    assert_eq!(result(&leap(date(2026, 2, 28))), Ask);
    assert_eq!(result(&leap(date(2026, 3, 1))), CoreFirst);
}

#[test]
fn a_day_set_by_an_authority_is_legally_the_day_and_an_estimated_year_is_a_year() {
    let set = EligibilityFacts {
        born: Some(ImpreciseDate::SetByAuthority {
            on: date(2008, 1, 1),
        }),
        ..facts()
    };
    assert_eq!(result(&set), CoreFirst);
    let estimated = EligibilityFacts {
        born: Some(ImpreciseDate::Estimated { year: 2008 }),
        ..facts()
    };
    assert_eq!(result(&estimated), Ask);
}

#[test]
fn a_missing_birth_or_entry_is_asked_for() {
    let no_birth = EligibilityFacts {
        born: None,
        ..facts()
    };
    assert_eq!(first_reason(&no_birth), (Code::AgeUnclear, None));
    let no_entry = EligibilityFacts {
        entered: None,
        ..facts()
    };
    assert_eq!(result(&no_entry), Ask);
    assert_eq!(first_reason(&no_entry), (Code::EntryUnclear, None));
    assert_eq!(decide(&rule(), &no_entry).unwrap().advice, Advice::AskDate);
}

#[test]
fn a_minor_is_referred_to_youth_services_with_the_birthday() {
    let facts = EligibilityFacts {
        born: on(2010, 5, 17),
        ..facts()
    };
    let answer = decide(&rule(), &facts).unwrap();
    assert_eq!(answer.advice, Advice::ReferToYouthServices);
    assert_eq!(
        first_reason(&facts),
        (Code::NotAdultBefore, Some(date(2028, 5, 17)))
    );
}

#[test]
fn the_anniversary_of_the_entry_is_still_within() {
    for (entered, requested, expected) in [
        (date(2021, 11, 24), date(2026, 11, 23), CoreFirst),
        (date(2021, 11, 23), date(2026, 11, 23), CoreFirst),
        (date(2021, 11, 22), date(2026, 11, 23), Outside),
        // Entered on a leap day: the last day is 28 February, in a leap year the 29th.
        (date(2024, 2, 29), date(2029, 2, 28), CoreFirst),
        (date(2024, 2, 29), date(2029, 3, 1), Outside),
        (date(2023, 2, 28), date(2028, 2, 28), CoreFirst),
        (date(2023, 2, 28), date(2028, 2, 29), Outside),
        // On the day of the entry itself.
        (date(2026, 11, 23), date(2026, 11, 23), CoreFirst),
    ] {
        let facts = EligibilityFacts {
            entered: Some(ImpreciseDate::Day { on: entered }),
            requested_on: requested,
            ..facts()
        };
        assert_eq!(
            result(&facts),
            expected,
            "entered {entered}, asked {requested}"
        );
    }
}

#[test]
fn the_scenario_of_four_years_eleven_months_and_thirty_days_is_referred() {
    let facts = EligibilityFacts {
        born: on(2002, 4, 4),
        entered: on(2021, 11, 24),
        other_case_management: Some(OtherCaseManagement::Yes),
        ..facts()
    };
    assert_eq!(result(&facts), Refer);
    let on_the_anniversary = EligibilityFacts {
        requested_on: date(2026, 11, 24),
        ..facts
    };
    assert_eq!(result(&on_the_anniversary), Refer);
    let a_day_later = EligibilityFacts {
        requested_on: date(2026, 11, 25),
        ..facts
    };
    assert_eq!(result(&a_day_later), Outside);
}

#[test]
fn an_imprecise_entry_is_asked_about_only_where_its_days_differ() {
    for (entered, expected) in [
        (in_year(2020), Outside),
        (in_year(2021), Ask),
        (in_year(2022), CoreFirst),
        (in_month(2021, 10), Outside),
        (in_month(2021, 11), Ask),
        (in_month(2021, 12), CoreFirst),
        // The period goes on after the day of the request; the entry does not lie there.
        (in_year(2026), CoreFirst),
    ] {
        assert_eq!(
            result(&EligibilityFacts { entered, ..facts() }),
            expected,
            "{entered:?}"
        );
    }
}

#[test]
fn whoever_is_outside_gets_counselling_or_an_exception() {
    let facts = EligibilityFacts {
        entered: on(2015, 9, 1),
        ..facts()
    };
    let answer = decide(&rule(), &facts).unwrap();
    assert_eq!(
        (answer.result, answer.advice),
        (Outside, Advice::CounselOrException)
    );
    assert_eq!(
        first_reason(&facts),
        (Code::WindowEnded, Some(date(2020, 9, 1)))
    );
}

#[test]
fn a_later_entry_counts_when_it_is_later_than_the_departure_plus_six_months() {
    for (left, re_entered, expected) in [
        (on(2023, 1, 15), on(2023, 7, 15), Outside),
        (on(2023, 1, 15), on(2023, 7, 16), CoreFirst),
        (on(2022, 8, 31), on(2023, 2, 28), Outside),
        (on(2022, 8, 31), on(2023, 3, 1), CoreFirst),
        // The months do not tell whether the absence was long enough, and the answer depends on it.
        (in_month(2023, 1), in_month(2023, 7), Ask),
        (in_month(2023, 1), in_month(2023, 9), CoreFirst),
        (in_month(2023, 1), in_month(2023, 5), Outside),
        (in_year(2022), in_year(2023), Ask),
        // Too long ago either way.
        (on(2016, 1, 1), on(2017, 1, 1), Outside),
        // Left, but when they came back is not known.
        (on(2023, 1, 15), None, Ask),
        // Came back, but how long they were away is not known.
        (None, on(2024, 5, 1), Ask),
        (None, on(2016, 5, 1), Outside),
        // A departure after the day of the request says nothing about it.
        (on(2027, 1, 1), None, Outside),
    ] {
        let facts = EligibilityFacts {
            entered: on(2015, 9, 1),
            left,
            re_entered,
            ..facts()
        };
        assert_eq!(
            result(&facts),
            expected,
            "left {left:?}, back {re_entered:?}"
        );
    }
}

#[test]
fn an_early_return_does_not_matter_when_the_first_entry_is_within() {
    let facts = EligibilityFacts {
        entered: on(2024, 1, 1),
        left: in_year(2025),
        re_entered: None,
        ..facts()
    };
    assert_eq!(result(&facts), CoreFirst);
}

#[test]
fn an_unknown_first_entry_matters_only_if_the_return_does_not_count() {
    let counts = EligibilityFacts {
        entered: None,
        left: on(2022, 1, 1),
        re_entered: on(2024, 1, 1),
        ..facts()
    };
    assert_eq!(result(&counts), CoreFirst);
    let does_not_count = EligibilityFacts {
        re_entered: on(2022, 3, 1),
        ..counts
    };
    assert_eq!(result(&does_not_count), Ask);
    let long_ago = EligibilityFacts {
        left: on(2016, 1, 1),
        re_entered: on(2016, 3, 1),
        ..counts
    };
    assert_eq!(result(&long_ago), Outside);
}

#[test]
fn who_was_born_in_germany_did_not_enter() {
    let facts = EligibilityFacts {
        is_born_in_germany: true,
        entered: None,
        ..facts()
    };
    assert_eq!(result(&facts), Outside);
    assert_eq!(first_reason(&facts), (Code::BornInGermany, None));
}

#[test]
fn answers_come_in_the_order_of_the_rule() {
    let everything = EligibilityFacts {
        lives_elsewhere: true,
        born: on(2010, 1, 1),
        entered: on(2015, 1, 1),
        other_case_management: Some(OtherCaseManagement::Yes),
        ..facts()
    };
    assert_eq!(result(&everything), ReferElsewhere);
    let in_town = EligibilityFacts {
        lives_elsewhere: false,
        ..everything
    };
    assert_eq!(result(&in_town), Minor);
    let unclear_age = EligibilityFacts {
        born: in_year(2008),
        ..in_town
    };
    assert_eq!(result(&unclear_age), Outside);
    let minor_with_unclear_entry = EligibilityFacts {
        entered: in_year(2021),
        ..in_town
    };
    assert_eq!(result(&minor_with_unclear_entry), Minor);
    let both_unclear = EligibilityFacts {
        born: in_year(2008),
        entered: in_year(2021),
        ..in_town
    };
    assert_eq!(result(&both_unclear), Ask);
    let impossible = EligibilityFacts {
        entered: on(2027, 1, 1),
        ..everything
    };
    assert!(decide(&rule(), &impossible).is_err());
}

#[test]
fn what_cannot_be_is_refused_at_its_field() {
    let refused = |facts: EligibilityFacts, field: &str| {
        let problems = decide(&rule(), &facts).unwrap_err();
        assert_eq!(problems.iter().count(), 1, "{problems:?}");
        problems.of(field)[0].code
    };
    assert_eq!(
        refused(
            EligibilityFacts {
                entered: on(2026, 11, 24),
                ..facts()
            },
            "entered_germany"
        ),
        ProblemCode::InFuture
    );
    assert_eq!(
        refused(
            EligibilityFacts {
                entered: in_month(2026, 12),
                ..facts()
            },
            "entered_germany"
        ),
        ProblemCode::InFuture
    );
    assert_eq!(
        refused(
            EligibilityFacts {
                born: in_year(2027),
                ..facts()
            },
            "born"
        ),
        ProblemCode::InFuture
    );
    assert_eq!(
        refused(
            EligibilityFacts {
                born: in_month(1990, 13),
                ..facts()
            },
            "born"
        ),
        ProblemCode::ImpossibleDate
    );
    assert_eq!(
        refused(
            EligibilityFacts {
                left: on(2024, 1, 1),
                ..facts()
            },
            "left_germany"
        ),
        ProblemCode::BeforeEntry
    );
    assert_eq!(
        refused(
            EligibilityFacts {
                left: on(2025, 6, 1),
                re_entered: on(2025, 5, 1),
                ..facts()
            },
            "re_entered_germany"
        ),
        ProblemCode::BeforeDeparture
    );
}

/// Scenario 4: a year says "ask"; the corrected day answers anew, and the earlier answer stays what it was.
#[test]
fn a_corrected_birth_answers_anew_and_the_earlier_answer_stays() {
    let by_year = EligibilityFacts {
        born: in_year(2008),
        ..facts()
    };
    let earlier = decide(&rule(), &by_year).unwrap();
    assert_eq!((earlier.result, earlier.advice), (Ask, Advice::AskDate));
    let kept = earlier.clone();
    for (born, expected) in [(on(2008, 11, 23), CoreFirst), (on(2008, 11, 24), Minor)] {
        assert_eq!(result(&EligibilityFacts { born, ..by_year }), expected);
    }
    assert_eq!(earlier, kept);
    // A 1 January that an authority set is the legal day, whatever it is worth as evidence.
    let set = EligibilityFacts {
        born: Some(ImpreciseDate::SetByAuthority {
            on: date(2009, 1, 1),
        }),
        ..facts()
    };
    assert_eq!(
        first_reason(&set),
        (Code::NotAdultBefore, Some(date(2027, 1, 1)))
    );
}

/// Scenario 12, ZG4: the answer belongs to the day of the request and the rule of that day.
#[test]
fn the_answer_is_that_of_the_day_of_the_request_and_of_its_rule() {
    let facts = EligibilityFacts {
        entered: on(2021, 11, 24),
        other_case_management: Some(OtherCaseManagement::Yes),
        ..facts()
    };
    let answer = decide(&rule(), &facts).unwrap();
    assert_eq!((answer.result, answer.advice), (Refer, Advice::Refer));
    let codes: Vec<_> = answer.reasons.iter().map(|reason| reason.code).collect();
    assert_eq!(
        codes,
        [Code::OtherCaseManagement, Code::WithinWindow, Code::Adult]
    );
    let narrower = TargetGroupRule {
        version: "test-2".into(),
        window_years: 3,
        ..rule()
    };
    let other = decide(&narrower, &facts).unwrap();
    assert_eq!(
        (other.result, other.rule_version.as_str()),
        (Outside, "test-2")
    );
    assert_eq!(answer.rule_version, "test-1");
}

#[test]
fn each_result_has_its_advice_and_its_first_reason() {
    let outside_window = on(2015, 1, 1);
    for (facts, result, advice, reason) in [
        (facts(), CoreFirst, Advice::Admit, Code::WithinWindow),
        (
            EligibilityFacts {
                other_case_management: None,
                ..facts()
            },
            Core,
            Advice::Admit,
            Code::WithinWindow,
        ),
        (
            EligibilityFacts {
                other_case_management: Some(OtherCaseManagement::Yes),
                ..facts()
            },
            Refer,
            Advice::Refer,
            Code::OtherCaseManagement,
        ),
        (
            EligibilityFacts {
                lives_elsewhere: true,
                ..facts()
            },
            ReferElsewhere,
            Advice::Refer,
            Code::LivesElsewhere,
        ),
        (
            EligibilityFacts {
                born: on(2010, 5, 17),
                ..facts()
            },
            Minor,
            Advice::ReferToYouthServices,
            Code::NotAdultBefore,
        ),
        // Born here and still a minor: youth services first.
        (
            EligibilityFacts {
                born: on(2010, 5, 17),
                is_born_in_germany: true,
                entered: None,
                ..facts()
            },
            Minor,
            Advice::ReferToYouthServices,
            Code::NotAdultBefore,
        ),
        // Born here, whether of age or not cannot be said: outside in any case.
        (
            EligibilityFacts {
                born: in_year(2008),
                is_born_in_germany: true,
                entered: None,
                ..facts()
            },
            Outside,
            Advice::CounselOrException,
            Code::BornInGermany,
        ),
        (
            EligibilityFacts {
                entered: outside_window,
                other_case_management: Some(OtherCaseManagement::Yes),
                ..facts()
            },
            Outside,
            Advice::CounselOrException,
            Code::WindowEnded,
        ),
        (
            EligibilityFacts {
                entered: in_year(2021),
                other_case_management: Some(OtherCaseManagement::Yes),
                ..facts()
            },
            Ask,
            Advice::AskDate,
            Code::EntryUnclear,
        ),
    ] {
        let answer = decide(&rule(), &facts).unwrap();
        assert_eq!(
            (answer.result, answer.advice, answer.reasons[0].code),
            (result, advice, reason),
            "{facts:?}"
        );
    }
}

#[test]
fn the_facts_come_from_the_two_forms_and_the_address() {
    let mut person = PersonDraft {
        born: on(1990, 3, 1),
        entered_germany: on(2024, 11, 1),
        birth_country: Some("SYR".parse().unwrap()),
        ..PersonDraft::default()
    };
    let intake = IntakeDraft {
        requested_on: Some(date(2026, 11, 23)),
        other_case_management: Some(OtherCaseManagement::None),
        ..IntakeDraft::default()
    };
    let read = EligibilityFacts::from_forms(&person, &intake, &Located::Unknown).unwrap();
    assert_eq!(read, facts());
    person.birth_country = Some("DEU".parse().unwrap());
    let elsewhere = Located::Elsewhere {
        town: "Köln".into(),
        centre: String::new(),
    };
    let read = EligibilityFacts::from_forms(&person, &intake, &elsewhere).unwrap();
    assert!(read.is_born_in_germany && read.lives_elsewhere);
    let read = EligibilityFacts::from_forms(&person, &intake, &Located::OtherTown).unwrap();
    assert!(read.lives_elsewhere);
    let problems =
        EligibilityFacts::from_forms(&person, &IntakeDraft::default(), &Located::Unknown)
            .unwrap_err();
    assert_eq!(problems.of("requested_on")[0].code, ProblemCode::Missing);
}

fn any_day() -> impl Strategy<Value = Day> {
    (2000i16..2030, 1i8..=12, 1i8..=31).prop_filter_map("a day", |(y, m, d)| Day::new(y, m, d).ok())
}

fn any_date() -> impl Strategy<Value = ImpreciseDate> {
    prop_oneof![
        any_day().prop_map(|on| ImpreciseDate::Day { on }),
        any_day().prop_map(|on| ImpreciseDate::SetByAuthority { on }),
        (1990i16..2030, 0i8..=13).prop_map(|(year, month)| ImpreciseDate::Month { year, month }),
        any::<i16>().prop_map(|year| ImpreciseDate::Year { year }),
        (1990i16..2030).prop_map(|year| ImpreciseDate::Estimated { year }),
    ]
}

/// The days a date can mean, but none after `until`.
fn days_of(date: ImpreciseDate, until: Day) -> Vec<ImpreciseDate> {
    let (first, last) = span(date).unwrap();
    first
        .series(1.day())
        .take_while(|day| *day <= last && *day <= until)
        .map(|on| ImpreciseDate::Day { on })
        .collect()
}

proptest! {
    #[test]
    fn an_imprecise_birth_gives_the_answer_of_its_days_or_asks(
        year in 2004i16..2012, month in proptest::option::of(1i8..=12), today in any_day(),
    ) {
        let born = month.map_or(ImpreciseDate::Year { year }, |month| ImpreciseDate::Month { year, month });
        let facts = |born| EligibilityFacts { born: Some(born), entered: None, requested_on: today, ..facts() };
        let Ok(imprecise) = decide(&rule(), &facts(born)) else { return Ok(()) };
        let mut ages: Vec<_> = days_of(born, today)
            .into_iter()
            .map(|day| age(&rule(), span(day), today))
            .map(|known| matches!(known, Known::Yes(_)))
            .collect();
        ages.dedup();
        let expected = match ages.as_slice() {
            [true] => Code::Adult,
            [false] => Code::NotAdultBefore,
            _ => Code::AgeUnclear,
        };
        prop_assert!(imprecise.reasons.iter().any(|reason| reason.code == expected));
    }

    #[test]
    fn an_imprecise_entry_gives_the_answer_of_its_days_or_asks(
        year in 2015i16..2027, month in proptest::option::of(1i8..=12), today in any_day(),
    ) {
        let entered = month.map_or(ImpreciseDate::Year { year }, |month| ImpreciseDate::Month { year, month });
        let facts = |entered| EligibilityFacts {
            entered: Some(entered), born: on(1980, 1, 1), requested_on: today, ..facts()
        };
        let Ok(imprecise) = decide(&rule(), &facts(entered)) else { return Ok(()) };
        let mut results: Vec<_> = days_of(entered, today).into_iter().map(|day| result(&facts(day))).collect();
        results.dedup();
        let expected = match results.as_slice() { [one] => *one, _ => Ask };
        prop_assert_eq!(imprecise.result, expected);
    }

    #[test]
    fn an_imprecise_return_gives_the_answer_of_its_days_or_asks(
        left_year in 2018i16..2026, left_month in 1i8..=12,
        later in 0i16..3, month in 1i8..=12,
    ) {
        let today = date(2026, 11, 23);
        let left = ImpreciseDate::Month { year: left_year, month: left_month };
        let back = ImpreciseDate::Month { year: left_year + later, month };
        let facts = |left, back| EligibilityFacts {
            entered: on(2017, 1, 1), left: Some(left), re_entered: Some(back), requested_on: today, ..facts()
        };
        let Ok(imprecise) = decide(&rule(), &facts(left, back)) else { return Ok(()) };
        let mut results: Vec<_> = days_of(left, today)
            .into_iter()
            .flat_map(|left| days_of(back, today).into_iter().map(move |back| (left, back)))
            .filter_map(|(left, back)| decide(&rule(), &facts(left, back)).ok())
            .map(|answer| answer.result)
            .collect();
        results.sort_by_key(|result| *result as u8);
        results.dedup();
        let expected = match results.as_slice() { [one] => *one, _ => Ask };
        prop_assert_eq!(imprecise.result, expected);
    }

    #[test]
    fn no_input_makes_the_rule_panic_and_it_answers_the_same_twice(
        born in proptest::option::of(any_date()),
        entered in proptest::option::of(any_date()),
        left in proptest::option::of(any_date()),
        re_entered in proptest::option::of(any_date()),
        requested_on in any_day(),
        is_born_in_germany: bool,
        lives_elsewhere: bool,
    ) {
        let facts = EligibilityFacts {
            born, entered, left, re_entered, requested_on, is_born_in_germany, lives_elsewhere,
            other_case_management: None,
        };
        let wide = TargetGroupRule { age_years: u8::MAX, window_years: u8::MAX, absence_months: u8::MAX, ..rule() };
        prop_assert_eq!(decide(&rule(), &facts), decide(&rule(), &facts));
        prop_assert_eq!(decide(&wide, &facts), decide(&wide, &facts));
    }
}
