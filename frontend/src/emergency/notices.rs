//! On the start page and above the list of cases: who opened files of the reader in an emergency or to check them, with the two
//! answers to it; and the files that the reader has open.

use shared::command::Command;
use shared::emergency::calls::{Emergencies, EmergencyNotice, OpenEmergency};
use shared::emergency::{AnswerEmergency, EmergencyVerdict, EndEmergency};
use shared::exchange::Subject;
use yew::prelude::*;

use super::state::use_emergencies;
use super::{in_words, times};
use crate::assignment::state::use_organisation;
use crate::intake::desk::use_unit_name;
use crate::offline::{Sending, use_sending};
use crate::routes::{Go, Route};
use crate::ui::{Button, ButtonKind, Card, Notice, TextField, Tone};
use crate::{i18n, platform, t};

/// The cards; nothing is seen while there is nothing.
#[component]
pub fn EmergencyNotices() -> Html {
    let sending = use_sending(Callback::noop());
    let known = use_emergencies(sending.taken);
    let is_empty =
        known.to_answer.is_empty() && known.for_absent.is_empty() && known.open.is_empty();
    html! {
        <div id="emergencies" class="stack" hidden={is_empty}>
            <Notice tone={Tone::Danger} text={sending.failed.clone()} />
            { for [false, true].map(|is_check| told(&known, is_check, &sending)) }
            { for [false, true].map(|is_check| opened(&known.open, is_check, &sending)) }
        </div>
    }
}

/// The accesses of one kind that wait for an answer: the reader's, or of whoever they deputise for.
fn told(known: &Emergencies, is_check: bool, sending: &Sending) -> Html {
    let of_kind = || {
        let own = known.to_answer.iter().map(|notice| (notice, true));
        let for_absent = known.for_absent.iter().map(|notice| (notice, false));
        own.chain(for_absent)
            .filter(move |(notice, _)| notice.cause.is_check() == is_check)
    };
    let title = t!(if is_check {
        "file-checks-title"
    } else {
        "emergencies-title"
    });
    html! {
        <div hidden={of_kind().next().is_none()}>
            <Card {title} class="card--list">
                <ul class="needs">
                    { for of_kind().map(|(notice, may_answer)| html! {
                        <Told
                            key={notice.emergency.to_string()}
                            notice={notice.clone()}
                            {may_answer}
                            is_busy={sending.is_busy}
                            on_send={sending.on_send.clone()}
                        />
                    }) }
                </ul>
            </Card>
        </div>
    }
}

/// The files that the reader has open on reasons of one kind.
fn opened(all: &[OpenEmergency], is_check: bool, sending: &Sending) -> Html {
    let of_kind = || {
        let all = all.iter();
        all.filter(move |open| open.cause.is_check() == is_check)
    };
    let title = t!(if is_check {
        "file-checks-open-title"
    } else {
        "emergencies-open-title"
    });
    html! {
        <div hidden={of_kind().next().is_none()}>
            <Card {title} class="card--list">
                <ul class="needs">{ for of_kind().map(|open| line(open, &sending.on_send)) }</ul>
            </Card>
        </div>
    }
}

fn line(open: &OpenEmergency, on_send: &Callback<(Subject, Command)>) -> Html {
    let on_end = {
        let (on_send, person, emergency) = (on_send.clone(), open.person, open.emergency);
        Callback::from(move |()| {
            let command = Command::EndEmergency(EndEmergency { emergency });
            on_send.emit((Subject::Person(person), command));
        })
    };
    html! {
        <li key={open.emergency.to_string()} class="need need--warning">
            <div class="need__words">
                <Go to={Route::Case { case: open.case }}><strong><bdi>{ open.name.clone() }</bdi></strong></Go>
                <span>{ t!("emergencies-open-until", when = i18n::moment(open.ends_at).to_string()) }</span>
                <span class="muted">{ open.number.clone() }</span>
            </div>
            <div class="need__action">
                <Button on_press={on_end}>{ t!(if open.cause.is_check() { "emergency-end-check" } else { "emergency-end" }) }</Button>
            </div>
        </li>
    }
}

