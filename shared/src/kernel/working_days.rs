//! Working days in North Rhine-Westphalia: Monday to Friday without the eleven public holidays of the state. The 24th
//! and 31st of December and Rosenmontag are working days. Counting begins after the event's day (domain.md 9a).

use jiff::ToSpan;
use jiff::civil::Weekday;

use super::Day;

/// Easter Sunday of a year by the Gregorian calendar (the method of Meeus, Jones and Butcher).
fn easter_sunday(year: i16) -> Option<Day> {
    let year = i32::from(year);
    let (golden, century, of_century) = (year % 19, year / 100, year % 100);
    let leaps = century / 4;
    let moon = (century + 8) / 25;
    let corrected = (century - moon + 1) / 3;
    let epact = (19 * golden + century - leaps - corrected + 15) % 30;
    let to_sunday = (32 + 2 * (century % 4) + 2 * (of_century / 4) - epact - of_century % 4) % 7;
    let late = (golden + 11 * epact + 22 * to_sunday) / 451;
    let days = epact + to_sunday - 7 * late + 114;
    let month = i8::try_from(days / 31).ok()?;
    let day = i8::try_from(days % 31 + 1).ok()?;
    Day::new(i16::try_from(year).ok()?, month, day).ok()
}

/// Whether a day is one of the eleven public holidays of North Rhine-Westphalia.
#[must_use]
pub fn is_holiday(day: Day) -> bool {
    let is_fixed = matches!(
        (day.month(), day.day()),
        (1 | 5 | 11, 1) | (10, 3) | (12, 25 | 26)
    );
    is_fixed
        || easter_sunday(day.year()).is_some_and(|easter| {
            // Good Friday, Easter Monday, Ascension, Whit Monday, Corpus Christi.
            [-2, 1, 39, 50, 60]
                .into_iter()
                .any(|days| easter.saturating_add(days.days()) == day)
        })
}

/// Whether offices work on a day.
#[must_use]
pub fn is_working_day(day: Day) -> bool {
    !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) && !is_holiday(day)
}

/// The day on which `count` working days have passed since an event: the event's own day does not count. No working day
/// passed is the event's day itself.
#[must_use]
pub fn working_days_after(event: Day, count: u16) -> Day {
    let mut day = event;
    let mut passed = 0;
    while passed < count {
        let Ok(next) = day.tomorrow() else { return day };
        day = next;
        passed += u16::from(is_working_day(day));
    }
    day
}

/// How many working days have passed since an event, up to and including `today`; none if it lies ahead.
#[must_use]
pub fn working_days_since(event: Day, today: Day) -> u32 {
    let mut day = event;
    let mut passed = 0;
    while day < today {
        let Ok(next) = day.tomorrow() else { break };
        day = next;
        passed += u32::from(is_working_day(day));
    }
    passed
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    type MonthDay = (i8, i8);

    /// Easter Sunday, Ascension, Whit Monday and Corpus Christi, from the calendar on the wall.
    const MOVABLE: [(i16, MonthDay, MonthDay, MonthDay, MonthDay); 16] = [
        (2020, (4, 12), (5, 21), (6, 1), (6, 11)),
        (2021, (4, 4), (5, 13), (5, 24), (6, 3)),
        (2022, (4, 17), (5, 26), (6, 6), (6, 16)),
        (2023, (4, 9), (5, 18), (5, 29), (6, 8)),
        (2024, (3, 31), (5, 9), (5, 20), (5, 30)),
        (2025, (4, 20), (5, 29), (6, 9), (6, 19)),
        (2026, (4, 5), (5, 14), (5, 25), (6, 4)),
        (2027, (3, 28), (5, 6), (5, 17), (5, 27)),
        (2028, (4, 16), (5, 25), (6, 5), (6, 15)),
        (2029, (4, 1), (5, 10), (5, 21), (5, 31)),
        (2030, (4, 21), (5, 30), (6, 10), (6, 20)),
        (2031, (4, 13), (5, 22), (6, 2), (6, 12)),
        (2032, (3, 28), (5, 6), (5, 17), (5, 27)),
        (2033, (4, 17), (5, 26), (6, 6), (6, 16)),
        (2034, (4, 9), (5, 18), (5, 29), (6, 8)),
        (2035, (3, 25), (5, 3), (5, 14), (5, 24)),
    ];

    #[test]
    fn every_year_has_exactly_the_eleven_holidays_of_the_state() {
        for (year, easter, ascension, whit_monday, corpus_christi) in MOVABLE {
            let on = |(month, day)| date(year, month, day);
            let mut expected = vec![
                on((1, 1)),
                on(easter).saturating_add(-2.days()),
                on(easter).saturating_add(1.day()),
                on((5, 1)),
                on(ascension),
                on(whit_monday),
                on(corpus_christi),
                on((10, 3)),
                on((11, 1)),
                on((12, 25)),
                on((12, 26)),
            ];
            expected.sort();
            let holidays: Vec<_> = on((1, 1))
                .series(1.day())
                .take_while(|day| day.year() == year)
                .filter(|day| is_holiday(*day))
                .collect();
            assert_eq!(holidays, expected, "{year}");
            assert_eq!(holidays.len(), 11);
        }
    }

    #[test]
    fn carnival_christmas_eve_and_new_years_eve_are_working_days() {
        assert!(is_working_day(date(2026, 2, 16)), "Rosenmontag");
        assert!(is_working_day(date(2026, 12, 24)));
        assert!(is_working_day(date(2026, 12, 31)));
    }

    #[test]
    fn counting_begins_after_the_day_of_the_event() {
        for (event, count, expected) in [
            // A Monday.
            (date(2026, 11, 23), 0, date(2026, 11, 23)),
            (date(2026, 11, 23), 1, date(2026, 11, 24)),
            (date(2026, 11, 23), 3, date(2026, 11, 26)),
            (date(2026, 11, 23), 10, date(2026, 12, 7)),
            // Over a weekend, from inside a weekend, over Christmas and New Year.
            (date(2026, 11, 27), 1, date(2026, 11, 30)),
            (date(2026, 11, 28), 1, date(2026, 11, 30)),
            (date(2026, 12, 23), 3, date(2026, 12, 29)),
            (date(2025, 12, 30), 3, date(2026, 1, 5)),
            // Maundy Thursday, then Good Friday and Easter Monday.
            (date(2026, 4, 2), 1, date(2026, 4, 7)),
            // Corpus Christi falls between.
            (date(2026, 6, 3), 1, date(2026, 6, 5)),
        ] {
            assert_eq!(
                working_days_after(event, count),
                expected,
                "{event} + {count}"
            );
        }
    }

    #[test]
    fn at_the_end_of_the_calendar_counting_stops() {
        assert_eq!(working_days_after(Day::MAX, 3), Day::MAX);
        assert!(is_holiday(Day::MIN), "1 January is one in every year");
    }

    proptest! {
        #[test]
        fn so_many_working_days_later_so_many_have_passed(days in 0i32..4000, count in 0u16..60) {
            let event = date(2020, 1, 1).saturating_add(days.days());
            let due = working_days_after(event, count);
            prop_assert_eq!(working_days_since(event, due), u32::from(count));
            if count > 0 {
                prop_assert!(is_working_day(due));
                prop_assert_eq!(working_days_since(event, due.yesterday().unwrap()), u32::from(count) - 1);
            }
        }
    }
}
