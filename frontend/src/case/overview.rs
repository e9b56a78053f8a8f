//! The overview of a case: its way as lanes, the next step, the latest entries. The important is there without scrolling.

use std::rc::Rc;

use shared::case::NextDate;
use shared::device::{ShownCase, Standing};
use shared::intake::{FactDraft, RecordFact};
use shared::kernel::FactId;
use shared::kernel::lists::{List, Lists};
use yew::prelude::*;

use super::StandingMark;
use super::history::History;
use super::lanes::{LaneFact, Lanes};
use super::next_date::{NextDateForm, next_in_words};
use super::state::{fact_label, field_label, urgency_label, use_now};
use crate::assignment::state::use_organisation;
use crate::documentation::NoteLine;
use crate::intake::desk::use_lists;
use crate::intake::lanes::LanesForm;
use crate::ui::{Badge, Button, ButtonKind, Card, EmptyState, Tone};
use crate::{platform, t};

/// Entries shown here; all of them stand under documentation.
const LATEST: usize = 3;

/// Properties of [`Overview`].
#[derive(Debug, PartialEq, Properties)]
pub(super) struct OverviewProps {
    /// The case.
    pub shown: ShownCase,
    /// A next step was set.
    pub on_next: Callback<NextDate>,
    /// A fact was entered on a lane; perhaps it corrects an earlier one.
    pub on_fact: Callback<(Option<FactId>, FactDraft)>,
}

/// The overview.
#[component]
pub(super) fn Overview(props: &OverviewProps) -> Html {
    let today = use_now().day();
    let organisation = use_organisation();
    let lists = use_lists(&organisation);
    let is_recording = use_state_eq(|| false);
    let shown = &props.shown;
    let facts: Rc<Vec<LaneFact>> = Rc::new(
        shown
            .person
            .facts
            .iter()
            .filter(|fact| {
                let all = shown.person.facts.iter().map(|one| &one.value);
                !fact.value.is_corrected_by(all)
            })
            .map(|fact| LaneFact {
                draft: fact.value.draft.clone(),
                label: fact_label(&fact.value.draft),
                standing: fact.standing,
            })
            .collect(),
    );
    let recorded: Rc<[RecordFact]> = shown
        .person
        .facts
        .iter()
        .map(|fact| fact.value.clone())
        .collect();
    let open = {
        let is_recording = is_recording.clone();
        Callback::from(move |()| {
            is_recording.set(true);
            platform::focus_soon("lanes-form");
        })
    };
    let close = {
        let is_recording = is_recording.clone();
        Callback::from(move |()| {
            is_recording.set(false);
            platform::focus_soon("lanes-add");
        })
    };
    html! {
        <>
            { why_here(shown) }
            <Card title={t!("lanes-title")} aside={t!("lanes-hint")}>
                if facts.is_empty() {
                    <EmptyState text={t!("lanes-none")} />
                } else {
                    <Lanes {facts} {today} />
                }
                <div class="actions" hidden={*is_recording}>
                    <Button id="lanes-add" on_press={open}>{ t!("lanes-add") }</Button>
                </div>
                <div>
                    if *is_recording {
                        <div class="row row--apart">
                            <h3 id="lanes-form" tabindex="-1">{ t!("lanes-form") }</h3>
                            <Button id="lanes-fold" on_press={close.clone()} is_expanded={Some(true)}>{ t!("lanes-fold") }</Button>
                        </div>
                        <LanesForm
                            facts={recorded}
                            {lists}
                            on_record={props.on_fact.clone()}
                            {today}
                            unwritten_since={shown.head.unwritten_since}
                        />
                        <div class="actions"><Button kind={ButtonKind::Quiet} on_press={close}>{ t!("lanes-done") }</Button></div>
                    }
                </div>
            </Card>
            <div class="halves">
                <Next shown={shown.clone()} on_next={props.on_next.clone()} />
                <Card title={t!("case-tab-notes")}>
                    if shown.notes.is_empty() {
                        <EmptyState text={t!("note-none")}><p class="muted">{ t!("note-none-hint") }</p></EmptyState>
                    } else {
                        <ul class="notes">
                            { for shown.notes.iter().take(LATEST).map(|note| html! {
                                <NoteLine key={note.value.note.to_string()} note={note.clone()} is_short=true />
                            }) }
                        </ul>
                    }
                </Card>
            </div>
            <History history={shown.history.clone()} />
        </>
    }
}

