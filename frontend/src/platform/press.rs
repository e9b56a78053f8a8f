//! What has to wait until a button is let go of. A field is left when another place is pressed, and a sentence that then
//! comes below it moves everything further down: the button is no longer under the finger when it is let go of, and the
//! press is lost. So the sentence comes after the press.

use std::cell::{Cell, RefCell};

use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use gloo::utils::window;

thread_local! {
    static IS_DOWN: Cell<bool> = const { Cell::new(false) };
    static WAITING: RefCell<Vec<Box<dyn FnOnce()>>> = const { RefCell::new(Vec::new()) };
}

/// Hears presses, once for the whole app.
pub fn listen() {
    // From the window downwards: heard before anything else hears it, also where it goes no further.
    let options = gloo::events::EventListenerOptions::run_in_capture_phase();
    EventListener::new_with_options(&window(), "pointerdown", options, |_| IS_DOWN.set(true))
        .forget();
    for name in ["pointerup", "pointercancel"] {
        EventListener::new_with_options(&window(), name, options, |_| let_go()).forget();
    }
    // Somebody let go of it outside the window.
    EventListener::new(&window(), "blur", |_| let_go()).forget();
}

fn let_go() {
    if IS_DOWN.replace(false) {
        // The click comes with the same event, before anything that is put off until later.
        Timeout::new(0, || {
            for work in WAITING.take() {
                work();
            }
        })
        .forget();
    }
}

/// Does something at once, or, while something is pressed, when it is let go of and has had its effect.
pub fn after(work: impl FnOnce() + 'static) {
    if IS_DOWN.get() {
        WAITING.with_borrow_mut(|waiting| waiting.push(Box::new(work)));
    } else {
        work();
    }
}
