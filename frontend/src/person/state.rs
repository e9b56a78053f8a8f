//! Searching as one types: a short pause, one question at a time, late answers of earlier texts dropped. Without a
//! network everybody this device knows is searched by the same rules.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo::timers::callback::Timeout;
use shared::kernel::Problem;
use shared::person::calls::{FindPersons, PersonHits, PersonSearch};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::packed;
use super::search::Found;
use crate::api::{self, ApiFailure};
use crate::case::state::too_many_people;
use crate::offline::{PackHandle, use_pack};
use crate::platform::{self, network::use_network};
use crate::t;

/// The pause after which a text is searched for.
const PAUSE_MILLIS: u32 = 200;
/// Fewer letters than these fit half the town.
const LETTERS_MIN: usize = 2;
/// The longest text the server takes.
const LETTERS_MAX: usize = 200;

/// The search: what stands in the field, what was found, and the verbs.
#[derive(Debug, Clone, PartialEq)]
pub struct Search {
    /// What stands in the field.
    pub text: AttrValue,
    /// What was found.
    pub found: Found,
    /// Whether a search is under way.
    pub is_searching: bool,
    /// Types into the field.
    pub on_type: Callback<String>,
    /// Searches once more for what stands there.
    pub on_again: Callback<()>,
}

struct Searching {
    timer: RefCell<Option<Timeout>>,
    number: Cell<u32>,
    keys: RefCell<packed::Keys>,
}

/// A search of its own.
#[hook]
pub fn use_search() -> Search {
    let text = use_state_eq(|| AttrValue::Static(""));
    let found = use_state_eq(Found::default);
    let is_searching = use_state_eq(|| false);
    let pack = use_pack();
    let is_reached = use_network();
    let searching = use_memo((), |()| Searching {
        timer: RefCell::default(),
        number: Cell::default(),
        keys: RefCell::default(),
    });
    {
        // Without a network what is packed is searched. Opening it takes longer than a search, so it is begun before
        // somebody has typed a word.
        let (searching, pack) = (Rc::clone(&searching), pack.clone());
        use_effect_with((pack.place(), is_reached), move |(_, is_reached)| {
            if *is_reached {
                return;
            }
            spawn_local(async move {
                platform::breathe().await;
                let here = packed::Here::on(&pack).await;
                searching.keys.borrow_mut().of(&here);
            });
        });
    }
    let ask = {
        let (found, is_searching) = (found.setter(), is_searching.setter());
        let searching = Rc::clone(&searching);
        Callback::from(move |(typed, pause): (String, u32)| {
            let number = searching.number.get().wrapping_add(1);
            searching.number.set(number);
            searching.timer.take();
            let typed: String = typed.trim().chars().take(LETTERS_MAX).collect();
            if typed.chars().count() < LETTERS_MIN {
                found.set(Found::Nothing);
                is_searching.set(false);
                return;
            }
            is_searching.set(true);
            let (found, is_searching) = (found.clone(), is_searching.clone());
            let (later, pack) = (Rc::clone(&searching), pack.clone());
            let timer = Timeout::new(pause, move || {
                spawn_local(async move {
                    let answer = find(&typed, &pack, &later.keys).await;
                    if later.number.get() == number {
                        found.set(answer);
                        is_searching.set(false);
                    }
                });
            });
            searching.timer.replace(Some(timer));
        })
    };
    let on_type = {
        let (text, ask) = (text.setter(), ask.clone());
        Callback::from(move |typed: String| {
            text.set(AttrValue::from(typed.clone()));
            ask.emit((typed, PAUSE_MILLIS));
        })
    };
    let on_again = {
        let (text, ask) = ((*text).clone(), ask);
        Callback::from(move |()| ask.emit((text.to_string(), 0)))
    };
    Search {
        text: (*text).clone(),
        found: (*found).clone(),
        is_searching: *is_searching,
        on_type,
        on_again,
    }
}

async fn find(typed: &str, pack: &PackHandle, keys: &RefCell<packed::Keys>) -> Found {
    let text = AttrValue::from(typed.to_owned());
    let question = PersonSearch {
        text: typed.to_owned(),
    };
    match api::send::<FindPersons>(&question).await {
        Ok(PersonHits { hits, is_cut }) => Found::Hits {
            text,
            hits: hits.into(),
            is_cut,
            is_packed: false,
            left: Rc::default(),
        },
        Err(ApiFailure::Offline) => {
            let here = packed::Here::on(pack).await;
            if here.is_empty() {
                Found::Nowhere { text }
            } else {
                let found = packed::find(typed, &here, &mut keys.borrow_mut());
                Found::Hits {
                    text,
                    hits: found.hits.into(),
                    is_cut: false,
                    is_packed: true,
                    left: Rc::new(found.left),
                }
            }
        }
        Err(failure) => Found::Failed {
            text,
            why: match failure {
                ApiFailure::Problem(Problem::TooMany { after_seconds }) => {
                    too_many_people(after_seconds)
                }
                _ => t!("person-search-failed"),
            },
        },
    }
}
