//! A person's page. It answers in five seconds what a counter is asked: who is this, who is responsible, how are they
//! reached, when is the next date; and offers what this reader may do next.

use std::rc::Rc;

use shared::kernel::PersonId;
use shared::person::calls::{DeskHit, Hit, PersonCard};
use yew::prelude::*;

use super::card_state::use_card;
use super::doubles::DoublesOf;
use super::elsewhere::AskElsewhere;
use super::search::dialled;
use super::words;
use crate::assignment::away::away_in_words;
use crate::assignment::state::use_organisation;
use crate::emergency::OpenInEmergency;
use crate::erasure::ErasureNotice;
use crate::intake::desk::{SlipPart, use_unit_name};
use crate::intake::handout::Contact;
use crate::intake::slip;
use crate::intake::slips_of::SlipsOf;
use crate::platform;
use crate::routes::{Go, Route};
use crate::t;
use crate::ui::{Button, Card, Notice, Page, Tone};

/// Properties of [`PersonPage`].
#[derive(Debug, PartialEq, Properties)]
pub struct PersonPageProps {
    /// Whose page.
    pub person: PersonId,
}

/// The page.
#[function_component]
pub fn PersonPage(props: &PersonPageProps) -> Html {
    let card = use_card(props.person);
    let organisation = use_organisation();
    let office = organisation
        .coordination_on(platform::now().day())
        .map(Contact::of_office);
    let title = t!("person-page-title");
    let Some(known) = card.ready() else {
        return html! { <Page {title}>{ card.instead() }</Page> };
    };
    match &known.hit {
        Hit::Blind => html! {
            <Page {title} heading={t!("person-blind-title")}>
                <Card>
                    <p>{ t!("person-page-blind") }</p>
                    <AskElsewhere {office} />
                    <div class="actions">
                        <Go to={Route::Search} class="button button--secondary">{ t!("person-search-title") }</Go>
                        <Go to={Route::Slips} class="button button--secondary">{ t!("person-page-slip") }</Go>
                    </div>
                </Card>
            </Page>
        },
        Hit::Known(hit) => {
            html! { <Known card={Rc::new(known.clone())} hit={Rc::new((**hit).clone())} /> }
        }
    }
}

#[derive(Debug, PartialEq, Properties)]
struct KnownProps {
    card: Rc<PersonCard>,
    hit: Rc<DeskHit>,
}

#[function_component]
fn Known(props: &KnownProps) -> Html {
    let (card, hit) = (&props.card, &props.hit);
    let organisation = use_organisation();
    let is_writing = use_state_eq(|| false);
    let person = hit.person;
    let name = if hit.name.is_empty() {
        t!("person-page-nameless")
    } else {
        AttrValue::from(hit.name.clone())
    };
    let about: Vec<String> = [
        words::script(&hit.original_script).to_string(),
        words::born(hit.born).to_string(),
        hit.number
            .as_ref()
            .map(|number| t!("person-hit-number", number = number.clone()).to_string())
            .unwrap_or_default(),
    ]
    .into_iter()
    .filter(|part| !part.is_empty())
    .collect();
    let toggle = {
        let is_writing = is_writing.clone();
        Callback::from(move |()| {
            let is_open = !*is_writing;
            is_writing.set(is_open);
            if is_open {
                platform::focus_soon(slip::FIRST_FIELD);
            }
        })
    };
    // Who took somebody in cannot correct it once another has the case: they are told who can.
    let who_edits = match hit.worker() {
        _ if card.may_edit => AttrValue::default(),
        Some(who) => t!(
            "person-page-who-edits",
            name = who.name.clone(),
            telephone = who.telephone.clone()
        ),
        None => t!("person-page-nobody-edits"),
    };
    let first = "button button--primary";
    let then = "button button--secondary";
    html! {
        <Page title={t!("person-page-title")} heading={name} lead={about.join(" · ")}>
            <Responsible {card} {hit} />
            <p id="person-who-edits" hidden={who_edits.is_empty()}>{ who_edits }</p>
            <div class="row person-actions">
                { for hit.case.map(|case| html! {
                    <Go key="case" to={Route::Case { case }} class={first}>{ t!("person-page-case") }</Go>
                }) }
                { for card.is_intake_open.then(|| html! {
                    <Go key="intake" to={Route::Intake { person }} class={if hit.case.is_some() { then } else { first }}>{ t!("person-page-go-on") }</Go>
                }) }
                { for card.may_take_in.then(|| html! {
                    <>
                        <Go key="again" to={Route::IntakeAgain { person }} class={first}>
                            { if hit.intake.is_some() { t!("intake-again") } else { t!("person-page-begin") } }
                        </Go>
                        { for hit.intake.is_some().then(|| html! {
                            <Go key="form" to={Route::Intake { person }} class={then}>{ t!("person-page-last-intake") }</Go>
                        }) }
                    </>
                }) }
                { for card.may_edit.then(|| html! {
                    <Go key="edit" to={Route::Correction { person }} class={then}>{ t!("case-edit-person") }</Go>
                }) }
                { for card.may_edit.then(|| html! {
                    <Go key="changes" to={Route::Changes { person }} class={then}>{ t!("changes-link") }</Go>
                }) }
                <Button id="person-slip" on_press={toggle} is_expanded={Some(*is_writing)}>{ t!("person-page-slip") }</Button>
                { for hit.may_open.then(|| html! {
                    <Go key="compare" to={Route::CompareWith { person }} class={then}>{ t!("person-compare-with") }</Go>
                }) }
                { for card.may_ask_erasure.then(|| html! {
                    <Go key="erase" to={Route::Erasure { person }} class={then}>{ t!("erasure-link") }</Go>
                }) }
            </div>
            <div>
                if card.may_ask_erasure {
                    <ErasureNotice {person} />
                }
            </div>
            <div>
                if *is_writing {
                    <Card title={t!("intake-slip-title")}>
                        <Notice tone={Tone::Info} text={slip_alone(hit)} />
                        <SlipPart person={Some((**hit).clone())} />
                    </Card>
                }
            </div>
            { for card.may_open_in_emergency.then(|| html! {
                <OpenInEmergency key="emergency" {person} responsible={hit.responsible.as_ref().map(|who| AttrValue::from(who.name.clone())).unwrap_or_default()} />
            }) }
            <DoublesOf {person} is_there={hit.may_open} />
            <SlipsOf {person} {organisation} is_there={hit.may_open} />
        </Page>
    }
}

