//! The cases of colleagues who are away, for their deputy (In Vertretung): what may be opened, and what is closed and why.

use std::rc::Rc;

use shared::calls::Nothing;
use shared::case::calls::{DeputisedPost, DeputyCase, DeputyCases, ReadDeputised};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::next_date::next_in_words;
use super::state::use_beat;
use crate::api;
use crate::offline::use_offline;
use crate::routes::{Go, Route};
use crate::ui::{Badge, Card, EmptyState, Tone};
use crate::{i18n, t};

/// How often is looked for absences; they begin and end with a day.
const REFRESH_MILLIS: u32 = 30_000;

/// The cases of those who are away; none where the server cannot say.
#[hook]
fn use_deputised() -> Rc<DeputyCases> {
    let cases = use_state_eq(|| Rc::new(DeputyCases::default()));
    let beat = use_beat(REFRESH_MILLIS);
    let revision = use_offline().revision;
    {
        let cases = cases.setter();
        use_effect_with((beat, revision), move |_| {
            spawn_local(async move {
                if let Ok(answer) = api::send::<ReadDeputised>(&Nothing {}).await {
                    cases.set(Rc::new(answer));
                }
            });
        });
    }
    (*cases).clone()
}

/// A list per colleague who is away; nothing is seen while nobody is.
#[component]
pub(super) fn Deputised() -> Html {
    let known = use_deputised();
    html! {
        <div id="deputised" class="today__more" hidden={known.absences.is_empty()}>
            { for known.absences.iter().map(absence) }
        </div>
    }
}

fn absence(post: &DeputisedPost) -> Html {
    let title = t!("deputised-title", name = post.absent.name.clone());
    let aside = post.until.map_or_else(
        || t!("deputised-open"),
        |until| t!("deputised-until", day = i18n::day(until).to_string()),
    );
    let more = (post.total as usize).saturating_sub(post.cases.len());
    html! {
        <Card key={post.absent.post.to_string()} {title} {aside} class="card--list">
            <div hidden={!post.cases.is_empty()}><EmptyState text={t!("deputised-none")} /></div>
            <ul class="needs">{ for post.cases.iter().map(line) }</ul>
            <p class="muted" hidden={more == 0}>{ t!("deputised-more", count = more) }</p>
        </Card>
    }
}

fn line(known: &DeputyCase) -> Html {
    let head = &known.head;
    let appointment = head
        .appointment
        .as_ref()
        .filter(|view| view.end.is_none())
        .and_then(|view| view.draft.starts_at)
        .map_or_else(AttrValue::default, |starts_at| {
            t!(
                "deputised-appointment",
                when = i18n::moment(starts_at).to_string()
            )
        });
    let next = match (&head.next, known.may_open) {
        (Some(next), false) => t!(
            "deputised-due",
            day = i18n::weekday_and_day(next.on()).to_string()
        ),
        (next, _) => next_in_words(next.as_ref()),
    };
    let why_not = match (known.may_open, known.revoked_on) {
        (true, _) => AttrValue::default(),
        (false, Some(on)) => t!("deputised-revoked", day = i18n::day(on).to_string()),
        (false, None) => t!("deputised-not-agreed"),
    };
    html! {
        <li key={head.case.to_string()} class={classes!("need", if known.may_open { "need--info" } else { "need--warning" })}>
            <div class="need__words">
                <strong><bdi>{ head.name.clone() }</bdi></strong>
                <span hidden={appointment.is_empty()}>{ appointment }</span>
                <span class="muted">{ next }</span>
                <span class="muted"><bdi>{ head.number.clone() }</bdi></span>
                <span hidden={known.may_open}><Badge tone={Tone::Warning}>{ why_not }</Badge></span>
                <span class="muted" hidden={known.may_open}>{ t!("reason-no_deputy_consent-ask") }</span>
            </div>
            <div class="need__action">
                if known.may_open {
                    <Go to={Route::Case { case: head.case }} class="button button--secondary">{ t!("need-open") }<span class="visually-hidden">{ format!(": {}", head.name) }</span></Go>
                }
            </div>
        </li>
    }
}
