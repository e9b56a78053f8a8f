//! Who has which case, for the coordinator: the posts with what they carry, a case by its number, and handing one over
//! with the reason. No name of a client stands here; the coordinator sees number, district and days.

use std::rc::Rc;

use shared::assignment::calls::{CaseSearch, Responsibility};
use shared::assignment::proposal::{Candidate, CandidateReason};
use shared::case::{CaseHead, KeepPost, Responsible};
use shared::command::Command;
use shared::kernel::{CaseId, PostCode, Role};
use shared::organisation::Organisation;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;
use yew_router::prelude::*;

use super::away::away_soon_in_words;
use super::panel::{LoadBar, PostChoice};
use super::pool::Proposal;
use super::state::{find_by_number, use_found_cases, use_organisation, use_responsibility};
use crate::case::state::{district_name, use_recorder};
use crate::case::{CheckPost, History};
use crate::emergency::OpenForCheck;
use crate::intake::desk::use_unit_name;
use crate::routes::{Go, Route};
use crate::signin::use_signin;
use crate::ui::{
    Badge, Button, ButtonKind, Card, EmptyState, InputKind, Notice, Page, TextField, Tone,
};
use crate::{i18n, platform, t};

/// The id of the field for a number.
const NUMBER_FIELD: &str = "case-number";

/// Every post, and the way to each of its cases.
#[function_component]
pub fn ResponsibilitiesPage() -> Html {
    let post = use_state_eq(|| None::<PostCode>);
    let search = CaseSearch {
        post: (*post).clone(),
        number: String::new(),
    };
    let found = use_found_cases(&search);
    let organisation = use_organisation();
    let title = t!("nav-responsibilities");
    let Some(known) = found.ready() else {
        return html! { <Page {title}>{ found.instead() }</Page> };
    };
    let toggle = {
        let post = post.clone();
        Callback::from(move |chosen: PostCode| {
            post.set(if post.as_ref() == Some(&chosen) {
                None
            } else {
                Some(chosen)
            });
        })
    };
    html! {
        <Page {title} lead={t!("responsibilities-lead")}>
            <ByNumber />
            <ul class="cards">
                { for known.posts.iter().map(|candidate| {
                    let is_open = post.as_ref() == Some(&candidate.post);
                    // While the cases of another post are read, those of the one before are still there.
                    let cases: Vec<CaseHead> = known.cases.iter().filter(|head| is_at(head, &candidate.post)).cloned().collect();
                    html! {
                        <li key={candidate.post.to_string()}>
                            <PostCard
                                candidate={candidate.clone()}
                                {is_open}
                                cases={if is_open { Rc::from(cases) } else { Rc::from(Vec::new()) }}
                                total={known.total}
                                organisation={Rc::clone(&organisation)}
                                on_toggle={toggle.clone()}
                            />
                        </li>
                    }
                }) }
            </ul>
        </Page>
    }
}

fn is_at(head: &CaseHead, post: &PostCode) -> bool {
    head.responsible
        .as_ref()
        .is_some_and(|who| who.post == *post)
}

/// A case by its number: whoever has a letter or a call about one types what stands there.
#[function_component]
pub(super) fn ByNumber() -> Html {
    let number = use_state_eq(String::new);
    let said = use_state_eq(|| None::<&'static str>);
    let navigator = use_navigator();
    let onsubmit = {
        let (number, said) = (number.clone(), said.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let (number, said, navigator) = ((*number).clone(), said.clone(), navigator.clone());
            if number.trim().is_empty() {
                platform::focus(NUMBER_FIELD);
                return;
            }
            spawn_local(async move {
                match find_by_number(number).await {
                    Ok(Some(case)) => {
                        if let Some(navigator) = navigator {
                            navigator.push(&Route::Responsibility { case });
                        }
                    }
                    Ok(None) => said.set(Some("responsibilities-number-none")),
                    Err(failure) => said.set(Some(failure.text_key())),
                }
            });
        })
    };
    let on_input = {
        let (number, said) = (number.clone(), said.clone());
        Callback::from(move |text| {
            number.set(text);
            said.set(None);
        })
    };
    html! {
        <form class="by-number" {onsubmit} novalidate=true>
            <TextField
                id={NUMBER_FIELD}
                label={t!("responsibilities-number")}
                hint={t!("responsibilities-number-hint")}
                kind={InputKind::Search}
                value={AttrValue::from((*number).clone())}
                {on_input}
            />
            <Button is_submit=true>{ t!("responsibilities-number-open") }</Button>
            <Notice tone={Tone::Warning} text={said.map(|key| t!(key)).unwrap_or_default()} />
        </form>
    }
}

