//! Who takes the case: every post with its reasons and its load, the proposal chosen beforehand, a person confirms.
//! Values in, events out.

use std::rc::Rc;

use shared::assignment::proposal::{Candidate, CandidateReason};
use shared::assignment::{AssignCase, check_choice};
use shared::case::ChoiceReason;
use shared::kernel::text::typed_line;
use shared::kernel::{CaseId, FieldProblem, PostCode};
use strum::IntoEnumIterator;
use yew::prelude::*;

use crate::platform;
use crate::t;
use crate::ui::{Badge, Button, ButtonKind, Choice, Notice, SelectField, TextField, Tone};

/// What a person chose: a post, and why if the district would have given the case to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostChoice {
    /// The post.
    pub to: PostCode,
    /// Why.
    pub because: Option<ChoiceReason>,
    /// The same in words.
    pub reason: String,
}

impl PostChoice {
    /// Somebody who took a person in on the spot takes the case themselves.
    #[must_use]
    pub const fn on_site(to: PostCode) -> Self {
        Self {
            to,
            because: Some(ChoiceReason::OnSite),
            reason: String::new(),
        }
    }

    /// The command.
    #[must_use]
    pub fn command(self, case: CaseId) -> AssignCase {
        AssignCase {
            case,
            to: self.to,
            because: self.because,
            reason: self.reason,
        }
    }
}

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
    /// Until when each of them is away and who deputises, in their order; empty for who is there.
    #[prop_or_default]
    pub away: Vec<AttrValue>,
    /// Whether the assignment is under way.
    pub is_waiting: bool,
    /// The case.
    pub case: CaseId,
    /// The post of the one who chooses, if they hold one.
    #[prop_or_default]
    pub own: Option<PostCode>,
    /// The post that has the case, if one has: then it is handed over, and the reason is asked for.
    #[prop_or_default]
    pub current: Option<PostCode>,
    /// The choice that was confirmed.
    pub on_confirm: Callback<PostChoice>,
    /// The case is left to the coordinator, or where it is.
    pub on_leave: Callback<()>,
    /// What the button for that says where it is not "leave it to the coordinator".
    #[prop_or_default]
    pub leave: Option<AttrValue>,
}

