//! That somebody may have been taken in twice: on the start page, at the person, and the way to compare, to link and to
//! take a link back.

use shared::command::Command;
use shared::exchange::Sequence;
use shared::kernel::{FieldProblems, LinkId, PersonId};
use shared::person::UnlinkPersons;
use shared::person::calls::{DeskHit, DoubleNotice, Hit, LinkedPerson};
use shared::person::matching::Verdict;
use yew::prelude::*;

use super::doubles_state::{use_double_notices, use_doubles_of};
use super::elsewhere::AskElsewhere;
use super::words;
use crate::assignment::state::use_organisation;
use crate::case::state::use_recorder;
use crate::intake::handout::Contact;
use crate::routes::{Go, Route};
use crate::t;
use crate::ui::{Badge, Button, ButtonKind, TextField};

/// What the start page says about persons taken in twice; nothing is seen while there are none. Several are one line
/// that opens, so that the day below it stays on the screen.
#[function_component]
pub fn DoubleNotices() -> Html {
    let notices = use_double_notices();
    let office = use_coordination();
    html! {
        <section aria-labelledby="doubles-title" hidden={notices.is_empty()}>
            <details class="duplicates" open={notices.len() == 1}>
                <summary id="doubles-title" class="duplicates__line">
                    <span role="status">{ t!("person-doubles-title", count = notices.len()) }</span>
                </summary>
                <ul class="duplicates__hits">{ for notices.iter().map(|one| notice(one, &office)) }</ul>
            </details>
        </section>
    }
}

/// Whom to ask where the other is not to be seen.
#[hook]
fn use_coordination() -> Option<Contact> {
    let town = use_organisation();
    let today = crate::platform::now().day();
    town.coordination_on(today).map(Contact::of_office)
}

fn notice(notice: &DoubleNotice, office: &Option<Contact>) -> Html {
    match &notice.other {
        Hit::Known(hit) => html! {
            <li key={format!("{}{}", notice.person, hit.person)} class="duplicates__one">
                <span>
                    <strong><bdi>{ notice.name.clone() }</bdi></strong>
                    { " · " }
                    <bdi>{ hit.name.clone() }</bdi>
                    { format!(" · {} ", words::born(hit.born)) }
                    { verdict(hit.verdict) }
                </span>
                { compare_link(notice.person, hit) }
            </li>
        },
        Hit::Blind => html! {
            <li key={format!("{}blind", notice.person)} class="duplicates__one">
                <span>
                    <strong><bdi>{ notice.name.clone() }</bdi></strong>
                    { " · " }
                    { t!("person-doubles-elsewhere") }
                </span>
                <span class="row">
                    <Go to={Route::Person { person: notice.person }} class="button button--secondary">
                        { t!("person-doubles-open") }
                        <span class="visually-hidden">{ format!(": {}", notice.name) }</span>
                    </Go>
                    <AskElsewhere office={office.clone()} id={format!("ask-{}", notice.person)} />
                </span>
            </li>
        },
    }
}

fn verdict(verdict: Verdict) -> Html {
    html! { <Badge tone={words::tone(verdict)}>{ words::verdict(verdict) }</Badge> }
}

fn compare_link(person: PersonId, other: &DeskHit) -> Html {
    html! {
        <Go to={Route::Compare { person, other: other.person }} class="button button--secondary">
            { t!("person-compare") }
            <span class="visually-hidden">{ format!(": {}", other.name) }</span>
        </Go>
    }
}

/// Properties of [`DoublesOf`].
#[derive(Debug, PartialEq, Properties)]
pub struct DoublesOfProps {
    /// The person.
    pub person: PersonId,
    /// Whether the server has heard of them.
    #[prop_or(true)]
    pub is_there: bool,
}

/// At a person: with whom they are linked, and who may be the same. Nothing is seen while there is nobody.
#[function_component]
pub fn DoublesOf(props: &DoublesOfProps) -> Html {
    let doubles = use_doubles_of(props.person, props.is_there);
    let office = use_coordination();
    let person = props.person;
    html! {
        <div class="doubles-of">
            <section class="duplicates duplicates--linked" aria-labelledby="linked-title" hidden={doubles.linked.is_empty()}>
                <h2 id="linked-title" class="card__title">{ t!("person-linked-title") }</h2>
                <ul class="duplicates__hits">
                    { for doubles.linked.iter().map(|link| linked(person, doubles.sequence, link)) }
                </ul>
            </section>
            <section class="duplicates" aria-labelledby="possible-title" hidden={doubles.possible.is_empty()}>
                <div role="status">
                    <h2 id="possible-title" class="card__title">{ t!("person-doubles-title", count = 1) }</h2>
                </div>
                <ul class="duplicates__hits">
                    { for doubles.possible.iter().map(|hit| possible(person, hit, &office)) }
                </ul>
            </section>
        </div>
    }
}

