//! The end of an intake: what was decided and what follows, who is responsible and how they are reached, a sheet for the
//! person to take along, and the next person.

use std::rc::Rc;

use shared::assignment::proposal::first_contact_due;
use shared::intake::IntakeDecision;
use shared::intake::state::IntakeState;
use shared::kernel::{Day, OfficeCode, UnitCode};
use shared::organisation::Organisation;
use shared::person::calls::Hit;
use yew::prelude::*;

use super::handout::{Contact, Handout, Sheet, from_unit};
use super::state::{Form, Kept, Stage};
use crate::i18n;
use crate::platform;
use crate::routes::{Go, Route};
use crate::t;
use crate::ui::{Badge, Button, Card, Tone};

/// The id of the title, which receives the focus once an intake was decided.
pub const END_TITLE: &str = "end-title";

/// Properties of [`EndScreen`].
#[derive(Debug, PartialEq, Properties)]
pub struct EndScreenProps {
    /// The form with what was decided.
    pub form: Rc<Form>,
    /// Where it stands.
    pub kept: Kept,
    /// The organisation, for names.
    pub organisation: Rc<Organisation>,
    /// Whether the next person waits at a counter.
    pub is_reception: bool,
    /// The unit that took the person in.
    pub unit: UnitCode,
    /// What is known of the person by now: the number of the case, and the case itself for whoever may open it.
    #[prop_or_default]
    pub known: Option<Hit>,
    /// Today.
    pub today: Day,
    /// The end is taken back.
    pub on_take_back: Callback<()>,
}

/// The screen.
#[function_component]
pub fn EndScreen(props: &EndScreenProps) -> Html {
    let form = &props.form;
    let (title, text) = match (&form.stage, &form.state) {
        (Stage::Assigned { .. }, _) => (t!("intake-decided-admitted"), AttrValue::default()),
        (Stage::Decided(IntakeDecision::Refer { office, reason }), _)
        | (_, IntakeState::Referred { office, reason, .. }) => (
            t!(
                "intake-decided-referred",
                office = props.organisation.office_name_on(office, props.today)
            ),
            because(reason),
        ),
        (Stage::Decided(IntakeDecision::Counselled { reason }), _)
        | (_, IntakeState::Counselled { reason, .. }) => {
            (t!("intake-decided-counselled"), because(reason))
        }
        (Stage::Decided(IntakeDecision::AskException { .. }), _)
        | (_, IntakeState::ExceptionAsked { .. }) => {
            (t!("intake-decided-exception"), AttrValue::default())
        }
        (
            _,
            IntakeState::Admitted {
                exception: Some(reason),
                ..
            },
        ) => (
            t!("intake-decided-admitted"),
            t!("intake-decided-by-exception", reason = reason.clone()),
        ),
        _ => (t!("intake-decided-admitted"), t!("intake-decided-pool")),
    };
    let ended = Ended::of(form);
    let has_reason = matches!(
        &form.state,
        IntakeState::Admitted {
            exception: Some(_),
            ..
        }
    );
    let town = &props.organisation;
    let known = match &props.known {
        Some(Hit::Known(hit)) => Some(hit.as_ref()),
        _ => None,
    };
    let is_now = matches!(form.stage, Stage::Assigned { .. });
    let contact = match &form.stage {
        Stage::Assigned { post, .. } => town.holder_on(post, props.today).map(|holder| {
            let unit = town
                .post_on(post, props.today)
                .and_then(|post| town.unit_on(&post.unit, props.today));
            Contact::of_holder(holder, unit)
        }),
        // Somebody took the case since.
        _ => known
            .and_then(|hit| hit.responsible.as_ref())
            .filter(|_| ended == Ended::Admitted)
            .map(|who| Contact::of_responsible(who, town, props.today)),
    };
    let text = if contact.is_some() && ended == Ended::Admitted && !has_reason {
        AttrValue::default()
    } else {
        text
    };
    let office = match ended {
        Ended::Referred(office) => town.office_on(office, props.today).map(Contact::of_office),
        _ => None,
    };
    let number = known
        .and_then(|hit| hit.number.clone())
        .filter(|_| ended == Ended::Admitted);
    let case = known
        .and_then(|hit| hit.case)
        .filter(|_| ended == Ended::Admitted);
    let is_confirmed = matches!(props.kept, Kept::Confirmed(_));
    let due = first_contact_due(
        &props.organisation,
        form.work.intake.urgency.as_ref(),
        props.today,
    );
    let (tone, kept) = match &props.kept {
        Kept::Confirmed(time) => (
            Tone::Success,
            t!("assignment-done-confirmed", time = time.to_string()),
        ),
        Kept::NeedsYou => (Tone::Danger, t!("assignment-done-refused")),
        _ => (Tone::Info, t!("assignment-done-kept")),
    };
    let who = contact.as_ref().map_or_else(AttrValue::default, |contact| {
        let key = if is_confirmed {
            "assignment-done"
        } else {
            "assignment-done-device"
        };
        t!(key, name = contact.name.to_string())
    });
    let next_steps = if ended == Ended::Asked {
        t!("intake-exception-next")
    } else {
        AttrValue::default()
    };
    let number = number.map_or_else(AttrValue::default, |number| {
        t!("person-hit-number", number = number)
    });
    let sheet = sheet(
        props,
        ended,
        &number,
        contact.as_ref().or(office.as_ref()),
        is_now.then_some(due),
    );
    let may_print = sheet.is_some();
    let next = if props.is_reception {
        Route::Reception
    } else {
        Route::Search
    };
    html! {
        <Card class="end">
            <div role="status">
                <h2 id={END_TITLE} tabindex="-1" class="end__title">{ title }</h2>
                <p hidden={text.is_empty()}>{ text }</p>
                <p id="end-number" hidden={number.is_empty()}><strong>{ number }</strong></p>
                <div class="end__who" hidden={contact.is_none()}>
                    <p class="end__name"><strong>{ who }</strong></p>
                    { for contact.iter().map(contact_lines) }
                    <p hidden={!is_now}><strong>{ t!("assignment-done-first", day = i18n::weekday_and_day(due).to_string()) }</strong></p>
                    <p class="muted">{ t!("assignment-done-note") }</p>
                </div>
                <div class="end__who" id="end-office" hidden={office.is_none()}>
                    { for office.iter().map(contact_lines) }
                </div>
                <p hidden={next_steps.is_empty()}>{ next_steps }</p>
                <p><Badge {tone} is_checked={is_confirmed}>{ kept }</Badge></p>
            </div>
            <div class="row">
                <Go to={next} class="button button--primary">{ t!("intake-next-person") }</Go>
                <span hidden={!may_print}>
                    <Button id="end-print" on_press={Callback::from(|()| platform::print())}>{ t!("intake-handout-print") }</Button>
                </span>
                { for case.map(|case| html! {
                    <Go key="case" to={Route::Case { case }} class="button button--secondary">{ t!("person-page-case") }</Go>
                }) }
                <Go to={Route::Person { person: form.work.person_id }} class="button button--secondary">{ t!("person-hit-page") }</Go>
                { for form.has_ended().then(|| html! {
                    <>
                        <Button key="back" id="end-take-back" on_press={props.on_take_back.clone()} is_waiting={form.stage == Stage::Deciding}>
                            { t!("intake-take-back") }
                        </Button>
                        <Go key="again" to={Route::IntakeAgain { person: form.work.person_id }} class="button button--secondary">{ t!("intake-again") }</Go>
                    </>
                }) }
            </div>
            <Handout {sheet} />
        </Card>
    }
}

