//! The second factor: setting up an authenticator app by a picture or by typing, and the recovery codes for the day it is
//! lost.

use shared::calls::Nothing;
use shared::kernel::FieldProblem;
use shared::kernel::ProblemCode;
use shared::signin::calls::{BeginTotp, FinishTotp, NewRecoveryCodes, ReadFactors, RemoveTotp};
use shared::signin::factors::{Factors, TotpCode, TotpSecret};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::confirm::{ConfirmDialog, Doing, use_doing};
use super::passkeys::Passkeys;
use crate::api;
use crate::ui::{Badge, Button, ButtonKind, Field, InputKind, Notice, TextInput, Tone, Waiting};
use crate::{platform, t};

/// How far it is.
#[derive(Debug, Clone, PartialEq)]
enum Step {
    /// What there is, once it is read.
    Known(Option<Factors>),
    /// The app is being set up.
    Begun(TotpSecret),
    /// New recovery codes, shown this once.
    Codes(Vec<String>),
}

/// Properties of [`SecondFactor`].
#[derive(Debug, PartialEq, Properties)]
pub(super) struct SecondFactorProps {
    /// A factor is there now, and its codes were seen.
    #[prop_or_default]
    pub(super) on_done: Callback<()>,
}

/// What there is, and how to change it.
#[component]
pub(super) fn SecondFactor(props: &SecondFactorProps) -> Html {
    let doing = use_doing();
    let step = use_state_eq(|| Step::Known(None));
    let failed = use_state_eq(|| None::<&'static str>);
    let code = use_state_eq(String::new);
    let problems = use_state_eq(Vec::<FieldProblem>::new);
    let read = {
        let (step, failed) = (step.clone(), failed.clone());
        Callback::from(move |()| {
            let (step, failed) = (step.clone(), failed.clone());
            spawn_local(async move {
                match api::send::<ReadFactors>(&Nothing {}).await {
                    Ok(factors) => step.set(Step::Known(Some(factors))),
                    Err(refused) => failed.set(Some(refused.text_key())),
                }
            });
        })
    };
    {
        let read = read.clone();
        use_effect_with((), move |()| read.emit(()));
    }
    let begin = {
        let (doing, step, failed) = (doing.clone(), step.clone(), failed.clone());
        Callback::from(move |()| {
            let (step, failed) = (step.clone(), failed.clone());
            doing.send::<BeginTotp>(Nothing {}, move |answer| match answer {
                Ok(secret) => {
                    step.set(Step::Begun(secret));
                    failed.set(None);
                    platform::focus_soon("totp-code");
                }
                Err(refused) => failed.set(Some(refused.text_key())),
            });
        })
    };
    let finish = {
        let (code, problems) = (code.clone(), problems.clone());
        let (step, failed, read) = (step.clone(), failed.clone(), read.clone());
        let on_done = props.on_done.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if code.trim().is_empty() {
                problems.set(vec![ProblemCode::Missing.into()]);
                platform::focus("totp-code");
                return;
            }
            let given = TotpCode {
                code: (*code).clone(),
            };
            let (code, problems) = (code.clone(), problems.clone());
            let (step, failed, read) = (step.clone(), failed.clone(), read.clone());
            let on_done = on_done.clone();
            spawn_local(async move {
                match api::send::<FinishTotp>(&given).await {
                    Ok(made) => {
                        problems.set(Vec::new());
                        if made.codes.is_empty() {
                            read.emit(());
                            on_done.emit(());
                        } else {
                            step.set(Step::Codes(made.codes));
                            platform::focus_soon("recovery-codes");
                        }
                    }
                    Err(refused) => {
                        let wrong = refused.fields().of("code").to_vec();
                        failed.set(wrong.is_empty().then(|| refused.text_key()));
                        problems.set(wrong);
                        platform::focus_soon("totp-code");
                    }
                }
                code.set(String::new());
            });
        })
    };
    let remove = {
        let (doing, failed, read) = (doing.clone(), failed.clone(), read.clone());
        Callback::from(move |()| {
            let (failed, read) = (failed.clone(), read.clone());
            doing.send::<RemoveTotp>(Nothing {}, move |answer| match answer {
                Ok(_) => read.emit(()),
                Err(refused) => failed.set(Some(refused.text_key())),
            });
        })
    };
    let renew = {
        let (doing, step, failed) = (doing.clone(), step.clone(), failed.clone());
        Callback::from(move |()| {
            let (step, failed) = (step.clone(), failed.clone());
            doing.send::<NewRecoveryCodes>(Nothing {}, move |answer| match answer {
                Ok(made) => {
                    step.set(Step::Codes(made.codes));
                    platform::focus_soon("recovery-codes");
                }
                Err(refused) => failed.set(Some(refused.text_key())),
            });
        })
    };
    let made = {
        let (step, read, on_done) = (step.clone(), read.clone(), props.on_done.clone());
        Callback::from(move |codes: Vec<String>| {
            if codes.is_empty() {
                read.emit(());
                on_done.emit(());
            } else {
                step.set(Step::Codes(codes));
                platform::focus_soon("recovery-codes");
            }
        })
    };
    let seen = {
        let (read, on_done) = (read.clone(), props.on_done.clone());
        Callback::from(move |()| {
            read.emit(());
            on_done.emit(());
        })
    };
    let shown = match &*step {
        Step::Known(None) => html! { <Waiting key="waiting" /> },
        Step::Known(Some(factors)) => html! {
            <div key="known" class="form">
                { known(factors, &begin, &remove, &renew) }
                { passkeys(factors, &doing, &made, &read) }
            </div>
        },
        Step::Begun(secret) => html! {
            <form key="begun" class="form" onsubmit={finish} novalidate=true>
                <p>{ t!("totp-scan") }</p>
                { picture(&secret.picture) }
                <details>
                    <summary>{ t!("totp-by-hand") }</summary>
                    <p class="code code--long">{ in_groups(&secret.secret) }</p>
                </details>
                <Field id="totp-code" label={t!("totp-code")} hint={t!("totp-code-hint")} problems={(*problems).clone()} is_required=true>
                    <TextInput
                        id="totp-code"
                        kind={InputKind::Digits}
                        value={AttrValue::from((*code).clone())}
                        on_input={let code = code.clone(); Callback::from(move |text| code.set(text))}
                        autocomplete="one-time-code"
                        is_wrong={!problems.is_empty()}
                    />
                </Field>
                <div class="actions">
                    <Button kind={ButtonKind::Primary} is_submit=true>{ t!("totp-finish") }</Button>
                </div>
            </form>
        },
        Step::Codes(codes) => html! {
            <div key="codes" class="form">
                <Notice tone={Tone::Success} text={t!("totp-done")} />
                <p>{ t!("recovery-text") }</p>
                <ol id="recovery-codes" class="codes" tabindex="-1" aria-label={t!("recovery-title")}>
                    { for codes.iter().map(|code| html! { <li key={code.clone()} class="code">{ code }</li> }) }
                </ol>
                <div class="actions">
                    <Button kind={ButtonKind::Primary} on_press={seen}>{ t!("recovery-kept") }</Button>
                    <Button on_press={Callback::from(|()| platform::print())}>{ t!("account-print") }</Button>
                </div>
            </div>
        },
    };
    html! {
        <div class="form">
            <Notice tone={Tone::Danger} text={failed.map(|key| t!(key)).unwrap_or_default()} />
            <div>{ shown }</div>
            <ConfirmDialog id="confirm-factor" {doing} />
        </div>
    }
}

