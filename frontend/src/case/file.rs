//! A case (Fall): who, in which language, who is responsible; then its sides. What is shown is the copy of the server
//! with everything unsent on top.

use std::rc::Rc;

use shared::access::{Action, Deputising, may};
use shared::case::{
    AppointmentDraft, AppointmentEnd, AppointmentView, KeepPost, NextDate, PlanAppointment,
    SeeCase, SetNextDate, SettleAppointment,
};
use shared::command::Command;
use shared::consent::{ConsentAnswer, ConsentKind, latest};
use shared::device::{Shown, ShownCase};
use shared::emergency::AccessCause;
use shared::intake::{FactDraft, RecordFact};
use shared::kernel::{AppointmentId, CaseId, FactId, ImpreciseDate, Role};
use shared::organisation::Organisation;
use yew::prelude::*;

use super::appointments::{AppointmentForm, Appointments};
use super::held::HeldCard;
use super::history::CheckPost;
use super::overview::Overview;
use super::sight::{SightSide, facts_of};
use super::state::{
    CaseHandle, district_name, language_name, safe_way_label, unwritten_in_words, use_case, use_now,
};
use crate::assignment::away::away_soon_in_words;
use crate::assignment::state::use_organisation;
use crate::consent::{Confirmation, ConfirmationCard, ConsentSide};
use crate::documentation::{NoteSheet, Notes, use_begun_notes};
use crate::emergency::EmergencyBanner;
use crate::erasure::ErasureNotice;
use crate::person::disagreement::Disagreements;
use crate::person::doubles::DoublesOf;
use crate::person::form::control_id;
use crate::routes::{Go, Route};
use crate::signin::use_signin;
use crate::ui::{
    Badge, Button, ButtonKind, Card, Notice, Page, Tab, Tabs, Tone, Waiting, date_in_words,
    use_toasts,
};
use crate::{i18n, platform, t};

/// The sides of a case, as they stand in the address.
const SIDES: [(&str, &str); 6] = [
    ("uebersicht", "case-tab-overview"),
    ("person", "case-tab-person"),
    ("verlauf", "case-tab-notes"),
    ("termine", "case-tab-dates"),
    ("einwilligungen", "case-tab-consents"),
    ("einsicht", "case-tab-sight"),
];

/// Properties of [`CasePage`].
#[derive(Debug, PartialEq, Properties)]
pub struct CasePageProps {
    /// The case.
    pub case: CaseId,
    /// The side, as in the address; anything else is the overview.
    #[prop_or_default]
    pub tab: AttrValue,
}

