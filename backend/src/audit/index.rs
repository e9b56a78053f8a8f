//! The index of the read log: under which terms each line is found. It is made from the lines after they were written, by
//! whoever looks for something and now and then by the server, so that no answer waits for it; see
//! `docs/decisions/2026-11-26-the-read-log-is-indexed-afterwards.md`.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Text};
use shared::audit::Why;
use shared::exchange::Subject;
use shared::kernel::{AccountId, Ags};

use super::line;
use super::store::{LineRow, read_line};
use crate::db::{Conn, Failure, Turn, on_either};
use crate::seal::SubjectKey;

diesel::table! {
    read_term (municipality, segment, term, line) {
        municipality -> Text,
        segment -> Text,
        term -> Text,
        line -> BigInt,
        why -> Text,
    }
}

diesel::table! {
    read_indexed (municipality) {
        municipality -> Text,
        segment -> Text,
        line -> BigInt,
    }
}

/// Lines that are indexed in one transaction. A worklist names fifty people, and whoever reads meanwhile waits for no more.
const BITE: i64 = 100;

/// Under which term a line is found.
pub(super) mod term {
    use super::{AccountId, Subject, Why};

    /// Whom it showed.
    pub(in super::super) fn whom(subject: &Subject) -> String {
        subject.to_string()
    }

    /// Who read.
    pub(in super::super) fn account(account: &str) -> String {
        format!("account:{account}")
    }

    /// Who read, by their id.
    pub(in super::super) fn reader(account: AccountId) -> String {
        self::account(&account.to_string())
    }

    /// By which call.
    pub(in super::super) fn call(call: &str) -> String {
        format!("call:{call}")
    }

    /// Why; all refusals have one term.
    pub(in super::super) fn why(code: &str) -> String {
        format!("why:{code}")
    }

    /// Why, by the reason itself.
    pub(super) fn of(reason: Why) -> String {
        why(reason.code())
    }
}

/// The terms of a line, each with the reasons that stand with it: those of a subject, several joined by a comma.
fn terms(row: &LineRow) -> BTreeMap<String, String> {
    let mut terms = BTreeMap::from([
        (term::account(&row.account), String::new()),
        (term::call(&row.call), String::new()),
    ]);
    for (why, subject) in line::read(&row.shown) {
        terms.insert(term::of(why), String::new());
        let reasons = terms.entry(term::whom(&subject)).or_default();
        if !reasons.is_empty() {
            reasons.push(',');
        }
        reasons.push_str(&why.to_string());
    }
    terms
}

/// Indexes some of the lines that are not indexed yet; answers how many.
pub(super) fn index_some(conn: &mut Conn, municipality: &Ags) -> Result<usize, Failure> {
    conn.take_turn(Turn::ReadIndex)?;
    let lines = list_next(conn, municipality)?;
    let Some((segment, last, _)) = lines.last().cloned() else {
        return Ok(0);
    };
    let rows: Vec<(String, i64, String)> = lines
        .iter()
        .flat_map(|(_, number, row)| {
            let of_line = terms(row).into_iter();
            of_line.map(|(term, why)| (term, *number, why))
        })
        .collect();
    insert(conn, municipality, &segment, rows)?;
    diesel::sql_query(
        "INSERT INTO read_indexed (municipality, segment, line) VALUES ($1, $2, $3)
         ON CONFLICT (municipality) DO UPDATE SET segment = excluded.segment, line = excluded.line",
    )
    .bind::<Text, _>(municipality.as_str())
    .bind::<Text, _>(&segment)
    .bind::<BigInt, _>(last)
    .execute(conn)?;
    Ok(lines.len())
}

/// How far the index has come: a segment and the last line of it.
pub(super) fn find_mark(
    conn: &mut Conn,
    municipality: &Ags,
) -> Result<Option<(String, i64)>, Failure> {
    Ok(read_indexed::table
        .find(municipality.as_str())
        .select((read_indexed::segment, read_indexed::line))
        .first(conn)
        .optional()?)
}

