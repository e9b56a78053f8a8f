//! The coordinator's pool: cases that nobody is responsible for, oldest first, and who could take each. No name of a
//! client stands here; the coordinator sees number, district and days.

use std::rc::Rc;

use shared::assignment::calls::{Pool, PoolCases};
use shared::assignment::proposal::Candidate;
use shared::calls::Nothing;
use shared::case::{CaseHead, KeepPost};
use shared::command::Command;
use shared::device::Entry;
use shared::exchange::Subject;
use shared::kernel::{CaseId, PostCode};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::away::away_in_words;
use super::panel::{PostChoice, ProposalPanel};
use super::state::{ProposalState, use_organisation, use_proposal};
use crate::api::{self, ApiFailure};
use crate::case::CheckPost;
use crate::case::state::{district_name, use_beat, use_now, use_recorder};
use crate::emergency::EmergencyNotices;
use crate::erasure::ErasuresWaiting;
use crate::inquiry::InquiryNotice;
use crate::intake::exceptions::ExceptionsWaiting;
use crate::offline::{NewCommand, Sent, use_offline};
use crate::routes::{Go, Route};
use crate::ui::{Badge, Button, Card, EmptyState, Notice, Page, Tone, Waiting, use_toasts};
use crate::{i18n, platform, t};

/// How often the pool is looked at anew: a case that reception left to it is seen without loading the page.
const REFRESH_MILLIS: u32 = 20_000;

/// What is known of the pool.
#[derive(Debug, Clone, PartialEq)]
enum Known {
    Waiting,
    Ready(Rc<PoolCases>),
    Failed(ApiFailure),
}

