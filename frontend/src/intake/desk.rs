//! The desk's pages: reception with search and slip side by side, the search alone for case managers, the slip alone.

use std::rc::Rc;

use shared::access::{Action, Facts, may};
use shared::intake::state::IntakeStateName;
use shared::intake::{SlipDraft, SlipOutcome};
use shared::kernel::{IntakeId, PersonId, UnitCode};
use shared::organisation::Organisation;
use shared::person::calls::{DeskHit, Hit};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;
use yew_router::prelude::*;

use super::choices::FormLists;
use super::handout::{Contact, Sheet, from_unit};
use super::slip::SlipForm;
use super::slip_state::use_slip;
use super::state::{DraftValue, FORM_VERSION, draft_key};
use super::unfinished::Unfinished;
use crate::assignment::state::use_organisation;
use crate::i18n::use_language;
use crate::inquiry::InquiryNotice;
use crate::offline::use_drafts;
use crate::person::doubles::DoubleNotices;
use crate::person::search::{Found, SEARCH_FIELD, SearchPanel};
use crate::person::state::use_search;
use crate::person::typed::{person_from, unread_birth};
use crate::platform::{self, keys::use_keys};
use crate::routes::{Go, Route};
use crate::shell::NotAllowedPage;
use crate::signin::use_signin;
use crate::t;
use crate::ui::{Button, ButtonKind, Card, Page};

/// Hits that are offered for comparing.
const COMPARED_MAX: usize = 3;

/// Reception: who is there, and the contact slip beside it.
#[function_component]
pub fn ReceptionPage() -> Html {
    let chosen = use_state_eq(|| None::<DeskHit>);
    let on_choose = {
        let chosen = chosen.clone();
        Callback::from(move |hit: Option<DeskHit>| chosen.set(hit))
    };
    html! {
        <Page title={t!("person-reception-title")} focus={AttrValue::Static(SEARCH_FIELD)} class="reception">
            <div class="reception__columns">
                <div class="reception__search">
                    <SearchAndTake chosen={(*chosen).clone()} on_choose={on_choose} />
                    <InquiryNotice />
            <DoubleNotices />
                </div>
                <Card class="reception__slip" title={t!("intake-slip-title")} aside={t!("intake-slip-without")}>
                    <SlipPart person={(*chosen).clone()} />
                </Card>
                // Below the search for the eye, behind the slip for the Tab key: the slip is what a counter writes all day.
                <div class="reception__unfinished"><Unfinished /></div>
            </div>
        </Page>
    }
}

/// The search alone, for those who work with people; whoever does not is told so instead of searching in vain.
#[function_component]
pub fn SearchPage() -> Html {
    let signin = use_signin();
    let may_find = signin
        .actor()
        .is_none_or(|actor| may(actor, Action::FindPerson, &Facts::default()).is_yes());
    if may_find {
        html! { <SearchAlone /> }
    } else {
        html! { <NotAllowedPage /> }
    }
}

#[function_component]
fn SearchAlone() -> Html {
    let chosen = use_state_eq(|| None::<DeskHit>);
    let on_choose = {
        let chosen = chosen.clone();
        Callback::from(move |hit: Option<DeskHit>| chosen.set(hit))
    };
    html! {
        <Page title={t!("person-search-title")} focus={AttrValue::Static(SEARCH_FIELD)}>
            <DoubleNotices />
            <SearchAndTake chosen={(*chosen).clone()} on_choose={on_choose} />
        </Page>
    }
}

/// The slip alone, on the tablet too.
#[function_component]
pub fn SlipPage() -> Html {
    html! {
        <Page title={t!("intake-slip-title")} lead={t!("intake-slip-without")} focus={AttrValue::Static(super::slip::FIRST_FIELD)}>
            <Card class="slip-alone"><SlipPart person={None::<DeskHit>} /></Card>
        </Page>
    }
}

/// Properties of [`SlipPart`].
#[derive(Debug, PartialEq, Properties)]
pub struct SlipPartProps {
    /// For whom, if for somebody.
    pub person: Option<DeskHit>,
}

