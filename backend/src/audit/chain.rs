//! The chain over the read log: each batch is linked to the one before it by a code under a key outside the database,
//! so that a line that was changed, removed, added, moved or cut off is found.

use shared::kernel::{Ags, Moment};

use super::store::{self, BatchRow, LineRow};
use crate::clock::hex;
use crate::db::{Db, Failure};
use crate::seal::SubjectKey;

/// The segment a moment belongs to: its month.
pub(super) fn segment_of(at: Moment) -> String {
    let day = at.day();
    format!("{:04}-{:02}", day.year(), day.month())
}

/// The batch that follows `last` and holds these lines.
pub(super) fn next_batch(
    key: &SubjectKey,
    municipality: &Ags,
    last: Option<&BatchRow>,
    now: Moment,
    lines: &[LineRow],
) -> BatchRow {
    // A clock that was set back does not open an old month again.
    let segment = last.map_or_else(
        || segment_of(now),
        |last| segment_of(now).max(last.segment.clone()),
    );
    let count = i64::try_from(lines.len()).unwrap_or(i64::MAX);
    let (batch, last_line) = match last {
        Some(last) if last.segment == segment => (last.batch + 1, last.last_line + count),
        _ => (1, count),
    };
    let previous = last.map(|last| last.mac.clone()).unwrap_or_default();
    let mut next = BatchRow {
        segment,
        batch,
        last_line,
        previous,
        mac: String::new(),
    };
    next.mac = code(key, municipality, &next, lines);
    next
}

fn code(key: &SubjectKey, municipality: &Ags, batch: &BatchRow, lines: &[LineRow]) -> String {
    let number = batch.batch.to_string();
    let last_line = batch.last_line.to_string();
    let mut parts: Vec<Vec<u8>> = [
        municipality.as_str(),
        &batch.segment,
        &number,
        &last_line,
        &batch.previous,
    ]
    .iter()
    .map(|part| part.as_bytes().to_vec())
    .collect();
    for line in lines {
        parts.push(line.at.to_be_bytes().to_vec());
        for text in [&line.account, &line.call, &line.request, &line.shown] {
            parts.push(text.clone().into_bytes());
        }
    }
    let parts: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
    hex(&key.chain(&parts))
}

/// Where the chain is broken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the read log is broken at batch {batch} of {segment}")]
pub struct Broken {
    /// The month.
    pub segment: String,
    /// The batch in it.
    pub batch: i64,
}

/// Verifies the whole log: answers how many lines it has, or the first place that does not fit.
///
/// # Errors
/// If the database cannot answer.
pub fn verify(
    db: &Db,
    key: &SubjectKey,
    municipality: &Ags,
) -> Result<Result<i64, Broken>, Failure> {
    db.read_blocking(|conn| {
        let mut last: Option<BatchRow> = None;
        let mut seen = 0;
        for batch in store::list_batches(conn, municipality)? {
            let broken = || {
                Ok(Err(Broken {
                    segment: batch.segment.clone(),
                    batch: batch.batch,
                }))
            };
            let (numbers, lines): (Vec<_>, Vec<_>) =
                store::list_lines(conn, municipality, &batch.segment, batch.batch)?
                    .into_iter()
                    .unzip();
            let follows = match &last {
                // The oldest months may have been deleted on their date: the first batch that is left says what it
                // followed, and its code proves that it said so from the beginning.
                None => batch.batch == 1,
                Some(last) if last.segment == batch.segment => {
                    batch.batch == last.batch + 1 && batch.previous == last.mac
                }
                Some(last) => batch.batch == 1 && batch.previous == last.mac,
            };
            let before = match &last {
                Some(last) if last.segment == batch.segment => last.last_line,
                _ => 0,
            };
            let expected: Vec<i64> = (before + 1..=batch.last_line).collect();
            if !follows
                || numbers != expected
                || batch.mac != code(key, municipality, &batch, &lines)
            {
                return broken();
            }
            seen += i64::try_from(lines.len()).unwrap_or(0);
            last = Some(batch);
        }
        if seen == store::count_lines(conn, municipality)? {
            Ok(Ok(seen))
        } else {
            // Lines that belong to no batch.
            Ok(Err(last.map_or(
                Broken {
                    segment: String::new(),
                    batch: 0,
                },
                |last| Broken {
                    segment: last.segment,
                    batch: last.batch + 1,
                },
            )))
        }
    })
}

/// How many batches there are: each cost one flush.
///
/// # Errors
/// If the database cannot answer.
pub fn batches(db: &Db, municipality: &Ags) -> Result<usize, Failure> {
    db.read_blocking(|conn| Ok(store::list_batches(conn, municipality)?.len()))
}
