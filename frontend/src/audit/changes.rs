//! What was changed about a person (Änderungsverlauf): each piece of work with who did it and when, and per field what stood
//! there before and after. It is read from the server only: nothing of it is kept on a device.

use std::rc::Rc;

use shared::audit::changes::{ChangeLine, ChangeSearch};
use shared::kernel::{PersonId, Role, Wrote};
use shared::organisation::Organisation;
use yew::prelude::*;

use super::change_words::{Told, fields, told};
use super::state::{Finding, OfChanges, use_search};
use super::words;
use crate::api::ApiFailure;
use crate::assignment::state::use_organisation;
use crate::case::state::Loaded;
use crate::intake::desk::use_unit_name;
use crate::signin::use_signin;
use crate::ui::{
    Button, ButtonKind, Card, Choice, EmptyState, IconName, Page, SelectField, Waiting,
};
use crate::{i18n, platform, t};

/// Properties of [`ChangesPage`].
#[derive(Debug, PartialEq, Properties)]
pub struct ChangesPageProps {
    /// The person.
    pub person: PersonId,
}

/// The page.
#[component]
pub fn ChangesPage(props: &ChangesPageProps) -> Html {
    let first = ChangeSearch {
        person: props.person,
        field: String::new(),
        before: None,
    };
    let field = use_state_eq(String::new);
    let organisation = use_organisation();
    let unit = use_unit_name(&organisation);
    let handle = use_search::<OfChanges>(Some(first.clone()));
    let signin = use_signin();
    // At the desk the forms are read, by case managers what they work on besides.
    let is_forms_only = signin
        .actor()
        .is_none_or(|actor| !actor.is(Role::CaseManager));
    let onsubmit = {
        let (field, on_ask) = (field.clone(), handle.on_ask.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            on_ask.emit(ChangeSearch {
                field: (*field).clone(),
                ..first.clone()
            });
        })
    };
    let on_choose = {
        let field = field.clone();
        Callback::from(move |chosen: Option<AttrValue>| {
            field.set(chosen.map(|chosen| chosen.to_string()).unwrap_or_default());
        })
    };
    let choices: Rc<[Choice]> = fields(is_forms_only)
        .into_iter()
        .map(|(path, label)| Choice::new(path, label))
        .collect();
    let is_more = handle.is_more;
    html! {
        <Page title={t!("changes-title")} lead={t!("changes-lead")}>
            <form class="no-print form" {onsubmit} novalidate=true>
                <SelectField
                    id="changes-field"
                    label={t!("changes-field")}
                    {choices}
                    value={(!field.is_empty()).then(|| AttrValue::from((*field).clone()))}
                    {on_choose}
                    empty={t!("changes-all-fields")}
                />
                <div class="row">
                    <Button kind={ButtonKind::Primary} is_submit=true is_waiting={handle.finding == Finding::Waiting}>{ t!("changes-show") }</Button>
                    <Button id="changes-print" icon={IconName::Printer} on_press={Callback::from(|()| platform::print())}>{ t!("changes-print") }</Button>
                </div>
            </form>
            <div aria-live="polite" id="changes">
                { match &handle.finding {
                    Finding::Nothing | Finding::Wrong(_) | Finding::Waiting => html! { <Waiting /> },
                    Finding::Failed(ApiFailure::Offline) => html! {
                        <EmptyState text={t!("changes-offline")}><p class="muted">{ t!("changes-offline-hint") }</p></EmptyState>
                    },
                    Finding::Failed(failure) => Loaded::<()>::Failed(failure.clone()).instead(),
                    Finding::Here(found) if found.lines.is_empty() => html! {
                        <EmptyState text={t!("changes-none")} />
                    },
                    Finding::Here(found) => html! {
                        <Card>
                            <ol class="changes">
                                { for found.lines.iter().map(|line| html! {
                                    <Line key={line.sequence.to_string()} line={line.clone()} town={Rc::clone(&organisation)} unit={unit.clone()} />
                                }) }
                            </ol>
                            <div class="actions no-print" hidden={!is_more}>
                                <Button on_press={handle.on_more.clone()} is_waiting={handle.is_going_on}>{ t!("changes-more") }</Button>
                            </div>
                        </Card>
                    },
                } }
            </div>
        </Page>
    }
}

#[derive(Debug, PartialEq, Properties)]
struct LineProps {
    line: ChangeLine,
    town: Rc<Organisation>,
    unit: Callback<String, AttrValue>,
}

/// One piece of work.
#[component]
fn Line(props: &LineProps) -> Html {
    let ChangeLine {
        at,
        authored_at,
        who,
        command,
        handed_in,
        changes,
        ..
    } = &props.line;
    let written = authored_at.map(|at| t!("changes-authored", when = i18n::moment(at).to_string()));
    let handed_in = handed_in.as_ref().map(|Wrote { by_name, at }| {
        t!(
            "changes-handed-in",
            name = by_name.clone(),
            when = i18n::moment(*at).to_string()
        )
    });
    let position = words::what_they_are(who, &props.unit);
    html! {
        <li class="change">
            <p class="change__head">
                <strong>{ words::command(command) }</strong>
                { " · " }{ words::who(who) }
                <span class="muted" hidden={position.is_empty()}>{ format!(" ({position})") }</span>
            </p>
            <p class="muted">
                { i18n::moment(*at) }
                { for written.map(|written| html! { <>{ " · " }{ written }</> }) }
            </p>
            { for handed_in.map(|handed_in| html! { <p>{ handed_in }</p> }) }
            <dl class="change__rows">
                { for changes.iter().flat_map(|change| told(change, &props.town)).enumerate().map(|(at, told)| row(at, &told)) }
            </dl>
        </li>
    }
}

/// One field: what it is, what stood there, what stands there since. Texts are isolated: one from right to left does not turn
/// the words around it.
fn row(at: usize, told: &Told) -> Html {
    let Told {
        label,
        from,
        to,
        more,
    } = told;
    html! {
        <div key={at} class="change__row">
            <dt>{ label }</dt>
            <dd>
                { for from.as_ref().map(|from| html! {
                    <>
                        <span class="visually-hidden">{ t!("changes-before") }{ ": " }</span>
                        <bdi class="change__from">{ from }</bdi>
                        <span class="change__arrow" aria-hidden="true">{ " → " }</span>
                        <span class="visually-hidden">{ ", " }{ t!("changes-after") }{ ": " }</span>
                    </>
                }) }
                <bdi class="change__to">{ to }</bdi>
                <span class="change__more muted" hidden={more.is_empty()}><bdi>{ more }</bdi></span>
            </dd>
        </div>
    }
}
