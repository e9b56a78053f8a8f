//! Getting a password with a code on paper: the code, whose it is, the password, and on to signing in.

use shared::kernel::{FieldProblems, Problem, ProblemCode};
use shared::signin::accounts::{Invitation, InvitationCode, Invitee};
use shared::signin::calls::{AcceptInvitation, ReadInvitation};
use shared::signin::password::check;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::api::{self, ApiFailure};
use crate::routes::{Go, Route};
use crate::ui::{Button, ButtonKind, Field, InputKind, Notice, Page, TextInput, Tone};
use crate::{platform, t};

/// How far it is.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    /// The code is being typed.
    Code,
    /// It is theirs; the password is being chosen.
    Password(Invitee),
    /// They can sign in, by this name.
    Done(String),
}

/// The page.
#[component]
pub(crate) fn InvitationPage() -> Html {
    let step = use_state_eq(|| Step::Code);
    let code = use_state_eq(String::new);
    let password = use_state_eq(String::new);
    let problems = use_state_eq(FieldProblems::default);
    let failed = use_state_eq(AttrValue::default);
    let is_waiting = use_state_eq(|| false);
    let refused = {
        let (problems, failed) = (problems.clone(), failed.clone());
        move |refused: ApiFailure| {
            let fields = refused.fields();
            failed.set(match &refused {
                ApiFailure::Problem(Problem::NotFound) => t!("invitation-wrong"),
                ApiFailure::Problem(Problem::TooMany { after_seconds }) => {
                    t!(
                        "signin-locked-minutes",
                        minutes = after_seconds.div_ceil(60)
                    )
                }
                _ if fields.is_empty() => t!(refused.text_key()),
                _ => AttrValue::default(),
            });
            problems.set(fields);
        }
    };
    let onsubmit = {
        let (step, code, password) = (step.clone(), code.clone(), password.clone());
        let (problems, failed, is_waiting) = (problems.clone(), failed.clone(), is_waiting.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let mut found = FieldProblems::default();
            match &*step {
                Step::Code if code.trim().is_empty() => found.add("code", ProblemCode::Missing),
                Step::Password(who) => {
                    found = check(&password, &[&who.login, &who.name], "password");
                }
                _ => {}
            }
            problems.set(found.clone());
            failed.set(AttrValue::default());
            if !found.is_empty() || *is_waiting {
                platform::focus(if *step == Step::Code {
                    "code"
                } else {
                    "password"
                });
                return;
            }
            is_waiting.set(true);
            let (step, code, password) = (step.clone(), code.clone(), password.clone());
            let (is_waiting, refused) = (is_waiting.clone(), refused.clone());
            spawn_local(async move {
                match &*step {
                    Step::Code => {
                        let typed = InvitationCode {
                            code: (*code).clone(),
                        };
                        match api::send::<ReadInvitation>(&typed).await {
                            Ok(who) => {
                                step.set(Step::Password(who));
                                platform::focus_soon("password");
                            }
                            Err(failure) => refused(failure),
                        }
                    }
                    Step::Password(who) => {
                        let accepted = Invitation {
                            code: (*code).clone(),
                            password: (*password).clone(),
                        };
                        match api::send::<AcceptInvitation>(&accepted).await {
                            Ok(_) => {
                                password.set(String::new());
                                step.set(Step::Done(who.login.clone()));
                            }
                            Err(failure) => refused(failure),
                        }
                    }
                    Step::Done(_) => {}
                }
                is_waiting.set(false);
            });
        })
    };
    let field = |id: &'static str,
                 label: AttrValue,
                 hint: AttrValue,
                 kind: InputKind,
                 value: &UseStateHandle<String>,
                 autocomplete: &'static str| {
        let found = problems.of(id).to_vec();
        let value = value.clone();
        html! {
            <Field {id} {label} {hint} problems={found.clone()} is_required=true>
                <TextInput
                    {id}
                    {kind}
                    value={AttrValue::from((*value).clone())}
                    on_input={Callback::from(move |text| value.set(text))}
                    {autocomplete}
                    is_wrong={!found.is_empty()}
                    is_plain_ascii=true
                />
            </Field>
        }
    };
    let shown = match &*step {
        Step::Code => html! {
            <form key="code" class="card form" {onsubmit} novalidate=true>
                <Notice tone={Tone::Danger} text={(*failed).clone()} />
                { field("code", t!("invitation-code"), t!("invitation-code-hint"), InputKind::Text, &code, "off") }
                <Button kind={ButtonKind::Primary} is_submit=true is_wide=true is_waiting={*is_waiting}>{ t!("invitation-go-on") }</Button>
            </form>
        },
        Step::Password(who) => html! {
            <form key="password" class="card form" {onsubmit} novalidate=true>
                <Notice tone={Tone::Danger} text={(*failed).clone()} />
                <p>{ t!("invitation-for", name = who.name.clone()) }</p>
                <Field id="login" label={t!("setup-login")} hint={t!("invitation-login-hint")}>
                    <TextInput id="login" value={who.login.clone()} on_input={Callback::noop()} autocomplete="username" is_read_only=true is_plain_ascii=true />
                </Field>
                { field("password", t!("password-new"), t!("password-hint"), InputKind::Password, &password, "new-password") }
                <Button kind={ButtonKind::Primary} is_submit=true is_wide=true is_waiting={*is_waiting}>{ t!("invitation-accept") }</Button>
            </form>
        },
        Step::Done(login) => html! {
            <div key="done" class="card form">
                <Notice tone={Tone::Success} text={t!("invitation-done", login = login.clone())} />
                <Go to={Route::SignIn} class="button button--primary">{ t!("signin-title") }</Go>
            </div>
        },
    };
    html! {
        <Page title={t!("invitation-title")} lead={t!("invitation-lead")} class="narrow">
            <div>{ shown }</div>
        </Page>
    }
}
