//! What follows once an intake was decided: who takes the case, then the end.

use std::rc::Rc;

use shared::intake::IntakeDecision;
use shared::kernel::{Actor, Role};
use shared::organisation::Organisation;
use yew::prelude::*;

use super::desk::use_unit_name;
use super::done::{END_TITLE, EndScreen};
use super::state::{Form, Kept, Stage};
use crate::assignment::away::away_in_words;
use crate::assignment::panel::{PostChoice, ProposalPanel};
use crate::assignment::state::{ProposalState, use_proposal};
use crate::person::card_state::use_card;
use crate::platform;
use crate::t;
use crate::ui::{Button, ButtonKind, Card, Notice, Tone, Waiting};

/// Properties of [`After`].
#[derive(Debug, PartialEq, Properties)]
pub(super) struct AfterProps {
    /// The form with what was decided.
    pub(super) form: Rc<Form>,
    /// Where the input stands.
    pub(super) kept: Kept,
    /// Gives the case to a post.
    pub(super) on_assign: Callback<PostChoice>,
    /// The end is taken back.
    pub(super) on_take_back: Callback<()>,
    /// The organisation, for names.
    pub(super) organisation: Rc<Organisation>,
    /// Who works on it.
    pub(super) actor: Rc<Actor>,
}

/// The proposal, then the end.
#[function_component]
pub(super) fn After(props: &AfterProps) -> Html {
    let form = &props.form;
    let today = platform::now().day();
    let is_left = use_state_eq(|| false);
    let known = use_card(form.work.person_id);
    let unit_name = use_unit_name(&props.organisation);
    let waits_for_post = matches!(
        &form.stage,
        Stage::Decided(IntakeDecision::Admit { .. } | IntakeDecision::AdmitByException { .. })
            | Stage::Assigning { .. }
            | Stage::NotAssigned { .. }
    );
    let is_assigning = matches!(form.stage, Stage::Assigning { .. });
    let is_confirmed = matches!(props.kept, Kept::Confirmed(_));
    let case = form
        .case()
        .filter(|_| waits_for_post && (is_confirmed || is_assigning) && !*is_left);
    let attempt = use_state_eq(|| 0_u32);
    let proposal = use_proposal(case, *attempt);
    {
        // The button that was pressed is gone with the form: the focus goes to what stands in its place. Nothing was
        // pressed where an intake is looked at that was decided before.
        let place = match (&proposal, case) {
            _ if form.stage == Stage::Open => None,
            (ProposalState::Ready(_), Some(_)) => Some("proposal-title"),
            (ProposalState::Failed(_), Some(_)) => Some("proposal-again"),
            (_, Some(_)) => None,
            (_, None) => Some(END_TITLE),
        };
        use_effect_with(place, |place| {
            if let Some(place) = place {
                platform::focus_soon(place);
            }
        });
    }
    let leave = {
        let is_left = is_left.clone();
        Callback::from(move |()| is_left.set(true))
    };
    let again = {
        let attempt = attempt.clone();
        Callback::from(move |()| attempt.set(attempt.saturating_add(1)))
    };
    let take = {
        let (assign, post) = (props.on_assign.clone(), props.actor.post.clone());
        Callback::from(move |()| {
            if let Some(post) = post.clone() {
                assign.emit(PostChoice::on_site(post));
            }
        })
    };
    match (&proposal, case) {
        (ProposalState::Ready(proposal), Some(case)) => html! {
            <Card>
                <Notice
                    tone={Tone::Danger}
                    text={match &form.stage {
                        Stage::NotAssigned { why, .. } => t!(why.clone()),
                        _ => AttrValue::default(),
                    }}
                />
                <ProposalPanel
                    candidates={proposal.candidates.iter().cloned().collect::<Rc<[_]>>()}
                    district={proposal.district.as_ref().and_then(|code| props.organisation.district_on(code, today)).map(|district| AttrValue::from(district.name.clone()))}
                    units={proposal.candidates.iter().map(|candidate| unit_name.emit(candidate.unit.to_string())).collect::<Vec<_>>()}
                    away={proposal.candidates.iter().map(|candidate| away_in_words(&props.organisation, &candidate.post, today)).collect::<Vec<_>>()}
                    is_waiting={is_assigning}
                    case={case}
                    own={props.actor.post.clone()}
                    on_confirm={props.on_assign.clone()}
                    on_leave={leave}
                />
            </Card>
        },
        (ProposalState::Failed(_), Some(_)) => html! {
            <Card title={t!("assignment-title")}>
                <Notice tone={Tone::Warning} text={t!("assignment-failed")}>
                    <Button id="proposal-again" on_press={again}>{ t!("assignment-again") }</Button>
                </Notice>
                <div class="row">
                    <span hidden={props.actor.post.is_none()}><Button on_press={take}>{ t!("assignment-take-own") }</Button></span>
                    <Button kind={ButtonKind::Quiet} on_press={leave}>{ t!("assignment-pool") }</Button>
                </div>
            </Card>
        },
        (_, Some(_)) => html! { <Card title={t!("assignment-title")}><Waiting /></Card> },
        (_, None) => {
            let offers_self =
                waits_for_post && !is_confirmed && !*is_left && props.actor.post.is_some();
            html! {
                <>
                    <div hidden={!offers_self}>
                        <Card title={t!("assignment-title")}>
                            <p>{ t!("assignment-offline") }</p>
                            <Button kind={ButtonKind::Primary} on_press={take}>{ t!("assignment-take-own") }</Button>
                        </Card>
                    </div>
                    <EndScreen
                        form={form.clone()}
                        kept={props.kept.clone()}
                        organisation={Rc::clone(&props.organisation)}
                        is_reception={props.actor.is(Role::Reception)}
                        unit={props.actor.unit.clone()}
                        known={known.ready().map(|card| card.hit.clone())}
                        {today}
                        on_take_back={props.on_take_back.clone()}
                    />
                </>
            }
        }
    }
}
