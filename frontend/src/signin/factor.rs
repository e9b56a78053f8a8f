//! The second step of signing in: the code of the authenticator app, or a recovery code where it is lost.

use shared::kernel::{FieldProblem, ProblemCode};
use shared::signin::SecondFactor;
use yew::prelude::*;

use super::{SignInFailure, use_signin};
use crate::ui::{Button, ButtonKind, Field, InputKind, Notice, Page, TextInput, Tone};
use crate::{platform, t};

/// Why signing in did not work, in words.
pub(crate) fn said(failure: &SignInFailure) -> (Tone, AttrValue) {
    match failure {
        SignInFailure::Wrong => (Tone::Danger, t!("signin-wrong")),
        SignInFailure::NoRole => (Tone::Warning, t!("signin-no-role")),
        SignInFailure::WrongFactor => (Tone::Danger, t!("signin-wrong-factor")),
        SignInFailure::NoPasskey => (Tone::Warning, t!("signin-no-passkey")),
        SignInFailure::TooLate => (Tone::Warning, t!("signin-too-late")),
        SignInFailure::Locked(seconds) if *seconds < 90 => (
            Tone::Warning,
            t!("signin-locked-seconds", seconds = *seconds),
        ),
        SignInFailure::Locked(seconds) => (
            Tone::Warning,
            t!("signin-locked-minutes", minutes = seconds.div_ceil(60)),
        ),
        SignInFailure::Offline => (Tone::Warning, t!("failure-offline")),
        SignInFailure::Other => (Tone::Danger, t!("failure-unavailable")),
    }
}

/// Properties of [`CodeField`].
#[derive(Debug, PartialEq, Properties)]
pub(crate) struct CodeFieldProps {
    pub(crate) id: AttrValue,
    /// Whether a recovery code is wanted, or the one of the app.
    pub(crate) is_recovery: bool,
    /// What was typed.
    pub(crate) code: AttrValue,
    pub(crate) on_input: Callback<String>,
    pub(crate) problems: Vec<FieldProblem>,
    /// The other kind is wanted.
    pub(crate) on_swap: Callback<()>,
    /// Whether there is another kind.
    pub(crate) can_swap: bool,
}

/// The field of a second factor that is typed, and the way to the other kind of code.
#[component]
pub(crate) fn CodeField(props: &CodeFieldProps) -> Html {
    let (label, hint, kind, other) = if props.is_recovery {
        (
            t!("signin-recovery"),
            t!("signin-recovery-hint"),
            InputKind::Text,
            t!("signin-use-app"),
        )
    } else {
        (
            t!("totp-code"),
            t!("totp-code-hint"),
            InputKind::Digits,
            t!("signin-use-recovery"),
        )
    };
    html! {
        <>
            <Field id={props.id.clone()} {label} {hint} problems={props.problems.clone()} is_required=true>
                <TextInput
                    id={props.id.clone()}
                    {kind}
                    value={props.code.clone()}
                    on_input={props.on_input.clone()}
                    autocomplete="one-time-code"
                    is_wrong={!props.problems.is_empty()}
                    is_plain_ascii=true
                />
            </Field>
            <span hidden={!props.can_swap}><Button kind={ButtonKind::Quiet} on_press={props.on_swap.clone()}>{ other }</Button></span>
        </>
    }
}

/// What was typed, as the kind of factor that it is.
pub(crate) fn typed(code: &str, is_recovery: bool) -> SecondFactor {
    let code = code.trim().to_owned();
    if is_recovery {
        SecondFactor::Recovery { code }
    } else {
        SecondFactor::Totp { code }
    }
}

/// Properties of [`FactorForm`].
#[derive(Debug, PartialEq, Properties)]
pub(super) struct FactorFormProps {
    /// Whether an authenticator app is set up.
    pub(super) has_totp: bool,
    /// Whether there is a passkey.
    pub(super) has_passkey: bool,
    /// It begins with name and password again, perhaps because of a failure.
    pub(super) on_back: Callback<Option<SignInFailure>>,
}

