//! Who sees this case and why: one line for each, in the words in which it is said to the client.

use std::rc::Rc;

use shared::access::{Facts, Reason};
use shared::case::calls::{ReadSight, ThisCase};
use shared::case::{CaseSight, SeenBy, Sight, SightPart};
use shared::consent::{ConsentKind, Receiver, is_in_force};
use shared::device::ShownCase;
use shared::kernel::{Actor, CaseId, Day};
use shared::organisation::Organisation;
use yew::prelude::*;

use super::state::{Loaded, use_read};
use crate::offline::use_offline;
use crate::ui::{Badge, Card, Notice, Tone};
use crate::{i18n, t};

/// How the reader stands to a case, as far as the case itself, the absences and the consents tell.
#[must_use]
pub(super) fn facts_of(shown: &ShownCase, town: &Organisation, actor: &Actor, today: Day) -> Facts {
    let responsible = shown.head.responsible.as_ref();
    let deputy = responsible
        .zip(actor.post.as_ref())
        .and_then(|(who, own)| town.deputising(&who.post, own, today));
    let unit = Receiver::Unit(actor.unit.clone());
    let answers = shown.person.consents.iter().map(|shown| &shown.value);
    Facts {
        responsible_post: responsible.map(|who| who.post.clone()),
        responsible_unit: responsible.map(|who| who.unit.clone()),
        has_case: true,
        deputy,
        is_deputy_agreed: is_in_force(answers, ConsentKind::Deputy, Some(&unit), today),
        ..Facts::default()
    }
}

/// Who sees a case, read anew after every change on this device.
#[hook]
fn use_sight(case: CaseId) -> Loaded<CaseSight> {
    let revision = use_offline().revision;
    use_read::<ReadSight, _>(ThisCase { case }, revision)
}

/// Properties of [`SightSide`].
#[derive(Debug, PartialEq, Properties)]
pub(super) struct SightSideProps {
    /// The case.
    pub(super) case: CaseId,
    /// The town.
    pub(super) town: Rc<Organisation>,
    /// Today.
    pub(super) today: Day,
}

/// The lines.
#[component]
pub(super) fn SightSide(props: &SightSideProps) -> Html {
    let sight = use_sight(props.case);
    let Some(known) = sight.ready() else {
        return html! { <Card title={t!("sight-title")}>{ sight.instead() }</Card> };
    };
    html! {
        <Card title={t!("sight-title")} aside={t!("sight-aside")}>
            <ul class="entries sight" id="sight">{ for known.seen_by.iter().enumerate().map(|(at, seen)| line(at, seen, &props.town, props.today)) }</ul>
            <Notice tone={Tone::Info} text={t!("sight-nobody-else")} />
        </Card>
    }
}

fn line(at: usize, seen: &SeenBy, town: &Organisation, today: Day) -> Html {
    let part = t!(format!("sight-part-{}", <&str>::from(seen.part)));
    let unit = seen.unit.as_ref().map_or_else(String::new, |code| {
        town.unit_on(code, today)
            .map_or_else(|| code.to_string(), |unit| unit.name.clone())
    });
    let who: Vec<&str> = [seen.name.as_str(), unit.as_str()]
        .into_iter()
        .filter(|words| !words.is_empty())
        .collect();
    let (tone, how_much) = (tone(seen.sight), how_much(seen));
    let when = match (seen.from, seen.until) {
        (Some(from), Some(until)) => t!(
            "sight-from-until",
            from = i18n::day(from).to_string(),
            until = i18n::day(until).to_string()
        ),
        (Some(from), None) => t!("sight-from", from = i18n::day(from).to_string()),
        (None, Some(until)) => t!("sight-until", until = i18n::day(until).to_string()),
        (None, None) => AttrValue::default(),
    };
    let until_at = seen
        .until_at
        .map(|at| t!("sight-until-at", when = i18n::moment(at).to_string()))
        .unwrap_or_default();
    let why = seen
        .basis
        .map(|basis| t!(format!("sight-basis-{}", <&str>::from(basis))))
        .unwrap_or_default();
    let why_not = match (seen.part, seen.reason) {
        (_, None) => AttrValue::default(),
        // The sentence about a deputy speaks to the deputy; here it is about them.
        (SightPart::Deputy | SightPart::Unit, Some(Reason::DeputyAhead)) => t!("sight-not-yet"),
        (SightPart::Deputy, Some(Reason::NoDeputyConsent)) => t!("sight-no-deputy-consent"),
        (_, Some(reason)) => t!(format!("reason-{}", <&str>::from(reason))),
    };
    html! {
        <li key={at} class="entry">
            <p class="entry__head"><strong>{ part }</strong>{ if who.is_empty() { String::new() } else { format!(": {}", who.join(" · ")) } }{ " " }<Badge {tone} is_checked={seen.sight == Sight::Whole}>{ how_much }</Badge></p>
            <p hidden={when.is_empty()}>{ when }</p>
            <p hidden={until_at.is_empty()}>{ until_at }</p>
            <p class="muted" hidden={why.is_empty()}>{ why }</p>
            <p class="muted" hidden={why_not.is_empty()}>{ why_not }</p>
        </li>
    }
}

/// How much in words; that somebody sees nothing yet is another thing than that they never will.
fn how_much(seen: &SeenBy) -> AttrValue {
    match (seen.part, seen.sight) {
        (SightPart::Deputy | SightPart::Unit, Sight::Nothing) => t!("sight-nothing-yet"),
        (_, sight) => t!(format!("sight-{}", <&str>::from(sight))),
    }
}

const fn tone(sight: Sight) -> Tone {
    match sight {
        Sight::Whole => Tone::Success,
        Sight::Dates | Sight::Head | Sight::Handover => Tone::Info,
        Sight::Nothing => Tone::Neutral,
    }
}
