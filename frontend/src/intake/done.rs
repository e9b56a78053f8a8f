//! The end of an intake: who is responsible, how to reach them, when they will be in touch, and the next person.

use std::rc::Rc;

use shared::assignment::proposal::first_contact_due;
use shared::intake::IntakeDecision;
use shared::intake::state::IntakeState;
use shared::kernel::{Day, OfficeCode};
use shared::organisation::Organisation;
use yew::prelude::*;

use super::state::{Form, Kept, Stage};
use crate::i18n;
use crate::routes::{Go, Route};
use crate::t;
use crate::ui::{Badge, Button, Card, Tone};

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
                office = office_name(&props.organisation, office, props.today)
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
    let holder = match &form.stage {
        Stage::Assigned { post, .. } => props.organisation.holder_on(post, props.today),
        _ => None,
    };
    let unit = match &form.stage {
        Stage::Assigned { post, .. } => props
            .organisation
            .post_on(post, props.today)
            .and_then(|post| props.organisation.unit_on(&post.unit, props.today))
            .map(|unit| unit.name.clone()),
        _ => None,
    };
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
    let who = holder.map_or_else(AttrValue::default, |holder| {
        let key = if is_confirmed {
            "assignment-done"
        } else {
            "assignment-done-device"
        };
        t!(key, name = holder.name.clone())
    });
    let next = if props.is_reception {
        Route::Reception
    } else {
        Route::Search
    };
    html! {
        <Card class="end">
            <div role="status">
                <h2 id="end-title" tabindex="-1" class="end__title">{ title }</h2>
                <p hidden={text.is_empty()}>{ text }</p>
                <div class="end__who" hidden={holder.is_none()}>
                    <p class="end__name"><strong>{ who }</strong></p>
                    <p>{ unit.map(|unit| t!("assignment-done-unit", unit = unit)).unwrap_or_default() }</p>
                    <p class="end__telephone">
                        { holder.map(|holder| t!("assignment-done-telephone", telephone = holder.telephone.clone())).unwrap_or_default() }
                    </p>
                    <p><strong>{ t!("assignment-done-first", day = i18n::weekday_and_day(due).to_string()) }</strong></p>
                    <p class="muted">{ t!("assignment-done-note") }</p>
                </div>
                <p><Badge {tone} is_checked={is_confirmed}>{ kept }</Badge></p>
            </div>
            <div class="row">
                <Go to={next} class="button button--primary">{ t!("intake-next-person") }</Go>
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
        </Card>
    }
}

/// The name of an office; its code, where it is no longer in the list.
#[must_use]
pub fn office_name(town: &Organisation, office: &OfficeCode, today: Day) -> String {
    town.office_on(office, today)
        .map_or_else(|| office.to_string(), |office| office.name.clone())
}

fn because(reason: &str) -> AttrValue {
    if reason.is_empty() {
        AttrValue::default()
    } else {
        t!("intake-decided-because", reason = reason.to_owned())
    }
}
