//! Held work on the screen (nachgereicht): what was written, by whom and when, and the two answers to it; and what became
//! of one's own. Values in, events out.

use shared::command::Command;
use shared::exchange::{Envelope, HeldAnswer, HeldEntry, HeldSettled, OwnHeld, SettleHeld};
use shared::kernel::CaseId;
use shared::organisation::Organisation;
use yew::prelude::*;

use super::held_state::use_held;
use super::next_date::next_in_words;
use super::state::{contact_label, field_label};
use crate::assignment::state::use_organisation;
use crate::offline::envelope_lines;
use crate::routes::{Go, Route};
use crate::ui::{Badge, Button, ButtonKind, Card, EmptyState, Notice, TextField, Tone};
use crate::{i18n, t};

/// Properties of [`HeldCard`].
#[derive(Debug, PartialEq, Properties)]
pub struct HeldCardProps {
    /// Only what is about this case, and nothing at all where there is none.
    #[prop_or_default]
    pub case: Option<CaseId>,
}

/// What waits to be accepted; on the page of all of it also what became of one's own.
#[component]
pub fn HeldCard(props: &HeldCardProps) -> Html {
    let held = use_held();
    let work = held.work.clone().unwrap_or_default();
    let entries: Vec<&HeldEntry> = work
        .to_settle
        .iter()
        .filter(|entry| props.case.is_none_or(|case| entry.case == Some(case)))
        .collect();
    let is_hidden = entries.is_empty() && (props.case.is_some() || held.work.is_none());
    let own = if props.case.is_some() {
        &[]
    } else {
        work.own.as_slice()
    };
    let failed = held.failed.map(|key| t!(key)).unwrap_or_default();
    html! {
        <div class="stack" hidden={is_hidden && own.is_empty()}>
            <div hidden={is_hidden}>
                <Card title={t!("held-title")}>
                    <p class="muted">{ t!("held-lead") }</p>
                    <Notice tone={Tone::Danger} text={failed} />
                    <div hidden={!entries.is_empty()}><EmptyState text={t!("held-none")} /></div>
                    <ul class="entries">
                        { for entries.into_iter().map(|entry| html! {
                            <HeldLine
                                key={entry.envelope.id.to_string()}
                                entry={entry.clone()}
                                is_busy={held.busy == Some(entry.envelope.id)}
                                on_settle={held.on_settle()}
                            />
                        }) }
                    </ul>
                </Card>
            </div>
            <div hidden={own.is_empty()}>
                <Card title={t!("held-own-title")}>
                    <p class="muted">{ t!("held-own-lead") }</p>
                    <ul class="entries">{ for own.iter().map(own_line) }</ul>
                </Card>
            </div>
        </div>
    }
}

#[derive(Debug, PartialEq, Properties)]
struct HeldLineProps {
    entry: HeldEntry,
    is_busy: bool,
    on_settle: Callback<(HeldEntry, HeldAnswer)>,
}

/// One piece of held work with its two answers. Declining asks why, because its author reads that.
#[component]
fn HeldLine(props: &HeldLineProps) -> Html {
    let entry = &props.entry;
    let town = use_organisation();
    let is_declining = use_state_eq(|| false);
    let is_asked = use_state_eq(|| false);
    let reason = use_state_eq(String::new);
    let id = entry.envelope.id.to_string();
    let decline = SettleHeld {
        held: entry.envelope.id,
        answer: HeldAnswer::Decline {
            reason: reason.trim().to_owned(),
        },
    };
    let wrong = decline.check().err().unwrap_or_default();
    // Nobody is told that something is missing before they were asked for it.
    let problems = if *is_asked || !reason.trim().is_empty() {
        wrong.of("answer.reason").to_vec()
    } else {
        Vec::new()
    };
    let accept = {
        let (entry, on_settle) = (entry.clone(), props.on_settle.clone());
        Callback::from(move |()| on_settle.emit((entry.clone(), HeldAnswer::Accept {})))
    };
    let ask = {
        let (is_declining, field) = (is_declining.clone(), format!("decline-{id}"));
        Callback::from(move |()| {
            is_declining.set(true);
            crate::platform::focus_soon(&field);
        })
    };
    let onsubmit = {
        let (entry, on_settle) = (entry.clone(), props.on_settle.clone());
        let (is_asked, field) = (is_asked.clone(), format!("decline-{id}"));
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            is_asked.set(true);
            if !wrong.is_empty() {
                crate::platform::focus(&field);
                return;
            }
            on_settle.emit((entry.clone(), decline.answer.clone()));
        })
    };
    let back = {
        let is_declining = is_declining.clone();
        Callback::from(move |()| is_declining.set(false))
    };
    let what = t!(format!("command-{}", entry.envelope.command.name()));
    let by = t!("held-by", author = entry.author_name.clone());
    let times = t!(
        "held-times",
        written = i18n::moment(entry.envelope.authored_at).to_string(),
        came = i18n::moment(entry.held_at).to_string()
    );
    let name = match entry.case {
        Some(case) => {
            html! { <Go to={Route::Case { case }}><bdi>{ &entry.name }</bdi></Go> }
        }
        None => html! { <bdi>{ &entry.name }</bdi> },
    };
    html! {
        <li class="entry">
            <p class="entry__head"><strong>{ what.clone() }</strong>{ " · " }{ name }</p>
            <p class="muted">{ by }{ " · " }{ times }</p>
            { written(&entry.envelope, &town) }
            <div class="actions" hidden={*is_declining}>
                <Button kind={ButtonKind::Primary} on_press={accept} is_waiting={props.is_busy}
                    aria_label={t!("held-accept-what", what = what.to_string())}>{ t!("held-accept") }</Button>
                <Button on_press={ask} is_expanded={Some(*is_declining)}
                    aria_label={t!("held-decline-what", what = what.to_string())}>{ t!("held-decline") }</Button>
            </div>
            <form class="form" hidden={!*is_declining} {onsubmit} novalidate=true>
                <TextField
                    id={format!("decline-{id}")}
                    label={t!("held-reason")}
                    hint={t!("held-reason-hint")}
                    value={AttrValue::from((*reason).clone())}
                    on_input={let reason = reason.clone(); Callback::from(move |text| reason.set(text))}
                    problems={problems}
                    is_required=true
                />
                <div class="actions">
                    <Button kind={ButtonKind::Danger} is_submit=true is_waiting={props.is_busy}>{ t!("held-decline") }</Button>
                    <Button kind={ButtonKind::Quiet} on_press={back}>{ t!("held-back") }</Button>
                </div>
            </form>
        </li>
    }
}