/// One field, for either kind of code.
#[component]
pub(super) fn FactorForm(props: &FactorFormProps) -> Html {
    let signin = use_signin();
    let code = use_state_eq(String::new);
    let is_recovery = use_state_eq(|| !props.has_totp);
    let is_waiting = use_state_eq(|| false);
    let is_asked = use_state_eq(|| false);
    let failed = use_state_eq(|| None::<SignInFailure>);
    let first = if props.has_passkey {
        "factor-passkey"
    } else {
        "factor-code"
    };
    use_effect_with((), move |()| platform::focus_soon(first));
    // What comes of either way.
    let came = {
        let (is_waiting, is_asked) = (is_waiting.clone(), is_asked.clone());
        let (failed, on_back) = (failed.clone(), props.on_back.clone());
        Callback::from(move |answer: Result<(), SignInFailure>| {
            is_waiting.set(false);
            match answer {
                Ok(()) => {}
                Err(SignInFailure::TooLate) => on_back.emit(Some(SignInFailure::TooLate)),
                Err(failure) => {
                    is_asked.set(false);
                    platform::focus_soon(if failure == SignInFailure::NoPasskey {
                        "factor-passkey"
                    } else {
                        "factor-code"
                    });
                    failed.set(Some(failure));
                }
            }
        })
    };
    let use_passkey = {
        let (signin, is_waiting) = (signin.clone(), is_waiting.clone());
        let (came, failed) = (came.clone(), failed.clone());
        Callback::from(move |()| {
            if !*is_waiting {
                is_waiting.set(true);
                failed.set(None);
                signin.give_passkey(came.clone());
            }
        })
    };
    let onsubmit = {
        let (signin, code, is_recovery) = (signin.clone(), code.clone(), is_recovery.clone());
        let (is_waiting, is_asked) = (is_waiting.clone(), is_asked.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            is_asked.set(true);
            if code.trim().is_empty() || *is_waiting {
                platform::focus("factor-code");
                return;
            }
            is_waiting.set(true);
            let factor = typed(&code, *is_recovery);
            code.set(String::new());
            signin.give(factor, came.clone());
        })
    };
    let swap = {
        let (is_recovery, code, failed) = (is_recovery.clone(), code.clone(), failed.clone());
        Callback::from(move |()| {
            is_recovery.set(!*is_recovery);
            code.set(String::new());
            failed.set(None);
            platform::focus_soon("factor-code");
        })
    };
    let problems: Vec<FieldProblem> = if *is_asked && code.trim().is_empty() {
        vec![ProblemCode::Missing.into()]
    } else {
        Vec::new()
    };
    let (tone, text) = (*failed)
        .as_ref()
        .map_or((Tone::Neutral, AttrValue::default()), said);
    html! {
        <Page title={t!("signin-factor-title")} class="narrow">
            <form class="card form" {onsubmit} novalidate=true>
                <Notice {tone} {text} />
                <div class="stack" hidden={!props.has_passkey}>
                    <Button id="factor-passkey" kind={ButtonKind::Primary} is_wide=true is_waiting={*is_waiting} on_press={use_passkey}>
                        { t!("signin-passkey") }
                    </Button>
                    <p class="muted">{ t!("signin-or-code") }</p>
                </div>
                <CodeField
                    id="factor-code"
                    is_recovery={*is_recovery}
                    code={AttrValue::from((*code).clone())}
                    on_input={let code = code.clone(); Callback::from(move |text| code.set(text))}
                    {problems}
                    on_swap={swap}
                    can_swap={props.has_totp}
                />
                <Button kind={if props.has_passkey { ButtonKind::Secondary } else { ButtonKind::Primary }} is_submit=true is_wide=true is_waiting={*is_waiting}>{ t!("signin-enter") }</Button>
                <div class="actions">
                    <Button kind={ButtonKind::Quiet} on_press={props.on_back.reform(|()| None)}>{ t!("signin-back") }</Button>
                </div>
            </form>
            <p class="muted">{ t!("signin-factor-help") }</p>
        </Page>
    }
}
