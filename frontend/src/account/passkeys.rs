//! The passkeys of one's own account: those there are, making one, taking one away.

use shared::calls::Nothing;
use shared::kernel::{FieldProblem, FieldProblems};
use shared::signin::calls::{BeginPasskey, FinishPasskey, RemovePasskey};
use shared::signin::factors::{NewPasskey, PasskeyLine, ThisPasskey};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::confirm::Doing;
use crate::api;
use crate::platform::passkeys::{self, PasskeyFailure};
use crate::ui::{Button, ButtonKind, Notice, TextField, Tone};
use crate::{i18n, platform, t};

/// Properties of [`Passkeys`].
#[derive(Debug, PartialEq, Properties)]
pub(super) struct PasskeysProps {
    pub(super) passkeys: Vec<PasskeyLine>,
    pub(super) doing: Doing,
    /// One was made; with the recovery codes that came with it, if they are new.
    pub(super) on_made: Callback<Vec<String>>,
    /// One was taken away.
    pub(super) on_removed: Callback<()>,
}

/// The list, and the form for another one where this browser can make one.
#[component]
pub(super) fn Passkeys(props: &PasskeysProps) -> Html {
    let can = *use_memo((), |()| passkeys::can());
    let label = use_state_eq(String::new);
    let problems = use_state_eq(Vec::<FieldProblem>::new);
    let failed = use_state_eq(|| None::<&'static str>);
    let onsubmit = {
        let (label, problems, failed) = (label.clone(), problems.clone(), failed.clone());
        let (doing, on_made) = (props.doing.clone(), props.on_made.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let new = NewPasskey {
                label: label.trim().to_owned(),
                credential: serde_json::Value::Null,
            };
            if let Err(wrong) = new.check() {
                problems.set(wrong.of("label").to_vec());
                platform::focus("passkey-label");
                return;
            }
            problems.set(Vec::new());
            failed.set(None);
            let (label, problems, failed) = (label.clone(), problems.clone(), failed.clone());
            let on_made = on_made.clone();
            doing.send::<BeginPasskey>(Nothing {}, move |answer| match answer {
                Err(refused) => failed.set(Some(refused.text_key())),
                Ok(asked) => {
                    let (new, label) = (new.clone(), label.clone());
                    let (problems, failed, on_made) =
                        (problems.clone(), failed.clone(), on_made.clone());
                    spawn_local(async move {
                        match made(&asked.options, new).await {
                            Ok(codes) => {
                                label.set(String::new());
                                on_made.emit(codes);
                            }
                            Err((wrong, why)) => {
                                problems.set(wrong.of("label").to_vec());
                                failed.set(why);
                            }
                        }
                    });
                }
            });
        })
    };
    let lines = props
        .passkeys
        .iter()
        .map(|line| {
            let this = ThisPasskey {
                passkey: line.passkey,
            };
            let (doing, failed) = (props.doing.clone(), failed.clone());
            let on_removed = props.on_removed.clone();
            let remove = Callback::from(move |()| {
                let (failed, on_removed) = (failed.clone(), on_removed.clone());
                doing.send::<RemovePasskey>(this, move |answer| match answer {
                    Ok(_) => on_removed.emit(()),
                    Err(refused) => failed.set(Some(refused.text_key())),
                });
            });
            let used = match line.used_at {
                Some(at) => t!("passkey-used", when = i18n::moment(at).to_string()),
                None => t!(
                    "passkey-made",
                    when = i18n::day(line.made_at.day()).to_string()
                ),
            };
            html! {
                <li key={line.passkey.to_string()} class="rows__row">
                    <div><p><strong><bdi>{ &line.label }</bdi></strong></p><p class="muted">{ used }</p></div>
                    <Button kind={ButtonKind::Quiet} on_press={remove}>{ t!("passkey-remove") }</Button>
                </li>
            }
        })
        .collect::<Html>();
    html! {
        <section class="stack" aria-labelledby="passkeys-title">
            <h2 id="passkeys-title" class="card__title">{ t!("passkeys-title") }</h2>
            <p>{ if can { t!("passkeys-text") } else { t!("passkeys-cannot") } }</p>
            <Notice tone={Tone::Danger} text={failed.map(|key| t!(key)).unwrap_or_default()} />
            <ul class="rows" hidden={props.passkeys.is_empty()}>{ lines }</ul>
            <form class="form" {onsubmit} novalidate=true hidden={!can}>
                <TextField
                    id="passkey-label"
                    label={t!("passkey-label")}
                    hint={t!("passkey-label-hint")}
                    value={AttrValue::from((*label).clone())}
                    on_input={let label = label.clone(); Callback::from(move |text| label.set(text))}
                    problems={(*problems).clone()}
                    is_required=true
                />
                <div class="actions"><Button is_submit=true>{ t!("passkey-make") }</Button></div>
            </form>
        </section>
    }
}

/// Has the authenticator make a passkey and hands it to the server; answers new recovery codes.
async fn made(
    options: &serde_json::Value,
    new: NewPasskey,
) -> Result<Vec<String>, (FieldProblems, Option<&'static str>)> {
    let nowhere = FieldProblems::default();
    let credential = passkeys::make(options).await.map_err(|why| {
        let key = match why {
            PasskeyFailure::Cannot => "passkeys-cannot",
            PasskeyFailure::Refused => "passkey-refused",
            PasskeyFailure::Known => "passkey-known",
        };
        (nowhere, Some(key))
    })?;
    let new = NewPasskey { credential, ..new };
    match api::send::<FinishPasskey>(&new).await {
        Ok(made) => Ok(made.codes),
        Err(refused) => {
            let fields = refused.fields();
            let why = fields.of("label").is_empty().then_some("passkey-refused");
            Err((fields, why))
        }
    }
}