/// What somebody wrote, readable. What has no words of its own yet is shown field by field.
fn written(envelope: &Envelope, town: &Organisation) -> Html {
    match &envelope.command {
        Command::AddNote(note) => {
            let draft = &note.draft;
            let minutes = draft
                .minutes
                .map(|minutes| t!("note-minutes-long", minutes = minutes));
            let head = [
                draft.occurred_on.map(i18n::weekday_and_day),
                draft.contact.as_ref().map(contact_label),
                minutes,
            ];
            let head: Vec<String> = head
                .into_iter()
                .flatten()
                .map(|part| part.to_string())
                .collect();
            html! {
                <div class="note">
                    <p><strong>{ head.join(" · ") }</strong></p>
                    <p class="note__text" dir="auto">{ &draft.text }</p>
                    <ul class="badges">
                        { for draft.fields_of_action.iter().map(|field| html! { <li key={field.to_string()}><Badge>{ field_label(field) }</Badge></li> }) }
                        <li key="confidential" hidden={!draft.is_confidential}><Badge tone={Tone::Warning}>{ t!("note-confidential") }</Badge></li>
                    </ul>
                </div>
            }
        }
        Command::SetNextDate(set) => html! { <p>{ next_in_words(Some(&set.next)) }</p> },
        Command::PlanAppointment(plan) => {
            let draft = &plan.draft;
            let parts = [
                draft.starts_at.map(i18n::moment).unwrap_or_default(),
                draft
                    .contact
                    .as_ref()
                    .map(contact_label)
                    .unwrap_or_default(),
                AttrValue::from(draft.place.clone()),
                AttrValue::from(draft.about.clone()),
            ];
            let parts: Vec<&str> = parts
                .iter()
                .map(AttrValue::as_str)
                .filter(|part| !part.is_empty())
                .collect();
            html! { <p dir="auto">{ parts.join(" · ") }</p> }
        }
        Command::SettleAppointment(settled) => {
            let end: &'static str = settled.end.into();
            html! { <p>{ t!(format!("appointment-{end}")) }</p> }
        }
        _ => html! {
            <pre class="entry__content" tabindex="0">{ envelope_lines(envelope, town) }</pre>
        },
    }
}

fn own_line(own: &OwnHeld) -> Html {
    let what = t!(format!("command-{}", own.command));
    let (tone, word, detail) = match &own.settled {
        None => (Tone::Info, t!("held-own-waits"), AttrValue::default()),
        Some(HeldSettled {
            at,
            by_name,
            declined_because: None,
        }) => (
            Tone::Success,
            t!("held-own-accepted"),
            t!(
                "held-own-by",
                name = by_name.clone(),
                when = i18n::moment(*at).to_string()
            ),
        ),
        Some(HeldSettled {
            at,
            by_name,
            declined_because: Some(reason),
        }) => (
            Tone::Warning,
            t!("held-own-declined"),
            t!(
                "held-own-because",
                name = by_name.clone(),
                when = i18n::moment(*at).to_string(),
                reason = reason.clone()
            ),
        ),
    };
    html! {
        <li key={own.held.to_string()} class="entry">
            <p class="entry__head">
                <strong>{ what }</strong>{ " · " }
                <span class="muted">{ i18n::moment(own.authored_at) }</span>{ " " }
                <Badge {tone}>{ word }</Badge>
            </p>
            <p dir="auto" hidden={detail.is_empty()}>{ detail }</p>
        </li>
    }
}
