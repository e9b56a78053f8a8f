//! The rows of second factors: the secret of an authenticator app, sealed, and what is left of the recovery codes.

use diesel::prelude::*;
use shared::kernel::{AccountId, Ags, Moment};

use super::super::schema::{signin_recovery, signin_totp};
use crate::db::{Conn, Failure, parse};

/// The authenticator app of an account.
#[derive(Debug, Clone)]
pub struct Totp {
    /// Its secret, sealed.
    pub secret: Vec<u8>,
    /// Whether a code of it was given, so that it counts.
    pub counts: bool,
    /// The step of the last code that was given; no step counts twice.
    pub last_step: i64,
}

/// Finds the authenticator app of an account, also one that does not count yet.
///
/// # Errors
/// If the database cannot answer.
pub fn find_totp(
    conn: &mut Conn,
    municipality: &Ags,
    account: AccountId,
) -> Result<Option<Totp>, Failure> {
    use signin_totp as t;
    let found: Option<(Vec<u8>, Option<i64>, i64)> = t::table
        .find((municipality.as_str(), account.to_string()))
        .select((t::secret, t::counts_since, t::last_step))
        .first(conn)
        .optional()?;
    Ok(found.map(|(secret, counts_since, last_step)| Totp {
        secret,
        counts: counts_since.is_some(),
        last_step,
    }))
}

/// Writes a secret that does not count yet, in the place of one that does not either.
///
/// # Errors
/// If the database cannot answer.
pub fn put_totp(
    conn: &mut Conn,
    municipality: &Ags,
    account: AccountId,
    secret: &[u8],
) -> Result<(), Failure> {
    use signin_totp as t;
    delete_totp(conn, municipality, account)?;
    diesel::insert_into(t::table)
        .values((
            t::municipality.eq(municipality.as_str()),
            t::account_id.eq(account.to_string()),
            t::secret.eq(secret),
            t::counts_since.eq(None::<i64>),
            t::last_step.eq(0_i64),
        ))
        .execute(conn)?;
    Ok(())
}

/// The secrets of all authenticator apps, with whose they are.
///
/// # Errors
/// If the database cannot answer or a row is unreadable.
pub fn list_totp_secrets(conn: &mut Conn) -> Result<Vec<(Ags, AccountId, Vec<u8>)>, Failure> {
    use signin_totp as t;
    let rows: Vec<(String, String, Vec<u8>)> = t::table
        .order((t::municipality, t::account_id))
        .select((t::municipality, t::account_id, t::secret))
        .load(conn)?;
    rows.into_iter()
        .map(|(municipality, account, secret)| {
            Ok((
                parse(&municipality, "signin_totp.municipality")?,
                parse(&account, "signin_totp.account_id")?,
                secret,
            ))
        })
        .collect()
}

/// Writes the same secret as it is sealed now.
///
/// # Errors
/// If the database cannot answer.
pub fn update_totp_secret(
    conn: &mut Conn,
    municipality: &Ags,
    account: AccountId,
    secret: &[u8],
) -> Result<(), Failure> {
    let row = signin_totp::table.find((municipality.as_str(), account.to_string()));
    diesel::update(row)
        .set(signin_totp::secret.eq(secret))
        .execute(conn)?;
    Ok(())
}

/// Notes the step of a code that was given, and that the app counts from now on; false if a code of this step or a later
/// one was given already.
///
/// # Errors
/// If the database cannot answer.
pub fn use_totp(
    conn: &mut Conn,
    municipality: &Ags,
    account: AccountId,
    step: i64,
    now: Moment,
) -> Result<bool, Failure> {
    use signin_totp as t;
    let row = t::table
        .find((municipality.as_str(), account.to_string()))
        .filter(t::last_step.lt(step));
    let used = diesel::update(row)
        .set((
            t::last_step.eq(step),
            t::counts_since.eq(Some(now.millis())),
        ))
        .execute(conn)?;
    Ok(used == 1)
}

/// Takes the authenticator app away; answers whether there was one.
///
/// # Errors
/// If the database cannot answer.
pub fn delete_totp(
    conn: &mut Conn,
    municipality: &Ags,
    account: AccountId,
) -> Result<bool, Failure> {
    let row = signin_totp::table.find((municipality.as_str(), account.to_string()));
    Ok(diesel::delete(row).execute(conn)? > 0)
}

/// The accounts that have an authenticator app which counts.
///
/// # Errors
/// If the database cannot answer.
pub fn list_with_totp(conn: &mut Conn, municipality: &Ags) -> Result<Vec<AccountId>, Failure> {
    use signin_totp as t;
    let rows: Vec<String> = t::table
        .filter(t::municipality.eq(municipality.as_str()))
        .filter(t::counts_since.is_not_null())
        .select(t::account_id)
        .load(conn)?;
    rows.iter()
        .map(|account| parse(account, "signin_totp.account_id"))
        .collect()
}

/// Writes recovery codes in the place of all earlier ones.
///
/// # Errors
/// If the database cannot answer.
pub fn replace_recovery(
    conn: &mut Conn,
    municipality: &Ags,
    account: AccountId,
    codes: &[String],
) -> Result<(), Failure> {
    use signin_recovery as r;
    diesel::delete(
        r::table
            .filter(r::municipality.eq(municipality.as_str()))
            .filter(r::account_id.eq(account.to_string())),
    )
    .execute(conn)?;
    for code in codes {
        diesel::insert_into(r::table)
            .values((
                r::municipality.eq(municipality.as_str()),
                r::account_id.eq(account.to_string()),
                r::code.eq(code),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// How many recovery codes are left.
///
/// # Errors
/// If the database cannot answer.
pub fn count_recovery(
    conn: &mut Conn,
    municipality: &Ags,
    account: AccountId,
) -> Result<u32, Failure> {
    use signin_recovery as r;
    let left: i64 = r::table
        .filter(r::municipality.eq(municipality.as_str()))
        .filter(r::account_id.eq(account.to_string()))
        .count()
        .get_result(conn)?;
    Ok(u32::try_from(left).unwrap_or(u32::MAX))
}

/// Uses a recovery code up; false if it is none, or was used.
///
/// # Errors
/// If the database cannot answer.
pub fn use_recovery(
    conn: &mut Conn,
    municipality: &Ags,
    account: AccountId,
    code: &str,
) -> Result<bool, Failure> {
    let row = signin_recovery::table.find((municipality.as_str(), account.to_string(), code));
    Ok(diesel::delete(row).execute(conn)? > 0)
}
