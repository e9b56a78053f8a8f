//! Another password.

use shared::kernel::FieldProblems;
use shared::kernel::ProblemCode;
use shared::signin::ChangedPassword;
use shared::signin::calls::ChangePassword;
use shared::signin::password::check;
use yew::prelude::*;

use super::confirm::{ConfirmDialog, use_doing};
use crate::signin::use_signin;
use crate::ui::{Button, Card, Field, InputKind, Notice, TextInput, Tone};
use crate::{platform, t};

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Came {
    Nothing,
    Changed,
    Failed(&'static str),
}

/// Two fields: the password that holds, and the one that is to.
#[component]
pub(super) fn PasswordCard() -> Html {
    let signin = use_signin();
    let doing = use_doing();
    let current = use_state_eq(String::new);
    let new = use_state_eq(String::new);
    let problems = use_state_eq(FieldProblems::default);
    let came = use_state_eq(|| Came::Nothing);
    let name = signin
        .actor()
        .map(|actor| actor.name.clone())
        .unwrap_or_default();
    let onsubmit = {
        let (current, new, problems) = (current.clone(), new.clone(), problems.clone());
        let (came, doing) = (came.clone(), doing.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let mut found = check(&new, &[&name], "new");
            if current.is_empty() {
                found.add("current", ProblemCode::Missing);
            }
            show(&found);
            problems.set(found.clone());
            came.set(Came::Nothing);
            if !found.is_empty() || doing.is_sending() {
                return;
            }
            let changed = ChangedPassword {
                current: (*current).clone(),
                new: (*new).clone(),
            };
            let (current, new, problems) = (current.clone(), new.clone(), problems.clone());
            let came = came.clone();
            // The factor may be asked for first; whoever does not give it has changed nothing and goes on typing.
            doing.send::<ChangePassword>(changed, move |answer| match answer {
                Ok(_) => {
                    current.set(String::new());
                    new.set(String::new());
                    came.set(Came::Changed);
                }
                Err(refused) => {
                    let fields = refused.fields();
                    if fields.is_empty() {
                        came.set(Came::Failed(refused.text_key()));
                    }
                    show(&fields);
                    problems.set(fields);
                }
            });
        })
    };
    let field = |id: &'static str,
                 part: &str,
                 label: AttrValue,
                 hint: AttrValue,
                 value: &UseStateHandle<String>,
                 autocomplete: &'static str| {
        let found = problems.of(part).to_vec();
        let value = value.clone();
        html! {
            <Field {id} {label} {hint} problems={found.clone()} is_required=true>
                <TextInput
                    {id}
                    kind={InputKind::Password}
                    value={AttrValue::from((*value).clone())}
                    on_input={Callback::from(move |text| value.set(text))}
                    {autocomplete}
                    is_wrong={!found.is_empty()}
                />
            </Field>
        }
    };
    let (tone, said) = match *came {
        Came::Nothing => (Tone::Neutral, AttrValue::default()),
        Came::Changed => (Tone::Success, t!("password-changed")),
        Came::Failed(key) => (Tone::Danger, t!(key)),
    };
    html! {
        <Card title={t!("password-title")}>
            <form class="form" {onsubmit} novalidate=true>
                <Notice {tone} text={said} />
                { field("password-current", "current", t!("password-current"), AttrValue::default(), &current, "current-password") }
                { field("password-new", "new", t!("password-new"), t!("password-hint"), &new, "new-password") }
                <div class="actions">
                    <Button is_submit=true is_waiting={doing.is_sending()}>{ t!("password-change") }</Button>
                </div>
            </form>
            <ConfirmDialog id="confirm-password" {doing} />
        </Card>
    }
}

/// Leads to the first field with a problem.
fn show(problems: &FieldProblems) {
    if let Some(part) = ["current", "new"]
        .iter()
        .find(|part| !problems.of(part).is_empty())
    {
        platform::focus_soon(&format!("password-{part}"));
    }
}