/// The next lines behind the mark, all of one segment.
fn list_next(conn: &mut Conn, municipality: &Ags) -> Result<Vec<(String, i64, LineRow)>, Failure> {
    let (segment, line) = find_mark(conn, municipality)?.unwrap_or_default();
    let of_segment = super::store::list_after(conn, municipality, &segment, line, BITE)?;
    if !of_segment.is_empty() {
        return Ok(of_segment);
    }
    let next: Option<String> = read_line::table
        .filter(read_line::municipality.eq(municipality.as_str()))
        .filter(read_line::segment.gt(&segment))
        .order((read_line::segment.asc(), read_line::line.asc()))
        .select(read_line::segment)
        .first(conn)
        .optional()?;
    next.map_or(Ok(Vec::new()), |next| {
        super::store::list_after(conn, municipality, &next, 0, BITE)
    })
}

fn insert(
    conn: &mut Conn,
    municipality: &Ags,
    segment: &str,
    rows: Vec<(String, i64, String)>,
) -> Result<(), Failure> {
    match conn {
        // The statement is prepared once, and there is no way to go to the database.
        Conn::Sqlite(conn) => {
            for (term, line, why) in rows {
                diesel::insert_into(read_term::table)
                    .values((
                        read_term::municipality.eq(municipality.as_str()),
                        read_term::segment.eq(segment),
                        read_term::term.eq(term),
                        read_term::line.eq(line),
                        read_term::why.eq(why),
                    ))
                    .execute(conn)?;
            }
        }
        Conn::Postgres(conn) => {
            let (terms, (lines, whys)): (Vec<_>, (Vec<_>, Vec<_>)) = rows
                .into_iter()
                .map(|(term, line, why)| (term, (line, why)))
                .unzip();
            diesel::sql_query(
                "INSERT INTO read_term (municipality, segment, term, line, why)
                 SELECT $1, $2, * FROM unnest($3, $4, $5)",
            )
            .bind::<Text, _>(municipality.as_str())
            .bind::<Text, _>(segment)
            .bind::<Array<Text>, _>(terms)
            .bind::<Array<BigInt>, _>(lines)
            .bind::<Array<Text>, _>(whys)
            .execute(conn)?;
        }
    }
    Ok(())
}

/// Forgets the index, to be made anew.
pub(super) fn clear(conn: &mut Conn, municipality: &Ags) -> Result<(), Failure> {
    diesel::delete(read_term::table.filter(read_term::municipality.eq(municipality.as_str())))
        .execute(conn)?;
    diesel::delete(read_indexed::table.find(municipality.as_str())).execute(conn)?;
    Ok(())
}

/// What is looked for in the log. Every term must fit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Wanted {
    /// The rarest first: its lines are walked, the others are looked up for each.
    pub(super) terms: Vec<String>,
    /// Not before this moment, in milliseconds.
    pub(super) from: Option<i64>,
    /// Before this moment.
    pub(super) until: Option<i64>,
    /// Only lines before this place.
    pub(super) before: Option<(String, i64)>,
    /// No segment after this one.
    pub(super) last_segment: Option<String>,
    /// How many lines.
    pub(super) most: usize,
}

/// A line that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FoundLine {
    pub(super) segment: String,
    pub(super) number: i64,
    pub(super) row: LineRow,
}

#[derive(QueryableByName)]
struct FoundRow {
    #[diesel(sql_type = BigInt)]
    line: i64,
    #[diesel(sql_type = BigInt)]
    at: i64,
    #[diesel(sql_type = Text)]
    account: String,
    #[diesel(sql_type = Text)]
    call: String,
    #[diesel(sql_type = Text)]
    request: String,
    #[diesel(sql_type = Text)]
    shown: String,
}

