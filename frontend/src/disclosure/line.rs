//! One disclosure, with what can be done about it: its sheet as long as the client agrees; once they do not, whether those who
//! were told are asked to use it no longer; and at any time, that nobody was told after all.

use std::rc::Rc;

use shared::command::Command;
use shared::consent::RecordConsent;
use shared::device::{Shown, Standing};
use shared::disclosure::{DisclosureDraft, DisclosureEnd, DisclosureView, EndDisclosure};
use shared::kernel::{CaseId, Day, DisclosureId};
use shared::organisation::Organisation;
use yew::prelude::*;

use super::words::{classes_in_words, offices_in_words};
use crate::case::StandingMark;
use crate::ui::{Badge, Button, ButtonKind, Tone};
use crate::{i18n, platform, t};

/// Properties of [`Line`].
#[derive(Debug, PartialEq, Properties)]
pub(super) struct LineProps {
    /// The case.
    pub(super) case: CaseId,
    /// The disclosure.
    pub(super) told: Shown<DisclosureView>,
    /// The client's answers, oldest first.
    pub(super) answers: Rc<[RecordConsent]>,
    /// The town.
    pub(super) town: Rc<Organisation>,
    /// Today.
    pub(super) today: Day,
    /// Whether the reader works on the case.
    pub(super) may_work: bool,
    /// It is ended.
    pub(super) on_end: Callback<Command>,
    /// Its sheet is to be shown.
    pub(super) on_show: Callback<DisclosureId>,
}

/// The entry.
#[component]
pub(super) fn Line(props: &LineProps) -> Html {
    let Shown {
        value: view,
        standing,
    } = &props.told;
    let is_untelling = use_state_eq(|| false);
    let disclosure = view.disclosure;
    let offices = offices_in_words(&view.draft, &props.town, view.at.day());
    let waits_since = view.waits_since(props.answers.iter());
    let is_printable = may_print(view, &props.answers, props.today);
    let (tone, word) = state(view, waits_since, is_printable);
    let button = |key: &'static str, kind: ButtonKind, on_press: Callback<()>| {
        let word = t!(key);
        let name = AttrValue::from(format!("{offices}: {word}"));
        html! { <Button {kind} {on_press} aria_label={name}>{ word }</Button> }
    };
    let ends = |end: DisclosureEnd| {
        let (on_end, case) = (props.on_end.clone(), props.case);
        Callback::from(move |()| {
            on_end.emit(Command::EndDisclosure(EndDisclosure {
                disclosure,
                case,
                end,
            }));
            platform::focus_soon("disclosures");
        })
    };
    let quiet = ButtonKind::Quiet;
    let buttons = if *is_untelling && view.end.is_none() {
        let sure = format!("disclosure-sure-{disclosure}");
        let stays = is_untelling.clone();
        html! {
            <div class="stack" role="group" aria-labelledby={sure.clone()} key="sure">
                <p id={sure} tabindex="-1">{ t!("disclosure-untell-sure") }</p>
                <div class="row">
                    { button("disclosure-untell-yes", ButtonKind::Danger, ends(DisclosureEnd::NotTold)) }
                    { button("ui-cancel", quiet, Callback::from(move |()| stays.set(false))) }
                </div>
            </div>
        }
    } else {
        let print = props.on_show.reform(move |()| disclosure);
        let untell = {
            let is_untelling = is_untelling.clone();
            Callback::from(move |()| {
                is_untelling.set(true);
                platform::focus_soon(&format!("disclosure-sure-{disclosure}"));
            })
        };
        let normal = ButtonKind::default();
        html! {
            <div class="row" key="actions">
                { for is_printable.then(|| button("disclosure-sheet", quiet, print)) }
                { for waits_since.map(|_| html! {
                    <>
                        { button("disclosure-end-receiver_told", normal, ends(DisclosureEnd::ReceiverTold)) }
                        { button("disclosure-end-not_wished", normal, ends(DisclosureEnd::NotWished)) }
                    </>
                }) }
                { for view.end.is_none().then(|| button("disclosure-untell", quiet, untell)) }
            </div>
        }
    };
    html! {
        <li class="entry">
            <p class="entry__head">
                <strong>{ &offices }</strong>{ " · " }
                <span class="muted">{ i18n::moment(view.at) }{ " · " }{ &view.by_name }</span>{ " " }
                <Badge {tone} is_checked={tone == Tone::Success}>{ word }</Badge>
                <span hidden={*standing == Standing::Confirmed}><StandingMark standing={*standing} /></span>
            </p>
            <p dir="auto">{ about(&view.draft) }</p>
            <p class="note__text" dir="auto" hidden={view.draft.message.is_empty()}>{ &view.draft.message }</p>
            <p hidden={!props.may_work || waits_since.is_none()}>{ t!("disclosure-to-settle") }</p>
            <div hidden={!props.may_work}>{ buttons }</div>
        </li>
    }
}

/// A sheet is printed as long as the client agrees to it: not after they took it back, and not after their yes ran out.
pub(super) fn may_print(view: &DisclosureView, answers: &[RecordConsent], today: Day) -> bool {
    view.end.is_none() && view.draft.lacking(answers.iter(), today).is_empty()
}

/// What was told and what for, in a line.
fn about(draft: &DisclosureDraft) -> AttrValue {
    let conference = draft.conference_on.map(|on| {
        let on = i18n::day(on).to_string();
        t!("disclosure-in-conference", on = on).to_string()
    });
    let parts = [
        Some(draft.purpose.clone()),
        conference,
        Some(classes_in_words(draft)),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    AttrValue::from(parts.join(" · "))
}

fn state(view: &DisclosureView, waits_since: Option<Day>, is_printable: bool) -> (Tone, AttrValue) {
    match (&view.end, waits_since) {
        (Some(ended), _) => {
            let end: &'static str = ended.end.into();
            let on = i18n::day(ended.at.day()).to_string();
            (
                Tone::Neutral,
                t!(format!("disclosure-ended-{end}"), on = on),
            )
        }
        (None, Some(since)) => (
            Tone::Danger,
            t!("disclosure-waits", day = i18n::day(since).to_string()),
        ),
        (None, None) if is_printable => (Tone::Success, t!("disclosure-consented")),
        (None, None) => (Tone::Warning, t!("disclosure-ran-out")),
    }
}