#[derive(Debug, PartialEq, Properties)]
struct ToldProps {
    notice: EmergencyNotice,
    may_answer: bool,
    is_busy: bool,
    on_send: Callback<(Subject, Command)>,
}

/// One access with its two answers. Who questions it says why, because the officer reads that it is questioned and asks.
#[component]
fn Told(props: &ToldProps) -> Html {
    let notice = &props.notice;
    let organisation = use_organisation();
    let unit = use_unit_name(&organisation);
    let is_questioning = use_state_eq(|| false);
    let is_tried = use_state_eq(|| false);
    let note = use_state_eq(String::new);
    let field = format!("emergency-note-{}", notice.emergency);
    let answer = |verdict| AnswerEmergency {
        emergency: notice.emergency,
        verdict,
        note: match verdict {
            EmergencyVerdict::Understood => String::new(),
            EmergencyVerdict::Questioned => note.trim().to_owned(),
        },
    };
    let wrong = answer(EmergencyVerdict::Questioned)
        .check()
        .err()
        .unwrap_or_default();
    let problems = if *is_tried {
        wrong.of("note").to_vec()
    } else {
        Vec::new()
    };
    let send = |verdict| {
        let (on_send, person, call) = (props.on_send.clone(), notice.person, answer(verdict));
        move || {
            on_send.emit((
                Subject::Person(person),
                Command::AnswerEmergency(call.clone()),
            ));
        }
    };
    let on_understood = {
        let send = send(EmergencyVerdict::Understood);
        Callback::from(move |()| send())
    };
    let on_question = {
        let (is_questioning, field) = (is_questioning.clone(), field.clone());
        Callback::from(move |()| {
            is_questioning.set(true);
            platform::focus_soon(&field);
        })
    };
    let onsubmit = {
        let (is_tried, field) = (is_tried.clone(), field.clone());
        let send = send(EmergencyVerdict::Questioned);
        let is_right = wrong.is_empty();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            is_tried.set(true);
            if is_right {
                send();
            } else {
                platform::focus(&field);
            }
        })
    };
    let by = t!(
        "emergencies-by",
        name = notice.by_name.clone(),
        unit = unit.emit(notice.by_unit.to_string()).to_string()
    );
    let when = times(notice.opened_at, notice.ends_at, notice.asked_until);
    let mark = if notice.cause.is_check() {
        "need--warning"
    } else {
        "need--danger"
    };
    // The coordinator is told of cases that nobody has, by their number, and reads no file.
    let whose = if notice.name.is_empty() {
        html! { <strong>{ notice.number.clone() }</strong> }
    } else {
        html! { <Go to={Route::Case { case: notice.case }}><strong><bdi>{ notice.name.clone() }</bdi></strong></Go> }
    };
    html! {
        <li class={classes!("need", mark)}>
            <div class="need__words">
                { whose }
                <span>{ by }</span>
                <span>{ in_words(notice.cause) }{ if notice.reason.is_empty() { "" } else { ": " } }<bdi>{ notice.reason.clone() }</bdi></span>
                <span class="muted">{ when }{ " · " }<span class="number">{ notice.number.clone() }</span></span>
                <span hidden={props.may_answer}>{ t!("emergencies-for-absent") }</span>
                <form class="form" {onsubmit} novalidate=true hidden={!*is_questioning}>
                    <TextField
                        id={field}
                        label={t!("emergencies-note")}
                        hint={t!("emergencies-note-hint")}
                        value={AttrValue::from((*note).clone())}
                        {problems}
                        is_required=true
                        on_input={let note = note.clone(); Callback::from(move |text| note.set(text))}
                    />
                    <div class="actions">
                        <Button kind={ButtonKind::Primary} is_submit=true is_waiting={props.is_busy}>{ t!("emergencies-question-send") }</Button>
                    </div>
                </form>
            </div>
            <div class="need__action" hidden={*is_questioning || !props.may_answer}>
                <Button on_press={on_understood} is_waiting={props.is_busy}>{ t!("emergencies-understood") }</Button>
                <Button kind={ButtonKind::Quiet} on_press={on_question}>{ t!("emergencies-question") }</Button>
            </div>
        </li>
    }
}
