//! The overview of a case: its way as lanes, the next step, the latest entries. The important is there without scrolling.

use std::rc::Rc;

use shared::case::NextDate;
use shared::device::{ShownCase, Standing};
use yew::prelude::*;

use super::StandingMark;
use super::history::History;
use super::lanes::{LaneFact, Lanes};
use super::next_date::{NextDateForm, next_in_words};
use super::state::{fact_label, use_now};
use crate::documentation::NoteLine;
use crate::intake::work::Section;
use crate::routes::{Go, Route};
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
}

/// The overview.
#[component]
pub(super) fn Overview(props: &OverviewProps) -> Html {
    let today = use_now().day();
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
    html! {
        <>
            <Card title={t!("lanes-title")} aside={t!("lanes-hint")}>
                if facts.is_empty() {
                    <EmptyState text={t!("lanes-none")} />
                } else {
                    <Lanes {facts} {today} />
                }
                <div class="actions">
                    <Go to={Route::CorrectionAt { person: shown.head.person, at: Section::Lanes.code().to_owned() }} class="button button--secondary">{ t!("lanes-add") }</Go>
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
