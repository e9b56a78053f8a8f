//! The reports as the page needs them, and issuing one.

use shared::calls::Nothing;
use shared::command::Command;
use shared::exchange::{Outcome, Subject};
use shared::kernel::Ags;
use shared::reporting::calls::{ReadReports, Reports};
use shared::reporting::{IssueReport, Quarter};
use yew::prelude::*;

use crate::case::state::{Loaded, use_read};
use crate::offline::{NewCommand, Offline, Sent, use_offline};

/// The reports, read anew after every change on this device.
#[hook]
pub(super) fn use_reports() -> Loaded<Reports> {
    let revision = use_offline().revision;
    use_read::<ReadReports, _>(Nothing {}, revision)
}

/// Issues the report about a quarter; answers with the key of what became of it.
pub(super) async fn issue(offline: &Offline, town: Ags, quarter: Quarter) -> &'static str {
    let command = Command::IssueReport(IssueReport { quarter });
    let new = NewCommand::new(Subject::Organisation(town), command);
    match offline.send(vec![new], None).await {
        Ok(Sent::Waits) => "reports-waits",
        Ok(Sent::Answered(answers)) => match answers.first().map(|answered| &answered.answer) {
            Some(Outcome::Applied) => "reports-issued",
            _ => "reports-refused",
        },
        Err(failure) => failure.text_key(),
    }
}
