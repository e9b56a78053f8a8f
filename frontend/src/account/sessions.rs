//! Where one is signed in, and ending it there.

use std::rc::Rc;

use shared::calls::Nothing;
use shared::signin::calls::{EndOtherSessions, EndSession, ListSessions};
use shared::signin::sessions::{SessionLine, Sessions, ThisSession};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::confirm::{ConfirmDialog, use_doing};
use crate::api::{self, ApiFailure};
use crate::case::state::Loaded;
use crate::ui::{Badge, Button, ButtonKind, Card, Notice, Tone};
use crate::{i18n, t};

/// The list.
#[component]
pub(super) fn SessionsCard() -> Html {
    let doing = use_doing();
    let loaded = use_state_eq(|| Loaded::<Sessions>::Waiting);
    let failed = use_state_eq(|| None::<&'static str>);
    let read = {
        let loaded = loaded.clone();
        Callback::from(move |()| {
            let loaded = loaded.clone();
            spawn_local(async move {
                loaded.set(match api::send::<ListSessions>(&Nothing {}).await {
                    Ok(sessions) => Loaded::Ready(Rc::new(sessions)),
                    Err(failure) => Loaded::Failed(failure),
                });
            });
        })
    };
    {
        let read = read.clone();
        use_effect_with((), move |()| read.emit(()));
    }
    let ended = {
        let (read, failed) = (read.clone(), failed.clone());
        Rc::new(move |answer: Result<Nothing, ApiFailure>| {
            failed.set(answer.err().map(|refused| refused.text_key()));
            read.emit(());
        })
    };
    let end_others = {
        let (doing, ended) = (doing.clone(), Rc::clone(&ended));
        Callback::from(move |()| {
            let ended = Rc::clone(&ended);
            doing.send::<EndOtherSessions>(Nothing {}, move |answer| ended(answer));
        })
    };
    let end = {
        let doing = doing.clone();
        Callback::from(move |this: ThisSession| {
            let ended = Rc::clone(&ended);
            doing.send::<EndSession>(this, move |answer| ended(answer));
        })
    };
    let list = match loaded.ready() {
        None => loaded.instead(),
        Some(Sessions { sessions }) => html! {
            <>
                <ul class="rows">
                    { for sessions.iter().map(|line| html! {
                        <Line key={line.session.to_string()} line={line.clone()} on_end={end.clone()} />
                    }) }
                </ul>
                <div class="actions" hidden={sessions.len() < 2}>
                    <Button on_press={end_others}>{ t!("sessions-end-others") }</Button>
                </div>
            </>
        },
    };
    html! {
        <Card title={t!("sessions-title")}>
            <p>{ t!("sessions-text") }</p>
            <Notice tone={Tone::Danger} text={failed.map(|key| t!(key)).unwrap_or_default()} />
            <div>{ list }</div>
            <ConfirmDialog id="confirm-session" {doing} />
        </Card>
    }
}

#[derive(Debug, PartialEq, Properties)]
struct LineProps {
    line: SessionLine,
    on_end: Callback<ThisSession>,
}

#[component]
fn Line(props: &LineProps) -> Html {
    let line = &props.line;
    let this = ThisSession {
        session: line.session,
    };
    let browser = if line.browser.is_empty() {
        t!("sessions-unknown-browser")
    } else {
        line.browser.clone().into()
    };
    html! {
        <li class="rows__row">
            <div>
                <p><strong>{ browser }</strong>{ " " }
                    <span hidden={!line.is_this}><Badge tone={Tone::Info}>{ t!("sessions-this") }</Badge></span>
                </p>
                <p class="muted">{ t!(
                    "sessions-when",
                    began = i18n::moment(line.began_at).to_string(),
                    seen = i18n::moment(line.seen_at).to_string()
                ) }</p>
            </div>
            <div hidden={line.is_this}>
                <Button kind={ButtonKind::Quiet} on_press={props.on_end.reform(move |()| this)}>{ t!("sessions-end") }</Button>
            </div>
        </li>
    }
}
