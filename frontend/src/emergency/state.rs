//! What is known of accesses in an emergency and checks of files.

use std::rc::Rc;

use shared::calls::Nothing;
use shared::emergency::calls::{
    Emergencies, ReadEmergencies, ReviewEmergencies, ReviewedEmergencies,
};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::api;
use crate::case::state::{Loaded, use_beat};
use crate::offline::use_offline;

/// Somebody who reads along is news, but not to the second.
const REFRESH_MILLIS: u32 = 30_000;

/// Who opened files of the reader, and which they have open; nothing while that is not known. Read anew now and then, after
/// every change on this device, and when `attempt` counts up.
#[hook]
pub(super) fn use_emergencies(attempt: u32) -> Rc<Emergencies> {
    let known = use_state_eq(Rc::<Emergencies>::default);
    let beat = use_beat(REFRESH_MILLIS);
    let revision = use_offline().revision;
    {
        let known = known.clone();
        use_effect_with((attempt, beat, revision), move |_| {
            spawn_local(async move {
                // A look that fails leaves the last answer on the screen.
                if let Ok(read) = api::send::<ReadEmergencies>(&Nothing {}).await {
                    known.set(Rc::new(read));
                }
            });
        });
    }
    Rc::clone(&known)
}

/// All accesses, for the data protection officer.
#[hook]
pub(super) fn use_review() -> Loaded<ReviewedEmergencies> {
    let loaded = use_state_eq(|| Loaded::Waiting);
    {
        let loaded = loaded.clone();
        use_effect_with((), move |()| {
            spawn_local(async move {
                loaded.set(match api::send::<ReviewEmergencies>(&Nothing {}).await {
                    Ok(read) => Loaded::Ready(Rc::new(read)),
                    Err(failure) => Loaded::Failed(failure),
                });
            });
        });
    }
    (*loaded).clone()
}