fn linked(person: PersonId, sequence: Sequence, link: &LinkedPerson) -> Html {
    match &link.other {
        Hit::Known(hit) => html! {
            <li key={link.link.to_string()} class="duplicates__one">
                <span>
                    <strong><bdi>{ hit.name.clone() }</bdi></strong>
                    { format!(" · {}{} ", words::born(hit.born), responsible(hit)) }
                    <span class="muted">{ format!("„{}“", link.reason) }</span>
                </span>
                { compare_link(person, hit) }
            </li>
        },
        Hit::Blind => html! {
            <li key={link.link.to_string()} class="duplicates__one">
                <span>{ t!("person-linked-elsewhere") }</span>
                <LinkUndo {person} {sequence} link={link.link} />
            </li>
        },
    }
}

fn possible(person: PersonId, hit: &Hit, office: &Option<Contact>) -> Html {
    match hit {
        Hit::Known(hit) => html! {
            <li key={hit.person.to_string()} class="duplicates__one">
                <span>
                    <strong><bdi>{ hit.name.clone() }</bdi></strong>
                    { format!(" · {}{} ", words::born(hit.born), responsible(hit)) }
                    { verdict(hit.verdict) }
                </span>
                { compare_link(person, hit) }
            </li>
        },
        Hit::Blind => html! {
            <li key="blind" class="duplicates__one">
                <span>{ t!("person-doubles-elsewhere") }</span>
                <AskElsewhere office={office.clone()} id="ask-possible" />
            </li>
        },
    }
}

fn responsible(hit: &DeskHit) -> String {
    hit.responsible.as_ref().map_or_else(String::new, |who| {
        format!(" · {} · {}", who.name, who.telephone)
    })
}

/// Properties of [`LinkUndo`].
#[derive(Debug, PartialEq, Properties)]
pub(super) struct LinkUndoProps {
    /// The person from whose side it is taken back.
    pub(super) person: PersonId,
    /// What its author had seen of them.
    pub(super) sequence: Sequence,
    /// The statement.
    pub(super) link: LinkId,
}

/// Takes a link back, with a reason.
#[function_component]
pub(super) fn LinkUndo(props: &LinkUndoProps) -> Html {
    let is_open = use_state_eq(|| false);
    let is_done = use_state_eq(|| false);
    let reason = use_state_eq(String::new);
    let problems = use_state_eq(FieldProblems::default);
    let recorder = use_recorder();
    let id = format!("unlink-{}", props.link);
    let open = {
        let (is_open, id) = (is_open.clone(), id.clone());
        Callback::from(move |()| {
            is_open.set(true);
            crate::platform::focus_soon(&id);
        })
    };
    let close = {
        let is_open = is_open.clone();
        Callback::from(move |()| is_open.set(false))
    };
    let undo = {
        let (reason, problems) = (reason.clone(), problems.clone());
        let (is_open, is_done) = (is_open.clone(), is_done.clone());
        let (person, sequence, link) = (props.person, props.sequence, props.link);
        Callback::from(move |()| {
            let call = UnlinkPersons {
                link,
                reason: reason.trim().to_owned(),
            };
            if let Err(found) = call.check() {
                problems.set(found);
                return;
            }
            let (is_open, is_done) = (is_open.clone(), is_done.clone());
            let then = Callback::from(move |is_kept: bool| {
                is_open.set(!is_kept);
                is_done.set(is_kept);
            });
            let command = Command::UnlinkPersons(call);
            recorder.record_then(person, Some(sequence), command, None, then);
        })
    };
    let on_input = {
        let reason = reason.clone();
        Callback::from(move |text| reason.set(text))
    };
    html! {
        <div class="unlink">
            <span hidden={*is_open || *is_done}>
                <Button on_press={open}>{ t!("person-unlink") }</Button>
            </span>
            <p role="status" hidden={!*is_done}>{ t!("person-unlink-sent") }</p>
            <div class="form" hidden={!*is_open}>
                <TextField
                    id={id}
                    label={t!("person-unlink-reason")}
                    value={AttrValue::from((*reason).clone())}
                    problems={problems.of("reason").to_vec()}
                    {on_input}
                    is_required=true
                />
                <div class="row">
                    <Button kind={ButtonKind::Primary} on_press={undo}>{ t!("person-unlink") }</Button>
                    <Button kind={ButtonKind::Quiet} on_press={close}>{ t!("person-compare-cancel") }</Button>
                </div>
            </div>
        </div>
    }
}
