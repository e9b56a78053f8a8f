//! The page for signing in. Pasting and password managers are welcome; what was wrong stands at the fields.

use shared::kernel::{FieldProblem, ProblemCode};
use shared::signin::Credentials;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::factor::FactorForm;
use super::{Next, SignInFailure, Standing, use_signin};
use crate::parts;
use crate::platform;
use crate::routes::{Go, Route};
use crate::t;
use crate::ui::{Button, ButtonKind, Field, InputKind, Notice, Page, TextInput, Tone};

/// What the page shows besides the form.
#[derive(Debug, Clone, PartialEq)]
enum Trying {
    Not,
    Waiting,
    Failed(SignInFailure),
}

/// Name, password, and after that the page that was wanted.
#[function_component]
pub fn SignInPage() -> Html {
    let signin = use_signin();
    let login = use_state_eq(String::new);
    let password = use_state_eq(String::new);
    let trying = use_state_eq(|| Trying::Not);
    let is_asked = use_state_eq(|| false);
    let wants_factor = use_state_eq(|| None::<(bool, bool)>);
    let entrance = use_state(Html::default);
    {
        let (entrance, wants_factor) = (entrance.setter(), wants_factor.setter());
        use_effect_with(signin.has_provider(), move |has_provider| {
            if *has_provider {
                let on_factor = Callback::from(move |ways| wants_factor.set(Some(ways)));
                spawn_local(async move {
                    // Without it there is still the form.
                    if let Ok(drawn) = parts::entrance(on_factor).await {
                        entrance.set(drawn);
                    }
                });
            }
        });
    }
    let missing = |text: &str| -> Vec<FieldProblem> {
        if *is_asked && text.is_empty() {
            vec![ProblemCode::Missing.into()]
        } else {
            Vec::new()
        }
    };
    let onsubmit = {
        let (signin, login, password) = (signin.clone(), login.clone(), password.clone());
        let (trying, is_asked, wants_factor) =
            (trying.clone(), is_asked.clone(), wants_factor.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            is_asked.set(true);
            if login.is_empty() || password.is_empty() {
                platform::focus(if login.is_empty() {
                    "login"
                } else {
                    "password"
                });
                return;
            }
            if *trying == Trying::Waiting {
                return;
            }
            trying.set(Trying::Waiting);
            let credentials = Credentials {
                login: login.trim().to_owned(),
                password: (*password).clone(),
            };
            let (trying, password, is_asked) = (trying.clone(), password.clone(), is_asked.clone());
            let wants_factor = wants_factor.clone();
            signin.enter(
                credentials,
                Callback::from(move |answer: Result<Next, SignInFailure>| match answer {
                    Ok(next) => {
                        wants_factor.set(match next {
                            Next::In => None,
                            Next::Factor {
                                has_totp,
                                has_passkey,
                            } => Some((has_totp, has_passkey)),
                        });
                        password.set(String::new());
                        trying.set(Trying::Not);
                    }
                    Err(failure) => {
                        if failure == SignInFailure::Wrong {
                            is_asked.set(false);
                            password.set(String::new());
                            platform::focus("password");
                        }
                        trying.set(Trying::Failed(failure));
                    }
                }),
            );
        })
    };
    let (tone, said) = match &*trying {
        Trying::Not | Trying::Waiting => match signin.standing {
            Standing::Unreachable => (Tone::Warning, t!("signin-unreachable")),
            Standing::Ended(_) => (Tone::Warning, t!("signin-ended")),
            _ => (Tone::Neutral, AttrValue::default()),
        },
        Trying::Failed(failure) => super::factor::said(failure),
    };
    if let Some((has_totp, has_passkey)) = *wants_factor {
        let on_back = {
            let (wants_factor, trying) = (wants_factor.clone(), trying.clone());
            Callback::from(move |failure: Option<SignInFailure>| {
                trying.set(failure.map_or(Trying::Not, Trying::Failed));
                wants_factor.set(None);
                platform::focus_soon("password");
            })
        };
        return html! { <FactorForm {has_totp} {has_passkey} {on_back} /> };
    }
    html! {
        <Page title={t!("signin-title")} class="narrow">
            <form class="card form" {onsubmit} novalidate=true autocomplete="on">
                <Notice {tone} text={said} />
                <Field id="login" label={t!("signin-login")} problems={missing(&login)} is_required=true>
                    <TextInput
                        id="login"
                        value={AttrValue::from((*login).clone())}
                        on_input={let login = login.clone(); Callback::from(move |text| login.set(text))}
                        autocomplete="username"
                        is_wrong={!missing(&login).is_empty()}
                        is_plain_ascii=true
                    />
                </Field>
                <Field id="password" label={t!("signin-password")} problems={missing(&password)} is_required=true>
                    <TextInput
                        id="password"
                        kind={InputKind::Password}
                        value={AttrValue::from((*password).clone())}
                        on_input={let password = password.clone(); Callback::from(move |text| password.set(text))}
                        autocomplete="current-password"
                        is_wrong={!missing(&password).is_empty()}
                    />
                </Field>
                <Button kind={ButtonKind::Primary} is_submit=true is_wide=true is_waiting={*trying == Trying::Waiting}>
                    { t!("signin-enter") }
                </Button>
            </form>
            <div>{ (*entrance).clone() }</div>
            <p class="muted">{ t!("signin-help") }</p>
            <p class="muted">{ t!("signin-invited") }{ " " }<Go to={Route::Invitation}>{ t!("signin-invitation") }</Go></p>
        </Page>
    }
}