/// The page.
#[component]
pub fn CasePage(props: &CasePageProps) -> Html {
    let handle = use_case(props.case);
    let town = use_organisation();
    let is_writing = use_state(|| false);
    let is_begun = use_begun_notes().contains_key(&props.case);
    let signin = use_signin();
    let today = use_now().day();
    let is_worker = signin
        .actor()
        .is_some_and(|actor| actor.is(Role::CaseManager));
    let opened_for = use_state_eq(|| None::<AccessCause>);
    let on_cause = {
        let opened_for = opened_for.setter();
        use_callback((), move |cause, ()| opened_for.set(Some(cause)))
    };
    // It is kept here, because whoever took it down may no longer read the case.
    let confirmation = use_state_eq(|| None::<Confirmation>);
    let put_away = {
        let confirmation = confirmation.clone();
        Callback::from(move |()| confirmation.set(None))
    };
    let on_sheet = put_away.clone();
    let confirmed = html! {
        <ConfirmationCard confirmation={(*confirmation).clone()} town={Rc::clone(&town)} on_close={put_away} />
    };
    {
        // Whoever opens a new case has seen it; the server is told once.
        let handle = handle.clone();
        let is_new = handle.ready().is_some_and(|shown| shown.head.is_new);
        use_effect_with((props.case, is_new), move |(case, is_new)| {
            if *is_new {
                handle.record(Command::SeeCase(SeeCase { case: *case }));
            }
        });
    }
    let Some(shown) = handle.ready() else {
        let title = if handle.is_waiting() {
            t!("case-loading")
        } else {
            t!("case-not-shown")
        };
        return html! {
            <Page {title}>
                { confirmed }
                { handle.instead() }
                <ErasureNotice case={props.case} />
                <p hidden={handle.is_waiting()}>
                    if is_worker {
                        <Go to={Route::Cases} class="button button--secondary">{ t!("today-all-cases") }</Go>
                    } else {
                        <Go to={Route::Home} class="button button--secondary">{ t!("case-to-start") }</Go>
                    }
                </p>
            </Page>
        };
    };
    let number = &shown.head.number;
    let title = if number.is_empty() {
        t!("case-title-unnumbered")
    } else {
        t!("case-title", number = number.clone())
    };
    let facts_about = signin
        .actor()
        .map(|actor| (actor.clone(), facts_of(shown, &town, actor, today)));
    // A file that neither the post nor a deputyship opens was opened in an emergency, or to check it: for reading.
    let is_read_only = facts_about
        .as_ref()
        .is_some_and(|(actor, facts)| !may(actor, Action::ReadCase, facts).is_yes());
    // What is noted in an emergency waits for the responsible worker; who checks a file notes nothing.
    let may_note = is_worker && !(is_read_only && opened_for.is_some_and(AccessCause::is_check));
    let may_ask_erasure = facts_about
        .as_ref()
        .is_some_and(|(actor, facts)| may(actor, Action::AskErasure, facts).is_yes());
    let in_place_of = facts_about
        .as_ref()
        .filter(|(_, facts)| facts.deputy == Some(Deputising::Active))
        .zip(shown.head.responsible.as_ref())
        .map_or_else(AttrValue::default, |(_, absent)| {
            t!("case-deputy", name = absent.name.clone())
        });
    let write = {
        let is_writing = is_writing.clone();
        Callback::from(move |()| is_writing.set(true))
    };
    let close = {
        let is_writing = is_writing.clone();
        Callback::from(move |()| is_writing.set(false))
    };
    let side = SIDES
        .iter()
        .map(|(side, _)| *side)
        .find(|side| *side == props.tab.as_str())
        .unwrap_or("uebersicht");
    let aside = html! {
        <>
            <span hidden={!is_begun}><Badge tone={Tone::Warning}>{ t!("note-begun") }</Badge></span>
            { for may_note.then(|| html! {
                <Button kind={ButtonKind::Primary} on_press={write}>{ if is_begun { t!("note-go-on") } else { t!("note-add") } }</Button>
            }) }
        </>
    };
    html! {
        <Page {title} heading={AttrValue::from(shown.head.name.clone())} lead={lead(shown)} {aside}>
            <Notice tone={Tone::Info} text={handle.stale_in_words()} />
            { for is_read_only.then(|| html! { <EmergencyBanner key="emergency" case={props.case} {on_cause} /> }) }
            { confirmed }
            <Notice tone={Tone::Info} text={in_place_of} />
            <Notice tone={Tone::Warning} text={unwritten_in_words(shown.head.unwritten_since)} />
            { for may_ask_erasure.then(|| html! { <ErasureNotice person={shown.head.person} /> }) }
            { for is_worker.then(|| html! { <DoublesOf person={shown.head.person} /> }) }
            { facts(shown, &town) }
            { for facts_about.as_ref().filter(|(actor, facts)| may(actor, Action::KeepPost, facts).is_yes()).map(|_| check_post(&handle, shown)) }
            { for is_worker.then(|| html! { <HeldCard case={props.case} /> }) }
            <Tabs label={t!("case-title", number = number.clone())} tabs={tabs(props.case, side)} />
            <div class={classes!("stack", is_read_only.then_some("reads-only"))}>
            { match side {
                "person" => html! { <PersonSide shown={shown.clone()} handle={handle.clone()} {may_ask_erasure} /> },
                "verlauf" => html! { <Notes notes={shown.notes.clone()} /> },
                "termine" => html! { <DatesSide shown={shown.clone()} handle={handle.clone()} /> },
                "einwilligungen" => match &facts_about {
                    Some((actor, facts)) => html! {
                        <ConsentSide
                            shown={shown.clone()}
                            town={Rc::clone(&town)}
                            actor={actor.clone()}
                            facts={facts.clone()}
                            on_record={record(&handle)}
                            on_revoked={Callback::from(move |revoked| confirmation.set(Some(revoked)))}
                            {on_sheet}
                        />
                    },
                    None => html! { <Waiting /> },
                },
                "einsicht" => html! { <SightSide case={props.case} town={Rc::clone(&town)} {today} /> },
                _ => html! {
                    <Overview
                        shown={shown.clone()}
                        on_next={set_next(&handle, props.case)}
                        on_fact={record_fact(&handle)}
                    />
                },
            } }
            </div>
            <NoteSheet
                head={is_writing.then(|| shown.head.clone())}
                on_close={close}
            />
        </Page>
    }
}

