//! The keys that work everywhere: `/` searches, `?` shows this help.

use shared::kernel::Role;
use yew::prelude::*;
use yew_router::prelude::*;

use crate::platform;
use crate::platform::keys::use_keys;
use crate::routes::Route;
use crate::signin::use_signin;
use crate::t;
use crate::ui::Dialog;

/// The id that the search field of a page has, so that `/` finds it.
const SEARCH_FIELD: &str = "search";

/// The keys and what they do, as text keys.
const KEYS: [(&str, &str); 7] = [
    ("/", "help-key-search"),
    ("?", "help-key-help"),
    ("Tab", "help-key-tab"),
    ("Esc", "help-key-escape"),
    ("1–9", "help-key-digit"),
    ("Alt N", "help-key-new"),
    ("Strg ↵", "help-key-done"),
];

/// Hears the keys, and shows what they do.
#[function_component]
pub(super) fn Help() -> Html {
    let signin = use_signin();
    let navigator = use_navigator();
    let is_open = use_state_eq(|| false);
    let search = signin.actor().and_then(|actor| {
        if actor.is(Role::CaseManager) {
            Some(Route::Search)
        } else {
            actor.is(Role::Reception).then_some(Route::Reception)
        }
    });
    {
        let is_open = is_open.clone();
        use_keys(Callback::from(move |event: KeyboardEvent| {
            if platform::is_typing() || event.ctrl_key() || event.alt_key() || event.meta_key() {
                return;
            }
            match event.key().as_str() {
                "/" => {
                    event.prevent_default();
                    if !platform::focus(SEARCH_FIELD)
                        && let (Some(navigator), Some(route)) = (&navigator, &search)
                    {
                        navigator.push(route);
                    }
                }
                "?" => is_open.set(true),
                _ => {}
            }
        }));
    }
    html! {
        <Dialog
            id="help"
            is_open={*is_open}
            title={t!("help-title")}
            on_close={let is_open = is_open.clone(); Callback::from(move |()| is_open.set(false))}
        >
            <p>{ t!("help-lead") }</p>
            <dl class="keys">
                { for KEYS.iter().map(|(key, text)| html! {
                    <div key={*text} class="keys__line">
                        <dt><kbd class="key">{ if *text == "help-key-done" { t!("intake-key-done") } else { AttrValue::Static(key) } }</kbd></dt>
                        <dd>{ t!(*text) }</dd>
                    </div>
                }) }
            </dl>
        </Dialog>
    }
}
