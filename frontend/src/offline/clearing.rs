//! The page for what waits and what needs somebody: unsent work, refusals with their reasons, conflicts with the choice that they wait for.
//! Nothing leaves this list by itself.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;
use shared::command::Command;
use shared::device::{Entry, EntryState, NetFailure, Standing};
use shared::exchange::{Envelope, Outcome, Subject};
use shared::intake::{CompleteIntake, EditIntake, StartIntake};
use shared::kernel::{Edits, Moment, PersonId};
use shared::organisation::Organisation;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::core::{HandInFailure, NewCommand};
use super::state::{Place, use_offline};
use super::unlock::failure_key;
use super::whose::{Whose, use_whose};
use crate::api::ApiFailure;
use crate::assignment::state::use_organisation;
use crate::case::HeldCard;
use crate::documentation::{BegunNotes, use_begun_notes};
use crate::i18n;
use crate::person::disagreement::{Decide, Disputed};
use crate::person::field_words::{FormOf, name_of};
use crate::platform;
use crate::routes::{Go, Route};
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
    let town = use_organisation();
    let whose = use_whose();
    let begun = use_begun_notes();
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
    let decide = {
        let (offline, toasts) = (offline.clone(), toasts.clone());
        Callback::from(move |(subject, commands): (Subject, Vec<Command>)| {
            let (offline, toasts) = (offline.clone(), toasts.clone());
            let group = commands
                .into_iter()
                .map(|command| NewCommand::new(subject.clone(), command))
                .collect();
            spawn_local(async move {
                // What it decides needs nobody any more as soon as it is on the device, and its buttons are gone.
                platform::focus_soon("page-heading");
                toasts.say(match offline.record(group, None).await {
                    Ok(_) => t!("disagreement-done"),
                    Err(failure) => t!(failure.text_key()),
                });
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
            <Notice tone={Tone::Warning} text={if offline.has_store { AttrValue::default() } else { t!("device-no-store") }} />
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
                            { heading(entry, &whose) }
                        </li>
                    }) }
                </ul>
            </Card>
            <Card title={t!("clearing-needs-you-title")}>
                <div hidden={!in_need.is_empty()}><EmptyState text={t!("clearing-nothing-needs-you")} /></div>
                <ul class="entries">
                    { for in_need.iter().map(|entry| html! {
                        <li key={entry.key()} class="entry">
                            { heading(entry, &whose) }
                            { for entry.envelopes.iter().map(|envelope| html! {
                                <div key={envelope.id.to_string()}>{ answer(entry, envelope, &town) }</div>
                            }) }
                            { decision(entry, &decide) }
                            { actions(entry, &town, &discard, &again) }
                        </li>
                    }) }
                </ul>
            </Card>
            <div hidden={begun.is_empty()}>{ begun_notes(&begun, &whose) }</div>
            <HeldCard />
        </Page>
    }
}

/// An entry that waits for a decision, in the words of a list that leads here.
#[derive(Debug, Clone, PartialEq)]
pub struct ToDecide {
    /// Its place in the outbox.
    pub order: u64,
    /// `Konflikt: Telefon`, or what was written and not taken.
    pub what: AttrValue,
    /// Whom it is about, if it is about a person.
    pub person: Option<PersonId>,
    /// When it was written.
    pub recorded_at: Moment,
}

/// The entries that wait for a decision, oldest first.
#[must_use]
pub fn to_decide(entries: &[Entry]) -> Vec<ToDecide> {
    entries
        .iter()
        .filter(|entry| matches!(entry.state, EntryState::NeedsYou { .. }))
        .map(|entry| {
            let fields: Vec<String> = entry
                .conflicts()
                .map(|(envelope, conflict)| field_label(envelope, &conflict.path).to_string())
                .collect();
            let what = if fields.is_empty() {
                t!("need-refused", what = names(entry))
            } else {
                t!("need-conflict", fields = fields.join(", "))
            };
            ToDecide {
                order: entry.order,
                what,
                person: entry.subjects().find_map(Subject::person),
                recorded_at: entry.recorded_at,
            }
        })
        .collect()
}

/// What an entry does, in words.
fn names(entry: &Entry) -> String {
    let names: Vec<String> = entry
        .envelopes
        .iter()
        .map(|envelope| t!(format!("command-{}", envelope.command.name())).to_string())
        .collect();
    names.join(", ")
}

/// The notes that were begun here and are no entries yet: each with the way to its case, where it is written on.
fn begun_notes(begun: &BegunNotes, whose: &Whose) -> Html {
    html! {
        <Card title={t!("note-begun-title")}>
            <ul class="entries">
                { for begun.iter().map(|(case, at)| {
                    let name = whose.of_case(*case);
                    html! {
                        <li key={case.to_string()} class="entry entry--row">
                            <p class="entry__head">
                                <strong><bdi>{ name.clone() }</bdi></strong>
                                { " · " }
                                <span class="muted">{ t!("note-begun-when", when = i18n::moment(*at).to_string()) }</span>
                            </p>
                            <Go to={Route::Case { case: *case }} class="button button--secondary">
                                { t!("need-open") }<span class="visually-hidden">{ format!(": {name}") }</span>
                            </Go>
                        </li>
                    }
                }) }
            </ul>
        </Card>
    }
}