/// The page.
#[function_component]
pub fn PoolPage() -> Html {
    let known = use_state_eq(|| Known::Waiting);
    let attempt = use_state_eq(|| 0_u32);
    let chosen = use_state_eq(|| None::<CaseHead>);
    let is_sending = use_state_eq(|| false);
    let offline = use_offline();
    let recorder = use_recorder();
    let toasts = use_toasts();
    let beat = use_beat(REFRESH_MILLIS);
    {
        let known = known.clone();
        use_effect_with((*attempt, beat, offline.revision), move |_| {
            spawn_local(async move {
                match api::send::<Pool>(&Nothing {}).await {
                    Ok(cases) => known.set(Known::Ready(Rc::new(cases))),
                    // A look that fails leaves the last answer on the screen.
                    Err(_) if matches!(*known, Known::Ready(_)) => {}
                    Err(failure) => known.set(Known::Failed(failure)),
                }
            });
        });
    }
    let on_confirm = {
        let (chosen, attempt, is_sending) = (chosen.clone(), attempt.clone(), is_sending.clone());
        let (offline, toasts) = (offline.clone(), toasts);
        Callback::from(move |(choice, name): (PostChoice, AttrValue)| {
            let Some(head) = (*chosen).clone().filter(|_| !*is_sending) else {
                return;
            };
            let number = head.number.clone();
            let command = Command::AssignCase(choice.command(head.case));
            let group = vec![NewCommand::new(Subject::Person(head.person), command)];
            let (chosen, attempt, is_sending) =
                (chosen.clone(), attempt.clone(), is_sending.clone());
            let (offline, toasts) = (offline.clone(), toasts.clone());
            is_sending.set(true);
            spawn_local(async move {
                // The list is read again when the server has decided, not when the device has kept it.
                let sent = offline.send(group, None).await;
                is_sending.set(false);
                let name = name.to_string();
                toasts.say(match &sent {
                    Ok(Sent::Waits) => t!("pool-assign-waits", number = number, name = name),
                    Ok(sent) if sent.is_kept() => t!("pool-assigned", number = number, name = name),
                    Ok(_) => t!("pool-assign-refused", number = number),
                    Err(failure) => t!(failure.text_key()),
                });
                if sent.is_ok() {
                    chosen.set(None);
                    platform::focus_soon("page-heading");
                }
                attempt.set(attempt.wrapping_add(1));
            });
        })
    };
    let on_keep = {
        let attempt = attempt.clone();
        Callback::from(move |(head, reason): (CaseHead, String)| {
            let command = Command::KeepPost(KeepPost {
                case: head.case,
                reason,
            });
            let attempt = attempt.clone();
            let then = Callback::from(move |_: bool| attempt.set(attempt.wrapping_add(1)));
            recorder.record_then(head.person, None, command, None, then);
        })
    };
    let on_leave = {
        let chosen = chosen.clone();
        Callback::from(move |()| chosen.set(None))
    };
    let again = {
        let attempt = attempt.clone();
        Callback::from(move |()| attempt.set(attempt.wrapping_add(1)))
    };
    let under_way = assigned_here(&offline.entries());
    let list = match &*known {
        Known::Waiting => html! { <Waiting /> },
        Known::Failed(failure) => html! {
            <Notice tone={Tone::Danger} text={t!(failure.text_key())}>
                <Button on_press={again}>{ t!("assignment-again") }</Button>
            </Notice>
        },
        Known::Ready(pool) if pool.cases.is_empty() => {
            html! { <EmptyState text={t!("pool-none")} /> }
        }
        Known::Ready(pool) => html! {
            <ul class="cards">{ for pool.cases.iter().map(|head| line(head, &chosen, under_way.contains(&head.case))) }</ul>
        },
    };
    let to_check = match &*known {
        Known::Ready(pool) => pool.to_check.clone(),
        Known::Waiting | Known::Failed(_) => Vec::new(),
    };
    html! {
        <Page title={t!("nav-pool")} lead={t!("pool-lead")}>
            <ExceptionsWaiting />
            <ErasuresWaiting />
            <EmergencyNotices />
            <InquiryNotice />
            <div>{ list }</div>
            <section class="stack" aria-labelledby="pool-check" hidden={to_check.is_empty()}>
                <h2 id="pool-check">{ t!("pool-check") }</h2>
                <p class="muted">{ t!("pool-check-lead") }</p>
                <ul class="cards">{ for to_check.iter().map(|head| html! {
                    <li key={head.case.to_string()} class="stack">
                        <ul class="cards">{ line(head, &chosen, under_way.contains(&head.case)) }</ul>
                        { check(head, &on_keep) }
                    </li>
                }) }</ul>
            </section>
            <div>
                if let Some(head) = (*chosen).clone() {
                    <Card title={head.number.clone()}>
                        <Proposal
                            key={head.case.to_string()}
                            case={head.case}
                            current={head.responsible.as_ref().map(|who| who.post.clone())}
                            is_waiting={*is_sending}
                            leave={head.responsible.is_none().then(|| t!("pool-leave"))}
                            {on_confirm}
                            {on_leave}
                        />
                    </Card>
                }
            </div>
        </Page>
    }
}

/// The question after a move, for the coordinator.
fn check(head: &CaseHead, on_keep: &Callback<(CaseHead, String)>) -> Html {
    let district = head
        .district
        .as_ref()
        .map_or_else(|| t!("pool-no-district"), district_name);
    let keep = {
        let head = head.clone();
        on_keep.reform(move |reason: String| (head.clone(), reason))
    };
    html! { <CheckPost id={head.case.to_string()} {district} by={head.check_by} is_own=false on_keep={keep} /> }
}

/// The cases that were given to a post on this device while the server has not answered yet.
fn assigned_here(entries: &[Entry]) -> Vec<CaseId> {
    entries
        .iter()
        .filter(|entry| entry.is_unanswered())
        .flat_map(|entry| entry.envelopes.iter())
        .filter_map(|envelope| match &envelope.command {
            Command::AssignCase(call) => Some(call.case),
            _ => None,
        })
        .collect()
}

