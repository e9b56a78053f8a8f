//! The browser: clock, randomness, focus, title, what is remembered on this device, network, service worker. The only
//! home of `web-sys` besides the elements that a widget in `ui` holds itself.
//!
//! Nothing about a person is ever written here: the browser's plain storage holds the language and the theme only.

pub mod crash;
pub mod crypto;
pub mod database;
pub mod editing;
pub mod files;
pub mod keys;
pub mod network;
pub mod passkeys;
mod patience;
pub mod pictures;
pub mod press;
pub mod signals;
pub mod tabs;
pub mod theme;
pub mod update;

pub use patience::Patience;

use std::cell::RefCell;

use gloo::timers::callback::Timeout;
use gloo::utils::{document, document_element, window};
use shared::kernel::Moment;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlElement;

/// The clock of this device; it may be wrong.
#[must_use]
pub fn now() -> Moment {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "milliseconds since 1970 are whole numbers far below 2^53"
    )]
    let millis = js_sys::Date::now() as i64;
    Moment::from_millis(millis)
}

/// Random bytes from the browser's secure source, for new ids. All zero only if the browser has none, and then an id
/// still carries its moment.
#[must_use]
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    if getrandom::fill(&mut bytes).is_err() {
        return [0; N];
    }
    bytes
}

/// A word of this device's storage. Only `language` and `theme` are kept there.
#[must_use]
pub fn recall(name: &str) -> Option<String> {
    window().local_storage().ok()??.get_item(name).ok()?
}

/// Remembers a word on this device. A browser that refuses simply does not remember.
pub fn remember(name: &str, word: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        drop(storage.set_item(name, word));
    }
}

/// Tells the browser and screen readers which language the page speaks.
pub fn set_page_language(code: &str) {
    drop(document_element().set_attribute("lang", code));
}

/// Sets the title of the window. It must not name a person.
pub fn set_title(title: &str) {
    document().set_title(title);
}

/// The title of the window.
#[must_use]
pub fn title() -> String {
    document().title()
}

/// Moves the focus to the element with this id, if it is there.
pub fn focus(id: &str) -> bool {
    document()
        .get_element_by_id(id)
        .and_then(|element| element.dyn_into::<HtmlElement>().ok())
        .is_some_and(|element| element.focus().is_ok())
}

/// Moves the focus to an element that is about to be drawn. What is asked for last counts; and who has gone on to type in
/// another field meanwhile stays there.
pub fn focus_soon(id: &str) {
    thread_local! {
        static WAITING: RefCell<Option<Timeout>> = const { RefCell::new(None) };
    }
    let id = id.to_owned();
    let before = document().active_element();
    let waiting = Timeout::new(50, move || {
        let has_gone_on = is_typing() && document().active_element() != before;
        if !has_gone_on {
            focus(&id);
        }
    });
    WAITING.with_borrow_mut(|last| last.replace(waiting));
}

/// Whether the browser believes to have a network. `true` says little, `false` is certain.
#[must_use]
pub fn is_online() -> bool {
    window().navigator().on_line()
}

/// Whether the person is typing somewhere, so that single keys are letters and not commands.
#[must_use]
pub fn is_typing() -> bool {
    document().active_element().is_some_and(|element| {
        matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
            || element.has_attribute("contenteditable")
    })
}

/// A text as part of an address.
#[must_use]
pub fn encode(text: &str) -> String {
    js_sys::encode_uri_component(text).into()
}

/// Scrolls to the top of the page.
pub fn scroll_to_top() {
    window().scroll_to_with_x_and_y(0.0, 0.0);
}

/// Lets the browser paint what was just said, before work begins that keeps the page still.
pub async fn breathe() {
    let painted = js_sys::Promise::new(&mut |resolve, _| {
        let go = move || drop(resolve.call0(&JsValue::NULL));
        let late = go.clone();
        // In a tab that nobody looks at no frame is painted.
        Timeout::new(60, late).forget();
        // What is to be done in a frame is done before it is painted.
        let frame = Closure::once_into_js(move || Timeout::new(0, go).forget());
        drop(window().request_animation_frame(frame.unchecked_ref()));
    });
    drop(JsFuture::from(painted).await);
}

/// Whether this browser has databases at all; in some private windows it has none to give.
#[must_use]
pub fn has_databases() -> bool {
    js_sys::Reflect::get(&window(), &"indexedDB".into()).is_ok_and(|given| given.is_truthy())
}

/// Puts a text where it can be pasted elsewhere.
pub fn copy(text: &str) {
    drop(window().navigator().clipboard().write_text(text));
}

/// Loads the page anew.
pub fn reload() {
    drop(window().location().reload());
}

/// Where this app comes from: `https://kim.example.org`.
#[must_use]
pub fn origin() -> String {
    window().location().origin().unwrap_or_default()
}

/// What the address of the page says under a name in its query. Only words of ours stand there, without signs of their own.
#[must_use]
pub fn asked(name: &str) -> Option<String> {
    let query = window().location().search().ok()?;
    query
        .trim_start_matches('?')
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .find(|(own, _)| *own == name)
        .map(|(_, word)| word.to_owned())
}

/// Goes to a page of somebody else's. What is open here is left.
pub fn leave_for(address: &str) {
    drop(window().location().assign(address));
}

/// Prints the page.
pub fn print() {
    drop(window().print());
}

/// The element the app is put into.
pub(crate) fn app_root() -> web_sys::Element {
    document()
        .get_element_by_id("app")
        .unwrap_or_else(|| gloo::utils::body().into())
}

/// Takes the loading notice away.
pub(crate) fn started() {
    if let Some(notice) = document().get_element_by_id("loading") {
        notice.remove();
    }
}
