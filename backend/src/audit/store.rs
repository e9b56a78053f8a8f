//! Rows of the read log. On SQLite they lie in a file of their own, so that a read never waits for the work's writes.

use diesel::connection::SimpleConnection;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::{Array, BigInt, Text};
use shared::kernel::Ags;

use crate::db::{Conn, Failure, Turn};

/// The tables, the same words for both databases; made where the log is opened.
const TABLES: &str = include_str!("tables.sql");

diesel::table! {
    read_line (municipality, segment, line) {
        municipality -> Text,
        segment -> Text,
        line -> BigInt,
        batch -> BigInt,
        at -> BigInt,
        account -> Text,
        call -> Text,
        request -> Text,
        shown -> Text,
    }
}

diesel::table! {
    read_batch (municipality, segment, batch) {
        municipality -> Text,
        segment -> Text,
        batch -> BigInt,
        last_line -> BigInt,
        previous -> Text,
        mac -> Text,
    }
}

/// One line as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LineRow {
    pub(super) at: i64,
    pub(super) account: String,
    pub(super) call: String,
    pub(super) request: String,
    pub(super) shown: String,
}

/// The end of a segment, from which the chain goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct BatchRow {
    pub(super) segment: String,
    pub(super) batch: i64,
    pub(super) last_line: i64,
    pub(super) previous: String,
    pub(super) mac: String,
}

/// Makes the tables where they are missing.
pub(super) fn set_up(conn: &mut Conn) -> Result<(), Failure> {
    match conn {
        Conn::Sqlite(conn) => conn.batch_execute(TABLES)?,
        Conn::Postgres(conn) => conn.batch_execute(TABLES)?,
    }
    Ok(())
}

/// Keeps other servers on the same PostgreSQL from going on with the chain until this transaction ends.
pub(super) fn lock_chain(conn: &mut Conn) -> Result<(), Failure> {
    Ok(conn.take_turn(Turn::ReadLog)?)
}

/// The last batch of all.
pub(super) fn find_last(conn: &mut Conn, municipality: &Ags) -> Result<Option<BatchRow>, Failure> {
    use read_batch as b;
    let row: Option<(String, i64, i64, String, String)> = b::table
        .filter(b::municipality.eq(municipality.as_str()))
        .order((b::segment.desc(), b::batch.desc()))
        .select((b::segment, b::batch, b::last_line, b::previous, b::mac))
        .first(conn)
        .optional()?;
    Ok(row.map(batch_row))
}

/// Writes one batch with its lines.
pub(super) fn insert(
    conn: &mut Conn,
    municipality: &Ags,
    batch: &BatchRow,
    lines: &[LineRow],
) -> Result<(), Failure> {
    use {read_batch as b, read_line as l};
    let first = batch.last_line - i64::try_from(lines.len()).unwrap_or(0) + 1;
    match conn {
        // The statements are prepared once, and there is no way to go to the database.
        Conn::Sqlite(conn) => {
            for (number, line) in (first..).zip(lines) {
                diesel::insert_into(l::table)
                    .values((
                        l::municipality.eq(municipality.as_str()),
                        l::segment.eq(&batch.segment),
                        l::line.eq(number),
                        l::batch.eq(batch.batch),
                        l::at.eq(line.at),
                        l::account.eq(&line.account),
                        l::call.eq(&line.call),
                        l::request.eq(&line.request),
                        l::shown.eq(&line.shown),
                    ))
                    .execute(conn)?;
            }
            diesel::insert_into(b::table)
                .values((
                    b::municipality.eq(municipality.as_str()),
                    b::segment.eq(&batch.segment),
                    b::batch.eq(batch.batch),
                    b::last_line.eq(batch.last_line),
                    b::previous.eq(&batch.previous),
                    b::mac.eq(&batch.mac),
                ))
                .execute(conn)?;
        }
        Conn::Postgres(conn) => {
            let column = |of: fn(&LineRow) -> &str| lines.iter().map(of).collect();
            WholeBatch {
                municipality: municipality.as_str(),
                batch,
                numbers: (first..=batch.last_line).collect(),
                at: lines.iter().map(|line| line.at).collect(),
                accounts: column(|line| &line.account),
                calls: column(|line| &line.call),
                requests: column(|line| &line.request),
                shown: column(|line| &line.shown),
            }
            .execute(conn)?;
        }
    }
    Ok(())
}

