//! Rows of accounts, sessions, known browsers, limits and set-up tokens.

use std::collections::BTreeSet;
use std::str::FromStr;

use diesel::prelude::*;
use shared::kernel::{AccountId, Actor, Ags, Moment, Role};

use super::limits::Bucket;
use super::schema::{
    signin_account, signin_known_browser, signin_limit, signin_session, signin_set_up,
};
use crate::db::{Conn, Failure};

/// An account, with what only signing in needs.
#[derive(Debug, Clone)]
pub struct Account {
    /// Who it is.
    pub actor: Actor,
    /// Hash of the password.
    pub password: String,
    /// Whether it may sign in no more.
    pub is_disabled: bool,
}

/// An account that does not exist yet.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// Who it will be.
    pub actor: Actor,
    /// The name to sign in with, as [`login_key`] makes it.
    pub login: String,
    /// Hash of the password.
    pub password: String,
}

/// A session as stored.
#[derive(Debug, Clone)]
pub struct Session {
    /// Whose it is.
    pub actor: Actor,
    /// When it began.
    pub began_at: Moment,
    /// When it was last used, to the minute.
    pub seen_at: Moment,
}

type ActorRow = (String, String, String, Option<String>, String);

fn actor(municipality: &Ags, (id, name, unit, post, roles): ActorRow) -> Result<Actor, Failure> {
    let unreadable = || Failure::Unreadable("signin_account");
    Ok(Actor {
        account: id.parse().map_err(|_| unreadable())?,
        municipality: municipality.clone(),
        unit: unit.parse().map_err(|_| unreadable())?,
        roles: roles
            .split_whitespace()
            .map(|role| Role::from_str(role).map_err(|_| unreadable()))
            .collect::<Result<BTreeSet<_>, _>>()?,
        post: post
            .map(|post| post.parse().map_err(|_| unreadable()))
            .transpose()?,
        name,
    })
}

/// The form in which names of accounts are compared: without outer space, in small letters, composed.
#[must_use]
pub fn login_key(login: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    login.trim().nfc().collect::<String>().to_lowercase()
}

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
    let found: Option<(ActorRow, String, Option<i64>)> = a::table
        .filter(a::municipality.eq(municipality.as_str()))
        .filter(a::login.eq(login))
        .select((
            (a::account_id, a::name, a::unit, a::post, a::roles),
            a::password,
            a::disabled_at,
        ))
        .first(conn)
        .optional()?;
    found
        .map(|(row, password, disabled_at)| {
            Ok(Account {
                actor: actor(municipality, row)?,
                password,
                is_disabled: disabled_at.is_some(),
            })
        })
        .transpose()
}

/// Finds who an account is, also one that is disabled.
///
/// # Errors
/// If the database cannot answer.
pub fn find_actor(
    conn: &mut Conn,
    municipality: &Ags,
    account: AccountId,
) -> Result<Option<Actor>, Failure> {
    use signin_account as a;
    let found: Option<ActorRow> = a::table
        .find((municipality.as_str(), account.to_string()))
        .select((a::account_id, a::name, a::unit, a::post, a::roles))
        .first(conn)
        .optional()?;
    found.map(|row| actor(municipality, row)).transpose()
}

/// Writes a new account; false if the name is taken.
///
/// # Errors
/// If the database cannot answer.
pub fn insert_account(
    conn: &mut Conn,
    municipality: &Ags,
    account: &NewAccount,
    now: Moment,
) -> Result<bool, Failure> {
    use signin_account as a;
    if find_account(conn, municipality, &account.login)?.is_some() {
        return Ok(false);
    }
    let roles: Vec<_> = account
        .actor
        .roles
        .iter()
        .map(ToString::to_string)
        .collect();
    diesel::insert_into(a::table)
        .values((
            a::municipality.eq(municipality.as_str()),
            a::account_id.eq(account.actor.account.to_string()),
            a::login.eq(&account.login),
            a::name.eq(&account.actor.name),
            a::unit.eq(account.actor.unit.as_str()),
            a::post.eq(account.actor.post.as_ref().map(AsRef::<str>::as_ref)),
            a::roles.eq(roles.join(" ")),
            a::password.eq(&account.password),
            a::made_at.eq(now.millis()),
            a::disabled_at.eq(None::<i64>),
        ))
        .execute(conn)?;
    Ok(true)
}

/// Replaces the hash of a password.
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

