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

/// From when until when a file was open; where somebody ended it before its time, that too.
fn times(opened_at: Moment, ends_at: Moment, asked_until: Moment) -> AttrValue {
    let from = i18n::moment(opened_at).to_string();
    let until = i18n::moment(ends_at).to_string();
    if ends_at < asked_until {
        let asked = i18n::moment(asked_until).to_string();
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
