//! What was told of a case to others, newest first, with what can be done about each: its sheet as long as the client agrees; once
//! they do not, whether those who were told are asked to use it no longer.

use std::rc::Rc;

use shared::command::Command;
use shared::consent::RecordConsent;
use shared::device::{Shown, ShownCase, Standing};
use shared::disclosure::{DisclosureDraft, DisclosureEnd, DisclosureView, EndDisclosure};
use shared::kernel::{Day, DisclosureId};
use shared::organisation::Organisation;
use yew::prelude::*;

use super::form::{DisclosureForm, Question};
use super::sheet::sheet;
use super::words::{classes_in_words, offices_in_words};
use crate::case::StandingMark;
use crate::intake::handout::Handout;
use crate::ui::{Badge, Button, ButtonKind, Card, Choice, EmptyState, Notice, Tone};
use crate::{i18n, platform, t};

/// Properties of [`Disclosures`].
#[derive(Debug, PartialEq, Properties)]
pub struct DisclosuresProps {
    /// The case.
    pub shown: ShownCase,
    /// The client's answers, oldest first.
    pub answers: Rc<[RecordConsent]>,
    /// The town.
    pub town: Rc<Organisation>,
    /// The offices that can be told.
    pub offices: Rc<[Choice]>,
    /// Today.
    pub today: Day,
    /// Whether the reader works on the case.
    pub may_work: bool,
    /// Whether the reader may ask the client for their consent.
    pub may_ask: bool,
    /// The client is to be asked something first.
    pub on_ask: Callback<Question>,
    /// Something was recorded, and under which key its draft lies.
    pub on_record: Callback<(Command, Option<String>)>,
    /// A sheet is about to be printed: another one is put away.
    pub on_sheet: Callback<()>,
}

/// The card.
#[component]
pub fn Disclosures(props: &DisclosuresProps) -> Html {
    let is_writing = use_state_eq(|| false);
    let printed = use_state_eq(|| None::<DisclosureId>);
    let open = {
        let is_writing = is_writing.clone();
        Callback::from(move |()| is_writing.set(true))
    };
    let leave = {
        let is_writing = is_writing.clone();
        Callback::from(move |()| {
            is_writing.set(false);
            platform::focus_soon("disclosure-add");
        })
    };
    let show = {
        let (printed, on_sheet) = (printed.clone(), props.on_sheet.clone());
        Callback::from(move |disclosure| {
            on_sheet.emit(());
            printed.set(Some(disclosure));
            platform::focus_soon("disclosure-print");
        })
    };
    let put_away = {
        let printed = printed.clone();
        Callback::from(move |()| {
            printed.set(None);
            platform::focus_soon("disclosures");
        })
    };
    let on_disclose = {
        let (is_writing, on_record, show) =
            (is_writing.clone(), props.on_record.clone(), show.clone());
        Callback::from(move |(command, draft): (Command, String)| {
            let told = match &command {
                Command::Disclose(call) => Some(call.disclosure),
                _ => None,
            };
            is_writing.set(false);
            on_record.emit((command, Some(draft)));
            if let Some(disclosure) = told {
                show.emit(disclosure);
            }
        })
    };
    let sheet_of = |shown: &&Shown<DisclosureView>| Some(shown.value.disclosure) == *printed;
    let printable = props
        .shown
        .disclosures
        .iter()
        .find(sheet_of)
        .filter(|shown| may_print(&shown.value, &props.answers, props.today))
        .map(|shown| shown.value.draft.clone());
    html! {
        <Card title={t!("disclosure-title")} aside={t!("disclosure-aside")}>
            <div id="disclosures" tabindex="-1">
                if props.shown.disclosures.is_empty() {
                    <EmptyState text={t!("disclosure-none")} />
                } else {
                    <ul class="entries">
                        { for props.shown.disclosures.iter().map(|shown| line(props, shown, &show)) }
                    </ul>
                }
            </div>
            <Printing draft={printable} shown={props.shown.clone()} town={Rc::clone(&props.town)} today={props.today} on_close={put_away} />
            <div class="actions" hidden={!props.may_work || *is_writing}>
                <Button id="disclosure-add" on_press={open}>{ t!("disclosure-add") }</Button>
            </div>
            { for (props.may_work && *is_writing).then(|| html! {
                <DisclosureForm
                    key="form"
                    shown={props.shown.clone()}
                    answers={Rc::clone(&props.answers)}
                    town={Rc::clone(&props.town)}
                    offices={Rc::clone(&props.offices)}
                    today={props.today}
                    may_ask={props.may_ask}
                    on_ask={props.on_ask.clone()}
                    {on_disclose}
                    on_leave={leave}
                />
            }) }
        </Card>
    }
}

