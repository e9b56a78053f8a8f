//! On the case manager's day: the cases that went to another post, where to and why. They are told for some weeks, and
//! nothing of the file comes along.

use shared::assignment::calls::HandedOver as Handed;
use yew::prelude::*;

use super::state::use_handed_over;
use crate::ui::Card;
use crate::{i18n, t};

/// The list; nothing is seen while there is none.
#[function_component]
pub fn HandedOver() -> Html {
    let handed = use_handed_over();
    html! {
        <div id="handed-over" class="today__more" hidden={handed.cases.is_empty()}>
            <Card title={t!("handed-over-title")} class="card--list">
                <ul class="needs">{ for handed.cases.iter().map(line) }</ul>
            </Card>
        </div>
    }
}

fn line(handed: &Handed) -> Html {
    let to = handed.to.as_ref().map_or_else(
        || t!("handed-over-pool"),
        |to| {
            t!(
                "handed-over-to",
                name = to.name.clone(),
                telephone = to.telephone.clone()
            )
        },
    );
    let because = handed
        .because
        .map(|because| t!(format!("choice-{}", <&str>::from(because))).to_string());
    let why: Vec<String> = because
        .into_iter()
        .chain([handed.reason.clone()])
        .filter(|words| !words.is_empty())
        .collect();
    let when = i18n::day(handed.at.day());
    html! {
        <li key={handed.case.to_string()} class="need need--info">
            <div class="need__words">
                <strong><bdi>{ handed.name.clone() }</bdi></strong>
                <span>{ to }</span>
                <span class="muted"><bdi>{ format!("{} · {when}", handed.number) }</bdi></span>
                <span class="muted" hidden={why.is_empty()}><bdi>{ t!("handed-over-because", reason = why.join(" – ")) }</bdi></span>
            </div>
        </li>
    }
}
