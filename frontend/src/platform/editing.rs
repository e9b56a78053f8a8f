//! Whether something is being edited, so that nobody is interrupted: a new version of the app waits for this.

use std::cell::Cell;
use std::rc::Rc;

use gloo::events::{EventListener, EventListenerOptions};
use gloo::utils::window;
use yew::prelude::*;

thread_local! {
    static OPEN_EDITS: Cell<u32> = const { Cell::new(0) };
}

/// Counts as an edit that is under way until it is dropped.
#[derive(Debug)]
pub struct OpenEdit(());

impl OpenEdit {
    /// Begins an edit.
    #[must_use]
    pub fn begin() -> Self {
        OPEN_EDITS.set(OPEN_EDITS.get().saturating_add(1));
        Self(())
    }
}

impl Drop for OpenEdit {
    fn drop(&mut self) {
        OPEN_EDITS.set(OPEN_EDITS.get().saturating_sub(1));
    }
}

/// Whether a form holds something that is not yet a command, or somebody has the cursor in a field.
#[must_use]
pub fn is_editing() -> bool {
    OPEN_EDITS.get() > 0 || super::is_typing()
}

/// Says for as long as the component lives whether it holds an edit that is under way.
#[hook]
pub fn use_editing(is_editing: bool) {
    use_effect_with(is_editing, |is_editing| {
        let edit = is_editing.then(OpenEdit::begin);
        move || drop(edit)
    });
}

/// For as long as the component lives, the browser asks before it closes or reloads the page while this is set: something
/// was typed that is nowhere but on the screen. The answer is looked up when the page is left, not when it was drawn.
#[hook]
pub fn use_asking_before_unload(is_unkept: &Rc<Cell<bool>>) {
    let is_unkept = Rc::clone(is_unkept);
    use_effect_with((), move |()| {
        let options = EventListenerOptions::enable_prevent_default();
        let listener =
            EventListener::new_with_options(&window(), "beforeunload", options, move |event| {
                if is_unkept.get() {
                    event.prevent_default();
                }
            });
        move || drop(listener)
    });
}
