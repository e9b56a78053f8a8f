//! The sections of the intake form in any order, each with what it still lacks; their fields; and the line that says
//! where the input stands. The intake and the later correction of a record show the same.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use shared::access::{Action, Facts, may};
use shared::consent::special::unwritten_since;
use shared::consent::{ConsentKind, latest};
use shared::intake::Lane;
use shared::kernel::{Actor, Day, FieldProblems, ProblemCode};
use shared::organisation::{Located, Organisation};
use shared::person::PersonDraft;
use strum::IntoEnumIterator;
use yew::prelude::*;

use super::choices::FormLists;
use super::consent::ConsentForm;
use super::form::{self, ConcernForm, OthersForm, ScreeningForm};
use super::lanes::LanesForm;
use super::state::{Checked, Form, Kept, Verbs};
use super::work::Section;
use crate::person::form::PersonForm;
use crate::person::place::Place;
use crate::platform;
use crate::routes::{Go, Route};
use crate::t;
use crate::ui::{Badge, Button, Card, SummaryLine, Tone, problem_text};

/// The section that is shown, and the way to another one: what was typed is recorded, and the focus goes to its title.
#[hook]
pub(super) fn use_section(first: Section, verbs: &Verbs) -> (Section, Callback<Section>) {
    let section = use_state_eq(|| first);
    let set = section.setter();
    let go = use_callback(verbs.on_pause.clone(), move |to: Section, pause| {
        set.set(to);
        pause.emit(());
        platform::scroll_to_top();
        platform::focus("section-title");
    });
    (*section, go)
}

/// Properties of [`Sections`].
#[derive(Debug, PartialEq, Properties)]
pub(super) struct SectionsProps {
    /// The form.
    pub(super) form: Rc<Form>,
    /// Its verbs.
    pub(super) verbs: Rc<Verbs>,
    /// What is wrong with it.
    pub(super) checked: Rc<Checked>,
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
    let section = props.section;
    let today = platform::now().day();
    let sections = sections_for(&props.actor);
    let next = sections
        .iter()
        .skip_while(|at| **at != section)
        .nth(1)
        .copied();
    let steps = sections
        .iter()
        .map(|at| (*at, Stands::of(&props.form, *at, &props.checked.completing)))
        .collect::<Vec<_>>();
    html! {
        <>
            <Steps {steps} current={section} on_go={props.on_go.clone()} />
            <Card class="intake__form">
                <h2 id="section-title" tabindex="-1" class="card__title">{ t!(format!("intake-section-{}", section.code())) }</h2>
                { for sections.iter().map(|at| html! {
                    <div key={at.code()} hidden={*at != section}>
                        { if *at == section { part(*at, props, today) } else { html! { <></> } } }
                    </div>
                }) }
                <Next {next} on_go={props.on_go.clone()} />
            </Card>
        </>
    }
}

#[derive(Debug, PartialEq, Properties)]
struct StepsProps {
    steps: Vec<(Section, Stands)>,
    current: Section,
    on_go: Callback<Section>,
}

/// The way to each section, with what it still lacks.
#[function_component]
fn Steps(props: &StepsProps) -> Html {
    html! {
        <nav class="intake__nav" aria-label={t!("intake-sections")}>
            <ol class="steps">
                { for props.steps.iter().map(|(at, stands)| {
                    let (at, go) = (*at, props.on_go.clone());
                    let is_current = at == props.current;
                    html! {
                        <li key={at.code()}>
                            <button
                                type="button"
                                id={format!("section-{}", at.code())}
                                class={classes!("step", is_current.then_some("step--current"))}
                                aria-current={is_current.then_some("step")}
                                onclick={Callback::from(move |_: MouseEvent| go.emit(at))}
                            >
                                <span class="step__name">{ t!(format!("intake-section-{}", at.code())) }</span>
                                <span class="step__state">{ stands.words() }</span>
                            </button>
                        </li>
                    }
                }) }
            </ol>
        </nav>
    }
}

#[derive(Debug, PartialEq, Properties)]
struct NextProps {
    next: Option<Section>,
    on_go: Callback<Section>,
}

