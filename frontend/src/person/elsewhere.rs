//! Whom to ask where nothing more may be shown: somebody is perhaps known to another unit. The way leads to a human being
//! by telephone, and says what to tell them and what they may answer (design 3.11 and 3.12).

use shared::inquiry::InquiryDraft;
use yew::prelude::*;

use super::search::dialled;
use crate::inquiry;
use crate::intake::handout::Contact;
use crate::routes::{Go, Route};
use crate::t;

/// The id of what opens the way, where there is one such place on a page.
pub const ASK: &str = "ask-elsewhere";

/// Properties of [`AskElsewhere`].
#[derive(Debug, PartialEq, Properties)]
pub struct AskElsewhereProps {
    /// The office that coordinates all units, if the town's data name one.
    pub office: Option<Contact>,
    /// The id of what opens it; each place on a page has its own.
    #[prop_or(AttrValue::Static(ASK))]
    pub id: AttrValue,
    /// Whom the reader means, as far as it was typed already; the form of an inquiry begins with it.
    #[prop_or_default]
    pub about: InquiryDraft,
}

/// Opens with whom to call and what to say.
#[function_component]
pub fn AskElsewhere(props: &AskElsewhereProps) -> Html {
    let told = match &props.office {
        Some(office) => html! {
            <>
                <p>{ t!("person-ask-say") }</p>
                <p class="ask__office">
                    <strong>{ office.name.clone() }</strong>
                    { for [&office.address, &office.hours].into_iter().filter(|line| !line.is_empty()).map(|line| html! { <><br />{ line.clone() }</> }) }
                </p>
                <p hidden={office.telephone.is_empty()}>
                    <a class="hit__call" href={format!("tel:{}", dialled(&office.telephone))} aria-label={t!("person-hit-call", telephone = office.telephone.to_string())}>
                        { office.telephone.clone() }
                    </a>
                </p>
                <p class="muted">{ t!("person-ask-answer") }</p>
            </>
        },
        None => html! { <p>{ t!("person-ask-nobody") }</p> },
    };
    let on_follow = {
        let about = props.about.clone();
        Callback::from(move |()| inquiry::hand_over(about.clone()))
    };
    html! {
        <details class="ask">
            <summary id={props.id.clone()} class="button button--secondary">{ t!("person-ask") }</summary>
            <div class="ask__text">
                <p>{ t!("person-ask-inquiry") }</p>
                <p><Go to={Route::Inquiries} class="button button--secondary" {on_follow}>{ t!("inquiry-new-title") }</Go></p>
                { told }
            </div>
        </details>
    }
}
