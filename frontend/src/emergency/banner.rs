//! At the top of a file that was opened in an emergency, or to check it: until when, that it is read only, and the way to end
//! it.

use shared::command::Command;
use shared::emergency::calls::OpenEmergency;
use shared::emergency::{AccessCause, EndEmergency};
use shared::exchange::Subject;
use shared::kernel::CaseId;
use yew::prelude::*;
use yew_router::prelude::use_navigator;

use super::in_words;
use super::state::use_emergencies;
use crate::offline::use_sending;
use crate::routes::{Go, Route};
use crate::ui::{Button, Notice, Tone, use_toasts};
use crate::{i18n, t};

/// Properties of [`EmergencyBanner`].
#[derive(Debug, PartialEq, Properties)]
pub struct EmergencyBannerProps {
    /// The case.
    pub case: CaseId,
    /// Is told why the reader has it open, as soon as that is known.
    pub on_cause: Callback<AccessCause>,
}

/// The banner; nothing is seen of it where the reader has no such access.
#[component]
pub fn EmergencyBanner(props: &EmergencyBannerProps) -> Html {
    let (navigator, toasts) = (use_navigator(), use_toasts());
    // It is shut from now on: there is nothing more to see here.
    let leave = Callback::from(move |()| {
        toasts.say(t!("emergency-ended"));
        if let Some(navigator) = &navigator {
            navigator.push(&Route::Home);
        }
    });
    let sending = use_sending(leave);
    let known = use_emergencies(sending.taken);
    let open = known
        .open
        .iter()
        .find(|one| one.case == props.case)
        .cloned();
    let cause = open.as_ref().map(|open| open.cause);
    use_effect_with((cause, props.on_cause.clone()), |(cause, on_cause)| {
        if let Some(cause) = cause {
            on_cause.emit(*cause);
        }
    });
    let until = open.as_ref().map(until).unwrap_or_default();
    let is_check = cause.is_some_and(AccessCause::is_check);
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
                <div class="row">
                    <Button id="emergency-end" on_press={on_end} is_waiting={sending.is_busy}>{ t!(if is_check { "emergency-end-check" } else { "emergency-end" }) }</Button>
                    { for open.filter(|_| is_check).map(|open| html! {
                        <Go to={Route::Changes { person: open.person }} class="button button--quiet">{ t!("changes-link") }</Go>
                    }) }
                </div>
            </Notice>
        </div>
    }
}

/// Until when it is open, and what can be done with it.
fn until(open: &OpenEmergency) -> AttrValue {
    let when = i18n::moment(open.ends_at).to_string();
    let name = open.responsible.as_ref().map(|who| who.name.clone());
    match (open.cause, name) {
        (AccessCause::Emergency(_), Some(name)) => t!("emergency-until", when = when, name = name),
        (AccessCause::Emergency(_), None) => t!("emergency-until-pool", when = when),
        (cause, Some(name)) => {
            let cause = in_words(cause).to_string();
            t!("file-check-until", cause = cause, when = when, name = name)
        }
        (cause, None) => {
            let cause = in_words(cause).to_string();
            t!("file-check-until-pool", cause = cause, when = when)
        }
    }
}