fn passkeys(
    factors: &Factors,
    doing: &Doing,
    on_made: &Callback<Vec<String>>,
    on_removed: &Callback<()>,
) -> Html {
    html! {
        <Passkeys
            passkeys={factors.passkeys.clone()}
            doing={doing.clone()}
            on_made={on_made.clone()}
            on_removed={on_removed.clone()}
        />
    }
}

fn known(
    factors: &Factors,
    begin: &Callback<()>,
    remove: &Callback<()>,
    renew: &Callback<()>,
) -> Html {
    let has_any = factors.has_totp || !factors.passkeys.is_empty();
    let text = match (has_any, factors.is_required) {
        (true, _) => t!("recovery-left", count = factors.recovery_left),
        (false, true) => t!("factor-required"),
        (false, false) => t!("factor-none"),
    };
    html! {
        <div class="form">
            <p hidden={!factors.has_totp}><Badge tone={Tone::Success} is_checked=true>{ t!("factor-has") }</Badge></p>
            <p>{ text }</p>
            <div class="actions">
                <span hidden={factors.has_totp}>
                    <Button kind={if has_any { ButtonKind::Secondary } else { ButtonKind::Primary }} on_press={begin}>{ t!("totp-begin") }</Button>
                </span>
                <span hidden={!has_any}><Button on_press={renew}>{ t!("recovery-renew") }</Button></span>
                <span hidden={!factors.has_totp}><Button kind={ButtonKind::Danger} on_press={remove}>{ t!("totp-remove") }</Button></span>
            </div>
        </div>
    }
}

/// A picture for the app's camera: dark modules on white, with the quiet edge that readers need.
fn picture(rows: &[String]) -> Html {
    const EDGE: usize = 4;
    let size = rows.len() + 2 * EDGE;
    let mut path = String::new();
    for (y, row) in rows.iter().enumerate() {
        for (x, module) in row.chars().enumerate() {
            if module == '1' {
                path.push_str(&format!("M{} {}h1v1h-1z", x + EDGE, y + EDGE));
            }
        }
    }
    html! {
        <svg class="qr" viewBox={format!("0 0 {size} {size}")} role="img" aria-label={t!("totp-picture")}>
            <rect width={size.to_string()} height={size.to_string()} fill="#fff" />
            <path d={path} fill="#000" shape-rendering="crispEdges" />
        </svg>
    }
}

fn in_groups(secret: &str) -> String {
    let letters: Vec<char> = secret.chars().collect();
    let groups: Vec<String> = letters
        .chunks(4)
        .map(|group| group.iter().collect())
        .collect();
    groups.join(" ")
}