/// That the slip stands for itself, because another unit works with the person; empty where it goes to them, which the
/// slip says itself.
fn slip_alone(hit: &DeskHit) -> AttrValue {
    if hit.may_open {
        AttrValue::default()
    } else {
        t!("person-page-slip-alone")
    }
}

#[derive(Debug, PartialEq, Properties)]
struct ResponsibleProps {
    card: Rc<PersonCard>,
    hit: Rc<DeskHit>,
}

/// Whom to send them to.
#[function_component]
fn Responsible(props: &ResponsibleProps) -> Html {
    let hit = &props.hit;
    let organisation = use_organisation();
    let unit_name = use_unit_name(&organisation);
    let through = words::through(hit);
    let Some(who) = hit.worker() else {
        let today = platform::now().day();
        let (title, text) = match &hit.intake {
            _ if hit.through.is_some() => (t!("person-hit-nobody"), through),
            _ if hit.number.is_some() || hit.case.is_some() => {
                (t!("person-hit-nobody"), t!("person-hit-waiting"))
            }
            _ if props.card.is_intake_open => (words::intake(hit), t!("person-page-intake")),
            Some(latest) => {
                let office = latest.office.as_ref().map(|office| {
                    let name = organisation.office_name_on(office, today);
                    t!("person-page-referred-to", office = name).to_string()
                });
                let reason = (!latest.reason.is_empty()).then(|| {
                    t!("intake-decided-because", reason = latest.reason.clone()).to_string()
                });
                let said: Vec<String> = [office, reason].into_iter().flatten().collect();
                (words::intake(hit), AttrValue::from(said.join(" ")))
            }
            None if props.card.may_take_in => (words::intake(hit), t!("person-page-no-intake")),
            None => (t!("person-hit-nobody"), t!("person-page-no-case")),
        };
        return html! {
            <Card class="responsible">
                <div class="responsible__lines">
                    <p class="responsible__name"><strong>{ title }</strong></p>
                    <p>{ text }</p>
                </div>
            </Card>
        };
    };
    let step = words::step(hit, platform::now().day());
    let away = away_in_words(&organisation, &who.post, platform::now().day());
    html! {
        <Card class="responsible">
            <div class="responsible__lines">
                <p class="muted">{ t!("person-hit-responsible") }</p>
                <p class="responsible__name"><strong>{ who.name.clone() }</strong></p>
                <p>{ unit_name.emit(who.unit.to_string()) }</p>
                <p hidden={who.telephone.is_empty()}>
                    <a class="hit__call responsible__call" href={format!("tel:{}", dialled(&who.telephone))} aria-label={t!("person-hit-call", telephone = who.telephone.clone())}>
                        { who.telephone.clone() }
                    </a>
                </p>
                <p class="muted" hidden={through.is_empty()}>{ through }</p>
                <p class="responsible__away" hidden={away.is_empty()}>{ away }</p>
                <p hidden={hit.responsible.is_none()}><strong>{ words::appointment(hit) }</strong></p>
                <p class="muted" hidden={step.is_empty()}>{ step }</p>
            </div>
        </Card>
    }
}
