//! One account: its roles, its devices, and what can be done with it.

use std::rc::Rc;

use shared::calls::{Call, Nothing};
use shared::device::calls::{LoseDevice, ThisDevice};
use shared::kernel::{Day, DeviceId, FieldProblems, GrantId};
use shared::signin::accounts::{
    AccountDevice, AccountLine, AccountStanding, GrantTo, HeldRole, Invited, NewCode, RoleDraft,
    RoleEnd, ThisAccount,
};
use shared::signin::calls::{
    CloseAccount, EndRole, GrantRole, InviteAgain, OpenAccount, UnlinkAccount,
};
use yew::prelude::*;

use super::confirm::{ConfirmDialog, Doing, use_doing};
use super::people::under;
use super::role_form::RoleFields;
use super::state::Units;
use crate::api::ApiFailure;
use crate::signin::use_signin;
use crate::ui::{Badge, Button, ButtonKind, Checkbox, Dialog, Notice, Tone};
use crate::{i18n, platform, t};

/// What comes of a change.
type OnDone = Rc<dyn Fn(Result<Nothing, ApiFailure>)>;

/// What is open at an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Open {
    Nothing,
    /// Another role is being given.
    Role,
    /// It is asked whether a new code is wanted.
    InviteAgain,
    /// It is asked whether a device is lost.
    Lost(DeviceId),
    /// It is asked whether one's own role is to end.
    EndOwn(GrantId),
}

/// Properties of [`AccountItem`].
#[derive(Debug, PartialEq, Properties)]
pub(super) struct AccountItemProps {
    pub(super) line: AccountLine,
    pub(super) units: Units,
    pub(super) on_changed: Callback<()>,
    pub(super) on_invited: Callback<(Invited, AttrValue)>,
}

