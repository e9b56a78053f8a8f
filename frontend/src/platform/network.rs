//! Whether the server can be reached, as far as anybody knows: the last call says it, the browser's events hint at it.

use gloo::events::EventListener;
use gloo::utils::window;
use yew::prelude::*;

use crate::api;

/// Follows whether the server can be reached. Used where it is shown; what is to be sent does not depend on it.
#[hook]
pub fn use_network() -> bool {
    let is_reached = use_state_eq(|| super::is_online() && api::was_reached());
    {
        let is_reached = is_reached.clone();
        use_effect_with((), move |()| {
            let gone = is_reached.clone();
            let listeners = (
                api::follow_reached({
                    let is_reached = is_reached.clone();
                    Callback::from(move |reached| is_reached.set(reached))
                }),
                EventListener::new(&window(), "offline", move |_| gone.set(false)),
                EventListener::new(&window(), "online", move |_| is_reached.set(true)),
            );
            move || drop(listeners)
        });
    }
    *is_reached
}