/// How an intake ended, here or before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ended<'a> {
    /// With a case.
    Admitted,
    /// With a referral to this office.
    Referred(&'a OfficeCode),
    /// With counselling.
    Counselled,
    /// Not yet: the coordinator was asked.
    Asked,
}

impl<'a> Ended<'a> {
    fn of(form: &'a Form) -> Self {
        match (&form.stage, &form.state) {
            (Stage::Decided(IntakeDecision::Refer { office, .. }), _) => Self::Referred(office),
            (Stage::Decided(IntakeDecision::Counselled { .. }), _) => Self::Counselled,
            (Stage::Decided(IntakeDecision::AskException { .. }), _) => Self::Asked,
            (Stage::Open, IntakeState::Referred { office, .. }) => Self::Referred(office),
            (Stage::Open, IntakeState::Counselled { .. }) => Self::Counselled,
            (Stage::Open, IntakeState::ExceptionAsked { .. }) => Self::Asked,
            _ => Self::Admitted,
        }
    }
}

fn contact_lines(contact: &Contact) -> Html {
    html! {
        <>
            { for contact.lines().into_iter().map(|line| html! { <p>{ line }</p> }) }
        </>
    }
}

/// What the person takes along; nothing while the coordinator has not answered.
fn sheet(
    props: &EndScreenProps,
    ended: Ended<'_>,
    number: &AttrValue,
    to: Option<&Contact>,
    due: Option<Day>,
) -> Option<Sheet> {
    let town = &props.organisation;
    let concern = &props.form.work.intake.concern;
    let mut said = Vec::new();
    if !concern.trim().is_empty() {
        said.push((t!("intake-slip-concern"), AttrValue::from(concern.clone())));
    }
    let coordination = || {
        let office = town.coordination_on(props.today)?;
        Some((t!("intake-handout-ask"), Contact::of_office(office)))
    };
    let to = match (ended, to) {
        (Ended::Asked, _) => return None,
        (Ended::Admitted, Some(contact)) => {
            let agreed = due.map_or_else(
                || t!("intake-handout-taken"),
                |due| {
                    let day = i18n::weekday_and_day(due).to_string();
                    t!("intake-handout-admitted", day = day)
                },
            );
            said.push((t!("intake-handout-agreed"), agreed));
            Some((t!("intake-handout-worker"), contact.clone()))
        }
        (Ended::Admitted, None) => {
            said.push((t!("intake-handout-agreed"), t!("intake-handout-pool")));
            coordination()
        }
        (Ended::Referred(office), contact) => {
            let agreed = t!("intake-handout-referred");
            said.push((t!("intake-handout-agreed"), agreed));
            let named = Contact {
                name: town.office_name_on(office, props.today).into(),
                ..Contact::default()
            };
            let contact = contact.cloned().unwrap_or(named);
            Some((t!("intake-handout-office"), contact))
        }
        (Ended::Counselled, _) => {
            said.push((t!("intake-handout-agreed"), t!("intake-handout-counselled")));
            None
        }
    };
    if !number.is_empty() {
        said.push((t!("intake-handout-number"), number.clone()));
    }
    Some(Sheet {
        title: None,
        from: from_unit(town, &props.unit, props.today),
        day: props.today,
        said,
        to,
    })
}

fn because(reason: &str) -> AttrValue {
    if reason.is_empty() {
        AttrValue::default()
    } else {
        t!("intake-decided-because", reason = reason.to_owned())
    }
}