/// The slip with everything that keeps and sends it. It is put at the person where their form may be opened here.
#[function_component]
pub fn SlipPart(props: &SlipPartProps) -> Html {
    let organisation = use_organisation();
    let lists = use_lists(&organisation);
    // Only somebody whose form may be opened here can have a slip of this unit attached.
    let person = props.person.as_ref().filter(|hit| hit.may_open);
    let slip = use_slip(person.map(|hit| hit.person));
    let signin = use_signin();
    let sheet = signin
        .actor()
        .zip(slip.printed.as_ref())
        .map(|(actor, printed)| sheet(&organisation, &actor.unit, printed));
    html! {
        <>
        <SlipForm
            draft={slip.draft}
            problems={slip.problems}
            attempt={slip.attempt}
            {lists}
            person_name={person.map(|hit| AttrValue::from(hit.name.clone()))}
            {sheet}
            status={slip.status}
            on_change={slip.on_change}
            on_done={slip.on_done}
            on_print={Callback::from(|()| platform::print())}
        />
        <p class="no-print"><Go to={Route::LatestSlips}>{ t!("intake-slips-title") }</Go></p>
        </>
    }
}

/// What a person takes along of a slip: what they came for, what was done, and where to go now.
fn sheet(town: &Organisation, unit: &UnitCode, slip: &SlipDraft) -> Sheet {
    let today = platform::now().day();
    let agreed = slip.outcome.map(|outcome| match outcome {
        SlipOutcome::Counselled => t!("intake-handout-counselled"),
        SlipOutcome::Referred => t!("intake-handout-referred"),
        SlipOutcome::Intake => t!("intake-handout-begun"),
    });
    let concern = AttrValue::from(slip.concern.trim().to_owned());
    let said = [
        (t!("intake-slip-concern"), Some(concern)),
        (t!("intake-handout-agreed"), agreed),
    ];
    let office = slip
        .office
        .as_ref()
        .filter(|_| slip.outcome == Some(SlipOutcome::Referred));
    Sheet {
        title: None,
        from: from_unit(town, unit, today),
        day: today,
        said: said
            .into_iter()
            .filter_map(|(head, text)| Some((head, text.filter(|text| !text.is_empty())?)))
            .collect(),
        to: office
            .and_then(|office| town.office_on(office, today))
            .map(|office| (t!("intake-handout-office"), Contact::of_office(office))),
    }
}

/// What can be chosen in forms today, in the chosen language.
#[hook]
pub fn use_lists(organisation: &Rc<Organisation>) -> Rc<FormLists> {
    let language = use_language().language;
    let today = platform::now().day();
    use_memo(
        (Rc::clone(organisation), today, language),
        |(organisation, today, language)| FormLists::on(organisation, *today, *language),
    )
}

#[derive(Debug, PartialEq, Properties)]
struct SearchAndTakeProps {
    chosen: Option<DeskHit>,
    on_choose: Callback<Option<DeskHit>>,
}