/// The account.
#[component]
pub(super) fn AccountItem(props: &AccountItemProps) -> Html {
    let line = &props.line;
    let doing = use_doing();
    let open = use_state_eq(|| Open::Nothing);
    let failed = use_state_eq(|| None::<AttrValue>);
    let forgets = use_state_eq(|| false);
    // What comes of every change: the list is read again, or it is said why not.
    let done: OnDone = {
        let (open, failed, on_changed) = (open.clone(), failed.clone(), props.on_changed.clone());
        Rc::new(move |answer| match answer {
            Ok(_) => {
                open.set(Open::Nothing);
                failed.set(None);
                on_changed.emit(());
            }
            Err(refused) => failed.set(Some(why(&refused))),
        })
    };
    let this = ThisAccount {
        account: line.account,
    };
    let close = sends::<CloseAccount>(&doing, &done, this);
    let open_again = sends::<OpenAccount>(&doing, &done, this);
    let unlink = sends::<UnlinkAccount>(&doing, &done, this);
    let invite_again = {
        let (doing, open, failed) = (doing.clone(), open.clone(), failed.clone());
        let (on_invited, name) = (props.on_invited.clone(), AttrValue::from(line.name.clone()));
        let forgets = forgets.clone();
        Callback::from(move |()| {
            open.set(Open::Nothing);
            let (failed, on_invited, name) = (failed.clone(), on_invited.clone(), name.clone());
            let wish = NewCode {
                account: this.account,
                forgets_factors: *forgets,
            };
            doing.send::<InviteAgain>(wish, move |answer| match answer {
                Ok(invited) => on_invited.emit((invited, name.clone())),
                Err(refused) => failed.set(Some(why(&refused))),
            });
        })
    };
    let opens = |what: Open| {
        let open = open.clone();
        Callback::from(move |()| open.set(what))
    };
    let signin = use_signin();
    let is_own = signin
        .actor()
        .is_some_and(|actor| actor.account == line.account);
    let end_role = |grant: GrantId| {
        let (doing, done, open) = (doing.clone(), Rc::clone(&done), open.clone());
        let today = props.units.today;
        Callback::from(move |()| {
            if is_own {
                open.set(Open::EndOwn(grant));
            } else {
                end_now(&doing, &done, grant, today);
            }
        })
    };
    let is_closed = matches!(line.standing, AccountStanding::Closed { .. });
    let id = line.account.to_string();
    let now: Vec<&HeldRole> = line.roles.iter().collect();
    html! {
        <li class="card account">
            <h2 class="card__title"><bdi>{ &line.name }</bdi></h2>
            <p class="entry__head"><span class="muted">{ &line.login }</span>{ " " }{ standing(line) }</p>
            <Notice tone={Tone::Danger} text={(*failed).clone().unwrap_or_default()} />
            <ul class="rows" aria-label={t!("accounts-roles")}>
                { for now.iter().map(|role| held(role, &props.units, end_role(role.grant))) }
            </ul>
            <p class="muted" hidden={!line.roles.is_empty()}>{ t!("accounts-no-role") }</p>
            <ul class="rows" aria-label={t!("accounts-devices")} hidden={line.devices.is_empty()}>
                { for line.devices.iter().map(|device| html! {
                    <li key={device.device.to_string()} class="rows__row">
                        { device_words(device) }
                        <div hidden={device.lost_at.is_some()}>
                            <Button kind={ButtonKind::Quiet} on_press={opens(Open::Lost(device.device))}>{ t!("accounts-lost") }</Button>
                        </div>
                    </li>
                }) }
            </ul>
            <div class="rows__row" hidden={!line.is_linked}>
                <p>{ t!("accounts-linked") }</p>
                <Button kind={ButtonKind::Quiet} on_press={unlink}>{ t!("accounts-unlink") }</Button>
            </div>
            <div hidden={*open != Open::Role}>
                { for (*open == Open::Role).then(|| html! {
                    <GrantForm
                        key="grant"
                        id={id.clone()}
                        account={this}
                        units={props.units.clone()}
                        doing={doing.clone()}
                        on_done={
                            let done = Rc::clone(&done);
                            Callback::from(move |()| done(Ok(Nothing {})))
                        }
                        on_close={opens(Open::Nothing)}
                    />
                }) }
            </div>
            <div class="actions" hidden={*open == Open::Role}>
                <span hidden={is_closed}><Button on_press={opens(Open::Role)}>{ t!("accounts-grant") }</Button></span>
                <span hidden={is_closed}><Button on_press={opens(Open::InviteAgain)}>{ t!("accounts-invite-again") }</Button></span>
                <span hidden={is_closed}><Button kind={ButtonKind::Danger} on_press={close}>{ t!("accounts-close") }</Button></span>
                <span hidden={!is_closed}><Button on_press={open_again}>{ t!("accounts-open") }</Button></span>
            </div>
            <Dialog
                id={format!("again-{id}")}
                is_open={*open == Open::InviteAgain}
                title={t!("accounts-invite-again-title", name = line.name.clone())}
                on_close={opens(Open::Nothing)}
                actions={html! {
                    <>
                        <Button kind={ButtonKind::Primary} on_press={invite_again}>{ t!("accounts-invite-again") }</Button>
                        <Button on_press={opens(Open::Nothing)}>{ t!("ui-cancel") }</Button>
                    </>
                }}
            >
                <div class="form">
                    <p>{ t!("accounts-invite-again-text") }</p>
                    <div hidden={!line.has_factor}>
                        <Checkbox
                            id={format!("forgets-{id}")}
                            label={t!("accounts-forgets-factors")}
                            is_checked={*forgets}
                            on_change={let forgets = forgets.clone(); Callback::from(move |is| forgets.set(is))}
                        />
                    </div>
                </div>
            </Dialog>
            { lost_dialog(*open, &id, opens(Open::Nothing), (&doing, &done)) }
            { own_dialog(*open, (&id, props.units.today), opens(Open::Nothing), (&doing, &done)) }
            <ConfirmDialog id={format!("confirm-{id}")} {doing} />
        </li>
    }
}

