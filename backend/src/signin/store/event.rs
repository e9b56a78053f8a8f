//! The rows of what was changed about accounts.

use diesel::prelude::*;
use shared::kernel::Ags;

use super::super::schema::signin_event;
use crate::db::{Conn, Failure, Turn};

/// One line as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventRow {
    /// Its number; they are counted without a gap.
    pub number: i64,
    /// When, in milliseconds.
    pub at: i64,
    /// Who did it.
    pub by: String,
    /// Whose account.
    pub account: String,
    /// What, as JSON.
    pub event: String,
    /// Links it to the line before.
    pub mac: String,
}

type Row = (i64, i64, String, String, String, String);

fn event_row((number, at, by, account, event, mac): Row) -> EventRow {
    EventRow {
        number,
        at,
        by,
        account,
        event,
        mac,
    }
}

type Columns = (
    signin_event::number,
    signin_event::at,
    signin_event::by_account,
    signin_event::account_id,
    signin_event::event,
    signin_event::mac,
);

const COLUMNS: Columns = (
    signin_event::number,
    signin_event::at,
    signin_event::by_account,
    signin_event::account_id,
    signin_event::event,
    signin_event::mac,
);

/// The last line, locked until this transaction ends, so that the next one follows it.
///
/// # Errors
/// If the database cannot answer.
pub fn lock_last_event(conn: &mut Conn, municipality: &Ags) -> Result<Option<EventRow>, Failure> {
    conn.take_turn(Turn::AccountEvents)?;
    Ok(list_events(conn, municipality, None, 1)?.pop())
}

/// Writes a line.
///
/// # Errors
/// If the database cannot answer.
pub fn insert_event(conn: &mut Conn, municipality: &Ags, row: &EventRow) -> Result<(), Failure> {
    use signin_event as e;
    diesel::insert_into(e::table)
        .values((
            e::municipality.eq(municipality.as_str()),
            e::number.eq(row.number),
            e::at.eq(row.at),
            e::by_account.eq(&row.by),
            e::account_id.eq(&row.account),
            e::event.eq(&row.event),
            e::mac.eq(&row.mac),
        ))
        .execute(conn)?;
    Ok(())
}

/// Lines before a number, latest first.
///
/// # Errors
/// If the database cannot answer.
pub fn list_events(
    conn: &mut Conn,
    municipality: &Ags,
    before: Option<i64>,
    most: i64,
) -> Result<Vec<EventRow>, Failure> {
    use signin_event as e;
    let rows: Vec<Row> = e::table
        .filter(e::municipality.eq(municipality.as_str()))
        .filter(e::number.lt(before.unwrap_or(i64::MAX)))
        .order(e::number.desc())
        .limit(most)
        .select(COLUMNS)
        .load(conn)?;
    Ok(rows.into_iter().map(event_row).collect())
}
