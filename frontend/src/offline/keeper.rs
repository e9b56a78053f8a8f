//! Keeping what is half typed in a form: after a pause in typing, when the tab is put away, and when the form is closed.

use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;

use gloo::timers::callback::Timeout;
use serde::Serialize;
use serde_json::Value;
use shared::device::Draft;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::{DraftsHandle, use_drafts};
use crate::platform::signals::on_leave;

/// How long a pause in typing is before the draft is kept.
const PAUSE_MILLIS: u32 = 300;

/// Keeps the draft of one form.
#[derive(Clone)]
pub struct Keeper {
    drafts: DraftsHandle,
    form: Rc<str>,
    form_version: u32,
    /// What is typed and not kept yet, and what waits to keep it.
    pending: Rc<RefCell<Option<(Timeout, Value)>>>,
    on_kept: Callback<Option<&'static str>>,
}

impl fmt::Debug for Keeper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Keeper({})", self.form)
    }
}

impl Keeper {
    /// The key of the form, under which its draft lies.
    #[must_use]
    pub fn form(&self) -> &str {
        &self.form
    }

    /// What was kept before, if anything was.
    pub async fn find(&self) -> Option<Draft> {
        self.drafts.find(&self.form).await
    }

    /// Something was typed: it is kept after a pause.
    pub fn typed(&self, typed: &impl Serialize) {
        if let Ok(value) = serde_json::to_value(typed) {
            let keeper = self.clone();
            let pause = Timeout::new(PAUSE_MILLIS, move || keeper.keep_now());
            self.pending.replace(Some((pause, value)));
        }
    }

    /// It became an entry: nothing is kept any more.
    pub fn forget(&self) {
        self.pending.take();
    }

    /// Takes the draft away, also one whose keeping had begun before.
    pub async fn give_up(&self) {
        self.forget();
        self.drafts.give_up(&self.form).await;
    }

    /// What is not kept yet is kept without waiting for a pause.
    pub fn keep_now(&self) {
        let keeper = self.clone();
        spawn_local(async move { keeper.keep_pending().await });
    }

    /// As [`Keeper::keep_now`], and waits until it is kept.
    pub async fn keep_pending(&self) {
        if let Some((pause, value)) = self.pending.take() {
            drop(pause);
            let kept = self.keep(value).await;
            self.on_kept
                .emit(kept.err().map(|failure| failure.text_key()));
        }
    }

    /// The form is closed: what is typed is kept, and whoever lists begun work reads anew.
    fn keep_at_last(&self) {
        let value = self.pending.take().map(|(_, value)| value);
        let keeper = self.clone();
        spawn_local(async move {
            if let Some(value) = value {
                drop(keeper.keep(value).await);
            }
            keeper.drafts.tell();
        });
    }

    async fn keep(&self, value: Value) -> Result<(), super::RecordFailure> {
        self.drafts
            .keep(&self.form, self.form_version, None, value)
            .await
    }
}

/// Keeps what is typed in a form for as long as it is open. Why it could not be kept comes to `on_kept` as a text key.
#[hook]
pub fn use_keeper(
    form: String,
    form_version: u32,
    on_kept: Callback<Option<&'static str>>,
) -> Keeper {
    let drafts = use_drafts();
    let keeper = use_state(|| Keeper {
        drafts,
        form: Rc::from(form),
        form_version,
        pending: Rc::default(),
        on_kept,
    });
    let keeper = (*keeper).clone();
    {
        let keeper = keeper.clone();
        use_effect_with((), move |()| {
            let leaving = {
                let keeper = keeper.clone();
                on_leave(move || keeper.keep_now())
            };
            move || {
                drop(leaving);
                keeper.keep_at_last();
            }
        });
    }
    keeper
}
