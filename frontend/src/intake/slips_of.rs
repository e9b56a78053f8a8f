//! The contact slips that were put at a person, at the person: what they came for before.

use std::rc::Rc;

use shared::intake::SlipView;
use shared::kernel::PersonId;
use shared::organisation::Organisation;
use yew::prelude::*;

use super::desk::use_unit_name;
use super::slips::about;
use super::slips_state::use_slips_of;
use crate::t;
use crate::ui::Card;

/// Properties of [`SlipsOf`].
#[derive(Debug, PartialEq, Properties)]
pub struct SlipsOfProps {
    /// The person.
    pub person: PersonId,
    /// The organisation, for names.
    pub organisation: Rc<Organisation>,
    /// Whether their form may be opened here; otherwise nothing is asked.
    pub is_there: bool,
}

/// The list; nothing is seen while there is none.
#[function_component]
pub fn SlipsOf(props: &SlipsOfProps) -> Html {
    let slips = use_slips_of(props.person, props.is_there);
    let unit_name = use_unit_name(&props.organisation);
    let line = |slip: &SlipView| {
        let unit = unit_name.emit(slip.unit.to_string());
        html! {
            <li key={slip.slip.to_string()} class="entry">
                <p class="entry__head"><strong><bdi>{ slip.draft.concern.clone() }</bdi></strong></p>
                <p class="muted"><bdi>{ format!("{} · {unit}", about(slip, &props.organisation)) }</bdi></p>
            </li>
        }
    };
    html! {
        <div id="person-slips" hidden={slips.is_empty()}>
            <Card title={t!("intake-slips-of-person")}>
                <ul class="entries">{ for slips.iter().map(line) }</ul>
            </Card>
        </div>
    }
}
