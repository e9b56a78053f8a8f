//! Access in an emergency (Notzugriff) and checks of files on cause (Aktenprüfung) on the screen: opening somebody else's file
//! with a reason, being told that one's own was opened, and the officer's list. Values in, events out; what is permitted
//! `shared::access` says.

mod banner;
mod notices;
mod opening;
mod review;
mod state;

pub use banner::EmergencyBanner;
pub use notices::EmergencyNotices;
pub use opening::{OpenForCheck, OpenInEmergency};
pub(crate) use review::Review;
use shared::emergency::AccessCause;
use shared::kernel::Moment;
use yew::AttrValue;

use crate::{i18n, t};

/// Why a file was opened, in words.
fn in_words(cause: AccessCause) -> AttrValue {
    let code = cause.code();
    match cause {
        AccessCause::Emergency(_) => t!(format!("emergency-kind-{code}")),
        AccessCause::Check(_) => t!(format!("file-check-cause-{code}")),
    }
}

/// From when until when a file was open, the day once where it is the same; where somebody ended it before its time, that too.
fn times(opened_at: Moment, ends_at: Moment, asked_until: Moment) -> AttrValue {
    let from = i18n::moment(opened_at).to_string();
    let as_seen_from_there = |at: Moment| {
        let is_same_day = at.day() == opened_at.day();
        let words = if is_same_day {
            i18n::clock_time
        } else {
            i18n::moment
        };
        words(at).to_string()
    };
    let until = as_seen_from_there(ends_at);
    if ends_at < asked_until {
        let asked = as_seen_from_there(asked_until);
        t!(
            "emergencies-when-ended",
            from = from,
            until = until,
            asked = asked
        )
    } else {
        t!("emergencies-when", from = from, until = until)
    }
}
