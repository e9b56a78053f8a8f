//! What is shown when the app cannot go on. A panic in the browser is final, so the screen stands ready in the page
//! itself (`index.html`) and only has to be uncovered. It says what is safe: on a device drafts and the outbox, in another
//! browser what the server has confirmed.

use gloo::utils::document;

/// From now on, a panic uncovers the reload screen. The message goes to the console; it holds a place in the code, and
/// no value that somebody typed. Told to yew, which puts a hook of its own in the place of any other when it starts.
pub fn install() {
    yew::set_custom_panic_hook(Box::new(|panic| {
        let place = panic
            .location()
            .map(|place| format!("{}:{}", place.file(), place.line()))
            .unwrap_or_default();
        gloo::console::error!(format!("The app stopped at {place}"));
        uncover();
    }));
}

/// What the reload screen may promise: drafts and unsent work lie on a device, or only in this window.
pub fn keeps(is_device: bool) {
    if let Some(screen) = document().get_element_by_id("crash") {
        let kept = if is_device { "device" } else { "server" };
        drop(screen.set_attribute("data-kept", kept));
    }
}

fn uncover() {
    let Some(screen) = document().get_element_by_id("crash") else {
        return;
    };
    // Taken away, not hidden: an open dialog would keep everything beside it from being reached.
    if let Some(app) = document().get_element_by_id("app") {
        app.remove();
    }
    drop(screen.remove_attribute("hidden"));
    super::focus("crash-title");
}