/// A batch with all its lines in one statement, for PostgreSQL: it is prepared once, however many lines there are, and goes
/// there and back once.
#[derive(Debug)]
struct WholeBatch<'a> {
    municipality: &'a str,
    batch: &'a BatchRow,
    numbers: Vec<i64>,
    at: Vec<i64>,
    accounts: Vec<&'a str>,
    calls: Vec<&'a str>,
    requests: Vec<&'a str>,
    shown: Vec<&'a str>,
}

// The values are no part of the statement.
impl QueryId for WholeBatch<'_> {
    type QueryId = WholeBatch<'static>;

    const HAS_STATIC_QUERY_ID: bool = true;
}

impl RunQueryDsl<PgConnection> for WholeBatch<'_> {}

impl QueryFragment<Pg> for WholeBatch<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql(
            "WITH linked AS (INSERT INTO read_batch (municipality, segment, batch, last_line, previous, mac) VALUES (",
        );
        out.push_bind_param::<Text, _>(self.municipality)?;
        out.push_sql(", ");
        out.push_bind_param::<Text, _>(&self.batch.segment)?;
        out.push_sql(", ");
        out.push_bind_param::<BigInt, _>(&self.batch.batch)?;
        out.push_sql(", ");
        out.push_bind_param::<BigInt, _>(&self.batch.last_line)?;
        out.push_sql(", ");
        out.push_bind_param::<Text, _>(&self.batch.previous)?;
        out.push_sql(", ");
        out.push_bind_param::<Text, _>(&self.batch.mac)?;
        out.push_sql(
            ")) INSERT INTO read_line (municipality, segment, batch, line, at, account, call, request, shown) SELECT ",
        );
        out.push_bind_param::<Text, _>(self.municipality)?;
        out.push_sql(", ");
        out.push_bind_param::<Text, _>(&self.batch.segment)?;
        out.push_sql(", ");
        out.push_bind_param::<BigInt, _>(&self.batch.batch)?;
        out.push_sql(", of_line.* FROM unnest(");
        out.push_bind_param::<Array<BigInt>, _>(&self.numbers)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<BigInt>, _>(&self.at)?;
        for texts in [&self.accounts, &self.calls, &self.requests, &self.shown] {
            out.push_sql(", ");
            out.push_bind_param::<Array<Text>, _>(texts)?;
        }
        out.push_sql(") AS of_line");
        Ok(())
    }
}

/// All batches, in order.
pub(super) fn list_batches(conn: &mut Conn, municipality: &Ags) -> Result<Vec<BatchRow>, Failure> {
    use read_batch as b;
    let rows: Vec<(String, i64, i64, String, String)> = b::table
        .filter(b::municipality.eq(municipality.as_str()))
        .order((b::segment.asc(), b::batch.asc()))
        .select((b::segment, b::batch, b::last_line, b::previous, b::mac))
        .load(conn)?;
    Ok(rows.into_iter().map(batch_row).collect())
}

/// The lines of one batch with their numbers, in order.
pub(super) fn list_lines(
    conn: &mut Conn,
    municipality: &Ags,
    segment: &str,
    batch: i64,
) -> Result<Vec<(i64, LineRow)>, Failure> {
    use read_line as l;
    type Row = (i64, i64, String, String, String, String);
    let rows: Vec<Row> = l::table
        .filter(l::municipality.eq(municipality.as_str()))
        .filter(l::segment.eq(segment))
        .filter(l::batch.eq(batch))
        .order(l::line.asc())
        .select((l::line, l::at, l::account, l::call, l::request, l::shown))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(number, at, account, call, request, shown)| {
            let line = LineRow {
                at,
                account,
                call,
                request,
                shown,
            };
            (number, line)
        })
        .collect())
}