#[derive(Debug, PartialEq, Properties)]
struct PostCardProps {
    candidate: Candidate,
    is_open: bool,
    cases: Rc<[CaseHead]>,
    /// How many cases the open post has in all.
    total: u32,
    organisation: Rc<Organisation>,
    on_toggle: Callback<PostCode>,
}

#[function_component]
fn PostCard(props: &PostCardProps) -> Html {
    let candidate = &props.candidate;
    let unit_name = use_unit_name(&props.organisation);
    let name = name_of(candidate);
    let toggle = {
        let (post, on_toggle) = (candidate.post.clone(), props.on_toggle.clone());
        Callback::from(move |()| on_toggle.emit(post.clone()))
    };
    let shown = u32::try_from(props.cases.len()).unwrap_or(u32::MAX);
    html! {
        <section class="card post" aria-label={name.clone()}>
            <div class="post__head">
                { post_head(candidate, &props.organisation, &unit_name) }
                <Button
                    on_press={toggle}
                    is_expanded={Some(props.is_open)}
                    is_disabled={candidate.load == 0}
                    aria_label={t!("responsibilities-cases-of", name = name.to_string())}
                >{ t!("responsibilities-cases") }</Button>
            </div>
            <div hidden={!props.is_open}>
                <ul class="needs">{ for props.cases.iter().map(line) }</ul>
                <p class="muted" hidden={shown >= props.total}>
                    { t!("responsibilities-cut", shown = shown, total = props.total) }
                </p>
            </div>
        </section>
    }
}

/// Who holds a post, or that nobody does.
fn name_of(candidate: &Candidate) -> AttrValue {
    if candidate.name.is_empty() {
        t!("responsibilities-vacant")
    } else {
        AttrValue::from(candidate.name.clone())
    }
}

/// A post in the head of its card: who holds it, whether they are away, and how full it is.
pub(super) fn post_head(
    candidate: &Candidate,
    town: &Organisation,
    unit_name: &Callback<String, AttrValue>,
) -> Html {
    let has = |reason| candidate.reasons.contains(&reason);
    let away = away_soon_in_words(town, &candidate.post, platform::now().day());
    html! {
        <>
            <div class="post__who">
                <strong>{ name_of(candidate) }</strong>
                <span class="muted">{ unit_name.emit(candidate.unit.to_string()) }</span>
                <span hidden={!has(CandidateReason::IsAbsent)}><Badge tone={Tone::Warning}>{ t!("candidate-is_absent") }</Badge></span>
                <span hidden={!has(CandidateReason::IsVacant)}><Badge tone={Tone::Danger}>{ t!("candidate-is_vacant") }</Badge></span>
                <span hidden={!has(CandidateReason::IsFull)}><Badge tone={Tone::Warning}>{ t!("candidate-is_full") }</Badge></span>
                <span class="muted post__away" hidden={away.is_empty()}>{ away }</span>
            </div>
            <div class="post__load"><LoadBar load={candidate.load} capacity={candidate.capacity} /></div>
        </>
    }
}

/// Below who is responsible, for a head of a body: the way into the file on cause, or the file that is open.
fn check(known: &Responsibility) -> Html {
    let head = &known.head;
    let responsible = head.responsible.as_ref().map(|who| who.name.clone());
    match () {
        () if known.is_file_open => html! {
            <p><Go to={Route::Case { case: head.case }} class="button button--primary">{ t!("file-check-read") }</Go></p>
        },
        () if known.may_check => html! {
            <OpenForCheck
                case={head.case}
                person={head.person}
                responsible={responsible.map(AttrValue::from).unwrap_or_default()}
            />
        },
        () => html! { <p class="muted">{ t!("file-check-not-here") }</p> },
    }
}

/// Below who is responsible: until when they are away, and who deputises.
fn away_line(town: &Organisation, who: &Responsible) -> Html {
    let words = away_soon_in_words(town, &who.post, platform::now().day());
    html! { <span class="responsible__away" hidden={words.is_empty()}>{ words }</span> }
}

fn line(head: &CaseHead) -> Html {
    let district = head
        .district
        .as_ref()
        .map_or_else(|| t!("pool-no-district"), district_name);
    let since = t!("case-since", day = i18n::day(head.opened_on).to_string());
    html! {
        <li key={head.case.to_string()} class="need">
            <div class="need__words">
                <strong>{ head.number.clone() }</strong>
                <span class="muted">{ format!("{district} · {since}") }</span>
                <span hidden={head.check_by.is_none()}><Badge tone={Tone::Warning}>{ t!("need-check-post") }</Badge></span>
            </div>
            <div class="need__action">
                <Go to={Route::Responsibility { case: head.case }} class="button button--secondary">
                    { t!("responsibilities-open") }
                    <span class="visually-hidden">{ format!(": {}", head.number) }</span>
                </Go>
            </div>
        </li>
    }
}