/// Search, the person that was taken, and taking in somebody new.
#[function_component]
fn SearchAndTake(props: &SearchAndTakeProps) -> Html {
    let search = use_search();
    let organisation = use_organisation();
    let drafts = use_drafts();
    let navigator = use_navigator();
    let signin = use_signin();
    let unit_name = use_unit_name(&organisation);
    let is_possible = search.found.is_for(&search.text);
    let begin = {
        let (text, navigator, drafts) = (search.text.clone(), navigator.clone(), drafts);
        Callback::from(move |()| {
            if !is_possible {
                platform::focus(SEARCH_FIELD);
                return;
            }
            let now = platform::now();
            let person = PersonId::born(now, platform::random());
            // A date that cannot be goes along as it was typed: the field says what is wrong with it.
            let unread = unread_birth(&text, now.day());
            let value = DraftValue {
                intake_id: IntakeId::born(now, platform::random()),
                person: person_from(&text, now.day()),
                intake: shared::intake::IntakeDraft {
                    requested_on: Some(now.day()),
                    ..shared::intake::IntakeDraft::default()
                },
                has_begun: false,
                unread: unread
                    .map(|text| ("born".to_owned(), text))
                    .into_iter()
                    .collect(),
            };
            let (drafts, navigator) = (drafts.clone(), navigator.clone());
            spawn_local(async move {
                let mut value = value;
                carry_slip(&drafts.find("slip").await, &mut value);
                let key = draft_key(person);
                let value = serde_json::to_value(value).unwrap_or_default();
                if drafts.keep(&key, FORM_VERSION, None, value).await.is_ok()
                    && let Some(navigator) = navigator
                {
                    navigator.push(&Route::Intake { person });
                }
            });
        })
    };
    use_keys({
        let begin = begin.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.alt_key() && event.code() == "KeyN" {
                event.prevent_default();
                begin.emit(());
            }
        })
    });
    let on_hit = {
        let (navigator, on_choose) = (navigator, props.on_choose.clone());
        let is_case_manager = signin
            .actor()
            .is_some_and(|actor| actor.is(shared::kernel::Role::CaseManager));
        Callback::from(move |hit: DeskHit| match (&navigator, hit.case) {
            (Some(navigator), Some(case)) if hit.may_open && is_case_manager => {
                navigator.push(&Route::Case { case });
            }
            _ => {
                on_choose.emit(Some(hit));
                platform::focus("chosen-title");
            }
        })
    };
    let on_type = {
        let (on_type, on_choose) = (search.on_type.clone(), props.on_choose.clone());
        Callback::from(move |text: String| {
            on_choose.emit(None);
            on_type.emit(text);
        })
    };
    let is_quiet = matches!(search.found, Found::Nothing);
    html! {
        <>
            <SearchPanel
                text={search.text.clone()}
                found={search.found.clone()}
                is_searching={search.is_searching}
                chosen={props.chosen.as_ref().map(|hit| hit.person)}
                {unit_name}
                coordination={organisation.coordination_on(platform::now().day()).map(Contact::of_office)}
                {on_type}
                on_choose={on_hit}
                on_again={search.on_again.clone()}
            />
            <Chosen
                hit={props.chosen.clone()}
                others={others(props.chosen.as_ref(), &search.found)}
                organisation={Rc::clone(&organisation)}
            />
            <div class="row new-person">
                <Button
                    id="new-person"
                    kind={ButtonKind::Secondary}
                    on_press={begin}
                    is_disabled={!is_possible}
                    key_hint="Alt N"
                    shortcut={AttrValue::Static("Alt+N")}
                >
                    { t!("person-new") }
                </Button>
                <span class="muted">
                    { t!(if is_possible { "person-new-allowed" } else { "person-new-first" }) }
                </span>
            </div>
            <span hidden={!is_quiet} />
        </>
    }
}

/// The hits beside the one that was taken with whom it can be compared here: one of the two has to be open to this desk.
fn others(chosen: Option<&DeskHit>, found: &Found) -> Rc<[DeskHit]> {
    let Some(chosen) = chosen else {
        return Rc::from(Vec::new());
    };
    found
        .hits()
        .iter()
        .filter_map(|hit| match hit {
            Hit::Known(hit) if hit.person != chosen.person => Some((**hit).clone()),
            _ => None,
        })
        .filter(|hit| hit.may_open || chosen.may_open)
        .take(COMPARED_MAX)
        .collect()
}

/// What stands on a half-typed slip goes into the intake: nobody asks twice.
fn carry_slip(draft: &Option<shared::device::Draft>, value: &mut DraftValue) {
    let slip = draft
        .as_ref()
        .and_then(|draft| serde_json::from_value::<SlipDraft>(draft.value.clone()).ok());
    if let Some(slip) = slip {
        value.intake.concern = slip.concern;
        value.intake.fields_of_action = slip.fields_of_action;
        value.intake.urgency = slip.urgency;
        value.intake.urgency_reason = slip.urgency_reason;
        if let Some(language) = slip.language {
            value.person.languages.entry(language).or_default().is_first = true;
        }
        value.person.needs_interpreter = slip.needs_interpreter;
        if value.person.spoken_name.is_empty() {
            value.person.spoken_name = slip.name;
        }
    }
}

