//! The rows of signing in, by what they are about. Accounts and their owners stand here.

mod event;
mod factor;
mod limit;
mod once;
mod passkey;
mod provider;
mod role;
mod session;

use std::collections::BTreeSet;

use diesel::prelude::*;
use shared::kernel::{AccountId, Actor, Ags, Day, GrantId, Moment, UnitCode};
use shared::signin::accounts::NewRole;

pub use event::{EventRow, insert_event, list_events, lock_last_event};
pub use factor::{
    Totp, count_recovery, delete_totp, find_totp, list_totp_secrets, list_with_totp, put_totp,
    replace_recovery, update_totp_secret, use_recovery, use_totp,
};
pub use limit::{insert_known_browser, is_known_browser, lock_bucket, update_bucket};
pub use once::{
    Invitee, delete_invitation, find_invitation, find_set_up, insert_set_up, put_invitation,
    use_set_up,
};
pub use passkey::{
    PasskeyRow, delete_challenges, delete_passkey, delete_passkeys, insert_passkey, list_passkeys,
    list_with_passkey, put_challenge, take_challenge, update_passkey,
};
pub use provider::{
    Attempt, Link, delete_link, find_link, find_linked, insert_attempt, list_linked, put_link,
    take_attempt, update_link_used,
};
pub use role::{find_role, insert_role, list_roles, list_roles_of, update_role_end};
pub use session::{
    Ending, NewSession, Session, SessionRow, SessionStanding, delete_outlived, delete_session,
    delete_sessions, find_session, forget_who_is_in, insert_session, is_session_there, list_seen,
    list_sessions, rename_session, renew_session, update_confirmed, update_seen,
};

use super::schema::{signin_account, signin_invitation};
use crate::db::{Conn, Failure, parse};

/// An account, with what only signing in needs.
#[derive(Debug, Clone)]
pub struct Account {
    /// Who it is.
    pub account: AccountId,
    /// The name it signs in with.
    pub login: String,
    /// The person's own name.
    pub name: String,
    /// The unit it acted in last.
    pub last_unit: UnitCode,
    /// Hash of the password; absent: it has none yet.
    pub password: Option<String>,
    /// Whether it may sign in no more.
    pub is_closed: bool,
}

/// An account that does not exist yet.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// Who it will be, from today on.
    pub actor: Actor,
    /// The name to sign in with, as [`login_key`] makes it.
    pub login: String,
    /// Hash of the password; empty: it gets one by an invitation.
    pub password: String,
}

/// An account as the administrator sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountRow {
    /// Which.
    pub account: AccountId,
    /// The name it signs in with.
    pub login: String,
    /// The person's own name.
    pub name: String,
    /// When it was closed.
    pub closed_at: Option<Moment>,
    /// Until when its code can be used, if it has one.
    pub invited_until: Option<Moment>,
}

/// The form in which names of accounts are compared: without outer space, in small letters, composed.
#[must_use]
pub fn login_key(login: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    login.trim().nfc().collect::<String>().to_lowercase()
}

type Row = (String, String, String, String, String, Option<i64>);

fn account((id, login, name, last_unit, password, closed_at): Row) -> Result<Account, Failure> {
    Ok(Account {
        account: parse(&id, "signin_account.account_id")?,
        login,
        name,
        last_unit: parse(&last_unit, "signin_account.last_unit")?,
        password: Some(password).filter(|password| !password.is_empty()),
        is_closed: closed_at.is_some(),
    })
}

type Columns = (
    signin_account::account_id,
    signin_account::login,
    signin_account::name,
    signin_account::last_unit,
    signin_account::password,
    signin_account::disabled_at,
);

const COLUMNS: Columns = (
    signin_account::account_id,
    signin_account::login,
    signin_account::name,
    signin_account::last_unit,
    signin_account::password,
    signin_account::disabled_at,
);

/// Finds an account by the name it signs in with.
///
/// # Errors
/// If the database cannot answer.
pub fn find_account(
    conn: &mut Conn,
    municipality: &Ags,
    login: &str,
) -> Result<Option<Account>, Failure> {
    use signin_account as a;
    let found: Option<Row> = a::table
        .filter(a::municipality.eq(municipality.as_str()))
        .filter(a::login.eq(login))
        .select(COLUMNS)
        .first(conn)
        .optional()?;
    found.map(account).transpose()
}

/// Finds an account.
///
/// # Errors
/// If the database cannot answer.
pub fn find_account_by_id(
    conn: &mut Conn,
    municipality: &Ags,
    id: AccountId,
) -> Result<Option<Account>, Failure> {
    let found: Option<Row> = signin_account::table
        .find((municipality.as_str(), id.to_string()))
        .select(COLUMNS)
        .first(conn)
        .optional()?;
    found.map(account).transpose()
}

