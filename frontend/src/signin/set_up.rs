//! The first account of a fresh installation, made with the token that `create-admin` printed.

use shared::kernel::{FieldProblem, FieldProblems, ProblemCode};
use shared::signin::FirstAccount;
use shared::signin::calls::SetUp;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::api::{self, ApiFailure};
use crate::routes::{Go, Route};
use crate::t;
use crate::ui::{Button, ButtonKind, Field, InputKind, Notice, Page, TextInput, Tone};

/// A change to one field of the form.
type Change = fn(&mut FirstAccount, String);

/// Name, login and password of the first account.
#[function_component]
pub fn SetUpPage() -> Html {
    let account = use_state_eq(|| FirstAccount {
        token: String::new(),
        login: String::new(),
        name: String::new(),
        password: String::new(),
    });
    let problems = use_state_eq(FieldProblems::default);
    let failure = use_state_eq(|| None::<ApiFailure>);
    let is_done = use_state_eq(|| false);
    let is_waiting = use_state_eq(|| false);
    let onsubmit = {
        let (account, problems, failure) = (account.clone(), problems.clone(), failure.clone());
        let (is_done, is_waiting) = (is_done.clone(), is_waiting.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let found = gaps(&account);
            problems.set(found.clone());
            if !found.is_empty() || *is_waiting {
                return;
            }
            is_waiting.set(true);
            let (account, problems, failure) = (account.clone(), problems.clone(), failure.clone());
            let (is_done, is_waiting) = (is_done.clone(), is_waiting.clone());
            spawn_local(async move {
                match api::send::<SetUp>(&account).await {
                    Ok(_) => is_done.set(true),
                    Err(refused) => {
                        problems.set(refused.fields());
                        failure.set(Some(refused));
                    }
                }
                is_waiting.set(false);
            });
        })
    };
    let field = |id: &'static str,
                 value: &str,
                 kind: InputKind,
                 autocomplete: &'static str,
                 hint: AttrValue,
                 change: Change| {
        let found = problems.of(id).to_vec();
        let on_input = {
            let account = account.clone();
            Callback::from(move |text| {
                let mut changed = (*account).clone();
                change(&mut changed, text);
                account.set(changed);
            })
        };
        html! {
            <Field key={id} {id} label={t!(format!("setup-{id}"))} {hint} problems={found.clone()} is_required=true>
                <TextInput {id} {kind} value={value.to_owned()} {on_input} {autocomplete} is_wrong={!found.is_empty()} />
            </Field>
        }
    };
    let text = match &*failure {
        Some(ApiFailure::Problem(
            shared::kernel::Problem::NotAllowed { .. } | shared::kernel::Problem::NotFound,
        )) => {
            t!("setup-token-wrong")
        }
        Some(failure) => t!(failure.text_key()),
        None => AttrValue::default(),
    };
    let form = html! {
        <form class="card form" {onsubmit} novalidate=true>
            <Notice tone={Tone::Danger} {text} />
            { field("token", &account.token, InputKind::Text, "one-time-code", t!("setup-token-hint"), |account, text| account.token = text) }
            { field("name", &account.name, InputKind::Text, "name", AttrValue::default(), |account, text| account.name = text) }
            { field("login", &account.login, InputKind::Text, "username", AttrValue::default(), |account, text| account.login = text) }
            { field("password", &account.password, InputKind::Password, "new-password", t!("setup-password-hint"), |account, text| account.password = text) }
            <Button kind={ButtonKind::Primary} is_submit=true is_wide=true is_waiting={*is_waiting}>{ t!("setup-make") }</Button>
        </form>
    };
    let done = html! {
        <div class="card form">
            <Notice tone={Tone::Success} text={t!("setup-done")} />
            <Go to={Route::SignIn} class="button button--primary">{ t!("signin-title") }</Go>
        </div>
    };
    html! {
        <Page title={t!("setup-title")} class="narrow">
            <div>{ if *is_done { done } else { form } }</div>
        </Page>
    }
}

/// What can be said without the server.
fn gaps(account: &FirstAccount) -> FieldProblems {
    let mut problems = FieldProblems::default();
    for (field, text, least) in [
        ("token", &account.token, 1),
        ("name", &account.name, 1),
        ("login", &account.login, 3),
        ("password", &account.password, 12),
    ] {
        match text.trim().chars().count() {
            0 => problems.add(field, ProblemCode::Missing),
            length if length < least => problems.add(
                field,
                FieldProblem::limited(ProblemCode::TooShort, "min", least),
            ),
            _ => {}
        }
    }
    problems
}
