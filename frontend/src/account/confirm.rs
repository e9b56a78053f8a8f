//! What changes rights and factors needs a password and a second factor that were given just now: where they were not, they
//! are asked for, and then the work goes on.

use std::fmt;
use std::rc::Rc;

use shared::calls::{Call, Nothing};
use shared::kernel::{FieldProblem, FieldProblems, Problem, ProblemCode};
use shared::signin::calls::{Confirm, ReadFactors};
use shared::signin::provider::AwaitedFactor;
use shared::signin::{Confirmation, SecondFactor};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::api::{self, ApiFailure};
use crate::signin::{CodeField, said, sign_with_passkey, typed};
use crate::ui::{Button, ButtonKind, Dialog, Field, InputKind, TextInput};
use crate::{platform, t};

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
    is_sending: UseStateHandle<bool>,
}

impl Doing {
    /// Sends a call; the answer comes to `then`. Where the password is wanted first, it is asked for; whoever closes the
    /// dialog instead has done nothing.
    pub(super) fn send<C: Call>(
        &self,
        question: C::Question,
        then: impl Fn(Result<C::Answer, ApiFailure>) + 'static,
    ) {
        attempt::<C>(self.clone(), Rc::new(question), Rc::new(then));
    }

    /// Whether an answer is waited for.
    pub(super) fn is_sending(&self) -> bool {
        *self.is_sending
    }
}

/// What takes the answer to a call.
type Then<C> = Rc<dyn Fn(Result<<C as Call>::Answer, ApiFailure>)>;

