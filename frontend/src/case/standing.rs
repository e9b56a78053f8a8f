//! Where a record stands, in a word and a shape: on this device, sent, confirmed, needs you (design 3.17).

use shared::device::Standing;
use yew::prelude::*;

use crate::t;
use crate::ui::{Badge, Tone};

/// Properties of [`StandingMark`].
#[derive(Debug, PartialEq, Properties)]
pub struct StandingMarkProps {
    /// Where it stands.
    pub standing: Standing,
}

/// The word for where a record stands.
#[component]
pub fn StandingMark(props: &StandingMarkProps) -> Html {
    let tone = match props.standing {
        Standing::Confirmed => Tone::Success,
        Standing::Sent => Tone::Info,
        Standing::OnDevice => Tone::Warning,
        Standing::NeedsYou => Tone::Danger,
    };
    let word = t!(format!("standing-{}", <&str>::from(props.standing)));
    html! { <Badge {tone} is_checked={props.standing == Standing::Confirmed}>{ word }</Badge> }
}
