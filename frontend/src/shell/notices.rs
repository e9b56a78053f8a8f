//! What concerns the whole app: demo data, a session about to end, a new version.

use gloo::timers::callback::Interval;
use yew::prelude::*;

use crate::platform;
use crate::platform::update::{self, Update, use_update};
use crate::signin::use_signin;
use crate::t;
use crate::ui::{Button, ButtonKind, Notice, Tone};

/// The session is about to end when less is left.
const WARN_BEFORE_MILLIS: i64 = 2 * 60 * 1000;
/// How often that is looked at.
const LOOK_EVERY_MILLIS: u32 = 5_000;

/// Three places above the page, each empty as long as there is nothing to say.
#[function_component]
pub(super) fn Notices() -> Html {
    let signin = use_signin();
    let is_demo = signin.session().is_some_and(|session| session.is_demo);
    let is_ending = use_state_eq(|| false);
    {
        let (is_ending, signin) = (is_ending.clone(), signin.clone());
        use_effect_with(signin.clone(), move |_| {
            let look = move || {
                let left = signin.millis_left(platform::now());
                is_ending.set(left.is_some_and(|left| left < WARN_BEFORE_MILLIS));
                if left.is_some_and(|left| left < 0) {
                    // The server says whether it has ended; the screen then does.
                    signin.ask();
                }
            };
            look();
            let timer = Interval::new(LOOK_EVERY_MILLIS, look);
            move || drop(timer)
        });
    }
    let update = use_update();
    let (ending, demo) = (
        if *is_ending {
            t!("shell-session-ends")
        } else {
            AttrValue::default()
        },
        if is_demo {
            t!("shell-demo")
        } else {
            AttrValue::default()
        },
    );
    let version = if update == Update::Ready {
        t!("shell-new-version")
    } else {
        AttrValue::default()
    };
    let stay = Callback::from(move |()| signin.ask());
    html! {
        <div class="notices">
            <aside class="demo" aria-label={demo.clone()} hidden={demo.is_empty()}>{ demo }</aside>
            <Notice tone={Tone::Warning} text={ending}>
                <Button kind={ButtonKind::Secondary} on_press={stay}>{ t!("shell-session-stay") }</Button>
            </Notice>
            <Notice tone={Tone::Info} text={version}>
                <Button kind={ButtonKind::Secondary} on_press={Callback::from(|()| update::take())}>{ t!("shell-new-version-take") }</Button>
            </Notice>
        </div>
    }
}
