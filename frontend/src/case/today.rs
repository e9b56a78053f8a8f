//! The case manager's start (Heute): today's appointments on the left, what needs them on the right.

use shared::case::today::{Need, NeedKind, appointments_today, needs, next_of};
use shared::case::{CaseHead, NextDate};
use shared::exchange::OwnHeld;
use shared::kernel::{CaseId, Code, Moment};
use yew::prelude::*;

use super::deputised::Deputised;
use super::held_state::use_held;
use super::next_date::next_in_words;
use super::state::{
    HowMuch, Worklist, contact_label, urgency_label, use_decisions, use_now, use_worklist,
};
use crate::assignment::handed_over::HandedOver;
use crate::documentation::{BegunNotes, NoteSheet, use_begun_notes};
use crate::emergency::EmergencyNotices;
use crate::inquiry::InquiryNotice;
use crate::intake::unfinished::Unfinished;
use crate::offline::{ToDecide, to_decide, use_offline};
use crate::person::doubles::DoubleNotices;
use crate::routes::{Go, Route};
use crate::ui::{Badge, Button, Card, EmptyState, Notice, Page, Tone};
use crate::{i18n, t};

/// How many of the entries that wait for a decision are named here; the others are counted.
const DECISIONS: usize = 3;

/// What a note is written on: the case, and the kind of contact where it is begun from an appointment.
#[derive(Debug, Clone, PartialEq)]
struct NoteOn {
    case: CaseId,
    contact: Option<Code>,
}

/// The page.
#[component]
pub fn TodayPage() -> Html {
    let worklist = use_worklist(HowMuch::First);
    let now = use_now();
    let offline = use_offline();
    let waiting = use_decisions();
    let decisions = to_decide(&offline.entries());
    let late_work = use_held();
    let held = late_work.waiting();
    let own_waits = late_work.own_waiting();
    let declined = late_work.own_declined(now);
    let told = usize::from(waiting > 0)
        + usize::from(held > 0)
        + usize::from(own_waits > 0)
        + declined.len();
    let begun = use_begun_notes();
    let note_on = use_state(|| None::<NoteOn>);
    let Some(list) = worklist.ready() else {
        return html! { <Page title={t!("nav-today")} heading={i18n::long_day(now.day())}>{ worklist.instead() }</Page> };
    };
    let appointments = appointments_today(&list.cases, now);
    let next = next_of(&appointments, now);
    let needs = needs(&list.cases, now);
    let lead = [
        t!("today-summary-appointments", count = appointments.len()),
        t!(
            "today-summary-needs",
            count = needs.len() + begun.len() + told
        ),
        t!("today-summary-packed", count = list.packed.len()),
    ]
    .map(|part| part.to_string())
    .join(" · ");
    let open_note = {
        let note_on = note_on.clone();
        Callback::from(move |note: NoteOn| note_on.set(Some(note)))
    };
    let open_begun = open_note.reform(|case| NoteOn {
        case,
        contact: None,
    });
    let close_note = {
        let note_on = note_on.clone();
        Callback::from(move |()| note_on.set(None))
    };
    let head_of = |case: CaseId| list.cases.iter().find(|head| head.case == case);
    let written_on = note_on.as_ref().and_then(|note| head_of(note.case));
    html! {
        <Page title={t!("nav-today")} heading={i18n::long_day(now.day())} lead={AttrValue::from(lead)}>
            <Notice tone={Tone::Info} text={list.stale_in_words()} />
            <EmergencyNotices />
            <InquiryNotice />
            <DoubleNotices />
            <div class="today">
                <section class="today__appointments" aria-labelledby="today-appointments">
                    <h2 id="today-appointments">{ t!("today-appointments") }</h2>
                    <div hidden={!appointments.is_empty()}>
                        <EmptyState text={t!("today-appointments-none")}>
                            <Go to={Route::Cases}>{ t!("today-all-cases") }</Go>
                        </EmptyState>
                    </div>
                    <ul class="cards">
                        { for appointments.iter().enumerate().map(|(place, head)| {
                            appointment(head, next == Some(place), list, now, (&begun, &open_note))
                        }) }
                    </ul>
                    <Unfinished />
                </section>
                <section class="today__needs" aria-labelledby="today-needs">
                    <h2 id="today-needs">{ t!("today-needs") }</h2>
                    <div hidden={!needs.is_empty() || !begun.is_empty() || told > 0}><EmptyState text={t!("today-needs-none")} /></div>
                    <Card class={"card--list"}>
                        <ul class="needs">
                            { for decisions.iter().take(DECISIONS).map(|one| decision(one, &list.cases)) }
                            { for (waiting > decisions.len().min(DECISIONS)).then(|| further(waiting - decisions.len().min(DECISIONS))) }
                            { for (held > 0).then(|| late(held)) }
                            { for declined.iter().map(declined_line) }
                            { for begun.iter().map(|(case, at)| begun_note(*case, *at, head_of(*case), &open_begun)) }
                            { for needs.iter().filter_map(|need| Some(need_line(need, head_of(need.case)?))) }
                            { for (own_waits > 0).then(|| own_late(own_waits)) }
                        </ul>
                    </Card>
                    <Deputised />
                    <HandedOver />
                </section>
            </div>
            <NoteSheet
                head={written_on.cloned()}
                contact={note_on.as_ref().and_then(|note| note.contact.clone())}
                on_close={close_note} />
        </Page>
    }
}

