//! The page of inquiries: those that wait for the reader, those that are late, asking anew, how the own ones stand.

use shared::access::{Action, Facts, may};
use shared::inquiry::calls::LateInquiry;
use yew::prelude::*;

use super::answering::Asked;
use super::asking::Asking;
use super::own::own_line;
use super::state::use_inquiries;
use crate::assignment::state::use_organisation;
use crate::intake::desk::use_unit_name;
use crate::offline::use_sending;
use crate::signin::use_signin;
use crate::ui::{Card, EmptyState, Notice, Page, Tone};
use crate::{i18n, t};

/// The page.
#[component]
pub fn InquiriesPage() -> Html {
    let signin = use_signin();
    let organisation = use_organisation();
    let unit = use_unit_name(&organisation);
    let answering = use_sending(Callback::noop());
    let asking = use_sending(Callback::noop());
    let loaded = use_inquiries(answering.taken.wrapping_add(asking.taken));
    let may_ask = signin
        .actor()
        .is_some_and(|actor| may(actor, Action::SendInquiry, &Facts::default()).is_yes());
    let title = t!("inquiry-page");
    let Some(known) = loaded.ready() else {
        return html! { <Page {title}>{ loaded.instead() }</Page> };
    };
    html! {
        <Page {title} lead={t!("inquiry-lead")}>
            <div id="inquiries-late" hidden={known.late.is_empty()}>
                <Card title={t!("inquiry-late-title")} class="card--list">
                    <ul class="needs">{ for known.late.iter().map(|late| late_line(late, &unit)) }</ul>
                </Card>
            </div>
            <div id="inquiries-to-answer" hidden={known.to_answer.is_empty()}>
                <Card title={t!("inquiry-to-answer-title")} class="card--list">
                    <Notice tone={Tone::Danger} text={answering.failed.clone()} />
                    <ul class="needs">
                        { for known.to_answer.iter().map(|asked| html! {
                            <Asked
                                key={format!("{} {}", asked.inquiry, asked.person)}
                                asked={asked.clone()}
                                unit={unit.emit(asked.by_unit.to_string())}
                                is_busy={answering.is_busy}
                                on_send={answering.on_send.clone()}
                            />
                        }) }
                    </ul>
                </Card>
            </div>
            <div hidden={known.own.is_empty()}>
                <Card title={t!("inquiry-own-title")} class="card--list">
                    <ul class="needs" id="inquiries-own">{ for known.own.iter().map(|own| own_line(own, &unit)) }</ul>
                </Card>
            </div>
            <div hidden={!may_ask}><Asking sending={asking} own={known.own.clone()} /></div>
            <div hidden={may_ask || !known.late.is_empty()}><EmptyState text={t!("inquiry-late-none")} /></div>
        </Page>
    }
}

/// Between whom something waits too long, for the coordinator, who calls there.
fn late_line(late: &LateInquiry, unit: &Callback<String, AttrValue>) -> Html {
    let from = unit.emit(late.by_unit.to_string()).to_string();
    let to = unit.emit(late.unit.to_string()).to_string();
    let who: Vec<&str> = [late.name.as_str(), late.telephone.as_str()]
        .into_iter()
        .filter(|words| !words.is_empty())
        .collect();
    html! {
        <li key={format!("{} {to} {}", late.inquiry, late.name)} class="need need--danger">
            <div class="need__words">
                <strong>{ t!("inquiry-late-between", from = from, to = to) }</strong>
                <span hidden={who.is_empty()}>{ who.join(" · ") }</span>
                <span class="muted">{ t!("inquiry-late-since", sent = i18n::day(late.sent_at.day()).to_string(), due = i18n::day(late.due_on).to_string()) }</span>
            </div>
        </li>
    }
}
