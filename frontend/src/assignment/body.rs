//! What a legal body carries, for its head: the posts with their load and who is away, the cases that somebody should look at,
//! and the intakes that wait for a decision. No name of a client stands here.

use std::rc::Rc;

use shared::assignment::body::{
    BodyStanding, CaseToLookAt, CaseWarning, CaseWarningKind, UndecidedIntakes,
};
use shared::assignment::proposal::Candidate;
use shared::kernel::PostCode;
use shared::organisation::{Organisation, valid_on};
use yew::prelude::*;

use super::responsibility::{ByNumber, post_head};
use super::state::{use_body, use_organisation};
use crate::case::state::district_name;
use crate::emergency::EmergencyNotices;
use crate::intake::desk::use_unit_name;
use crate::routes::{Go, Route};
use crate::ui::{Badge, Card, EmptyState, Page, Tone};
use crate::{i18n, platform, t};

/// The page.
#[function_component]
pub fn BodyPage() -> Html {
    let loaded = use_body();
    let organisation = use_organisation();
    let unit_name = use_unit_name(&organisation);
    let title = t!("nav-body");
    let Some(known) = loaded.ready() else {
        return html! { <Page {title}>{ loaded.instead() }</Page> };
    };
    let heading = body_name(&organisation, known);
    html! {
        <Page {title} {heading} lead={t!("body-lead")}>
            <EmergencyNotices />
            <ByNumber />
            <section class="stack" aria-labelledby="body-posts">
                <h2 id="body-posts">{ t!("body-posts") }</h2>
                <div hidden={!known.posts.is_empty()}><EmptyState text={t!("body-posts-none")} /></div>
                <ul class="cards" hidden={known.posts.is_empty()}>
                    { for known.posts.iter().map(|candidate| post(candidate, known, &organisation, &unit_name)) }
                </ul>
            </section>
            <Card title={t!("body-cases")} aside={t!("body-cases-aside")}>
                <div hidden={!known.cases.is_empty()}><EmptyState text={t!("body-cases-none")} /></div>
                <ul class="needs" id="body-cases" hidden={known.cases.is_empty()}>
                    { for known.cases.iter().map(|case| line(case, &organisation)) }
                </ul>
                <p class="muted" hidden={!known.is_cut}>{ t!("body-cases-cut", count = known.cases.len()) }</p>
            </Card>
            <Card title={t!("body-intakes")}>
                <div hidden={!known.intakes.is_empty()}><EmptyState text={t!("body-intakes-none")} /></div>
                <ul class="entries" hidden={known.intakes.is_empty()}>
                    { for known.intakes.iter().map(|undecided| waiting(undecided, &unit_name)) }
                </ul>
            </Card>
        </Page>
    }
}

fn body_name(town: &Organisation, known: &BodyStanding) -> Option<AttrValue> {
    let code = known.body.as_ref()?;
    valid_on(&town.bodies, platform::now().day())
        .find(|body| body.code == *code)
        .map(|body| AttrValue::from(body.name.clone()))
}

/// A post: who holds it, how full it is, and how many of its cases stand below.
fn post(
    candidate: &Candidate,
    known: &BodyStanding,
    town: &Rc<Organisation>,
    unit_name: &Callback<String, AttrValue>,
) -> Html {
    let is_at = |case: &&CaseToLookAt| case.post.as_ref() == Some(&candidate.post);
    let to_look_at = known.cases.iter().filter(is_at).count();
    html! {
        <li key={candidate.post.to_string()}>
            <section class="card post" aria-label={candidate.name.clone()}>
                <div class="post__head">
                    { post_head(candidate, town, unit_name) }
                    <Badge tone={if to_look_at == 0 { Tone::Success } else { Tone::Warning }} is_checked={to_look_at == 0}>
                        { t!("body-post-cases", count = to_look_at) }
                    </Badge>
                </div>
            </section>
        </li>
    }
}

fn line(case: &CaseToLookAt, town: &Organisation) -> Html {
    let district = case
        .district
        .as_ref()
        .map_or_else(|| t!("pool-no-district"), district_name);
    let who = case
        .post
        .as_ref()
        .map(|post| format!(" · {}", holder(town, post)))
        .unwrap_or_default();
    let why: Vec<String> = case
        .warnings
        .iter()
        .map(|why| in_words(why).to_string())
        .collect();
    let mark = match case.warnings.first() {
        Some(CaseWarning::Nobody { .. } | CaseWarning::Overdue { .. }) => "need--danger",
        _ => "need--warning",
    };
    html! {
        <li key={case.case.to_string()} class={classes!("need", mark)}>
            <div class="need__words">
                <strong>{ case.number.clone() }</strong>
                <span class="muted">{ format!("{district}{who}") }</span>
                <span>{ why.join(" ") }</span>
            </div>
            <div class="need__action">
                <Go to={Route::Responsibility { case: case.case }} class="button button--secondary">
                    { t!("responsibilities-open") }
                    <span class="visually-hidden">{ format!(": {}", case.number) }</span>
                </Go>
            </div>
        </li>
    }
}

/// Who holds a post, or that nobody does.
fn holder(town: &Organisation, post: &PostCode) -> AttrValue {
    town.holder_on(post, platform::now().day()).map_or_else(
        || t!("responsibilities-vacant"),
        |holder| AttrValue::from(holder.name.clone()),
    )
}

fn in_words(warning: &CaseWarning) -> AttrValue {
    let kind: &'static str = CaseWarningKind::from(warning).into();
    let day = warning.since().map(|day| i18n::day(day).to_string());
    t!(format!("warning-{kind}"), day = day.unwrap_or_default())
}

fn waiting(undecided: &UndecidedIntakes, unit_name: &Callback<String, AttrValue>) -> Html {
    html! {
        <li key={undecided.unit.to_string()} class="entry">
            <strong>{ unit_name.emit(undecided.unit.to_string()) }</strong>
            <p>{ t!(
                "body-intakes-of",
                count = undecided.count,
                day = i18n::day(undecided.oldest_on).to_string()
            ) }</p>
        </li>
    }
}
