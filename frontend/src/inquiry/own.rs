//! How an own inquiry stands, in a line.

use shared::inquiry::calls::{InquiryContact, InquiryStanding, OwnInquiry};
use yew::prelude::*;

use crate::person::search::dialled;
use crate::ui::{Badge, Tone, date_in_words};
use crate::{i18n, t};

/// The line.
pub(super) fn own_line(own: &OwnInquiry, unit: &Callback<String, AttrValue>) -> Html {
    let standing: &'static str = own.standing.into();
    let (class, tone) = match own.standing {
        InquiryStanding::Waiting => ("need--warning", Tone::Warning),
        InquiryStanding::Known => ("need--info", Tone::Success),
        InquiryStanding::NotTheSame | InquiryStanding::NoInformation | InquiryStanding::Nobody => {
            ("need--info", Tone::Neutral)
        }
    };
    let when = match (own.standing, own.answered_at) {
        (InquiryStanding::Nobody, _) => t!("inquiry-nobody-short"),
        (_, None) => t!("inquiry-own-due", day = i18n::day(own.due_on).to_string()),
        (_, Some(at)) => t!("inquiry-own-answered", when = i18n::moment(at).to_string()),
    };
    html! {
        <li key={own.inquiry.to_string()} class={classes!("need", class)}>
            <div class="need__words">
                <span><strong><bdi>{ name(own) }</bdi></strong>{ " " }<Badge {tone}>{ t!(format!("inquiry-standing-{standing}")) }</Badge></span>
                <ul class="plain">{ for own.known_by.iter().map(|contact| known(contact, unit)) }</ul>
                <span hidden={own.standing != InquiryStanding::NoInformation}>{ t!("inquiry-own-ask") }</span>
                <span class="muted">{ when }{ " · " }{ t!("inquiry-own-sent", when = i18n::moment(own.sent_at).to_string()) }</span>
            </div>
        </li>
    }
}

fn name(own: &OwnInquiry) -> String {
    let draft = &own.draft;
    let born = draft
        .born
        .map(|born| date_in_words(born).to_string())
        .unwrap_or_default();
    format!("{} {}, {born}", draft.given_name, draft.family_name)
}

fn known(contact: &InquiryContact, unit: &Callback<String, AttrValue>) -> Html {
    let of = unit.emit(contact.unit.to_string());
    html! {
        <li key={format!("{} {}", contact.name, contact.at.millis())}>
            <span>{ contact.name.clone() }{ " · " }{ of }</span>{ " " }
            <a class="hit__call" hidden={contact.telephone.is_empty()} href={format!("tel:{}", dialled(&contact.telephone))}>{ contact.telephone.clone() }</a>
            <p class="note__text" dir="auto" hidden={contact.note.is_empty()}>{ contact.note.clone() }</p>
        </li>
    }
}
