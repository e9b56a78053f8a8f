//! Rows of keys: those of purposes, and those of subjects when all of them are wrapped anew.

use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use shared::exchange::Subject;
use shared::kernel::Ags;

use crate::db::schema::subject_key;
use crate::db::{Conn, Failure, catalogue, parse};
use crate::seal::Purpose;

diesel::table! {
    purpose_key (purpose) {
        purpose -> Text,
        wrapped -> Binary,
        kek -> Text,
    }
}

/// Subject keys that are read at once.
const PAGE: i64 = 1_000;

/// A data key, with whose it is.
pub(super) struct Wrapped {
    pub(super) municipality: Ags,
    pub(super) subject: Subject,
    pub(super) bytes: Vec<u8>,
}

/// Names the key that what is in the database is wrapped by; none if nothing is wrapped yet, or there are no tables.
pub(super) fn find_in_use(conn: &mut Conn) -> Result<Option<String>, Failure> {
    let tables = catalogue::tables(conn)?;
    let has = |name: &str| tables.iter().any(|table| table.name == name);
    if has("purpose_key") {
        let kept: Option<String> = purpose_key::table
            .order(purpose_key::purpose)
            .select(purpose_key::kek)
            .first(conn)
            .optional()?;
        if kept.is_some() {
            return Ok(kept);
        }
    }
    if !has("subject_key") {
        return Ok(None);
    }
    Ok(subject_key::table
        .filter(subject_key::wrapped.is_not_null())
        .order((subject_key::municipality, subject_key::subject))
        .select(subject_key::kek)
        .first(conn)
        .optional()?)
}

/// The keys that outlived the key they came from, wrapped; none before the first change of the key.
pub(super) fn list_purposes(conn: &mut Conn) -> Result<Vec<(Purpose, Vec<u8>)>, Failure> {
    if !catalogue::tables(conn)?
        .iter()
        .any(|table| table.name == "purpose_key")
    {
        return Ok(Vec::new());
    }
    let rows: Vec<(String, Vec<u8>)> = purpose_key::table
        .order(purpose_key::purpose)
        .select((purpose_key::purpose, purpose_key::wrapped))
        .load(conn)?;
    rows.into_iter()
        .map(|(purpose, wrapped)| Ok((parse(&purpose, "purpose_key.purpose")?, wrapped)))
        .collect()
}

/// Writes the key of a purpose in the place of an earlier one.
pub(super) fn put_purpose(
    conn: &mut Conn,
    purpose: Purpose,
    wrapped: &[u8],
    kek: &str,
) -> Result<(), Failure> {
    diesel::delete(purpose_key::table.find(purpose.name())).execute(conn)?;
    diesel::insert_into(purpose_key::table)
        .values((
            purpose_key::purpose.eq(purpose.name()),
            purpose_key::wrapped.eq(wrapped),
            purpose_key::kek.eq(kek),
        ))
        .execute(conn)?;
    Ok(())
}

/// Some more data keys that are not wrapped by this key; empty: all are. What was erased has none.
pub(super) fn list_not_under(conn: &mut Conn, kek: &str) -> Result<Vec<Wrapped>, Failure> {
    let rows: Vec<(String, String, Option<Vec<u8>>)> = subject_key::table
        .filter(subject_key::kek.ne(kek))
        .filter(subject_key::wrapped.is_not_null())
        .order((subject_key::municipality, subject_key::subject))
        .limit(PAGE)
        .select((
            subject_key::municipality,
            subject_key::subject,
            subject_key::wrapped,
        ))
        .load(conn)?;
    rows.into_iter()
        .map(|(municipality, subject, wrapped)| {
            Ok(Wrapped {
                municipality: parse(&municipality, "subject_key.municipality")?,
                subject: parse(&subject, "subject_key.subject")?,
                bytes: wrapped.ok_or(Failure::Unreadable("subject_key"))?,
            })
        })
        .collect()
}

/// Writes a data key as it is wrapped now.
pub(super) fn update_wrapped(conn: &mut Conn, row: &Wrapped, kek: &str) -> Result<(), Failure> {
    diesel::update(subject_key::table.find((row.municipality.as_str(), row.subject.to_string())))
        .set((
            subject_key::wrapped.eq(Some(&row.bytes)),
            subject_key::kek.eq(kek),
        ))
        .execute(conn)?;
    Ok(())
}

/// Keeps all others away from what is wrapped anew until the transaction ends, and lets it take the time it needs. On SQLite
/// whoever writes is alone anyway.
pub(super) fn take_alone(conn: &mut Conn) -> Result<(), Failure> {
    match conn {
        Conn::Sqlite(_) => Ok(()),
        Conn::Postgres(conn) => Ok(conn.batch_execute(
            "SET LOCAL statement_timeout = 0;
             LOCK TABLE subject_key, purpose_key, signin_totp, signin_device, signin_challenge, person, person_token
                 IN EXCLUSIVE MODE",
        )?),
    }
}

/// How many others are connected to this database. SQLite knows of nobody; there the lock on the key file says it.
pub(super) fn count_others(conn: &mut Conn) -> Result<i64, Failure> {
    #[derive(QueryableByName)]
    struct Others {
        #[diesel(sql_type = BigInt)]
        others: i64,
    }
    match conn {
        Conn::Sqlite(_) => Ok(0),
        Conn::Postgres(conn) => Ok(diesel::sql_query(
            "SELECT count(*) AS others FROM pg_stat_activity
             WHERE datname = current_database() AND pid <> pg_backend_pid()
                 AND coalesce(backend_type, 'client backend') = 'client backend'",
        )
        .get_result::<Others>(conn)?
        .others),
    }
}

/// Takes what was overwritten out of the files of the database. On SQLite a freed page is wiped, and only its log of writes
/// still holds what was there.
pub(super) fn forget_traces(conn: &mut Conn) -> Result<(), Failure> {
    match conn {
        Conn::Sqlite(conn) => Ok(conn.batch_execute("PRAGMA wal_checkpoint(TRUNCATE)")?),
        Conn::Postgres(conn) => {
            conn.batch_execute("SET statement_timeout = 0")?;
            for table in [
                "subject_key",
                "person_token",
                "signin_totp",
                "signin_device",
            ] {
                conn.batch_execute(&format!("VACUUM FULL {table}"))?;
            }
            Ok(())
        }
    }
}