/// Closes an account and ends all its sessions; an account that is not there is none to close.
///
/// # Errors
/// If the database cannot answer.
pub fn disable_account(
    conn: &mut Conn,
    municipality: &Ags,
    account: AccountId,
    now: Moment,
) -> Result<(), Failure> {
    diesel::update(signin_account::table.find((municipality.as_str(), account.to_string())))
        .set(signin_account::disabled_at.eq(Some(now.millis())))
        .execute(conn)?;
    diesel::delete(
        signin_session::table
            .filter(signin_session::municipality.eq(municipality.as_str()))
            .filter(signin_session::account_id.eq(account.to_string())),
    )
    .execute(conn)?;
    Ok(())
}

/// Finds the session of a token, unless its account is disabled.
///
/// # Errors
/// If the database cannot answer.
pub fn find_session(
    conn: &mut Conn,
    municipality: &Ags,
    token: &str,
) -> Result<Option<Session>, Failure> {
    use {signin_account as a, signin_session as s};
    let found: Option<(ActorRow, i64, i64)> = s::table
        .inner_join(
            a::table.on(a::municipality
                .eq(s::municipality)
                .and(a::account_id.eq(s::account_id))),
        )
        .filter(s::municipality.eq(municipality.as_str()))
        .filter(s::token.eq(token))
        .filter(a::disabled_at.is_null())
        .select((
            (a::account_id, a::name, a::unit, a::post, a::roles),
            s::began_at,
            s::seen_at,
        ))
        .first(conn)
        .optional()?;
    found
        .map(|(row, began_at, seen_at)| {
            Ok(Session {
                actor: actor(municipality, row)?,
                began_at: Moment::from_millis(began_at),
                seen_at: Moment::from_millis(seen_at),
            })
        })
        .transpose()
}

/// Writes a new session.
///
/// # Errors
/// If the database cannot answer.
pub fn insert_session(
    conn: &mut Conn,
    municipality: &Ags,
    token: &str,
    account: AccountId,
    now: Moment,
) -> Result<(), Failure> {
    use signin_session as s;
    diesel::insert_into(s::table)
        .values((
            s::municipality.eq(municipality.as_str()),
            s::token.eq(token),
            s::account_id.eq(account.to_string()),
            s::began_at.eq(now.millis()),
            s::seen_at.eq(now.millis()),
        ))
        .execute(conn)?;
    Ok(())
}

/// Notes that a session was used.
///
/// # Errors
/// If the database cannot answer.
pub fn update_seen(
    conn: &mut Conn,
    municipality: &Ags,
    token: &str,
    now: Moment,
) -> Result<(), Failure> {
    diesel::update(signin_session::table.find((municipality.as_str(), token)))
        .filter(signin_session::seen_at.lt(now.millis()))
        .set(signin_session::seen_at.eq(now.millis()))
        .execute(conn)?;
    Ok(())
}

/// Ends a session.
///
/// # Errors
/// If the database cannot answer.
pub fn delete_session(conn: &mut Conn, municipality: &Ags, token: &str) -> Result<(), Failure> {
    diesel::delete(signin_session::table.find((municipality.as_str(), token))).execute(conn)?;
    Ok(())
}

/// Ends every session and makes every set-up token unusable, in all municipalities: what a restored copy says about them
/// is of yesterday.
///
/// # Errors
/// If the database cannot answer.
pub fn forget_who_is_in(conn: &mut Conn) -> Result<(), Failure> {
    diesel::delete(signin_session::table).execute(conn)?;
    diesel::delete(signin_set_up::table).execute(conn)?;
    Ok(())
}

/// Removes sessions that nobody can use any more, and limits that hold nobody back.
///
/// # Errors
/// If the database cannot answer.
pub fn delete_outlived(
    conn: &mut Conn,
    municipality: &Ags,
    seen_before: Moment,
    tried_before: Moment,
) -> Result<(), Failure> {
    diesel::delete(
        signin_session::table
            .filter(signin_session::municipality.eq(municipality.as_str()))
            .filter(signin_session::seen_at.lt(seen_before.millis())),
    )
    .execute(conn)?;
    diesel::delete(
        signin_limit::table
            .filter(signin_limit::municipality.eq(municipality.as_str()))
            .filter(signin_limit::since.lt(tried_before.millis())),
    )
    .execute(conn)?;
    Ok(())
}