/// Lines of a segment behind a line, in their order.
pub(super) fn list_after(
    conn: &mut Conn,
    municipality: &Ags,
    segment: &str,
    after: i64,
    most: i64,
) -> Result<Vec<(String, i64, LineRow)>, Failure> {
    use read_line as l;
    type Row = (i64, i64, String, String, String, String);
    let rows: Vec<Row> = l::table
        .filter(l::municipality.eq(municipality.as_str()))
        .filter(l::segment.eq(segment))
        .filter(l::line.gt(after))
        .order(l::line.asc())
        .limit(most)
        .select((l::line, l::at, l::account, l::call, l::request, l::shown))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(number, at, account, call, request, shown)| {
            let line = LineRow {
                at,
                account,
                call,
                request,
                shown,
            };
            (segment.to_owned(), number, line)
        })
        .collect())
}

/// The segments that hold lines, in order.
pub(super) fn list_segments(conn: &mut Conn, municipality: &Ags) -> Result<Vec<String>, Failure> {
    let mut segments: Vec<String> = Vec::new();
    loop {
        let last = segments.last().cloned().unwrap_or_default();
        let next: Option<String> = read_batch::table
            .filter(read_batch::municipality.eq(municipality.as_str()))
            .filter(read_batch::segment.gt(last))
            .order((read_batch::segment.asc(), read_batch::batch.asc()))
            .select(read_batch::segment)
            .first(conn)
            .optional()?;
        match next {
            Some(next) => segments.push(next),
            None => return Ok(segments),
        }
    }
}

/// The last batch of the segments before one.
pub(super) fn find_last_before(
    conn: &mut Conn,
    municipality: &Ags,
    segment: &str,
) -> Result<Option<BatchRow>, Failure> {
    use read_batch as b;
    let row: Option<(String, i64, i64, String, String)> = b::table
        .filter(b::municipality.eq(municipality.as_str()))
        .filter(b::segment.lt(segment))
        .order((b::segment.desc(), b::batch.desc()))
        .select((b::segment, b::batch, b::last_line, b::previous, b::mac))
        .first(conn)
        .optional()?;
    Ok(row.map(batch_row))
}

/// Deletes the segments before one, with their index; answers how many lines that were.
pub(super) fn delete_before(
    conn: &mut Conn,
    municipality: &Ags,
    segment: &str,
) -> Result<usize, Failure> {
    use super::index::read_term as t;
    use {read_batch as b, read_line as l};
    if let Conn::Postgres(conn) = conn {
        // A month of a large town is more than a request may take.
        conn.batch_execute("SET LOCAL statement_timeout = '10min'")?;
    }
    diesel::delete(
        t::table
            .filter(t::municipality.eq(municipality.as_str()))
            .filter(t::segment.lt(segment)),
    )
    .execute(conn)?;
    diesel::delete(
        b::table
            .filter(b::municipality.eq(municipality.as_str()))
            .filter(b::segment.lt(segment)),
    )
    .execute(conn)?;
    Ok(diesel::delete(
        l::table
            .filter(l::municipality.eq(municipality.as_str()))
            .filter(l::segment.lt(segment)),
    )
    .execute(conn)?)
}

/// How many lines there are in all.
pub(super) fn count_lines(conn: &mut Conn, municipality: &Ags) -> Result<i64, Failure> {
    Ok(read_line::table
        .filter(read_line::municipality.eq(municipality.as_str()))
        .count()
        .get_result(conn)?)
}

fn batch_row(
    (segment, batch, last_line, previous, mac): (String, i64, i64, String, String),
) -> BatchRow {
    BatchRow {
        segment,
        batch,
        last_line,
        previous,
        mac,
    }
}
