//! The rows of passkeys, and of what waits to be signed by one.

use diesel::prelude::*;
use shared::kernel::{AccountId, Ags, Moment, PasskeyId, SessionId};

use super::super::schema::{signin_challenge, signin_passkey};
use crate::db::{Conn, Failure, parse};

/// A passkey as stored.
#[derive(Debug, Clone)]
pub struct PasskeyRow {
    /// Its id.
    pub id: PasskeyId,
    /// What its owner calls it.
    pub label: String,
    /// Public key and counter, as the library writes them.
    pub credential: String,
    /// When it was made.
    pub made_at: Moment,
    /// When it was last used.
    pub used_at: Option<Moment>,
}

/// Writes a passkey.
///
/// # Errors
/// If the database cannot answer.
pub fn insert_passkey(
    conn: &mut Conn,
    municipality: &Ags,
    account: AccountId,
    row: &PasskeyRow,
) -> Result<(), Failure> {
    use signin_passkey as p;
    diesel::insert_into(p::table)
        .values((
            p::municipality.eq(municipality.as_str()),
            p::passkey_id.eq(row.id.to_string()),
            p::account_id.eq(account.to_string()),
            p::label.eq(&row.label),
            p::credential.eq(&row.credential),
            p::made_at.eq(row.made_at.millis()),
            p::used_at.eq(row.used_at.map(Moment::millis)),
        ))
        .execute(conn)?;
    Ok(())
}

/// The passkeys of an account, by name.
///
/// # Errors
/// If the database cannot answer.
pub fn list_passkeys(
    conn: &mut Conn,
    municipality: &Ags,
    account: AccountId,
) -> Result<Vec<PasskeyRow>, Failure> {
    use signin_passkey as p;
    type Row = (String, String, String, i64, Option<i64>);
    let rows: Vec<Row> = p::table
        .filter(p::municipality.eq(municipality.as_str()))
        .filter(p::account_id.eq(account.to_string()))
        .order((p::label, p::passkey_id))
        .select((
            p::passkey_id,
            p::label,
            p::credential,
            p::made_at,
            p::used_at,
        ))
        .load(conn)?;
    rows.into_iter()
        .map(|(id, label, credential, made_at, used_at)| {
            Ok(PasskeyRow {
                id: parse(&id, "signin_passkey.passkey_id")?,
                label,
                credential,
                made_at: Moment::from_millis(made_at),
                used_at: used_at.map(Moment::from_millis),
            })
        })
        .collect()
}

/// The accounts that have a passkey.
///
/// # Errors
/// If the database cannot answer.
pub fn list_with_passkey(conn: &mut Conn, municipality: &Ags) -> Result<Vec<AccountId>, Failure> {
    use signin_passkey as p;
    let rows: Vec<String> = p::table
        .filter(p::municipality.eq(municipality.as_str()))
        .select(p::account_id)
        .distinct()
        .load(conn)?;
    rows.iter()
        .map(|account| parse(account, "signin_passkey.account_id"))
        .collect()
}

/// Notes that a passkey was used, with the counter it came with.
///
/// # Errors
/// If the database cannot answer.
pub fn update_passkey(
    conn: &mut Conn,
    municipality: &Ags,
    passkey: PasskeyId,
    credential: &str,
    now: Moment,
) -> Result<(), Failure> {
    use signin_passkey as p;
    diesel::update(p::table.find((municipality.as_str(), passkey.to_string())))
        .set((
            p::credential.eq(credential),
            p::used_at.eq(Some(now.millis())),
        ))
        .execute(conn)?;
    Ok(())
}

/// Takes a passkey of an account away; answers whether it was there.
///
/// # Errors
/// If the database cannot answer.
pub fn delete_passkey(
    conn: &mut Conn,
    municipality: &Ags,
    account: AccountId,
    passkey: PasskeyId,
) -> Result<bool, Failure> {
    use signin_passkey as p;
    let row = p::table
        .find((municipality.as_str(), passkey.to_string()))
        .filter(p::account_id.eq(account.to_string()));
    Ok(diesel::delete(row).execute(conn)? > 0)
}

/// Takes all passkeys of an account away.
///
/// # Errors
/// If the database cannot answer.
pub fn delete_passkeys(
    conn: &mut Conn,
    municipality: &Ags,
    account: AccountId,
) -> Result<(), Failure> {
    use signin_passkey as p;
    let rows = p::table
        .filter(p::municipality.eq(municipality.as_str()))
        .filter(p::account_id.eq(account.to_string()));
    diesel::delete(rows).execute(conn)?;
    Ok(())
}

/// Keeps what a session was asked to sign, in the place of what it was asked before.
///
/// # Errors
/// If the database cannot answer.
pub fn put_challenge(
    conn: &mut Conn,
    municipality: &Ags,
    session: SessionId,
    state: &[u8],
    until: Moment,
) -> Result<(), Failure> {
    use signin_challenge as c;
    let row = c::table.find((municipality.as_str(), session.to_string()));
    diesel::delete(row).execute(conn)?;
    diesel::insert_into(c::table)
        .values((
            c::municipality.eq(municipality.as_str()),
            c::session_id.eq(session.to_string()),
            c::state.eq(state),
            c::until.eq(until.millis()),
        ))
        .execute(conn)?;
    Ok(())
}

/// Forgets what all sessions were asked to sign.
///
/// # Errors
/// If the database cannot answer.
pub fn delete_challenges(conn: &mut Conn) -> Result<(), Failure> {
    diesel::delete(signin_challenge::table).execute(conn)?;
    Ok(())
}

/// Takes what a session was asked to sign, if that is not over; nothing is signed twice.
///
/// # Errors
/// If the database cannot answer.
pub fn take_challenge(
    conn: &mut Conn,
    municipality: &Ags,
    session: SessionId,
    now: Moment,
) -> Result<Option<Vec<u8>>, Failure> {
    use signin_challenge as c;
    let row = || c::table.find((municipality.as_str(), session.to_string()));
    let state = row()
        .filter(c::until.gt(now.millis()))
        .select(c::state)
        .first(conn)
        .optional()?;
    diesel::delete(row()).execute(conn)?;
    Ok(state)
}