/// Asks before a device is given up: that cannot be taken back.
fn lost_dialog(
    open: Open,
    id: &str,
    leave: Callback<()>,
    (doing, done): (&Doing, &OnDone),
) -> Html {
    let device = match open {
        Open::Lost(device) => Some(device),
        _ => None,
    };
    let lose = {
        let (doing, done) = (doing.clone(), Rc::clone(done));
        leave.reform(move |()| {
            let Some(device) = device else { return };
            let done = Rc::clone(&done);
            doing.send::<LoseDevice>(ThisDevice { device }, move |answer| done(answer));
        })
    };
    sure_dialog(
        format!("lost-{id}"),
        device.is_some(),
        "lost",
        (lose, leave),
    )
}

/// Asks before one's own role is ended: one is out at once.
fn own_dialog(
    open: Open,
    (id, today): (&str, Day),
    leave: Callback<()>,
    (doing, done): (&Doing, &OnDone),
) -> Html {
    let grant = match open {
        Open::EndOwn(grant) => Some(grant),
        _ => None,
    };
    let end = {
        let (doing, done) = (doing.clone(), Rc::clone(done));
        leave.reform(move |()| {
            if let Some(grant) = grant {
                end_now(&doing, &done, grant, today);
            }
        })
    };
    sure_dialog(format!("own-{id}"), grant.is_some(), "own", (end, leave))
}

/// Asks whether somebody is sure, in the words of what it is about.
fn sure_dialog(
    id: String,
    is_open: bool,
    about: &str,
    (on_yes, on_close): (Callback<()>, Callback<()>),
) -> Html {
    let word = |what: &str| t!(format!("accounts-{about}-{what}"));
    let actions = html! {
        <>
            <Button kind={ButtonKind::Danger} on_press={on_yes}>{ word("sure") }</Button>
            <Button on_press={on_close.clone()}>{ t!("ui-cancel") }</Button>
        </>
    };
    html! {
        <Dialog {id} {is_open} title={word("title")} {on_close} {actions}><p>{ word("text") }</p></Dialog>
    }
}

/// Sends a call about this account when it is pressed.
fn sends<C: Call<Question = ThisAccount, Answer = Nothing>>(
    doing: &Doing,
    done: &OnDone,
    this: ThisAccount,
) -> Callback<()> {
    let (doing, done) = (doing.clone(), Rc::clone(done));
    Callback::from(move |()| {
        let done = Rc::clone(&done);
        doing.send::<C>(this, move |answer| done(answer));
    })
}

/// Why a change was not made; that nobody would be administrator any more is said in its own words.
fn why(refused: &ApiFailure) -> AttrValue {
    if refused.fields().is_empty() {
        t!(refused.text_key())
    } else {
        t!("accounts-last-administrator")
    }
}

fn standing(line: &AccountLine) -> Html {
    let (tone, words) = match line.standing {
        AccountStanding::Invited { until } if until < platform::now() => {
            (Tone::Warning, t!("accounts-invitation-over"))
        }
        AccountStanding::Invited { until } => (
            Tone::Info,
            t!(
                "accounts-invited",
                when = i18n::day(until.day()).to_string()
            ),
        ),
        AccountStanding::Closed { since } => (
            Tone::Neutral,
            t!("accounts-closed", when = i18n::day(since.day()).to_string()),
        ),
        AccountStanding::Active if line.has_factor => (Tone::Success, t!("accounts-with-factor")),
        AccountStanding::Active => (Tone::Warning, t!("accounts-without-factor")),
    };
    let seen = line
        .seen_at
        .map(|at| t!("accounts-seen", when = i18n::moment(at).to_string()))
        .unwrap_or_default();
    html! {
        <>
            <Badge {tone} is_checked={tone == Tone::Success}>{ words }</Badge>{ " " }
            <span class="muted">{ seen }</span>
        </>
    }
}

