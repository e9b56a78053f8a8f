//! The intake form as a page: sections in any order, what is still missing, where the input stands, the target group
//! beside it, and after the admission who takes the case.

use std::rc::Rc;

use shared::consent::{ConsentAnswer, ConsentKind};
use shared::intake::state::IntakeState;
use shared::kernel::{Actor, PersonId, PostCode, Role};
use shared::organisation::Organisation;
use yew::prelude::*;

use super::consent::latest;
use super::desk::use_lists;
use super::sections::{Sections, kept_line, summary, use_section};
use super::state::{Form, Intake, Kept, Loaded, Purpose, Stage, use_intake};
use super::target::{AskAgain, ExceptionStands, TargetPanel};
use super::work::Section;
use super::{after::After, duplicates::Duplicates};
use crate::assignment::state::use_organisation;
use crate::person::disagreement::Disagreements;
use crate::person::doubles::DoublesOf;
use crate::platform::{self, network::use_network};
use crate::routes::{Go, Route};
use crate::signin::use_signin;
use crate::t;
use crate::ui::{Notice, Page, ProblemSummary, Tone, Waiting};

/// Properties of [`IntakePage`].
#[derive(Debug, PartialEq, Properties)]
pub struct IntakePageProps {
    /// Whose intake.
    pub person: PersonId,
}

/// The page.
#[function_component]
pub fn IntakePage(props: &IntakePageProps) -> Html {
    let organisation = use_organisation();
    let intake = use_intake(props.person, Purpose::TakeIn, &organisation);
    let signin = use_signin();
    let actor = signin.actor().cloned().map(Rc::new);
    match (&intake.loaded, actor) {
        (Loaded::Ready(form), Some(actor)) => html! {
            <Ready form={(**form).clone()} intake={intake.clone()} {organisation} {actor} />
        },
        (Loaded::NotFound, _) => html! {
            <Page title={t!("intake-title")}>
                <Notice tone={Tone::Warning} text={t!("intake-not-found")} />
                <Go to={Route::Home} class="button button--secondary">{ t!("intake-to-start") }</Go>
            </Page>
        },
        (Loaded::Failed(why), _) => html! {
            <Page title={t!("intake-title")}><Notice tone={Tone::Warning} text={t!(*why)} /></Page>
        },
        _ => html! { <Page title={t!("intake-title")}><Waiting /></Page> },
    }
}

#[derive(Debug, PartialEq, Properties)]
struct ReadyProps {
    form: Form,
    intake: Intake,
    organisation: Rc<Organisation>,
    actor: Rc<Actor>,
}

#[function_component]
fn Ready(props: &ReadyProps) -> Html {
    let form = &props.form;
    let today = platform::now().day();
    let lists = use_lists(&props.organisation);
    let is_reached = use_network();
    let (section, go) = use_section(Section::Person, &props.intake);
    let is_open = matches!(
        (&form.stage, &form.state),
        (
            Stage::Open | Stage::Deciding | Stage::Refused(_),
            IntakeState::Open
                | IntakeState::Completed { .. }
                | IntakeState::ExceptionAsked { .. }
                | IntakeState::ExceptionRefused { .. }
        )
    );
    let name = form.work.person.shown_name();
    let heading = if name.is_empty() {
        t!("intake-title-new")
    } else {
        t!("intake-title-of", name = name)
    };
    let is_new = form.work.recorded_person.is_none();
    let title = if is_new {
        t!("intake-title-new")
    } else {
        t!("intake-title")
    };
    if !is_open {
        return html! {
            <Page {title} {heading}>
                <DoublesOf person={form.work.person_id} is_there={!is_new} />
                { disagreements(form, &props.intake) }
                <After form={form.clone()} intake={props.intake.clone()} organisation={Rc::clone(&props.organisation)} actor={Rc::clone(&props.actor)} />
            </Page>
        };
    }
    let eligibility = form.eligibility_as_typed(today, &props.organisation);
    let completing = form.completing_problems(today, &props.organisation);
    let on_ask = {
        let go = go.clone();
        Callback::from(move |what: AskAgain| {
            let (to, field) = match what {
                AskAgain::Birth => (Section::Person, "person-born"),
                AskAgain::Entry => (Section::Person, "person-entered-germany"),
                AskAgain::Other => (Section::Others, "intake-other-case-management"),
            };
            go.emit(to);
            platform::focus_soon(field);
        })
    };
    let take_over: Option<PostCode> = props
        .actor
        .post
        .clone()
        .filter(|_| !is_reached && props.actor.is(Role::CaseManager));
    let has_consent = latest(&form.consents, ConsentKind::CaseManagement)
        .is_some_and(|consent| consent.answer == ConsentAnswer::Given);
    let refused = match &form.stage {
        Stage::Refused(key) => t!(key),
        _ => AttrValue::default(),
    };
    let is_final = form.state.eligibility().is_some();
    html! {
        <Page {title} {heading} lead={t!("intake-any-order")} aside={kept_line(&props.intake.kept)} class="intake">
            <Notice tone={Tone::Danger} text={if props.intake.kept == Kept::Failed { t!("intake-kept-failed-text") } else { AttrValue::default() }} />
            <Notice tone={Tone::Danger} text={refused} />
            <DoublesOf person={form.work.person_id} is_there={!is_new} />
            { disagreements(form, &props.intake) }
            <Duplicates person={form.work.person_id} draft={form.work.person.clone()} is_new={is_new} />
            <ProblemSummary lines={summary(&form.shown_problems(today, &props.organisation), form.attempt)} attempt={form.attempt} />
            <div class="intake__columns">
                <Sections
                    form={form.clone()}
                    intake={props.intake.clone()}
                    organisation={Rc::clone(&props.organisation)}
                    actor={Rc::clone(&props.actor)}
                    lists={Rc::clone(&lists)}
                    section={section}
                    on_go={go}
                />
                <div class="intake__target">
                    <TargetPanel
                        eligibility={eligibility}
                        {is_final}
                        exception={exception(&form.state)}
                        missing={completing.iter().count()}
                        {has_consent}
                        is_waiting={form.stage == Stage::Deciding}
                        offices={Rc::clone(&lists.offices)}
                        on_choose={props.intake.on_decide(take_over)}
                        {on_ask}
                    />
                </div>
            </div>
        </Page>
    }
}

/// Fields on which two people wrote differently.
fn disagreements(form: &Form, intake: &Intake) -> Html {
    html! {
        <Disagreements
            waiting={form.conflicts.to_vec()}
            settled={form.settled.to_vec()}
            on_decide={intake.on_choose()}
        />
    }
}

/// What stands about an exception.
fn exception(state: &IntakeState) -> Option<ExceptionStands> {
    match state {
        IntakeState::ExceptionAsked { reason, .. } => Some(ExceptionStands::Asked {
            reason: reason.clone().into(),
        }),
        IntakeState::ExceptionRefused { refusal, .. } => Some(ExceptionStands::Refused {
            refusal: refusal.clone().into(),
        }),
        _ => None,
    }
}
