//! The accounts as the administrator's page stands on them, and the names of units and posts.

use std::rc::Rc;

use shared::calls::Nothing;
use shared::kernel::{AccountId, Day, PostCode, UnitCode};
use shared::organisation::Organisation;
use shared::organisation::calls::ReadOrganisation;
use shared::signin::accounts::Accounts;
use shared::signin::calls::{ListAccountEvents, ListAccounts};
use shared::signin::events::{AccountEvents, EventsWish};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::api;
use crate::case::state::Loaded;
use crate::platform;
use crate::ui::Choice;

/// The units and posts there are, with their names.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Units {
    pub(super) organisation: Option<Rc<Organisation>>,
    pub(super) today: Day,
}

impl Units {
    /// The name of a unit; its code while names are not there.
    pub(super) fn unit(&self, code: &UnitCode) -> AttrValue {
        self.organisation
            .as_ref()
            .and_then(|town| town.unit_on(code, self.today))
            .map_or_else(|| code.to_string(), |unit| unit.name.clone())
            .into()
    }

    /// The name of a post; its code while names are not there.
    pub(super) fn post(&self, code: &PostCode) -> AttrValue {
        self.organisation
            .as_ref()
            .and_then(|town| town.post_on(code, self.today))
            .map_or_else(|| code.to_string(), |post| post.name.clone())
            .into()
    }

    /// The units that can be chosen today.
    pub(super) fn unit_choices(&self) -> Rc<[Choice]> {
        self.organisation.as_ref().map_or_else(
            || Rc::from([]),
            |town| {
                town.units
                    .iter()
                    .filter(|unit| town.unit_on(&unit.code, self.today) == Some(unit))
                    .map(|unit| Choice::new(unit.code.to_string(), unit.name.clone()))
                    .collect()
            },
        )
    }

    /// The posts of a unit that can be chosen today.
    pub(super) fn post_choices(&self, unit: Option<&UnitCode>) -> Rc<[Choice]> {
        self.organisation.as_ref().map_or_else(
            || Rc::from([]),
            |town| {
                town.posts
                    .iter()
                    .filter(|post| Some(&post.unit) == unit)
                    .filter(|post| town.post_on(&post.code, self.today) == Some(post))
                    .map(|post| Choice::new(post.code.to_string(), post.name.clone()))
                    .collect()
            },
        )
    }
}

/// The units and posts there are. Without a network only their codes are known.
#[hook]
pub(super) fn use_units() -> Units {
    let organisation = use_state_eq(|| None::<Rc<Organisation>>);
    {
        let organisation = organisation.clone();
        use_effect_with((), move |()| {
            spawn_local(async move {
                let read = api::send::<ReadOrganisation>(&Nothing {}).await;
                organisation.set(read.ok().map(Rc::new));
            });
        });
    }
    Units {
        organisation: (*organisation).clone(),
        today: platform::now().day(),
    }
}

/// What the administrator sees, and reading it again.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct AccountsHandle {
    pub(super) accounts: Loaded<Accounts>,
    pub(super) events: Loaded<AccountEvents>,
    pub(super) read: Callback<()>,
}

impl AccountsHandle {
    /// The name of an account's owner.
    pub(super) fn name(&self, account: AccountId) -> Option<AttrValue> {
        let all = self.accounts.ready()?;
        all.accounts
            .iter()
            .find(|line| line.account == account)
            .map(|line| line.name.clone().into())
    }
}

/// The accounts and what was changed about them lately.
#[hook]
pub(super) fn use_accounts() -> AccountsHandle {
    let accounts = use_state_eq(|| Loaded::<Accounts>::Waiting);
    let events = use_state_eq(|| Loaded::<AccountEvents>::Waiting);
    let read = {
        let (accounts, events) = (accounts.setter(), events.setter());
        use_callback((), move |(), ()| {
            let (accounts, events) = (accounts.clone(), events.clone());
            spawn_local(async move {
                accounts.set(match api::send::<ListAccounts>(&Nothing {}).await {
                    Ok(all) => Loaded::Ready(Rc::new(all)),
                    Err(failure) => Loaded::Failed(failure),
                });
                let wish = EventsWish::default();
                events.set(match api::send::<ListAccountEvents>(&wish).await {
                    Ok(lines) => Loaded::Ready(Rc::new(lines)),
                    Err(failure) => Loaded::Failed(failure),
                });
            });
        })
    };
    {
        let read = read.clone();
        use_effect_with((), move |()| read.emit(()));
    }
    AccountsHandle {
        accounts: (*accounts).clone(),
        events: (*events).clone(),
        read,
    }
}