/// After a move: does the case stay with its worker?
fn check_post(handle: &CaseHandle, shown: &ShownCase) -> Html {
    let case = shown.head.case;
    let district = shown
        .head
        .district
        .as_ref()
        .map_or_else(|| t!("history-no-district"), district_name);
    let handle = handle.clone();
    let on_keep = Callback::from(move |reason| {
        handle.record(Command::KeepPost(KeepPost { case, reason }));
    });
    html! { <CheckPost id={case.to_string()} {district} by={shown.head.check_by} {on_keep} /> }
}

fn record(handle: &CaseHandle) -> Callback<(Command, Option<String>)> {
    let handle = handle.clone();
    Callback::from(move |(command, draft)| handle.record_all(vec![command], draft))
}

fn set_next(handle: &CaseHandle, case: CaseId) -> Callback<NextDate> {
    let handle = handle.clone();
    Callback::from(move |next| handle.record(Command::SetNextDate(SetNextDate { case, next })))
}

fn record_fact(handle: &CaseHandle) -> Callback<(Option<FactId>, FactDraft)> {
    let handle = handle.clone();
    Callback::from(move |(corrects, draft)| {
        handle.record(Command::RecordFact(RecordFact {
            fact: FactId::born(platform::now(), platform::random()),
            corrects,
            draft,
        }));
    })
}

fn lead(shown: &ShownCase) -> AttrValue {
    let district = shown
        .head
        .district
        .as_ref()
        .map(district_name)
        .unwrap_or_default();
    let since = t!(
        "case-since",
        day = i18n::day(shown.head.opened_on).to_string()
    );
    let number = if shown.head.number.is_empty() {
        t!("case-unnumbered-hint")
    } else {
        AttrValue::from(shown.head.number.clone())
    };
    let parts: Vec<String> = [number, district, since]
        .into_iter()
        .map(|part| part.to_string())
        .filter(|part| !part.is_empty())
        .collect();
    AttrValue::from(parts.join(" · "))
}

fn facts(shown: &ShownCase, town: &Organisation) -> Html {
    let draft = &shown.person.draft;
    let languages = |reads: bool| {
        let names: Vec<String> = draft
            .languages
            .iter()
            .filter(|(_, skill)| !reads || skill.reads == Some(true))
            .map(|(code, _)| language_name(code).to_string())
            .collect();
        names.join(", ")
    };
    let (spoken, read) = (languages(false), languages(true));
    let responsible = shown.head.responsible.as_ref().map_or_else(
        || t!("case-responsible-nobody"),
        |responsible| AttrValue::from(format!("{} · {}", responsible.name, responsible.telephone)),
    );
    let away = shown
        .head
        .responsible
        .as_ref()
        .map(|who| away_soon_in_words(town, &who.post, platform::now().day()))
        .unwrap_or_default();
    let given = |kind: ConsentKind| {
        let answers = shown.person.consents.iter().map(|shown| &shown.value);
        latest(answers, kind)
    };
    html! {
        <div class="case-facts">
            <ul class="badges">
                <li hidden={draft.original_script.is_empty()}><Badge><bdi lang="und">{ &draft.original_script }</bdi></Badge></li>
                <li hidden={spoken.is_empty()}><Badge>{ t!("case-speaks", languages = spoken) }</Badge></li>
                <li hidden={read.is_empty()}><Badge>{ t!("case-reads", languages = read) }</Badge></li>
                <li hidden={draft.needs_interpreter != Some(true)}><Badge tone={Tone::Warning}>{ t!("case-interpreter") }</Badge></li>
                <li hidden={!draft.address.is_locked}><Badge tone={Tone::Danger}>{ t!("case-locked") }</Badge></li>
                { for ConsentKind::AT_INTAKE.into_iter().map(|kind| {
                    let what = t!(format!("consent-{}", <&str>::from(kind))).to_string();
                    let latest = given(kind);
                    let day = latest.map(|answer| i18n::day(answer.answered_on).to_string()).unwrap_or_default();
                    let (tone, words) = match latest.map(|answer| answer.answer) {
                        Some(ConsentAnswer::Given) => (Tone::Success, t!("case-consent-given", what = what)),
                        Some(ConsentAnswer::Refused) => (Tone::Warning, t!("case-consent-refused", what = what, day = day)),
                        Some(ConsentAnswer::Revoked) => (Tone::Danger, t!("case-consent-revoked", what = what, day = day)),
                        None => (Tone::Warning, t!("case-consent-missing", what = what)),
                    };
                    let is_given = tone == Tone::Success;
                    html! { <li key={<&str>::from(kind)}><Badge {tone} is_checked={is_given}>{ words }</Badge></li> }
                }) }
            </ul>
            <p class="muted">{ t!("case-responsible") }{ ": " }<strong>{ responsible }</strong></p>
            <p class="responsible__away" hidden={away.is_empty()}>{ away }</p>
        </div>
    }
}

