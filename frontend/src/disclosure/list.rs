//! What was told of a case to others, newest first, and the sheet of each.

use std::rc::Rc;

use shared::command::Command;
use shared::consent::RecordConsent;
use shared::device::{Shown, ShownCase};
use shared::disclosure::{DisclosureDraft, DisclosureView};
use shared::kernel::{Day, DisclosureId};
use shared::organisation::Organisation;
use yew::prelude::*;

use super::form::{DisclosureForm, Question};
use super::line::{Line, may_print};
use super::sheet::sheet;
use super::words::offices_in_words;
use crate::intake::handout::Handout;
use crate::routes::{Go, Route};
use crate::ui::{Button, ButtonKind, Card, Choice, EmptyState, Notice, Tone};
use crate::{platform, t};

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
    /// Whether the reader tells the client who has seen and was given their data.
    pub may_tell: bool,
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
    let on_end = props.on_record.reform(|command| (command, None));
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
                        { for props.shown.disclosures.iter().map(|told| html! {
                            <Line
                                key={told.value.disclosure.to_string()}
                                case={props.shown.head.case}
                                told={told.clone()}
                                answers={Rc::clone(&props.answers)}
                                town={Rc::clone(&props.town)}
                                today={props.today}
                                may_work={props.may_work}
                                on_end={on_end.clone()}
                                on_show={show.clone()}
                            />
                        }) }
                    </ul>
                }
            </div>
            <Printing draft={printable} shown={props.shown.clone()} town={Rc::clone(&props.town)} today={props.today} on_close={put_away} />
            <div class="actions" hidden={!props.may_work || *is_writing}>
                <Button id="disclosure-add" on_press={open}>{ t!("disclosure-add") }</Button>
                { for props.may_tell.then(|| html! {
                    <Go to={Route::WhoRead { case: props.shown.head.case }} class="button button--quiet">{ t!("told-link") }</Go>
                }) }
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
