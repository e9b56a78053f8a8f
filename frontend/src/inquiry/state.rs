//! What is known of inquiries.

use std::rc::Rc;

use shared::calls::Nothing;
use shared::inquiry::calls::{Inquiries, ReadInquiries};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::api;
use crate::case::state::{Loaded, use_beat};
use crate::offline::use_offline;

/// Answers are waited for in days.
const REFRESH_MILLIS: u32 = 60_000;

/// Which inquiries concern the reader. Read anew now and then, after every change on this device, and when `attempt` counts
/// up.
#[hook]
pub(super) fn use_inquiries(attempt: u32) -> Loaded<Inquiries> {
    let loaded = use_state_eq(|| Loaded::Waiting);
    let beat = use_beat(REFRESH_MILLIS);
    let revision = use_offline().revision;
    {
        let loaded = loaded.clone();
        use_effect_with((attempt, beat, revision), move |_| {
            spawn_local(async move {
                match api::send::<ReadInquiries>(&Nothing {}).await {
                    Ok(read) => loaded.set(Loaded::Ready(Rc::new(read))),
                    Err(failure) if loaded.ready().is_none() => loaded.set(Loaded::Failed(failure)),
                    // A look that fails leaves the last answer on the screen.
                    Err(_) => {}
                }
            });
        });
    }
    (*loaded).clone()
}
