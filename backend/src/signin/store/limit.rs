//! Known browsers, and tries that count against a limit.

use diesel::prelude::*;
use shared::kernel::{AccountId, Ags, Moment};

use super::super::limits::Bucket;
use super::super::schema::{signin_known_browser, signin_limit};
use crate::db::{Conn, Failure};

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