/// Why the person came, in the words of the intake, until somebody has met them: whoever opens a new case reads this
/// first. Later the documentation says more and newer things.
fn why_here(shown: &ShownCase) -> Html {
    let today = platform::now().day();
    let intake = shown
        .person
        .intakes
        .iter()
        .map(|intake| &intake.file.draft)
        .find(|draft| !draft.concern.trim().is_empty() || draft.urgency.is_some());
    let has_met = shown.notes.iter().any(|note| {
        let contact = note
            .value
            .draft
            .as_ref()
            .and_then(|draft| draft.contact.as_ref());
        contact.is_some_and(|kind| {
            let entry = Lists::shipped().entry(List::ContactKind, kind.as_str(), today);
            entry.is_some_and(|entry| entry.has("personal"))
        })
    });
    let Some(draft) = intake.filter(|_| !has_met) else {
        return html! { <></> };
    };
    let urgency = draft.urgency.as_ref();
    let is_pressing = urgency.is_some_and(|code| matches!(code.as_str(), "D1" | "D2"));
    let tone = if is_pressing {
        Tone::Danger
    } else {
        Tone::Neutral
    };
    html! {
        <Card title={t!("case-why-title")} class={classes!("why")}>
            <ul class="badges">
                <li key="urgency" hidden={urgency.is_none()}>
                    <Badge {tone}>{ urgency.map(|code| t!("case-why-urgency", urgency = urgency_label(code).to_string())).unwrap_or_default() }</Badge>
                </li>
                { for draft.fields_of_action.iter().map(|field| html! { <li key={field.to_string()}><Badge>{ field_label(field) }</Badge></li> }) }
            </ul>
            <p hidden={draft.urgency_reason.is_empty()}><strong><bdi>{ &draft.urgency_reason }</bdi></strong></p>
            <p class="note__text" dir="auto" hidden={draft.concern.is_empty()}>{ &draft.concern }</p>
        </Card>
    }
}

#[derive(Debug, PartialEq, Properties)]
struct NextProps {
    shown: ShownCase,
    on_next: Callback<NextDate>,
}

/// The next step, and the form that changes it.
#[component]
fn Next(props: &NextProps) -> Html {
    let is_open = use_state(|| false);
    let today = use_now().day();
    let head = &props.shown.head;
    let open = {
        let is_open = is_open.clone();
        Callback::from(move |()| is_open.set(true))
    };
    let close = {
        let is_open = is_open.clone();
        Callback::from(move |()| {
            is_open.set(false);
            platform::focus_soon("next-change");
        })
    };
    let on_set = {
        let (close, on_next) = (close.clone(), props.on_next.clone());
        Callback::from(move |next| {
            on_next.emit(next);
            close.emit(());
        })
    };
    let standing = props.shown.next_standing;
    html! {
        <Card title={t!("next-title")}>
            <p><strong>{ next_in_words(head.next.as_ref()) }</strong></p>
            <p hidden={standing == Standing::Confirmed}><StandingMark {standing} /></p>
            <div class="actions" hidden={*is_open}>
                <Button id="next-change" on_press={open}>{ if head.next.is_some() { t!("next-change") } else { t!("next-set") } }</Button>
            </div>
            <div>
                if *is_open {
                    <NextDateForm {today} next={head.next.clone()} {on_set} on_cancel={close} />
                }
            </div>
        </Card>
    }
}