/// The name of a unit, by its code.
#[hook]
pub fn use_unit_name(organisation: &Rc<Organisation>) -> Callback<String, AttrValue> {
    use_callback(Rc::clone(organisation), |code: String, organisation| {
        let today = platform::now().day();
        let name = code.parse().ok().and_then(|code| {
            organisation
                .unit_on(&code, today)
                .map(|unit| unit.name.clone())
        });
        AttrValue::from(name.unwrap_or(code))
    })
}

#[derive(Debug, PartialEq, Properties)]
struct ChosenProps {
    hit: Option<DeskHit>,
    /// Further hits of the same search that may be the same human being.
    others: Rc<[DeskHit]>,
    organisation: Rc<Organisation>,
}

/// The person that was taken, and what to do now: open the form, or tell them whom to see.
#[function_component]
fn Chosen(props: &ChosenProps) -> Html {
    let unit_name = use_unit_name(&props.organisation);
    let title = props.hit.as_ref().map_or_else(AttrValue::default, |hit| {
        t!("person-hit-chosen", name = hit.name.clone())
    });
    let said = props
        .hit
        .as_ref()
        .map_or_else(AttrValue::default, |hit| match hit.worker() {
            Some(who) => t!(
                "person-hit-tell",
                name = who.name.clone(),
                unit = unit_name.emit(who.unit.to_string()).to_string(),
                telephone = who.telephone.clone()
            ),
            None if hit.case.is_some() || hit.number.is_some() || hit.through.is_some() => {
                t!("person-hit-waiting")
            }
            None => crate::person::words::intake(hit),
        });
    let open = props
        .hit
        .as_ref()
        .filter(|hit| hit.may_open && hit.number.is_none())
        .map(|hit| (hit.person, hit.intake.as_ref().map(|latest| latest.state)));
    let open = open.map(|(person, state)| match state {
        Some(state) if state.is_undecided() => (Route::Intake { person }, t!("person-page-go-on")),
        Some(IntakeStateName::Referred | IntakeStateName::Counselled) => {
            (Route::IntakeAgain { person }, t!("intake-again"))
        }
        Some(_) => (Route::Intake { person }, t!("person-hit-intake-open")),
        None => (Route::Intake { person }, t!("person-page-begin")),
    });
    html! {
        <section class="chosen card" aria-labelledby="chosen-title" hidden={props.hit.is_none()}>
            <h2 id="chosen-title" tabindex="-1" class="card__title">{ title }</h2>
            <p>{ said }</p>
            <div class="row">
                { for open.map(|(to, words)| html! {
                    <Go key="open" {to} class="button button--primary">{ words }</Go>
                }) }
                { for props.hit.as_ref().map(|hit| html! {
                    <Go key="person" to={Route::Person { person: hit.person }} class="button button--secondary">{ t!("person-hit-page") }</Go>
                }) }
            </div>
            <div hidden={props.others.is_empty()}>
                <p>{ t!("person-hit-same-as") }</p>
                <ul class="duplicates__hits">
                    { for props.others.iter().map(|other| {
                        let chosen = props.hit.as_ref().map_or(other.person, |hit| hit.person);
                        let is_open = props.hit.as_ref().is_some_and(|hit| hit.may_open);
                        let (person, other_person) = if is_open { (chosen, other.person) } else { (other.person, chosen) };
                        html! {
                            <li key={other.person.to_string()} class="duplicates__one">
                                <span><bdi>{ other.name.clone() }</bdi>{ format!(" · {}", crate::person::words::born(other.born)) }</span>
                                <Go to={Route::Compare { person, other: other_person }} class="button button--secondary">
                                    { t!("person-compare") }
                                    <span class="visually-hidden">{ format!(": {}", other.name) }</span>
                                </Go>
                            </li>
                        }
                    }) }
                </ul>
            </div>
        </section>
    }
}