/// The way to the section behind the one that is open.
#[function_component]
fn Next(props: &NextProps) -> Html {
    html! {
        <div class="intake__next">
            { for props.next.map(|to| html! {
                <Button key={to.code()} id="next-section" on_press={props.on_go.reform(move |()| to)}>
                    { t!("intake-next-section", section = t!(format!("intake-section-{}", to.code())).to_string()) }
                </Button>
            }) }
        </div>
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
fn part(section: Section, props: &SectionsProps, today: Day) -> Html {
    let (form, lists, verbs) = (&props.form, &props.lists, &props.verbs);
    let problems = &props.checked.shown;
    let intake_props = || form::IntakeFormProps {
        draft: form.work.intake.clone(),
        problems: under(problems, "intake."),
        lists: Rc::clone(lists),
        on_change: verbs.on_intake.clone(),
        on_leave: verbs.on_leave_intake.clone(),
    };
    match section {
        Section::Person => html! {
            <PersonForm
                draft={form.work.person.clone()}
                problems={under(problems, "person.")}
                lists={Rc::clone(lists)}
                moved={props.moved.clone()}
                place={place_words(&props.organisation, today, &form.work.person)}
                unread={form.unread.clone()}
                on_unread={Some(verbs.on_unread.clone())}
                {today}
                on_change={verbs.on_person.clone()}
                on_leave={verbs.on_leave_person.clone()}
            />
        },
        Section::Concern => html! { <ConcernForm ..intake_props() /> },
        Section::Others => html! { <OthersForm ..intake_props() /> },
        Section::Screening => html! { <ScreeningForm ..intake_props() /> },
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
                    problems={under(problems, "intake.")}
                    consents={Rc::clone(&form.consents)}
                    {language}
                    is_protected={form.work.person.is_protected()}
                    lists={Rc::clone(lists)}
                    on_change={verbs.on_intake.clone()}
                    on_answer={verbs.on_answer.clone()}
                />
            }
        }
        Section::Lanes => html! {
            <LanesForm
                facts={Rc::clone(&form.facts)}
                lists={Rc::clone(lists)}
                on_record={verbs.on_fact.clone()}
                {today}
                unwritten_since={unwritten_since(form.consents.iter(), today)}
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

/// What keeps a form, or a part of it, from being complete: what is not there yet is no mistake.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Lacks {
    /// Fields that are still empty.
    pub missing: usize,
    /// Fields that are filled and wrong.
    pub wrong: usize,
}

impl Lacks {
    /// Counts the fields whose path fits.
    #[must_use]
    pub fn of(problems: &FieldProblems, fits: impl Fn(&str) -> bool) -> Self {
        let mut lacks = Self::default();
        for (_, at) in problems.iter().filter(|(path, _)| fits(path)) {
            let is_missing = at.iter().all(|problem| {
                matches!(
                    problem.code,
                    ProblemCode::Missing | ProblemCode::ReasonNeeded
                )
            });
            if is_missing {
                lacks.missing = lacks.missing.saturating_add(1);
            } else {
                lacks.wrong = lacks.wrong.saturating_add(1);
            }
        }
        lacks
    }

    /// Whether nothing is lacking.
    #[must_use]
    pub const fn is_nothing(self) -> bool {
        self.missing == 0 && self.wrong == 0
    }

    /// `3 fehlen, 2 stimmen nicht`; empty where nothing is lacking.
    #[must_use]
    pub fn words(self) -> AttrValue {
        let missing = (self.missing > 0)
            .then(|| t!("intake-section-missing", count = self.missing).to_string());
        let wrong =
            (self.wrong > 0).then(|| t!("intake-section-wrong", count = self.wrong).to_string());
        let parts: Vec<String> = [missing, wrong].into_iter().flatten().collect();
        parts.join(", ").into()
    }
}

/// Where a section stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stands {
    /// Answers are missing or wrong.
    Lacks(Lacks),
    /// Facts on so many of all lanes: one fact on one lane says nothing about the others.
    Filled(usize),
    /// Nothing has to be there, and nothing is.
    Open,
    /// Done.
    Done,
}

impl Stands {
    fn of(form: &Form, section: Section, completing: &FieldProblems) -> Self {
        let is_open = match section {
            Section::Consent => {
                latest(form.consents.iter(), ConsentKind::CaseManagement).is_none()
                    || form.work.intake.information_sheet.is_empty()
            }
            Section::Screening => {
                form.work.intake.screening == shared::intake::Screening::default()
            }
            Section::Others => form.work.intake.other_case_management.is_none(),
            Section::Lanes => form.facts.is_empty(),
            _ => false,
        };
        let lacks = Lacks::of(completing, |path| Section::of(path) == section);
        let lanes: BTreeSet<_> = form.facts.iter().map(|fact| fact.draft.lane).collect();
        if !lacks.is_nothing() {
            Self::Lacks(lacks)
        } else if is_open {
            Self::Open
        } else if section == Section::Lanes && lanes.len() < Lane::iter().count() {
            Self::Filled(lanes.len())
        } else {
            Self::Done
        }
    }

    fn words(self) -> Html {
        match self {
            Self::Lacks(lacks) => {
                html! { <Badge tone={Tone::Warning}>{ lacks.words() }</Badge> }
            }
            Self::Filled(count) => {
                html! { <Badge>{ t!("intake-section-lanes-filled", count = count, all = Lane::iter().count()) }</Badge> }
            }
            Self::Open => html! { <Badge>{ t!("intake-section-open") }</Badge> },
            Self::Done => {
                html! { <Badge tone={Tone::Success} is_checked=true>{ t!("intake-section-done") }</Badge> }
            }
        }
    }
}

/// Every problem with the way to its field, once somebody tried to complete the form.
pub(super) fn summary(
    problems: &FieldProblems,
    attempt: u32,
    on_go: &Callback<Section>,
) -> Vec<SummaryLine> {
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
                    on_go: {
                        // The field is there once its section is shown.
                        let (on_go, section) = (on_go.clone(), Section::of(path));
                        Some(Callback::from(move |()| on_go.emit(section)))
                    },
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

#[derive(Debug, PartialEq, Properties)]
pub(super) struct KeptLineProps {
    pub(super) kept: Kept,
    /// What is wrong is to be named.
    pub(super) on_look: Callback<()>,
}

/// Where the input stands, and the way to what needs somebody.
#[function_component]
pub(super) fn KeptLine(props: &KeptLineProps) -> Html {
    let kept = &props.kept;
    let (tone, words) = match kept {
        Kept::Empty => (Tone::Neutral, t!("intake-kept-empty")),
        Kept::Typing => (Tone::Neutral, t!("intake-kept-typing")),
        Kept::InWindow => (Tone::Warning, t!("intake-kept-window")),
        Kept::Wrong(count) => (Tone::Warning, t!("intake-kept-wrong", count = *count)),
        Kept::OnDevice => (Tone::Info, t!("intake-kept-device")),
        Kept::Sent => (Tone::Info, t!("intake-kept-sent")),
        // Since when is not known of what was there when the form was opened.
        Kept::Confirmed(time) if time.is_empty() => (Tone::Success, t!("intake-kept-there")),
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
            <span hidden={!matches!(kept, Kept::Wrong(_))}>
                <Button id="kept-wrong" on_press={props.on_look.clone()}>{ t!("intake-kept-clear") }</Button>
            </span>
        </div>
    }
}

fn is_post_code(place: &str) -> bool {
    let place = place.trim();
    place.len() == 5 && place.bytes().all(|letter| letter.is_ascii_digit())
}

fn place_words(organisation: &Organisation, today: Day, person: &PersonDraft) -> Place {
    let address = &person.address;
    match &person.located(organisation, today) {
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
        Located::Unknown if is_post_code(&address.place) => Place::PostCode,
        Located::Unknown => Place::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_empty_is_missing_and_what_is_filled_is_wrong() {
        let mut problems = FieldProblems::at("person.born", ProblemCode::Missing);
        problems.add("person.contact.telephone", ProblemCode::NotATelephone);
        problems.add("intake.urgency_reason", ProblemCode::ReasonNeeded);
        let person = Lacks::of(&problems, |path| Section::of(path) == Section::Person);
        assert_eq!((person.missing, person.wrong), (1, 1));
        let all = Lacks::of(&problems, |_| true);
        assert_eq!((all.missing, all.wrong), (2, 1));
        assert!(Lacks::of(&problems, |_| false).is_nothing());
    }
}
