//! That requests to erase somebody wait: at the person or their case, where it is also said that they were erased, and on the
//! coordinator's first page. Nothing is seen otherwise.

use shared::calls::Nothing;
use shared::erasure::calls::{ListErasures, ReadErasure, WhoseErasure};
use shared::kernel::{CaseId, PersonId};
use yew::prelude::*;

use super::state::use_read;
use crate::assignment::Waits;
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

/// On the coordinator's first page: how many requests wait for them.
#[function_component]
pub fn ErasuresWaiting() -> Html {
    let listed = use_read::<ListErasures>(Nothing {});
    let count = listed.known.ready().map_or(0, |known| {
        let for_others = known.open.iter().filter(|open| !open.is_own);
        for_others.count()
    });
    html! { <Waits {count} text={t!("erasures-waiting", count = count)} to={Route::Erasures} open={t!("erasures-open")} /> }
}