fn appointment(
    head: &CaseHead,
    is_next: bool,
    list: &Worklist,
    now: Moment,
    (begun, open_note): (&BegunNotes, &Callback<NoteOn>),
) -> Html {
    let Some(view) = &head.appointment else {
        return html! { <li key={head.case.to_string()} hidden=true /> };
    };
    let begins = view.draft.starts_at;
    let is_now = begins.is_some_and(|begins| {
        begins.plus_millis(-1_800_000) <= now && now < begins.plus_millis(3_600_000)
    });
    let case = head.case;
    let is_begun = begun.contains_key(&case);
    let open_note = {
        let contact = view.draft.contact.clone();
        open_note.reform(move |()| NoteOn {
            case,
            contact: contact.clone(),
        })
    };
    let kind = view
        .draft
        .contact
        .as_ref()
        .map(contact_label)
        .unwrap_or_default();
    let words: Vec<_> = [kind.as_str(), view.draft.place.as_str()]
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect();
    html! {
        <li key={head.case.to_string()} class={classes!("visit", is_next.then_some("visit--next"))}>
            <div class="visit__time">
                <strong>{ begins.map(i18n::clock_time).unwrap_or_default() }</strong>
                <span hidden={!is_now}>{ t!("today-now") }</span>
            </div>
            <div class="visit__words">
                <div class="visit__head">
                    <Go to={Route::Case { case }} class="visit__name"><bdi>{ &head.name }</bdi></Go>
                    <span>
                        <span hidden={!is_begun}><Badge tone={Tone::Warning}>{ t!("note-begun") }</Badge></span>
                        <span hidden={!list.packed.contains(&case)}>
                            <Badge tone={Tone::Success} is_checked=true>{ t!("cases-packed") }</Badge>
                        </span>
                    </span>
                </div>
                <p class="muted">{ words.join(" · ") }</p>
                <p hidden={view.draft.about.is_empty()}><Badge><bdi>{ &view.draft.about }</bdi></Badge></p>
                <div class="actions">
                    <Go to={Route::Case { case }} class={if is_next { "button button--primary" } else { "button button--secondary" }}>
                        { t!("need-open") }
                    </Go>
                    <Button
                        on_press={open_note}
                        aria_label={t!("cases-note-for", name = head.name.clone())}
                    >{ t!("cases-note") }</Button>
                </div>
            </div>
        </li>
    }
}

