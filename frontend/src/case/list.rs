//! My cases (Meine Fälle): new ones on top, then by next date; a note from here in three taps.

use shared::case::CaseHead;
use shared::kernel::CaseId;
use yew::prelude::*;

use super::deputised::Deputised;
use super::next_date::next_in_words;
use super::state::{HowMuch, Worklist, district_name, use_worklist};
use crate::documentation::{BegunNotes, NoteSheet, use_begun_notes};
use crate::emergency::EmergencyNotices;
use crate::routes::{Go, Route};
use crate::ui::{Badge, Button, EmptyState, InputKind, Notice, Page, TextField, Tone};
use crate::{i18n, t};

/// The page.
#[component]
pub fn CasesPage() -> Html {
    let worklist = use_worklist(HowMuch::All);
    let filter = use_state(String::new);
    let begun = use_begun_notes();
    let note_on = use_state(|| None::<CaseHead>);
    let Some(list) = worklist.ready() else {
        return html! { <Page title={t!("cases-title")}>{ worklist.instead() }</Page> };
    };
    let shown: Vec<&CaseHead> = list
        .cases
        .iter()
        .filter(|head| fits(head, &filter))
        .collect();
    let on_input = {
        let filter = filter.clone();
        Callback::from(move |typed| filter.set(typed))
    };
    let close_note = {
        let note_on = note_on.clone();
        Callback::from(move |()| note_on.set(None))
    };
    let lead = t!("cases-shown", shown = shown.len(), total = list.total);
    html! {
        <Page title={t!("cases-title")} {lead}>
            <Notice tone={Tone::Info} text={list.stale_in_words()} />
            <EmergencyNotices />
            <div hidden={!list.cases.is_empty()}>
                <EmptyState text={t!("cases-none")}><p class="muted">{ t!("cases-none-hint") }</p></EmptyState>
            </div>
            <div class="stack" hidden={list.cases.is_empty()}>
                <TextField
                    id="cases-filter"
                    label={t!("cases-filter")}
                    kind={InputKind::Search}
                    value={AttrValue::from((*filter).clone())}
                    {on_input}
                />
                <p class="muted" hidden={!shown.is_empty()}>{ t!("cases-filter-none") }</p>
                <ul class="cards">{ for shown.into_iter().map(|head| line(head, list, &begun, &note_on)) }</ul>
            </div>
            <Deputised />
            <NoteSheet
                head={(*note_on).clone()}
                on_close={close_note}
            />
        </Page>
    }
}

/// Whether every typed word is in name, original script or number.
fn fits(head: &CaseHead, typed: &str) -> bool {
    let text = format!("{} {} {}", head.name, head.original_script, head.number).to_lowercase();
    typed
        .to_lowercase()
        .split_whitespace()
        .all(|word| text.contains(word))
}

fn line(
    head: &CaseHead,
    list: &Worklist,
    begun: &BegunNotes,
    note_on: &UseStateHandle<Option<CaseHead>>,
) -> Html {
    let is_packed = list.packed.contains::<CaseId>(&head.case);
    let is_begun = begun.contains_key(&head.case);
    let write = {
        let (note_on, head) = (note_on.clone(), head.clone());
        Callback::from(move |()| note_on.set(Some(head.clone())))
    };
    let appointment = head
        .appointment
        .as_ref()
        .filter(|view| view.end.is_none())
        .and_then(|view| view.draft.starts_at);
    let number = if head.number.is_empty() {
        t!("case-title-unnumbered")
    } else {
        AttrValue::from(head.number.clone())
    };
    let about = [
        number,
        head.district
            .as_ref()
            .map(district_name)
            .unwrap_or_default(),
    ];
    let about: Vec<&str> = about
        .iter()
        .map(AttrValue::as_str)
        .filter(|text| !text.is_empty())
        .collect();
    html! {
        <li key={head.case.to_string()} class="visit">
            <div class="visit__words">
                <div class="visit__head">
                    <Go to={Route::Case { case: head.case }} class="visit__name">
                        <bdi>{ &head.name }</bdi>{ " " }<bdi class="muted">{ &head.original_script }</bdi>
                    </Go>
                    <span>
                        <span hidden={!is_begun}><Badge tone={Tone::Warning}>{ t!("note-begun") }</Badge></span>
                        <span hidden={!head.is_new}><Badge tone={Tone::Info}>{ t!("cases-new") }</Badge></span>
                        <span hidden={!is_packed}><Badge tone={Tone::Success} is_checked=true>{ t!("cases-packed") }</Badge></span>
                    </span>
                </div>
                <p class="muted">{ about.join(" · ") }</p>
                <p>{ next_in_words(head.next.as_ref()) }</p>
                <p hidden={appointment.is_none()}>
                    { t!("cases-appointment") }{ ": " }{ appointment.map(i18n::moment).unwrap_or_default() }
                </p>
            </div>
            <div class="visit__action">
                <Button on_press={write} aria_label={t!("cases-note-for", name = head.name.clone())}>{ t!("cases-note") }</Button>
            </div>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use shared::case::CaseState;
    use shared::kernel::PersonId;

    use super::*;

    #[test]
    fn every_typed_word_has_to_be_found() {
        let id = uuid::Uuid::nil();
        let head = CaseHead {
            case: CaseId::from_uuid(id),
            person: PersonId::from_uuid(id),
            number: "LEV-2026-0173".to_owned(),
            name: "Rahimi, Leyla".to_owned(),
            original_script: "لیلا رحیمی".to_owned(),
            district: None,
            state: CaseState::Open,
            responsible: None,
            assigned_at: None,
            is_new: false,
            next: None,
            appointment: None,
            check_by: None,
            revoked_on: None,
            deputy_revoked_on: None,
            disclosure_revoked_on: None,
            unwritten_since: None,
            opened_on: jiff::civil::date(2026, 11, 23),
        };
        for typed in ["", "leyla", "RAHIMI ley", "0173", "لیلا"] {
            assert!(fits(&head, typed), "{typed}");
        }
        assert!(!fits(&head, "leyla 0174"));
    }
}
