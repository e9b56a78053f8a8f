//! A limit of time for a request: when it is over, the request is given up.

use gloo::timers::callback::Timeout;
use web_sys::{AbortController, AbortSignal};

/// Gives up what listens to its signal after a time, unless it is dropped before.
#[derive(Debug)]
pub struct Patience {
    controller: Option<AbortController>,
    _timer: Option<Timeout>,
}

impl Patience {
    /// Patience for so many milliseconds. Without end where the browser cannot give up requests.
    #[must_use]
    pub fn of_millis(millis: u32) -> Self {
        let controller = AbortController::new().ok();
        let timer = controller
            .clone()
            .map(|controller| Timeout::new(millis, move || controller.abort()));
        Self {
            controller,
            _timer: timer,
        }
    }

    /// What the request listens to.
    #[must_use]
    pub fn signal(&self) -> Option<AbortSignal> {
        self.controller.as_ref().map(AbortController::signal)
    }
}
