//! What changes rights and factors needs a password that was given just now: where it was not, it is asked for, and then
//! the work goes on.

use std::fmt;
use std::rc::Rc;

use shared::calls::Call;
use shared::kernel::{FieldProblem, Problem, ProblemCode};
use shared::signin::Password;
use shared::signin::calls::Confirm;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::api::{self, ApiFailure};
use crate::t;
use crate::ui::{Button, ButtonKind, Dialog, Field, InputKind, TextInput};

/// What goes on after the password.
#[derive(Clone)]
struct Again(Rc<dyn Fn()>);

impl PartialEq for Again {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl fmt::Debug for Again {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Again")
    }
}

/// Sends calls that need a password given just now. Its dialog is [`ConfirmDialog`].
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Doing {
    waiting: UseStateHandle<Option<Again>>,
}

impl Doing {
    /// Sends a call; the answer comes to `then`. Where the password is wanted first, it is asked for; whoever closes the
    /// dialog instead has done nothing.
    pub(super) fn send<C: Call>(
        &self,
        question: C::Question,
        then: impl Fn(Result<C::Answer, ApiFailure>) + 'static,
    ) {
        attempt::<C>(self.waiting.setter(), Rc::new(question), Rc::new(then));
    }
}

/// What takes the answer to a call.
type Then<C> = Rc<dyn Fn(Result<<C as Call>::Answer, ApiFailure>)>;

fn attempt<C: Call>(
    waiting: UseStateSetter<Option<Again>>,
    question: Rc<C::Question>,
    then: Then<C>,
) {
    spawn_local(async move {
        match api::send::<C>(&question).await {
            Err(ApiFailure::Problem(Problem::NotAllowed { because })) if because == "confirm" => {
                let setter = waiting.clone();
                let again = move || {
                    attempt::<C>(setter.clone(), Rc::clone(&question), Rc::clone(&then));
                };
                waiting.set(Some(Again(Rc::new(again))));
            }
            answer => then(answer),
        }
    });
}

/// Sends calls that need a password given just now.
#[hook]
pub(super) fn use_doing() -> Doing {
    Doing {
        waiting: use_state_eq(|| None),
    }
}

/// Properties of [`ConfirmDialog`].
#[derive(Debug, PartialEq, Properties)]
pub(super) struct ConfirmDialogProps {
    pub(super) doing: Doing,
    /// Tells it from others on the page.
    #[prop_or(AttrValue::Static("confirm"))]
    pub(super) id: AttrValue,
}

/// Asks for the password where one is wanted.
#[component]
pub(super) fn ConfirmDialog(props: &ConfirmDialogProps) -> Html {
    let password = use_state_eq(String::new);
    let problems = use_state_eq(Vec::<FieldProblem>::new);
    let failed = use_state_eq(|| None::<&'static str>);
    let close = {
        let (waiting, password) = (props.doing.waiting.clone(), password.clone());
        let (problems, failed) = (problems.clone(), failed.clone());
        Callback::from(move |()| {
            waiting.set(None);
            password.set(String::new());
            problems.set(Vec::new());
            failed.set(None);
        })
    };
    let give = {
        let (waiting, password) = (props.doing.waiting.clone(), password.clone());
        let (problems, failed, close) = (problems.clone(), failed.clone(), close.clone());
        Callback::from(move |()| {
            if password.is_empty() {
                problems.set(vec![ProblemCode::Missing.into()]);
                return;
            }
            let given = Password {
                password: (*password).clone(),
            };
            let (again, close) = ((*waiting).clone(), close.clone());
            let (password, problems, failed) = (password.clone(), problems.clone(), failed.clone());
            spawn_local(async move {
                match api::send::<Confirm>(&given).await {
                    Ok(_) => {
                        close.emit(());
                        if let Some(Again(again)) = again {
                            again();
                        }
                    }
                    Err(refused) => {
                        let wrong = refused.fields().of("password").to_vec();
                        failed.set(wrong.is_empty().then(|| refused.text_key()));
                        problems.set(wrong);
                        password.set(String::new());
                    }
                }
            });
        })
    };
    let submit = {
        let give = give.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            give.emit(());
        })
    };
    let field = AttrValue::from(format!("{}-password", props.id));
    let actions = html! {
        <>
            <Button kind={ButtonKind::Primary} on_press={give}>{ t!("confirm-go-on") }</Button>
            <Button on_press={close.clone()}>{ t!("ui-cancel") }</Button>
        </>
    };
    html! {
        <Dialog
            id={props.id.clone()}
            is_open={props.doing.waiting.is_some()}
            title={t!("confirm-title")}
            on_close={close}
            {actions}
        >
            <form class="form" onsubmit={submit} novalidate=true>
                <p>{ t!("confirm-text") }</p>
                <p class="problem" hidden={failed.is_none()}>{ failed.map(|key| t!(key)).unwrap_or_default() }</p>
                <Field id={field.clone()} label={t!("signin-password")} problems={(*problems).clone()} is_required=true>
                    <TextInput
                        id={field.clone()}
                        kind={InputKind::Password}
                        value={AttrValue::from((*password).clone())}
                        on_input={let password = password.clone(); Callback::from(move |text| password.set(text))}
                        autocomplete="current-password"
                        is_wrong={!problems.is_empty()}
                    />
                </Field>
            </form>
        </Dialog>
    }
}
