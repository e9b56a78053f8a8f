//! Moments at which something is worth doing: the network is back, the window is looked at again, somebody is there.

use gloo::events::EventListener;
use gloo::utils::{document, window};
use web_sys::VisibilityState;

/// Listens until it is dropped.
#[derive(Debug)]
pub struct Listening {
    _listeners: Vec<EventListener>,
}

/// Tells when the browser has a network again, and when the window comes back into view.
#[must_use]
pub fn on_return(tell: impl Fn() + Clone + 'static) -> Listening {
    let online = {
        let tell = tell.clone();
        EventListener::new(&window(), "online", move |_| tell())
    };
    let visible = EventListener::new(&document(), "visibilitychange", move |_| {
        if is_in_view() {
            tell();
        }
    });
    Listening {
        _listeners: vec![online, visible],
    }
}

/// Whether this window is in front of somebody.
#[must_use]
pub fn is_in_view() -> bool {
    document().visibility_state() == VisibilityState::Visible
}

/// Tells whenever somebody touches the screen or a key.
#[must_use]
pub fn on_touch(tell: impl Fn() + Clone + 'static) -> Listening {
    let listeners = ["pointerdown", "keydown"]
        .into_iter()
        .map(|name| {
            let tell = tell.clone();
            EventListener::new(&window(), name, move |_| tell())
        })
        .collect();
    Listening {
        _listeners: listeners,
    }
}

/// Tells when the window goes out of view or is left, which is the last moment at which something can be kept.
#[must_use]
pub fn on_leave(tell: impl Fn() + Clone + 'static) -> Listening {
    let left = {
        let tell = tell.clone();
        EventListener::new(&window(), "pagehide", move |_| tell())
    };
    let hidden = EventListener::new(&document(), "visibilitychange", move |_| {
        if document().visibility_state() == VisibilityState::Hidden {
            tell();
        }
    });
    Listening {
        _listeners: vec![left, hidden],
    }
}
