//! Who was responsible for a case and why, where the person lived meanwhile, and the question after a move whether the
//! case stays (Z4). Values in, events out.

use shared::case::{CaseHistory, DistrictStretch, KeepPost, PostStretch};
use shared::kernel::Day;
use shared::kernel::text::typed_line;
use yew::prelude::*;

use super::state::district_name;
use crate::ui::{Badge, Button, ButtonKind, Card, Notice, TextField, Tone};
use crate::{i18n, platform, t};

/// Properties of [`History`].
#[derive(Debug, PartialEq, Properties)]
pub struct HistoryProps {
    /// What is known.
    pub history: CaseHistory,
}

/// Both lists, latest on top.
#[component]
pub fn History(props: &HistoryProps) -> Html {
    let history = &props.history;
    let last = history.districts.len().saturating_sub(1);
    html! {
        <div hidden={history.posts.is_empty() && history.districts.len() < 2}>
            <Card title={t!("history-title")}>
                <h3>{ t!("history-posts") }</h3>
                <ul class="entries">{ for history.posts.iter().rev().map(post) }</ul>
                <h3>{ t!("history-districts") }</h3>
                <ul class="entries">
                    { for history.districts.iter().enumerate().rev().map(|(at, stretch)| {
                        let until = history.districts.get(at + 1).map(|next| next.since);
                        district(stretch, until, at == last)
                    }) }
                </ul>
            </Card>
        </div>
    }
}

fn post(stretch: &PostStretch) -> Html {
    let since = i18n::day(stretch.since.day()).to_string();
    let when = match stretch.until {
        Some(until) => t!(
            "history-from-to",
            from = since,
            to = i18n::day(until.day()).to_string()
        ),
        None => t!("history-since", day = since),
    };
    let because = stretch
        .because
        .map(|because| t!(format!("choice-{}", <&str>::from(because))))
        .unwrap_or_default();
    html! {
        <li key={format!("{}{}", stretch.post, stretch.since.millis())} class="entry">
            <p class="entry__head"><strong>{ stretch.name.clone() }</strong>{ " · " }<span class="muted">{ when }</span></p>
            <p hidden={because.is_empty()}><Badge tone={Tone::Info}>{ because }</Badge></p>
            <p dir="auto" hidden={stretch.reason.is_empty()}>{ stretch.reason.clone() }</p>
        </li>
    }
}

fn district(stretch: &DistrictStretch, until: Option<Day>, is_last: bool) -> Html {
    let name = stretch
        .district
        .as_ref()
        .map_or_else(|| t!("history-no-district"), district_name);
    let since = i18n::day(stretch.since).to_string();
    let when = match until {
        Some(until) if !is_last => t!(
            "history-from-to",
            from = since,
            to = i18n::day(until).to_string()
        ),
        _ => t!("history-since", day = since),
    };
    let kept = stretch
        .kept
        .as_ref()
        .map(|kept| {
            t!(
                "history-kept",
                name = kept.by_name.clone(),
                day = i18n::day(kept.at.day()).to_string()
            )
        })
        .unwrap_or_default();
    let reason = stretch
        .kept
        .as_ref()
        .map(|kept| kept.reason.clone())
        .unwrap_or_default();
    html! {
        <li key={stretch.since.to_string()} class="entry">
            <p class="entry__head"><strong>{ name }</strong>{ " · " }<span class="muted">{ when }</span></p>
            <p hidden={kept.is_empty()}>{ kept }</p>
            <p dir="auto" hidden={reason.is_empty()}>{ reason }</p>
        </li>
    }
}

/// Properties of [`CheckPost`].
#[derive(Debug, PartialEq, Properties)]
pub struct CheckPostProps {
    /// Distinguishes the fields of several questions on one page.
    pub id: AttrValue,
    /// Where the person lives now.
    pub district: AttrValue,
    /// Until when somebody looks; absent: nothing is asked.
    pub by: Option<Day>,
    /// Whether the reader is the one who has the case.
    #[prop_or(true)]
    pub is_own: bool,
    /// The case stays, with a reason or without.
    pub on_keep: Callback<String>,
}

/// The question after a move, as a notice with its answer.
#[component]
pub fn CheckPost(props: &CheckPostProps) -> Html {
    let reason = use_state_eq(String::new);
    let is_open = use_state_eq(|| false);
    let text = props
        .by
        .map(|by| {
            t!(
                if props.is_own {
                    "check-post"
                } else {
                    "check-post-other"
                },
                district = props.district.to_string(),
                day = i18n::weekday_and_day(by).to_string()
            )
        })
        .unwrap_or_default();
    let open = {
        let is_open = is_open.clone();
        Callback::from(move |()| is_open.set(true))
    };
    let close = {
        let is_open = is_open.clone();
        Callback::from(move |()| is_open.set(false))
    };
    let id = format!("keep-{}", props.id);
    let problems = typed_line(&reason, KeepPost::REASON_MAX);
    let onsubmit = {
        let (reason, is_open, on_keep) = (reason.clone(), is_open.clone(), props.on_keep.clone());
        let (is_wrong, field) = (!problems.is_empty(), id.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if is_wrong {
                platform::focus(&field);
                return;
            }
            on_keep.emit(reason.trim().to_owned());
            is_open.set(false);
        })
    };
    html! {
        <div class="stack" hidden={props.by.is_none()}>
            <Notice tone={Tone::Warning} {text}>
                <span hidden={*is_open}><Button on_press={open}>{ t!("check-post-keep") }</Button></span>
            </Notice>
            <form class="card form" hidden={!*is_open || props.by.is_none()} {onsubmit} novalidate=true>
                <p>{ t!("check-post-agreed") }</p>
                <TextField
                    {id}
                    label={t!("check-post-reason")}
                    value={AttrValue::from((*reason).clone())}
                    on_input={let reason = reason.clone(); Callback::from(move |text| reason.set(text))}
                    {problems}
                />
                <div class="actions">
                    <Button kind={ButtonKind::Primary} is_submit=true>{ t!("check-post-keep") }</Button>
                    <Button kind={ButtonKind::Quiet} on_press={close}>{ t!("held-back") }</Button>
                </div>
            </form>
        </div>
    }
}
