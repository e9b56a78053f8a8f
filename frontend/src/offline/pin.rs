//! The PIN of a device: the screen that asks for it, and the card where it is set. What it is worth, the rule in
//! `shared::device::lock` says.

use shared::device::lock::is_pin;
use shared::kernel::{FieldProblem, ProblemCode};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::state::use_offline;
use crate::platform;
use crate::t;
use crate::ui::{Button, ButtonKind, Card, InputKind, Notice, TextField, Tone};

/// Properties of [`PinPage`].
#[derive(Debug, PartialEq, Properties)]
pub(super) struct PinPageProps {
    /// Wrong tries left.
    pub(super) left: u8,
}

/// The locked screen: shows nothing of the work, and asks for the PIN.
#[function_component]
pub(super) fn PinPage(props: &PinPageProps) -> Html {
    let offline = use_offline();
    let typed = use_state_eq(String::new);
    let is_wrong = use_state_eq(|| false);
    use_effect_with((), |()| {
        platform::set_title(&t!("lock-title"));
        platform::focus_soon("pin");
    });
    let onsubmit = {
        let (offline, typed, is_wrong) = (offline.clone(), typed.clone(), is_wrong.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let is_right = offline.try_pin(&typed);
            is_wrong.set(!is_right);
            typed.set(String::new());
            if !is_right {
                platform::focus("pin");
            }
        })
    };
    let words = Callback::from(move |()| offline.ask_words());
    let said = if *is_wrong {
        t!("lock-wrong", left = props.left)
    } else {
        AttrValue::default()
    };
    html! {
        <main class="page narrow unlock" id="pin-lock">
            <h1 tabindex="-1">{ t!("lock-title") }</h1>
            <p class="lead">{ t!("lock-lead") }</p>
            <form class="card form" {onsubmit} novalidate=true autocomplete="off">
                <TextField
                    id="pin"
                    label={t!("lock-pin")}
                    kind={InputKind::Password}
                    value={AttrValue::from((*typed).clone())}
                    on_input={let typed = typed.clone(); Callback::from(move |text| typed.set(text))}
                />
                <Notice tone={Tone::Danger} text={said} />
                <Button kind={ButtonKind::Primary} is_submit=true>{ t!("lock-open") }</Button>
            </form>
            <div class="actions"><Button kind={ButtonKind::Quiet} on_press={words}>{ t!("lock-words") }</Button></div>
        </main>
    }
}

/// Covers the screen of a browser that is no device: nothing is asked, only nothing is seen.
#[function_component]
pub(super) fn CoverPage() -> Html {
    let offline = use_offline();
    use_effect_with((), |()| {
        platform::set_title(&t!("cover-title"));
        platform::focus_soon("cover-go-on");
    });
    let go_on = Callback::from(move |()| offline.uncover());
    html! {
        <main class="page narrow unlock" id="cover">
            <h1 tabindex="-1">{ t!("cover-title") }</h1>
            <p class="lead">{ t!("cover-lead") }</p>
            <div class="actions"><Button id="cover-go-on" kind={ButtonKind::Primary} on_press={go_on}>{ t!("cover-go-on") }</Button></div>
        </main>
    }
}

/// What was done last in the card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Done {
    Nothing,
    Set,
    Removed,
    Failed,
}

/// Sets, changes or removes the PIN of an open device.
#[function_component]
pub(super) fn PinCard() -> Html {
    let offline = use_offline();
    let typed = use_state_eq(String::new);
    let is_asked = use_state_eq(|| false);
    let done = use_state_eq(|| Done::Nothing);
    let has_pin = offline.has_pin();
    let problems: Vec<FieldProblem> = if *is_asked && !is_pin(&typed) {
        vec![ProblemCode::Invalid.into()]
    } else {
        Vec::new()
    };
    let keep = {
        let (offline, done, typed) = (offline.clone(), done.clone(), typed.clone());
        let is_asked = is_asked.clone();
        Callback::from(move |pin: Option<String>| {
            let (offline, done, typed) = (offline.clone(), done.clone(), typed.clone());
            let is_asked = is_asked.clone();
            spawn_local(async move {
                let was_set = pin.is_some();
                done.set(match offline.keep_pin(pin).await {
                    Ok(()) if was_set => Done::Set,
                    Ok(()) => Done::Removed,
                    Err(_) => Done::Failed,
                });
                typed.set(String::new());
                is_asked.set(false);
            });
        })
    };
    let onsubmit = {
        let (typed, is_asked, keep) = (typed.clone(), is_asked.clone(), keep.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            is_asked.set(true);
            if is_pin(&typed) {
                keep.emit(Some((*typed).clone()));
            } else {
                platform::focus("new-pin");
            }
        })
    };
    let (tone, said) = match *done {
        Done::Nothing => (Tone::Neutral, AttrValue::default()),
        Done::Set => (Tone::Success, t!("pin-set-done")),
        Done::Removed => (Tone::Success, t!("pin-removed")),
        Done::Failed => (Tone::Danger, t!("offline-store-failed")),
    };
    html! {
        <Card title={t!("pin-title")}>
            <p>{ t!("pin-lead") }</p>
            <p>{ if has_pin { t!("pin-is-set") } else { t!("pin-is-not-set") } }</p>
            <Notice {tone} text={said} />
            <form class="form" {onsubmit} novalidate=true autocomplete="off">
                <TextField
                    id="new-pin"
                    label={t!("pin-new")}
                    hint={t!("pin-new-hint")}
                    kind={InputKind::Password}
                    value={AttrValue::from((*typed).clone())}
                    on_input={let typed = typed.clone(); Callback::from(move |text| typed.set(text))}
                    {problems}
                />
                <div class="actions">
                    <Button id="pin-keep" is_submit=true>{ t!("pin-keep") }</Button>
                    <span hidden={!has_pin}>
                        <Button kind={ButtonKind::Quiet} on_press={keep.reform(|()| None)}>{ t!("pin-remove") }</Button>
                    </span>
                </div>
            </form>
        </Card>
    }
}