/// Whether the account has signed in from this browser before.
///
/// # Errors
/// If the database cannot answer.
pub fn is_known_browser(
    conn: &mut Conn,
    municipality: &Ags,
    token: &str,
    account: AccountId,
) -> Result<bool, Failure> {
    use signin_known_browser as b;
    let count: i64 = b::table
        .find((municipality.as_str(), token))
        .filter(b::account_id.eq(account.to_string()))
        .count()
        .get_result(conn)?;
    Ok(count > 0)
}

/// Remembers that the account has signed in from this browser.
///
/// # Errors
/// If the database cannot answer.
pub fn insert_known_browser(
    conn: &mut Conn,
    municipality: &Ags,
    token: &str,
    account: AccountId,
    now: Moment,
) -> Result<(), Failure> {
    use signin_known_browser as b;
    diesel::insert_into(b::table)
        .values((
            b::municipality.eq(municipality.as_str()),
            b::token.eq(token),
            b::account_id.eq(account.to_string()),
            b::used_at.eq(now.millis()),
        ))
        .execute(conn)?;
    Ok(())
}

/// Takes the row of a bucket for this transaction, making it if there is none, so that two tries at once count twice.
///
/// # Errors
/// If the database cannot answer.
pub fn lock_bucket(conn: &mut Conn, municipality: &Ags, bucket: &str) -> Result<Bucket, Failure> {
    use signin_limit as l;
    let row = (
        l::municipality.eq(municipality.as_str()),
        l::bucket.eq(bucket),
        l::tries.eq(0_i64),
        l::since.eq(0_i64),
        l::next_at.eq(0_i64),
    );
    match conn {
        Conn::Sqlite(conn) => diesel::insert_or_ignore_into(l::table)
            .values(row)
            .execute(conn)?,
        Conn::Postgres(conn) => diesel::insert_into(l::table)
            .values(row)
            .on_conflict_do_nothing()
            .execute(conn)?,
    };
    let this = l::table.find((municipality.as_str(), bucket));
    diesel::update(this)
        .set(l::tries.eq(l::tries + 0_i64))
        .execute(conn)?;
    let (tries, since, next_at): (i64, i64, i64) =
        this.select((l::tries, l::since, l::next_at)).first(conn)?;
    Ok(Bucket {
        tries,
        since: Moment::from_millis(since),
        next_at: Moment::from_millis(next_at),
    })
}

/// Writes a bucket that was taken.
///
/// # Errors
/// If the database cannot answer.
pub fn update_bucket(
    conn: &mut Conn,
    municipality: &Ags,
    name: &str,
    bucket: Bucket,
) -> Result<(), Failure> {
    use signin_limit as l;
    diesel::update(l::table.find((municipality.as_str(), name)))
        .set((
            l::tries.eq(bucket.tries),
            l::since.eq(bucket.since.millis()),
            l::next_at.eq(bucket.next_at.millis()),
        ))
        .execute(conn)?;
    Ok(())
}

/// Writes a set-up token.
///
/// # Errors
/// If the database cannot answer.
pub fn insert_set_up(
    conn: &mut Conn,
    municipality: &Ags,
    token: &str,
    unit: &str,
    expires_at: Moment,
) -> Result<(), Failure> {
    use signin_set_up as t;
    diesel::insert_into(t::table)
        .values((
            t::municipality.eq(municipality.as_str()),
            t::token.eq(token),
            t::unit.eq(unit),
            t::expires_at.eq(expires_at.millis()),
            t::used_at.eq(None::<i64>),
        ))
        .execute(conn)?;
    Ok(())
}

/// The unit a set-up token is for, if it can still be used.
///
/// # Errors
/// If the database cannot answer.
pub fn find_set_up(
    conn: &mut Conn,
    municipality: &Ags,
    token: &str,
    now: Moment,
) -> Result<Option<String>, Failure> {
    use signin_set_up as t;
    Ok(t::table
        .find((municipality.as_str(), token))
        .filter(t::used_at.is_null())
        .filter(t::expires_at.gt(now.millis()))
        .select(t::unit)
        .first(conn)
        .optional()?)
}

/// Uses a set-up token up; false if somebody else just did.
///
/// # Errors
/// If the database cannot answer.
pub fn use_set_up(
    conn: &mut Conn,
    municipality: &Ags,
    token: &str,
    now: Moment,
) -> Result<bool, Failure> {
    use signin_set_up as t;
    let used = diesel::update(
        t::table
            .find((municipality.as_str(), token))
            .filter(t::used_at.is_null()),
    )
    .set(t::used_at.eq(Some(now.millis())))
    .execute(conn)?;
    Ok(used == 1)
}
