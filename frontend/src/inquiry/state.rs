//! What is known of inquiries.

use shared::calls::Nothing;
use shared::inquiry::calls::{Inquiries, ReadInquiries};
use yew::prelude::*;

use crate::case::state::{Loaded, use_beat, use_read};
use crate::offline::use_offline;

/// Answers are waited for in days.
const REFRESH_MILLIS: u32 = 60_000;

/// Which inquiries concern the reader. Read anew now and then, after every change on this device, and when `attempt` counts
/// up.
#[hook]
pub(super) fn use_inquiries(attempt: u32) -> Loaded<Inquiries> {
    let beat = use_beat(REFRESH_MILLIS);
    let revision = use_offline().revision;
    use_read::<ReadInquiries, _>(Nothing {}, (attempt, beat, revision))
}
