//! Days and times of day as people in the office write them.

use shared::kernel::{Day, Moment};
use yew::AttrValue;

use crate::t;

/// `23.11.2026`.
#[must_use]
pub fn day(day: Day) -> AttrValue {
    t!(
        "when-day",
        day = format!("{:02}", day.day()),
        month = format!("{:02}", day.month()),
        year = day.year().to_string()
    )
}

/// `23.11.`, where the year is clear.
#[must_use]
pub fn day_and_month(day: Day) -> AttrValue {
    t!(
        "when-day-and-month",
        day = format!("{:02}", day.day()),
        month = format!("{:02}", day.month())
    )
}

/// `Mo 23.11.`
#[must_use]
pub fn weekday_and_day(day: Day) -> AttrValue {
    t!(
        "when-weekday-and-day",
        weekday = t!(format!(
            "when-weekday-short-{}",
            day.weekday().to_monday_one_offset()
        ))
        .to_string(),
        date = day_and_month(day).to_string()
    )
}

/// `Montag, 23. November`.
#[must_use]
pub fn long_day(day: Day) -> AttrValue {
    t!(
        "when-long-day",
        weekday = t!(format!(
            "when-weekday-{}",
            day.weekday().to_monday_one_offset()
        ))
        .to_string(),
        day = day.day().to_string(),
        month = t!(format!("when-month-{}", day.month())).to_string()
    )
}

/// `09:12`.
#[must_use]
pub fn clock_time(moment: Moment) -> AttrValue {
    let local = moment.local();
    AttrValue::from(format!("{:02}:{:02}", local.hour(), local.minute()))
}

/// `23.11.2026, 09:12`.
#[must_use]
pub fn moment(moment: Moment) -> AttrValue {
    AttrValue::from(format!("{}, {}", day(moment.day()), clock_time(moment)))
}

/// `Mo 23.11.2026, 09:12`, for a moment that somebody has to keep.
#[must_use]
pub fn appointed(moment: Moment) -> AttrValue {
    let on = moment.day();
    let weekday = t!(format!(
        "when-weekday-short-{}",
        on.weekday().to_monday_one_offset()
    ));
    let date = t!(
        "when-weekday-and-day",
        weekday = weekday.to_string(),
        date = day(on).to_string()
    );
    AttrValue::from(format!("{date}, {}", clock_time(moment)))
}

/// `1. März 1990`.
#[must_use]
pub fn full_day(day: Day) -> AttrValue {
    t!(
        "when-full-day",
        day = day.day().to_string(),
        month = t!(format!("when-month-{}", day.month())).to_string(),
        year = day.year().to_string()
    )
}