fn attempt<C: Call>(doing: Doing, question: Rc<C::Question>, then: Then<C>) {
    doing.is_sending.set(true);
    spawn_local(async move {
        let answer = api::send::<C>(&question).await;
        doing.is_sending.set(false);
        match answer {
            Err(ApiFailure::Problem(Problem::NotAllowed { because })) if because == "confirm" => {
                let waiting = doing.waiting.clone();
                let again = move || {
                    attempt::<C>(doing.clone(), Rc::clone(&question), Rc::clone(&then));
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
        is_sending: use_state_eq(|| false),
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

/// What was typed, and what came of it.
#[derive(Debug, Clone, Default, PartialEq)]
struct Asked {
    password: String,
    /// Which factors can be given; known once the password was right and one is wanted.
    ways: Option<AwaitedFactor>,
    is_recovery: bool,
    code: String,
    problems: FieldProblems,
    failed: Option<AttrValue>,
}

impl Asked {
    /// What stands at a field.
    fn wrong(&self, field: &str) -> Vec<FieldProblem> {
        self.problems.of(field).to_vec()
    }

    /// The problems of what is still empty.
    fn missing(&self) -> FieldProblems {
        let mut missing = FieldProblems::default();
        if self.password.is_empty() {
            missing.add("password", ProblemCode::Missing);
        }
        if self.ways.is_some() && self.code.trim().is_empty() {
            missing.add("factor", ProblemCode::Missing);
        }
        missing
    }

    /// After a refusal: what was wrong is empty again, and each problem stands at its field.
    fn refused(self, refusal: &ApiFailure) -> Self {
        let problems = refusal.fields();
        let failed = problems.is_empty().then(|| t!(refusal.text_key()));
        Self {
            password: if problems.of("password").is_empty() {
                self.password
            } else {
                String::new()
            },
            code: String::new(),
            problems,
            failed,
            ..self
        }
    }

    /// From now on the factor is asked for, too.
    fn with_factor(self, ways: AwaitedFactor) -> Self {
        Self {
            ways: Some(ways),
            is_recovery: !ways.has_totp,
            problems: FieldProblems::default(),
            failed: None,
            ..self
        }
    }
}

/// Which factors the account has, asked once a factor is wanted.
async fn ask_ways() -> Result<AwaitedFactor, ApiFailure> {
    let factors = api::send::<ReadFactors>(&Nothing {}).await?;
    Ok(AwaitedFactor {
        has_totp: factors.has_totp,
        has_passkey: !factors.passkeys.is_empty(),
    })
}

/// Gives what was typed and what the passkey signed; what comes of it. Nothing is left to ask where it answers nothing.
async fn give(asked: Asked, factor: Option<SecondFactor>) -> Option<Asked> {
    let given = Confirmation {
        password: asked.password.clone(),
        factor,
    };
    let Err(refusal) = api::send::<Confirm>(&given).await else {
        return None;
    };
    let wants_factor = given.factor.is_none() && !refusal.fields().of("factor").is_empty();
    Some(if !wants_factor {
        asked.refused(&refusal)
    } else {
        match ask_ways().await {
            Ok(ways) => asked.with_factor(ways),
            Err(failure) => asked.refused(&failure),
        }
    })
}

/// Asks for the password where one is wanted, and for the second factor of whoever has one.
#[component]
pub(super) fn ConfirmDialog(props: &ConfirmDialogProps) -> Html {
    let asked = use_state_eq(Asked::default);
    let is_waiting = use_state_eq(|| false);
    let field = |name: &str| AttrValue::from(format!("{}-{name}", props.id));
    let close = {
        let (waiting, asked) = (props.doing.waiting.clone(), asked.clone());
        Callback::from(move |()| {
            waiting.set(None);
            asked.set(Asked::default());
        })
    };
    // What comes of an answer: the work goes on, or the dialog says what is wrong and where.
    let came = {
        let (waiting, asked, close) = (props.doing.waiting.clone(), asked.clone(), close.clone());
        let is_waiting = is_waiting.clone();
        let (password, factor, passkey) = (field("password"), field("code"), field("passkey"));
        Callback::from(move |answer: Option<Asked>| {
            is_waiting.set(false);
            let Some(next) = answer else {
                let again = (*waiting).clone();
                close.emit(());
                if let Some(Again(again)) = again {
                    again();
                }
                return;
            };
            platform::focus_soon(match next.ways {
                None => &password,
                Some(ways) if ways.has_passkey && next.problems.is_empty() => &passkey,
                Some(_) => &factor,
            });
            asked.set(next);
        })
    };
    let submit = {
        let (asked, is_waiting, came) = (asked.clone(), is_waiting.clone(), came.clone());
        Callback::from(move |()| {
            let missing = asked.missing();
            if *is_waiting {
                return;
            }
            if !missing.is_empty() {
                came.emit(Some(Asked {
                    problems: missing,
                    ..(*asked).clone()
                }));
                return;
            }
            is_waiting.set(true);
            let (asked, came) = ((*asked).clone(), came.clone());
            let factor = asked.ways.map(|_| typed(&asked.code, asked.is_recovery));
            spawn_local(async move { came.emit(give(asked, factor).await) });
        })
    };
    let use_passkey = {
        let (asked, is_waiting, came) = (asked.clone(), is_waiting.clone(), came.clone());
        Callback::from(move |()| {
            if *is_waiting {
                return;
            }
            is_waiting.set(true);
            let (asked, came) = ((*asked).clone(), came.clone());
            spawn_local(async move {
                came.emit(match sign_with_passkey().await {
                    Ok(factor) => give(asked, Some(factor)).await,
                    Err(failure) => Some(Asked {
                        problems: FieldProblems::default(),
                        failed: Some(said(&failure).1),
                        ..asked
                    }),
                });
            });
        })
    };
    let change = |how: fn(&mut Asked, String)| {
        let asked = asked.clone();
        Callback::from(move |text| {
            let mut next = (*asked).clone();
            how(&mut next, text);
            asked.set(next);
        })
    };
    let swap = change(|asked, _| {
        asked.is_recovery = !asked.is_recovery;
        asked.code = String::new();
        asked.problems = FieldProblems::default();
    })
    .reform(|()| String::new());
    let onsubmit = submit.reform(|event: SubmitEvent| event.prevent_default());
    let wrong = asked.wrong("password");
    let (has_totp, has_passkey) = asked
        .ways
        .map_or((false, false), |ways| (ways.has_totp, ways.has_passkey));
    let actions = html! {
        <>
            <Button kind={ButtonKind::Primary} is_waiting={*is_waiting} on_press={submit}>{ t!("confirm-go-on") }</Button>
            <Button on_press={close.clone()}>{ t!("ui-cancel") }</Button>
        </>
    };
    html! {
        <Dialog
            id={props.id.clone()}
            is_open={props.doing.waiting.is_some()}
            title={t!("confirm-title")}
            focus={Some(field("password"))}
            on_close={close}
            {actions}
        >
            <form class="form" {onsubmit} novalidate=true>
                <p>{ t!("confirm-text") }</p>
                <p class="problem" hidden={asked.failed.is_none()}>{ asked.failed.clone().unwrap_or_default() }</p>
                <Field id={field("password")} label={t!("signin-password")} problems={wrong.clone()} is_required=true>
                    <TextInput
                        id={field("password")}
                        kind={InputKind::Password}
                        value={AttrValue::from(asked.password.clone())}
                        on_input={change(|asked, text| asked.password = text)}
                        autocomplete="current-password"
                        is_wrong={!wrong.is_empty()}
                    />
                </Field>
                <div class="stack" hidden={asked.ways.is_none()}>
                    <p>{ t!("confirm-factor") }</p>
                    <div class="stack" hidden={!has_passkey}>
                        <Button id={field("passkey")} is_wide=true is_waiting={*is_waiting} on_press={use_passkey}>
                            { t!("confirm-passkey") }
                        </Button>
                        <p class="muted">{ t!("signin-or-code") }</p>
                    </div>
                    <CodeField
                        id={field("code")}
                        is_recovery={asked.is_recovery}
                        code={AttrValue::from(asked.code.clone())}
                        on_input={change(|asked, text| asked.code = text)}
                        problems={asked.wrong("factor")}
                        on_swap={swap}
                        can_swap={has_totp}
                    />
                </div>
            </form>
        </Dialog>
    }
}
