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
use yew::AttrValue;

use crate::t;

/// Why a file was opened, in words.
fn in_words(cause: AccessCause) -> AttrValue {
    let code = cause.code();
    match cause {
        AccessCause::Emergency(_) => t!(format!("emergency-kind-{code}")),
        AccessCause::Check(_) => t!(format!("file-check-cause-{code}")),
    }
}
