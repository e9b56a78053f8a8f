//! The accounts of everybody: who has which role where and until when, inviting somebody, and what was changed lately.

use shared::access::{Action, Facts, may};
use shared::kernel::FieldProblems;
use shared::signin::accounts::{Invited, NewAccount, RoleDraft};
use shared::signin::calls::InviteAccount;
use yew::prelude::*;

use super::confirm::{ConfirmDialog, use_doing};
use super::events::EventsCard;
use super::invited::InvitedCard;
use super::line::AccountItem;
use super::role_form::RoleFields;
use super::state::{AccountsHandle, Units, use_accounts, use_units};
use crate::signin::use_signin;
use crate::ui::{Button, ButtonKind, Card, Notice, Page, TextField, Tone};
use crate::{platform, t};

/// What stands above the list.
#[derive(Debug, Clone, PartialEq)]
enum Above {
    Nothing,
    Form,
    Code { invited: Invited, name: AttrValue },
}

/// The page, for those who manage accounts.
#[component]
pub(crate) fn AccountsPage() -> Html {
    let signin = use_signin();
    let is_theirs = signin
        .actor()
        .is_some_and(|actor| may(actor, Action::ManageAccounts, &Facts::default()).is_yes());
    if is_theirs {
        html! { <People /> }
    } else {
        html! {
            <Page title={t!("nav-accounts")} class="narrow">
                <Notice tone={Tone::Warning} text={t!("reason-role")} />
            </Page>
        }
    }
}

#[component]
fn People() -> Html {
    let handle = use_accounts();
    let units = use_units();
    let above = use_state_eq(|| Above::Nothing);
    let open = {
        let above = above.clone();
        Callback::from(move |()| {
            above.set(Above::Form);
            platform::focus_soon("invite-name");
        })
    };
    let close = {
        let above = above.clone();
        Callback::from(move |()| {
            above.set(Above::Nothing);
            platform::focus_soon("invite");
        })
    };
    let invited = {
        let (above, read) = (above.clone(), handle.read.clone());
        Callback::from(move |(invited, name): (Invited, AttrValue)| {
            above.set(Above::Code { invited, name });
            platform::focus_soon("invited");
            read.emit(());
        })
    };
    let is_code = matches!(*above, Above::Code { .. });
    let shown = match &*above {
        Above::Nothing => html! {
            <div key="nothing" class="actions" id="invite" tabindex="-1">
                <Button kind={ButtonKind::Primary} on_press={open}>{ t!("accounts-invite") }</Button>
            </div>
        },
        Above::Form => html! {
            <InviteForm key="form" units={units.clone()} on_invited={invited.clone()} on_close={close} />
        },
        Above::Code { invited, name } => html! {
            <InvitedCard key="code" invited={invited.clone()} name={name.clone()} on_kept={close} />
        },
    };
    html! {
        <Page title={t!("nav-accounts")} lead={t!("accounts-lead")}>
            <div>{ shown }</div>
            // What is printed is the code.
            <div class={classes!("stack", is_code.then_some("no-print"))}>
                { list(&handle, &units, &invited) }
                <EventsCard {handle} {units} />
            </div>
        </Page>
    }
}

fn list(
    handle: &AccountsHandle,
    units: &Units,
    on_invited: &Callback<(Invited, AttrValue)>,
) -> Html {
    match handle.accounts.ready() {
        None => handle.accounts.instead(),
        Some(all) => html! {
            <ul class="cards" aria-label={t!("nav-accounts")}>
                { for all.accounts.iter().map(|line| html! {
                    <AccountItem
                        key={line.account.to_string()}
                        line={line.clone()}
                        units={units.clone()}
                        on_changed={handle.read.clone()}
                        on_invited={on_invited.clone()}
                    />
                }) }
            </ul>
        },
    }
}

#[derive(Debug, PartialEq, Properties)]
struct InviteFormProps {
    units: Units,
    on_invited: Callback<(Invited, AttrValue)>,
    on_close: Callback<()>,
}

