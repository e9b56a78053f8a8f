//! The intake form as a page: sections in any order, what is still missing, where the input stands, the target group
//! beside it, and after the admission who takes the case.

use std::collections::BTreeMap;
use std::rc::Rc;

use shared::access::{Action, Facts, may};
use shared::consent::{ConsentAnswer, ConsentKind};
use shared::intake::eligibility::{Eligibility, EligibilityFacts, decide};
use shared::intake::state::IntakeState;
use shared::kernel::{Actor, Day, FieldProblems, PersonId, PostCode, Role};
use shared::organisation::{Located, Organisation};
use shared::person::PersonDraft;
use strum::IntoEnumIterator;
use yew::prelude::*;

use super::choices::FormLists;
use super::consent::{ConsentForm, latest};
use super::desk::use_lists;
use super::form::{ConcernForm, OthersForm, ScreeningForm};
use super::lanes::LanesForm;
use super::state::{Form, Intake, Kept, Loaded, Stage, use_intake};
use super::target::{AskAgain, ExceptionStands, TargetPanel};
use super::work::Section;
use super::{after::After, duplicates::Duplicates, form};
use crate::assignment::state::use_organisation;
use crate::person::disagreement::Disagreements;
use crate::person::doubles::DoublesOf;
use crate::person::form::PersonForm;
use crate::person::place::Place;
use crate::platform::{self, network::use_network};
use crate::routes::{Go, Route};
use crate::signin::use_signin;
use crate::t;
use crate::ui::{
    Badge, Button, Card, Notice, Page, ProblemSummary, SummaryLine, Tone, Waiting, problem_text,
};

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
    let intake = use_intake(props.person, &organisation);
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
    let section = use_state_eq(|| Section::Person);
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
    let place = form.work.person.located(&props.organisation, today);
    let eligibility = live_eligibility(&props.organisation, today, form, &place);
    let completing = form.completing_problems(today, &props.organisation);
    let sections = sections_for(&props.actor);
    let go = {
        let (section, pause) = (section.clone(), props.intake.on_pause());
        Callback::from(move |to: Section| {
            section.set(to);
            pause.emit(());
            platform::scroll_to_top();
            platform::focus("section-title");
        })
    };
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
    let next = sections
        .iter()
        .skip_while(|at| **at != *section)
        .nth(1)
        .copied();
    html! {
        <Page {title} {heading} lead={t!("intake-any-order")} aside={kept_line(&props.intake.kept)} class="intake">
            <Notice tone={Tone::Danger} text={if props.intake.kept == Kept::Failed { t!("intake-kept-failed-text") } else { AttrValue::default() }} />
            <Notice tone={Tone::Danger} text={refused} />
            <DoublesOf person={form.work.person_id} is_there={!is_new} />
            { disagreements(form, &props.intake) }
            <Duplicates person={form.work.person_id} draft={form.work.person.clone()} is_new={is_new} />
            <ProblemSummary lines={summary(&form.shown_problems(today, &props.organisation), form.attempt)} attempt={form.attempt} />
            <div class="intake__columns">
                <nav class="intake__nav" aria-label={t!("intake-sections")}>
                    <ol class="steps">
                        { for sections.iter().map(|at| {
                            let (at, go) = (*at, go.clone());
                            let missing = count_in(&completing, at);
                            html! {
                                <li key={at.code()}>
                                    <button
                                        type="button"
                                        id={format!("section-{}", at.code())}
                                        class={classes!("step", (at == *section).then_some("step--current"))}
                                        aria-current={(at == *section).then_some("step")}
                                        onclick={Callback::from(move |_: MouseEvent| go.emit(at))}
                                    >
                                        <span class="step__name">{ t!(format!("intake-section-{}", at.code())) }</span>
                                        <span class="step__state">{ section_state(form, at, missing) }</span>
                                    </button>
                                </li>
                            }
                        }) }
                    </ol>
                </nav>
                <Card class="intake__form">
                    <h2 id="section-title" tabindex="-1" class="card__title">{ t!(format!("intake-section-{}", section.code())) }</h2>
                    { for sections.iter().map(|at| html! {
                        <div key={at.code()} hidden={*at != *section}>
                            { if *at == *section { part(*at, props, today, &lists, &place) } else { html! { <></> } } }
                        </div>
                    }) }
                    <div class="intake__next">
                        { for next.map(|to| {
                            let go = go.clone();
                            html! {
                                <Button key={to.code()} id="next-section" on_press={Callback::from(move |()| go.emit(to))}>
                                    { t!("intake-next-section", section = t!(format!("intake-section-{}", to.code())).to_string()) }
                                </Button>
                            }
                        }) }
                    </div>
                </Card>
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

fn sections_for(actor: &Actor) -> Vec<Section> {
    let facts = Facts {
        recorded_by_unit: Some(actor.unit.clone()),
        is_recorded_by_actor: true,
        ..Facts::default()
    };
    let may_lanes = may(actor, Action::WorkLanes, &facts).is_yes();
    Section::iter()
        .filter(|section| match section {
            Section::Lanes => may_lanes,
            Section::Finish => false,
            _ => true,
        })
        .collect()
}

/// The fields of one section.
fn part(
    section: Section,
    props: &ReadyProps,
    today: Day,
    lists: &Rc<FormLists>,
    place: &Located,
) -> Html {
    let form = &props.form;
    let problems = form.shown_problems(today, &props.organisation);
    let of_intake = under(&problems, "intake.");
    let intake_props = form::IntakeFormProps {
        draft: form.work.intake.clone(),
        problems: of_intake.clone(),
        lists: Rc::clone(lists),
        on_change: props.intake.on_intake(),
        on_leave: props.intake.on_leave("intake"),
    };
    match section {
        Section::Person => html! {
            <PersonForm
                draft={form.work.person.clone()}
                problems={under(&problems, "person.")}
                lists={Rc::clone(lists)}
                place={place_words(place, &props.organisation, today, &form.work.person)}
                {today}
                on_change={props.intake.on_person()}
                on_leave={props.intake.on_leave("person")}
            />
        },
        Section::Concern => html! { <ConcernForm ..intake_props /> },
        Section::Others => html! { <OthersForm ..intake_props /> },
        Section::Screening => html! { <ScreeningForm ..intake_props /> },
        Section::Consent => {
            let language = form
                .work
                .person
                .languages
                .iter()
                .max_by_key(|(_, skill)| skill.is_first)
                .map(|(language, _)| language.clone());
            html! {
                <ConsentForm
                    draft={form.work.intake.clone()}
                    problems={of_intake}
                    consents={Rc::clone(&form.consents)}
                    {language}
                    lists={Rc::clone(lists)}
                    on_change={props.intake.on_intake()}
                    on_answer={props.intake.on_answer()}
                />
            }
        }
        Section::Lanes => html! {
            <LanesForm
                facts={Rc::clone(&form.facts)}
                lists={Rc::clone(lists)}
                on_record={props.intake.on_fact()}
                check={Callback::from(move |fact: shared::intake::FactDraft| fact.check(today).err().unwrap_or_default())}
            />
        },
        Section::Finish => html! { <></> },
    }
}

fn under(problems: &FieldProblems, prefix: &str) -> FieldProblems {
    let mut found = FieldProblems::default();
    for (path, at) in problems.iter() {
        if let Some(field) = path.strip_prefix(prefix) {
            for problem in at {
                found.add(field, problem.clone());
            }
        }
    }
    found
}

fn count_in(problems: &FieldProblems, section: Section) -> usize {
    problems
        .iter()
        .filter(|(path, _)| Section::of(path) == section)
        .count()
}

/// What a section still lacks, in words.
fn section_state(form: &Form, section: Section, missing: usize) -> Html {
    let is_open = match section {
        Section::Consent => {
            latest(&form.consents, ConsentKind::CaseManagement).is_none()
                || form.work.intake.information_sheet.is_empty()
        }
        Section::Screening => form.work.intake.screening == shared::intake::Screening::default(),
        Section::Others => form.work.intake.other_case_management.is_none(),
        Section::Lanes => form.facts.is_empty(),
        _ => false,
    };
    if missing > 0 {
        html! { <Badge tone={Tone::Warning}>{ t!("intake-section-missing", count = missing) }</Badge> }
    } else if is_open {
        html! { <Badge>{ t!("intake-section-open") }</Badge> }
    } else {
        html! { <Badge tone={Tone::Success} is_checked=true>{ t!("intake-section-done") }</Badge> }
    }
}

fn summary(problems: &FieldProblems, attempt: u32) -> Vec<SummaryLine> {
    if attempt == 0 {
        return Vec::new();
    }
    let line =
        |path: &str, field: String, label: String, problems: &[shared::kernel::FieldProblem]| {
            let name: AttrValue = t!(label);
            (
                path.to_owned(),
                SummaryLine {
                    field: field.into(),
                    label: name,
                    text: problem_text(problems),
                },
            )
        };
    let lines: BTreeMap<_, _> = problems
        .iter()
        .map(|(path, at)| match path.strip_prefix("person.") {
            Some(field) => line(
                path,
                crate::person::form::control_id(field),
                crate::person::form::label_key(field),
                at,
            ),
            None => {
                let field = path.strip_prefix("intake.").unwrap_or(path);
                line(path, form::control_id(field), form::label_key(field), at)
            }
        })
        .collect();
    lines.into_values().collect()
}

fn kept_line(kept: &Kept) -> Html {
    let (tone, words) = match kept {
        Kept::Empty => (Tone::Neutral, t!("intake-kept-empty")),
        Kept::Typing => (Tone::Neutral, t!("intake-kept-typing")),
        Kept::OnDevice => (Tone::Info, t!("intake-kept-device")),
        Kept::Sent => (Tone::Info, t!("intake-kept-sent")),
        Kept::Confirmed(time) => (
            Tone::Success,
            t!("intake-kept-confirmed", time = time.to_string()),
        ),
        Kept::NeedsYou => (Tone::Danger, t!("intake-kept-needs")),
        Kept::Failed => (Tone::Danger, t!("intake-kept-failed")),
    };
    let is_confirmed = matches!(kept, Kept::Confirmed(_));
    html! {
        <div class="kept" role="status" aria-label={t!("intake-kept-label")}>
            <Badge {tone} is_checked={is_confirmed}>{ words }</Badge>
            <span hidden={*kept != Kept::NeedsYou}>
                <Go to={Route::Clearing} class="button button--secondary">{ t!("intake-kept-clear") }</Go>
            </span>
        </div>
    }
}

/// The answer of the rule for what is typed so far; none while too little is known to say anything.
fn live_eligibility(
    organisation: &Organisation,
    today: Day,
    form: &Form,
    place: &Located,
) -> Option<Eligibility> {
    let person = &form.work.person;
    if person.born.is_none() && person.entered_germany.is_none() {
        return None;
    }
    let facts = EligibilityFacts::from_forms(person, &form.work.intake, place).ok()?;
    let rule = organisation.target_group_rule_on(form.work.intake.requested_on.unwrap_or(today))?;
    decide(rule, &facts).ok()
}

fn place_words(
    place: &Located,
    organisation: &Organisation,
    today: Day,
    person: &PersonDraft,
) -> Place {
    let address = &person.address;
    match place {
        Located::District { locality, district } => Place::Found {
            locality: organisation
                .locality_on(locality, today)
                .map_or_else(|| locality.to_string(), |locality| locality.name.clone())
                .into(),
            district: organisation
                .district_on(district, today)
                .map_or_else(|| district.to_string(), |district| district.name.clone())
                .into(),
        },
        _ if address.place.trim().is_empty() && address.town.trim().is_empty() => Place::Nothing,
        Located::WhichStadtteil { candidates } => Place::Which {
            candidates: candidates.clone(),
        },
        Located::Elsewhere { town, .. } => Place::Elsewhere {
            town: town.clone().into(),
        },
        Located::DidYouMean { suggestions } => Place::Mean {
            suggestions: suggestions.clone(),
        },
        Located::OtherTown => Place::Elsewhere {
            town: address.town.trim().to_owned().into(),
        },
        Located::Unknown => Place::Unknown,
    }
}