/// Finds lines, the latest first, segment by segment.
pub(super) fn find(
    conn: &mut Conn,
    municipality: &Ags,
    wanted: &Wanted,
) -> Result<Vec<FoundLine>, Failure> {
    let mut found = Vec::new();
    let (mut segment, mut before) = match &wanted.before {
        Some((segment, line)) => (Some(segment.clone()), *line),
        None => (
            find_segment(conn, municipality, wanted.last_segment.as_deref(), true)?,
            i64::MAX,
        ),
    };
    let first = wanted
        .from
        .map(|from| super::chain::segment_of(shared::kernel::Moment::from_millis(from)));
    while let Some(of) = segment {
        if first.as_ref().is_some_and(|first| of < *first) {
            break;
        }
        let left = wanted.most.saturating_sub(found.len());
        let rows = find_in(conn, municipality, &of, before, wanted, left)?;
        found.extend(rows.into_iter().map(|row| FoundLine {
            segment: of.clone(),
            number: row.line,
            row: LineRow {
                at: row.at,
                account: row.account,
                call: row.call,
                request: row.request,
                shown: row.shown,
            },
        }));
        if found.len() >= wanted.most {
            break;
        }
        segment = find_segment(conn, municipality, Some(&of), false)?;
        before = i64::MAX;
    }
    Ok(found)
}

/// The last segment up to one, itself included or not.
fn find_segment(
    conn: &mut Conn,
    municipality: &Ags,
    up_to: Option<&str>,
    is_included: bool,
) -> Result<Option<String>, Failure> {
    // No month is written like this: every one lies before it.
    let up_to = up_to.unwrap_or("~").to_owned();
    let mut query = read_line::table
        .filter(read_line::municipality.eq(municipality.as_str()))
        .order((read_line::segment.desc(), read_line::line.desc()))
        .select(read_line::segment)
        .into_boxed();
    query = if is_included {
        query.filter(read_line::segment.le(up_to))
    } else {
        query.filter(read_line::segment.lt(up_to))
    };
    Ok(query.first(conn).optional()?)
}

fn find_in(
    conn: &mut Conn,
    municipality: &Ags,
    segment: &str,
    before: i64,
    wanted: &Wanted,
    most: usize,
) -> Result<Vec<FoundRow>, Failure> {
    const SELECT: &str = "SELECT l.line, l.at, l.account, l.call, l.request, l.shown FROM ";
    const WHERE: &str = "l.municipality = $1 AND l.segment = $2 AND l.at >= $3 AND l.at < $4";
    let (from, until) = (
        wanted.from.unwrap_or(i64::MIN),
        wanted.until.unwrap_or(i64::MAX),
    );
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let Some(rarest) = wanted.terms.first() else {
        let query = diesel::sql_query(format!(
            "{SELECT} read_line l WHERE {WHERE} AND l.line < $5 ORDER BY l.line DESC LIMIT $6"
        ))
        .bind::<Text, _>(municipality.as_str())
        .bind::<Text, _>(segment)
        .bind::<BigInt, _>(from)
        .bind::<BigInt, _>(until)
        .bind::<BigInt, _>(before)
        .bind::<BigInt, _>(most);
        return Ok(on_either!(conn, conn => query.load(conn))?);
    };
    // A term that is not asked for is the rarest once more, which fits anyway: one statement for every search.
    let other = |at: usize| wanted.terms.get(at).unwrap_or(rarest).clone();
    let also: String = [7, 8, 9]
        .map(|bound| {
            format!(
                " AND EXISTS (SELECT 1 FROM read_term o WHERE o.municipality = $1 AND o.segment = $2 AND o.term = ${bound} \
                 AND o.line = t.line)"
            )
        })
        .concat();
    let query = diesel::sql_query(format!(
        "{SELECT} read_term t JOIN read_line l
             ON l.municipality = t.municipality AND l.segment = t.segment AND l.line = t.line
         WHERE {WHERE} AND t.municipality = $1 AND t.segment = $2 AND t.line < $5 AND t.term = $6 {also}
         ORDER BY t.line DESC LIMIT $10"
    ))
    .bind::<Text, _>(municipality.as_str())
    .bind::<Text, _>(segment)
    .bind::<BigInt, _>(from)
    .bind::<BigInt, _>(until)
    .bind::<BigInt, _>(before)
    .bind::<Text, _>(rarest)
    .bind::<Text, _>(other(1))
    .bind::<Text, _>(other(2))
    .bind::<Text, _>(other(3))
    .bind::<BigInt, _>(most);
    Ok(on_either!(conn, conn => query.load(conn))?)
}

