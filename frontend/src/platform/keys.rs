//! Keys that work anywhere on a page. Single letters are never taken while somebody types.

use std::cell::Cell;
use std::rc::Rc;

use gloo::events::{EventListener, EventListenerOptions, EventListenerPhase};
use gloo::timers::future::TimeoutFuture;
use gloo::utils::window;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::KeyboardEvent;
use yew::prelude::*;

/// Hears every key pressed while this component lives; the latest handler is called.
#[hook]
pub fn use_keys(on_key: Callback<KeyboardEvent>) {
    use_effect_with(on_key, |on_key| {
        let on_key = on_key.clone();
        let listener = EventListener::new_with_options(
            &window(),
            "keydown",
            EventListenerOptions::enable_prevent_default(),
            move |event| {
                if let Some(event) = event.dyn_ref::<KeyboardEvent>() {
                    on_key.emit(event.clone());
                }
            },
        );
        move || drop(listener)
    });
}

/// How long after an answer by Enter the key is still taken for the same press.
const SAME_PRESS_MILLIS: f64 = 700.0;

/// Enter has answered something that is gone now, and the focus stands on what had opened it. A key that is held, or
/// pressed twice in a hurry, is not meant for that: it does nothing for a moment, and nothing while it is held.
pub fn enter_is_done() {
    let until = Rc::new(Cell::new(js_sys::Date::now() + SAME_PRESS_MILLIS));
    let listener = {
        let until = Rc::clone(&until);
        EventListener::new_with_options(
            &window(),
            "keydown",
            EventListenerOptions {
                phase: EventListenerPhase::Capture,
                passive: false,
            },
            move |event| {
                let Some(event) = event.dyn_ref::<KeyboardEvent>() else {
                    return;
                };
                let now = js_sys::Date::now();
                if event.key() == "Enter" && now < until.get() {
                    event.prevent_default();
                    event.stop_propagation();
                    if event.repeat() {
                        until.set(now + SAME_PRESS_MILLIS);
                    }
                }
            },
        )
    };
    spawn_local(async move {
        while js_sys::Date::now() < until.get() {
            TimeoutFuture::new(100).await;
        }
        drop(listener);
    });
}
