//! What is used once: set-up tokens, and codes with which an account gets its password.

use diesel::prelude::*;
use shared::kernel::{AccountId, Ags, Moment};

use super::super::schema::{signin_account, signin_invitation, signin_set_up};
use crate::db::{Conn, Failure, parse};

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

/// Whom a code is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitee {
    /// The account.
    pub account: AccountId,
    /// The name it signs in with.
    pub login: String,
    /// The person's own name.
    pub name: String,
}

/// Writes the code of an account; an earlier one is worth nothing any more.
///
/// # Errors
/// If the database cannot answer.
pub fn put_invitation(
    conn: &mut Conn,
    municipality: &Ags,
    account: AccountId,
    code: &str,
    until: Moment,
) -> Result<(), Failure> {
    use signin_invitation as i;
    delete_invitation(conn, municipality, account)?;
    diesel::insert_into(i::table)
        .values((
            i::municipality.eq(municipality.as_str()),
            i::account_id.eq(account.to_string()),
            i::code.eq(code),
            i::until.eq(until.millis()),
        ))
        .execute(conn)?;
    Ok(())
}

/// Finds whom a code is for, if it can be used now and the account is not closed.
///
/// # Errors
/// If the database cannot answer.
pub fn find_invitation(
    conn: &mut Conn,
    municipality: &Ags,
    code: &str,
    now: Moment,
) -> Result<Option<Invitee>, Failure> {
    use {signin_account as a, signin_invitation as i};
    let found: Option<(String, String, String)> = i::table
        .inner_join(
            a::table.on(a::municipality
                .eq(i::municipality)
                .and(a::account_id.eq(i::account_id))),
        )
        .filter(i::municipality.eq(municipality.as_str()))
        .filter(i::code.eq(code))
        .filter(i::until.gt(now.millis()))
        .filter(a::disabled_at.is_null())
        .select((a::account_id, a::login, a::name))
        .first(conn)
        .optional()?;
    found
        .map(|(account, login, name)| {
            Ok(Invitee {
                account: parse(&account, "signin_invitation.account_id")?,
                login,
                name,
            })
        })
        .transpose()
}

/// Takes the code of an account away; answers whether there was one.
///
/// # Errors
/// If the database cannot answer.
pub fn delete_invitation(
    conn: &mut Conn,
    municipality: &Ags,
    account: AccountId,
) -> Result<bool, Failure> {
    let row = signin_invitation::table.find((municipality.as_str(), account.to_string()));
    Ok(diesel::delete(row).execute(conn)? > 0)
}