/// One reading of a subject, as its index tells it.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub(super) struct OfSubject {
    #[diesel(sql_type = Text)]
    pub(super) segment: String,
    #[diesel(sql_type = BigInt)]
    pub(super) line: i64,
    #[diesel(sql_type = BigInt)]
    pub(super) at: i64,
    #[diesel(sql_type = Text)]
    pub(super) account: String,
    #[diesel(sql_type = Text)]
    pub(super) call: String,
    #[diesel(sql_type = Text)]
    pub(super) why: String,
}

/// Readings of a subject in one segment behind a line, in their order; whom else a line showed is not read.
pub(super) fn list_of(
    conn: &mut Conn,
    municipality: &Ags,
    subject: &Subject,
    (segment, after): (&str, i64),
    most: i64,
) -> Result<Vec<OfSubject>, Failure> {
    let query = diesel::sql_query(
        "SELECT t.segment, t.line, l.at, l.account, l.call, t.why FROM read_term t JOIN read_line l
             ON l.municipality = t.municipality AND l.segment = t.segment AND l.line = t.line
         WHERE t.municipality = $1 AND t.segment = $2 AND t.term = $3 AND t.line > $4 ORDER BY t.line LIMIT $5",
    )
    .bind::<Text, _>(municipality.as_str())
    .bind::<Text, _>(segment)
    .bind::<Text, _>(term::whom(subject))
    .bind::<BigInt, _>(after)
    .bind::<BigInt, _>(most);
    Ok(on_either!(conn, conn => query.load(conn))?)
}

/// A sum over entries of the index that does not depend on their order. Only the key can make it.
pub(super) fn sum_of_line(key: &SubjectKey, segment: &str, number: i64, row: &LineRow) -> u128 {
    terms(row).iter().fold(0, |sum: u128, (term, why)| {
        sum.wrapping_add(sum_of(key, segment, term, number, why))
    })
}

/// The same sum over what the index of a segment holds.
pub(super) fn sum_of_segment(
    conn: &mut Conn,
    key: &SubjectKey,
    municipality: &Ags,
    segment: &str,
) -> Result<u128, Failure> {
    let rows: Vec<(String, i64, String)> = read_term::table
        .filter(read_term::municipality.eq(municipality.as_str()))
        .filter(read_term::segment.eq(segment))
        .select((read_term::term, read_term::line, read_term::why))
        .load(conn)?;
    Ok(rows.iter().fold(0, |sum: u128, (term, line, why)| {
        sum.wrapping_add(sum_of(key, segment, term, *line, why))
    }))
}

/// The segments of which the index holds something.
pub(super) fn list_segments(conn: &mut Conn, municipality: &Ags) -> Result<Vec<String>, Failure> {
    Ok(read_term::table
        .filter(read_term::municipality.eq(municipality.as_str()))
        .select(read_term::segment)
        .distinct()
        .order(read_term::segment.asc())
        .load(conn)?)
}

fn sum_of(key: &SubjectKey, segment: &str, term: &str, line: i64, why: &str) -> u128 {
    let code = key.chain(&[
        b"index",
        segment.as_bytes(),
        term.as_bytes(),
        &line.to_be_bytes(),
        why.as_bytes(),
    ]);
    let mut first = [0; 16];
    first.copy_from_slice(&code[..16]);
    u128::from_be_bytes(first)
}
