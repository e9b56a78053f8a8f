//! On the start pages: that inquiries wait for the reader, that own ones were answered, that some are late. One line each,
//! and the way to the page.

use shared::inquiry::calls::InquiryStanding;
use shared::kernel::Moment;
use yew::prelude::*;

use super::state::use_inquiries;
use crate::routes::{Go, Route};
use crate::ui::{Notice, Tone};
use crate::{platform, t};

/// For how long a start page says that an own inquiry was answered.
const TOLD_MILLIS: i64 = 3 * 86_400_000;

/// The lines; nothing is seen while there is nothing to say.
#[component]
pub fn InquiryNotice() -> Html {
    let loaded = use_inquiries(0);
    let Some(known) = loaded.ready() else {
        return html! { <div hidden=true /> };
    };
    let is_news = |at: Moment| at.plus_millis(TOLD_MILLIS) > platform::now();
    let answered = known
        .own
        .iter()
        .filter(|own| {
            own.standing != InquiryStanding::Waiting && own.answered_at.is_some_and(is_news)
        })
        .count();
    let (waiting, late) = (known.to_answer.len(), known.late.len());
    let lines = [
        (waiting > 0).then(|| t!("inquiry-notice-waiting", count = waiting)),
        (late > 0).then(|| t!("inquiry-notice-late", count = late)),
        (answered > 0).then(|| t!("inquiry-notice-answered", count = answered)),
    ];
    let text: Vec<String> = lines
        .into_iter()
        .flatten()
        .map(|line| line.to_string())
        .collect();
    let tone = if waiting > 0 || late > 0 {
        Tone::Warning
    } else {
        Tone::Info
    };
    html! {
        <div id="inquiry-notice" hidden={text.is_empty()}>
            <Notice {tone} text={text.join(" ")}>
                <Go to={Route::Inquiries}>{ t!("inquiry-notice-show") }</Go>
            </Notice>
        </div>
    }
}