fn held(role: &HeldRole, units: &Units, end: Callback<()>) -> Html {
    let place = match &role.post {
        Some(post) => format!("{} · {}", units.unit(&role.unit), units.post(post)),
        None => units.unit(&role.unit).to_string(),
    };
    let from = i18n::day(role.valid_from).to_string();
    let period = match role.valid_until {
        Some(until) if until < role.valid_from => t!("accounts-never", from = from),
        Some(until) => t!(
            "accounts-from-until",
            from = from,
            until = i18n::day(until).to_string()
        ),
        None => t!("accounts-from", from = from),
    };
    let has_ended = role.is_over_on(units.today);
    html! {
        <li key={role.grant.to_string()} class={classes!("rows__row", has_ended.then_some("rows__row--over"))}>
            <div>
                <p><strong>{ t!(format!("role-{}", role.role)) }</strong>{ " · " }{ place }</p>
                <p class="muted">{ period }</p>
            </div>
            <div hidden={has_ended}>
                <Button kind={ButtonKind::Quiet} on_press={end}>{ t!("accounts-end-role") }</Button>
            </div>
        </li>
    }
}

fn end_now(doing: &Doing, done: &OnDone, grant: GrantId, today: Day) {
    let done = Rc::clone(done);
    let end = RoleEnd { grant, from: today };
    doing.send::<EndRole>(end, move |answer| done(answer));
}

fn device_words(device: &AccountDevice) -> Html {
    let label = if device.label.is_empty() {
        t!("accounts-device")
    } else {
        device.label.clone().into()
    };
    let since = match device.lost_at {
        Some(lost) => t!("accounts-lost-since", when = i18n::moment(lost).to_string()),
        None => t!(
            "accounts-enrolled",
            when = i18n::day(device.enrolled_at.day()).to_string()
        ),
    };
    html! {
        <div>
            <p><bdi>{ label }</bdi></p>
            <p class="muted">{ since }</p>
        </div>
    }
}

#[derive(Debug, PartialEq, Properties)]
struct GrantFormProps {
    id: AttrValue,
    account: ThisAccount,
    units: Units,
    doing: Doing,
    on_done: Callback<()>,
    on_close: Callback<()>,
}

/// One more role.
#[component]
fn GrantForm(props: &GrantFormProps) -> Html {
    let today = props.units.today;
    let draft = use_state_eq(|| RoleDraft {
        valid_from: Some(today),
        ..RoleDraft::default()
    });
    let problems = use_state_eq(FieldProblems::default);
    let failed = use_state_eq(|| None::<&'static str>);
    let onsubmit = {
        let (draft, problems, failed) = (draft.clone(), problems.clone(), failed.clone());
        let (units, doing, account) = (props.units.clone(), props.doing.clone(), props.account);
        let on_done = props.on_done.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if let Some(town) = &units.organisation
                && let Err(found) = draft.check(town, units.today)
            {
                problems.set(found);
                return;
            }
            let to = GrantTo {
                account: account.account,
                role: (*draft).clone(),
            };
            let (problems, failed, on_done) = (problems.clone(), failed.clone(), on_done.clone());
            doing.send::<GrantRole>(to, move |answer| match answer {
                Ok(_) => on_done.emit(()),
                Err(refused) => {
                    let fields = refused.fields();
                    failed.set(fields.is_empty().then(|| refused.text_key()));
                    problems.set(under(&fields, "role"));
                }
            });
        })
    };
    let on_change = {
        let draft = draft.clone();
        Callback::from(move |changed| draft.set(changed))
    };
    html! {
        <form class="form" {onsubmit} novalidate=true>
            <Notice tone={Tone::Danger} text={failed.map(|key| t!(key)).unwrap_or_default()} />
            <RoleFields id={props.id.clone()} draft={(*draft).clone()} units={props.units.clone()} problems={(*problems).clone()} {on_change} />
            <div class="actions">
                <Button kind={ButtonKind::Primary} is_submit=true>{ t!("accounts-grant-do") }</Button>
                <Button on_press={props.on_close.clone()}>{ t!("ui-cancel") }</Button>
            </div>
        </form>
    }
}
