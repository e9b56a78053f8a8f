//! Intakes that were begun and not decided, where reception looks first and on the case manager's day: a form that was left
//! half-way is found again, also on another device. What only this device holds stands on top.

use shared::intake::state::IntakeStateName;
use shared::kernel::{Day, PersonId};
use yew::prelude::*;

use super::unfinished_state::{Line, use_unfinished};
use crate::routes::{Go, Route};
use crate::ui::{Badge, Notice, Tone};
use crate::{i18n, t};

/// How many stand there before the list is opened.
const FIRST: usize = 4;

/// The list; nothing is seen while there is none.
#[function_component]
pub fn Unfinished() -> Html {
    let unfinished = use_unfinished();
    let first = unfinished.lines.len().min(FIRST);
    let (shown, more) = unfinished.lines.split_at(first);
    html! {
        <section class="unfinished" aria-labelledby="unfinished-title" hidden={unfinished.lines.is_empty()}>
            <h2 id="unfinished-title" class="card__title">{ t!("unfinished-title") }</h2>
            <ul class="needs unfinished__list">{ for shown.iter().map(line) }</ul>
            <details hidden={more.is_empty()}>
                <summary class="unfinished__more">{ t!("unfinished-more", count = more.len()) }</summary>
                <ul class="needs unfinished__list">{ for more.iter().map(line) }</ul>
                <Notice tone={Tone::Info} text={if unfinished.is_cut { t!("unfinished-cut") } else { AttrValue::default() }} />
            </details>
        </section>
    }
}

fn line(line: &Line) -> Html {
    let name = if line.name.is_empty() {
        t!("person-page-nameless")
    } else {
        AttrValue::from(line.name.clone())
    };
    html! {
        <li key={line.person.to_string()} class="need">
            <div class="need__words">
                <strong><bdi>{ name.clone() }</bdi></strong>
                <span class="muted">{ begun(line.started_on) }{ " " }{ standing(line) }</span>
            </div>
            <div class="need__action">{ go_on(line.person, &name) }</div>
        </li>
    }
}

fn begun(day: Option<Day>) -> AttrValue {
    day.map_or_else(AttrValue::default, |day| {
        t!("unfinished-begun", day = i18n::day(day).to_string())
    })
}

fn standing(line: &Line) -> Html {
    if line.is_here_only {
        return html! { <Badge tone={Tone::Warning}>{ t!("intake-kept-device") }</Badge> };
    }
    let (tone, text) = match line.state {
        IntakeStateName::ExceptionAsked => (Tone::Info, t!("unfinished-asked")),
        IntakeStateName::ExceptionRefused => (Tone::Warning, t!("unfinished-refused")),
        IntakeStateName::Completed => (Tone::Info, t!("unfinished-completed")),
        _ => return html! { <></> },
    };
    html! { <Badge {tone}>{ text }</Badge> }
}

fn go_on(person: PersonId, name: &AttrValue) -> Html {
    html! {
        <Go to={Route::Intake { person }} class="button button--secondary">
            { t!("unfinished-go-on") }
            <span class="visually-hidden">{ format!(": {name}") }</span>
        </Go>
    }
}