/// A note that was begun here and not saved. Without the head of its case there is only the way to the case.
fn begun_note(case: CaseId, at: Moment, head: Option<&CaseHead>, go_on: &Callback<CaseId>) -> Html {
    let name = head.map_or_else(
        || t!("note-begun-elsewhere"),
        |head| AttrValue::from(head.name.clone()),
    );
    let detail = format!("{name} · {}", i18n::moment(at));
    let go_on = go_on.reform(move |()| case);
    html! {
        <li key={format!("begun{case}")} class="need need--warning">
            <div class="need__words">
                <strong>{ t!("note-begun") }</strong>
                <span class="muted"><bdi>{ detail }</bdi></span>
            </div>
            <div class="need__action">
                if head.is_some() {
                    <Button on_press={go_on} aria_label={t!("note-go-on-for", name = name.to_string())}>{ t!("note-go-on") }</Button>
                } else {
                    <Go to={Route::Case { case }} class="button button--secondary">{ t!("need-open") }</Go>
                }
            </div>
        </li>
    }
}

/// What was not taken: which field of whom, or what was written.
fn decision(one: &ToDecide, heads: &[CaseHead]) -> Html {
    let head = heads.iter().find(|head| Some(head.person) == one.person);
    let name = head.map(|head| head.name.clone()).unwrap_or_default();
    let detail = [name.as_str(), &*i18n::moment(one.recorded_at)]
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>()
        .join(" · ");
    html! {
        <li key={format!("decision{}", one.order)} class="need need--danger">
            <div class="need__words">
                <strong>{ one.what.clone() }</strong>
                <span class="muted"><bdi>{ detail }</bdi></span>
            </div>
            <div class="need__action">
                <Go to={Route::Clearing} class="button button--secondary">
                    { t!("need-clear") }<span class="visually-hidden">{ format!(": {} {name}", one.what) }</span>
                </Go>
            </div>
        </li>
    }
}

/// Those beyond the first few.
fn further(count: usize) -> Html {
    html! {
        <li key="decision" class="need need--danger">
            <div class="need__words">
                <strong>{ t!("need-entry") }</strong>
                <span class="muted">{ t!("need-entry-detail", count = count) }</span>
            </div>
            <div class="need__action"><Go to={Route::Clearing} class="button button--secondary">{ t!("need-clear") }</Go></div>
        </li>
    }
}

fn late(count: usize) -> Html {
    html! {
        <li key="held" class="need need--info">
            <div class="need__words">
                <strong>{ t!("held-title") }</strong>
                <span class="muted">{ t!("need-held-detail", count = count) }</span>
            </div>
            <div class="need__action"><Go to={Route::Clearing} class="button button--secondary">{ t!("need-look") }</Go></div>
        </li>
    }
}

/// What one wrote on a case that somebody else has by now, and what nobody has accepted yet.
fn own_late(count: usize) -> Html {
    html! {
        <li key="own-held" class="need">
            <div class="need__words">
                <strong>{ t!("held-own-title") }</strong>
                <span class="muted">{ t!("need-own-held-detail", count = count) }</span>
            </div>
            <div class="need__action"><Go to={Route::Clearing} class="button button--secondary">{ t!("need-look") }</Go></div>
        </li>
    }
}

/// What one wrote and the one who has the case now has declined, with the reason: it is in no file.
fn declined_line(own: &OwnHeld) -> Html {
    let what = t!(format!("command-{}", own.command));
    let why = own
        .settled
        .as_ref()
        .map_or_else(AttrValue::default, |settled| {
            t!(
                "held-own-because",
                name = settled.by_name.clone(),
                when = i18n::moment(settled.at).to_string(),
                reason = settled.declined_because.clone().unwrap_or_default()
            )
        });
    html! {
        <li key={own.held.to_string()} class="need need--warning">
            <div class="need__words">
                <strong>{ t!("need-own-declined", what = what.to_string(), when = i18n::moment(own.authored_at).to_string()) }</strong>
                <span class="muted" dir="auto">{ why }</span>
            </div>
            <div class="need__action"><Go to={Route::Clearing} class="button button--secondary">{ t!("need-look") }</Go></div>
        </li>
    }
}