/// Properties of [`ResponsibilityPage`].
#[derive(Debug, PartialEq, Properties)]
pub struct ResponsibilityPageProps {
    /// The case.
    pub case: CaseId,
}

/// Who has a case, how that came about, and the proposal for whoever takes it over.
#[function_component]
pub fn ResponsibilityPage(props: &ResponsibilityPageProps) -> Html {
    let loaded = use_responsibility(props.case);
    let organisation = use_organisation();
    let unit_name = use_unit_name(&organisation);
    let recorder = use_recorder();
    let signin = use_signin();
    let is_head = signin
        .actor()
        .is_some_and(|actor| actor.is(Role::HeadOfBody));
    let is_open = use_state_eq(|| false);
    let given = use_state_eq(|| None::<PostCode>);
    let title = t!("responsibility-title");
    let Some(known) = loaded.ready() else {
        return html! { <Page {title}>{ loaded.instead() }</Page> };
    };
    let head = &known.head;
    let keeper = recorder.clone();
    let on_confirm = {
        let (is_open, given, recorder) = (is_open.clone(), given.clone(), recorder.clone());
        let (case, person) = (head.case, head.person);
        Callback::from(move |(choice, _): (PostChoice, AttrValue)| {
            let to = choice.to.clone();
            let (is_open, given) = (is_open.clone(), given.clone());
            let then = Callback::from(move |is_kept: bool| {
                if is_kept {
                    is_open.set(false);
                    given.set(Some(to.clone()));
                    platform::focus("page-heading");
                }
            });
            let command = Command::AssignCase(choice.command(case));
            recorder.record_then(person, None, command, None, then);
        })
    };
    let open = {
        let is_open = is_open.clone();
        Callback::from(move |()| {
            is_open.set(true);
            platform::focus_soon("proposal-title");
        })
    };
    let close = {
        let is_open = is_open.clone();
        Callback::from(move |()| is_open.set(false))
    };
    let current = head.responsible.as_ref().map(|who| who.post.clone());
    let (said_tone, said) = match (&*given, &head.responsible) {
        (Some(to), Some(who)) if who.post == *to => {
            (Tone::Success, t!("handover-done", name = who.name.clone()))
        }
        (Some(_), _) => (Tone::Info, t!("handover-sent")),
        (None, _) => (Tone::Info, AttrValue::default()),
    };
    let district = head
        .district
        .as_ref()
        .map_or_else(|| t!("pool-no-district"), district_name);
    let lead = format!(
        "{district} · {}",
        t!("case-since", day = i18n::day(head.opened_on).to_string())
    );
    let who = match &head.responsible {
        Some(who) => html! {
            <p>
                <strong class="responsible__name">{ who.name.clone() }</strong>
                <span class="muted">{ format!(" {} · {}", unit_name.emit(who.unit.to_string()), who.telephone) }</span>
                { away_line(&organisation, who) }
            </p>
        },
        None => html! { <p>{ t!("case-responsible-nobody") }</p> },
    };
    let since = head.assigned_at.map_or_else(AttrValue::default, |at| {
        t!("history-since", day = i18n::day(at.day()).to_string())
    });
    let on_keep = {
        let (case, person) = (head.case, head.person);
        Callback::from(move |reason: String| {
            let command = Command::KeepPost(KeepPost { case, reason });
            keeper.record(person, None, command);
        })
    };
    html! {
        <Page {title} heading={AttrValue::from(head.number.clone())} lead={AttrValue::from(lead)}>
            <Notice tone={said_tone} text={said} />
            <Card title={t!("case-responsible")} aside={since}>
                { who }
                <CheckPost id={head.case.to_string()} district={district} by={head.check_by.filter(|_| !is_head)} is_own={!known.may_assign} {on_keep} />
                <div class="actions" hidden={*is_open || !known.may_assign}>
                    <Button id="handover-begin" kind={ButtonKind::Primary} on_press={open}>
                        { t!(if current.is_some() { "handover-begin" } else { "pool-assign" }) }
                    </Button>
                    <Go to={Route::Responsibilities} class="button button--quiet">{ t!("responsibility-back") }</Go>
                </div>
                <p class="muted" hidden={known.may_assign}>{ t!("responsibility-not-here") }</p>
                <p hidden={!is_head}><Go to={Route::Body}>{ t!("body-back") }</Go></p>
            </Card>
            { for is_head.then(|| check(known)) }
            <div>
                if *is_open {
                    <Card>
                        <div hidden={current.is_none()}><Notice tone={Tone::Info} text={t!("handover-agreed")} /></div>
                        <Proposal case={head.case} current={current.clone()} {on_confirm} on_leave={close} />
                    </Card>
                }
            </div>
            <History history={known.history.clone()} />
            <div hidden={!known.history.posts.is_empty()}><EmptyState text={t!("responsibility-history-none")} /></div>
        </Page>
    }
}