fn tabs(case: CaseId, current: &str) -> Vec<Tab> {
    SIDES
        .iter()
        .map(|(side, words)| Tab {
            key: AttrValue::from(*side),
            link: html! {
                <Go to={Route::CaseTab { case, tab: (*side).to_owned() }} class="tab" is_current={*side == current}>{ t!(*words) }</Go>
            },
        })
        .collect()
}

#[derive(Debug, PartialEq, Properties)]
struct PersonSideProps {
    shown: ShownCase,
    handle: CaseHandle,
    may_ask_erasure: bool,
}

/// The person's form as it stands, and the way to it; from what is missing straight to its field.
#[component]
fn PersonSide(props: &PersonSideProps) -> Html {
    let draft = &props.shown.person.draft;
    let person = props.shown.head.person;
    let address = &draft.address;
    let place = [
        address.street.as_str(),
        address.post_code.as_str(),
        address.town.as_str(),
        address.place.as_str(),
    ]
    .into_iter()
    .filter(|part| !part.is_empty())
    .collect::<Vec<_>>()
    .join(", ");
    let date = |date: Option<ImpreciseDate>| {
        date.map(|date| date_in_words(date).to_string())
            .unwrap_or_default()
    };
    let safe_way = draft.contact.safe_way.as_ref();
    // What somebody looks for in a hurry is named also where it is missing.
    let rows: [(&str, &str, String, bool); 11] = [
        (
            "case-person-family-name",
            "family_name",
            draft.family_name.clone(),
            false,
        ),
        (
            "case-person-given-name",
            "given_name",
            draft.given_name.clone(),
            false,
        ),
        (
            "case-person-spoken-name",
            "spoken_name",
            draft.spoken_name.clone(),
            false,
        ),
        (
            "case-person-original-script",
            "original_script",
            draft.original_script.clone(),
            false,
        ),
        ("case-person-born", "born", date(draft.born), true),
        (
            "case-person-entered-germany",
            "entered_germany",
            date(draft.entered_germany),
            true,
        ),
        ("case-person-address", "address.place", place, true),
        (
            "case-person-telephone",
            "contact.telephone",
            draft.contact.telephone.clone(),
            true,
        ),
        (
            "case-person-email",
            "contact.email",
            draft.contact.email.clone(),
            false,
        ),
        (
            "case-person-safe-way",
            "contact.safe_way",
            safe_way.map(safe_way_label).unwrap_or_default(),
            true,
        ),
        (
            "case-person-contact-hint",
            "contact.hint",
            draft.contact.hint.clone(),
            false,
        ),
    ];
    let on_decide = {
        let handle = props.handle.clone();
        Callback::from(move |commands: Vec<Command>| {
            for command in commands {
                handle.record(command);
            }
        })
    };
    let file = &props.shown.person;
    let waiting: Vec<_> = file.conflicts.iter().map(|one| one.value.clone()).collect();
    html! {
        <>
        <Disagreements {waiting} settled={file.settled.clone()} {on_decide} />
        <Card>
            <dl class="facts">
                { for rows.into_iter().filter(|(.., value, is_asked)| *is_asked || !value.trim().is_empty()).map(|(label, path, value, _)| html! {
                    <div key={path} class="facts__row">
                        <dt>{ t!(label) }</dt>
                        if value.trim().is_empty() {
                            <dd class="facts__missing">
                                <span class="muted">{ t!("case-person-missing") }</span>
                                <Go to={Route::CorrectionAt { person, at: control_id(path) }} class="button button--secondary">
                                    { t!("case-person-add") }
                                    <span class="visually-hidden">{ format!(": {}", t!(label)) }</span>
                                </Go>
                            </dd>
                        } else {
                            <dd><bdi>{ value }</bdi></dd>
                        }
                    </div>
                }) }
            </dl>
            <div class="actions">
                <Go to={Route::Correction { person }} class="button button--secondary">{ t!("case-edit-person") }</Go>
                <Go to={Route::CompareWith { person }} class="button button--secondary">{ t!("person-compare-with") }</Go>
                <Go to={Route::WhoRead { case: props.shown.head.case }} class="button button--secondary">{ t!("told-link") }</Go>
                <Go to={Route::Changes { person }} class="button button--secondary">{ t!("changes-link") }</Go>
                { for props.may_ask_erasure.then(|| html! {
                    <Go to={Route::Erasure { person }} class="button button--secondary">{ t!("erasure-link") }</Go>
                }) }
            </div>
        </Card>
        </>
    }
}

