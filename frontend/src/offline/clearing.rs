//! The page for what waits and what needs somebody: unsent work, refusals with their reasons, conflicts side by side.
//! Nothing leaves this list by itself.

use serde_json::Value;
use shared::device::{Entry, EntryState, NetFailure, Standing};
use shared::exchange::{Envelope, Outcome};
use shared::kernel::FieldConflict;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::core::HandInFailure;
use super::state::{Place, use_offline};
use super::unlock::failure_key;
use crate::api::ApiFailure;
use crate::case::HeldCard;
use crate::i18n;
use crate::platform;
use crate::signin::use_signin;
use crate::t;
use crate::ui::{
    Badge, Button, ButtonKind, Card, EmptyState, Notice, Page, Tone, problem_text, use_toasts,
};

/// What was tried last on the page.
#[derive(Debug, Clone, PartialEq)]
enum Done {
    Nothing,
    HandedIn(usize),
    Failed(&'static str),
}

/// What waits on this device, and what its author has to look at.
#[function_component]
pub fn ClearingPage() -> Html {
    let offline = use_offline();
    let signin = use_signin();
    let toasts = use_toasts();
    let done = use_state_eq(|| Done::Nothing);
    let waiting = offline.waiting();
    let entries = offline.entries();
    let in_need: Vec<&Entry> = entries
        .iter()
        .filter(|entry| matches!(entry.state, EntryState::NeedsYou { .. }))
        .collect();
    let unsent: Vec<&Entry> = entries
        .iter()
        .filter(|entry| entry.is_unanswered())
        .collect();
    let sync = {
        let offline = offline.clone();
        Callback::from(move |()| offline.sync())
    };
    let hand_in = {
        let (offline, done) = (offline.clone(), done.clone());
        Callback::from(move |()| {
            let (offline, done) = (offline.clone(), done.clone());
            spawn_local(async move {
                done.set(match offline.hand_in().await {
                    Ok(count) => Done::HandedIn(count),
                    Err(failure) => Done::Failed(hand_in_key(&failure)),
                });
            });
        })
    };
    let discard = {
        let (offline, toasts) = (offline.clone(), toasts.clone());
        Callback::from(move |order: u64| {
            let (offline, toasts) = (offline.clone(), toasts.clone());
            spawn_local(async move {
                if offline.discard(order).await {
                    let undo = Callback::from(move |()| {
                        let offline = offline.clone();
                        spawn_local(async move {
                            offline.take_back(order).await;
                        });
                    });
                    toasts.say_with_undo(t!("clearing-discarded"), undo);
                }
            });
        })
    };
    let again = {
        let offline = offline.clone();
        Callback::from(move |order: u64| {
            let offline = offline.clone();
            spawn_local(async move {
                offline.offer_again(order).await;
            });
        })
    };
    let is_device = matches!(offline.place, Place::Open(_));
    let may_hand_in = is_device && signin.session().is_none() && waiting.unanswered > 0;
    let (tone, said) = match &*done {
        Done::Nothing => (Tone::Neutral, AttrValue::default()),
        Done::HandedIn(count) => (Tone::Success, t!("clearing-handed-in", count = *count)),
        Done::Failed(key) => (Tone::Danger, t!(key)),
    };
    let summary = match waiting.oldest {
        Some(oldest) => t!(
            "clearing-waiting",
            count = waiting.unanswered,
            oldest = i18n::moment(oldest).to_string()
        ),
        None => t!("clearing-nothing-waits"),
    };
    let is_memory = offline.place == Place::Memory && waiting.unanswered > 0;
    html! {
        <Page title={t!("clearing-title")} lead={t!("clearing-lead")}>
            <Notice {tone} text={said} />
            <Notice tone={Tone::Warning} text={if is_memory { t!("clearing-memory") } else { AttrValue::default() }} />
            <Notice
                tone={Tone::Danger}
                text={if waiting.damaged > 0 { t!("clearing-damaged", count = waiting.damaged) } else { AttrValue::default() }}
            />
            <Card title={t!("clearing-waiting-title")}>
                <p id="clearing-summary" role="status">{ summary }</p>
                <p class="muted" hidden={offline.stopped.is_none()}>
                    { offline.stopped.as_ref().map(stopped_text).unwrap_or_default() }
                </p>
                <div class="actions">
                    <Button id="clearing-send" on_press={sync} is_disabled={waiting.unanswered == 0}>{ t!("clearing-send") }</Button>
                    <span hidden={!may_hand_in}>
                        <Button on_press={hand_in}>{ t!("clearing-hand-in") }</Button>
                    </span>
                </div>
                <p class="muted" hidden={!may_hand_in}>{ t!("clearing-hand-in-hint") }</p>
                <ul class="entries">
                    { for unsent.iter().map(|entry| html! {
                        <li key={entry.key()} class="entry">
                            { heading(entry) }
                        </li>
                    }) }
                </ul>
            </Card>
            <Card title={t!("clearing-needs-you-title")}>
                <div hidden={!in_need.is_empty()}><EmptyState text={t!("clearing-nothing-needs-you")} /></div>
                <ul class="entries">
                    { for in_need.iter().map(|entry| html! {
                        <li key={entry.key()} class="entry">
                            { heading(entry) }
                            { for entry.envelopes.iter().map(|envelope| html! {
                                <div key={envelope.id.to_string()}>{ answer(entry, envelope) }</div>
                            }) }
                            { actions(entry, &discard, &again) }
                        </li>
                    }) }
                </ul>
            </Card>
            <HeldCard />
        </Page>
    }
}

fn heading(entry: &Entry) -> Html {
    let names: Vec<String> = entry
        .envelopes
        .iter()
        .map(|envelope| t!(format!("command-{}", envelope.command.name())).to_string())
        .collect();
    html! {
        <p class="entry__head">
            <strong>{ names.join(", ") }</strong>
            { " · " }
            <span class="muted">{ i18n::moment(entry.recorded_at) }</span>
            { " " }
            { standing_badge(entry.standing().unwrap_or(Standing::NeedsYou)) }
        </p>
    }
}

/// The words and the colour for where a record stands.
pub(super) fn standing_badge(standing: Standing) -> Html {
    let code: &'static str = standing.into();
    let tone = match standing {
        Standing::Confirmed => Tone::Success,
        Standing::Sent => Tone::Info,
        Standing::OnDevice => Tone::Warning,
        Standing::NeedsYou => Tone::Danger,
    };
    html! {
        <Badge {tone} is_checked={standing == Standing::Confirmed}>{ t!(format!("standing-{code}")) }</Badge>
    }
}

fn answer(entry: &Entry, envelope: &Envelope) -> Html {
    let Some(answered) = entry.answer_to(envelope.id) else {
        return html! { <p hidden=true /> };
    };
    match &answered.answer {
        Outcome::Applied => html! { <p>{ t!("clearing-applied") }</p> },
        Outcome::Held => html! { <p>{ t!("clearing-held") }</p> },
        Outcome::Refused { because, fields } => {
            let because: &'static str = because.into();
            html! {
                <div class="entry__answer">
                    <p>{ t!(format!("refusal-{because}")) }</p>
                    <ul>
                        { for fields.iter().map(|(path, problems)| html! {
                            <li key={path.clone()}>
                                <code>{ path.clone() }</code>{ ": " }{ problem_text(problems) }
                            </li>
                        }) }
                    </ul>
                    { content(envelope) }
                </div>
            }
        }
        Outcome::Conflict { fields } => html! {
            <div class="entry__answer table-scroll" tabindex="0" role="region" aria-label={t!("clearing-conflict")}>
                <p>{ t!("clearing-conflict") }</p>
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">{ t!("clearing-field") }</th>
                            <th scope="col">{ t!("clearing-saw") }</th>
                            <th scope="col">{ t!("clearing-current") }</th>
                            <th scope="col">{ t!("clearing-wrote") }</th>
                        </tr>
                    </thead>
                    <tbody>{ for fields.iter().map(conflict_row) }</tbody>
                </table>
            </div>
        },
    }
}

fn conflict_row(conflict: &FieldConflict) -> Html {
    html! {
        <tr key={conflict.path.clone()}>
            <th scope="row"><code>{ conflict.path.clone() }</code></th>
            <td>{ plain(&conflict.saw) }</td>
            <td>{ plain(&conflict.current) }</td>
            <td>{ plain(&conflict.wrote) }</td>
        </tr>
    }
}

/// What was written, readable, so that nothing that was refused has to be remembered.
fn content(envelope: &Envelope) -> Html {
    html! {
        <details>
            <summary>{ t!("clearing-content") }</summary>
            <pre class="entry__content" tabindex="0">{ text_of(envelope) }</pre>
        </details>
    }
}

/// What an envelope says, one line per field.
pub(crate) fn text_of(envelope: &Envelope) -> String {
    let value = serde_json::to_value(&envelope.command).unwrap_or_default();
    let mut lines = Vec::new();
    walk("", value.get("with").unwrap_or(&Value::Null), &mut lines);
    lines.join("\n")
}

fn walk(path: &str, value: &Value, lines: &mut Vec<String>) {
    match value {
        Value::Null => {}
        Value::Object(fields) => {
            for (name, inner) in fields {
                let path = if path.is_empty() {
                    name.clone()
                } else {
                    format!("{path}.{name}")
                };
                walk(&path, inner, lines);
            }
        }
        Value::String(text) if text.is_empty() => {}
        Value::Array(items) if items.is_empty() => {}
        other => lines.push(format!("{path}: {}", plain(other))),
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => "–".to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

fn actions(entry: &Entry, discard: &Callback<u64>, again: &Callback<u64>) -> Html {
    let order = entry.order;
    let text: Vec<String> = entry.envelopes.iter().map(text_of).collect();
    let text = text.join("\n\n");
    let copy = Callback::from(move |()| platform::copy(&text));
    html! {
        <div class="actions">
            <Button on_press={again.reform(move |()| order)}>{ t!("clearing-again") }</Button>
            <Button on_press={copy}>{ t!("clearing-copy") }</Button>
            <Button kind={ButtonKind::Danger} on_press={discard.reform(move |()| order)}>{ t!("clearing-discard") }</Button>
        </div>
    }
}

fn stopped_text(stopped: &NetFailure) -> AttrValue {
    t!(match stopped {
        NetFailure::Unreachable | NetFailure::NoAnswer => "failure-offline",
        NetFailure::NotSignedIn => "clearing-sign-in",
        NetFailure::TooMany { .. } => "failure-too-many",
        NetFailure::Unavailable => "failure-unavailable",
        NetFailure::Fields { .. } | NetFailure::Odd { .. } => "failure-unreadable",
    })
}

fn hand_in_key(failure: &HandInFailure) -> &'static str {
    match failure {
        HandInFailure::NotADevice => "offline-closed",
        HandInFailure::Net(NetFailure::Unreachable | NetFailure::NoAnswer) => {
            ApiFailure::Offline.text_key()
        }
        HandInFailure::Net(NetFailure::TooMany { .. }) => "failure-too-many",
        HandInFailure::Net(_) => "failure-unavailable",
        HandInFailure::Store(_) => "offline-store-failed",
        HandInFailure::Vault(failure) => failure_key(failure),
    }
}