/// The panel.
#[function_component]
pub fn ProposalPanel(props: &ProposalPanelProps) -> Html {
    let is_handover = props.current.is_some();
    let first = props
        .candidates
        .iter()
        .find(|candidate| candidate.is_proposed && Some(&candidate.post) != props.current.as_ref())
        .map(|candidate| candidate.post.clone());
    let chosen = use_state_eq(|| None::<PostCode>);
    let because = use_state_eq(|| None::<ChoiceReason>);
    let reason = use_state_eq(String::new);
    let is_asked = use_state_eq(|| false);
    let taken = (*chosen).clone().or_else(|| first.clone());
    let is_other = taken.is_some() && (is_handover || taken != first);
    let candidate = props
        .candidates
        .iter()
        .find(|candidate| Some(&candidate.post) == taken.as_ref());
    let name = candidate
        .map(|candidate| candidate.name.clone())
        .unwrap_or_default();
    let needs_reason = is_handover || candidate.is_some_and(Candidate::needs_reason);
    let choice = taken.clone().map(|to| PostChoice {
        to,
        because: (*because).filter(|_| is_other),
        reason: if is_other {
            reason.trim().to_owned()
        } else {
            String::new()
        },
    });
    // The check that the server makes once more.
    let problems = choice
        .clone()
        .and_then(|choice| {
            let call = choice.command(props.case);
            let (own, current) = (props.own.as_ref(), props.current.as_ref());
            check_choice(&props.candidates, own, current, &call).err()
        })
        .unwrap_or_default();
    let at = |path: &str| -> Vec<FieldProblem> {
        if *is_asked {
            problems.of(path).to_vec()
        } else {
            Vec::new()
        }
    };
    let confirm = {
        let (choice, is_asked) = (choice.clone(), is_asked.clone());
        let (wrong, on_confirm) = (problems.clone(), props.on_confirm.clone());
        Callback::from(move |()| {
            is_asked.set(true);
            if !wrong.of("because").is_empty() {
                platform::focus("proposal-because");
            } else if !wrong.of("reason").is_empty() {
                platform::focus("proposal-reason");
            } else if let Some(choice) = choice.clone() {
                on_confirm.emit(choice);
            }
        })
    };
    let choices: Rc<[Choice]> = ChoiceReason::iter()
        .filter(|reason| match reason {
            ChoiceReason::OnSite => props.own.is_some() && props.own == taken,
            ChoiceReason::Language => candidate.is_some_and(|candidate| {
                candidate.reasons.contains(&CandidateReason::SpeaksLanguage)
            }),
            reason if reason.is_of_handover() => is_handover,
            _ => true,
        })
        .map(|reason| {
            let code: &'static str = reason.into();
            Choice::new(code, t!(format!("choice-{code}")))
        })
        .collect();
    let on_because = {
        let because = because.clone();
        Callback::from(move |code: Option<AttrValue>| {
            because.set(code.and_then(|code| code.parse().ok()));
        })
    };
    let on_reason = {
        let reason = reason.clone();
        Callback::from(move |text: String| reason.set(text))
    };
    let lead = props.district.as_ref().map_or_else(
        || t!("assignment-no-district"),
        |district| t!("assignment-district", district = district.to_string()),
    );
    let (none_tone, none) = if first.is_some() {
        (Tone::Info, AttrValue::default())
    } else {
        let (tone, key) = why_none(&props.candidates, props.district.is_some(), is_handover);
        (tone, t!(key))
    };
    let confirm_words = |key: &'static str| {
        if name.is_empty() {
            t!("pool-assign")
        } else {
            t!(key, name = name.clone())
        }
    };
    let (title, confirm_text, leave_text) = if is_handover {
        (
            t!("handover-title"),
            confirm_words("handover-confirm"),
            t!("handover-leave"),
        )
    } else {
        (
            t!("assignment-title"),
            confirm_words("assignment-confirm"),
            props.leave.clone().unwrap_or_else(|| t!("assignment-pool")),
        )
    };
    let (because_label, because_hint) = match (is_handover, needs_reason) {
        (true, _) => (t!("handover-because"), t!("handover-because-hint")),
        (false, true) => (t!("assignment-because"), t!("assignment-because-outside")),
        (false, false) => (t!("assignment-because"), t!("assignment-because-inside")),
    };
    html! {
        <section class="proposal" aria-labelledby="proposal-title">
            <h2 id="proposal-title" tabindex="-1" class="card__title">{ title }</h2>
            <p class="muted">{ lead }</p>
            <Notice tone={none_tone} text={none} />
            <ul class="candidates">
                { for props.candidates.iter().enumerate().map(|(at, candidate)| {
                    let is_taken = Some(&candidate.post) == taken.as_ref();
                    let is_first = Some(&candidate.post) == first.as_ref();
                    let has_it = Some(&candidate.post) == props.current.as_ref();
                    let is_out = has_it || !candidate.can_be_chosen();
                    let (post, chosen) = (candidate.post.clone(), chosen.clone());
                    let unit = props.units.get(at).cloned().unwrap_or_default();
                    let away = props.away.get(at).cloned().unwrap_or_default();
                    html! {
                        <li key={candidate.post.to_string()} class={classes!("candidate", is_taken.then_some("candidate--taken"), is_out.then_some("candidate--out"))}>
                            <label class="candidate__label">
                                <input
                                    type="radio"
                                    class="tick__box"
                                    name="candidate"
                                    id={format!("candidate-{}", candidate.post)}
                                    checked={is_taken}
                                    disabled={is_out}
                                    onchange={Callback::from(move |_: Event| chosen.set(Some(post.clone())))}
                                />
                                <span class="candidate__who">
                                    <strong>{ candidate.name.clone() }</strong>
                                    <span class="muted">{ unit }</span>
                                </span>
                                <span hidden={!is_first}><Badge tone={Tone::Info}>{ t!("assignment-suggested") }</Badge></span>
                                <span hidden={!has_it}><Badge>{ t!("handover-current") }</Badge></span>
                                <span hidden={candidate.can_be_chosen()}><Badge>{ t!("assignment-not-possible") }</Badge></span>
                                <span hidden={!candidate.can_be_chosen() || !candidate.needs_reason()}><Badge tone={Tone::Warning}>{ t!("assignment-with-reason") }</Badge></span>
                            </label>
                            <div class="candidate__facts">
                                <LoadBar load={candidate.load} capacity={candidate.capacity} />
                                <ul class="candidate__reasons">
                                    { for candidate.reasons.iter().map(|reason| {
                                        let code: &'static str = reason.into();
                                        let words = match reason {
                                            CandidateReason::IsAbsent if !away.is_empty() => away.clone(),
                                            _ => t!(format!("candidate-{code}")),
                                        };
                                        html! { <li key={code} class="reason">{ words }</li> }
                                    }) }
                                </ul>
                            </div>
                        </li>
                    }
                }) }
            </ul>
            <div class="stack" hidden={!is_other}>
                <SelectField
                    id="proposal-because"
                    label={because_label}
                    hint={because_hint}
                    {choices}
                    value={because.map(|because| AttrValue::from(<&'static str>::from(because)))}
                    on_choose={on_because}
                    problems={at("because")}
                    is_required={needs_reason}
                />
                <TextField
                    id="proposal-reason"
                    label={t!("assignment-reason")}
                    hint={t!("assignment-reason-hint")}
                    value={AttrValue::from((*reason).clone())}
                    on_input={on_reason}
                    problems={typed_line(&reason, AssignCase::REASON_MAX)}
                />
            </div>
            <div class="row">
                <Button
                    id="proposal-confirm"
                    kind={ButtonKind::Primary}
                    on_press={confirm}
                    is_waiting={props.is_waiting}
                    is_disabled={taken.is_none()}
                >
                    { confirm_text }
                </Button>
                <Button kind={ButtonKind::Quiet} on_press={props.on_leave.clone()}>{ leave_text }</Button>
            </div>
        </section>
    }
}

/// Why no post is proposed, in the key of its text: nobody is free, the district has nobody who is, or there is no district.
fn why_none(
    candidates: &[Candidate],
    has_district: bool,
    is_handover: bool,
) -> (Tone, &'static str) {
    let is_anybody_free = candidates.iter().any(Candidate::can_be_chosen);
    match (is_anybody_free, is_handover, has_district) {
        (false, ..) => (Tone::Warning, "assignment-none"),
        (true, true, _) => (Tone::Warning, "handover-none"),
        (true, false, false) => (Tone::Info, "assignment-choose"),
        (true, false, true) => (Tone::Warning, "assignment-none-here"),
    }
}

#[derive(Debug, PartialEq, Properties)]
pub(super) struct LoadBarProps {
    /// Open cases.
    pub(super) load: u32,
    /// How many the post can carry.
    pub(super) capacity: u32,
}

/// Open cases against what the post can carry; the words say it, the bar shows it.
#[function_component]
pub(super) fn LoadBar(props: &LoadBarProps) -> Html {
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