#[derive(Debug, PartialEq, Properties)]
struct DatesSideProps {
    shown: ShownCase,
    handle: CaseHandle,
}

/// What is open below the appointments.
#[derive(Debug, Clone, PartialEq)]
enum Planning {
    Nothing,
    New,
    /// One that lies ahead is moved.
    Move(AppointmentId, Box<AppointmentDraft>),
}

/// Appointments: those there are, a new one, and one that is moved.
#[component]
fn DatesSide(props: &DatesSideProps) -> Html {
    let planning = use_state(|| Planning::Nothing);
    let now = use_now();
    let toasts = use_toasts();
    let case = props.shown.head.case;
    let open = {
        let planning = planning.clone();
        Callback::from(move |()| planning.set(Planning::New))
    };
    let close = {
        let planning = planning.clone();
        Callback::from(move |()| {
            planning.set(Planning::Nothing);
            platform::focus_soon("appointment-plan");
        })
    };
    let on_change = {
        let (planning, appointments) = (planning.clone(), props.shown.appointments.clone());
        Callback::from(move |appointment| {
            let of = |shown: &&Shown<AppointmentView>| shown.value.appointment == appointment;
            if let Some(shown) = appointments.iter().find(of) {
                let draft = Box::new(shown.value.draft.clone());
                planning.set(Planning::Move(appointment, draft));
            }
        })
    };
    let on_plan = {
        let (handle, planning, close) = (props.handle.clone(), planning.clone(), close.clone());
        let toasts = toasts.clone();
        Callback::from(move |draft: AppointmentDraft| {
            let when = draft.starts_at.map(i18n::appointed).unwrap_or_default();
            let plan = Command::PlanAppointment(PlanAppointment {
                appointment: AppointmentId::born(platform::now(), platform::random()),
                case,
                draft,
            });
            match &*planning {
                // Both or neither: the old one stays in the file as moved, and the new one stands in its place.
                Planning::Move(appointment, _) => {
                    let moved = Command::SettleAppointment(SettleAppointment {
                        appointment: *appointment,
                        case,
                        end: AppointmentEnd::Moved,
                    });
                    handle.record_all(vec![moved, plan], None);
                    toasts.say(t!("appointment-moved-to", when = when.to_string()));
                }
                Planning::New | Planning::Nothing => {
                    handle.record(plan);
                    toasts.say(t!("appointment-planned", when = when.to_string()));
                }
            }
            close.emit(());
        })
    };
    let on_settle = {
        let handle = props.handle.clone();
        Callback::from(move |(appointment, end)| {
            handle.record(Command::SettleAppointment(SettleAppointment {
                appointment,
                case,
                end,
            }));
            platform::focus_soon("appointment-plan");
        })
    };
    let (key, planned) = match &*planning {
        Planning::Move(appointment, draft) => (appointment.to_string(), Some((**draft).clone())),
        Planning::New | Planning::Nothing => (String::new(), None),
    };
    html! {
        <Card title={t!("today-appointments")}>
            <Appointments appointments={props.shown.appointments.clone()} {now} {on_settle} {on_change} />
            <div class="actions" hidden={*planning != Planning::Nothing}>
                <Button id="appointment-plan" on_press={open}>{ t!("appointment-plan") }</Button>
            </div>
            <div>
                if *planning != Planning::Nothing {
                    <AppointmentForm {key} today={now.day()} {planned} {on_plan} on_cancel={close} />
                }
            </div>
        </Card>
    }
}