/// A sheet is printed as long as the client agrees to it: not after they took it back, and not after their yes ran out.
fn may_print(view: &DisclosureView, answers: &[RecordConsent], today: Day) -> bool {
    view.end.is_none() && view.draft.lacking(answers.iter(), today).is_empty()
}

fn line(
    props: &DisclosuresProps,
    shown: &Shown<DisclosureView>,
    show: &Callback<DisclosureId>,
) -> Html {
    let Shown {
        value: view,
        standing,
    } = shown;
    let disclosure = view.disclosure;
    let offices = offices_in_words(&view.draft, &props.town, view.at.day());
    let waits_since = view.waits_since(props.answers.iter());
    let is_printable = may_print(view, &props.answers, props.today);
    let (tone, word) = state(view, waits_since, is_printable);
    let named = |verb: AttrValue| AttrValue::from(format!("{offices}: {verb}"));
    let end = |end: DisclosureEnd, key: &'static str| {
        let (on_record, case) = (props.on_record.clone(), props.shown.head.case);
        let on_press = Callback::from(move |()| {
            let call = EndDisclosure {
                disclosure,
                case,
                end,
            };
            on_record.emit((Command::EndDisclosure(call), None));
            platform::focus_soon("disclosures");
        });
        html! { <Button {on_press} aria_label={named(t!(key))}>{ t!(key) }</Button> }
    };
    let print = is_printable.then(|| {
        let on_press = show.reform(move |()| disclosure);
        html! { <Button kind={ButtonKind::Quiet} {on_press} aria_label={named(t!("disclosure-sheet"))}>{ t!("disclosure-sheet") }</Button> }
    });
    html! {
        <li key={disclosure.to_string()} class="entry">
            <p class="entry__head">
                <strong>{ &offices }</strong>{ " · " }
                <span class="muted">{ i18n::moment(view.at) }{ " · " }{ &view.by_name }</span>{ " " }
                <Badge {tone} is_checked={tone == Tone::Success}>{ word }</Badge>
                <span hidden={*standing == Standing::Confirmed}><StandingMark standing={*standing} /></span>
            </p>
            <p dir="auto">{ about(&view.draft) }</p>
            <p class="note__text" dir="auto" hidden={view.draft.message.is_empty()}>{ &view.draft.message }</p>
            <p hidden={!props.may_work || waits_since.is_none()}>{ t!("disclosure-to-settle") }</p>
            <div class="row" hidden={!props.may_work}>
                { for print }
                { for waits_since.map(|_| html! {
                    <>
                        { end(DisclosureEnd::ReceiverTold, "disclosure-end-receiver_told") }
                        { end(DisclosureEnd::NotWished, "disclosure-end-not_wished") }
                    </>
                }) }
            </div>
        </li>
    }
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

#[derive(Debug, PartialEq, Properties)]
struct PrintingProps {
    draft: Option<DisclosureDraft>,
    shown: ShownCase,
    town: Rc<Organisation>,
    today: Day,
    on_close: Callback<()>,
}

/// The sheet, and the buttons that print it and put it away.
#[component]
fn Printing(props: &PrintingProps) -> Html {
    let text = props
        .draft
        .as_ref()
        .map_or_else(AttrValue::default, |draft| {
            let offices = offices_in_words(draft, &props.town, props.today);
            t!("disclosure-recorded", offices = offices)
        });
    let print = Callback::from(|()| platform::print());
    let sheet = props
        .draft
        .as_ref()
        .map(|draft| sheet(&props.shown, draft, &props.town, props.today));
    html! {
        <>
            <Notice tone={Tone::Info} {text}>
                <div class="row">
                    <Button id="disclosure-print" kind={ButtonKind::Primary} on_press={print}>{ t!("disclosure-print") }</Button>
                    <Button kind={ButtonKind::Quiet} on_press={props.on_close.clone()}>{ t!("consents-put-away") }</Button>
                </div>
            </Notice>
            <Handout {sheet} />
        </>
    }
}