/// What was done, for whom, and when it was recorded.
fn heading(entry: &Entry, whose: &Whose) -> Html {
    let whose = whose.of_entry(entry);
    html! {
        <p class="entry__head">
            <strong>{ names(entry) }</strong>
            <span hidden={whose.is_empty()}>{ " · " }<bdi>{ whose.clone() }</bdi></span>
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

fn answer(entry: &Entry, envelope: &Envelope, town: &Organisation) -> Html {
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
                                { field_label(envelope, path) }{ ": " }{ problem_text(problems) }
                            </li>
                        }) }
                    </ul>
                    { content(envelope, town) }
                </div>
            }
        }
        // Decided for the whole entry, below.
        Outcome::Conflict { .. } => html! { <p hidden=true /> },
    }
}

/// The fields that an entry waits for and that can be decided here, by whose they are.
fn disputed(entry: &Entry) -> BTreeMap<Subject, Vec<Disputed>> {
    let mut fields: BTreeMap<Subject, Vec<Disputed>> = BTreeMap::new();
    for (envelope, conflict) in entry.conflicts() {
        if let Some(field) = Disputed::met_by(&envelope.command, conflict) {
            let of = fields.entry(envelope.subject.clone()).or_default();
            of.push(field);
        }
    }
    fields
}

/// The choice that an entry waits for. Where the answer names no form (late work that was accepted) or no texts (a device
/// without a session was told none), the choice is at the form of the person.
fn decision(entry: &Entry, on_decide: &Callback<(Subject, Vec<Command>)>) -> Html {
    let fields = disputed(entry);
    let is_conflict = entry
        .answers()
        .iter()
        .any(|answered| matches!(answered.answer, Outcome::Conflict { .. }));
    let person = entry.subjects().find_map(Subject::person);
    let lead = if fields.is_empty() {
        "clearing-conflict-at-form"
    } else {
        "disagreement-lead"
    };
    html! {
        <div class="entry__answer" hidden={!is_conflict}>
            <p>{ t!(lead) }</p>
            { for fields.into_iter().enumerate().map(|(at, (subject, fields))| {
                let id = format!("decide-{}-{at}", entry.order);
                let on_decide = on_decide.reform(move |commands| (subject.clone(), commands));
                html! { <Decide key={at} {id} {fields} is_own=true {on_decide} /> }
            }) }
            { for person.filter(|_| is_conflict).map(to_form) }
        </div>
    }
}

/// The way to the form of a person.
fn to_form(person: PersonId) -> Html {
    html! {
        <Go key="to-form" to={Route::Person { person }} class="button button--secondary">{ t!("clearing-to-form") }</Go>
    }
}

/// What was written, readable, so that nothing that was refused has to be remembered.
fn content(envelope: &Envelope, town: &Organisation) -> Html {
    html! {
        <details>
            <summary>{ t!("clearing-content") }</summary>
            <pre class="entry__content" tabindex="0">{ text_of(envelope, town) }</pre>
        </details>
    }
}

/// The label of a field that an answer names, as on the form; the name of it where it stands on none of the two forms.
fn field_label(envelope: &Envelope, path: &str) -> AttrValue {
    let (form, field) = match &envelope.command {
        Command::EditPerson(_) | Command::RecordPerson(_) => (FormOf::Person, path),
        Command::EditIntake(EditIntake { intake, .. })
        | Command::StartIntake(StartIntake { intake, .. }) => (FormOf::Intake(*intake), path),
        // What an intake lacks is named with the form it stands on.
        Command::CompleteIntake(CompleteIntake { intake }) => match path.split_once('.') {
            Some(("intake", field)) => (FormOf::Intake(*intake), field),
            Some((_, field)) => (FormOf::Person, field),
            None => (FormOf::Person, path),
        },
        _ => return name_of(path),
    };
    form.label(field)
}

/// What an envelope says, one line per field.
pub(crate) fn text_of(envelope: &Envelope, town: &Organisation) -> String {
    let lines = match &envelope.command {
        Command::EditPerson(edit) => FormOf::Person.lines(&edit.edits, town),
        Command::EditIntake(edit) => FormOf::Intake(edit.intake).lines(&edit.edits, town),
        Command::RecordPerson(new) => filled(FormOf::Person, &new.draft, town),
        Command::StartIntake(new) => filled(FormOf::Intake(new.intake), &new.draft, town),
        command => {
            let value = serde_json::to_value(command).unwrap_or_default();
            let mut lines = Vec::new();
            walk("", value.get("with").unwrap_or(&Value::Null), &mut lines);
            lines
        }
    };
    lines.join("\n")
}

/// What stands in a form, field by field.
fn filled<T: Default + Serialize>(form: FormOf, draft: &T, town: &Organisation) -> Vec<String> {
    Edits::between(&T::default(), draft)
        .map(|edits| form.lines(&edits, town))
        .unwrap_or_default()
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

fn actions(
    entry: &Entry,
    town: &Organisation,
    discard: &Callback<u64>,
    again: &Callback<u64>,
) -> Html {
    let order = entry.order;
    let text = entry.envelopes.iter().map(|one| text_of(one, town));
    let text: Vec<String> = text.collect();
    // What waits for a choice is neither sent again nor put away: both would leave the choice to nobody.
    let is_to_decide = !disputed(entry).is_empty();
    let text = text.join("\n\n");
    let copy = Callback::from(move |()| platform::copy(&text));
    html! {
        <div class="actions">
            <span hidden={is_to_decide}><Button on_press={again.reform(move |()| order)}>{ t!("clearing-again") }</Button></span>
            <Button on_press={copy}>{ t!("clearing-copy") }</Button>
            <span hidden={is_to_decide}><Button kind={ButtonKind::Danger} on_press={discard.reform(move |()| order)}>{ t!("clearing-discard") }</Button></span>
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
