//! New versions of the app: noticed, offered, never taken in the middle of an edit.

use gloo::timers::callback::Interval;
use wasm_bindgen::prelude::*;
use yew::prelude::*;

use super::editing;

#[wasm_bindgen(module = "/src/platform/worker.js")]
extern "C" {
    fn register(on_waiting: &JsValue);
    fn forget();
    fn look();
    #[wasm_bindgen(js_name = handOver)]
    fn hand_over();
}

/// How often the app asks for a new version.
const ASK_EVERY_MILLIS: u32 = 30 * 60 * 1000;
/// How often it looks whether the edit that stood in the way has ended.
const LOOK_EVERY_MILLIS: u32 = 2000;

/// Whether a new version waits, and whether now is a good moment for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Update {
    /// This is the newest version.
    None,
    /// A new version waits until nothing is being edited.
    WaitsForEdit,
    /// A new version can be taken now.
    Ready,
}

/// Follows new versions for as long as the app runs. Used once, by the shell.
#[hook]
pub fn use_update() -> Update {
    let is_waiting = use_state_eq(|| false);
    let is_editing = use_state_eq(|| false);
    {
        let is_waiting = is_waiting.clone();
        use_effect_with((), move |()| {
            let tell = Closure::<dyn Fn()>::new(move || is_waiting.set(true));
            register(tell.as_ref());
            let timer = Interval::new(ASK_EVERY_MILLIS, look);
            move || {
                forget();
                drop((tell, timer));
            }
        });
    }
    {
        let is_editing = is_editing.clone();
        use_effect_with(*is_waiting, move |is_waiting| {
            let timer = is_waiting.then(|| {
                is_editing.set(editing::is_editing());
                Interval::new(LOOK_EVERY_MILLIS, move || {
                    is_editing.set(editing::is_editing());
                })
            });
            move || drop(timer)
        });
    }
    match (*is_waiting, *is_editing) {
        (false, _) => Update::None,
        (true, true) => Update::WaitsForEdit,
        (true, false) => Update::Ready,
    }
}

/// Takes the new version: the page is loaded anew.
pub fn take() {
    hand_over();
}
