//! The reports as the page needs them, and issuing one.

use std::rc::Rc;

use shared::calls::Nothing;
use shared::command::Command;
use shared::exchange::{Outcome, Subject};
use shared::kernel::Ags;
use shared::reporting::calls::{ReadReports, Reports};
use shared::reporting::{IssueReport, Quarter};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::api;
use crate::case::state::Loaded;
use crate::offline::{NewCommand, Offline, Sent, use_offline};

/// The reports, read anew after every change on this device.
#[hook]
pub(super) fn use_reports() -> Loaded<Reports> {
    let loaded = use_state_eq(|| Loaded::Waiting);
    let revision = use_offline().revision;
    {
        let loaded = loaded.clone();
        use_effect_with(revision, move |_| {
            spawn_local(async move {
                match api::send::<ReadReports>(&Nothing {}).await {
                    Ok(reports) => loaded.set(Loaded::Ready(Rc::new(reports))),
                    Err(failure) if loaded.ready().is_none() => {
                        loaded.set(Loaded::Failed(failure));
                    }
                    // A look that fails leaves the last answer on the screen.
                    Err(_) => {}
                }
            });
        });
    }
    (*loaded).clone()
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
