//! Short news at the edge of the screen: what was done, with "undo" where that is possible. Read aloud.

use std::rc::Rc;

use gloo::timers::callback::Timeout;
use yew::prelude::*;

use crate::t;

/// How long news stay; those with an action stay twice as long.
const STAY_MILLIS: u32 = 6_000;

/// One piece of news.
#[derive(Debug, Clone, PartialEq)]
struct News {
    number: u32,
    text: AttrValue,
    undo: Option<Callback<()>>,
}

/// Says news. Get it with [`use_toasts`].
#[derive(Debug, Clone, PartialEq)]
pub struct Toasts {
    say: Callback<(AttrValue, Option<Callback<()>>)>,
}

impl Toasts {
    /// Says what was done.
    pub fn say(&self, text: AttrValue) {
        self.say.emit((text, None));
    }

    /// Says what was done, and offers to undo it.
    pub fn say_with_undo(&self, text: AttrValue, undo: Callback<()>) {
        self.say.emit((text, Some(undo)));
    }
}

enum Change {
    Say(AttrValue, Option<Callback<()>>),
    Forget(u32),
}

#[derive(Debug, Default, Clone, PartialEq)]
struct State {
    next: u32,
    news: Vec<News>,
}

impl Reducible for State {
    type Action = Change;

    fn reduce(self: Rc<Self>, change: Change) -> Rc<Self> {
        let mut state = (*self).clone();
        match change {
            Change::Say(text, undo) => {
                let number = state.next;
                state.next = number.wrapping_add(1);
                // Three at once are enough to read.
                if state.news.len() >= 3 {
                    state.news.remove(0);
                }
                state.news.push(News { number, text, undo });
            }
            Change::Forget(number) => state.news.retain(|news| news.number != number),
        }
        Rc::new(state)
    }
}

/// Properties of [`ToastProvider`].
#[derive(Debug, PartialEq, Properties)]
pub struct ToastProviderProps {
    /// The app.
    pub children: Children,
}

/// Holds the place where news appear.
#[function_component]
pub fn ToastProvider(props: &ToastProviderProps) -> Html {
    let state = use_reducer(State::default);
    let say = {
        let dispatch = state.dispatcher();
        use_callback((), move |(text, undo), ()| {
            dispatch.dispatch(Change::Say(text, undo))
        })
    };
    html! {
        <ContextProvider<Toasts> context={Toasts { say }}>
            <>{ props.children.clone() }</>
            <div class="toasts" role="status" aria-live="polite">
                { for state.news.iter().map(|news| {
                    let dispatch = state.dispatcher();
                    let number = news.number;
                    html! {
                        <Toast
                            key={number}
                            text={news.text.clone()}
                            undo={news.undo.clone()}
                            on_end={Callback::from(move |()| dispatch.dispatch(Change::Forget(number)))}
                        />
                    }
                }) }
            </div>
        </ContextProvider<Toasts>>
    }
}

#[derive(Debug, PartialEq, Properties)]
struct ToastProps {
    text: AttrValue,
    undo: Option<Callback<()>>,
    on_end: Callback<()>,
}

#[function_component]
fn Toast(props: &ToastProps) -> Html {
    {
        let on_end = props.on_end.clone();
        let stay = if props.undo.is_some() {
            STAY_MILLIS * 2
        } else {
            STAY_MILLIS
        };
        use_effect_with((), move |()| {
            let timer = Timeout::new(stay, move || on_end.emit(()));
            move || drop(timer)
        });
    }
    let onclick = {
        let (undo, on_end) = (props.undo.clone(), props.on_end.clone());
        Callback::from(move |_: MouseEvent| {
            if let Some(undo) = &undo {
                undo.emit(());
            }
            on_end.emit(());
        })
    };
    html! {
        <div class="toast">
            <p>{ props.text.clone() }</p>
            <button type="button" class="button button--quiet toast__undo" hidden={props.undo.is_none()} {onclick}>
                { t!("ui-undo") }
            </button>
        </div>
    }
}

/// Says news. Outside [`ToastProvider`] nobody hears them.
#[hook]
pub fn use_toasts() -> Toasts {
    use_context().unwrap_or_else(|| Toasts {
        say: Callback::noop(),
    })
}