/// One reason in words, what more there is to say about it, and what the button says.
fn reason(kind: NeedKind, head: &CaseHead) -> (AttrValue, AttrValue, &'static str) {
    let what = next_in_words(head.next.as_ref()).to_string();
    match kind {
        NeedKind::Overdue { days } => (
            t!("need-overdue", days = days, what = what),
            AttrValue::default(),
            "need-open",
        ),
        NeedKind::DueToday => (
            t!("need-due-today", what = what),
            AttrValue::default(),
            "need-open",
        ),
        NeedKind::New { .. } => {
            let urgency = match &head.next {
                Some(NextDate::FirstContact { urgency, .. }) => urgency.as_ref(),
                _ => None,
            };
            let title = urgency
                .filter(|code| matches!(code.as_str(), "D1" | "D2"))
                .map_or_else(
                    || t!("need-new"),
                    |code| t!("need-new-urgent", urgency = urgency_label(code).to_string()),
                );
            (title, AttrValue::from(what), "need-open")
        }
        NeedKind::Unsettled { began_at } => (
            t!("need-unsettled"),
            t!(
                "need-unsettled-detail",
                when = i18n::moment(began_at).to_string()
            ),
            "need-settle",
        ),
        NeedKind::CheckPost { by } => (
            t!("need-check-post"),
            t!(
                "need-check-post-detail",
                day = i18n::weekday_and_day(by).to_string()
            ),
            "need-open",
        ),
        NeedKind::Revoked { on } => (
            t!("need-revoked", day = i18n::weekday_and_day(on).to_string()),
            t!("need-revoked-detail"),
            "need-open",
        ),
        NeedKind::DeputyRevoked { on } => (
            t!(
                "need-deputy-revoked",
                day = i18n::weekday_and_day(on).to_string()
            ),
            t!("need-deputy-revoked-detail"),
            "need-open",
        ),
        NeedKind::DisclosureRevoked { on } => (
            t!(
                "need-disclosure-revoked",
                day = i18n::weekday_and_day(on).to_string()
            ),
            t!("need-disclosure-revoked-detail"),
            "need-open",
        ),
        NeedKind::NoNextDate => (
            t!("need-no-next-date"),
            t!("need-no-next-date-detail"),
            "need-set-date",
        ),
    }
}

fn need_line(need: &Need, head: &CaseHead) -> Html {
    let (title, detail, action) = reason(need.kind, head);
    let tone = match need.kind {
        kind if kind.is_urgent() => "need--danger",
        NeedKind::New { .. } => "need--info",
        _ => "need--warning",
    };
    let to = match need.kind {
        NeedKind::Unsettled { .. } => Route::CaseTab {
            case: head.case,
            tab: "termine".to_owned(),
        },
        NeedKind::DisclosureRevoked { .. } => Route::CaseTab {
            case: head.case,
            tab: "einwilligungen".to_owned(),
        },
        _ => Route::Case { case: head.case },
    };
    let detail = [head.name.as_str(), detail.as_str()]
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>()
        .join(" · ");
    html! {
        <li key={head.case.to_string()} class={classes!("need", tone)}>
            <div class="need__words">
                <strong>{ title }</strong>
                <span class="muted"><bdi>{ detail }</bdi></span>
                { for need.also.iter().map(|kind| {
                    let (title, detail, _) = reason(*kind, head);
                    let words = if detail.is_empty() { title } else { AttrValue::from(format!("{title} {detail}")) };
                    html! { <span key={kind.code()} class="muted">{ words }</span> }
                }) }
            </div>
            <div class="need__action">
                <Go {to} class="button button--secondary">{ t!(action) }<span class="visually-hidden">{ format!(": {}", head.name) }</span></Go>
            </div>
        </li>
    }
}
