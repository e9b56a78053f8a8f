//! The intake form as a page: sections in any order, what is still missing, where the input stands, the target group
//! beside it, and after the admission who takes the case.

use std::rc::Rc;

use shared::consent::{ConsentKind, is_given};
use shared::intake::state::IntakeState;
use shared::kernel::{Actor, PersonId, PostCode, Role};
use shared::organisation::Organisation;
use shared::person::naming::name_parts;
use yew::prelude::*;

use super::after::After;
use super::desk::use_lists;
use super::duplicates::{Duplicates, searched_for};
use super::sections::{KeptLine, Lacks, Sections, summary, use_section};
use super::state::{Form, Kept, Loaded, Purpose, Stage, Verbs, use_intake};
use super::target::{AskAgain, Chosen, ExceptionStands, TargetPanel};
use super::work::Section;
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
    /// Whether a new one is to begin where the latest has ended.
    #[prop_or_default]
    pub is_again: bool,
}

/// The page.
#[function_component]
pub fn IntakePage(props: &IntakePageProps) -> Html {
    let organisation = use_organisation();
    let purpose = if props.is_again {
        Purpose::TakeInAgain
    } else {
        Purpose::TakeIn
    };
    let intake = use_intake(props.person, purpose, &organisation);
    let signin = use_signin();
    let actor = signin.actor().cloned().map(Rc::new);
    let to_search = if actor
        .as_ref()
        .is_some_and(|actor| actor.is(Role::Reception))
    {
        Route::Reception
    } else {
        Route::Search
    };
    match (&intake.loaded, actor) {
        (Loaded::Ready(form), Some(actor)) => html! {
            <Ready form={Rc::clone(form)} kept={intake.kept.clone()} verbs={Rc::clone(&intake.verbs)} {organisation} {actor} />
        },
        (Loaded::NotFound, _) => html! {
            <Page title={t!("intake-title")}>
                <Notice tone={Tone::Warning} text={t!("intake-not-found")} />
                <p>{ t!("intake-not-found-window") }</p>
                <div class="row">
                    <Go to={to_search} class="button button--primary">{ t!("person-search-title") }</Go>
                </div>
            </Page>
        },
        (Loaded::Failed(why), _) => html! {
            <Page title={t!("intake-title")}>
                <Notice tone={Tone::Warning} text={t!(*why)} />
                // Whoever may not read the form any more still learns at the person whose they are now.
                <div class="row">
                    <Go to={Route::Person { person: props.person }} class="button button--primary">{ t!("person-hit-page") }</Go>
                    <Go to={to_search} class="button button--secondary">{ t!("person-search-title") }</Go>
                </div>
            </Page>
        },
        _ => html! { <Page title={t!("intake-title")}><Waiting /></Page> },
    }
}

#[derive(Debug, PartialEq, Properties)]
struct ReadyProps {
    form: Rc<Form>,
    kept: Kept,
    verbs: Rc<Verbs>,
    organisation: Rc<Organisation>,
    actor: Rc<Actor>,
}

#[function_component]
fn Ready(props: &ReadyProps) -> Html {
    let form = &props.form;
    let today = platform::now().day();
    let lists = use_lists(&props.organisation);
    let is_reached = use_network();
    let (section, go) = use_section(Section::Person, &props.verbs);
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
    let on_ask = use_callback(go.clone(), |what: AskAgain, go| {
        let (to, field) = match what {
            AskAgain::Birth => (Section::Person, "person-born"),
            AskAgain::Entry => (Section::Person, "person-entered-germany"),
            AskAgain::Other => (Section::Others, "intake-other-case-management"),
            AskAgain::Consent => (Section::Consent, "consent-case_management"),
        };
        go.emit(to);
        platform::focus_soon(field);
    });
    let take_over: Option<PostCode> = props
        .actor
        .post
        .clone()
        .filter(|_| !is_reached && props.actor.is(Role::CaseManager));
    let on_choose = use_callback(
        (props.verbs.on_decide.clone(), take_over),
        |chosen: Chosen, (on_decide, take_over)| on_decide.emit((chosen, take_over.clone())),
    );
    if !is_open {
        return html! {
            <Page {title} {heading}>
                <DoublesOf person={form.work.person_id} is_there={!is_new} />
                { disagreements(form, &props.verbs) }
                <After form={Rc::clone(form)} kept={props.kept.clone()} on_assign={props.verbs.on_assign.clone()} on_take_back={props.verbs.on_take_back.clone()} organisation={Rc::clone(&props.organisation)} actor={Rc::clone(&props.actor)} />
            </Page>
        };
    }
    let eligibility = form.eligibility_as_typed(today, &props.organisation);
    let checked = Rc::new(form.checked(today, &props.organisation));
    let has_consent = is_given(&form.consents, ConsentKind::CaseManagement);
    let refused = match &form.stage {
        Stage::Refused(key) => t!(key),
        _ => AttrValue::default(),
    };
    let is_final = form.state.eligibility().is_some();
    html! {
        <Page {title} {heading} lead={t!("intake-any-order")} aside={html! { <KeptLine kept={props.kept.clone()} on_look={props.verbs.on_look.clone()} /> }} class="intake">
            <Notice tone={Tone::Danger} text={if props.kept == Kept::Failed { t!("intake-kept-failed-text") } else { AttrValue::default() }} />
            <Notice tone={Tone::Danger} text={refused} />
            <DoublesOf person={form.work.person_id} is_there={!is_new} />
            { disagreements(form, &props.verbs) }
            <Duplicates person={form.work.person_id} text={searched_for(&form.work.person)} {is_new} />
            <ProblemSummary lines={summary(&checked.shown, form.attempt, &go)} attempt={form.attempt} />
            <div class="intake__columns">
                <Sections
                    form={Rc::clone(form)}
                    verbs={Rc::clone(&props.verbs)}
                    checked={Rc::clone(&checked)}
                    organisation={Rc::clone(&props.organisation)}
                    actor={Rc::clone(&props.actor)}
                    lists={Rc::clone(&lists)}
                    {section}
                    on_go={go.clone()}
                />
                <div class="intake__target">
                    <TargetPanel
                        eligibility={eligibility}
                        {is_final}
                        exception={exception(&form.state)}
                        lacks={Lacks::of(&checked.completing, |_| true)}
                        on_look={props.verbs.on_look.clone()}
                        {has_consent}
                        is_waiting={form.stage == Stage::Deciding}
                        offices={Rc::clone(&lists.offices)}
                        is_born_exactly={form.work.person.born.is_none_or(|born| born.day().is_some())}
                        names={Rc::new(name_parts(&form.work.person.names_and_birth()))}
                        {on_choose}
                        {on_ask}
                    />
                </div>
            </div>
        </Page>
    }
}

/// Fields on which two people wrote differently.
fn disagreements(form: &Form, verbs: &Verbs) -> Html {
    html! {
        <Disagreements
            waiting={form.conflicts.to_vec()}
            settled={form.settled.to_vec()}
            on_decide={verbs.on_choose.clone()}
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
