//! The sections of the intake form in any order, each with what it still lacks; their fields; and the line that says
//! where the input stands. The intake and the later correction of a record show the same.

use std::collections::BTreeMap;
use std::rc::Rc;

use shared::access::{Action, Facts, may};
use shared::consent::ConsentKind;
use shared::kernel::{Actor, Day, FieldProblems};
use shared::organisation::{Located, Organisation};
use shared::person::PersonDraft;
use strum::IntoEnumIterator;
use yew::prelude::*;

use super::choices::FormLists;
use super::consent::{ConsentForm, latest};
use super::form::{self, ConcernForm, OthersForm, ScreeningForm};
use super::lanes::LanesForm;
use super::state::{Form, Intake, Kept};
use super::work::Section;
use crate::person::form::PersonForm;
use crate::person::place::Place;
use crate::platform;
use crate::routes::{Go, Route};
use crate::t;
use crate::ui::{Badge, Button, Card, SummaryLine, Tone, problem_text};

/// The section that is shown, and the way to another one: what was typed is recorded, and the focus goes to its title.
#[hook]
pub(super) fn use_section(first: Section, intake: &Intake) -> (Section, Callback<Section>) {
    let section = use_state_eq(|| first);
    let go = {
        let (section, pause) = (section.clone(), intake.on_pause());
        Callback::from(move |to: Section| {
            section.set(to);
            pause.emit(());
            platform::scroll_to_top();
            platform::focus("section-title");
        })
    };
    (*section, go)
}

/// Properties of [`Sections`].
#[derive(Debug, PartialEq, Properties)]
pub(super) struct SectionsProps {
    /// The form.
    pub(super) form: Form,
    /// Its verbs.
    pub(super) intake: Intake,
    /// The organisation, for names.
    pub(super) organisation: Rc<Organisation>,
    /// Who works on it.
    pub(super) actor: Rc<Actor>,
    /// What can be chosen.
    pub(super) lists: Rc<FormLists>,
    /// The section that is shown.
    pub(super) section: Section,
    /// Another one is wanted.
    pub(super) on_go: Callback<Section>,
    /// What an address that was changed leads to, said below it.
    #[prop_or_default]
    pub(super) moved: Html,
}

/// The list of the sections and the one that is open, side by side.
#[function_component]
pub(super) fn Sections(props: &SectionsProps) -> Html {
    let (form, section) = (&props.form, props.section);
    let today = platform::now().day();
    let place = form.work.person.located(&props.organisation, today);
    let completing = form.completing_problems(today, &props.organisation);
    let sections = sections_for(&props.actor);
    let next = sections
        .iter()
        .skip_while(|at| **at != section)
        .nth(1)
        .copied();
    html! {
        <>
            <nav class="intake__nav" aria-label={t!("intake-sections")}>
                <ol class="steps">
                    { for sections.iter().map(|at| {
                        let (at, go) = (*at, props.on_go.clone());
                        let missing = count_in(&completing, at);
                        html! {
                            <li key={at.code()}>
                                <button
                                    type="button"
                                    id={format!("section-{}", at.code())}
                                    class={classes!("step", (at == section).then_some("step--current"))}
                                    aria-current={(at == section).then_some("step")}
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
                    <div key={at.code()} hidden={*at != section}>
                        { if *at == section { part(*at, props, today, &place) } else { html! { <></> } } }
                    </div>
                }) }
                <div class="intake__next">
                    { for next.map(|to| {
                        let go = props.on_go.clone();
                        html! {
                            <Button key={to.code()} id="next-section" on_press={Callback::from(move |()| go.emit(to))}>
                                { t!("intake-next-section", section = t!(format!("intake-section-{}", to.code())).to_string()) }
                            </Button>
                        }
                    }) }
                </div>
            </Card>
        </>
    }
}

/// The sections that are for somebody, in their order.
pub(super) fn sections_for(actor: &Actor) -> Vec<Section> {
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
fn part(section: Section, props: &SectionsProps, today: Day, place: &Located) -> Html {
    let (form, lists) = (&props.form, &props.lists);
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
                moved={props.moved.clone()}
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

/// Every problem with the way to its field, once somebody tried to complete the form.
pub(super) fn summary(problems: &FieldProblems, attempt: u32) -> Vec<SummaryLine> {
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

/// Where the input stands, and the way to what needs somebody.
pub(super) fn kept_line(kept: &Kept) -> Html {
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
