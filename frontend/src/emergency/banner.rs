//! At the top of a file that was opened in an emergency: until when, that it is read only, and the way to end it.

use shared::command::Command;
use shared::emergency::EndEmergency;
use shared::exchange::Subject;
use shared::kernel::CaseId;
use yew::prelude::*;

use super::state::use_emergencies;
use crate::offline::use_sending;
use crate::ui::{Button, Notice, Tone};
use crate::{i18n, t};

/// Properties of [`EmergencyBanner`].
#[derive(Debug, PartialEq, Properties)]
pub struct EmergencyBannerProps {
    /// The case.
    pub case: CaseId,
}

/// The banner; nothing is seen of it where the reader has no such access.
#[component]
pub fn EmergencyBanner(props: &EmergencyBannerProps) -> Html {
    let sending = use_sending(Callback::noop());
    let known = use_emergencies(sending.taken);
    let open = known
        .open
        .iter()
        .find(|one| one.case == props.case)
        .cloned();
    let until = open
        .as_ref()
        .map(|open| {
            let when = i18n::moment(open.ends_at).to_string();
            match &open.responsible {
                Some(who) => t!("emergency-until", when = when, name = who.name.clone()),
                None => t!("emergency-until-pool", when = when),
            }
        })
        .unwrap_or_default();
    let on_end = {
        let (open, on_send) = (open.clone(), sending.on_send.clone());
        Callback::from(move |()| {
            if let Some(open) = &open {
                let emergency = open.emergency;
                on_send.emit((
                    Subject::Person(open.person),
                    Command::EndEmergency(EndEmergency { emergency }),
                ));
            }
        })
    };
    html! {
        <div id="emergency-banner" hidden={open.is_none()}>
            <Notice tone={Tone::Danger} text={sending.failed.clone()} />
            <Notice tone={Tone::Warning} text={until}>
                <Button id="emergency-end" on_press={on_end} is_waiting={sending.is_busy}>{ t!("emergency-end") }</Button>
            </Notice>
        </div>
    }
}
