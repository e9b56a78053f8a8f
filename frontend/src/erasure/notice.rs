//! At a case or a person: that a request to erase them waits, or that they were erased. Nothing is seen otherwise.

use shared::erasure::calls::{ReadErasure, WhoseErasure};
use shared::kernel::{CaseId, PersonId};
use yew::prelude::*;

use super::state::use_read;
use crate::routes::{Go, Route};
use crate::ui::{Notice, Tone};
use crate::{i18n, t};

/// Properties of [`ErasureNotice`].
#[derive(Debug, PartialEq, Properties)]
pub struct ErasureNoticeProps {
    /// The person, if they are known.
    #[prop_or_default]
    pub person: Option<PersonId>,
    /// Otherwise their case.
    #[prop_or_default]
    pub case: Option<CaseId>,
}

/// The notice.
#[function_component]
pub fn ErasureNotice(props: &ErasureNoticeProps) -> Html {
    let told = use_read::<ReadErasure>(WhoseErasure {
        person: props.person,
        case: props.case,
    });
    let told = told.known.ready();
    let asked = told.and_then(|told| told.open.as_ref()).map(|open| {
        t!(
            "erasure-notice",
            name = open.by_name.clone(),
            when = i18n::moment(open.asked_at).to_string()
        )
    });
    let erased = told
        .and_then(|told| told.erased_on)
        .map(|day| t!("erasure-notice-done", day = i18n::day(day).to_string()));
    let link = asked.is_some().then_some(props.person).flatten();
    html! {
        <Notice tone={Tone::Warning} text={asked.or(erased).unwrap_or_default()}>
            { for link.map(|person| html! { <p><Go to={Route::Erasure { person }}>{ t!("erasure-notice-open") }</Go></p> }) }
        </Notice>
    }
}