/// All accounts, by name.
///
/// # Errors
/// If the database cannot answer.
pub fn list_accounts(conn: &mut Conn, municipality: &Ags) -> Result<Vec<AccountRow>, Failure> {
    use {signin_account as a, signin_invitation as i};
    type Row = (String, String, String, Option<i64>, Option<i64>);
    let rows: Vec<Row> = a::table
        .left_join(
            i::table.on(i::municipality
                .eq(a::municipality)
                .and(i::account_id.eq(a::account_id))),
        )
        .filter(a::municipality.eq(municipality.as_str()))
        .order((a::name, a::login))
        .select((
            a::account_id,
            a::login,
            a::name,
            a::disabled_at,
            i::until.nullable(),
        ))
        .load(conn)?;
    rows.into_iter()
        .map(|(id, login, name, closed_at, invited_until)| {
            Ok(AccountRow {
                account: parse(&id, "signin_account.account_id")?,
                login,
                name,
                closed_at: closed_at.map(Moment::from_millis),
                invited_until: invited_until.map(Moment::from_millis),
            })
        })
        .collect()
}

/// Finds who an account is in the unit it acted in last, also one that is closed or is nothing there any more.
///
/// # Errors
/// If the database cannot answer.
pub fn find_actor(
    conn: &mut Conn,
    municipality: &Ags,
    id: AccountId,
    today: Day,
) -> Result<Option<Actor>, Failure> {
    let Some(account) = find_account_by_id(conn, municipality, id)? else {
        return Ok(None);
    };
    let mut actor = Actor {
        account: id,
        municipality: municipality.clone(),
        unit: account.last_unit,
        roles: BTreeSet::new(),
        post: None,
        name: account.name,
    };
    for held in list_roles_of(conn, municipality, id)? {
        if held.unit == actor.unit && held.holds_on(today) {
            actor.roles.insert(held.role);
            actor.post = held.post.or(actor.post);
        }
    }
    Ok(Some(actor))
}

/// The name of an account's owner.
///
/// # Errors
/// If the database cannot answer.
pub fn find_name(
    conn: &mut Conn,
    municipality: &Ags,
    account: AccountId,
) -> Result<Option<String>, Failure> {
    Ok(signin_account::table
        .find((municipality.as_str(), account.to_string()))
        .select(signin_account::name)
        .first(conn)
        .optional()?)
}

/// Writes a new account with its roles from today on; false if the name is taken.
///
/// # Errors
/// If the database cannot answer.
pub fn insert_account(
    conn: &mut Conn,
    municipality: &Ags,
    account: &NewAccount,
    now: Moment,
) -> Result<bool, Failure> {
    let actor = &account.actor;
    if !insert_bare_account(conn, municipality, account, now)? {
        return Ok(false);
    }
    for (number, role) in actor.roles.iter().enumerate() {
        let role = NewRole {
            role: *role,
            unit: actor.unit.clone(),
            post: actor
                .post
                .clone()
                .filter(|_| *role == shared::kernel::Role::CaseManager),
            valid_from: now.day(),
            valid_until: None,
        };
        // One account has few roles: its own id, counted on, names each.
        let number = u128::try_from(number).unwrap_or_default();
        let id = actor.account.uuid().as_u128() ^ number;
        let grant = GrantId::from_uuid(uuid::Uuid::from_u128(id));
        insert_role(conn, municipality, actor.account, grant, &role)?;
    }
    Ok(true)
}

/// Writes a new account without a role; false if the name is taken.
///
/// # Errors
/// If the database cannot answer.
pub fn insert_bare_account(
    conn: &mut Conn,
    municipality: &Ags,
    account: &NewAccount,
    now: Moment,
) -> Result<bool, Failure> {
    use signin_account as a;
    if find_account(conn, municipality, &account.login)?.is_some() {
        return Ok(false);
    }
    diesel::insert_into(a::table)
        .values((
            a::municipality.eq(municipality.as_str()),
            a::account_id.eq(account.actor.account.to_string()),
            a::login.eq(&account.login),
            a::name.eq(&account.actor.name),
            a::last_unit.eq(account.actor.unit.as_str()),
            a::password.eq(&account.password),
            a::made_at.eq(now.millis()),
            a::disabled_at.eq(None::<i64>),
        ))
        .execute(conn)?;
    Ok(true)
}

/// Replaces the hash of a password; an empty one lets nobody in.
///
/// # Errors
/// If the database cannot answer.
pub fn update_password(
    conn: &mut Conn,
    municipality: &Ags,
    account: AccountId,
    password: &str,
) -> Result<(), Failure> {
    diesel::update(signin_account::table.find((municipality.as_str(), account.to_string())))
        .set(signin_account::password.eq(password))
        .execute(conn)?;
    Ok(())
}

/// Notes in which unit an account acts.
///
/// # Errors
/// If the database cannot answer.
pub fn update_last_unit(
    conn: &mut Conn,
    municipality: &Ags,
    account: AccountId,
    unit: &UnitCode,
) -> Result<(), Failure> {
    diesel::update(signin_account::table.find((municipality.as_str(), account.to_string())))
        .set(signin_account::last_unit.eq(unit.as_str()))
        .execute(conn)?;
    Ok(())
}

/// Closes an account at a moment and ends all its sessions, or opens it again.
///
/// # Errors
/// If the database cannot answer.
pub fn update_closed(
    conn: &mut Conn,
    municipality: &Ags,
    account: AccountId,
    closed_at: Option<Moment>,
) -> Result<(), Failure> {
    diesel::update(signin_account::table.find((municipality.as_str(), account.to_string())))
        .set(signin_account::disabled_at.eq(closed_at.map(Moment::millis)))
        .execute(conn)?;
    if closed_at.is_some() {
        delete_sessions(conn, municipality, account, Ending::All)?;
    }
    Ok(())
}
