//! Who takes the case: every post with its reasons and its load, the proposal chosen beforehand, a person confirms.
//! Values in, events out.

use std::rc::Rc;

use shared::assignment::AssignCase;
use shared::assignment::proposal::Candidate;
use shared::kernel::PostCode;
use shared::kernel::text::typed_line;
use yew::prelude::*;

use crate::t;
use crate::ui::{Badge, Button, ButtonKind, Notice, TextField, Tone};

/// Properties of [`ProposalPanel`].
#[derive(Debug, PartialEq, Properties)]
pub struct ProposalPanelProps {
    /// The candidates, best first.
    pub candidates: Rc<[Candidate]>,
    /// The name of the district, if one is known.
    #[prop_or_default]
    pub district: Option<AttrValue>,
    /// The names of the candidates' units, in their order.
    pub units: Vec<AttrValue>,
    /// Whether the assignment is under way.
    pub is_waiting: bool,
    /// The post that was confirmed, with the reason if it is not the first one.
    pub on_confirm: Callback<(PostCode, String)>,
    /// The case is left to the coordinator.
    pub on_leave: Callback<()>,
}

/// The panel.
#[function_component]
pub fn ProposalPanel(props: &ProposalPanelProps) -> Html {
    let first = props
        .candidates
        .iter()
        .find(|candidate| candidate.is_proposed)
        .map(|candidate| candidate.post.clone());
    let chosen = use_state_eq(|| None::<PostCode>);
    let reason = use_state_eq(String::new);
    let taken = (*chosen).clone().or_else(|| first.clone());
    let is_other = taken.is_some() && taken != first;
    let name = props
        .candidates
        .iter()
        .find(|candidate| Some(&candidate.post) == taken.as_ref())
        .map(|candidate| candidate.name.clone())
        .unwrap_or_default();
    let confirm = {
        let (taken, reason, on_confirm) = (taken.clone(), reason.clone(), props.on_confirm.clone());
        Callback::from(move |()| {
            if let Some(post) = taken.clone() {
                let reason = if is_other {
                    reason.trim().to_owned()
                } else {
                    String::new()
                };
                on_confirm.emit((post, reason));
            }
        })
    };
    let reason_problems = typed_line(&reason, AssignCase::REASON_MAX);
    let on_reason = {
        let reason = reason.clone();
        Callback::from(move |text: String| reason.set(text))
    };
    let lead = props.district.as_ref().map_or_else(
        || t!("assignment-no-district"),
        |district| t!("assignment-district", district = district.to_string()),
    );
    let none = if first.is_none() {
        t!("assignment-none")
    } else {
        AttrValue::default()
    };
    html! {
        <section class="proposal" aria-labelledby="proposal-title">
            <h2 id="proposal-title" tabindex="-1" class="card__title">{ t!("assignment-title") }</h2>
            <p class="muted">{ lead }</p>
            <Notice tone={Tone::Warning} text={none} />
            <ul class="candidates">
                { for props.candidates.iter().enumerate().map(|(at, candidate)| {
                    let is_taken = Some(&candidate.post) == taken.as_ref();
                    let is_first = Some(&candidate.post) == first.as_ref();
                    let (post, chosen) = (candidate.post.clone(), chosen.clone());
                    let unit = props.units.get(at).cloned().unwrap_or_default();
                    html! {
                        <li key={candidate.post.to_string()} class={classes!("candidate", is_taken.then_some("candidate--taken"), (!candidate.is_proposed).then_some("candidate--out"))}>
                            <label class="candidate__label">
                                <input
                                    type="radio"
                                    class="tick__box"
                                    name="candidate"
                                    id={format!("candidate-{}", candidate.post)}
                                    checked={is_taken}
                                    disabled={!candidate.is_proposed}
                                    onchange={Callback::from(move |_: Event| chosen.set(Some(post.clone())))}
                                />
                                <span class="candidate__who">
                                    <strong>{ candidate.name.clone() }</strong>
                                    <span class="muted">{ unit }</span>
                                </span>
                                <span hidden={!is_first}><Badge tone={Tone::Info}>{ t!("assignment-suggested") }</Badge></span>
                                <span hidden={candidate.is_proposed}><Badge>{ t!("assignment-not-possible") }</Badge></span>
                            </label>
                            <div class="candidate__facts">
                                <LoadBar load={candidate.load} capacity={candidate.capacity} />
                                <ul class="candidate__reasons">
                                    { for candidate.reasons.iter().map(|reason| {
                                        let code: &'static str = reason.into();
                                        html! { <li key={code} class="reason">{ t!(format!("candidate-{code}")) }</li> }
                                    }) }
                                </ul>
                            </div>
                        </li>
                    }
                }) }
            </ul>
            <div hidden={!is_other}>
                <TextField
                    id="proposal-reason"
                    label={t!("assignment-reason")}
                    hint={t!("assignment-reason-hint")}
                    value={AttrValue::from((*reason).clone())}
                    on_input={on_reason}
                    problems={reason_problems.clone()}
                    is_required={is_other}
                />
            </div>
            <div class="row">
                <Button
                    id="proposal-confirm"
                    kind={ButtonKind::Primary}
                    on_press={confirm}
                    is_waiting={props.is_waiting}
                    is_disabled={taken.is_none() || (is_other && reason.trim().is_empty()) || !reason_problems.is_empty()}
                >
                    { t!("assignment-confirm", name = name) }
                </Button>
                <Button kind={ButtonKind::Quiet} on_press={props.on_leave.clone()}>{ t!("assignment-pool") }</Button>
            </div>
        </section>
    }
}

#[derive(Debug, PartialEq, Properties)]
struct LoadBarProps {
    load: u32,
    capacity: u32,
}

/// Open cases against what the post can carry; the words say it, the bar shows it.
#[function_component]
fn LoadBar(props: &LoadBarProps) -> Html {
    let whole = props.capacity.max(props.load).max(1);
    let part = |cases: u32| {
        cases
            .saturating_mul(100)
            .checked_div(whole)
            .unwrap_or_default()
    };
    html! {
        <div class="load">
            <svg class="load__bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false">
                <rect class="load__ground" x="0" y="0" width="100" height="8" rx="2" />
                <rect
                    class={classes!("load__part", (props.load >= props.capacity).then_some("load__part--full"))}
                    x="0" y="0" width={part(props.load).to_string()} height="8" rx="2"
                />
                <rect class="load__limit" x={part(props.capacity).saturating_sub(1).to_string()} y="0" width="1" height="8" />
            </svg>
            <span class="load__words">{ t!("assignment-load", load = props.load, capacity = props.capacity) }</span>
        </div>
    }
}