fn line(head: &CaseHead, chosen: &UseStateHandle<Option<CaseHead>>, is_under_way: bool) -> Html {
    let choose = {
        let (chosen, head) = (chosen.clone(), head.clone());
        Callback::from(move |()| chosen.set(Some(head.clone())))
    };
    let is_chosen = chosen
        .as_ref()
        .is_some_and(|chosen| chosen.case == head.case);
    let district = head
        .district
        .as_ref()
        .map_or_else(|| t!("pool-no-district"), district_name);
    let since = t!("case-since", day = i18n::day(head.opened_on).to_string());
    let who = head
        .responsible
        .as_ref()
        .map(|responsible| format!(" · {}", responsible.name))
        .unwrap_or_default();
    html! {
        <li key={head.case.to_string()} class={classes!("visit", is_chosen.then_some("visit--next"))}>
            <div class="visit__words">
                <strong>{ head.number.clone() }</strong>
                <p class="muted">{ format!("{district} · {since}{who}") }</p>
                <p hidden={head.responsible.is_some()}>
                    <Go to={Route::Erasure { person: head.person }}>
                        { t!("erasure-link") }<span class="visually-hidden">{ format!(": {}", head.number) }</span>
                    </Go>
                </p>
            </div>
            <div class="visit__action">
                <span hidden={!is_under_way}><Badge tone={Tone::Info}>{ t!("pool-under-way") }</Badge></span>
                <span hidden={is_under_way}>
                    <Button
                        on_press={choose}
                        is_expanded={Some(is_chosen)}
                        aria_label={t!("pool-assign-case", number = head.number.clone())}
                    >{ t!("pool-assign") }</Button>
                </span>
            </div>
        </li>
    }
}

#[derive(Debug, PartialEq, Properties)]
pub(super) struct ProposalProps {
    /// The case.
    pub(super) case: CaseId,
    /// The post that has it, if one has.
    pub(super) current: Option<PostCode>,
    /// Whether the answer to a choice is awaited.
    #[prop_or_default]
    pub(super) is_waiting: bool,
    /// What the button says that leaves the case where it is; absent: what fits everybody.
    #[prop_or_default]
    pub(super) leave: Option<AttrValue>,
    /// A post was chosen and confirmed; with the name of whoever holds it.
    pub(super) on_confirm: Callback<(PostChoice, AttrValue)>,
    /// The case stays where it is.
    pub(super) on_leave: Callback<()>,
}

/// Who could take the chosen case.
#[function_component]
pub(super) fn Proposal(props: &ProposalProps) -> Html {
    let state = use_proposal(Some(props.case), 0);
    let organisation = use_organisation();
    let today = use_now().day();
    // Whoever opened the panel reads it next.
    let is_ready = matches!(state, ProposalState::Ready(_));
    use_effect_with(is_ready, |is_ready| {
        if *is_ready {
            platform::focus("proposal-title");
        }
    });
    match state {
        ProposalState::None | ProposalState::Waiting => html! { <Waiting /> },
        ProposalState::Failed(failure) => {
            html! { <Notice tone={Tone::Danger} text={t!(failure.text_key())} /> }
        }
        ProposalState::Ready(proposal) => {
            let units = proposal
                .candidates
                .iter()
                .map(|candidate| {
                    let unit = organisation.unit_on(&candidate.unit, today);
                    AttrValue::from(
                        unit.map_or_else(|| candidate.unit.to_string(), |unit| unit.name.clone()),
                    )
                })
                .collect::<Vec<AttrValue>>();
            let away = proposal
                .candidates
                .iter()
                .map(|candidate| away_in_words(&organisation, &candidate.post, today))
                .collect::<Vec<AttrValue>>();
            let on_confirm = {
                let proposal = Rc::clone(&proposal);
                props.on_confirm.reform(move |choice: PostChoice| {
                    let of = |candidate: &&Candidate| candidate.post == choice.to;
                    let name = proposal.candidates.iter().find(of);
                    let name = name.map(|candidate| AttrValue::from(candidate.name.clone()));
                    (choice, name.unwrap_or_default())
                })
            };
            html! {
                <ProposalPanel
                    candidates={proposal.candidates.clone().into_iter().collect::<Rc<[_]>>()}
                    district={proposal.district.as_ref().map(district_name)}
                    {units}
                    {away}
                    is_waiting={props.is_waiting}
                    leave={props.leave.clone()}
                    case={props.case}
                    current={props.current.clone()}
                    {on_confirm}
                    on_leave={props.on_leave.clone()}
                />
            }
        }
    }
}
