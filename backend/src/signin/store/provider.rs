//! The rows of the town's own sign-in service: which accounts are linked to it, and which browsers are on their way.

use diesel::prelude::*;
use shared::kernel::{AccountId, Ags, Moment, SessionId};

use super::super::schema::{signin_provider_attempt, signin_provider_link};
use crate::db::{Conn, Failure, parse};

/// A link of an account, as its owner sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link {
    /// Since when.
    pub linked_at: Moment,
    /// When it was last used to sign in.
    pub used_at: Option<Moment>,
}

/// A browser that went to the sign-in service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// When it went.
    pub began_at: Moment,
    /// Whose account is to be linked, and in which session that was asked; absent: somebody signs in.
    pub links: Option<(AccountId, SessionId)>,
    /// The hash of the session's token that the browser had, which ends when somebody is signed in.
    pub replaces: Option<String>,
}

/// The link of an account to this sign-in service.
///
/// # Errors
/// If the database cannot answer.
pub fn find_link(
    conn: &mut Conn,
    municipality: &Ags,
    account: AccountId,
    issuer: &str,
) -> Result<Option<Link>, Failure> {
    use signin_provider_link as l;
    let found: Option<(i64, Option<i64>)> = l::table
        .find((municipality.as_str(), account.to_string()))
        .filter(l::issuer.eq(issuer))
        .select((l::linked_at, l::used_at))
        .first(conn)
        .optional()?;
    Ok(found.map(|(linked_at, used_at)| Link {
        linked_at: Moment::from_millis(linked_at),
        used_at: used_at.map(Moment::from_millis),
    }))
}

/// Whose account is linked to a person at the sign-in service, by the code of that person.
///
/// # Errors
/// If the database cannot answer.
pub fn find_linked(
    conn: &mut Conn,
    municipality: &Ags,
    subject: &str,
) -> Result<Option<AccountId>, Failure> {
    use signin_provider_link as l;
    let found: Option<String> = l::table
        .filter(l::municipality.eq(municipality.as_str()))
        .filter(l::subject.eq(subject))
        .select(l::account_id)
        .first(conn)
        .optional()?;
    found
        .map(|account| parse(&account, "signin_provider_link.account_id"))
        .transpose()
}

/// The accounts that are linked to this sign-in service.
///
/// # Errors
/// If the database cannot answer.
pub fn list_linked(
    conn: &mut Conn,
    municipality: &Ags,
    issuer: &str,
) -> Result<Vec<AccountId>, Failure> {
    use signin_provider_link as l;
    let found: Vec<String> = l::table
        .filter(l::municipality.eq(municipality.as_str()))
        .filter(l::issuer.eq(issuer))
        .select(l::account_id)
        .load(conn)?;
    found
        .iter()
        .map(|account| parse(account, "signin_provider_link.account_id"))
        .collect()
}

/// Links an account, in the place of an earlier link.
///
/// # Errors
/// If the database cannot answer.
pub fn put_link(
    conn: &mut Conn,
    municipality: &Ags,
    account: AccountId,
    (issuer, subject): (&str, &str),
    now: Moment,
) -> Result<(), Failure> {
    use signin_provider_link as l;
    delete_link(conn, municipality, account)?;
    diesel::insert_into(l::table)
        .values((
            l::municipality.eq(municipality.as_str()),
            l::account_id.eq(account.to_string()),
            l::issuer.eq(issuer),
            l::subject.eq(subject),
            l::linked_at.eq(now.millis()),
            l::used_at.eq(None::<i64>),
        ))
        .execute(conn)?;
    Ok(())
}

/// Notes that a link was used to sign in.
///
/// # Errors
/// If the database cannot answer.
pub fn update_link_used(
    conn: &mut Conn,
    municipality: &Ags,
    account: AccountId,
    now: Moment,
) -> Result<(), Failure> {
    use signin_provider_link as l;
    diesel::update(l::table.find((municipality.as_str(), account.to_string())))
        .set(l::used_at.eq(Some(now.millis())))
        .execute(conn)?;
    Ok(())
}

/// Ends the link of an account; answers whether there was one.
///
/// # Errors
/// If the database cannot answer.
pub fn delete_link(
    conn: &mut Conn,
    municipality: &Ags,
    account: AccountId,
) -> Result<bool, Failure> {
    let row = signin_provider_link::table.find((municipality.as_str(), account.to_string()));
    Ok(diesel::delete(row).execute(conn)? > 0)
}

/// Notes that a browser goes to the sign-in service, by the hash of the token in its cookie.
///
/// # Errors
/// If the database cannot answer.
pub fn insert_attempt(
    conn: &mut Conn,
    municipality: &Ags,
    token: &str,
    attempt: &Attempt,
) -> Result<(), Failure> {
    use signin_provider_attempt as t;
    let (account, session) = attempt.links.unzip();
    diesel::insert_into(t::table)
        .values((
            t::municipality.eq(municipality.as_str()),
            t::token.eq(token),
            t::account_id.eq(account.map(|account| account.to_string())),
            t::session_id.eq(session.map(|session| session.to_string())),
            t::replaces.eq(&attempt.replaces),
            t::began_at.eq(attempt.began_at.millis()),
        ))
        .execute(conn)?;
    Ok(())
}

/// Takes note that a browser is back; of two at once only one finds it.
///
/// # Errors
/// If the database cannot answer.
pub fn take_attempt(
    conn: &mut Conn,
    municipality: &Ags,
    token: &str,
) -> Result<Option<Attempt>, Failure> {
    use signin_provider_attempt as t;
    type Row = (Option<String>, Option<String>, Option<String>, i64);
    let row = || t::table.find((municipality.as_str(), token));
    let found: Option<Row> = row()
        .select((t::account_id, t::session_id, t::replaces, t::began_at))
        .first(conn)
        .optional()?;
    let is_mine = diesel::delete(row()).execute(conn)? == 1;
    let Some((account, session, replaces, began_at)) = found.filter(|_| is_mine) else {
        return Ok(None);
    };
    let links = match (account, session) {
        (Some(account), Some(session)) => Some((
            parse(&account, "signin_provider_attempt.account_id")?,
            parse(&session, "signin_provider_attempt.session_id")?,
        )),
        _ => None,
    };
    Ok(Some(Attempt {
        began_at: Moment::from_millis(began_at),
        links,
        replaces,
    }))
}