/// Where the fields of the form stand on the page, in their order.
const FIELDS: [(&str, &str); 7] = [
    ("name", "invite-name"),
    ("login", "invite-login"),
    ("role.role", "invite-role"),
    ("role.unit", "invite-unit"),
    ("role.post", "invite-post"),
    ("role.valid_from", "invite-from"),
    ("role.valid_until", "invite-until"),
];

/// Name, login and first role of somebody new.
#[component]
fn InviteForm(props: &InviteFormProps) -> Html {
    let doing = use_doing();
    let today = props.units.today;
    let draft = use_state_eq(|| NewAccount {
        role: RoleDraft {
            valid_from: Some(today),
            ..RoleDraft::default()
        },
        ..NewAccount::default()
    });
    let problems = use_state_eq(FieldProblems::default);
    let failed = use_state_eq(|| None::<&'static str>);
    let show = {
        let problems = problems.clone();
        move |found: FieldProblems| {
            let first = FIELDS.iter().find(|(path, _)| !found.of(path).is_empty());
            if let Some((_, id)) = first {
                platform::focus_soon(id);
            }
            problems.set(found);
        }
    };
    let onsubmit = {
        let (draft, doing, units) = (draft.clone(), doing.clone(), props.units.clone());
        let (failed, on_invited) = (failed.clone(), props.on_invited.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if let Some(town) = &units.organisation
                && let Err(found) = draft.check(town, units.today)
            {
                show(found);
                return;
            }
            let name = AttrValue::from(draft.name.trim().to_owned());
            let (failed, on_invited, show) = (failed.clone(), on_invited.clone(), show.clone());
            doing.send::<InviteAccount>((*draft).clone(), move |answer| match answer {
                Ok(invited) => on_invited.emit((invited, name.clone())),
                Err(refused) => {
                    let fields = refused.fields();
                    failed.set(fields.is_empty().then(|| refused.text_key()));
                    show(fields);
                }
            });
        })
    };
    let text = |change: fn(&mut NewAccount, String)| {
        let draft = draft.clone();
        Callback::from(move |text| {
            let mut changed = (*draft).clone();
            change(&mut changed, text);
            draft.set(changed);
        })
    };
    let on_role = {
        let draft = draft.clone();
        Callback::from(move |role| {
            draft.set(NewAccount {
                role,
                ..(*draft).clone()
            });
        })
    };
    html! {
        <Card title={t!("accounts-invite")}>
            <form class="form" {onsubmit} novalidate=true>
                <Notice tone={Tone::Danger} text={failed.map(|key| t!(key)).unwrap_or_default()} />
                <TextField
                    id="invite-name"
                    label={t!("setup-name")}
                    value={draft.name.clone()}
                    on_input={text(|draft, text| draft.name = text)}
                    problems={problems.of("name").to_vec()}
                    is_required=true
                />
                <TextField
                    id="invite-login"
                    label={t!("setup-login")}
                    hint={t!("accounts-login-hint")}
                    value={draft.login.clone()}
                    on_input={text(|draft, text| draft.login = text)}
                    problems={problems.of("login").to_vec()}
                    is_required=true
                />
                <RoleFields id="invite" draft={draft.role.clone()} units={props.units.clone()} problems={under(&problems, "role")} on_change={on_role} />
                <div class="actions">
                    <Button kind={ButtonKind::Primary} is_submit=true>{ t!("accounts-make") }</Button>
                    <Button on_press={props.on_close.clone()}>{ t!("ui-cancel") }</Button>
                </div>
            </form>
            <ConfirmDialog id="confirm-invite" {doing} />
        </Card>
    }
}

/// The problems of a part of a form, by the names of its own fields.
pub(super) fn under(problems: &FieldProblems, part: &str) -> FieldProblems {
    let mut own = FieldProblems::default();
    for (path, found) in problems.iter() {
        let Some(field) = path
            .strip_prefix(part)
            .and_then(|rest| rest.strip_prefix('.'))
        else {
            continue;
        };
        for problem in found {
            own.add(field, problem.clone());
        }
    }
    own
}
