//! The overview of a case: its way as lanes, the next step, the latest entries. The important is there without scrolling.

use std::rc::Rc;

use shared::case::NextDate;
use shared::device::{ShownCase, Standing};
use shared::intake::{FactDraft, RecordFact};
use shared::kernel::FactId;
use yew::prelude::*;

use super::StandingMark;
use super::history::History;
use super::lanes::{LaneFact, Lanes};
use super::next_date::{NextDateForm, next_in_words};
use super::state::{fact_label, use_now};
use crate::assignment::state::use_organisation;
use crate::documentation::NoteLine;
use crate::intake::desk::use_lists;
use crate::intake::lanes::LanesForm;
use crate::t;
use crate::ui::{Button, Card, EmptyState};

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
                !shown
                    .person
                    .facts
                    .iter()
                    .any(|later| later.value.corrects == Some(fact.value.fact))
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
        Callback::from(move |()| is_recording.set(true))
    };
    html! {
        <>
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
                        <LanesForm
                            facts={recorded}
                            {lists}
                            on_record={props.on_fact.clone()}
                            check={Callback::from(move |fact: FactDraft| fact.check(today).err().unwrap_or_default())}
                        />
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
        Callback::from(move |()| is_open.set(false))
    };
    let on_set = {
        let (is_open, on_next) = (is_open.clone(), props.on_next.clone());
        Callback::from(move |next| {
            on_next.emit(next);
            is_open.set(false);
        })
    };
    let standing = props.shown.next_standing;
    html! {
        <Card title={t!("next-title")}>
            <p><strong>{ next_in_words(head.next.as_ref()) }</strong></p>
            <p hidden={standing == Standing::Confirmed}><StandingMark {standing} /></p>
            <div class="actions" hidden={*is_open}>
                <Button on_press={open}>{ if head.next.is_some() { t!("next-change") } else { t!("next-set") } }</Button>
            </div>
            <div>
                if *is_open {
                    <NextDateForm {today} next={head.next.clone()} {on_set} on_cancel={close} />
                }
            </div>
        </Card>
    }
}
